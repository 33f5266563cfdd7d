/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-practice.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "houbu-config.h"

#include "houbu-places.h"

struct _HoubuPractice
{
  GObject parent_instance;

  GSubprocess *daemon;      /* (owned) */
  GDataInputStream *output; /* (owned): kept open, or the daemon dies of writing to it */
  char *address;            /* (owned) */
};

#define READY_PREFIX "listening on "

G_DEFINE_FINAL_TYPE (HoubuPractice, houbu_practice, G_TYPE_OBJECT)

static GSubprocess *
launch (const char *data_dir, GError **error)
{
  g_autofree char *daemon = houbu_practice_find_daemon ();
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE);

  if (daemon == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The practice server (houbud) is not installed."));
      return NULL;
    }
  if (g_mkdir_with_parents (data_dir, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   /* Translators: %s is a folder */
                   _ ("The folder %s cannot be made."), data_dir);
      return NULL;
    }
  /* Its standard input is a pipe from here, which the kernel closes however this program ends. */
  return g_subprocess_launcher_spawn (launcher, error, daemon, "--practice", "--data", data_dir,
                                      "--listen", "127.0.0.1:0", "--until-stdin-closes", NULL);
}

static char *
parse_ready_line (const char *line)
{
  if (line == NULL || !g_str_has_prefix (line, READY_PREFIX))
    return NULL;
  return g_strconcat ("http://", line + strlen (READY_PREFIX), NULL);
}

static void
on_line_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuPractice *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                     result, NULL, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->address = parse_ready_line (line);
  if (self->address != NULL)
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                             _ ("The practice server did not start. Is another one running?"));
}

static void
houbu_practice_dispose (GObject *object)
{
  HoubuPractice *self = HOUBU_PRACTICE (object);

  if (self->daemon != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->daemon), NULL, NULL);
  g_clear_object (&self->output);
  g_clear_object (&self->daemon);
  G_OBJECT_CLASS (houbu_practice_parent_class)->dispose (object);
}

static void
houbu_practice_finalize (GObject *object)
{
  g_free (HOUBU_PRACTICE (object)->address);
  G_OBJECT_CLASS (houbu_practice_parent_class)->finalize (object);
}

static void
houbu_practice_class_init (HoubuPracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_practice_dispose;
  object_class->finalize = houbu_practice_finalize;
}

static void
houbu_practice_init (HoubuPractice *self)
{
}

/**
 * houbu_practice_start_async:
 * @data_dir: folder of the practice data, made when it is not there
 * @cancellable: (nullable): stops waiting, and the server with it
 * @callback: called when the server is ready
 * @user_data: for @callback
 *
 * Starts a server that only this computer can reach.
 */
void
houbu_practice_start_async (const char *data_dir,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  HoubuPractice *self = g_object_new (HOUBU_TYPE_PRACTICE, NULL);
  GError *error = NULL;

  g_return_if_fail (data_dir != NULL);
  g_task_set_source_tag (task, houbu_practice_start_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->daemon = launch (data_dir, &error);
  if (self->daemon == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->daemon));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, cancellable,
                                       on_line_read_cb, g_steal_pointer (&task));
}

/**
 * houbu_practice_start_finish:
 * @result: what the callback got
 * @error: why there is no server
 *
 * Returns: (transfer full): a running server
 */
HoubuPractice *
houbu_practice_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_practice_get_address:
 * @self: a running server
 *
 * Returns: its address, with `http://`
 */
const char *
houbu_practice_get_address (HoubuPractice *self)
{
  g_return_val_if_fail (HOUBU_IS_PRACTICE (self), NULL);
  return self->address;
}

/**
 * houbu_practice_find_daemon:
 *
 * Returns: (transfer full) (nullable): the path of the server program: what `HOUBU_DAEMON` names,
 *   else the one beside this program, installed, or on the search path
 */
char *
houbu_practice_find_daemon (void)
{
  const char *named = g_getenv ("HOUBU_DAEMON");
  const char *beside[] = { "houbud", "../daemon/houbud" };

  if (named != NULL && *named != '\0')
    return g_strdup (named);
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = houbu_places_beside_program (beside[i]);

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  if (g_file_test (HOUBU_BINDIR "/houbud", G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (HOUBU_BINDIR "/houbud");
  return g_find_program_in_path ("houbud");
}

/**
 * houbu_practice_get_default_dir:
 *
 * Returns: (transfer full): the folder of the practice data
 */
char *
houbu_practice_get_default_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "houbu", "practice", NULL);
}
