/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean show_debug;

static const char *
get_level_name (GLogLevelFlags level)
{
  switch (level & G_LOG_LEVEL_MASK)
    {
    case G_LOG_LEVEL_ERROR:
      return "fatal";
    case G_LOG_LEVEL_CRITICAL:
      return "critical";
    case G_LOG_LEVEL_WARNING:
      return "warning";
    case G_LOG_LEVEL_MESSAGE:
      return "notice";
    case G_LOG_LEVEL_INFO:
      return "info";
    case G_LOG_LEVEL_DEBUG:
    default:
      return "debug";
    }
}

/* A value is quoted when a reader by columns would stumble over it. */
static void
append_value (GString *line, const char *value, gsize length)
{
  gboolean plain = length > 0;

  for (gsize i = 0; plain && i < length; i++)
    plain = g_ascii_isgraph (value[i]) && value[i] != '"' && value[i] != '=';
  if (plain)
    {
      g_string_append_len (line, value, (gssize) length);
      return;
    }
  g_string_append_c (line, '"');
  for (gsize i = 0; i < length; i++)
    {
      guchar byte = (guchar) value[i];

      if (byte == '"' || byte == '\\')
        g_string_append_printf (line, "\\%c", byte);
      else if (byte < 0x20 || byte == 0x7f)
        g_string_append_printf (line, "\\x%02x", byte);
      else
        g_string_append_c (line, (char) byte);
    }
  g_string_append_c (line, '"');
}

static void
append_field (GString *line, const GLogField *field)
{
  gsize length = field->length < 0 ? strlen (field->value) : (gsize) field->length;
  g_autofree char *name = NULL;

  if (strcmp (field->key, "MESSAGE") == 0)
    name = g_strdup ("msg");
  else if (strcmp (field->key, "GLIB_DOMAIN") == 0)
    name = g_strdup ("domain");
  else if (g_str_has_prefix (field->key, "HOUBU_"))
    name = g_ascii_strdown (field->key + strlen ("HOUBU_"), -1);
  if (name == NULL)
    return;
  g_string_append_printf (line, " %s=", name);
  append_value (line, field->value, length);
}

static GLogWriterOutput
on_log (GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *time = NULL;
  GString *line;

  if ((level & G_LOG_LEVEL_DEBUG) != 0 && !show_debug)
    return G_LOG_WRITER_HANDLED;
  if (g_log_writer_is_journald (fileno (stderr)))
    return g_log_writer_journald (level, fields, count, data);
  now = g_date_time_new_now_utc ();
  time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  line = g_string_new (NULL);
  g_string_append_printf (line, "time=%s.%03dZ level=%s", time,
                          g_date_time_get_microsecond (now) / 1000, get_level_name (level));
  for (gsize i = 0; i < count; i++)
    append_field (line, &fields[i]);
  g_string_append_c (line, '\n');
  fwrite (line->str, 1, line->len, stderr);
  g_string_free (line, TRUE);
  return G_LOG_WRITER_HANDLED;
}

/**
 * houbu_daemon_log_init:
 * @verbose: whether to log what is for developers too
 *
 * Sends all logs to the journal or, as one line of `key=value` each, to standard error. What is
 * fatal stays fatal.
 */
void
houbu_daemon_log_init (gboolean verbose)
{
  show_debug = verbose || g_getenv ("HOUBU_DEBUG") != NULL;
  setvbuf (stderr, NULL, _IOLBF, 0);
  g_log_set_writer_func (on_log, NULL, NULL);
}
