/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-movement-chart.h"

struct _HoubuMovementChart
{
  GtkWidget parent_instance;

  HoubuWait *wait; /* (owned) (nullable) */
  gint64 now;
};

#define CHART_WIDTH 132
#define CHART_HEIGHT 44
#define LINE_WIDTH 2.0
#define DOT_RADIUS 3.5
#define FILL_ALPHA 0.14

G_DEFINE_FINAL_TYPE (HoubuMovementChart, houbu_movement_chart, GTK_TYPE_WIDGET)

/* Where the points lie: time runs to the right, the front of the queue is at the bottom. */
typedef struct
{
  const HoubuWaitPoint *points;
  guint n_points;
  gint64 from;
  gint64 to;
  gint64 worst;
  double width;
  double height;
} Plot;

static double
plot_x (const Plot *plot, gint64 at)
{
  const gint64 span = plot->to - plot->from;

  return DOT_RADIUS +
         (plot->width - 2 * DOT_RADIUS) * CLAMP ((double) (at - plot->from) / (double) span, 0, 1);
}

static double
plot_y (const Plot *plot, gint64 position)
{
  const double inner = plot->height - 2 * DOT_RADIUS;

  if (plot->n_points == 1) /* no movement, no scale: the line stands in the middle */
    return plot->height / 2.0;
  return DOT_RADIUS + inner * (1 - (double) position / (double) MAX (plot->worst, 1));
}

static gboolean
plot_prepare (HoubuMovementChart *self, Plot *plot)
{
  plot->points = houbu_wait_get_history (self->wait, &plot->n_points);
  if (plot->n_points == 0)
    return FALSE;
  plot->from = plot->points[0].at;
  /* Without a span of time yet it is a level line, not a lost dot. */
  plot->to = MAX (MAX (self->now, plot->points[plot->n_points - 1].at), plot->from + 1);
  plot->width = gtk_widget_get_width (GTK_WIDGET (self));
  plot->height = gtk_widget_get_height (GTK_WIDGET (self));
  plot->worst = 1;
  for (guint i = 0; i < plot->n_points; i++)
    plot->worst = MAX (plot->worst, plot->points[i].position);
  return TRUE;
}

/* A position holds until the next one, so the line goes in steps. */
static void
trace_steps (const Plot *plot, cairo_t *cr)
{
  double y = plot_y (plot, plot->points[0].position);

  cairo_move_to (cr, plot_x (plot, plot->from), y);
  for (guint i = 1; i < plot->n_points; i++)
    {
      const double x = plot_x (plot, plot->points[i].at);

      cairo_line_to (cr, x, y);
      y = plot_y (plot, plot->points[i].position);
      cairo_line_to (cr, x, y);
    }
  cairo_line_to (cr, plot_x (plot, plot->to), y);
}

static void
draw_distance (const Plot *plot, cairo_t *cr, const GdkRGBA *color, double right)
{
  trace_steps (plot, cr);
  cairo_line_to (cr, right, plot->height);
  cairo_line_to (cr, plot_x (plot, plot->from), plot->height);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, FILL_ALPHA);
  cairo_fill (cr);
}

static void
draw_plot (const Plot *plot, cairo_t *cr, const GdkRGBA *color)
{
  const double right = plot_x (plot, plot->to);
  const double last = plot_y (plot, plot->points[plot->n_points - 1].position);

  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, color);
  trace_steps (plot, cr);
  cairo_stroke (cr);

  if (plot->n_points > 1) /* nothing has been covered by standing still */
    draw_distance (plot, cr, color, right);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_arc (cr, right, last, DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
houbu_movement_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HoubuMovementChart *self = HOUBU_MOVEMENT_CHART (widget);
  Plot plot = { 0 };
  GdkRGBA color;
  cairo_t *cr;

  if (self->wait == NULL || !plot_prepare (self, &plot))
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) plot.width, (float) plot.height));
  draw_plot (&plot, cr, &color);
  cairo_destroy (cr);
}

static void
houbu_movement_chart_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  const gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? CHART_WIDTH / 2 : CHART_HEIGHT;
  *natural = wide ? CHART_WIDTH : CHART_HEIGHT;
}

static void
houbu_movement_chart_dispose (GObject *object)
{
  g_clear_object (&HOUBU_MOVEMENT_CHART (object)->wait);
  G_OBJECT_CLASS (houbu_movement_chart_parent_class)->dispose (object);
}

static void
houbu_movement_chart_class_init (HoubuMovementChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_movement_chart_dispose;
  widget_class->measure = houbu_movement_chart_measure;
  widget_class->snapshot = houbu_movement_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "movementchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
houbu_movement_chart_init (HoubuMovementChart *self)
{
}

/**
 * houbu_movement_chart_set_wait:
 * @self: a chart
 * @wait: (nullable): the wait to draw
 */
void
houbu_movement_chart_set_wait (HoubuMovementChart *self, HoubuWait *wait)
{
  g_return_if_fail (HOUBU_IS_MOVEMENT_CHART (self));
  if (self->wait == wait)
    return;
  g_clear_object (&self->wait);
  if (wait != NULL)
    {
      self->wait = g_object_ref (wait);
      g_signal_connect_object (wait, "notify::n-points", G_CALLBACK (gtk_widget_queue_draw), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * houbu_movement_chart_set_now:
 * @self: a chart
 * @now: the server's clock, µs since the epoch: where the line ends
 */
void
houbu_movement_chart_set_now (HoubuMovementChart *self, gint64 now)
{
  g_return_if_fail (HOUBU_IS_MOVEMENT_CHART (self));
  self->now = now;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
