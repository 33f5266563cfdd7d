/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-article-row.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

static GtkWidget *
make_body (const char *body)
{
  GtkWidget *label = gtk_label_new (body);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "houbu-article");
  return label;
}

/* @label gets what shows the text, if there is one. */
static GtkWidget *
make_row (const char *title, const char *subtitle, const char *body, GtkWidget **label)
{
  const gboolean opens = body != NULL && *body != '\0';
  GtkWidget *row =
      g_object_new (opens ? ADW_TYPE_EXPANDER_ROW : ADW_TYPE_ACTION_ROW, "use-markup", FALSE,
                    "title", title, "subtitle", subtitle != NULL ? subtitle : "", NULL);
  GtkWidget *inner = NULL;

  *label = NULL;
  if (!opens)
    return row;
  *label = make_body (body);
  inner = g_object_new (ADW_TYPE_PREFERENCES_ROW, "child", *label, "activatable", FALSE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, body, -1);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inner);
  return row;
}

/**
 * houbu_article_row_new:
 * @title: one line
 * @subtitle: (nullable): a second one
 * @body: (nullable): the text that opens below
 *
 * Returns: (transfer floating): a row with a text that can be opened. All of it is plain text: it
 *   comes from a server.
 */
GtkWidget *
houbu_article_row_new (const char *title, const char *subtitle, const char *body)
{
  GtkWidget *label = NULL;

  return make_row (title, subtitle, body, &label);
}

/**
 * houbu_article_row_new_for_news:
 * @item: (type HoubuNewsItem): some news
 * @user_data: nothing
 *
 * Returns: (transfer floating): a row for a list box
 */
GtkWidget *
houbu_article_row_new_for_news (gpointer item, gpointer user_data)
{
  g_autofree char *when = houbu_text_time (houbu_news_item_get_published_at (item));

  return houbu_article_row_new (houbu_news_item_get_title (item), when,
                                houbu_news_item_get_body (item));
}

static char *
describe_notice (HoubuNotice *notice)
{
  const char *issuer = houbu_notice_get_issuer (notice);
  g_autofree char *when = houbu_text_time (houbu_notice_get_published_at (notice));

  switch (houbu_notice_get_audience (notice))
    {
    case HOUBU_NOTICE_AUDIENCE_PROVINCE:
      /* Translators: who issued a notice, such as "(99) Test Province"; when */
      return g_strdup_printf (_ ("Provincial notice of %s · %s"), issuer, when);
    case HOUBU_NOTICE_AUDIENCE_SCHOOL:
      /* Translators: who issued a notice, such as "(99301) Test University"; when */
      return g_strdup_printf (_ ("School notice of %s · %s"), issuer, when);
    case HOUBU_NOTICE_AUDIENCE_UNSET:
    case HOUBU_NOTICE_AUDIENCE_EVERYONE:
    default:
      return g_steal_pointer (&when);
    }
}

/**
 * houbu_article_row_new_for_notice:
 * @item: (type HoubuNotice): a notice
 * @user_data: nothing
 *
 * Returns: (transfer floating): a row for a list box; it stays open while the notice changes
 */
GtkWidget *
houbu_article_row_new_for_notice (gpointer item, gpointer user_data)
{
  g_autofree char *subtitle = describe_notice (item);
  GtkWidget *label = NULL;
  GtkWidget *row =
      make_row (houbu_notice_get_title (item), subtitle, houbu_notice_get_body (item), &label);

  g_object_bind_property (item, "title", row, "title", G_BINDING_DEFAULT);
  if (label != NULL)
    g_object_bind_property (item, "body", label, "label", G_BINDING_DEFAULT);
  return row;
}

/**
 * houbu_article_row_new_for_timetable:
 * @item: (type HoubuTimetableItem): a line of the timetable
 * @user_data: nothing
 *
 * Returns: (transfer floating): a row for a list box
 */
GtkWidget *
houbu_article_row_new_for_timetable (gpointer item, gpointer user_data)
{
  g_autofree char *when = houbu_text_span (houbu_timetable_item_get_starts_at (item),
                                           houbu_timetable_item_get_ends_at (item));

  return houbu_article_row_new (houbu_timetable_item_get_title (item), when, NULL);
}
