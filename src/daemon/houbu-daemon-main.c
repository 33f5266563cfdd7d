/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-config.h"
#include "houbu-daemon-commands.h"
#include "houbu-daemon-log.h"
#include "houbu-daemon-payment.h"
#include "houbu-daemon-process.h"
#include "houbu-daemon.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int
run (const HoubuDaemonOptions *options, GError **error)
{
  g_autoptr (HoubuDaemonConfig) config = houbu_daemon_config_new ();
  const char *file = options->check_config != NULL ? options->check_config : options->config;
  const char *command = options->words[0];

  if (file != NULL && !houbu_daemon_config_load (config, file, error))
    return options->check_config != NULL ? HOUBU_EXIT_FAILED : HOUBU_EXIT_USAGE;
  if (options->check_config != NULL)
    return HOUBU_EXIT_DONE;
  if (command != NULL && strcmp (command, "keygen") == 0 && options->words[1] != NULL)
    return houbu_daemon_payment_generate_keys (options->words[1], error) ? HOUBU_EXIT_DONE
                                                                         : HOUBU_EXIT_FAILED;
  if (options->data == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--data DIR is needed");
      return HOUBU_EXIT_USAGE;
    }
  if (command == NULL)
    return houbu_daemon_serve (options, config, error);
  if (strcmp (command, "check") == 0 && options->words[1] == NULL)
    return houbu_daemon_command_check (options, error);
  if (strcmp (command, "operator") == 0)
    return houbu_daemon_command_operator (options, config, error);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "“%s” is no command; see houbud --help", command);
  return HOUBU_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  g_autoptr (HoubuDaemonOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  int code = HOUBU_EXIT_USAGE;

  setlocale (LC_ALL, "");
  houbu_daemon_process_init ();
  options = houbu_daemon_options_parse (argc, argv, &error);
  if (options != NULL && options->version)
    {
      printf ("houbud %s\n", HOUBU_VERSION);
      return HOUBU_EXIT_DONE;
    }
  if (options != NULL)
    {
      houbu_daemon_log_init (options->verbose);
      code = run (options, &error);
    }
  if (error != NULL)
    fprintf (stderr, "houbud: %s\n", error->message);
  return code;
}
