/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-article.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "houbu-ctl-table.h"
#include "houbu-ctl-text.h"

#define PATH "/v1/admin/pages"

static void
print_pages (HoubuCtl *ctl, HoubuAdminPageList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_admin_page_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = houbu_ctl_table_new (_ ("Page"), _ ("Language"), _ ("Edited"), _ ("Since"), _ ("Title"),
                               NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuAdminPage) page = g_list_model_get_item (items, i);
      gboolean edited = houbu_admin_page_get_edited (page);

      houbu_ctl_table_add_text (table,
                                houbu_text_kind_to_string (houbu_admin_page_get_kind (page)));
      houbu_ctl_table_add_text (table, houbu_admin_page_get_language (page));
      houbu_ctl_table_add_text (table, edited ? _ ("yes") : _ ("no"));
      houbu_ctl_table_add_time (table,
                                edited ? houbu_admin_page_get_updated_at (page) : HOUBU_UNSET);
      houbu_ctl_table_add_text (table, houbu_admin_page_get_title (page));
    }
  houbu_ctl_table_print (table);
}

/* Line by line, so that nothing in it is more than text. */
static void
print_page (HoubuCtl *ctl, HoubuAdminPage *page)
{
  g_autofree char *title = NULL;
  g_auto (GStrv) lines = NULL;

  if (ctl->json)
    {
      houbu_ctl_print_record (page);
      return;
    }
  title = houbu_ctl_text_harmless (houbu_admin_page_get_title (page));
  lines = g_strsplit (houbu_admin_page_get_body (page), "\n", -1);
  printf ("%s\n\n", title);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = houbu_ctl_text_harmless (lines[i]);

      printf ("%s\n", line);
    }
}

static char *
make_path (const char *kind, const char *language)
{
  g_autofree char *prefix = houbu_ctl_path (PATH "/", kind, "/");

  return houbu_ctl_path (prefix, language, "");
}

static HoubuCtlExit
send_and_print (HoubuCtl *ctl, const char *method, const char *path, gpointer body)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuAdminPage) page = NULL;

  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  page = houbu_ctl_call (ctl, method, path, body, HOUBU_TYPE_ADMIN_PAGE, &code);
  if (page != NULL)
    print_page (ctl, page);
  return code;
}

static HoubuCtlExit
run_list (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_page_list, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuAdminPageList) list = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  list = houbu_ctl_call_all (ctl, PATH, HOUBU_TYPE_ADMIN_PAGE_LIST, &code);
  if (list != NULL)
    print_pages (ctl, list);
  return code;
}

static HoubuCtlExit
run_show (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_page_show, NULL);
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 2))
    return HOUBU_CTL_USAGE;
  path = make_path (argv[1], argv[2]);
  return send_and_print (ctl, "GET", path, NULL);
}

static HoubuCtlExit
run_set (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (HoubuCtlArticle) article = { 0 };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_page_set, NULL);
  g_autoptr (HoubuPageChange) change = houbu_page_change_new ();
  g_autofree char *path = NULL;

  houbu_ctl_article_add_options (&article, context);
  if (!houbu_ctl_parse (context, &argc, &argv, 2) || !houbu_ctl_article_read (&article) ||
      !houbu_ctl_article_check_whole (&article))
    return HOUBU_CTL_USAGE;
  houbu_page_change_set_title (change, article.title);
  houbu_page_change_set_body (change, article.text);
  path = make_path (argv[1], argv[2]);
  return send_and_print (ctl, "PUT", path, change);
}

static HoubuCtlExit
run_remove (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_page_remove, NULL);
  g_autofree char *prefix = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 2))
    return HOUBU_CTL_USAGE;
  prefix = houbu_ctl_path (PATH "/", argv[1], "/");
  return houbu_ctl_remove (ctl, prefix, argv[2]);
}

const HoubuCtlCommand houbu_ctl_page_list = {
  "page list", "", N_ ("List the texts, and which of them are your own."), run_list
};
const HoubuCtlCommand houbu_ctl_page_show = { "page show", "PAGE LANGUAGE", N_ ("Show a text."),
                                              run_show };
const HoubuCtlCommand houbu_ctl_page_set = {
  "page set", "PAGE LANGUAGE",
  N_ ("Put a text of your own in the place of another. A new agreement has to be accepted anew."),
  run_set
};
const HoubuCtlCommand houbu_ctl_page_remove = { "page remove", "PAGE LANGUAGE",
                                                N_ ("Go back to the text that came with Houbu."),
                                                run_remove };
