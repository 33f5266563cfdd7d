/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-notifier.h"

#include <glib/gi18n.h>

#include "houbu-closure.h"
#include "houbu-news.h"
#include "houbu-pages.h"
#include "houbu-reminders.h"
#include "houbu-state-watch.h"

/* Reminders are hours before a deadline: half a minute does not matter, and a computer that slept
 * learns of them soon after it woke. */
#define CHECK_SECONDS 30
#define WATCHING_ID "watching"

struct _HoubuNotifier
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): owns this */
  GSettings *settings;         /* (owned) (nullable) */
  HoubuLab *lab;               /* (owned) */
  HoubuNews *news;             /* (owned) */
  HoubuServices *services;     /* (owned) (nullable) */
  GSignalGroup *signals;       /* (owned): of the candidate */
  GSignalGroup *waits_signals; /* (owned): of the list of places in queues */
  GSignalGroup *ended_signals; /* (owned): of the list of those that have ended */
  HoubuStateWatch *seats;      /* (owned) */
  HoubuStateWatch *orders;     /* (owned) */
  HoubuReminders *reminders;   /* (owned) */
  GHashTable *waits;           /* (owned) (element-type utf8): id of a place → whether it waits */
  gint64 since;                /* of whom it is followed, on this computer's clock */
  gboolean registered;         /* there was a registration when last looked at */
  guint timer;
};

G_DEFINE_FINAL_TYPE (HoubuNotifier, houbu_notifier, G_TYPE_OBJECT)

static HoubuCandidate *
get_candidate (HoubuNotifier *self)
{
  return self->services != NULL ? houbu_services_get_candidate (self->services) : NULL;
}

static gint64
get_now (HoubuNotifier *self)
{
  return houbu_candidate_get_server_now (get_candidate (self));
}

/* Seats */

static void
on_promoted_cb (HoubuNotifier *self, HoubuEntry *entry, HoubuEnrolment *enrolment)
{
  houbu_news_tell_seat (self->news, enrolment, get_now (self));
}

static void
on_seat_changed_cb (HoubuNotifier *self, HoubuEnrolment *enrolment)
{
  houbu_news_tell_seat_state (self->news, enrolment,
                              houbu_candidate_get_payments (get_candidate (self)));
}

/* Orders */

/* A new order of the kind takes the place of what was told of the ones before. */
static void
on_order_appeared_cb (HoubuNotifier *self, HoubuPayment *order)
{
  GListModel *orders = houbu_candidate_get_payments (get_candidate (self));

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (HoubuPayment) other = g_list_model_get_item (orders, i);

      if (other != order && houbu_payment_get_kind (other) == houbu_payment_get_kind (order) &&
          houbu_payment_get_state (other) == HOUBU_PAYMENT_STATE_CLOSED)
        houbu_news_withdraw (self->news, HOUBU_NEWS_ORDER, houbu_payment_get_id (other));
    }
}

static void
on_order_changed_cb (HoubuNotifier *self, HoubuPayment *order)
{
  houbu_news_tell_order (self->news, order);
}

/* Waits */

static void
on_waits_changed_cb (HoubuNotifier *self, guint position, guint removed, guint added)
{
  GListModel *waits = houbu_candidate_get_entries (get_candidate (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (waits, i);
      const char *id = houbu_entry_get_id (houbu_wait_get_entry (wait));

      g_hash_table_insert (self->waits, g_strdup (id), GINT_TO_POINTER (TRUE));
    }
}

/* What had ended before anybody was followed is no news; a place may come and go unseen. One that
 * came since has ended since, even at an hour that was set back. */
static gboolean
is_end_news (HoubuNotifier *self, HoubuEntry *entry)
{
  const gint64 clocks = get_now (self) - g_get_real_time ();
  gpointer waits = NULL;

  if (g_hash_table_lookup_extended (self->waits, houbu_entry_get_id (entry), NULL, &waits))
    return GPOINTER_TO_INT (waits);
  return MAX (houbu_entry_get_joined_at (entry), houbu_entry_get_ended_at (entry)) >=
         self->since + clocks;
}

static void
on_ended_changed_cb (HoubuNotifier *self, guint position, guint removed, guint added)
{
  GListModel *ended = houbu_candidate_get_completed_entries (get_candidate (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HoubuEntry) entry = g_list_model_get_item (ended, i);
      const gboolean is_news = is_end_news (self, entry);

      g_hash_table_insert (self->waits, g_strdup (houbu_entry_get_id (entry)),
                           GINT_TO_POINTER (FALSE));
      if (is_news)
        houbu_news_tell_wait_end (self->news, entry);
    }
}

/* The registration */

/* Closed by itself while the app runs: that it was closed before is no news. */
static void
on_registration_changed_cb (HoubuNotifier *self)
{
  HoubuCandidate *candidate = get_candidate (self);
  const gboolean was_registered = self->registered;

  self->registered = houbu_candidate_get_status (candidate) > HOUBU_REGISTRATION_STATUS_NONE;
  if (self->registered)
    houbu_news_withdraw (self->news, HOUBU_NEWS_REGISTRATION, NULL);
  else if (was_registered && houbu_closure_was_by_itself (candidate))
    houbu_news_tell_closing (self->news, candidate);
}

/* Deadlines */

static gboolean
on_check_cb (gpointer user_data)
{
  HoubuNotifier *self = user_data;
  HoubuCandidate *candidate = get_candidate (self);
  g_autoptr (GPtrArray) due = NULL;

  if (candidate == NULL)
    return G_SOURCE_CONTINUE;
  due = houbu_reminders_take_due (self->reminders, houbu_candidate_get_enrolments (candidate),
                                  get_now (self));
  for (guint i = 0; i < due->len; i++)
    houbu_news_tell_deadline (self->news, g_ptr_array_index (due, i), get_now (self));
  return G_SOURCE_CONTINUE;
}

/* Following a candidate */

static void
withdraw_all (HoubuNotifier *self, HoubuNewsKind kind, char **ids)
{
  for (char **id = ids; *id != NULL; id++)
    houbu_news_withdraw (self->news, kind, *id);
}

static void
forget (HoubuNotifier *self)
{
  g_auto (GStrv) seats = houbu_state_watch_forget (self->seats);
  g_auto (GStrv) orders = houbu_state_watch_forget (self->orders);
  GHashTableIter iter;
  gpointer wait = NULL;

  withdraw_all (self, HOUBU_NEWS_SEAT, seats);
  withdraw_all (self, HOUBU_NEWS_DEADLINE, seats);
  withdraw_all (self, HOUBU_NEWS_END, seats);
  withdraw_all (self, HOUBU_NEWS_ORDER, orders);
  g_hash_table_iter_init (&iter, self->waits);
  while (g_hash_table_iter_next (&iter, &wait, NULL))
    houbu_news_withdraw (self->news, HOUBU_NEWS_WAIT, wait);
  houbu_news_withdraw (self->news, HOUBU_NEWS_REGISTRATION, NULL);
  self->registered = FALSE;
  g_hash_table_remove_all (self->waits);
  g_clear_pointer (&self->reminders, houbu_reminders_free);
  self->reminders = houbu_reminders_new ();
}

static void
on_signed_out_cb (HoubuNotifier *self)
{
  forget (self);
}

static void
on_account_notify_cb (HoubuNotifier *self)
{
  self->since = g_get_real_time ();
}

static void
follow (HoubuNotifier *self, HoubuCandidate *candidate)
{
  GListModel *waits = houbu_candidate_get_entries (candidate);

  g_signal_group_set_target (self->signals, candidate);
  g_signal_group_set_target (self->waits_signals, waits);
  g_signal_group_set_target (self->ended_signals,
                             houbu_candidate_get_completed_entries (candidate));
  on_account_notify_cb (self);
  on_registration_changed_cb (self);
  houbu_state_watch_follow (self->orders, houbu_candidate_get_payments (candidate));
  houbu_state_watch_follow (self->seats, houbu_candidate_get_enrolments (candidate));
  on_waits_changed_cb (self, 0, 0, g_list_model_get_n_items (waits));
}

static void
unfollow (HoubuNotifier *self)
{
  g_signal_group_set_target (self->signals, NULL);
  g_signal_group_set_target (self->waits_signals, NULL);
  g_signal_group_set_target (self->ended_signals, NULL);
  houbu_state_watch_follow (self->orders, NULL);
  houbu_state_watch_follow (self->seats, NULL);
}

static void
houbu_notifier_dispose (GObject *object)
{
  HoubuNotifier *self = HOUBU_NOTIFIER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->seats != NULL)
    unfollow (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->waits_signals);
  g_clear_object (&self->ended_signals);
  g_clear_object (&self->orders);
  g_clear_object (&self->seats);
  g_clear_object (&self->news);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);
  g_clear_object (&self->lab);
  G_OBJECT_CLASS (houbu_notifier_parent_class)->dispose (object);
}

static void
houbu_notifier_finalize (GObject *object)
{
  HoubuNotifier *self = HOUBU_NOTIFIER (object);

  houbu_reminders_free (self->reminders);
  g_hash_table_unref (self->waits);
  G_OBJECT_CLASS (houbu_notifier_parent_class)->finalize (object);
}

static void
houbu_notifier_class_init (HoubuNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_notifier_dispose;
  object_class->finalize = houbu_notifier_finalize;
}

static void
connect_signal_groups (HoubuNotifier *self)
{
  self->signals = g_signal_group_new (HOUBU_TYPE_CANDIDATE);
  g_signal_group_connect_swapped (self->signals, "promoted", G_CALLBACK (on_promoted_cb), self);
  g_signal_group_connect_swapped (self->signals, "signed-out", G_CALLBACK (on_signed_out_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::account",
                                  G_CALLBACK (on_account_notify_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::status",
                                  G_CALLBACK (on_registration_changed_cb), self);
  self->waits_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->waits_signals, "items-changed",
                                  G_CALLBACK (on_waits_changed_cb), self);
  self->ended_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->ended_signals, "items-changed",
                                  G_CALLBACK (on_ended_changed_cb), self);
}

static void
houbu_notifier_init (HoubuNotifier *self)
{
  self->reminders = houbu_reminders_new ();
  self->waits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seats = houbu_state_watch_new ();
  g_signal_connect_object (self->seats, "changed", G_CALLBACK (on_seat_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->orders = houbu_state_watch_new ();
  g_signal_connect_object (self->orders, "appeared", G_CALLBACK (on_order_appeared_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->orders, "changed", G_CALLBACK (on_order_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connect_signal_groups (self);
  self->timer = g_timeout_add_seconds (CHECK_SECONDS, on_check_cb, self);
}

/**
 * houbu_notifier_new:
 * @application: (transfer none): sends for it; has to live longer
 * @settings: (nullable): what the user wants to hear of; %NULL for everything
 * @lab: lab mode, in which a title gives nothing away
 *
 * Returns: (transfer full): a notifier that follows nobody yet
 */
HoubuNotifier *
houbu_notifier_new (GtkApplication *application, GSettings *settings, HoubuLab *lab)
{
  HoubuNotifier *self = g_object_new (HOUBU_TYPE_NOTIFIER, NULL);

  self->application = application;
  g_set_object (&self->settings, settings);
  g_set_object (&self->lab, lab);
  self->news = houbu_news_new (application, settings, lab);
  return self;
}

/**
 * houbu_notifier_set_services:
 * @self: a notifier
 * @services: (nullable): whose candidate to follow from now on
 */
void
houbu_notifier_set_services (HoubuNotifier *self, HoubuServices *services)
{
  g_return_if_fail (HOUBU_IS_NOTIFIER (self));
  if (self->services == services)
    return;
  if (self->services != NULL)
    {
      unfollow (self);
      forget (self);
    }
  g_set_object (&self->services, services);
  if (services != NULL)
    follow (self, get_candidate (self));
}

/**
 * houbu_notifier_get_services:
 * @self: a notifier
 *
 * Returns: (transfer none) (nullable): whose candidate it follows
 */
HoubuServices *
houbu_notifier_get_services (HoubuNotifier *self)
{
  g_return_val_if_fail (HOUBU_IS_NOTIFIER (self), NULL);
  return self->services;
}

/**
 * houbu_notifier_can_watch:
 * @self: a notifier
 *
 * Returns: whether there is somebody to watch for without a window, and the user wants it
 */
gboolean
houbu_notifier_can_watch (HoubuNotifier *self)
{
  HoubuCandidate *candidate = get_candidate (self);

  g_return_val_if_fail (HOUBU_IS_NOTIFIER (self), FALSE);
  return candidate != NULL && houbu_candidate_get_account (candidate) != NULL &&
         houbu_services_get_practice (self->services) == NULL && !houbu_lab_is_on (self->lab) &&
         self->settings != NULL && g_settings_get_boolean (self->settings, "background-watch");
}

/**
 * houbu_notifier_tell_watching:
 * @self: a notifier
 * @watching: whether the app goes on without a window
 *
 * Says so on the desktop, with a button that ends it; or takes that away.
 */
void
houbu_notifier_tell_watching (HoubuNotifier *self, gboolean watching)
{
  g_autoptr (GNotification) notification = NULL;

  g_return_if_fail (HOUBU_IS_NOTIFIER (self));
  if (!watching)
    {
      g_application_withdraw_notification (G_APPLICATION (self->application), WATCHING_ID);
      return;
    }
  notification = g_notification_new (_ ("Houbu Keeps Watching"));
  g_notification_set_body (notification,
                           _ ("You will be told of seats and deadlines, until you stop it."));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_LOW);
  g_notification_set_default_action_and_target (notification, "app.show-page", "s",
                                                HOUBU_PAGE_NAME_DETAILS);
  g_notification_add_button (notification, _ ("Stop Watching"), "app.stop-watching");
  g_application_send_notification (G_APPLICATION (self->application), WATCHING_ID, notification);
}
