/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "houbu-config.h"

/**
 * houbu_ctl_clear:
 * @ctl: a run that has ended
 */
void
houbu_ctl_clear (HoubuCtl *ctl)
{
  g_clear_object (&ctl->connection);
  g_clear_pointer (&ctl->server, g_free);
  g_clear_pointer (&ctl->operator_name, g_free);
  g_clear_pointer (&ctl->password_file, g_free);
  g_clear_pointer (&ctl->language, g_free);
}

/* The global options stand before the command or after it. */
static void
add_global_options (GOptionContext *context, HoubuCtl *ctl, gboolean in_front)
{
  const GOptionEntry entries[] = {
    { "server", 's', 0, G_OPTION_ARG_STRING, &ctl->server,
      N_ ("Address of the server: https://…, http:// on this computer, or unix:PATH"), "URL" },
    { "operator", 'o', 0, G_OPTION_ARG_STRING, &ctl->operator_name, N_ ("Name of the operator"),
      "NAME" },
    { "password-file", 'p', 0, G_OPTION_ARG_FILENAME, &ctl->password_file,
      N_ ("Read the password from FILE; it may end in a newline"), "FILE" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &ctl->json, N_ ("Print results as JSON"), NULL },
    { "language", 'l', 0, G_OPTION_ARG_STRING, &ctl->language, N_ ("Language: en or zh-CN"),
      "LANGUAGE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  GOptionGroup *group = NULL;

  if (in_front)
    {
      g_option_context_add_main_entries (context, entries, HOUBU_GETTEXT_DOMAIN);
      return;
    }
  group = g_option_group_new ("global", _ ("Global options:"), _ ("Show the global options"), NULL,
                              NULL);
  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, HOUBU_GETTEXT_DOMAIN);
  g_option_context_add_group (context, group);
}

/**
 * houbu_ctl_option_context:
 * @ctl: the run
 * @command: (nullable): the command, %NULL for the program itself
 * @entries: (nullable): its own options
 *
 * Returns: (transfer full): what parses the command line
 */
GOptionContext *
houbu_ctl_option_context (HoubuCtl *ctl,
                          const HoubuCtlCommand *command,
                          const GOptionEntry *entries)
{
  g_autofree char *usage = NULL;
  GOptionContext *context = NULL;

  if (command == NULL)
    usage = g_strdup (_ ("COMMAND [ARGUMENT…]"));
  else
    usage = g_strdup_printf ("%s %s", command->name, command->arguments);
  context = g_option_context_new (usage);
  g_option_context_set_translation_domain (context, HOUBU_GETTEXT_DOMAIN);
  if (command != NULL)
    g_option_context_set_summary (context, _ (command->summary));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, HOUBU_GETTEXT_DOMAIN);
  g_option_context_set_strict_posix (context, command == NULL);
  add_global_options (context, ctl, command == NULL);
  return context;
}

/**
 * houbu_ctl_parse:
 * @context: what parses
 * @argc: (inout): number of words
 * @argv: (inout): the words; afterwards the name and the arguments
 * @n_arguments: how many arguments there have to be
 *
 * Returns: whether the command line is right; if not, it was said why
 */
gboolean
houbu_ctl_parse (GOptionContext *context, int *argc, char ***argv, int n_arguments)
{
  g_autoptr (GError) error = NULL;

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      houbu_ctl_usage ("%s", error->message);
      return FALSE;
    }
  /* GLib leaves the mark that ends the options where it stands. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (*argv + 1, *argv + 2, sizeof **argv * (gsize) (*argc - 2));
      (*argc)--;
    }
  if (*argc - 1 == n_arguments)
    return TRUE;
  if (*argc - 1 < n_arguments)
    houbu_ctl_usage (_ ("Something is missing after “%s”."), (*argv)[0]);
  else
    houbu_ctl_usage (_ ("“%s” is one word too many."), (*argv)[n_arguments + 1]);
  return FALSE;
}

/**
 * houbu_ctl_use_language:
 * @ctl: the run, with its options
 *
 * Our own texts follow the option, as the server's do.
 */
void
houbu_ctl_use_language (HoubuCtl *ctl)
{
  if (ctl->language == NULL)
    return;
  g_setenv ("LANGUAGE", g_str_has_prefix (ctl->language, "zh") ? "zh_CN" : "en", TRUE);
}
