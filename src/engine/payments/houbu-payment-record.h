/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-payments.h"

G_BEGIN_DECLS

HoubuPayment *houbu_payment_record_new (HoubuTx *tx,
                                        const HoubuPaymentRow *row,
                                        const char *language,
                                        GError **error);
HoubuAdminPayment *houbu_payment_record_new_admin (HoubuTx *tx,
                                                   const HoubuPaymentRow *row,
                                                   const char *language,
                                                   GError **error);
gboolean houbu_payment_records_add_for_registration (HoubuTx *tx,
                                                     gint64 registration,
                                                     const char *language,
                                                     HoubuRegistration *record,
                                                     GError **error);

G_END_DECLS
