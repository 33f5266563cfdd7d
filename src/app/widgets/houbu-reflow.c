/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-reflow.h"

#include "houbu-text-size.h"

struct _HoubuReflow
{
  GtkWidget parent_instance;

  int threshold;
  int spacing;
  int column_spacing;
  gboolean homogeneous;
};

enum
{
  PROP_THRESHOLD = 1,
  PROP_SPACING,
  PROP_COLUMN_SPACING,
  PROP_HOMOGENEOUS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void houbu_reflow_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HoubuReflow,
                               houbu_reflow,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      houbu_reflow_buildable_init))

static GtkWidget *
next_child (HoubuReflow *self, GtkWidget *child)
{
  child = child == NULL ? gtk_widget_get_first_child (GTK_WIDGET (self))
                        : gtk_widget_get_next_sibling (child);
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The requests of the children that count, in order. */
static GArray *
measure_widths (HoubuReflow *self, int *n_expand)
{
  GArray *sizes = g_array_new (FALSE, TRUE, sizeof (GtkRequestedSize));

  *n_expand = 0;
  for (GtkWidget *child = next_child (self, NULL); child != NULL; child = next_child (self, child))
    {
      GtkRequestedSize size = { .data = child };

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &size.minimum_size,
                          &size.natural_size, NULL, NULL);
      *n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
      g_array_append_val (sizes, size);
    }
  return sizes;
}

/* The narrowest row. */
static int
sum_minimum (HoubuReflow *self, GArray *sizes)
{
  int sum = 0;
  int widest = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      const int minimum = g_array_index (sizes, GtkRequestedSize, i).minimum_size;

      sum += minimum;
      widest = MAX (widest, minimum);
    }
  if (self->homogeneous)
    sum = widest * (int) sizes->len;
  return sizes->len > 0 ? sum + (int) (sizes->len - 1) * self->spacing : 0;
}

/* Fits as a row: neither below the wish of whoever made it nor below what the children need. */
static gboolean
fits_row (HoubuReflow *self, GArray *sizes, int width)
{
  return width >= houbu_text_size_scale (GTK_WIDGET (self), self->threshold) &&
         width >= sum_minimum (self, sizes);
}

static void
share_evenly (HoubuReflow *self, GArray *sizes, int width)
{
  int left = width - ((int) sizes->len - 1) * self->spacing;

  for (guint i = 0; i < sizes->len; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

      size->minimum_size = left / (int) (sizes->len - i);
      left -= size->minimum_size;
    }
}

/* Turns the minimum sizes into the widths of a row. */
static void
share_by_need (HoubuReflow *self, GArray *sizes, int n_expand, int width)
{
  int extra =
      gtk_distribute_natural_allocation (MAX (width - sum_minimum (self, sizes), 0), sizes->len,
                                         (GtkRequestedSize *) (void *) sizes->data);

  for (guint i = 0; i < sizes->len && n_expand > 0; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

      if (!gtk_widget_compute_expand (size->data, GTK_ORIENTATION_HORIZONTAL))
        continue;
      size->minimum_size += extra / n_expand;
      extra -= extra / n_expand;
      n_expand--;
    }
}

static void
share_width (HoubuReflow *self, GArray *sizes, int n_expand, int width)
{
  if (self->homogeneous)
    share_evenly (self, sizes, width);
  else
    share_by_need (self, sizes, n_expand, width);
}

static void
measure_width (HoubuReflow *self, int *minimum, int *natural)
{
  int n_expand;
  g_autoptr (GArray) sizes = measure_widths (self, &n_expand);
  int row = sizes->len > 0 ? (int) (sizes->len - 1) * self->spacing : 0;

  *minimum = 0;
  for (guint i = 0; i < sizes->len; i++)
    {
      *minimum = MAX (*minimum, g_array_index (sizes, GtkRequestedSize, i).minimum_size);
      row += g_array_index (sizes, GtkRequestedSize, i).natural_size;
    }
  *natural = MAX (row, *minimum);
}

static void
measure_height (HoubuReflow *self, int width, int *minimum, int *natural)
{
  int n_expand;
  g_autoptr (GArray) sizes = measure_widths (self, &n_expand);
  const gboolean row = width < 0 || fits_row (self, sizes, width);

  if (row && width >= 0)
    share_width (self, sizes, n_expand, width);
  *minimum = *natural = 0;
  for (guint i = 0; i < sizes->len; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      const int for_width = width < 0 ? -1 : row ? size->minimum_size : width;
      int child_min, child_nat;

      gtk_widget_measure (size->data, GTK_ORIENTATION_VERTICAL, for_width, &child_min, &child_nat,
                          NULL, NULL);
      *minimum = row ? MAX (*minimum, child_min) : *minimum + child_min;
      *natural = row ? MAX (*natural, child_nat) : *natural + child_nat;
    }
  if (!row && sizes->len > 1)
    {
      *minimum += (int) (sizes->len - 1) * self->column_spacing;
      *natural += (int) (sizes->len - 1) * self->column_spacing;
    }
}

static void
houbu_reflow_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  HoubuReflow *self = HOUBU_REFLOW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    measure_height (self, for_size, minimum, natural);
}

static void
allocate_row (HoubuReflow *self, GArray *sizes, int width, int height)
{
  const gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      GtkAllocation place = { x, 0, size->minimum_size, height };

      if (mirrored)
        place.x = width - x - size->minimum_size;
      gtk_widget_size_allocate (size->data, &place, -1);
      x += size->minimum_size + self->spacing;
    }
}

static void
allocate_column (HoubuReflow *self, GArray *sizes, int width)
{
  int y = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      GtkWidget *child = g_array_index (sizes, GtkRequestedSize, i).data;
      GtkAllocation place = { 0, y, width, 0 };

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &place.height, NULL, NULL);
      gtk_widget_size_allocate (child, &place, -1);
      y += place.height + self->column_spacing;
    }
}

static void
houbu_reflow_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HoubuReflow *self = HOUBU_REFLOW (widget);
  int n_expand;
  g_autoptr (GArray) sizes = measure_widths (self, &n_expand);

  if (!fits_row (self, sizes, width))
    {
      allocate_column (self, sizes, width);
      return;
    }
  share_width (self, sizes, n_expand, width);
  allocate_row (self, sizes, width, height);
}

/* GTK goes by the middle of each child, so that a higher one comes after its lower neighbour. */
static gboolean
houbu_reflow_focus (GtkWidget *widget, GtkDirectionType direction)
{
  const gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (!forward && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (houbu_reflow_parent_class)->focus (widget, direction);
  if (child == NULL)
    child = forward ? gtk_widget_get_first_child (widget) : gtk_widget_get_last_child (widget);
  while (child != NULL && !gtk_widget_child_focus (child, direction))
    child = forward ? gtk_widget_get_next_sibling (child) : gtk_widget_get_prev_sibling (child);
  return child != NULL;
}

static GtkSizeRequestMode
houbu_reflow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
houbu_reflow_add_child (GtkBuildable *buildable,
                        GtkBuilder *builder,
                        GObject *child,
                        const char *type)
{
  if (GTK_IS_WIDGET (child))
    houbu_reflow_append (HOUBU_REFLOW (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
houbu_reflow_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = houbu_reflow_add_child;
}

static int *
find_value (HoubuReflow *self, guint prop_id)
{
  switch (prop_id)
    {
    case PROP_THRESHOLD:
      return &self->threshold;
    case PROP_SPACING:
      return &self->spacing;
    default:
      return &self->column_spacing;
    }
}

static void
houbu_reflow_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_HOMOGENEOUS)
    g_value_set_boolean (value, HOUBU_REFLOW (object)->homogeneous);
  else
    g_value_set_int (value, *find_value (HOUBU_REFLOW (object), prop_id));
}

static void
houbu_reflow_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  HoubuReflow *self = HOUBU_REFLOW (object);
  int *place = find_value (self, prop_id);

  if (prop_id == PROP_HOMOGENEOUS)
    {
      self->homogeneous = g_value_get_boolean (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      return;
    }
  if (*place == g_value_get_int (value))
    return;
  *place = g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (object));
  g_object_notify_by_pspec (object, pspec);
}

static void
houbu_reflow_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (houbu_reflow_parent_class)->dispose (object);
}

static void
houbu_reflow_class_init (HoubuReflowClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = houbu_reflow_get_property;
  object_class->set_property = houbu_reflow_set_property;
  object_class->dispose = houbu_reflow_dispose;
  widget_class->focus = houbu_reflow_focus;
  widget_class->measure = houbu_reflow_measure;
  widget_class->size_allocate = houbu_reflow_size_allocate;
  widget_class->get_request_mode = houbu_reflow_get_request_mode;
  props[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_COLUMN_SPACING] =
      g_param_spec_int ("column-spacing", NULL, NULL, 0, G_MAXINT, 6, flags);
  props[PROP_HOMOGENEOUS] = g_param_spec_boolean ("homogeneous", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "reflow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_reflow_init (HoubuReflow *self)
{
  self->column_spacing = 6;
}

/**
 * houbu_reflow_new:
 * @threshold: pixels from which the children stand side by side, at the usual size of text
 * @spacing: pixels between them then
 *
 * Returns: (transfer floating): a new one without children
 */
GtkWidget *
houbu_reflow_new (int threshold, int spacing)
{
  return g_object_new (HOUBU_TYPE_REFLOW, "threshold", threshold, "spacing", spacing, NULL);
}

/**
 * houbu_reflow_append:
 * @self: a reflow
 * @child: (transfer floating): a widget to add at the end
 */
void
houbu_reflow_append (HoubuReflow *self, GtkWidget *child)
{
  g_return_if_fail (HOUBU_IS_REFLOW (self) && GTK_IS_WIDGET (child));
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
