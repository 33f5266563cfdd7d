/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operation.h"

G_BEGIN_DECLS

/* candidates */
extern const HoubuOperation houbu_operation_open_payment;
extern const HoubuOperation houbu_operation_get_payment;     /* path: id */
extern const HoubuOperation houbu_operation_refresh_payment; /* path: id */
extern const HoubuOperation houbu_operation_close_payment;   /* path: id */

/* operators */
extern const HoubuOperation houbu_operation_list_payments;     /* query: after? */
extern const HoubuOperation houbu_operation_get_admin_payment; /* path: id */
extern const HoubuOperation houbu_operation_return_payment;    /* path: id */
extern const HoubuOperation houbu_operation_reconcile_payments;
extern const HoubuOperation houbu_operation_refund_enrolment; /* path: id */
extern const HoubuOperation houbu_operation_lock_enrolment;   /* path: id */
extern const HoubuOperation houbu_operation_unlock_enrolment; /* path: id; query: outcome? */

/* the provider */
void houbu_engine_notify_async (HoubuEngine *engine,
                                const char *provider,
                                GBytes *body,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean houbu_engine_notify_finish (HoubuEngine *engine, GAsyncResult *result, GError **error);

G_END_DECLS
