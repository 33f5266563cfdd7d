/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-records.h"

G_BEGIN_DECLS

char *houbu_code_issue (HoubuTx *tx,
                        HoubuCall *call,
                        HoubuVerificationPurpose purpose,
                        const char *phone,
                        gboolean good,
                        GError **error);
gboolean houbu_code_check (HoubuTx *tx,
                           HoubuCall *call,
                           HoubuVerificationPurpose purpose,
                           const char *phone,
                           const char *code,
                           GError **error);
gboolean houbu_code_spend (HoubuTx *tx,
                           HoubuCall *call,
                           HoubuVerificationPurpose purpose,
                           const char *phone,
                           GError **error);
void houbu_code_set_wrong (GError **error);

G_END_DECLS
