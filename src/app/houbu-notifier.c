/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-notifier.h"

#include <glib/gi18n.h>

#include "houbu-closure.h"
#include "houbu-pages.h"
#include "houbu-payment-text.h"
#include "houbu-reminders.h"
#include "houbu-seat-text.h"
#include "houbu-text.h"

/* Reminders are hours before a deadline: half a minute does not matter, and a computer that slept
 * learns of them soon after it woke. */
#define CHECK_SECONDS 30
#define WATCHING_ID "watching"
#define ORDER "order"

struct _HoubuNotifier
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): owns this */
  GSettings *settings;         /* (owned) (nullable) */
  HoubuLab *lab;               /* (owned) */
  HoubuServices *services;     /* (owned) (nullable) */
  GSignalGroup *signals;       /* (owned): of the candidate */
  HoubuReminders *reminders;   /* (owned) */
  GHashTable *seats;           /* (owned) (element-type utf8): id of a seat → its state */
  GHashTable *orders;          /* (owned) (element-type utf8): id of an order → its state */
  GHashTable *waits;           /* (owned) (element-type utf8): ids of places that were watched */
  gboolean registered;         /* there was a registration when last looked at */
  guint timer;
};

G_DEFINE_FINAL_TYPE (HoubuNotifier, houbu_notifier, G_TYPE_OBJECT)

static HoubuCandidate *
get_candidate (HoubuNotifier *self)
{
  return self->services != NULL ? houbu_services_get_candidate (self->services) : NULL;
}

static gboolean
is_wanted (HoubuNotifier *self, const char *key)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, key);
}

/* What is seen on screen needs no notification. */
static gboolean
is_looked_at (HoubuNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  return window != NULL && gtk_window_is_active (window);
}

/* Sending */

/* Takes over @title. */
static void
send (HoubuNotifier *self,
      const char *kind,
      const char *id,
      char *title,
      const char *body,
      GNotificationPriority priority)
{
  g_autofree char *own_title = title;
  g_autoptr (GNotification) notification = g_notification_new (
      houbu_lab_is_on (self->lab) ? _ ("News of Your Registration") : own_title);
  g_autofree char *full_id = g_strconcat (kind, "-", id, NULL);

  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, priority);
  g_notification_set_default_action_and_target (
      notification, "app.show-page", "s",
      g_str_equal (kind, ORDER) ? HOUBU_PAGE_NAME_PAYMENT : HOUBU_PAGE_NAME_DETAILS);
  g_application_send_notification (G_APPLICATION (self->application), full_id, notification);
}

static void
withdraw (HoubuNotifier *self, const char *kind, const char *id)
{
  g_autofree char *full_id = g_strconcat (kind, "-", id, NULL);

  g_application_withdraw_notification (G_APPLICATION (self->application), full_id);
}

/* Seats */

static void
on_promoted_cb (HoubuNotifier *self, HoubuEntry *entry, HoubuEnrolment *enrolment)
{
  g_autofree char *body = NULL;

  if (!is_wanted (self, "notify-seats") ||
      houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_UNPAID)
    return;
  body =
      houbu_seat_text_deadline (enrolment, houbu_candidate_get_server_now (get_candidate (self)));
  /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
  send (self, "seat", houbu_enrolment_get_id (enrolment),
        houbu_seat_text_name (_ ("You have a seat: {subject}"),
                              houbu_enrolment_get_subject (enrolment)),
        body, G_NOTIFICATION_PRIORITY_URGENT);
}

/* What is told of the order need not be told of its seats. */
static gboolean
is_told_by_order (HoubuNotifier *self, HoubuEnrolment *enrolment)
{
  GListModel *orders = houbu_candidate_get_payments (get_candidate (self));
  const gboolean has_money =
      houbu_enrolment_get_state (enrolment) == HOUBU_ENROLMENT_STATE_PAID ||
      houbu_enrolment_get_state (enrolment) == HOUBU_ENROLMENT_STATE_REFUNDED;

  for (guint i = 0; has_money && i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (HoubuPayment) order = g_list_model_get_item (orders, i);

      if (houbu_payment_get_state (order) != HOUBU_PAYMENT_STATE_CLOSED &&
          houbu_payment_covers (order, enrolment))
        return TRUE;
    }
  return FALSE;
}

static void
tell_end (HoubuNotifier *self, HoubuEnrolment *enrolment, const char *format)
{
  g_autofree char *state = houbu_seat_text_state (enrolment);

  if (!is_wanted (self, "notify-seats") || is_looked_at (self) ||
      is_told_by_order (self, enrolment))
    return;
  send (self, "end", houbu_enrolment_get_id (enrolment),
        houbu_seat_text_name (format, houbu_enrolment_get_subject (enrolment)), state,
        G_NOTIFICATION_PRIORITY_HIGH);
}

/* The seat has come into another state; what was told of the one before is stale. */
static void
tell_change (HoubuNotifier *self, HoubuEnrolment *enrolment)
{
  const char *id = houbu_enrolment_get_id (enrolment);

  if (houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_UNPAID)
    {
      withdraw (self, "seat", id);
      withdraw (self, "deadline", id);
    }
  switch (houbu_enrolment_get_state (enrolment))
    {
    case HOUBU_ENROLMENT_STATE_PAID:
      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      tell_end (self, enrolment, _ ("Registered: {subject}"));
      break;
    case HOUBU_ENROLMENT_STATE_EXPIRED:
    case HOUBU_ENROLMENT_STATE_REVOKED:
      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      tell_end (self, enrolment, _ ("The seat is lost: {subject}"));
      break;
    case HOUBU_ENROLMENT_STATE_REFUNDED:
      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      tell_end (self, enrolment, _ ("Refunded: {subject}"));
      break;
    default:
      withdraw (self, "end", id);
      break;
    }
}

static void
look_at_seat (HoubuNotifier *self, HoubuEnrolment *enrolment)
{
  const char *id = houbu_enrolment_get_id (enrolment);
  const guint state = houbu_enrolment_get_state (enrolment);
  gpointer known = NULL;
  const gboolean is_known = g_hash_table_lookup_extended (self->seats, id, NULL, &known);

  g_hash_table_insert (self->seats, g_strdup (id), GUINT_TO_POINTER (state));
  if (is_known && GPOINTER_TO_UINT (known) != state)
    tell_change (self, enrolment);
}

static void
on_seat_state_notify_cb (HoubuEnrolment *enrolment, GParamSpec *pspec, HoubuNotifier *self)
{
  look_at_seat (self, enrolment);
}

static void
on_enrolments_changed_cb (HoubuNotifier *self, guint position, guint removed, guint added)
{
  GListModel *seats = houbu_candidate_get_enrolments (get_candidate (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (seats, i);

      g_signal_connect_object (enrolment, "notify::state", G_CALLBACK (on_seat_state_notify_cb),
                               self, 0);
      look_at_seat (self, enrolment);
    }
}

/* Orders */

/* An order that was closed because its time was over is told by the seats that went with it. */
static gboolean
is_news (HoubuPayment *order)
{
  return houbu_payment_get_state (order) != HOUBU_PAYMENT_STATE_CLOSED ||
         houbu_payment_get_ended_at (order) < houbu_payment_get_expires_at (order);
}

static void
tell_order (HoubuNotifier *self, HoubuPayment *order)
{
  g_autofree char *title = is_news (order) ? houbu_payment_text_news_title (order) : NULL;
  const char *body = houbu_payment_text_news_body (order);

  if (title == NULL || !is_wanted (self, "notify-seats") || is_looked_at (self))
    withdraw (self, ORDER, houbu_payment_get_id (order));
  else
    send (self, ORDER, houbu_payment_get_id (order), g_steal_pointer (&title), body,
          G_NOTIFICATION_PRIORITY_HIGH);
}

/* A new order of the kind takes the place of what was told of the ones before. */
static void
withdraw_others (HoubuNotifier *self, HoubuPayment *order)
{
  GListModel *orders = houbu_candidate_get_payments (get_candidate (self));

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (HoubuPayment) other = g_list_model_get_item (orders, i);

      if (other != order && houbu_payment_get_kind (other) == houbu_payment_get_kind (order) &&
          houbu_payment_get_state (other) == HOUBU_PAYMENT_STATE_CLOSED)
        withdraw (self, ORDER, houbu_payment_get_id (other));
    }
}

static void
look_at_order (HoubuNotifier *self, HoubuPayment *order)
{
  const char *id = houbu_payment_get_id (order);
  const guint state = houbu_payment_get_state (order);
  gpointer known = NULL;
  const gboolean is_known = g_hash_table_lookup_extended (self->orders, id, NULL, &known);

  g_hash_table_insert (self->orders, g_strdup (id), GUINT_TO_POINTER (state));
  if (!is_known)
    withdraw_others (self, order);
  else if (GPOINTER_TO_UINT (known) != state)
    tell_order (self, order);
}

static void
on_order_state_notify_cb (HoubuPayment *order, GParamSpec *pspec, HoubuNotifier *self)
{
  look_at_order (self, order);
}

static void
on_orders_changed_cb (HoubuNotifier *self, guint position, guint removed, guint added)
{
  GListModel *orders = houbu_candidate_get_payments (get_candidate (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HoubuPayment) order = g_list_model_get_item (orders, i);

      g_signal_connect_object (order, "notify::state", G_CALLBACK (on_order_state_notify_cb), self,
                               0);
      look_at_order (self, order);
    }
}

/* Waits */

static void
on_entries_changed_cb (HoubuNotifier *self, guint position, guint removed, guint added)
{
  GListModel *waits = houbu_candidate_get_entries (get_candidate (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (waits, i);

      g_hash_table_add (self->waits, g_strdup (houbu_entry_get_id (houbu_wait_get_entry (wait))));
    }
}

static void
tell_wait_end (HoubuNotifier *self, HoubuEntry *entry)
{
  const char *reason = houbu_text_entry_reason (houbu_entry_get_reason (entry));

  if (houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_PROMOTED ||
      !is_wanted (self, "notify-seats") || is_looked_at (self))
    return;
  /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
  send (self, "wait", houbu_entry_get_id (entry),
        houbu_seat_text_name (_ ("The wait has ended: {subject}"), houbu_entry_get_subject (entry)),
        reason, G_NOTIFICATION_PRIORITY_HIGH);
}

/* Only of a place that was seen waiting: what had ended before is no news. */
static void
on_completed_changed_cb (HoubuNotifier *self, guint position, guint removed, guint added)
{
  GListModel *completed = houbu_candidate_get_completed_entries (get_candidate (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HoubuEntry) entry = g_list_model_get_item (completed, i);

      if (g_hash_table_remove (self->waits, houbu_entry_get_id (entry)))
        tell_wait_end (self, entry);
    }
}

/* The registration */

/* Closed by itself while the app runs: that it was closed before is no news. */
static void
on_registration_changed_cb (HoubuNotifier *self)
{
  HoubuCandidate *candidate = get_candidate (self);
  const gboolean was_registered = self->registered;
  g_autofree char *body = NULL;

  self->registered = houbu_candidate_get_status (candidate) > HOUBU_REGISTRATION_STATUS_NONE;
  if (self->registered)
    withdraw (self, "registration", "closed");
  if (!was_registered || !houbu_closure_was_by_itself (candidate) || is_looked_at (self) ||
      !is_wanted (self, "notify-seats"))
    return;
  body = houbu_closure_describe (candidate);
  send (self, "registration", "closed", g_strdup (_ ("The registration was deleted")), body,
        G_NOTIFICATION_PRIORITY_HIGH);
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
                                  houbu_candidate_get_server_now (candidate));
  for (guint i = 0; i < due->len && is_wanted (self, "notify-deadlines"); i++)
    {
      HoubuEnrolment *enrolment = g_ptr_array_index (due, i);
      g_autofree char *body = houbu_seat_text_deadline (
          enrolment, houbu_candidate_get_server_now (get_candidate (self)));

      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      send (self, "deadline", houbu_enrolment_get_id (enrolment),
            houbu_seat_text_name (_ ("Not paid yet: {subject}"),
                                  houbu_enrolment_get_subject (enrolment)),
            body, G_NOTIFICATION_PRIORITY_URGENT);
    }
  return G_SOURCE_CONTINUE;
}

/* Following a candidate */

static void
forget (HoubuNotifier *self)
{
  GHashTableIter iter;
  gpointer id = NULL;

  g_hash_table_iter_init (&iter, self->seats);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      withdraw (self, "seat", id);
      withdraw (self, "deadline", id);
      withdraw (self, "end", id);
    }
  g_hash_table_iter_init (&iter, self->orders);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    withdraw (self, ORDER, id);
  withdraw (self, "registration", "closed");
  self->registered = FALSE;
  g_hash_table_remove_all (self->orders);
  g_hash_table_remove_all (self->seats);
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
follow (HoubuNotifier *self, HoubuCandidate *candidate)
{
  GListModel *seats = houbu_candidate_get_enrolments (candidate);
  GListModel *waits = houbu_candidate_get_entries (candidate);
  GListModel *orders = houbu_candidate_get_payments (candidate);

  g_signal_connect_object (seats, "items-changed", G_CALLBACK (on_enrolments_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (waits, "items-changed", G_CALLBACK (on_entries_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (houbu_candidate_get_completed_entries (candidate), "items-changed",
                           G_CALLBACK (on_completed_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orders, "items-changed", G_CALLBACK (on_orders_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_registration_changed_cb (self);
  on_orders_changed_cb (self, 0, 0, g_list_model_get_n_items (orders));
  on_enrolments_changed_cb (self, 0, 0, g_list_model_get_n_items (seats));
  on_entries_changed_cb (self, 0, 0, g_list_model_get_n_items (waits));
}

static void
unfollow_list (HoubuNotifier *self, GListModel *list)
{
  g_signal_handlers_disconnect_by_data (list, self);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      g_signal_handlers_disconnect_by_data (item, self);
    }
}

static void
unfollow (HoubuNotifier *self, HoubuCandidate *candidate)
{
  unfollow_list (self, houbu_candidate_get_enrolments (candidate));
  unfollow_list (self, houbu_candidate_get_payments (candidate));
  g_signal_handlers_disconnect_by_data (houbu_candidate_get_entries (candidate), self);
  g_signal_handlers_disconnect_by_data (houbu_candidate_get_completed_entries (candidate), self);
}

static void
houbu_notifier_dispose (GObject *object)
{
  HoubuNotifier *self = HOUBU_NOTIFIER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->services != NULL)
    unfollow (self, get_candidate (self));
  g_clear_object (&self->signals);
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
  g_hash_table_unref (self->orders);
  g_hash_table_unref (self->seats);
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
houbu_notifier_init (HoubuNotifier *self)
{
  self->reminders = houbu_reminders_new ();
  self->orders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signals = g_signal_group_new (HOUBU_TYPE_CANDIDATE);
  g_signal_group_connect_swapped (self->signals, "promoted", G_CALLBACK (on_promoted_cb), self);
  g_signal_group_connect_swapped (self->signals, "signed-out", G_CALLBACK (on_signed_out_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::status",
                                  G_CALLBACK (on_registration_changed_cb), self);
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
      unfollow (self, get_candidate (self));
      forget (self);
    }
  g_set_object (&self->services, services);
  g_signal_group_set_target (self->signals, get_candidate (self));
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
