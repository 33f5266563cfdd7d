/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-practice.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "houbu-places.h"

struct _HoubuPractice
{
  GObject parent_instance;

  GSubprocess *daemon;       /* (owned) */
  GDataInputStream *output;  /* (owned): kept open, or the daemon dies of writing to it */
  HoubuPracticeCrowd *crowd; /* (owned) (nullable): the others, where their program is installed */
  HoubuPracticePhone *phone; /* (owned) */
  char *address;             /* (owned) */
  char *data_dir;            /* (owned) */
};

/* Beside its store, unless it is told otherwise. */
#define OUTBOX "outbox.txt"
#define READY_PREFIX "listening on "
/* Short enough to see a seat expire and go to the next one. */
#define CONFIG "[practice]\nhold-seconds=180\n"
#define CONFIG_NAME "houbud.conf"

G_DEFINE_FINAL_TYPE (HoubuPractice, houbu_practice, G_TYPE_OBJECT)

static GSubprocess *
launch (const char *data_dir, GError **error)
{
  g_autofree char *daemon = houbu_places_find_program ("houbud", "../daemon", "HOUBU_DAEMON");
  g_autofree char *config = g_build_filename (data_dir, CONFIG_NAME, NULL);
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
  if (!g_file_set_contents (config, CONFIG, -1, error))
    return NULL;
  /* Its standard input is a pipe from here, which the kernel closes however this program ends. */
  return g_subprocess_launcher_spawn (launcher, error, daemon, "--practice", "--data", data_dir,
                                      "--listen", "127.0.0.1:0", "--until-stdin-closes", "--config",
                                      config, NULL);
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
  if (self->address == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                               _ ("The practice server did not start. Is another one running?"));
      return;
    }
  /* Without the others the queue stands still, and everything else goes as well. */
  self->crowd = houbu_practice_crowd_new (self->address, &error);
  if (self->crowd == NULL)
    g_debug ("Nobody else practises: %s", error->message);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
houbu_practice_dispose (GObject *object)
{
  HoubuPractice *self = HOUBU_PRACTICE (object);

  if (self->crowd != NULL)
    houbu_practice_crowd_stop (self->crowd);
  g_clear_object (&self->crowd);
  if (self->daemon != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->daemon), NULL, NULL);
  g_clear_object (&self->output);
  g_clear_object (&self->daemon);
  g_clear_object (&self->phone);
  G_OBJECT_CLASS (houbu_practice_parent_class)->dispose (object);
}

static void
houbu_practice_finalize (GObject *object)
{
  g_free (HOUBU_PRACTICE (object)->address);
  g_free (HOUBU_PRACTICE (object)->data_dir);
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
  g_autofree char *outbox = NULL;
  GError *error = NULL;

  g_return_if_fail (data_dir != NULL);
  g_task_set_source_tag (task, houbu_practice_start_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->data_dir = g_strdup (data_dir);
  outbox = g_build_filename (data_dir, OUTBOX, NULL);
  self->phone = houbu_practice_phone_new (outbox);
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

/* Everything in a folder and the folder; what a link leads to stays. */
static gboolean
erase (GFile *file, GError **error)
{
  g_autoptr (GFileEnumerator) children = NULL;

  children = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  while (children != NULL)
    {
      GFile *child = NULL;

      if (!g_file_enumerator_iterate (children, NULL, &child, NULL, error))
        return FALSE;
      if (child == NULL)
        break;
      if (!erase (child, error))
        return FALSE;
    }
  return g_file_delete (file, NULL, error);
}

static void
erase_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GFile) folder = g_file_new_for_path (HOUBU_PRACTICE (data)->data_dir);
  GError *error = NULL;

  if (erase (folder, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_started_afresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HoubuPractice *fresh = houbu_practice_start_finish (result, &error);

  if (fresh != NULL)
    g_task_return_pointer (task, fresh, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuPractice *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  houbu_practice_start_async (self->data_dir, g_task_get_cancellable (task), on_started_afresh_cb,
                              g_object_ref (task));
}

static void
on_daemon_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuPractice *self = g_task_get_task_data (task);
  g_autoptr (GTask) erasing = NULL;
  GError *error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  erasing = g_task_new (NULL, g_task_get_cancellable (task), on_erased_cb, g_object_ref (task));
  g_task_set_task_data (erasing, g_object_ref (self), g_object_unref);
  g_task_run_in_thread (erasing, erase_in_thread);
}

/**
 * houbu_practice_afresh_async:
 * @self: a running server; it ends
 * @cancellable: (nullable): stops waiting
 * @callback: called when another server is ready
 * @user_data: for @callback
 *
 * Throws away all that was practised and starts a server on new data. It is finished with
 * houbu_practice_start_finish().
 */
void
houbu_practice_afresh_async (HoubuPractice *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (HOUBU_IS_PRACTICE (self));
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_practice_afresh_async);
  g_task_set_task_data (task, g_object_ref (self), g_object_unref);
  if (self->crowd != NULL)
    houbu_practice_crowd_stop (self->crowd);
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->daemon), NULL, NULL);
  g_subprocess_wait_async (self->daemon, cancellable, on_daemon_ended_cb, task);
}

/**
 * houbu_practice_get_crowd:
 * @self: a running server
 *
 * Returns: (transfer none) (nullable): the others who practise
 */
HoubuPracticeCrowd *
houbu_practice_get_crowd (HoubuPractice *self)
{
  g_return_val_if_fail (HOUBU_IS_PRACTICE (self), NULL);
  return self->crowd;
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
 * houbu_practice_get_phone:
 * @self: a running server
 *
 * Returns: (transfer none): where its messages to phones can be seen
 */
HoubuPracticePhone *
houbu_practice_get_phone (HoubuPractice *self)
{
  g_return_val_if_fail (HOUBU_IS_PRACTICE (self), NULL);
  return self->phone;
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
