/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-practice-crowd.h"

#include <signal.h>
#include <string.h>

#include "houbu-places.h"

/* The first sample accounts are for whoever practises. */
#define FREE_ACCOUNTS "10"
#define FULL_OFFERING "993010-1"
/* All of them are there soon, but do not sign in at once. */
#define ARRIVE_SECONDS "20"
#define USUAL_PACE "pace 1\n"
#define SLOW_PACE "pace 0.25\n"

struct _HoubuPracticeCrowd
{
  GObject parent_instance;

  GSubprocess *process;      /* (owned) (nullable): not running */
  GCancellable *cancellable; /* (owned) */
  GQueue *commands;          /* (owned) (element-type GBytes): still to be written */
  gboolean is_writing;
  gboolean paused;
  gboolean slow;
};

enum
{
  PROP_RUNNING = 1,
  PROP_PAUSED,
  PROP_SLOW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HoubuPracticeCrowd, houbu_practice_crowd, G_TYPE_OBJECT)

static void write_next (HoubuPracticeCrowd *self);

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPracticeCrowd) self = user_data;

  self->is_writing = FALSE;
  /* One that has ended is noticed where its end is waited for. */
  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    write_next (self);
}

static void
write_next (HoubuPracticeCrowd *self)
{
  g_autoptr (GBytes) command = NULL;

  if (self->is_writing || self->process == NULL || g_queue_is_empty (self->commands))
    return;
  command = g_queue_pop_head (self->commands);
  self->is_writing = TRUE;
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (self->process),
                                   g_bytes_get_data (command, NULL), g_bytes_get_size (command),
                                   G_PRIORITY_DEFAULT, self->cancellable, on_written_cb,
                                   g_object_ref (self));
}

static void
say (HoubuPracticeCrowd *self, const char *line)
{
  g_queue_push_tail (self->commands, g_bytes_new (line, strlen (line)));
  write_next (self);
}

static void
set_paused (HoubuPracticeCrowd *self, gboolean paused)
{
  if (self->paused == paused)
    return;
  self->paused = paused;
  say (self, paused ? "pause\n" : "resume\n");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAUSED]);
}

static void
set_slow (HoubuPracticeCrowd *self, gboolean slow)
{
  if (self->slow == slow)
    return;
  self->slow = slow;
  say (self, slow ? SLOW_PACE : USUAL_PACE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SLOW]);
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPracticeCrowd) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    return;
  g_clear_object (&self->process);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
houbu_practice_crowd_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HoubuPracticeCrowd *self = HOUBU_PRACTICE_CROWD (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->process != NULL);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->slow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_practice_crowd_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  HoubuPracticeCrowd *self = HOUBU_PRACTICE_CROWD (object);

  switch (id)
    {
    case PROP_PAUSED:
      set_paused (self, g_value_get_boolean (value));
      break;
    case PROP_SLOW:
      set_slow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_practice_crowd_dispose (GObject *object)
{
  HoubuPracticeCrowd *self = HOUBU_PRACTICE_CROWD (object);

  houbu_practice_crowd_stop (self);
  g_clear_object (&self->process);
  G_OBJECT_CLASS (houbu_practice_crowd_parent_class)->dispose (object);
}

static void
houbu_practice_crowd_finalize (GObject *object)
{
  HoubuPracticeCrowd *self = HOUBU_PRACTICE_CROWD (object);

  g_queue_free_full (self->commands, (GDestroyNotify) g_bytes_unref);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (houbu_practice_crowd_parent_class)->finalize (object);
}

static void
houbu_practice_crowd_class_init (HoubuPracticeCrowdClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = houbu_practice_crowd_get_property;
  object_class->set_property = houbu_practice_crowd_set_property;
  object_class->dispose = houbu_practice_crowd_dispose;
  object_class->finalize = houbu_practice_crowd_finalize;
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, read);
  props[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, read | G_PARAM_WRITABLE);
  props[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, read | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
houbu_practice_crowd_init (HoubuPracticeCrowd *self)
{
  self->commands = g_queue_new ();
  self->cancellable = g_cancellable_new ();
}

static GSubprocess *
launch (const char *address, GError **error)
{
  g_autofree char *program = houbu_places_find_program ("houbu-crowd", "../crowd", "HOUBU_CROWD");
  g_autofree char *people = houbu_places_get_practice_dir ();
  g_autofree char *seed = g_strdup_printf ("%d", g_random_int_range (0, G_MAXINT));
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);

  if (program == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "houbu-crowd is not installed");
      return NULL;
    }
  return g_subprocess_launcher_spawn (
      launcher, error, program, "run", "--server", address, "--people", people, "--skip",
      FREE_ACCOUNTS, "--offering", FULL_OFFERING, "--temper", "practice", "--arrivals", "steady",
      "--over", ARRIVE_SECONDS, "--seed", seed, "--control", "--quiet", NULL);
}

/**
 * houbu_practice_crowd_new:
 * @address: of a practice server
 * @error: why there is nobody
 *
 * Returns: (transfer full) (nullable): the others, on their way
 */
HoubuPracticeCrowd *
houbu_practice_crowd_new (const char *address, GError **error)
{
  g_autoptr (GSubprocess) process = NULL;
  HoubuPracticeCrowd *self = NULL;

  g_return_val_if_fail (address != NULL, NULL);
  process = launch (address, error);
  if (process == NULL)
    return NULL;
  self = g_object_new (HOUBU_TYPE_PRACTICE_CROWD, NULL);
  self->process = g_steal_pointer (&process);
  g_subprocess_wait_async (self->process, self->cancellable, on_ended_cb, g_object_ref (self));
  return self;
}

/**
 * houbu_practice_crowd_get_running:
 * @self: the others
 *
 * Returns: whether they are there
 */
gboolean
houbu_practice_crowd_get_running (HoubuPracticeCrowd *self)
{
  g_return_val_if_fail (HOUBU_IS_PRACTICE_CROWD (self), FALSE);
  return self->process != NULL;
}

/**
 * houbu_practice_crowd_stop:
 * @self: the others
 *
 * Sends them home. Nobody is to be told of their end any more.
 */
void
houbu_practice_crowd_stop (HoubuPracticeCrowd *self)
{
  g_return_if_fail (HOUBU_IS_PRACTICE_CROWD (self));
  g_cancellable_cancel (self->cancellable);
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
}
