/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-commands.h"

#include "houbu-check.h"
#include "houbu-clock.h"
#include "houbu-engine.h"
#include "houbu-store.h"

#include <stdio.h>
#include <string.h>

#define PASSWORD_BYTES 1024

/* Called on a thread of the store: what is found is printed when it has finished. */
static void
on_violation (const HoubuViolation *violation, gpointer data)
{
  GPtrArray *lines = data;

  g_ptr_array_add (lines, g_strdup_printf ("%s: %s", violation->invariant, violation->text));
}

/**
 * houbu_daemon_command_check:
 * @options: the command line
 * @error: return location of an error
 *
 * Verifies every invariant and prints one line for each that is violated.
 *
 * Returns: exit code
 */
int
houbu_daemon_command_check (const HoubuDaemonOptions *options, GError **error)
{
  g_autoptr (HoubuStore) store = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gboolean done;

  store = houbu_store_open (options->data, error);
  if (store == NULL)
    return HOUBU_EXIT_FAILED;
  done = houbu_check_run (store, HOUBU_CHECK_FULL, g_get_real_time (), on_violation, lines, error);
  houbu_store_close (store);
  for (guint i = 0; i < lines->len; i++)
    printf ("%s\n", (const char *) g_ptr_array_index (lines, i));
  return done && lines->len == 0 ? HOUBU_EXIT_DONE : HOUBU_EXIT_FAILED;
}

/* One line; the end of the line is not part of the password. */
static char *
read_password (GError **error)
{
  char line[PASSWORD_BYTES];
  char *password;

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  password = g_strdup (line);
  explicit_bzero (line, sizeof line);
  if (*password != '\0')
    return password;
  g_free (password);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "the password is expected on standard input");
  return NULL;
}

static gboolean
check_role (const HoubuDaemonOptions *options, HoubuRole *role, GError **error)
{
  gboolean scoped;

  *role = options->role != NULL ? houbu_role_from_string (options->role) : HOUBU_ROLE_NONE;
  if (*role == HOUBU_ROLE_NONE)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--role must be national, province or school");
      return FALSE;
    }
  scoped = *role != HOUBU_ROLE_NATIONAL;
  if (scoped == (options->scope != NULL))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               scoped ? "--scope is needed: the code of the %s" : "a %s operator has no --scope",
               options->role);
  return FALSE;
}

static gboolean
add_operator (const HoubuDaemonOptions *options,
              const HoubuDaemonConfig *config,
              HoubuRole role,
              const char *password,
              GError **error)
{
  g_autoptr (HoubuClock) clock = houbu_clock_new ();
  g_autoptr (HoubuEngine) engine = NULL;
  gboolean done;

  engine = houbu_engine_open (options->data, clock, &config->engine, error);
  if (engine == NULL)
    return FALSE;
  done =
      houbu_engine_add_operator (engine, options->words[2], role, options->scope, password, error);
  houbu_engine_close (engine);
  return done;
}

/**
 * houbu_daemon_command_operator:
 * @options: the command line
 * @config: the configuration
 * @error: return location of an error
 *
 * Adds an operator, beside a running daemon or without one.
 *
 * Returns: exit code
 */
int
houbu_daemon_command_operator (const HoubuDaemonOptions *options,
                               const HoubuDaemonConfig *config,
                               GError **error)
{
  g_autofree char *password = NULL;
  HoubuRole role;
  gboolean done;

  if (g_strv_length (options->words) != 3 || strcmp (options->words[1], "add") != 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "usage: houbud operator add NAME --role ROLE [--scope CODE] --data DIR");
      return HOUBU_EXIT_USAGE;
    }
  if (!check_role (options, &role, error))
    return HOUBU_EXIT_USAGE;
  password = read_password (error);
  if (password == NULL)
    return HOUBU_EXIT_USAGE;
  done = add_operator (options, config, role, password, error);
  explicit_bzero (password, strlen (password));
  return done ? HOUBU_EXIT_DONE : HOUBU_EXIT_FAILED;
}
