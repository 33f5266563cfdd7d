/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "houbu-config.h"
#include "houbu-ctl-text.h"

static const HoubuCtlCommand *const commands[] = {
  &houbu_ctl_exam_create,     &houbu_ctl_exam_show,
  &houbu_ctl_exam_set,        &houbu_ctl_import,
  &houbu_ctl_export,          &houbu_ctl_capacity,
  &houbu_ctl_queue_show,      &houbu_ctl_queue_explain,
  &houbu_ctl_notice_list,     &houbu_ctl_notice_add,
  &houbu_ctl_notice_set,      &houbu_ctl_notice_remove,
  &houbu_ctl_news_list,       &houbu_ctl_news_add,
  &houbu_ctl_news_set,        &houbu_ctl_news_remove,
  &houbu_ctl_page_list,       &houbu_ctl_page_show,
  &houbu_ctl_page_set,        &houbu_ctl_page_remove,
  &houbu_ctl_payments_list,   &houbu_ctl_payments_show,
  &houbu_ctl_payments_return, &houbu_ctl_payments_reconcile,
  &houbu_ctl_refund,          &houbu_ctl_lock,
  &houbu_ctl_unlock,          &houbu_ctl_journal,
  &houbu_ctl_stats,           &houbu_ctl_review_list,
  &houbu_ctl_review_approve,  &houbu_ctl_review_refuse,
};

/* How many words of the command line are this command's name; 0 = it is another one. */
static int
match (const HoubuCtlCommand *command, int argc, char **argv)
{
  g_auto (GStrv) words = g_strsplit (command->name, " ", -1);
  int n_words = (int) g_strv_length (words);

  if (argc < n_words)
    return 0;
  for (int i = 0; i < n_words; i++)
    if (strcmp (words[i], argv[i]) != 0)
      return 0;
  return n_words;
}

static char *
describe_commands (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Commands:"));
  g_autoptr (GPtrArray) usages = g_ptr_array_new_with_free_func (g_free);
  guint width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      char *usage = g_strjoin (*commands[i]->arguments != '\0' ? " " : "", commands[i]->name,
                               commands[i]->arguments, NULL);

      g_ptr_array_add (usages, usage);
      width = MAX (width, houbu_ctl_text_width (usage));
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "\n  %-*s  %s", (int) width,
                            (const char *) g_ptr_array_index (usages, i), _ (commands[i]->summary));
  g_string_append_printf (
      text, "\n\n%s",
      _ ("“houbuctl COMMAND --help” tells more. Exit status: 0 done, 1 refused, "
         "2 wrong command line, 3 server not reachable, 4 not allowed."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static HoubuCtlExit
run_command (HoubuCtl *ctl, int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      int n_words = match (commands[i], argc, argv);
      HoubuCtlExit code = HOUBU_CTL_DONE;

      if (n_words == 0)
        continue;
      argv[n_words - 1] = (char *) commands[i]->name;
      code = commands[i]->run (ctl, argc - n_words + 1, argv + n_words - 1);
      houbu_ctl_sign_out (ctl);
      return code;
    }
  return houbu_ctl_usage (_ ("There is no command “%s”."), argv[0]);
}

/* A copy, as parsing takes words out of the array. */
static HoubuCtlExit
run (HoubuCtl *ctl, int argc, char **argv)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "version", 'V', 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, NULL, entries);
  g_autofree char *description = NULL;
  g_autoptr (GError) error = NULL;

  description = describe_commands ();
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return houbu_ctl_usage ("%s", error->message);
  houbu_ctl_use_language (ctl);
  if (version)
    {
      printf ("houbuctl %s\n", HOUBU_VERSION);
      return HOUBU_CTL_DONE;
    }
  if (argc < 2)
    return houbu_ctl_usage (_ ("A command is missing."));
  return run_command (ctl, argc - 1, argv + 1);
}

int
main (int argc, char **argv)
{
  HoubuCtl ctl = { 0 };
  HoubuCtlExit code = HOUBU_CTL_DONE;

  /* libsoup 3.2 ends the program over HTTP/2 when an answer comes before the whole body went. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", FALSE);
  setlocale (LC_ALL, "");
  bindtextdomain (HOUBU_GETTEXT_DOMAIN, HOUBU_LOCALEDIR);
  bind_textdomain_codeset (HOUBU_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HOUBU_GETTEXT_DOMAIN);
  ctl.server = g_strdup (g_getenv ("HOUBU_SERVER"));
  ctl.operator_name = g_strdup (g_getenv ("HOUBU_OPERATOR"));
  code = run (&ctl, argc, argv);
  houbu_ctl_clear (&ctl);
  if (fflush (stdout) != 0 && code == HOUBU_CTL_DONE)
    code = HOUBU_CTL_REFUSED;
  return (int) code;
}
