/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "houbu-config.h"
#include "houbu-crowd-commands.h"

static const char summary[] =
    "Virtual candidates for a rehearsal: people who do not exist, over the ordinary API.\n"
    "\n"
    "Commands:\n"
    "  people  write the files of a generated school, for houbuctl import\n"
    "  run     send its people to a server whose exam session is a rehearsal";

static const char description[] =
    "“houbu-crowd COMMAND --help” tells more. Exit status: 0 done, 1 done and the server broke a\n"
    "promise of the queue, 2 wrong command line, 3 server not reachable, 4 not a rehearsal.";

static int
usage (const char *text)
{
  fprintf (stderr, "houbu-crowd: %s\n", text);
  return HOUBU_CROWD_USAGE;
}

static int
run_command (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int (*run) (int argc, char **argv);
  } commands[] = {
    { "people", houbu_crowd_command_people },
    { "run", houbu_crowd_command_run },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, argv[0]))
      return commands[i].run (argc, argv);
  return usage ("there is no such command (people, run)");
}

int
main (int argc, char **argv)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "version", 'V', 0, G_OPTION_ARG_NONE, &version, "Print the version", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND [ARGUMENT…]");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return usage (error->message);
  if (version)
    {
      printf ("houbu-crowd %s\n", HOUBU_VERSION);
      return HOUBU_CROWD_DONE;
    }
  if (argc < 2)
    return usage ("a command is missing (people, run)");
  return run_command (argc - 1, argv + 1);
}
