/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-enrolment-row.h"

#include <glib/gi18n.h>

#include "houbu-countdown.h"
#include "houbu-reflow.h"
#include "houbu-seat-text.h"
#include "houbu-seat.h"
#include "houbu-spoken.h"
#include "houbu-text.h"
#include "houbu-ticket.h"

struct _HoubuEnrolmentRow
{
  AdwPreferencesRow parent_instance;

  HoubuCandidate *candidate; /* (owned) */
  HoubuEnrolment *enrolment; /* (owned) */

  /* template */
  GtkButton *calendar_button;
  GtkButton *cancel_button;
  HoubuCountdown *countdown;
  GtkLabel *facts_label;
  GtkLabel *fee_label;
  GtkLabel *lock_label;
  GtkButton *report_button;
  GtkLabel *report_label;
  GtkLabel *state_label;
  GtkWidget *ticket_box;
  GtkButton *ticket_button;
  GtkButton *ticket_save_button;
  GtkLabel *title_label;
  GtkWidget *unpaid_box;
};

enum
{
  SIGNAL_CALENDAR,
  SIGNAL_CANCEL,
  SIGNAL_REPORT_FORM,
  SIGNAL_TICKET_PRINT,
  SIGNAL_TICKET_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuEnrolmentRow, houbu_enrolment_row, ADW_TYPE_PREFERENCES_ROW)

/* When, where and with which ticket, once the school has arranged it. */
static char *
describe_arrangement (HoubuEnrolment *enrolment)
{
  const gint64 starts_at = houbu_enrolment_get_exam_starts_at (enrolment);
  const gboolean self =
      houbu_enrolment_get_ticket_printing (enrolment) == HOUBU_TICKET_PRINTING_SELF;
  g_autofree char *when = starts_at != HOUBU_UNSET ? houbu_text_time (starts_at) : NULL;

  /* Translators: a room, a seat in it, the number of an admission ticket, who prints the ticket,
   * when the exam begins */
  return g_strdup_printf (
      _ ("Room %s, seat %s · Admission ticket %s, %s · %s"), houbu_enrolment_get_room (enrolment),
      houbu_enrolment_get_seat (enrolment), houbu_enrolment_get_admission_ticket (enrolment),
      self ? _ ("you print it yourself") : _ ("the school prints it"),
      when != NULL ? when : _ ("–"));
}

static char *
describe_facts (HoubuEnrolment *enrolment)
{
  const gboolean arranged =
      houbu_enrolment_get_arrangement (enrolment) == HOUBU_ARRANGEMENT_ARRANGED &&
      houbu_enrolment_get_room (enrolment) != NULL;
  const gint64 ended_at = houbu_enrolment_get_ended_at (enrolment);
  const char *obtained = houbu_text_obtained_by (houbu_enrolment_get_obtained_by (enrolment));
  g_autofree char *moment = NULL;
  g_autofree char *place = NULL;

  if (houbu_seat_is_held (enrolment))
    {
      place = arranged ? describe_arrangement (enrolment) : g_strdup (_ ("Not arranged yet"));
      return g_strdup_printf ("%s · %s", obtained, place);
    }
  if (ended_at == HOUBU_UNSET)
    return g_strdup (obtained);
  moment = houbu_text_time (ended_at);
  return g_strdup_printf ("%s · %s", obtained, moment);
}

static char *
describe_report (HoubuEnrolment *enrolment, gboolean can_choose)
{
  const char *form = houbu_text_report_form (houbu_enrolment_get_report_form (enrolment));

  if (*form != '\0')
    /* Translators: %s is "Paper" or "Electronic" */
    return g_strdup_printf (_ ("Score report: %s"), form);
  return g_strdup (can_choose ? _ ("Score report: not chosen yet") : _ ("Score report: none"));
}

static void
update_report (HoubuEnrolmentRow *self)
{
  HoubuEnrolment *enrolment = self->enrolment;
  const gboolean can_choose =
      houbu_seat_can_choose_report_form (enrolment, houbu_candidate_get_exam (self->candidate),
                                         houbu_candidate_get_server_now (self->candidate));
  g_autofree char *text = describe_report (enrolment, can_choose);

  gtk_label_set_text (self->report_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->report_label),
                          houbu_seat_is_held (enrolment) && !houbu_seat_is_oral (enrolment));
  gtk_widget_set_visible (GTK_WIDGET (self->report_button), can_choose);
}

static void
update (HoubuEnrolmentRow *self)
{
  HoubuEnrolment *enrolment = self->enrolment;
  const gboolean unpaid = houbu_enrolment_get_state (enrolment) == HOUBU_ENROLMENT_STATE_UNPAID;
  g_autofree char *fee = houbu_text_money (houbu_enrolment_get_fee_fen (enrolment));
  g_autofree char *facts = describe_facts (enrolment);
  g_autofree char *state_text = houbu_seat_text_state (enrolment);
  g_autofree char *lock = houbu_seat_text_lock (enrolment);

  gtk_label_set_text (self->state_label, state_text);
  gtk_label_set_text (self->lock_label, lock != NULL ? lock : "");
  gtk_widget_set_visible (GTK_WIDGET (self->lock_label), lock != NULL);
  gtk_label_set_text (self->fee_label, fee);
  gtk_label_set_text (self->facts_label, facts);
  houbu_countdown_set (self->countdown, self->candidate,
                       unpaid ? houbu_enrolment_get_deadline (enrolment) : HOUBU_UNSET);
  gtk_widget_set_visible (GTK_WIDGET (self->calendar_button),
                          houbu_enrolment_get_deadline (enrolment) != HOUBU_UNSET);
  gtk_widget_set_visible (self->unpaid_box, unpaid);
  gtk_widget_set_visible (self->ticket_box, houbu_ticket_can_print (enrolment));
  update_report (self);
}

static void
set_heading (HoubuEnrolmentRow *self)
{
  const char *subject = houbu_text_subject_name (houbu_enrolment_get_subject (self->enrolment));
  const char *campus = houbu_campus_get_name (houbu_enrolment_get_campus (self->enrolment));
  g_autofree char *title = g_strdup_printf ("%s · %s", subject, campus);
  /* Translators: a subject and a campus; read aloud for the button */
  g_autofree char *spoken = g_strdup_printf (_ ("Give up the seat for %s at %s"), subject, campus);
  /* Translators: a subject and a campus; read aloud for the button */
  g_autofree char *calendar =
      g_strdup_printf (_ ("Save the deadline for %s at %s for a calendar"), subject, campus);
  /* Translators: a subject and a campus; read aloud for the button */
  g_autofree char *print =
      g_strdup_printf (_ ("Print the admission ticket for %s at %s"), subject, campus);
  /* Translators: a subject and a campus; read aloud for the button */
  g_autofree char *save =
      g_strdup_printf (_ ("Save the admission ticket for %s at %s as PDF"), subject, campus);
  /* Translators: a subject and a campus; read aloud for the button */
  g_autofree char *report =
      g_strdup_printf (_ ("Choose the score report for %s at %s"), subject, campus);

  gtk_label_set_text (self->title_label, title);
  g_object_set (self, "use-markup", FALSE, "title", title, NULL);
  houbu_spoken_set (GTK_WIDGET (self->cancel_button), spoken);
  houbu_spoken_set (GTK_WIDGET (self->calendar_button), calendar);
  houbu_spoken_set (GTK_WIDGET (self->report_button), report);
  houbu_spoken_set (GTK_WIDGET (self->ticket_button), print);
  houbu_spoken_set (GTK_WIDGET (self->ticket_save_button), save);
}

static void
on_calendar_button_clicked_cb (GtkButton *button, HoubuEnrolmentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CALENDAR], 0, self->enrolment);
}

static void
on_cancel_button_clicked_cb (GtkButton *button, HoubuEnrolmentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0, self->enrolment);
}

static void
on_report_button_clicked_cb (GtkButton *button, HoubuEnrolmentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REPORT_FORM], 0, self->enrolment);
}

static void
houbu_enrolment_row_dispose (GObject *object)
{
  HoubuEnrolmentRow *self = HOUBU_ENROLMENT_ROW (object);

  g_clear_object (&self->enrolment);
  g_clear_object (&self->candidate);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_ENROLMENT_ROW);
  G_OBJECT_CLASS (houbu_enrolment_row_parent_class)->dispose (object);
}

static void
on_ticket_button_clicked_cb (GtkButton *button, HoubuEnrolmentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TICKET_PRINT], 0, self->enrolment);
}

static void
on_ticket_save_button_clicked_cb (GtkButton *button, HoubuEnrolmentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TICKET_SAVE], 0, self->enrolment);
}

static guint
new_signal (const char *name, GType type)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                       HOUBU_TYPE_ENROLMENT);
}

static void
houbu_enrolment_row_class_init (HoubuEnrolmentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_enrolment_row_dispose;
  signals[SIGNAL_CALENDAR] = new_signal ("calendar", G_TYPE_FROM_CLASS (klass));
  signals[SIGNAL_CANCEL] = new_signal ("cancel", G_TYPE_FROM_CLASS (klass));
  signals[SIGNAL_REPORT_FORM] = new_signal ("report-form", G_TYPE_FROM_CLASS (klass));
  signals[SIGNAL_TICKET_PRINT] = new_signal ("ticket-print", G_TYPE_FROM_CLASS (klass));
  signals[SIGNAL_TICKET_SAVE] = new_signal ("ticket-save", G_TYPE_FROM_CLASS (klass));
  g_type_ensure (HOUBU_TYPE_COUNTDOWN);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-enrolment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, countdown);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, fee_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, lock_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, report_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, report_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, ticket_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, ticket_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, ticket_save_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuEnrolmentRow, unpaid_box);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_report_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_save_button_clicked_cb);
}

static void
houbu_enrolment_row_init (HoubuEnrolmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * houbu_enrolment_row_new:
 * @candidate: whose it is
 * @enrolment: the enrolment
 *
 * Returns: (transfer floating): a row that follows @enrolment
 */
GtkWidget *
houbu_enrolment_row_new (HoubuCandidate *candidate, HoubuEnrolment *enrolment)
{
  HoubuEnrolmentRow *self;

  g_return_val_if_fail (HOUBU_IS_CANDIDATE (candidate) && HOUBU_IS_ENROLMENT (enrolment), NULL);
  self = g_object_new (HOUBU_TYPE_ENROLMENT_ROW, NULL);
  self->candidate = g_object_ref (candidate);
  self->enrolment = g_object_ref (enrolment);
  g_signal_connect_object (enrolment, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (candidate, "notify::exam", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  set_heading (self);
  update (self);
  return GTK_WIDGET (self);
}
