/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-self-check-command.h"

#include <stdio.h>

#include "houbu-error-text.h"
#include "houbu-places.h"
#include "houbu-self-check.h"

typedef struct
{
  GMainLoop *loop;       /* (owned) */
  HoubuSelfCheck *check; /* (owned) (nullable) */
} Command;

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Command *command = user_data;

  command->check = houbu_self_check_run_finish (result, NULL);
  g_main_loop_quit (command->loop);
}

static int
report (const HoubuSelfCheck *check)
{
  g_autofree char *text = houbu_self_check_to_text (check);

  fputs (text, stdout);
  return houbu_self_check_has_failed (check) ? 1 : 0;
}

/**
 * houbu_self_check_command:
 * @server: (nullable): the address of a server, %NULL for the one that is set
 *
 * Checks this computer and writes what was found out to the terminal; works without a screen.
 *
 * Returns: exit status: 0 when candidates can register here, 1 when they cannot, 2 when @server is
 *   no address
 */
int
houbu_self_check_command (const char *server)
{
  g_autoptr (GSettings) settings = houbu_places_open_settings ();
  g_autoptr (HoubuLab) lab = houbu_lab_new (settings);
  g_autoptr (HoubuConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *remembered = NULL;
  Command command = { 0 };
  int status;

  gtk_init_check ();
  if (server == NULL)
    server = houbu_places_get_server ();
  if (server == NULL && settings != NULL)
    server = remembered = g_settings_get_string (settings, "server");
  if (server != NULL && *server != '\0')
    {
      connection = houbu_connection_new_for_text (server, &error);
      if (connection == NULL)
        {
          g_autofree char *why = houbu_error_text_get_line (error);

          fprintf (stderr, "houbu: %s: %s\n", server, why);
          return 2;
        }
      houbu_connection_set_patience (connection, 1, 5);
    }
  command.loop = g_main_loop_new (NULL, FALSE);
  houbu_self_check_run_async (connection, lab, NULL, on_checked_cb, &command);
  g_main_loop_run (command.loop);
  status = report (command.check);
  houbu_self_check_free (command.check);
  g_main_loop_unref (command.loop);
  return status;
}
