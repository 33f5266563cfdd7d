/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-news.h"

#include <glib/gi18n.h>

#include "houbu-closure.h"
#include "houbu-pages.h"
#include "houbu-payment-text.h"
#include "houbu-seat-text.h"
#include "houbu-text.h"

struct _HoubuNews
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): sends them */
  GSettings *settings;         /* (owned) (nullable) */
  HoubuLab *lab;               /* (owned) */
};

/* One registration a candidate. */
#define THE_REGISTRATION "closed"

/* With a dash and the id of what it tells of, the id of a notification: never change them, as a
 * notification may outlive the program that sent it. */
static const char *const names[] = {
  [HOUBU_NEWS_SEAT] = "seat", [HOUBU_NEWS_DEADLINE] = "deadline",
  [HOUBU_NEWS_END] = "end",   [HOUBU_NEWS_ORDER] = "order",
  [HOUBU_NEWS_WAIT] = "wait", [HOUBU_NEWS_REGISTRATION] = "registration",
};

G_DEFINE_FINAL_TYPE (HoubuNews, houbu_news, G_TYPE_OBJECT)

static gboolean
is_wanted (HoubuNews *self, const char *key)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, key);
}

/* What is seen on screen needs no notification. */
static gboolean
is_looked_at (HoubuNews *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  return window != NULL && gtk_window_is_active (window);
}

/* An event, unlike a seat or a deadline, is told only to who does not see it happen. */
static gboolean
is_event_wanted (HoubuNews *self)
{
  return is_wanted (self, "notify-seats") && !is_looked_at (self);
}

static char *
make_id (HoubuNewsKind kind, const char *id)
{
  return g_strconcat (names[kind], "-", id, NULL);
}

static void
send (HoubuNews *self, HoubuNewsKind kind, const char *id, const char *title, const char *body)
{
  g_autoptr (GNotification) notification =
      g_notification_new (houbu_lab_is_on (self->lab) ? _ ("News of Your Registration") : title);
  g_autofree char *full_id = make_id (kind, id);

  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, kind == HOUBU_NEWS_SEAT || kind == HOUBU_NEWS_DEADLINE
                                                 ? G_NOTIFICATION_PRIORITY_URGENT
                                                 : G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show-page", "s",
                                                kind == HOUBU_NEWS_ORDER ? HOUBU_PAGE_NAME_PAYMENT
                                                                         : HOUBU_PAGE_NAME_DETAILS);
  g_application_send_notification (G_APPLICATION (self->application), full_id, notification);
}

static void
send_of_seat (HoubuNews *self,
              HoubuNewsKind kind,
              HoubuEnrolment *enrolment,
              const char *format,
              const char *body)
{
  g_autofree char *title = houbu_seat_text_name (format, houbu_enrolment_get_subject (enrolment));

  send (self, kind, houbu_enrolment_get_id (enrolment), title, body);
}

/* What is told of the order need not be told of its seats. */
static gboolean
is_told_by_order (HoubuEnrolment *enrolment, GListModel *orders)
{
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

/* An order that was closed because its time was over is told by the seats that went with it. */
static gboolean
is_news (HoubuPayment *order)
{
  return houbu_payment_get_state (order) != HOUBU_PAYMENT_STATE_CLOSED ||
         houbu_payment_get_ended_at (order) < houbu_payment_get_expires_at (order);
}

static void
houbu_news_dispose (GObject *object)
{
  HoubuNews *self = HOUBU_NEWS (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->lab);
  G_OBJECT_CLASS (houbu_news_parent_class)->dispose (object);
}

static void
houbu_news_class_init (HoubuNewsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_news_dispose;
}

static void
houbu_news_init (HoubuNews *self)
{
}

/**
 * houbu_news_new:
 * @application: (transfer none): sends for it; has to live longer
 * @settings: (nullable): what the user wants to hear of; %NULL for everything
 * @lab: lab mode, in which a title gives nothing away
 *
 * Returns: (transfer full): somebody who tells
 */
HoubuNews *
houbu_news_new (GtkApplication *application, GSettings *settings, HoubuLab *lab)
{
  HoubuNews *self = g_object_new (HOUBU_TYPE_NEWS, NULL);

  self->application = application;
  g_set_object (&self->settings, settings);
  g_set_object (&self->lab, lab);
  return self;
}

/**
 * houbu_news_withdraw:
 * @self: who told
 * @kind: what of
 * @id: (nullable): of which one, %NULL where there is one only
 *
 * Takes back what may have been told, by an earlier run of the program too.
 */
void
houbu_news_withdraw (HoubuNews *self, HoubuNewsKind kind, const char *id)
{
  g_autofree char *full_id = make_id (kind, id != NULL ? id : THE_REGISTRATION);

  g_return_if_fail (HOUBU_IS_NEWS (self));
  g_application_withdraw_notification (G_APPLICATION (self->application), full_id);
}

/**
 * houbu_news_tell_seat:
 * @self: who tells
 * @enrolment: a seat that was got by waiting
 * @now: the time on the server's clock
 */
void
houbu_news_tell_seat (HoubuNews *self, HoubuEnrolment *enrolment, gint64 now)
{
  g_autofree char *body = NULL;

  g_return_if_fail (HOUBU_IS_NEWS (self));
  if (!is_wanted (self, "notify-seats") ||
      houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_UNPAID)
    return;
  body = houbu_seat_text_deadline (enrolment, now);
  /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
  send_of_seat (self, HOUBU_NEWS_SEAT, enrolment, _ ("You have a seat: {subject}"), body);
}

/**
 * houbu_news_tell_deadline:
 * @self: who tells
 * @enrolment: a seat that waits for its payment
 * @now: the time on the server's clock
 */
void
houbu_news_tell_deadline (HoubuNews *self, HoubuEnrolment *enrolment, gint64 now)
{
  g_autofree char *body = NULL;

  g_return_if_fail (HOUBU_IS_NEWS (self));
  if (!is_wanted (self, "notify-deadlines"))
    return;
  body = houbu_seat_text_deadline (enrolment, now);
  /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
  send_of_seat (self, HOUBU_NEWS_DEADLINE, enrolment, _ ("Not paid yet: {subject}"), body);
}

/* (nullable): what the state of the seat is called when it has come to an end, good or bad. */
static const char *
get_end_format (HoubuEnrolment *enrolment)
{
  switch (houbu_enrolment_get_state (enrolment))
    {
    case HOUBU_ENROLMENT_STATE_PAID:
      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      return _ ("Registered: {subject}");
    case HOUBU_ENROLMENT_STATE_EXPIRED:
    case HOUBU_ENROLMENT_STATE_REVOKED:
      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      return _ ("The seat is lost: {subject}");
    case HOUBU_ENROLMENT_STATE_REFUNDED:
      /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
      return _ ("Refunded: {subject}");
    default:
      return NULL;
    }
}

/**
 * houbu_news_tell_seat_state:
 * @self: who tells
 * @enrolment: a seat that has come into another state; what was told of the one before is stale
 * @orders: (element-type HoubuPayment): all orders, which tell of the money themselves
 */
void
houbu_news_tell_seat_state (HoubuNews *self, HoubuEnrolment *enrolment, GListModel *orders)
{
  const char *id = houbu_enrolment_get_id (enrolment);
  const char *format = get_end_format (enrolment);
  g_autofree char *state = NULL;

  g_return_if_fail (HOUBU_IS_NEWS (self));
  if (houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_UNPAID)
    {
      houbu_news_withdraw (self, HOUBU_NEWS_SEAT, id);
      houbu_news_withdraw (self, HOUBU_NEWS_DEADLINE, id);
    }
  if (format == NULL)
    {
      houbu_news_withdraw (self, HOUBU_NEWS_END, id);
      return;
    }
  if (!is_event_wanted (self) || is_told_by_order (enrolment, orders))
    return;
  state = houbu_seat_text_state (enrolment);
  send_of_seat (self, HOUBU_NEWS_END, enrolment, format, state);
}

/**
 * houbu_news_tell_order:
 * @self: who tells
 * @order: an order that has come into another state
 */
void
houbu_news_tell_order (HoubuNews *self, HoubuPayment *order)
{
  const char *id = houbu_payment_get_id (order);
  g_autofree char *title = is_news (order) ? houbu_payment_text_news_title (order) : NULL;

  g_return_if_fail (HOUBU_IS_NEWS (self));
  if (title == NULL || !is_event_wanted (self))
    houbu_news_withdraw (self, HOUBU_NEWS_ORDER, id);
  else
    send (self, HOUBU_NEWS_ORDER, id, title, houbu_payment_text_news_body (order));
}

/**
 * houbu_news_tell_wait_end:
 * @self: who tells
 * @entry: a place in a queue that was given up, by whomever, or lost; a seat is told by itself
 */
void
houbu_news_tell_wait_end (HoubuNews *self, HoubuEntry *entry)
{
  g_autofree char *title = NULL;

  g_return_if_fail (HOUBU_IS_NEWS (self));
  if (houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_PROMOTED || !is_event_wanted (self))
    return;
  /* Translators: {subject} is replaced by a subject such as CET-4; keep the braces */
  title =
      houbu_seat_text_name (_ ("The wait has ended: {subject}"), houbu_entry_get_subject (entry));
  send (self, HOUBU_NEWS_WAIT, houbu_entry_get_id (entry), title,
        houbu_text_entry_reason (houbu_entry_get_reason (entry)));
}

/**
 * houbu_news_tell_closing:
 * @self: who tells
 * @candidate: one whose registration was closed because it was empty
 */
void
houbu_news_tell_closing (HoubuNews *self, HoubuCandidate *candidate)
{
  g_autofree char *body = NULL;

  g_return_if_fail (HOUBU_IS_NEWS (self));
  if (!is_event_wanted (self))
    return;
  body = houbu_closure_describe (candidate);
  send (self, HOUBU_NEWS_REGISTRATION, THE_REGISTRATION, _ ("The registration was deleted"), body);
}
