/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuRegistrationSummary:
 * @account: key of its account
 * @id: (owned): what stands on the wire
 * @active: whether it takes part
 * @closed_at: when it was closed, %HOUBU_NONE while it is active
 * @closed_reason: (owned) (nullable): a word, why it was closed
 * @school: (owned): code of the school
 * @province: (owned): code of the province
 * @unpaid: whether a seat waits for payment
 * @paid: whether a seat is paid
 * @waiting: whether there is a place in a queue
 *
 * What the status of a registration follows from.
 */
typedef struct
{
  gint64 account;
  char *id;
  gboolean active;
  gint64 closed_at;
  char *closed_reason;
  char *school;
  char *province;
  gboolean unpaid;
  gboolean paid;
  gboolean waiting;
} HoubuRegistrationSummary;

void houbu_registration_summary_free (HoubuRegistrationSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuRegistrationSummary, houbu_registration_summary_free)

HoubuRegistrationSummary *
houbu_store_live_load_summary (HoubuTx *tx, gint64 registration, GError **error);

gboolean
houbu_store_live_find_account (HoubuTx *tx, gint64 registration, gint64 *account, GError **error);
gboolean houbu_store_live_list_registrations (HoubuTx *tx,
                                              gint64 account,
                                              GArray *registrations,
                                              GError **error);
gboolean
houbu_store_live_list_waiting (HoubuTx *tx, gint64 account, GArray *offerings, GError **error);
gboolean houbu_store_live_find_place (
    HoubuTx *tx, gint64 account, char **school, char **province, GError **error);

G_END_DECLS
