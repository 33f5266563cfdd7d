/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-offering-row.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuOfferingRow
{
  GtkListBoxRow parent_instance;

  /* template */
  GtkWidget *details_button;
  GtkLabel *facts_label;
  GtkWidget *join_button;
  GtkLabel *reason_label;
  GtkLabel *seats_label;
  GtkLabel *subject_label;
  GtkCheckButton *tick;

  HoubuOffering *offering; /* (owned) */
};

enum
{
  SIGNAL_TICK_CHANGED,
  SIGNAL_JOIN_ASKED,
  SIGNAL_DETAILS_ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuOfferingRow, houbu_offering_row, GTK_TYPE_LIST_BOX_ROW)

static char *
describe_seats (HoubuOffering *offering)
{
  const gint64 remaining = houbu_offering_get_remaining (offering);
  const gint64 waiting = houbu_offering_get_waiting (offering);
  g_autofree char *seats = NULL;
  g_autofree char *queue = NULL;

  seats = remaining > 0
              ? g_strdup_printf (g_dngettext (NULL, "%" PRId64 " seat left",
                                              "%" PRId64 " seats left", (gulong) remaining),
                                 remaining)
              : g_strdup (_ ("No seats left"));
  if (waiting == 0)
    return g_steal_pointer (&seats);
  queue = g_strdup_printf (
      g_dngettext (NULL, "%" PRId64 " waiting", "%" PRId64 " waiting", (gulong) waiting), waiting);
  return g_strdup_printf ("%s · %s", seats, queue);
}

static char *
describe_facts (HoubuOffering *offering)
{
  const gint64 fee = houbu_offering_get_fee_fen (offering);
  const gint64 starts = houbu_offering_get_exam_starts_at (offering);
  g_autofree char *fee_text =
      fee != HOUBU_UNSET && fee > 0 ? houbu_text_money (fee) : g_strdup (_ ("Fee not set yet"));
  g_autofree char *time_text =
      starts != HOUBU_UNSET ? houbu_text_time (starts) : g_strdup (_ ("Exam time not set yet"));

  return g_strdup_printf ("%s · %s", time_text, fee_text);
}

/* What stands where a button would be. */
static const char *
find_reason (HoubuOffering *offering)
{
  HoubuOfferingRefusal *refusal = houbu_offering_get_refusal (offering);

  switch (houbu_offering_get_action (offering))
    {
    case HOUBU_OFFERING_ACTION_WAITING:
      return _ ("You are waiting for it");
    case HOUBU_OFFERING_ACTION_ENROLLED:
      return _ ("You have a seat");
    case HOUBU_OFFERING_ACTION_NONE:
      return refusal != NULL ? houbu_offering_refusal_get_title (refusal) : "";
    default:
      return NULL;
    }
}

static void
set_spoken (GtkWidget *widget, const char *format, HoubuOffering *offering)
{
  const char *subject = houbu_text_subject_name (houbu_offering_get_subject (offering));
  const char *campus = houbu_campus_get_name (houbu_offering_get_campus (offering));
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "{subject}", subject, 1);
  g_string_replace (text, "{campus}", campus, 1);
  houbu_spoken_set (widget, text->str);
}

/* Two rows must not sound alike. */
static void
update_names (HoubuOfferingRow *self)
{
  /* Translators: {subject} and {campus} are replaced by names; keep the braces */
  set_spoken (GTK_WIDGET (self->tick), _ ("Take {subject} at {campus}"), self->offering);
  /* Translators: {subject} and {campus} are replaced by names; keep the braces */
  set_spoken (self->join_button, _ ("Join the waitlist for {subject} at {campus}"), self->offering);
  /* Translators: {subject} and {campus} are replaced by names; keep the braces */
  set_spoken (self->details_button, _ ("See {subject} at {campus} in my registration"),
              self->offering);
  /* Translators: {subject} and {campus} are replaced by names; keep the braces */
  set_spoken (GTK_WIDGET (self), _ ("{subject} at {campus}"), self->offering);
}

static void
update (HoubuOfferingRow *self)
{
  const HoubuOfferingAction action = houbu_offering_get_action (self->offering);
  const gboolean mine =
      action == HOUBU_OFFERING_ACTION_WAITING || action == HOUBU_OFFERING_ACTION_ENROLLED;
  const gboolean can_enrol = action == HOUBU_OFFERING_ACTION_ENROL;
  const char *reason = find_reason (self->offering);
  g_autofree char *seats = describe_seats (self->offering);
  g_autofree char *facts = describe_facts (self->offering);

  gtk_label_set_text (self->subject_label,
                      houbu_text_subject_name (houbu_offering_get_subject (self->offering)));
  gtk_label_set_text (self->seats_label, seats);
  gtk_label_set_text (self->facts_label, facts);
  gtk_label_set_text (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  gtk_widget_set_visible (self->join_button, action == HOUBU_OFFERING_ACTION_JOIN);
  gtk_widget_set_visible (self->details_button, mine);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tick), can_enrol);
  if (!can_enrol)
    gtk_check_button_set_active (self->tick, action == HOUBU_OFFERING_ACTION_ENROLLED);
  update_names (self);
}

static void
on_tick_toggled_cb (GtkCheckButton *tick, HoubuOfferingRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TICK_CHANGED], 0, houbu_offering_row_get_ticked (self));
}

static void
on_join_clicked_cb (GtkButton *button, HoubuOfferingRow *self)
{
  g_signal_emit (self, signals[SIGNAL_JOIN_ASKED], 0);
}

static void
on_details_clicked_cb (GtkButton *button, HoubuOfferingRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DETAILS_ASKED], 0);
}

static void
houbu_offering_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_OFFERING_ROW);
  g_clear_object (&HOUBU_OFFERING_ROW (object)->offering);
  G_OBJECT_CLASS (houbu_offering_row_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, GType type)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_offering_row_class_init (HoubuOfferingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_offering_row_dispose;
  signals[SIGNAL_JOIN_ASKED] = new_signal ("join-asked", type);
  signals[SIGNAL_DETAILS_ASKED] = new_signal ("details-asked", type);
  signals[SIGNAL_TICK_CHANGED] = g_signal_new ("tick-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-offering-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, details_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, join_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, reason_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, seats_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, subject_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuOfferingRow, tick);
  gtk_widget_class_bind_template_callback (widget_class, on_details_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_join_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tick_toggled_cb);
}

static void
houbu_offering_row_init (HoubuOfferingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * houbu_offering_row_new:
 * @offering: what it shows
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
houbu_offering_row_new (HoubuOffering *offering)
{
  HoubuOfferingRow *self = g_object_new (HOUBU_TYPE_OFFERING_ROW, NULL);

  self->offering = g_object_ref (offering);
  g_signal_connect_object (offering, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * houbu_offering_row_get_offering:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
HoubuOffering *
houbu_offering_row_get_offering (HoubuOfferingRow *self)
{
  g_return_val_if_fail (HOUBU_IS_OFFERING_ROW (self), NULL);
  return self->offering;
}

/**
 * houbu_offering_row_set_ticked:
 * @self: a row
 * @ticked: whether it is to be taken; nothing happens when it cannot be
 */
void
houbu_offering_row_set_ticked (HoubuOfferingRow *self, gboolean ticked)
{
  g_return_if_fail (HOUBU_IS_OFFERING_ROW (self));
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->tick)))
    gtk_check_button_set_active (self->tick, ticked);
}

/**
 * houbu_offering_row_get_ticked:
 * @self: a row
 *
 * Returns: %TRUE when it can be taken and is to be
 */
gboolean
houbu_offering_row_get_ticked (HoubuOfferingRow *self)
{
  g_return_val_if_fail (HOUBU_IS_OFFERING_ROW (self), FALSE);
  return gtk_widget_get_sensitive (GTK_WIDGET (self->tick)) &&
         gtk_check_button_get_active (self->tick);
}
