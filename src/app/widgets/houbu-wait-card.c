/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-wait-card.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-movement-chart.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuWaitCard
{
  AdwBin parent_instance;

  HoubuCandidate *candidate; /* (owned): has the server's clock and the exam's rules */
  HoubuWait *wait;           /* (owned) */

  /* template */
  GtkButton *cancel_button;
  HoubuMovementChart *chart;
  GtkLabel *hint_label;
  GtkLabel *movement_label;
  GtkLabel *position_label;
  GtkLabel *since_label;
  GtkLabel *title_label;
  GtkLabel *waiting_label;
};

enum
{
  SIGNAL_CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuWaitCard, houbu_wait_card, ADW_TYPE_BIN)

static void
update_position (HoubuWaitCard *self)
{
  const gint64 position = houbu_wait_get_position (self->wait);
  const gint64 waiting = houbu_wait_get_waiting (self->wait);
  const gint64 first = houbu_wait_get_first_position (self->wait);
  g_autofree char *number = g_strdup_printf ("%" PRId64, position);
  g_autofree char *of_all = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *moved = NULL;

  if (position <= 0)
    return;
  /* Translators: follows the position in the queue, a big number, and ends "7 of 132 waiting" */
  of_all = g_strdup_printf (ngettext ("of %" PRId64 " waiting", "of %" PRId64 " waiting", waiting),
                            waiting);
  /* Translators: the position in a queue, as it is read aloud */
  spoken = g_strdup_printf (_ ("Position %" PRId64 " of %" PRId64 " waiting"), position, waiting);
  /* Translators: the position in a queue when one began to watch */
  moved = first > position ? g_strdup_printf (_ ("was %" PRId64), first)
                           : g_strdup (_ ("has not moved while you watched"));
  gtk_label_set_text (self->position_label, number);
  gtk_label_set_text (self->waiting_label, of_all);
  gtk_label_set_text (self->movement_label, moved);
  houbu_spoken_set (GTK_WIDGET (self->chart), moved);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->position_label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* What one waits for, in facts: when the next unpaid seat ends, or how long a freed one is kept. */
static void
update_hint (HoubuWaitCard *self)
{
  const gint64 ends_at = houbu_wait_get_next_hold_ends_at (self->wait);
  HoubuExam *exam = houbu_candidate_get_exam (self->candidate);
  const gint64 now = houbu_candidate_get_server_now (self->candidate);
  g_autofree char *kept =
      exam != NULL ? houbu_text_left (houbu_exam_get_hold_seconds (exam) * G_TIME_SPAN_SECOND)
                   : NULL;
  g_autoptr (GString) hint = g_string_new (NULL);

  if (kept != NULL)
    /* Translators: a length of time such as 24 h */
    g_string_append_printf (hint, _ ("A freed seat is kept for you for %s to pay."), kept);
  if (ends_at != HOUBU_UNSET && ends_at > now)
    {
      g_autofree char *moment = houbu_text_moment (ends_at, now);

      if (hint->len > 0)
        g_string_append_c (hint, '\n');
      /* Translators: a time such as 11:12 */
      g_string_append_printf (hint, _ ("The next unpaid seat ahead of you ends at %s."), moment);
    }
  gtk_label_set_text (self->hint_label, hint->str);
}

static void
update (HoubuWaitCard *self)
{
  houbu_movement_chart_set_now (self->chart, houbu_candidate_get_server_now (self->candidate));
  update_position (self);
  update_hint (self);
}

static void
set_heading (HoubuWaitCard *self)
{
  HoubuEntry *entry = houbu_wait_get_entry (self->wait);
  const char *subject = houbu_text_subject_name (houbu_entry_get_subject (entry));
  const char *campus = houbu_campus_get_name (houbu_entry_get_campus (entry));
  g_autofree char *title = g_strdup_printf ("%s · %s", subject, campus);
  g_autofree char *moment = houbu_text_time (houbu_entry_get_joined_at (entry));
  /* Translators: when the waiting began */
  g_autofree char *since = g_strdup_printf (_ ("waiting since %s"), moment);
  /* Translators: a subject and a campus; read aloud for the button */
  g_autofree char *spoken = g_strdup_printf (_ ("Cancel waiting for %s at %s"), subject, campus);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->since_label, since);
  houbu_spoken_set (GTK_WIDGET (self->cancel_button), spoken);
}

static void
on_cancel_button_clicked_cb (GtkButton *button, HoubuWaitCard *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0, self->wait);
}

static void
houbu_wait_card_dispose (GObject *object)
{
  HoubuWaitCard *self = HOUBU_WAIT_CARD (object);

  g_clear_object (&self->wait);
  g_clear_object (&self->candidate);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_WAIT_CARD);
  G_OBJECT_CLASS (houbu_wait_card_parent_class)->dispose (object);
}

static void
houbu_wait_card_class_init (HoubuWaitCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_wait_card_dispose;
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, HOUBU_TYPE_WAIT);
  g_type_ensure (HOUBU_TYPE_MOVEMENT_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-wait-card.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, chart);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, movement_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, position_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, since_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuWaitCard, waiting_label);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_button_clicked_cb);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_wait_card_init (HoubuWaitCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * houbu_wait_card_new:
 * @candidate: who waits
 * @wait: the place in the queue
 *
 * Returns: (transfer floating): a card that follows @wait
 */
GtkWidget *
houbu_wait_card_new (HoubuCandidate *candidate, HoubuWait *wait)
{
  HoubuWaitCard *self;

  g_return_val_if_fail (HOUBU_IS_CANDIDATE (candidate) && HOUBU_IS_WAIT (wait), NULL);
  self = g_object_new (HOUBU_TYPE_WAIT_CARD, NULL);
  self->candidate = g_object_ref (candidate);
  self->wait = g_object_ref (wait);
  houbu_movement_chart_set_wait (self->chart, wait);
  g_signal_connect_object (wait, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (candidate, "notify::exam", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  set_heading (self);
  update (self);
  return GTK_WIDGET (self);
}
