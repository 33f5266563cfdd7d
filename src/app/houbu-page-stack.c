/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-stack.h"

struct _HoubuPageStack
{
  AdwBin parent_instance;

  GPtrArray *trail; /* (owned) (element-type utf8): names, the visible one last */

  /* borrowed */
  GtkStack *stack;
};

enum
{
  PROP_VISIBLE_PAGE = 1,
  PROP_CAN_GO_BACK,
  N_PROPS
};

#define TRANSITION_MS 180

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HoubuPageStack, houbu_page_stack, ADW_TYPE_BIN)

static const char *
last_name (HoubuPageStack *self)
{
  return self->trail->len > 0 ? g_ptr_array_index (self->trail, self->trail->len - 1) : NULL;
}

/* A covered page would still be read by a screen reader, so what is not shown is hidden. */
static void
hide_covered (HoubuPageStack *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  if (gtk_stack_get_transition_running (self->stack))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == shown);
}

static void
on_transition_running_notify_cb (GtkStack *stack, GParamSpec *pspec, HoubuPageStack *self)
{
  hide_covered (self);
}

static void
bring_forward (HoubuPageStack *self, const char *name, GtkStackTransitionType transition)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);
  GtkWidget *before = gtk_stack_get_visible_child (self->stack);

  if (before != NULL && before != page)
    houbu_page_deactivate (HOUBU_PAGE (before));
  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child_full (self->stack, name, transition);
  hide_covered (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VISIBLE_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_BACK]);
  houbu_page_activate (HOUBU_PAGE (page));
}

static gboolean
find_in_trail (HoubuPageStack *self, const char *name, guint *index)
{
  return g_ptr_array_find_with_equal_func (self->trail, name, g_str_equal, index);
}

static void
houbu_page_stack_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HoubuPageStack *self = HOUBU_PAGE_STACK (object);

  switch (prop_id)
    {
    case PROP_VISIBLE_PAGE:
      g_value_set_object (value, houbu_page_stack_get_visible_page (self));
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, houbu_page_stack_get_can_go_back (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_page_stack_finalize (GObject *object)
{
  g_ptr_array_unref (HOUBU_PAGE_STACK (object)->trail);
  G_OBJECT_CLASS (houbu_page_stack_parent_class)->finalize (object);
}

static void
houbu_page_stack_class_init (HoubuPageStackClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = houbu_page_stack_get_property;
  object_class->finalize = houbu_page_stack_finalize;
  props[PROP_VISIBLE_PAGE] =
      g_param_spec_object ("visible-page", NULL, NULL, HOUBU_TYPE_PAGE, flags);
  props[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_page_stack_init (HoubuPageStack *self)
{
  self->trail = g_ptr_array_new_with_free_func (g_free);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_duration (self->stack, TRANSITION_MS);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  g_signal_connect_object (self->stack, "notify::transition-running",
                           G_CALLBACK (on_transition_running_notify_cb), self, 0);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * houbu_page_stack_new:
 *
 * Returns: (transfer floating): a stack without pages
 */
GtkWidget *
houbu_page_stack_new (void)
{
  return g_object_new (HOUBU_TYPE_PAGE_STACK, NULL);
}

/**
 * houbu_page_stack_add:
 * @self: a page stack
 * @name: a name that no page here has
 * @page: (transfer floating): the page
 */
void
houbu_page_stack_add (HoubuPageStack *self, const char *name, HoubuPage *page)
{
  g_return_if_fail (HOUBU_IS_PAGE_STACK (self) && name != NULL && HOUBU_IS_PAGE (page));
  gtk_widget_set_visible (GTK_WIDGET (page), FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (page), name);
}

/**
 * houbu_page_stack_find:
 * @self: a page stack
 * @name: the name of a page
 *
 * Returns: (transfer none) (nullable): the page, if it was added
 */
HoubuPage *
houbu_page_stack_find (HoubuPageStack *self, const char *name)
{
  g_return_val_if_fail (HOUBU_IS_PAGE_STACK (self) && name != NULL, NULL);
  return (HoubuPage *) gtk_stack_get_child_by_name (self->stack, name);
}

/**
 * houbu_page_stack_show:
 * @self: a page stack
 * @name: the name of a page that was added
 * @as_first: forget the way back
 */
void
houbu_page_stack_show (HoubuPageStack *self, const char *name, gboolean as_first)
{
  GtkStackTransitionType transition = GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT;
  guint index;

  g_return_if_fail (HOUBU_IS_PAGE_STACK (self));
  g_return_if_fail (houbu_page_stack_find (self, name) != NULL);
  if (g_strcmp0 (last_name (self), name) == 0 && !as_first)
    return;
  if (as_first)
    {
      g_ptr_array_set_size (self->trail, 0);
      transition = GTK_STACK_TRANSITION_TYPE_CROSSFADE;
    }
  else if (find_in_trail (self, name, &index))
    {
      g_ptr_array_set_size (self->trail, (int) index);
      transition = GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT;
    }
  g_ptr_array_add (self->trail, g_strdup (name));
  bring_forward (self, name, transition);
}

/**
 * houbu_page_stack_go_back:
 * @self: a page stack
 *
 * Shows the page before this one, if there is one.
 */
void
houbu_page_stack_go_back (HoubuPageStack *self)
{
  g_return_if_fail (HOUBU_IS_PAGE_STACK (self));
  if (!houbu_page_stack_get_can_go_back (self))
    return;
  g_ptr_array_set_size (self->trail, (int) self->trail->len - 1);
  bring_forward (self, last_name (self), GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
}

/**
 * houbu_page_stack_get_can_go_back:
 * @self: a page stack
 *
 * Returns: %TRUE when there is a page before this one
 */
gboolean
houbu_page_stack_get_can_go_back (HoubuPageStack *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE_STACK (self), FALSE);
  return self->trail->len > 1;
}

/**
 * houbu_page_stack_get_visible_page:
 * @self: a page stack
 *
 * Returns: (transfer none) (nullable): the page in front
 */
HoubuPage *
houbu_page_stack_get_visible_page (HoubuPageStack *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE_STACK (self), NULL);
  return last_name (self) != NULL ? houbu_page_stack_find (self, last_name (self)) : NULL;
}

/**
 * houbu_page_stack_get_visible_name:
 * @self: a page stack
 *
 * Returns: (nullable): the name of the page in front
 */
const char *
houbu_page_stack_get_visible_name (HoubuPageStack *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE_STACK (self), NULL);
  return last_name (self);
}

/**
 * houbu_page_stack_clear:
 * @self: a page stack
 *
 * Takes all pages away, with whatever was typed in them.
 */
void
houbu_page_stack_clear (HoubuPageStack *self)
{
  HoubuPage *front;
  GtkWidget *child;

  g_return_if_fail (HOUBU_IS_PAGE_STACK (self));
  front = houbu_page_stack_get_visible_page (self);
  if (front != NULL)
    houbu_page_deactivate (front);
  g_ptr_array_set_size (self->trail, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL)
    gtk_stack_remove (self->stack, child);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VISIBLE_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_BACK]);
}
