/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-help-page.h"

#include <glib/gi18n.h>

#include "houbu-help-topic-page.h"
#include "houbu-link-row.h"
#include "houbu-pages.h"
#include "houbu-reflow.h"

struct _HoubuHelpPage
{
  HoubuPage parent_instance;

  /* template */
  AdwPreferencesGroup *exam_group;
  AdwPreferencesGroup *questions_group;
  AdwPreferencesGroup *terms_group;

  HoubuPageService *service; /* (owned) (nullable) */
  GPtrArray *rows;           /* (element-type HoubuLinkRow) (owned): what is in the groups */
};

#define TOPIC_KEY "houbu-topic"

G_DEFINE_FINAL_TYPE (HoubuHelpPage, houbu_help_page, HOUBU_TYPE_PAGE)

static AdwPreferencesGroup *
find_group (HoubuHelpPage *self, HoubuPageKind kind)
{
  switch (kind)
    {
    case HOUBU_PAGE_KIND_FAQ:
    case HOUBU_PAGE_KIND_WAITLIST_GUIDE:
    case HOUBU_PAGE_KIND_CONTACT:
      return self->questions_group;
    case HOUBU_PAGE_KIND_USER_AGREEMENT:
    case HOUBU_PAGE_KIND_PRIVACY_POLICY:
      return self->terms_group;
    default:
      return self->exam_group;
    }
}

static void
on_row_chosen_cb (HoubuLinkRow *row, HoubuHelpPage *self)
{
  g_autoptr (GObject) what = houbu_help_topic_new (g_object_get_data (G_OBJECT (row), TOPIC_KEY));

  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_HELP_TOPIC, what);
}

static void
add_row (HoubuHelpPage *self, AdwPreferencesGroup *group, const char *topic, const char *title)
{
  GtkWidget *row = houbu_link_row_new (title);

  g_object_set_data_full (G_OBJECT (row), TOPIC_KEY, g_strdup (topic), g_free);
  g_signal_connect_object (row, "chosen", G_CALLBACK (on_row_chosen_cb), self, 0);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, g_object_ref (row));
}

static void
clear_rows (HoubuHelpPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

/* The timetable is a part of the exam, not a text; it stands after the process. */
static void
fill (HoubuHelpPage *self, GListModel *summaries)
{
  clear_rows (self);
  for (guint i = 0; i < g_list_model_get_n_items (summaries); i++)
    {
      g_autoptr (HoubuPageSummary) summary = g_list_model_get_item (summaries, i);
      const HoubuPageKind kind = houbu_page_summary_get_kind (summary);

      add_row (self, find_group (self, kind), houbu_page_kind_to_string (kind),
               houbu_page_summary_get_title (summary));
      if (kind == HOUBU_PAGE_KIND_PROCESS)
        add_row (self, self->exam_group, HOUBU_HELP_TIMETABLE, _ ("Timetable"));
    }
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuHelpPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) summaries =
      houbu_page_service_list_finish (HOUBU_PAGE_SERVICE (source), result, &error);

  if (summaries == NULL)
    {
      houbu_page_fail (HOUBU_PAGE (self), error);
      return;
    }
  fill (self, summaries);
  houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}

static void
houbu_help_page_reload (HoubuPage *page)
{
  HoubuHelpPage *self = HOUBU_HELP_PAGE (page);

  if (self->service == NULL)
    self->service =
        houbu_page_service_new (houbu_services_get_connection (houbu_page_get_services (page)));
  houbu_page_service_list_async (self->service, houbu_page_get_cancellable (page), on_listed_cb,
                                 g_object_ref (self));
}

static void
houbu_help_page_activate (HoubuPage *page)
{
  if (!houbu_page_has_content (page))
    houbu_help_page_reload (page);
}

static void
houbu_help_page_dispose (GObject *object)
{
  HoubuHelpPage *self = HOUBU_HELP_PAGE (object);

  g_clear_object (&self->service);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_HELP_PAGE);
  G_OBJECT_CLASS (houbu_help_page_parent_class)->dispose (object);
}

static void
houbu_help_page_class_init (HoubuHelpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_help_page_dispose;
  page_class->activate = houbu_help_page_activate;
  page_class->reload = houbu_help_page_reload;
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-help-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuHelpPage, exam_group);
  gtk_widget_class_bind_template_child (widget_class, HoubuHelpPage, questions_group);
  gtk_widget_class_bind_template_child (widget_class, HoubuHelpPage, terms_group);
}

static void
houbu_help_page_init (HoubuHelpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}
