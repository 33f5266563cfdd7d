/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-practice-bar.h"

#include "houbu-reflow.h"
#include "houbu-spoken.h"

struct _HoubuPracticeBar
{
  AdwBin parent_instance;

  GBindingGroup *bindings; /* (owned): to the others */

  /* template */
  GtkWidget *bar;
  GtkWidget *pause_button;
  GtkWidget *slow_button;
};

G_DEFINE_FINAL_TYPE (HoubuPracticeBar, houbu_practice_bar, ADW_TYPE_BIN)

static void
houbu_practice_bar_dispose (GObject *object)
{
  HoubuPracticeBar *self = HOUBU_PRACTICE_BAR (object);

  g_clear_object (&self->bindings);
  /* The bar is the bin's child as well as the template's: each would let it go on its own. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_PRACTICE_BAR);
  G_OBJECT_CLASS (houbu_practice_bar_parent_class)->dispose (object);
}

static void
houbu_practice_bar_class_init (HoubuPracticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_practice_bar_dispose;
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-practice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuPracticeBar, bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuPracticeBar, pause_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuPracticeBar, slow_button);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_practice_bar_init (HoubuPracticeBar *self)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_spoken_tidy (GTK_WIDGET (self));
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "paused", self->pause_button, "active", both);
  g_binding_group_bind (self->bindings, "slow", self->slow_button, "active", both);
  g_binding_group_bind (self->bindings, "running", self->pause_button, "sensitive",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "running", self->slow_button, "sensitive",
                        G_BINDING_SYNC_CREATE);
}

/**
 * houbu_practice_bar_set_practice:
 * @self: a bar
 * @practice: (nullable): the practice that goes on, %NULL for none
 */
void
houbu_practice_bar_set_practice (HoubuPracticeBar *self, HoubuPractice *practice)
{
  HoubuPracticeCrowd *crowd = NULL;

  g_return_if_fail (HOUBU_IS_PRACTICE_BAR (self));
  if (practice != NULL)
    crowd = houbu_practice_get_crowd (practice);
  gtk_widget_set_visible (self->bar, practice != NULL);
  gtk_widget_set_visible (self->pause_button, crowd != NULL);
  gtk_widget_set_visible (self->slow_button, crowd != NULL);
  g_binding_group_set_source (self->bindings, crowd);
}
