/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-provider.h"

#include "houbu-clock.h"
#include "houbu-error.h"

#include <string.h>

/* How a notification begins that is the platform's own. */
#define SIGNATURE "signed"
/* What stands for the transaction in one that says that nobody can pay any more. */
#define CLOSING "-"
#define MOST_AGE (15 * HOUBU_MINUTE)

typedef struct
{
  char *number; /* (owned) */
  gint64 amount_fen;
  gint64 expires_at;
  HoubuTradeAnswer state;
  char *transaction; /* (owned) (nullable) */
  gint64 captured_at;
  gint64 captured_fen; /* over all transactions */
  GHashTable *refunds; /* (owned) (element-type utf8 gint64): by request */
} Trade;

struct _TestProvider
{
  GObject parent_instance;

  GHashTable *trades; /* (owned) (element-type utf8 Trade) */
  TestSilence silence;
  guint transactions;
  guint calls;
};

static void test_provider_iface_init (HoubuProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProvider,
                               test_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOUBU_TYPE_PROVIDER,
                                                      test_provider_iface_init))

static void
trade_free (gpointer data)
{
  Trade *trade = data;

  g_free (trade->number);
  g_free (trade->transaction);
  g_hash_table_unref (trade->refunds);
  g_free (trade);
}

static gint64
refunded_of (const Trade *trade)
{
  GHashTableIter iter;
  gpointer amount = NULL;
  gint64 sum = 0;

  g_hash_table_iter_init (&iter, trade->refunds);
  while (g_hash_table_iter_next (&iter, NULL, &amount))
    sum += *(gint64 *) amount;
  return sum;
}

/* Whether the caller hears what was done; takes the task over when not. */
static gboolean
is_heard (TestProvider *self, GTask *task)
{
  GError *error = NULL;

  self->calls++;
  if (self->silence == TEST_HEARS_ALL)
    return TRUE;
  houbu_error_set (&error, HOUBU_ERROR_PROVIDER_SILENT, HOUBU_PROBLEM_NONE, NULL);
  g_task_return_error (task, error);
  g_object_unref (task);
  return FALSE;
}

static const char *
get_name (HoubuProvider *provider)
{
  return "scripted";
}

static void
open_async (HoubuProvider *provider, const HoubuTradeOrder *order, GTask *task)
{
  TestProvider *self = TEST_PROVIDER (provider);
  Trade *trade = g_hash_table_lookup (self->trades, order->number);
  HoubuTradeLinks *links = NULL;

  if (trade == NULL && self->silence != TEST_CALL_IS_LOST)
    {
      trade = g_new0 (Trade, 1);
      trade->number = g_strdup (order->number);
      trade->amount_fen = order->amount_fen;
      trade->expires_at = order->expires_at;
      trade->state = HOUBU_TRADE_ANSWER_WAITING;
      trade->refunds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->trades, trade->number, trade);
    }
  if (!is_heard (self, task))
    return;
  links = g_new0 (HoubuTradeLinks, 1);
  links->pay_url = g_strconcat ("https://pay.example/", order->number, NULL);
  links->qr_text = g_strconcat ("https://pay.example/q/", order->number, NULL);
  g_task_return_pointer (task, links, (GDestroyNotify) houbu_trade_links_free);
  g_object_unref (task);
}

static HoubuTrade *
tell (const Trade *trade, const char *number)
{
  HoubuTrade *answer = g_new0 (HoubuTrade, 1);

  answer->number = g_strdup (number);
  if (trade == NULL)
    return answer;
  answer->answer = trade->state;
  answer->transaction = g_strdup (trade->transaction);
  answer->amount_fen = trade->amount_fen;
  answer->captured_at = trade->captured_at;
  return answer;
}

static void
query_async (HoubuProvider *provider, const char *number, GTask *task)
{
  TestProvider *self = TEST_PROVIDER (provider);

  if (!is_heard (self, task))
    return;
  g_task_return_pointer (task, tell (g_hash_table_lookup (self->trades, number), number),
                         (GDestroyNotify) houbu_trade_free);
  g_object_unref (task);
}

static void
close_async (HoubuProvider *provider, const char *number, GTask *task)
{
  TestProvider *self = TEST_PROVIDER (provider);
  Trade *trade = g_hash_table_lookup (self->trades, number);
  gboolean paid = trade != NULL && trade->state == HOUBU_TRADE_ANSWER_CAPTURED;

  if (trade != NULL && !paid && self->silence != TEST_CALL_IS_LOST)
    trade->state = HOUBU_TRADE_ANSWER_CLOSED;
  if (!is_heard (self, task))
    return;
  g_task_return_boolean (task, !paid);
  g_object_unref (task);
}

static void
refund_async (HoubuProvider *provider, const HoubuTradeRefund *refund, GTask *task)
{
  TestProvider *self = TEST_PROVIDER (provider);
  Trade *trade = g_hash_table_lookup (self->trades, refund->number);

  g_assert_nonnull (trade);
  if (self->silence != TEST_CALL_IS_LOST &&
      !g_hash_table_contains (trade->refunds, refund->request))
    {
      g_hash_table_insert (trade->refunds, g_strdup (refund->request),
                           g_memdup2 (&refund->amount_fen, sizeof refund->amount_fen));
      /* No more can go back than came. */
      g_assert_cmpint (refunded_of (trade), <=, trade->captured_fen);
    }
  if (!is_heard (self, task))
    return;
  g_task_return_pointer (task, g_memdup2 (&trade->captured_at, sizeof trade->captured_at), g_free);
  g_object_unref (task);
}

static void
add_bill_line (HoubuBill *bill, gboolean refund, const char *entry, const char *number, gint64 fen)
{
  HoubuBillLine *line = g_new0 (HoubuBillLine, 1);

  line->is_refund = refund;
  line->entry = g_strdup (entry);
  line->number = g_strdup (number);
  line->amount_fen = fen;
  g_ptr_array_add (bill->lines, line);
}

/* Every day is all days here. */
static void
get_bill_async (HoubuProvider *provider, const char *day, GTask *task)
{
  TestProvider *self = TEST_PROVIDER (provider);
  HoubuBill *bill = NULL;
  GHashTableIter trades;
  gpointer value = NULL;

  if (!is_heard (self, task))
    return;
  bill = g_new0 (HoubuBill, 1);
  bill->to = G_MAXINT64;
  bill->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_bill_line_free);
  g_hash_table_iter_init (&trades, self->trades);
  while (g_hash_table_iter_next (&trades, NULL, &value))
    {
      const Trade *trade = value;
      GHashTableIter refunds;
      gpointer request = NULL;
      gpointer amount = NULL;

      if (trade->transaction != NULL)
        add_bill_line (bill, FALSE, trade->transaction, trade->number, trade->amount_fen);
      g_hash_table_iter_init (&refunds, trade->refunds);
      while (g_hash_table_iter_next (&refunds, &request, &amount))
        add_bill_line (bill, TRUE, request, trade->number, *(gint64 *) amount);
    }
  g_task_return_pointer (task, bill, (GDestroyNotify) houbu_bill_free);
  g_object_unref (task);
}

static HoubuTrade *
read_notification (HoubuProvider *provider, GBytes *body, gint64 now, GError **error)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  HoubuTrade *trade = NULL;

  if (g_strv_length (parts) != 6 || !g_str_equal (parts[0], SIGNATURE) ||
      ABS (now - g_ascii_strtoll (parts[5], NULL, 10)) > MOST_AGE)
    {
      houbu_error_set (error, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
      return NULL;
    }
  trade = g_new0 (HoubuTrade, 1);
  trade->number = g_strdup (parts[1]);
  trade->answer =
      g_str_equal (parts[2], CLOSING) ? HOUBU_TRADE_ANSWER_CLOSED : HOUBU_TRADE_ANSWER_CAPTURED;
  trade->transaction = g_strdup (parts[2]);
  trade->amount_fen = g_ascii_strtoll (parts[3], NULL, 10);
  trade->captured_at = g_ascii_strtoll (parts[4], NULL, 10);
  return trade;
}

static void
test_provider_iface_init (HoubuProviderInterface *iface)
{
  iface->get_name = get_name;
  iface->open_async = open_async;
  iface->query_async = query_async;
  iface->close_async = close_async;
  iface->refund_async = refund_async;
  iface->get_bill_async = get_bill_async;
  iface->read_notification = read_notification;
}

static void
test_provider_finalize (GObject *object)
{
  g_hash_table_unref (TEST_PROVIDER (object)->trades);
  G_OBJECT_CLASS (test_provider_parent_class)->finalize (object);
}

static void
test_provider_class_init (TestProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_provider_finalize;
}

static void
test_provider_init (TestProvider *self)
{
  self->trades = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, trade_free);
}

TestProvider *
test_provider_new (void)
{
  return g_object_new (TEST_TYPE_PROVIDER, NULL);
}

void
test_provider_set_silence (TestProvider *self, TestSilence silence)
{
  self->silence = silence;
}

gboolean
test_provider_knows (TestProvider *self, const char *number)
{
  return g_hash_table_contains (self->trades, number);
}

gboolean
test_provider_pay (TestProvider *self, const char *number, gint64 now)
{
  const Trade *trade = g_hash_table_lookup (self->trades, number);

  return trade != NULL && test_provider_pay_sum (self, number, trade->amount_fen, now);
}

gboolean
test_provider_pay_sum (TestProvider *self, const char *number, gint64 amount_fen, gint64 now)
{
  Trade *trade = g_hash_table_lookup (self->trades, number);

  if (trade == NULL || trade->state != HOUBU_TRADE_ANSWER_WAITING || now >= trade->expires_at)
    return FALSE;
  trade->amount_fen = amount_fen;
  trade->state = HOUBU_TRADE_ANSWER_CAPTURED;
  trade->transaction = g_strdup_printf ("T%06u", ++self->transactions);
  trade->captured_at = now;
  trade->captured_fen = trade->amount_fen;
  return TRUE;
}

/* Money for the same order once more, as no platform should take it: what it would send of that. */
char *
test_provider_pay_again (TestProvider *self, const char *number, gint64 now)
{
  Trade *trade = g_hash_table_lookup (self->trades, number);

  trade->captured_fen += trade->amount_fen;
  return g_strdup_printf (SIGNATURE "|%s|T%06u|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT
                                    "|%" G_GINT64_FORMAT,
                          number, ++self->transactions, trade->amount_fen, now, now);
}

gint64
test_provider_kept_of (TestProvider *self, const char *number)
{
  const Trade *trade = g_hash_table_lookup (self->trades, number);

  return trade != NULL ? trade->captured_fen - refunded_of (trade) : 0;
}

gint64
test_provider_captured (TestProvider *self)
{
  GHashTableIter iter;
  gpointer trade = NULL;
  gint64 sum = 0;

  g_hash_table_iter_init (&iter, self->trades);
  while (g_hash_table_iter_next (&iter, NULL, &trade))
    sum += ((Trade *) trade)->captured_fen;
  return sum;
}

gint64
test_provider_refunded (TestProvider *self)
{
  GHashTableIter iter;
  gpointer trade = NULL;
  gint64 sum = 0;

  g_hash_table_iter_init (&iter, self->trades);
  while (g_hash_table_iter_next (&iter, NULL, &trade))
    sum += refunded_of (trade);
  return sum;
}

guint
test_provider_count_calls (TestProvider *self)
{
  return self->calls;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Numbers of the orders that were paid, in order. */
GPtrArray *
test_provider_list_paid (TestProvider *self)
{
  GPtrArray *numbers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->trades);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Trade *) value)->transaction != NULL)
      g_ptr_array_add (numbers, ((Trade *) value)->number);
  g_ptr_array_sort (numbers, compare_numbers);
  return numbers;
}

GBytes *
test_provider_notify (TestProvider *self, const char *number, gint64 now)
{
  const Trade *trade = g_hash_table_lookup (self->trades, number);
  char *text = NULL;

  if (trade == NULL || trade->transaction == NULL)
    return NULL;
  text = g_strdup_printf (SIGNATURE "|%s|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT
                                    "|%" G_GINT64_FORMAT,
                          number, trade->transaction, trade->amount_fen, trade->captured_at, now);
  return g_bytes_new_take (text, strlen (text));
}

GBytes *
test_provider_notify_closed (const char *number, gint64 now)
{
  char *text = g_strdup_printf (SIGNATURE "|%s|" CLOSING "|0|0|%" G_GINT64_FORMAT, number, now);

  return g_bytes_new_take (text, strlen (text));
}

GBytes *
test_provider_forge (const char *number, gint64 amount_fen, const char *signature, gint64 now)
{
  char *text =
      g_strdup_printf ("%s|%s|T-forged|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT,
                       signature, number, amount_fen, now, now);

  return g_bytes_new_take (text, strlen (text));
}
