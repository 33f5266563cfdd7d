/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-article.h"

#include <glib/gi18n.h>

#include "houbu-config.h"

/**
 * houbu_ctl_article_add_options:
 * @article: where to put what the command line says
 * @context: what parses it
 */
void
houbu_ctl_article_add_options (HoubuCtlArticle *article, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "title", 't', 0, G_OPTION_ARG_STRING, &article->title, N_ ("Heading, one line"), "TITLE" },
    { "text", 0, 0, G_OPTION_ARG_STRING, &article->text, N_ ("The text"), "TEXT" },
    { "file", 'f', 0, G_OPTION_ARG_FILENAME, &article->file, N_ ("Read the text from FILE, UTF-8"),
      "FILE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_option_context_add_main_entries (context, entries, HOUBU_GETTEXT_DOMAIN);
}

/**
 * houbu_ctl_article_clear:
 * @article: what the command line said
 */
void
houbu_ctl_article_clear (HoubuCtlArticle *article)
{
  g_clear_pointer (&article->title, g_free);
  g_clear_pointer (&article->text, g_free);
  g_clear_pointer (&article->file, g_free);
}

/**
 * houbu_ctl_article_read:
 * @article: what the command line said
 *
 * Reads the file, if there is one.
 *
 * Returns: whether the text is known; if not, it was said why
 */
gboolean
houbu_ctl_article_read (HoubuCtlArticle *article)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  if (article->file == NULL)
    return TRUE;
  if (article->text != NULL)
    houbu_ctl_usage (_ ("Either --text or --file, not both."));
  else if (!g_file_get_contents (article->file, &article->text, &length, &error))
    houbu_ctl_usage ("%s", error->message);
  else if (!g_utf8_validate_len (article->text, length, NULL))
    houbu_ctl_usage (_ ("“%s” is not UTF-8."), article->file);
  else
    return TRUE;
  return FALSE;
}

/**
 * houbu_ctl_article_check_whole:
 * @article: what the command line said
 *
 * Returns: whether there are a heading and a text; if not, it was said
 */
gboolean
houbu_ctl_article_check_whole (const HoubuCtlArticle *article)
{
  if (article->title != NULL && article->text != NULL)
    return TRUE;
  houbu_ctl_usage (_ ("--title and --text or --file are needed."));
  return FALSE;
}

/**
 * houbu_ctl_article_check_any:
 * @article: what the command line said
 *
 * Returns: whether there are a heading or a text; if not, it was said
 */
gboolean
houbu_ctl_article_check_any (const HoubuCtlArticle *article)
{
  if (article->title != NULL || article->text != NULL)
    return TRUE;
  houbu_ctl_usage (_ ("Say what is to be set."));
  return FALSE;
}

/**
 * houbu_ctl_remove:
 * @ctl: the run
 * @prefix: path of a list, with a slash at its end
 * @id: of what is to be removed
 *
 * Returns: what the program ends with
 */
HoubuCtlExit
houbu_ctl_remove (HoubuCtl *ctl, const char *prefix, const char *id)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autofree char *path = houbu_ctl_path (prefix, id, "");

  if (houbu_ctl_sign_in (ctl, &code))
    houbu_ctl_call (ctl, "DELETE", path, NULL, G_TYPE_NONE, &code);
  return code;
}
