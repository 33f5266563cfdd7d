/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-records.h"
#include "houbu-store-accounts.h"

G_BEGIN_DECLS

HoubuAccountInfo *houbu_account_info_for (const char *name, const char *phone_masked);
HoubuSession *houbu_session_begin (HoubuTx *tx,
                                   HoubuCall *call,
                                   const HoubuAccountRow *account,
                                   const char *device,
                                   gboolean remember,
                                   GError **error);

G_END_DECLS
