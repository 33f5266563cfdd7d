/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-article.h"

#include <glib/gi18n.h>

#include "houbu-ctl-table.h"

#define PATH "/v1/admin/news"

static void
print_news (HoubuCtl *ctl, HoubuNewsItemList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_news_item_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = houbu_ctl_table_new (_ ("News"), _ ("Since"), _ ("Language"), _ ("Title"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuNewsItem) news = g_list_model_get_item (items, i);
      const char *language = houbu_news_item_get_language (news);

      houbu_ctl_table_add_text (table, houbu_news_item_get_id (news));
      houbu_ctl_table_add_time (table, houbu_news_item_get_published_at (news));
      /* Translators: in which languages some news are shown */
      houbu_ctl_table_add_text (table, language != NULL ? language : _ ("all"));
      houbu_ctl_table_add_text (table, houbu_news_item_get_title (news));
    }
  houbu_ctl_table_print (table);
}

/* One that was just written, printed like a list of one. */
static HoubuCtlExit
send_and_print (HoubuCtl *ctl, const char *method, const char *path, gpointer body)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuNewsItem) news = NULL;
  g_autoptr (HoubuNewsItemList) list = houbu_news_item_list_new ();

  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  news = houbu_ctl_call (ctl, method, path, body, HOUBU_TYPE_NEWS_ITEM, &code);
  if (news == NULL)
    return code;
  if (ctl->json)
    {
      houbu_ctl_print_record (news);
      return code;
    }
  g_list_store_append (houbu_news_item_list_get_items (list), news);
  print_news (ctl, list);
  return code;
}

static HoubuCtlExit
run_list (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_news_list, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuNewsItemList) list = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  list = houbu_ctl_call_all (ctl, PATH, HOUBU_TYPE_NEWS_ITEM_LIST, &code);
  if (list != NULL)
    print_news (ctl, list);
  return code;
}

static HoubuCtlExit
run_add (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (HoubuCtlArticle) article = { 0 };
  g_autofree char *language = NULL;
  const GOptionEntry entries[] = {
    { "only-in", 0, 0, G_OPTION_ARG_STRING, &language,
      N_ ("Show it in this language only: en or zh-CN"), "LANGUAGE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_news_add, entries);
  g_autoptr (HoubuNewsRequest) request = houbu_news_request_new ();

  houbu_ctl_article_add_options (&article, context);
  if (!houbu_ctl_parse (context, &argc, &argv, 0) || !houbu_ctl_article_read (&article) ||
      !houbu_ctl_article_check_whole (&article))
    return HOUBU_CTL_USAGE;
  houbu_news_request_set_title (request, article.title);
  houbu_news_request_set_body (request, article.text);
  houbu_news_request_set_language (request, language);
  return send_and_print (ctl, "POST", PATH, request);
}

static HoubuCtlExit
run_set (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (HoubuCtlArticle) article = { 0 };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_news_set, NULL);
  g_autoptr (HoubuNewsChange) change = houbu_news_change_new ();
  g_autofree char *path = NULL;

  houbu_ctl_article_add_options (&article, context);
  if (!houbu_ctl_parse (context, &argc, &argv, 1) || !houbu_ctl_article_read (&article) ||
      !houbu_ctl_article_check_any (&article))
    return HOUBU_CTL_USAGE;
  houbu_news_change_set_title (change, article.title);
  houbu_news_change_set_body (change, article.text);
  path = houbu_ctl_path (PATH "/", argv[1], "");
  return send_and_print (ctl, "PATCH", path, change);
}

static HoubuCtlExit
run_remove (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_news_remove, NULL);

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  return houbu_ctl_remove (ctl, PATH "/", argv[1]);
}

const HoubuCtlCommand houbu_ctl_news_list = { "news list", "", N_ ("List the news."), run_list };
const HoubuCtlCommand houbu_ctl_news_add = {
  "news add", "", N_ ("Publish news; they stand on everybody's start page at once."), run_add
};
const HoubuCtlCommand houbu_ctl_news_set = { "news set", "NEWS", N_ ("Change news."), run_set };
const HoubuCtlCommand houbu_ctl_news_remove = { "news remove", "NEWS", N_ ("Take news back."),
                                                run_remove };
