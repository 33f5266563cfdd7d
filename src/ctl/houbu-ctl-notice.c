/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-article.h"

#include <glib/gi18n.h>

#include "houbu-ctl-table.h"

#define PATH "/v1/admin/notices"

static void
print_notices (HoubuCtl *ctl, HoubuNoticeList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_notice_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = houbu_ctl_table_new (_ ("Notice"), _ ("Since"), _ ("For"), _ ("Title"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuNotice) notice = g_list_model_get_item (items, i);
      const char *issuer = houbu_notice_get_issuer (notice);

      houbu_ctl_table_add_text (table, houbu_notice_get_id (notice));
      houbu_ctl_table_add_time (table, houbu_notice_get_published_at (notice));
      /* Translators: whom a notice is for */
      houbu_ctl_table_add_text (table, issuer != NULL ? issuer : _ ("everyone"));
      houbu_ctl_table_add_text (table, houbu_notice_get_title (notice));
    }
  houbu_ctl_table_print (table);
}

/* One that was just written, printed like a list of one. */
static HoubuCtlExit
send_and_print (HoubuCtl *ctl, const char *method, const char *path, gpointer body)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuNotice) notice = NULL;
  g_autoptr (HoubuNoticeList) list = houbu_notice_list_new ();

  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  notice = houbu_ctl_call (ctl, method, path, body, HOUBU_TYPE_NOTICE, &code);
  if (notice == NULL)
    return code;
  if (ctl->json)
    {
      houbu_ctl_print_record (notice);
      return code;
    }
  g_list_store_append (houbu_notice_list_get_items (list), notice);
  print_notices (ctl, list);
  return code;
}

static HoubuCtlExit
run_list (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_notice_list, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuNoticeList) list = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  list = houbu_ctl_call_all (ctl, PATH, HOUBU_TYPE_NOTICE_LIST, &code);
  if (list != NULL)
    print_notices (ctl, list);
  return code;
}

static HoubuCtlExit
run_add (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (HoubuCtlArticle) article = { 0 };
  g_autofree char *province = NULL;
  g_autofree char *school = NULL;
  const GOptionEntry entries[] = {
    { "province", 0, 0, G_OPTION_ARG_STRING, &province,
      N_ ("Only for candidates of this province; all that the operator reaches otherwise"),
      "CODE" },
    { "school", 0, 0, G_OPTION_ARG_STRING, &school, N_ ("Only for candidates of this school"),
      "CODE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_notice_add, entries);
  g_autoptr (HoubuNoticeRequest) request = houbu_notice_request_new ();

  houbu_ctl_article_add_options (&article, context);
  if (!houbu_ctl_parse (context, &argc, &argv, 0) || !houbu_ctl_article_read (&article) ||
      !houbu_ctl_article_check_whole (&article))
    return HOUBU_CTL_USAGE;
  houbu_notice_request_set_title (request, article.title);
  houbu_notice_request_set_body (request, article.text);
  houbu_notice_request_set_province (request, province);
  houbu_notice_request_set_school (request, school);
  return send_and_print (ctl, "POST", PATH, request);
}

static HoubuCtlExit
run_set (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (HoubuCtlArticle) article = { 0 };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_notice_set, NULL);
  g_autoptr (HoubuNoticeChange) change = houbu_notice_change_new ();
  g_autofree char *path = NULL;

  houbu_ctl_article_add_options (&article, context);
  if (!houbu_ctl_parse (context, &argc, &argv, 1) || !houbu_ctl_article_read (&article) ||
      !houbu_ctl_article_check_any (&article))
    return HOUBU_CTL_USAGE;
  houbu_notice_change_set_title (change, article.title);
  houbu_notice_change_set_body (change, article.text);
  path = houbu_ctl_path (PATH "/", argv[1], "");
  return send_and_print (ctl, "PATCH", path, change);
}

static HoubuCtlExit
run_remove (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_notice_remove, NULL);

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  return houbu_ctl_remove (ctl, PATH "/", argv[1]);
}

const HoubuCtlCommand houbu_ctl_notice_list = { "notice list", "",
                                                N_ ("List the notices that you may change."),
                                                run_list };
const HoubuCtlCommand houbu_ctl_notice_add = { "notice add", "",
                                               N_ ("Publish a notice; candidates see it at once."),
                                               run_add };
const HoubuCtlCommand houbu_ctl_notice_set = { "notice set", "NOTICE", N_ ("Change a notice."),
                                               run_set };
const HoubuCtlCommand houbu_ctl_notice_remove = { "notice remove", "NOTICE",
                                                  N_ ("Take a notice back."), run_remove };
