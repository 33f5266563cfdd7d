/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-code-row.h"

#include <glib/gi18n.h>

struct _HoubuCodeRow
{
  AdwEntryRow parent_instance;

  HoubuCandidate *candidate; /* (owned) (nullable): has the server's clock */
  gint64 resend_at;          /* on that clock, or HOUBU_UNSET */
  guint timer;

  /* borrowed */
  GtkButton *button;
};

enum
{
  SIGNAL_SEND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuCodeRow, houbu_code_row, ADW_TYPE_ENTRY_ROW)

static int
seconds_left (HoubuCodeRow *self)
{
  gint64 left;

  if (self->candidate == NULL || self->resend_at == HOUBU_UNSET)
    return 0;
  left = self->resend_at - houbu_candidate_get_server_now (self->candidate);
  return left <= 0 ? 0 : (int) ((left + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND);
}

static void
update (HoubuCodeRow *self)
{
  const int left = seconds_left (self);
  g_autofree char *label = NULL;

  if (left > 0)
    /* Translators: on a button that can be pressed again after this many seconds */
    label = g_strdup_printf (_ ("Again in %d s"), left);
  else if (self->resend_at != HOUBU_UNSET)
    label = g_strdup (_ ("Send Again"));
  else
    label = g_strdup (_ ("Send Code"));
  gtk_button_set_label (self->button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), left == 0);
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  HoubuCodeRow *self = user_data;

  update (self);
  if (seconds_left (self) > 0)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  return G_SOURCE_REMOVE;
}

static void
start_timer (HoubuCodeRow *self)
{
  update (self);
  if (self->timer == 0 && seconds_left (self) > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timer = g_timeout_add_seconds (1, on_timeout_cb, self);
}

static void
on_button_clicked_cb (GtkButton *button, HoubuCodeRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SEND], 0);
}

static void
houbu_code_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (houbu_code_row_parent_class)->map (widget);
  start_timer (HOUBU_CODE_ROW (widget));
}

static void
houbu_code_row_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&HOUBU_CODE_ROW (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (houbu_code_row_parent_class)->unmap (widget);
}

static void
houbu_code_row_dispose (GObject *object)
{
  HoubuCodeRow *self = HOUBU_CODE_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->candidate);
  G_OBJECT_CLASS (houbu_code_row_parent_class)->dispose (object);
}

static void
houbu_code_row_class_init (HoubuCodeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_code_row_dispose;
  widget_class->map = houbu_code_row_map;
  widget_class->unmap = houbu_code_row_unmap;
  signals[SIGNAL_SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_code_row_init (HoubuCodeRow *self)
{
  self->resend_at = HOUBU_UNSET;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Message Code"));
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self), GTK_INPUT_PURPOSE_DIGITS);
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "numeric");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_button_clicked_cb), self, 0);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->button));
  update (self);
}

/**
 * houbu_code_row_set_resend_at:
 * @self: a row
 * @candidate: has the server's clock
 * @at: when another code may be sent, µs since the epoch; %HOUBU_UNSET when none was sent
 */
void
houbu_code_row_set_resend_at (HoubuCodeRow *self, HoubuCandidate *candidate, gint64 at)
{
  g_return_if_fail (HOUBU_IS_CODE_ROW (self) && HOUBU_IS_CANDIDATE (candidate));
  g_set_object (&self->candidate, candidate);
  self->resend_at = at;
  start_timer (self);
}

/**
 * houbu_code_row_can_send:
 * @self: a row
 *
 * Returns: whether a code may be asked for now
 */
gboolean
houbu_code_row_can_send (HoubuCodeRow *self)
{
  g_return_val_if_fail (HOUBU_IS_CODE_ROW (self), FALSE);
  return seconds_left (self) == 0;
}

/**
 * houbu_code_row_dup_code:
 * @self: a row
 *
 * Returns: (transfer full): the digits that were typed, however they were spaced
 */
char *
houbu_code_row_dup_code (HoubuCodeRow *self)
{
  GString *code = g_string_new (NULL);

  g_return_val_if_fail (HOUBU_IS_CODE_ROW (self), NULL);
  for (const char *p = gtk_editable_get_text (GTK_EDITABLE (self)); *p != '\0';
       p = g_utf8_next_char (p))
    {
      const int digit = g_unichar_digit_value (g_utf8_get_char (p));

      if (digit >= 0)
        g_string_append_c (code, (char) ('0' + digit));
    }
  return g_string_free (code, FALSE);
}
