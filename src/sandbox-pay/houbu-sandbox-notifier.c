/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sandbox-notifier.h"

#include <libsoup/soup.h>
#include <string.h>

#define INTERVAL_MS 200
#define TIMEOUT_SECONDS 5
#define WORD_SUCCESS "success"

/* How long one waits for another when they are to go in the wrong order. */
#define REORDER_US (1500 * G_TIME_SPAN_MILLISECOND)

struct _HoubuSandboxNotifier
{
  HoubuSandbox *sandbox; /* (borrowed) */
  SoupSession *soup;     /* (owned) */
  guint timer;
  GHashTable *sending; /* (owned) (element-type gint64): notices under way */
};

/* One that is under way. */
typedef struct
{
  HoubuSandboxNotifier *notifier;
  HoubuSandboxNotice notice;
  gboolean counts; /* its answer is looked at */
} Sending;

static void
sign (HoubuSandbox *sandbox, HoubuForm *form)
{
  g_autofree char *text = houbu_form_to_signed_text (form, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *signature = houbu_signer_sign (sandbox->signer, text, &error);

  if (signature == NULL)
    g_error ("nothing can be signed: %s", error->message);
  houbu_form_set (form, "sign_type", "RSA2");
  houbu_form_set (form, "sign", signature);
}

static HoubuForm *
make_form (HoubuSandbox *sandbox, const HoubuSandboxTrade *trade)
{
  HoubuForm *form = houbu_form_new ();
  g_autofree char *id = houbu_sandbox_random (16);
  g_autofree char *now = houbu_form_write_time (houbu_sandbox_now ());
  g_autofree char *paid_at = houbu_form_write_time (trade->paid_at);
  g_autofree char *amount = houbu_form_write_amount (trade->amount_fen);

  houbu_form_set (form, "notify_time", now);
  houbu_form_set (form, "notify_type", "trade_status_sync");
  houbu_form_set (form, "notify_id", id);
  houbu_form_set (form, "charset", "utf-8");
  houbu_form_set (form, "version", "1.0");
  houbu_form_set (form, "app_id", sandbox->app_id);
  houbu_form_set (form, "out_trade_no", trade->number);
  houbu_form_set (form, "trade_no", trade->trade_no);
  houbu_form_set (form, "trade_status", "TRADE_SUCCESS");
  houbu_form_set (form, "total_amount", amount);
  houbu_form_set (form, "receipt_amount", amount);
  houbu_form_set (form, "subject", trade->subject);
  houbu_form_set (form, "gmt_payment", paid_at);
  return form;
}

/* Later, by the schedule; never again when that is over. */
static void
send_again (HoubuSandboxNotifier *self, const HoubuSandboxNotice *notice)
{
  const GArray *schedule = self->sandbox->schedule;
  gint64 due_at = 0;

  if (notice->attempts < schedule->len)
    due_at = houbu_sandbox_now () +
             g_array_index (schedule, guint, notice->attempts) * G_TIME_SPAN_SECOND;
  houbu_sandbox_ledger_postpone (self->sandbox->ledger, notice->key, notice->attempts + 1, due_at);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  HoubuSandboxNotifier *self = sending->notifier;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body =
      soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  gboolean done = body != NULL && soup_message_get_status (message) == SOUP_STATUS_OK &&
                  length == strlen (WORD_SUCCESS) && memcmp (text, WORD_SUCCESS, length) == 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_free (sending);
      return;
    }
  if (sending->counts)
    {
      g_hash_table_remove (self->sending, &sending->notice.key);
      if (done)
        houbu_sandbox_ledger_set_told (self->sandbox->ledger, sending->notice.key);
      else
        send_again (self, &sending->notice);
    }
  g_free (sending);
}

static void
post (HoubuSandboxNotifier *self,
      const char *url,
      HoubuForm *form,
      const HoubuSandboxNotice *notice,
      gboolean counts)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  g_autofree char *text = houbu_form_encode (form);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  Sending *sending = NULL;

  if (message == NULL)
    {
      if (counts)
        houbu_sandbox_ledger_postpone (self->sandbox->ledger, notice->key, notice->attempts, 0);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->notifier = self;
  sending->notice = *notice;
  sending->counts = counts;
  if (counts)
    g_hash_table_add (self->sending, g_memdup2 (&notice->key, sizeof notice->key));
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (
      message, "application/x-www-form-urlencoded; charset=utf-8", body);
  soup_session_send_and_read_async (self->soup, message, G_PRIORITY_DEFAULT, NULL, on_answered,
                                    sending);
}

/* What a stranger would send who knows all but the key: another amount under the true signature,
 * and one for an application that is not ours, signed. */
static void
post_forged (HoubuSandboxNotifier *self,
             const HoubuSandboxTrade *trade,
             const HoubuSandboxNotice *notice)
{
  g_autoptr (HoubuForm) changed = make_form (self->sandbox, trade);
  g_autoptr (HoubuForm) foreign = make_form (self->sandbox, trade);

  sign (self->sandbox, changed);
  houbu_form_set (changed, "total_amount", "0.01");
  houbu_form_set (changed, "trade_no", "2000000000000000000000000000");
  post (self, trade->notify_url, changed, notice, FALSE);
  houbu_form_set (foreign, "app_id", "1000000000000000");
  houbu_form_set (foreign, "trade_no", "2000000000000000000000000001");
  sign (self->sandbox, foreign);
  post (self, trade->notify_url, foreign, notice, FALSE);
}

static void
tell (HoubuSandboxNotifier *self, const HoubuSandboxNotice *notice)
{
  HoubuSandboxMischief *mischief = &self->sandbox->mischief;
  g_autoptr (HoubuSandboxTrade) trade =
      houbu_sandbox_ledger_load (self->sandbox->ledger, notice->trade);

  if (mischief->lose > 0)
    {
      mischief->lose--;
      send_again (self, notice);
      return;
    }
  for (; mischief->forge > 0; mischief->forge--)
    post_forged (self, trade, notice);
  for (guint i = 0; i <= mischief->repeat; i++)
    {
      g_autoptr (HoubuForm) form = make_form (self->sandbox, trade);

      sign (self->sandbox, form);
      post (self, trade->notify_url, form, notice, i == mischief->repeat);
    }
}

static gboolean
on_timer (gpointer data)
{
  HoubuSandboxNotifier *self = data;
  const HoubuSandboxMischief *mischief = &self->sandbox->mischief;
  gint64 until = houbu_sandbox_now () - mischief->delay_ms * G_TIME_SPAN_MILLISECOND -
                 (mischief->reorder != 0 ? REORDER_US : 0);
  g_autoptr (GArray) due =
      houbu_sandbox_ledger_list_due (self->sandbox->ledger, until, mischief->reorder != 0);

  for (guint i = 0; i < due->len; i++)
    {
      const HoubuSandboxNotice *notice = &g_array_index (due, HoubuSandboxNotice, i);

      if (!g_hash_table_contains (self->sending, &notice->key))
        tell (self, notice);
    }
  return G_SOURCE_CONTINUE;
}

HoubuSandboxNotifier *
houbu_sandbox_notifier_new (HoubuSandbox *sandbox)
{
  HoubuSandboxNotifier *self = g_new0 (HoubuSandboxNotifier, 1);

  self->sandbox = sandbox;
  self->soup = g_object_new (SOUP_TYPE_SESSION, "timeout", TIMEOUT_SECONDS, NULL);
  self->sending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->timer = g_timeout_add (INTERVAL_MS, on_timer, self);
  return self;
}

void
houbu_sandbox_notifier_free (HoubuSandboxNotifier *self)
{
  if (self == NULL)
    return;
  g_source_remove (self->timer);
  soup_session_abort (self->soup);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->soup);
  g_hash_table_unref (self->sending);
  g_free (self);
}

/* Something was paid: it is told at once. */
void
houbu_sandbox_notifier_wake (HoubuSandboxNotifier *self)
{
  on_timer (self);
}
