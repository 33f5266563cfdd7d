/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-countdown.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

struct _HoubuCountdown
{
  AdwBin parent_instance;

  HoubuCandidate *candidate; /* (owned) (nullable): has the server's clock */
  gint64 deadline;
  guint timer;

  /* borrowed */
  GtkLabel *label;
};

/* From here on it is urgent. */
#define URGENT (2 * G_TIME_SPAN_HOUR)

G_DEFINE_FINAL_TYPE (HoubuCountdown, houbu_countdown, ADW_TYPE_BIN)

static char *
describe (gint64 deadline, gint64 now)
{
  g_autofree char *moment = houbu_text_moment (deadline, now);
  g_autofree char *left = houbu_text_left (deadline - now);

  if (deadline <= now)
    /* Translators: a time such as 11:12 */
    return g_strdup_printf (_ ("The time was up at %s"), moment);
  /* Translators: a time such as 11:12, and the time left until then, such as 23 h 4 min */
  return g_strdup_printf (_ ("Pay until %s (%s left)"), moment, left);
}

static void
update (HoubuCountdown *self)
{
  gint64 now;
  g_autofree char *text = NULL;

  if (self->candidate == NULL || self->deadline == HOUBU_UNSET)
    return;
  now = houbu_candidate_get_server_now (self->candidate);
  text = describe (self->deadline, now);
  gtk_label_set_text (self->label, text);
  if (self->deadline - now < URGENT)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "warning");
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
houbu_countdown_map (GtkWidget *widget)
{
  HoubuCountdown *self = HOUBU_COUNTDOWN (widget);

  GTK_WIDGET_CLASS (houbu_countdown_parent_class)->map (widget);
  update (self);
  self->timer = g_timeout_add_seconds (1, on_timeout_cb, self);
}

static void
houbu_countdown_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&HOUBU_COUNTDOWN (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (houbu_countdown_parent_class)->unmap (widget);
}

static void
houbu_countdown_dispose (GObject *object)
{
  g_clear_object (&HOUBU_COUNTDOWN (object)->candidate);
  G_OBJECT_CLASS (houbu_countdown_parent_class)->dispose (object);
}

static void
houbu_countdown_class_init (HoubuCountdownClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_countdown_dispose;
  widget_class->map = houbu_countdown_map;
  widget_class->unmap = houbu_countdown_unmap;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_countdown_init (HoubuCountdown *self)
{
  self->deadline = HOUBU_UNSET;
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
}

/**
 * houbu_countdown_set:
 * @self: a countdown
 * @candidate: has the server's clock
 * @deadline: µs since the epoch, or %HOUBU_UNSET for none: then nothing is shown
 */
void
houbu_countdown_set (HoubuCountdown *self, HoubuCandidate *candidate, gint64 deadline)
{
  g_return_if_fail (HOUBU_IS_COUNTDOWN (self) && HOUBU_IS_CANDIDATE (candidate));
  g_set_object (&self->candidate, candidate);
  self->deadline = deadline;
  gtk_widget_set_visible (GTK_WIDGET (self), deadline != HOUBU_UNSET);
  update (self);
}
