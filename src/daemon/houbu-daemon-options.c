/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-options.h"

#define DEFAULT_LISTEN "127.0.0.1:8080"

static const char summary[] =
    "Serves the registration API from a store in a folder.\n"
    "\n"
    "Commands:\n"
    "  (none)             serve\n"
    "  check              verify every invariant of the store; lists what is violated\n"
    "  operator add NAME  add an operator (--role, --scope); the password is read from\n"
    "                     standard input\n"
    "  keygen FOLDER      make the keys with which this application speaks to a payment provider";

static const char description[] =
    "Exit codes: 0 done, 1 failed or violations were found, 2 usage.\n"
    "SIGTERM and SIGINT finish what is under way and stop; SIGHUP confirms the clock after it\n"
    "has been set.";

/**
 * houbu_daemon_options_parse:
 * @argc: number of words
 * @argv: the words
 * @error: return location of a #GOptionError
 *
 * Reads the command line.
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with @error set
 */
HoubuDaemonOptions *
houbu_daemon_options_parse (int argc, char **argv, GError **error)
{
  g_autoptr (HoubuDaemonOptions) self = g_new0 (HoubuDaemonOptions, 1);
  g_autoptr (GOptionContext) context = g_option_context_new ("[COMMAND…]");
  g_auto (GStrv) words = g_strdupv (argv);
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data, "Folder of the store", "DIR" },
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &self->listen,
      "Where to listen: unix:PATH or 127.0.0.1:PORT (0 picks a port)", "ADDRESS" },
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &self->config, "Configuration file", "FILE" },
    { "check-config", 0, 0, G_OPTION_ARG_FILENAME, &self->check_config,
      "Only check a configuration file", "FILE" },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &self->practice,
      "Fill an empty store with the practice data", NULL },
    { "allow-public-address", 0, 0, G_OPTION_ARG_NONE, &self->allow_public,
      "Allow an address that other machines can reach, without TLS", NULL },
    { "until-stdin-closes", 0, 0, G_OPTION_ARG_NONE, &self->until_stdin_closes,
      "Stop when standard input is closed: with the program that started this one", NULL },
    { "role", 0, 0, G_OPTION_ARG_STRING, &self->role, "national, province or school", "ROLE" },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &self->scope, "Code of the province or school", "CODE" },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->verbose, "Log what is for developers too",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version", NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &words, error))
    return NULL;
  if (self->listen == NULL)
    self->listen = g_strdup (DEFAULT_LISTEN);
  self->words = g_strdupv (words + (argc > 0 ? 1 : 0));
  return g_steal_pointer (&self);
}

/**
 * houbu_daemon_options_free:
 * @self: (transfer full) (nullable): options
 */
void
houbu_daemon_options_free (HoubuDaemonOptions *self)
{
  if (self == NULL)
    return;
  g_free (self->data);
  g_free (self->listen);
  g_free (self->config);
  g_free (self->check_config);
  g_free (self->role);
  g_free (self->scope);
  g_strfreev (self->words);
  g_free (self);
}
