/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-config.h"
#include "houbu-listen-address.h"
#include "houbu-sandbox-server.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* When a notification is sent again, in seconds after the one before: as platforms do it. */
#define SCHEDULE "240,600,600,3600,7200,21600,54000"

#define DEFAULT_APP_ID "2022083000000001"
#define LISTEN "127.0.0.1:0"

typedef enum
{
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_USAGE = 2,
} Exit;

/* The command line. */
typedef struct
{
  char *data;
  char *listen;
  char *app_id;
  char *app_key;
  char *schedule;
  gboolean until_stdin_closes;
  gboolean version;
} Options;

gint64
houbu_sandbox_now (void)
{
  return g_get_real_time ();
}

char *
houbu_sandbox_random (guint bytes)
{
  GString *text = g_string_new (NULL);
  g_autofree guint8 *random = g_malloc (bytes);

  if (getentropy (random, bytes) != 0)
    g_error ("there is no randomness");
  for (guint i = 0; i < bytes; i++)
    g_string_append_printf (text, "%02x", random[i]);
  return g_string_free (text, FALSE);
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, text);
  return FALSE;
}

static gboolean
parse_schedule (const char *text, GArray *schedule, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint64 seconds = 0;

      if (!g_ascii_string_to_unsigned (parts[i], 10, 0, 1000000, &seconds, NULL))
        return fail (error, "--schedule should be seconds, parted by commas");
      g_array_append_val (schedule, (guint){ (guint) seconds });
    }
  return TRUE;
}

/* The platform's keys are made when it is started for the first time. */
static gboolean
load_keys (HoubuSandbox *self, const Options *options, GError **error)
{
  g_autofree char *own = g_build_filename (options->data, "platform-private.pem", NULL);
  g_autofree char *shown = g_build_filename (options->data, "platform-public.pem", NULL);

  if (!g_file_test (own, G_FILE_TEST_EXISTS) && !houbu_signer_generate (own, shown, error))
    return FALSE;
  self->signer = houbu_signer_new (own, options->app_key, error);
  return self->signer != NULL;
}

/* The word for its controls lies beside the books, for the same eyes only. */
static gboolean
load_control (HoubuSandbox *self, const Options *options, GError **error)
{
  g_autofree char *path = g_build_filename (options->data, "control", NULL);

  if (g_file_get_contents (path, &self->control, NULL, NULL) && strlen (self->control) == 32)
    return TRUE;
  g_free (self->control);
  self->control = houbu_sandbox_random (16);
  return g_file_set_contents_full (path, self->control, 32, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

static gboolean
open_sandbox (HoubuSandbox *self, const Options *options, GError **error)
{
  g_autofree char *path = NULL;

  if (options->data == NULL || options->app_key == NULL)
    return fail (error, "--data DIR and --app-key FILE are needed");
  if (g_mkdir_with_parents (options->data, 0700) != 0)
    return fail (error, "the folder of --data cannot be made");
  self->app_id = g_strdup (options->app_id != NULL ? options->app_id : DEFAULT_APP_ID);
  self->schedule = g_array_new (FALSE, FALSE, sizeof (guint));
  path = g_build_filename (options->data, "ledger.db", NULL);
  if (!parse_schedule (options->schedule != NULL ? options->schedule : SCHEDULE, self->schedule,
                       error) ||
      !load_keys (self, options, error) || !load_control (self, options, error))
    return FALSE;
  self->ledger = houbu_sandbox_ledger_open (path, error);
  return self->ledger != NULL;
}

static void
clear_sandbox (HoubuSandbox *self)
{
  houbu_sandbox_ledger_close (self->ledger);
  houbu_signer_free (self->signer);
  g_free (self->app_id);
  g_free (self->base_url);
  g_free (self->control);
  g_clear_pointer (&self->schedule, g_array_unref);
}

static gboolean
on_quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin (int fd, GIOCondition condition, gpointer data)
{
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* A port that was given before is asked for again, so that links stay good. */
static HoubuListenAddress *
choose_address (const Options *options, int *fd, GError **error)
{
  g_autofree char *path = g_build_filename (options->data, "address", NULL);
  g_autofree char *before = NULL;
  g_autoptr (HoubuListenAddress) address = NULL;
  g_autofree char *text = NULL;

  if (options->listen == NULL && g_file_get_contents (path, &before, NULL, NULL))
    {
      address = houbu_listen_address_parse (before, FALSE, NULL);
      *fd = address != NULL ? houbu_listen_address_open (address, 0600, NULL) : -1;
      if (*fd >= 0)
        return g_steal_pointer (&address);
      g_clear_pointer (&address, houbu_listen_address_free);
    }
  address =
      houbu_listen_address_parse (options->listen != NULL ? options->listen : LISTEN, FALSE, error);
  if (address == NULL)
    return NULL;
  *fd = houbu_listen_address_open (address, 0600, error);
  if (*fd < 0)
    return NULL;
  text = houbu_listen_address_to_string (address);
  g_file_set_contents (path, text, -1, NULL);
  return g_steal_pointer (&address);
}

static gboolean
serve (HoubuSandbox *sandbox, const Options *options, GError **error)
{
  int fd = -1;
  g_autoptr (HoubuListenAddress) address = choose_address (options, &fd, error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  HoubuSandboxServer server = { .sandbox = sandbox };
  g_autoptr (HoubuHttpServer) http = NULL;
  g_autofree char *where = NULL;

  if (address == NULL)
    return FALSE;
  http = houbu_sandbox_server_new (&server, error);
  if (http == NULL)
    return FALSE;
  where = houbu_listen_address_to_string (address);
  sandbox->base_url = g_strconcat ("http://", where, NULL);
  server.notifier = houbu_sandbox_notifier_new (sandbox);
  houbu_http_server_listen (http, fd, NULL);
  printf ("listening on %s\n", where);
  fflush (stdout);
  g_unix_signal_add (SIGTERM, on_quit, loop);
  g_unix_signal_add (SIGINT, on_quit, loop);
  if (options->until_stdin_closes)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_stdin, loop);
  g_main_loop_run (loop);
  houbu_sandbox_notifier_free (server.notifier);
  return TRUE;
}

static int
make_keys (int argc, char **argv, GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *shown = NULL;

  if (argc != 3)
    {
      fail (error, "keygen DIR: where to write app-private.pem and app-public.pem");
      return EXIT_USAGE;
    }
  own = g_build_filename (argv[2], "app-private.pem", NULL);
  shown = g_build_filename (argv[2], "app-public.pem", NULL);
  return houbu_signer_generate (own, shown, error) ? EXIT_DONE : EXIT_FAILED;
}

static int
run (int argc, char **argv, GError **error)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, "Folder of books and keys", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options.listen, "Where to listen", "HOST:PORT" },
    { "app-id", 0, 0, G_OPTION_ARG_STRING, &options.app_id, "Id of the application", "ID" },
    { "app-key", 0, 0, G_OPTION_ARG_FILENAME, &options.app_key, "The application's public key",
      "FILE" },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &options.schedule, "When to notify again, in seconds",
      "S,S…" },
    { "until-stdin-closes", 0, 0, G_OPTION_ARG_NONE, &options.until_stdin_closes,
      "End with the program that started this one", NULL },
    { "version", 'V', 0, G_OPTION_ARG_NONE, &options.version, "Print the version", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[keygen DIR]");
  HoubuSandbox sandbox = { 0 };
  gboolean good = FALSE;

  g_option_context_set_summary (context, "A payment platform for practice and tests.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return EXIT_USAGE;
  if (options.version)
    {
      printf ("houbu-sandbox-pay %s\n", HOUBU_VERSION);
      return EXIT_DONE;
    }
  if (argc > 1 && strcmp (argv[1], "keygen") == 0)
    return make_keys (argc, argv, error);
  good = open_sandbox (&sandbox, &options, error) && serve (&sandbox, &options, error);
  clear_sandbox (&sandbox);
  g_free (options.data);
  g_free (options.listen);
  g_free (options.app_id);
  g_free (options.app_key);
  g_free (options.schedule);
  return good ? EXIT_DONE : EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int code;

  setlocale (LC_ALL, "");
  umask (0077);
  signal (SIGPIPE, SIG_IGN);
  code = run (argc, argv, &error);
  if (error != NULL)
    fprintf (stderr, "houbu-sandbox-pay: %s\n", error->message);
  return code;
}
