/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-masked-label.h"

#include <glib/gi18n.h>

struct _HoubuMaskedLabel
{
  GtkBox parent_instance;

  char *masked; /* (owned) */
  char *full;   /* (owned) (nullable) */

  /* borrowed */
  GtkLabel *label;
  GtkToggleButton *button;
};

enum
{
  SIGNAL_REVEAL_ASKED,
  N_SIGNALS
};

#define SPACING 6

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuMaskedLabel, houbu_masked_label, GTK_TYPE_BOX)

static void
update (HoubuMaskedLabel *self)
{
  const gboolean shown = gtk_toggle_button_get_active (self->button) && self->full != NULL;
  const char *verb = shown ? _ ("Hide the number") : _ ("Show the whole number");

  gtk_label_set_text (self->label, shown ? self->full : self->masked);
  gtk_button_set_icon_name (GTK_BUTTON (self->button),
                            shown ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), verb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  verb, -1);
}

static void
on_button_toggled_cb (GtkToggleButton *button, HoubuMaskedLabel *self)
{
  if (gtk_toggle_button_get_active (button) && self->full == NULL)
    {
      gtk_toggle_button_set_active (button, FALSE);
      g_signal_emit (self, signals[SIGNAL_REVEAL_ASKED], 0);
      return;
    }
  update (self);
}

static void
houbu_masked_label_finalize (GObject *object)
{
  HoubuMaskedLabel *self = HOUBU_MASKED_LABEL (object);

  g_free (self->masked);
  g_free (self->full);
  G_OBJECT_CLASS (houbu_masked_label_parent_class)->finalize (object);
}

static void
houbu_masked_label_class_init (HoubuMaskedLabelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_masked_label_finalize;
  signals[SIGNAL_REVEAL_ASKED] =
      g_signal_new ("reveal-asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
houbu_masked_label_init (HoubuMaskedLabel *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                              PANGO_WRAP_WORD_CHAR, NULL);
  self->button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "houbu-inline");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->button));
  g_signal_connect_object (self->button, "toggled", G_CALLBACK (on_button_toggled_cb), self, 0);
}

/**
 * houbu_masked_label_new:
 * @masked: the number with its middle hidden
 * @full: (nullable): all of it, %NULL when it has to be asked for
 *
 * Returns: (transfer floating): a label that hides it
 */
GtkWidget *
houbu_masked_label_new (const char *masked, const char *full)
{
  HoubuMaskedLabel *self = g_object_new (HOUBU_TYPE_MASKED_LABEL, NULL);

  self->masked = g_strdup (masked != NULL ? masked : "");
  self->full = g_strdup (full);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * houbu_masked_label_reveal:
 * @self: a label
 * @full: all of the number
 *
 * Shows it, until it is hidden again.
 */
void
houbu_masked_label_reveal (HoubuMaskedLabel *self, const char *full)
{
  g_return_if_fail (HOUBU_IS_MASKED_LABEL (self) && full != NULL);
  g_free (self->full);
  self->full = g_strdup (full);
  gtk_toggle_button_set_active (self->button, TRUE);
  update (self);
}
