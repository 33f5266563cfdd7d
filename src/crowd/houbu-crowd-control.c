/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-control.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#define PACE "pace "
#define LEAST_PACE 0.01
#define MOST_PACE 100

typedef struct
{
  HoubuCrowdClock *clock;    /* (unowned) */
  GDataInputStream *lines;   /* (owned) */
  GCancellable *cancellable; /* (owned) */
  HoubuCrowdFunc ended;
  gpointer user_data;
} Control;

static void
control_free (Control *control)
{
  g_object_unref (control->lines);
  g_object_unref (control->cancellable);
  g_free (control);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Control, control_free)

static void read_line (Control *control);

/**
 * houbu_crowd_control_obey:
 * @clock: the crowd's clock
 * @line: `pause`, `resume` or `pace NUMBER`
 * @error: %G_IO_ERROR_INVALID_ARGUMENT when it is none of these
 *
 * Returns: whether it was done
 */
gboolean
houbu_crowd_control_obey (HoubuCrowdClock *clock, const char *line, GError **error)
{
  double pace;
  char *end = NULL;

  g_return_val_if_fail (clock != NULL && line != NULL, FALSE);

  if (g_str_equal (line, "pause") || g_str_equal (line, "resume"))
    {
      houbu_crowd_clock_set_paused (clock, g_str_equal (line, "pause"));
      return TRUE;
    }
  if (g_str_has_prefix (line, PACE))
    {
      pace = g_ascii_strtod (line + strlen (PACE), &end);
      if (end != line + strlen (PACE) && *end == '\0' && pace >= LEAST_PACE && pace <= MOST_PACE)
        {
          houbu_crowd_clock_set_pace (clock, pace);
          return TRUE;
        }
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "not a command (pause, resume, pace NUMBER): %s", line);
  return FALSE;
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Control) control = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                     result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (line == NULL)
    {
      control->ended (control->user_data);
      return;
    }
  if (!houbu_crowd_control_obey (control->clock, g_strstrip (line), &error))
    g_warning ("%s", error->message);
  read_line (g_steal_pointer (&control));
}

static void
read_line (Control *control)
{
  g_data_input_stream_read_line_async (control->lines, G_PRIORITY_DEFAULT, control->cancellable,
                                       on_line, control);
}

/**
 * houbu_crowd_control_listen:
 * @clock: the crowd's clock; outlives @cancellable
 * @cancellable: ends it
 * @ended: called when standard input is closed
 * @user_data: for @ended
 *
 * Does what comes on standard input, a command a line.
 */
void
houbu_crowd_control_listen (HoubuCrowdClock *clock,
                            GCancellable *cancellable,
                            HoubuCrowdFunc ended,
                            gpointer user_data)
{
  Control *control = NULL;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  g_return_if_fail (clock != NULL && cancellable != NULL && ended != NULL);

  control = g_new0 (Control, 1);
  control->clock = clock;
  control->lines = g_data_input_stream_new (input);
  control->cancellable = g_object_ref (cancellable);
  control->ended = ended;
  control->user_data = user_data;
  read_line (control);
}
