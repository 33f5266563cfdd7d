/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-messenger.h"

#include "houbu-error.h"

/* More than these are told to come back. */
#define MAX_WAITING 1000
#define RETRY_AFTER_SECONDS 10
/* The answer leaves first: to start a program takes as long as all that came before. */
#define PAUSE_MS 10

/**
 * HoubuMessenger:
 *
 * A bounded queue before the sender. Nobody waits for a message: whether one is sent, and how long
 * that takes, must not show in an answer. One that fails is counted and not tried again; whoever
 * misses it asks for another.
 */
struct _HoubuMessenger
{
  HoubuSender *sender; /* (owned) (nullable) */
  GQueue waiting;      /* (owned) (element-type HoubuMessage) */
  int n_waiting;       /* atomic: the writer looks at it too */
  guint running;
  guint parallel;
  guint pause; /* source that ends it, or 0 */
  guint64 sent;
  guint64 failed;
};

/**
 * houbu_messenger_new:
 * @sender: (transfer none) (nullable): what takes messages away; without one there are none
 * @parallel: how many at a time
 *
 * Returns: (transfer full): a messenger
 */
HoubuMessenger *
houbu_messenger_new (HoubuSender *sender, guint parallel)
{
  HoubuMessenger *messenger;

  g_return_val_if_fail (parallel > 0, NULL);

  messenger = g_rc_box_new0 (HoubuMessenger);
  g_set_object (&messenger->sender, sender);
  g_queue_init (&messenger->waiting);
  messenger->parallel = parallel;
  return messenger;
}

/**
 * houbu_messenger_ref:
 * @messenger: a messenger
 *
 * Returns: (transfer full): the same messenger
 */
HoubuMessenger *
houbu_messenger_ref (HoubuMessenger *messenger)
{
  g_return_val_if_fail (messenger != NULL, NULL);

  return g_rc_box_acquire (messenger);
}

static void
clear (gpointer data)
{
  HoubuMessenger *messenger = data;

  g_clear_handle_id (&messenger->pause, g_source_remove);
  g_queue_clear_full (&messenger->waiting, (GDestroyNotify) houbu_message_free);
  g_clear_object (&messenger->sender);
}

/**
 * houbu_messenger_unref:
 * @messenger: (transfer full): a messenger; the last reference drops what waits
 */
void
houbu_messenger_unref (HoubuMessenger *messenger)
{
  g_return_if_fail (messenger != NULL);

  g_rc_box_release_full (messenger, clear);
}

/**
 * houbu_messenger_check:
 * @messenger: a messenger
 * @error: HOUBU_ERROR_NO_MESSAGES when there is no sender, HOUBU_ERROR_BUSY when too many wait
 *
 * For any thread.
 *
 * Returns: whether a message would be taken
 */
gboolean
houbu_messenger_check (HoubuMessenger *messenger, GError **error)
{
  g_return_val_if_fail (messenger != NULL, FALSE);

  if (messenger->sender == NULL)
    houbu_error_set (error, HOUBU_ERROR_NO_MESSAGES, HOUBU_PROBLEM_NONE, NULL);
  else if (g_atomic_int_get (&messenger->n_waiting) >= MAX_WAITING)
    houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                     (gint64) RETRY_AFTER_SECONDS, NULL);
  else
    return TRUE;
  return FALSE;
}

static void send_next (HoubuMessenger *messenger);

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuMessenger) messenger = user_data;
  g_autoptr (GError) error = NULL;

  messenger->running--;
  if (houbu_sender_send_finish (HOUBU_SENDER (source), result, &error))
    messenger->sent++;
  else
    {
      messenger->failed++;
      g_debug ("A message was not handed over: %s", error->message);
    }
  send_next (messenger);
}

static void
send_next (HoubuMessenger *messenger)
{
  while (messenger->running < messenger->parallel)
    {
      g_autoptr (HoubuMessage) message = g_queue_pop_head (&messenger->waiting);

      if (message == NULL)
        return;
      g_atomic_int_add (&messenger->n_waiting, -1);
      messenger->running++;
      houbu_sender_send_async (messenger->sender, message, on_sent,
                               houbu_messenger_ref (messenger));
    }
}

static gboolean
end_pause (gpointer user_data)
{
  HoubuMessenger *messenger = user_data;

  messenger->pause = 0;
  send_next (messenger);
  return G_SOURCE_REMOVE;
}

/**
 * houbu_messenger_send:
 * @messenger: a messenger; main thread only
 * @message: (transfer full): a message
 *
 * Sends it soon. One that does not fit the queue any more counts as failed.
 */
void
houbu_messenger_send (HoubuMessenger *messenger, HoubuMessage *message)
{
  g_return_if_fail (messenger != NULL && message != NULL);

  /* Those that were let in together may be a few more than the limit. */
  if (messenger->sender == NULL || messenger->waiting.length >= 2 * MAX_WAITING)
    {
      messenger->failed++;
      houbu_message_free (message);
      return;
    }
  g_queue_push_tail (&messenger->waiting, message);
  g_atomic_int_inc (&messenger->n_waiting);
  if (messenger->pause == 0)
    messenger->pause = g_timeout_add (PAUSE_MS, end_pause, messenger);
}

/**
 * houbu_messenger_get_stats:
 * @messenger: a messenger; main thread only
 * @stats: (out caller-allocates): counts since it was made
 */
void
houbu_messenger_get_stats (HoubuMessenger *messenger, HoubuMessengerStats *stats)
{
  g_return_if_fail (messenger != NULL && stats != NULL);

  stats->sent = messenger->sent;
  stats->failed = messenger->failed;
  stats->waiting = messenger->waiting.length;
}
