/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-help-topic-page.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-article-list.h"
#include "houbu-article-row.h"
#include "houbu-rich-text.h"

struct _HoubuHelpTopicPage
{
  HoubuPage parent_instance;

  /* template */
  GtkLabel *heading_label;
  GtkBox *text_box;
  HoubuArticleList *timetable_list;

  HoubuPageService *service; /* (owned) (nullable) */
  char *topic;               /* (owned): a wire word of HoubuPageKind, or the timetable */
};

G_DEFINE_FINAL_TYPE (HoubuHelpTopicPage, houbu_help_topic_page, HOUBU_TYPE_PAGE)

static gboolean
is_timetable (HoubuHelpTopicPage *self)
{
  return g_strcmp0 (self->topic, HOUBU_HELP_TIMETABLE) == 0;
}

static void
show_text (HoubuHelpTopicPage *self, const char *title, const char *body)
{
  gtk_label_set_text (self->heading_label, title);
  houbu_rich_text_fill (self->text_box, body);
  gtk_widget_set_visible (GTK_WIDGET (self->text_box), body != NULL);
  houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}

static void
on_text_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuHelpTopicPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuTextPage) text =
      houbu_page_service_get_finish (HOUBU_PAGE_SERVICE (source), result, &error);

  if (text == NULL)
    houbu_page_fail (HOUBU_PAGE (self), error);
  /* Another one may have been chosen meanwhile. */
  else if (g_strcmp0 (houbu_page_kind_to_string (houbu_text_page_get_kind (text)), self->topic) ==
           0)
    show_text (self, houbu_text_page_get_title (text), houbu_text_page_get_body (text));
}

static void
show_timetable (HoubuHelpTopicPage *self)
{
  HoubuExam *exam = houbu_candidate_get_exam (
      houbu_services_get_candidate (houbu_page_get_services (HOUBU_PAGE (self))));
  GListModel *timetable = exam != NULL ? G_LIST_MODEL (houbu_exam_get_timetable (exam)) : NULL;
  const gboolean empty = timetable == NULL || g_list_model_get_n_items (timetable) == 0;

  if (timetable != NULL)
    houbu_article_list_set_model (self->timetable_list, timetable,
                                  houbu_article_row_new_for_timetable);
  show_text (self, _ ("Timetable"),
             empty ? _ ("The times of the exams have not been announced yet.") : NULL);
}

static void
on_exam_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuHelpTopicPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_candidate_refresh_exam_finish (HOUBU_CANDIDATE (source), result, &error) ||
      g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NO_EXAM))
    show_timetable (self);
  else
    houbu_page_fail (HOUBU_PAGE (self), error);
}

static void
houbu_help_topic_page_reload (HoubuPage *page)
{
  HoubuHelpTopicPage *self = HOUBU_HELP_TOPIC_PAGE (page);
  HoubuServices *services = houbu_page_get_services (page);

  gtk_widget_set_visible (GTK_WIDGET (self->timetable_list), is_timetable (self));
  if (is_timetable (self))
    {
      houbu_candidate_refresh_exam_async (houbu_services_get_candidate (services),
                                          houbu_page_get_cancellable (page), on_exam_got_cb,
                                          g_object_ref (self));
      return;
    }
  if (self->service == NULL)
    self->service = houbu_page_service_new (houbu_services_get_connection (services));
  houbu_page_service_get_async (self->service, self->topic, houbu_page_get_cancellable (page),
                                on_text_got_cb, g_object_ref (self));
}

static void
houbu_help_topic_page_receive (HoubuPage *page, GObject *what)
{
  HoubuHelpTopicPage *self = HOUBU_HELP_TOPIC_PAGE (page);

  if (!GTK_IS_STRING_OBJECT (what))
    return;
  g_free (self->topic);
  self->topic = g_strdup (gtk_string_object_get_string (GTK_STRING_OBJECT (what)));
  houbu_page_set_state (page, HOUBU_PAGE_LOADING);
}

static void
houbu_help_topic_page_activate (HoubuPage *page)
{
  if (!houbu_page_has_content (page))
    houbu_help_topic_page_reload (page);
}

static void
houbu_help_topic_page_dispose (GObject *object)
{
  HoubuHelpTopicPage *self = HOUBU_HELP_TOPIC_PAGE (object);

  g_clear_object (&self->service);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_HELP_TOPIC_PAGE);
  G_OBJECT_CLASS (houbu_help_topic_page_parent_class)->dispose (object);
}

static void
houbu_help_topic_page_finalize (GObject *object)
{
  g_free (HOUBU_HELP_TOPIC_PAGE (object)->topic);
  G_OBJECT_CLASS (houbu_help_topic_page_parent_class)->finalize (object);
}

static void
houbu_help_topic_page_class_init (HoubuHelpTopicPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_help_topic_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = houbu_help_topic_page_finalize;
  page_class->activate = houbu_help_topic_page_activate;
  page_class->receive = houbu_help_topic_page_receive;
  page_class->reload = houbu_help_topic_page_reload;
  g_type_ensure (HOUBU_TYPE_ARTICLE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-help-topic-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuHelpTopicPage, heading_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuHelpTopicPage, text_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuHelpTopicPage, timetable_list);
}

static void
houbu_help_topic_page_init (HoubuHelpTopicPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->topic = g_strdup (houbu_page_kind_to_string (HOUBU_PAGE_KIND_EXAM_INTRODUCTION));
}

/**
 * houbu_help_topic_new:
 * @topic: a wire word of #HoubuPageKind, or %HOUBU_HELP_TIMETABLE
 *
 * Returns: (transfer full): what to hand over to the page
 */
GObject *
houbu_help_topic_new (const char *topic)
{
  g_return_val_if_fail (topic != NULL, NULL);
  return G_OBJECT (gtk_string_object_new (topic));
}
