/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-command-sender.h"

#include <string.h>

/*
 * Runs a program for each message. It reads the number in the first line of its standard input and
 * the text in the second: on a command line everybody on the machine could read them. No shell is
 * between, what it prints goes nowhere, and it has a limited time.
 */
struct _HoubuCommandSender
{
  GObject parent_instance;

  GSubprocessLauncher *launcher; /* (owned) */
  GStrv command;                 /* (owned) */
  guint seconds;
};

typedef struct
{
  GSubprocess *process;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint timer;
} Run;

/* What the service manager tells the daemon is not for others. */
static const char *const hidden[] = { "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "WATCHDOG_USEC",
                                      "WATCHDOG_PID" };

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_handle_id (&run->timer, g_source_remove);
  g_clear_object (&run->process);
  g_clear_object (&run->cancellable);
  g_free (run);
}

static gboolean
on_time_is_up (gpointer user_data)
{
  Run *run = user_data;

  run->timer = 0;
  g_subprocess_force_exit (run->process);
  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_communicated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_is_cancelled (run->cancellable))
    {
      g_subprocess_communicate_finish (process, result, NULL, NULL, NULL);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                               "The command takes too long");
    }
  else if (!g_subprocess_communicate_finish (process, result, NULL, NULL, &error))
    g_task_return_error (task, error);
  else if (!g_subprocess_get_successful (process))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The command failed");
  else
    g_task_return_boolean (task, TRUE);
}

static void
send_async (HoubuSender *sender,
            const HoubuMessage *message,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  HoubuCommandSender *self = HOUBU_COMMAND_SENDER (sender);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GBytes) input = NULL;
  char *text;
  GError *error = NULL;
  Run *run;
  GSubprocess *process;

  g_task_set_source_tag (task, send_async);
  process =
      g_subprocess_launcher_spawnv (self->launcher, (const char *const *) self->command, &error);
  if (process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  run = g_new0 (Run, 1);
  run->process = process;
  run->cancellable = g_cancellable_new ();
  run->timer = g_timeout_add_seconds (self->seconds, on_time_is_up, run);
  g_task_set_task_data (task, run, run_free);
  text = g_strdup_printf ("%s\n%s\n", message->phone, message->text);
  input = g_bytes_new_take (text, strlen (text));
  g_subprocess_communicate_async (process, input, run->cancellable, on_communicated,
                                  g_steal_pointer (&task));
}

static void
iface_init (HoubuSenderInterface *iface)
{
  iface->send_async = send_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HoubuCommandSender,
                               houbu_command_sender,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOUBU_TYPE_SENDER, iface_init))

static void
houbu_command_sender_finalize (GObject *object)
{
  HoubuCommandSender *self = HOUBU_COMMAND_SENDER (object);

  g_clear_object (&self->launcher);
  g_strfreev (self->command);
  G_OBJECT_CLASS (houbu_command_sender_parent_class)->finalize (object);
}

static void
houbu_command_sender_class_init (HoubuCommandSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_command_sender_finalize;
}

static void
houbu_command_sender_init (HoubuCommandSender *self)
{
  self->launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    g_subprocess_launcher_unsetenv (self->launcher, hidden[i]);
}

/**
 * houbu_command_sender_new:
 * @command: a program and its arguments
 * @seconds: how long it may take for one message
 *
 * Returns: (transfer full): a sender that runs it for each message
 */
HoubuSender *
houbu_command_sender_new (const char *const *command, guint seconds)
{
  HoubuCommandSender *self;

  g_return_val_if_fail (command != NULL && command[0] != NULL && seconds > 0, NULL);

  self = g_object_new (HOUBU_TYPE_COMMAND_SENDER, NULL);
  self->command = g_strdupv ((char **) command);
  self->seconds = seconds;
  return HOUBU_SENDER (self);
}
