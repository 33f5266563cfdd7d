/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-exam.h"
#include "houbu-store-live.h"

G_BEGIN_DECLS

HoubuRegistration *houbu_registration_record_load (HoubuTx *tx,
                                                   const HoubuExamRow *exam,
                                                   gint64 account,
                                                   gint64 now,
                                                   const char *language,
                                                   GError **error);
HoubuRegistrationState *
houbu_registration_record_new_state (const HoubuRegistrationSummary *summary);

G_END_DECLS
