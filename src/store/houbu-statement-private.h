/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-driver.h"
#include "houbu-statement.h"

G_BEGIN_DECLS

HoubuStatement *houbu_statement_new (HoubuTx *tx,
                                     const HoubuDriver *driver,
                                     gpointer connection,
                                     const HoubuSql *sql);
void houbu_statement_free (HoubuStatement *self);
void houbu_statement_unlist (HoubuStatement *self);

G_END_DECLS
