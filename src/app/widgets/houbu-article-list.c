/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-article-list.h"

struct _HoubuArticleList
{
  AdwBin parent_instance;

  GListModel *model;     /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned) */

  /* borrowed */
  GtkLabel *heading;
  GtkListBox *list;
};

enum
{
  PROP_TITLE = 1,
  N_PROPS
};

#define HEADING_SPACING 12

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HoubuArticleList, houbu_article_list, ADW_TYPE_BIN)

static void
update (HoubuArticleList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->model != NULL && g_list_model_get_n_items (self->model) > 0);
}

static void
houbu_article_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, gtk_label_get_text (HOUBU_ARTICLE_LIST (object)->heading));
}

static void
houbu_article_list_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  HoubuArticleList *self = HOUBU_ARTICLE_LIST (object);
  const char *title = g_value_get_string (value);

  gtk_label_set_text (self->heading, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading), title != NULL && *title != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

static void
houbu_article_list_dispose (GObject *object)
{
  HoubuArticleList *self = HOUBU_ARTICLE_LIST (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (houbu_article_list_parent_class)->dispose (object);
}

static void
houbu_article_list_class_init (HoubuArticleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = houbu_article_list_get_property;
  object_class->set_property = houbu_article_list_set_property;
  object_class->dispose = houbu_article_list_dispose;
  props[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_article_list_init (HoubuArticleList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, HEADING_SPACING);

  self->heading =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "visible", FALSE, NULL);
  self->list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);
  /* Without a title it is nameless, not called after its class. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, "",
                                  -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), box);
  self->signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (update), self);
  update (self);
}

/**
 * houbu_article_list_set_model:
 * @self: a list
 * @model: (nullable): what to show
 * @make_row: makes a row of an item
 */
void
houbu_article_list_set_model (HoubuArticleList *self,
                              GListModel *model,
                              GtkListBoxCreateWidgetFunc make_row)
{
  g_return_if_fail (HOUBU_IS_ARTICLE_LIST (self));
  if (!g_set_object (&self->model, model))
    return;
  gtk_list_box_bind_model (self->list, model, make_row, NULL, NULL);
  g_signal_group_set_target (self->signals, model);
  update (self);
}
