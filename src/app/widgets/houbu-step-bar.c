/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-step-bar.h"

#include <glib/gi18n.h>

#include "houbu-spoken.h"

struct _HoubuStepBar
{
  GtkWidget parent_instance;

  /* borrowed */
  GtkWidget *row;
  GtkLabel *line;
  GtkWidget *buttons[HOUBU_N_STEPS];
  GtkImage *marks[HOUBU_N_STEPS];

  gboolean narrow;
};

enum
{
  SIGNAL_STEP_CHOSEN,
  N_SIGNALS
};

#define STEP_SPACING 6

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuStepBar, houbu_step_bar, GTK_TYPE_WIDGET)

static void
on_button_clicked_cb (GtkButton *button, HoubuStepBar *self)
{
  const int step = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "houbu-step"));

  g_signal_emit (self, signals[SIGNAL_STEP_CHOSEN], 0, step);
}

static GtkWidget *
make_button (HoubuStepBar *self, HoubuStep step)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, STEP_SPACING);
  GtkWidget *label = gtk_label_new (houbu_flow_step_name (step));

  self->marks[step] = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION, "pixel-size", 16, NULL);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->marks[step]));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "houbu-step", GINT_TO_POINTER (step));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked_cb), self, 0);
  return button;
}

/* The state of a step in words, since a tick and a colour cannot be heard. */
static char *
describe_step (HoubuStep step, gboolean done, gboolean current)
{
  const char *name = houbu_flow_step_name (step);

  if (current)
    /* Translators: %s is the name of a step, such as "Agreement" */
    return g_strdup_printf (_ ("%s, you are here"), name);
  if (done)
    /* Translators: %s is the name of a step, such as "Agreement" */
    return g_strdup_printf (_ ("%s, done"), name);
  /* Translators: %s is the name of a step, such as "Agreement" */
  return g_strdup_printf (_ ("%s, still to come"), name);
}

static void
update_button (HoubuStepBar *self, const HoubuProgress *progress, HoubuStep step, int current)
{
  GtkWidget *button = self->buttons[step];
  const gboolean done = houbu_flow_step_is_done (progress, step);
  const gboolean here = (int) step == current;
  g_autofree char *description = describe_step (step, done, here);

  gtk_widget_set_visible (GTK_WIDGET (self->marks[step]), done);
  gtk_image_set_from_icon_name (self->marks[step], "object-select-symbolic");
  gtk_widget_set_sensitive (button, here || houbu_flow_step_page (progress, step) != NULL);
  houbu_spoken_set (button, description);
  if (here)
    gtk_widget_add_css_class (button, "current");
  else
    gtk_widget_remove_css_class (button, "current");
}

static void
houbu_step_bar_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  HoubuStepBar *self = HOUBU_STEP_BAR (widget);
  int row_min, row_nat, line_min, line_nat;

  gtk_widget_measure (self->row, orientation, -1, &row_min, &row_nat, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->line), orientation, -1, &line_min, &line_nat, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = line_min;
      *natural = MAX (row_nat, line_nat);
      return;
    }
  *minimum = MAX (row_min, line_min);
  *natural = MAX (row_nat, line_nat);
}

/* What is not shown must not be read aloud either. */
static void
apply_narrow (HoubuStepBar *self, gboolean narrow)
{
  self->narrow = narrow;
  gtk_widget_set_child_visible (self->row, !narrow);
  gtk_widget_set_child_visible (GTK_WIDGET (self->line), narrow);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_STATE_HIDDEN, narrow, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_STATE_HIDDEN, !narrow,
                               -1);
}

static void
houbu_step_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HoubuStepBar *self = HOUBU_STEP_BAR (widget);
  int row_min, row_nat;

  gtk_widget_measure (self->row, GTK_ORIENTATION_HORIZONTAL, -1, &row_min, &row_nat, NULL, NULL);
  apply_narrow (self, width < row_min);
  if (self->narrow)
    {
      gtk_widget_size_allocate (GTK_WIDGET (self->line), &(GtkAllocation){ 0, 0, width, height },
                                -1);
      return;
    }
  row_nat = MIN (row_nat, width);
  gtk_widget_size_allocate (self->row,
                            &(GtkAllocation){ (width - row_nat) / 2, 0, row_nat, height }, -1);
}

static void
houbu_step_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (houbu_step_bar_parent_class)->dispose (object);
}

static void
houbu_step_bar_class_init (HoubuStepBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_step_bar_dispose;
  widget_class->measure = houbu_step_bar_measure;
  widget_class->size_allocate = houbu_step_bar_size_allocate;
  signals[SIGNAL_STEP_CHOSEN] =
      g_signal_new ("step-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "stepbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NAVIGATION);
}

static void
houbu_step_bar_init (HoubuStepBar *self)
{
  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, STEP_SPACING);
  self->line = GTK_LABEL (gtk_label_new (NULL));
  for (guint i = 0; i < HOUBU_N_STEPS; i++)
    {
      self->buttons[i] = make_button (self, i);
      gtk_box_append (GTK_BOX (self->row), self->buttons[i]);
    }
  gtk_label_set_ellipsize (self->line, PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (self->row, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->line), GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Steps of registering"), -1);
}

static char *
describe_line (const HoubuProgress *progress, int current)
{
  guint done = 0;

  if (current != HOUBU_NO_STEP)
    /* Translators: the number of a step, the number of steps, the name of the step */
    return g_strdup_printf (_ ("Step %d of %d: %s"), current + 1, HOUBU_N_STEPS,
                            houbu_flow_step_name (current));
  for (guint i = 0; i < HOUBU_N_STEPS; i++)
    done += houbu_flow_step_is_done (progress, i) ? 1 : 0;
  /* Translators: the number of steps that are done, the number of steps */
  return g_strdup_printf (_ ("%u of %d steps done"), done, HOUBU_N_STEPS);
}

/**
 * houbu_step_bar_update:
 * @self: a step bar
 * @progress: how far the candidate has come
 * @current: the step of the page in front, or %HOUBU_NO_STEP
 */
void
houbu_step_bar_update (HoubuStepBar *self, const HoubuProgress *progress, int current)
{
  g_autofree char *text = NULL;

  g_return_if_fail (HOUBU_IS_STEP_BAR (self) && progress != NULL);
  for (guint i = 0; i < HOUBU_N_STEPS; i++)
    update_button (self, progress, i, current);
  text = describe_line (progress, current);
  gtk_label_set_text (self->line, text);
}

/**
 * houbu_step_bar_get_narrow:
 * @self: a step bar
 *
 * Returns: %TRUE while there is only room for the line of text
 */
gboolean
houbu_step_bar_get_narrow (HoubuStepBar *self)
{
  g_return_val_if_fail (HOUBU_IS_STEP_BAR (self), FALSE);
  return self->narrow;
}
