/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live-mark.h"

#include <glib/gi18n.h>

struct _HoubuLiveMark
{
  AdwBin parent_instance;

  HoubuCandidate *candidate; /* (owned) (nullable) */
  GSignalGroup *signals;     /* (owned) */

  /* borrowed */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (HoubuLiveMark, houbu_live_mark, ADW_TYPE_BIN)

/* What each state is called and explained as; no name: nothing is shown. */
static const struct
{
  const char *name;
  const char *explanation;
  const char *css_class;
} looks[] = {
  [HOUBU_LIVE_OFFLINE] = { NULL, NULL, NULL },
  /* Translators: short state in the header bar */
  [HOUBU_LIVE_CONNECTING] = { N_ ("connecting…"), N_ ("Connecting to the server"), "dim-label" },
  /* Translators: short state in the header bar */
  [HOUBU_LIVE_LIVE] = { N_ ("live"), N_ ("What you see follows the server by itself"),
                        "houbu-live" },
  /* Translators: short state in the header bar */
  [HOUBU_LIVE_STALE] = { N_ ("not live"), N_ ("What you see may be out of date"),
                         "houbu-not-live" },
};

static void
update (HoubuLiveMark *self)
{
  const HoubuLiveState state = self->candidate != NULL
                                   ? houbu_candidate_get_live_state (self->candidate)
                                   : HOUBU_LIVE_OFFLINE;
  const char *name = looks[state].name;

  gtk_widget_set_visible (GTK_WIDGET (self), name != NULL);
  if (name == NULL)
    return;
  gtk_label_set_text (self->label, _ (name));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ (looks[state].explanation));
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class != NULL)
      gtk_widget_remove_css_class (GTK_WIDGET (self->label), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), looks[state].css_class);
}

static void
houbu_live_mark_dispose (GObject *object)
{
  HoubuLiveMark *self = HOUBU_LIVE_MARK (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->candidate);
  G_OBJECT_CLASS (houbu_live_mark_parent_class)->dispose (object);
}

static void
houbu_live_mark_class_init (HoubuLiveMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_live_mark_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_live_mark_init (HoubuLiveMark *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "houbu-mark");
  gtk_widget_set_valign (GTK_WIDGET (self->label), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  self->signals = g_signal_group_new (HOUBU_TYPE_CANDIDATE);
  g_signal_group_connect_swapped (self->signals, "notify::live-state", G_CALLBACK (update), self);
  update (self);
}

/**
 * houbu_live_mark_set_candidate:
 * @self: a mark
 * @candidate: (nullable): whose connection to tell about
 */
void
houbu_live_mark_set_candidate (HoubuLiveMark *self, HoubuCandidate *candidate)
{
  g_return_if_fail (HOUBU_IS_LIVE_MARK (self));
  if (!g_set_object (&self->candidate, candidate))
    return;
  g_signal_group_set_target (self->signals, candidate);
  update (self);
}
