/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-payments.h"

#include "houbu-error.h"
#include "houbu-operator-scope.h"
#include "houbu-payer.h"
#include "houbu-records.h"
#include "houbu-store-captures.h"
#include "houbu-store.h"

/* So many differences are told at most. */
#define MOST_DIFFERENCES 1000

/* One day of both ledgers on its way. */
typedef struct
{
  HoubuCall *call;     /* (owned) */
  GTask *task;         /* (owned) (nullable): of the operation, until it is answered */
  char *provider;      /* (owned) */
  HoubuBill *bill;     /* (owned) (nullable) */
  HoubuRecord *record; /* (owned) (nullable) */
} Comparing;

/* An entry of one ledger. */
typedef struct
{
  const char *number; /* of the order */
  gint64 amount_fen;
} Entry;

static void
comparing_free (gpointer data)
{
  Comparing *self = data;

  houbu_call_unref (self->call);
  g_clear_object (&self->task);
  g_free (self->provider);
  g_clear_pointer (&self->bill, houbu_bill_free);
  g_clear_object (&self->record);
  g_free (self);
}

static void
add_entry (GHashTable *ledger, const char *key, const char *number, gint64 amount_fen)
{
  Entry *entry = g_hash_table_lookup (ledger, key);

  /* The same entry twice is a difference of the amount. */
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->number = number;
      g_hash_table_insert (ledger, (gpointer) key, entry);
    }
  entry->amount_fen += amount_fen;
}

static void
add_difference (GListStore *differences,
                gboolean refund,
                const char *key,
                const Entry *ours,
                const Entry *theirs)
{
  g_autoptr (HoubuLedgerDifference) record = houbu_ledger_difference_new ();

  if (g_list_model_get_n_items (G_LIST_MODEL (differences)) >= MOST_DIFFERENCES)
    return;
  houbu_ledger_difference_set_difference (record, ours == NULL ? HOUBU_DIFFERENCE_KIND_ONLY_PROVIDER
                                                  : theirs == NULL
                                                      ? HOUBU_DIFFERENCE_KIND_ONLY_HOUBU
                                                      : HOUBU_DIFFERENCE_KIND_AMOUNT);
  houbu_ledger_difference_set_entry (record, refund ? HOUBU_LEDGER_ENTRY_KIND_REFUND
                                                    : HOUBU_LEDGER_ENTRY_KIND_PAYMENT);
  houbu_ledger_difference_set_number (record, key);
  houbu_ledger_difference_set_payment (record, ours != NULL ? ours->number : theirs->number);
  houbu_ledger_difference_set_ours_fen (record, ours != NULL ? ours->amount_fen : 0);
  houbu_ledger_difference_set_theirs_fen (record, theirs != NULL ? theirs->amount_fen : 0);
  g_list_store_append (differences, record);
}

static void
compare (GListStore *differences, gboolean refund, GHashTable *ours, GHashTable *theirs)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (ours), (GCompareFunc) g_strcmp0);
  g_autoptr (GList) others = g_list_sort (g_hash_table_get_keys (theirs), (GCompareFunc) g_strcmp0);

  for (GList *each = keys; each != NULL; each = each->next)
    {
      const Entry *own = g_hash_table_lookup (ours, each->data);
      const Entry *other = g_hash_table_lookup (theirs, each->data);

      if (other == NULL || own->amount_fen != other->amount_fen)
        add_difference (differences, refund, each->data, own, other);
    }
  for (GList *each = others; each != NULL; each = each->next)
    if (!g_hash_table_contains (ours, each->data))
      add_difference (differences, refund, each->data, NULL,
                      g_hash_table_lookup (theirs, each->data));
}

static gint64
sum_of (GHashTable *ledger)
{
  GHashTableIter iter;
  gpointer entry = NULL;
  gint64 sum = 0;

  g_hash_table_iter_init (&iter, ledger);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    sum += ((Entry *) entry)->amount_fen;
  return sum;
}

static GHashTable *
ledger_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static GHashTable *
list_theirs (const HoubuBill *bill, gboolean refunds)
{
  GHashTable *ledger = ledger_new ();

  for (guint i = 0; i < bill->lines->len; i++)
    {
      const HoubuBillLine *line = g_ptr_array_index (bill->lines, i);

      if (line->is_refund == refunds)
        add_entry (ledger, line->entry, line->number, line->amount_fen);
    }
  return ledger;
}

static void
compare_payments (Comparing *self, HoubuReconciliation *record, GPtrArray *captures)
{
  g_autoptr (GHashTable) ours = ledger_new ();
  g_autoptr (GHashTable) theirs = list_theirs (self->bill, FALSE);

  for (guint i = 0; i < captures->len; i++)
    {
      const HoubuCaptureRow *row = g_ptr_array_index (captures, i);

      add_entry (ours, row->transaction, row->payment_id, row->amount_fen);
    }
  houbu_reconciliation_set_payments (record, g_hash_table_size (ours));
  houbu_reconciliation_set_captured_fen (record, sum_of (ours));
  houbu_reconciliation_set_provider_payments (record, g_hash_table_size (theirs));
  houbu_reconciliation_set_provider_captured_fen (record, sum_of (theirs));
  compare (houbu_reconciliation_get_differences (record), FALSE, ours, theirs);
}

static void
compare_refunds (Comparing *self, HoubuReconciliation *record, GPtrArray *refunds)
{
  g_autoptr (GHashTable) ours = ledger_new ();
  g_autoptr (GHashTable) theirs = list_theirs (self->bill, TRUE);

  for (guint i = 0; i < refunds->len; i++)
    {
      const HoubuRefundRow *row = g_ptr_array_index (refunds, i);

      add_entry (ours, row->id, row->payment_id, row->amount_fen);
    }
  houbu_reconciliation_set_refunds (record, g_hash_table_size (ours));
  houbu_reconciliation_set_refunded_fen (record, sum_of (ours));
  houbu_reconciliation_set_provider_refunds (record, g_hash_table_size (theirs));
  houbu_reconciliation_set_provider_refunded_fen (record, sum_of (theirs));
  compare (houbu_reconciliation_get_differences (record), TRUE, ours, theirs);
}

static gboolean
compare_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Comparing *self = data;
  const HoubuBill *bill = self->bill;
  g_autoptr (HoubuReconciliation) record = houbu_reconciliation_new ();
  g_autoptr (GPtrArray) captures = NULL;
  g_autoptr (GPtrArray) refunds = NULL;

  g_clear_object (&self->record);
  captures = houbu_store_capture_list_between (tx, self->provider, bill->from, bill->to, error);
  if (captures == NULL)
    return FALSE;
  refunds = houbu_store_refund_list_between (tx, self->provider, bill->from, bill->to, error);
  if (refunds == NULL)
    return FALSE;
  houbu_reconciliation_set_day (record, houbu_reconciliation_request_get_day (
                                            HOUBU_RECONCILIATION_REQUEST (self->call->request)));
  houbu_reconciliation_set_provider (record, self->provider);
  compare_payments (self, record, captures);
  compare_refunds (self, record, refunds);
  self->record = HOUBU_RECORD (g_steal_pointer (&record));
  return TRUE;
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Comparing *self = user_data;
  GError *error = NULL;

  if (houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    houbu_operation_answer (g_steal_pointer (&self->task), self->call,
                            g_steal_pointer (&self->record));
  else
    houbu_operation_fail (g_steal_pointer (&self->task), error);
}

static void
on_bill (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Comparing *self = user_data;
  GError *error = NULL;

  self->bill = houbu_provider_get_bill_finish (HOUBU_PROVIDER (source), result, &error);
  if (self->bill == NULL)
    {
      houbu_operation_fail (g_steal_pointer (&self->task), error);
      comparing_free (self);
      return;
    }
  houbu_store_read_async (houbu_engine_get_store (self->call->engine), compare_in_store, self,
                          comparing_free, NULL, on_compared, self);
}

static void
start (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuPayer *payer = houbu_payer_get (engine);
  const char *day =
      houbu_reconciliation_request_get_day (HOUBU_RECONCILIATION_REQUEST (call->request));
  HoubuProvider *provider = NULL;
  Comparing *self = NULL;
  GError *error = NULL;

  if (payer == NULL)
    houbu_error_set (&error, HOUBU_ERROR_PAYMENTS_OFF, HOUBU_PROBLEM_NONE, NULL);
  else
    houbu_operator_check_national (call, &error);
  if (error != NULL)
    {
      houbu_operation_fail (task, error);
      return;
    }
  provider = houbu_payer_get_provider (payer);
  self = g_new0 (Comparing, 1);
  self->call = houbu_call_ref (call);
  self->task = task;
  self->provider = g_strdup (houbu_provider_get_name (provider));
  houbu_provider_get_bill_async (provider, day, on_bill, self);
}

/* Looks at one day of both ledgers, to the fen. Nothing is changed by it. */
const HoubuOperation houbu_operation_reconcile_payments = {
  .name = "reconcile_payments",
  .mode = HOUBU_OPERATION_STEPS,
  .start = start,
};
