/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live-frame.h"

static void
append_data (GString *text, GBytes *data)
{
  gsize size = 0;
  const char *bytes = data != NULL ? g_bytes_get_data (data, &size) : NULL;

  g_string_append (text, "data: ");
  if (size == 0)
    g_string_append (text, "{}");
  for (gsize i = 0; i < size; i++)
    /* JSON of ours has no line ends; were there one, it would end the event. */
    g_string_append_c (text, bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i]);
  g_string_append (text, "\n\n");
}

/**
 * houbu_live_frame_event:
 * @type: its type
 * @data: (nullable): JSON
 *
 * Returns: (transfer full): an event in the stream's format
 */
GBytes *
houbu_live_frame_event (const char *type, GBytes *data)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "event: %s\n", type);
  append_data (text, data);
  return g_string_free_to_bytes (text);
}

/**
 * houbu_live_frame_event_with_id:
 * @seq: where to resume after this event
 * @type: its type
 * @data: (nullable): JSON
 *
 * Returns: (transfer full): an event that moves the place to resume at
 */
GBytes *
houbu_live_frame_event_with_id (gint64 seq, const char *type, GBytes *data)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "id: %" G_GINT64_FORMAT "\nevent: %s\n", seq, type);
  append_data (text, data);
  return g_string_free_to_bytes (text);
}

/**
 * houbu_live_frame_comment:
 *
 * Returns: (transfer full): a line that says nothing but that the stream is alive
 */
GBytes *
houbu_live_frame_comment (void)
{
  return g_bytes_new_static (":\n\n", 3);
}

/**
 * houbu_live_frame_bye:
 * @retry_ms: when to come back
 *
 * Returns: (transfer full): the last event of a daemon that restarts
 */
GBytes *
houbu_live_frame_bye (guint retry_ms)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "retry: %u\nevent: bye\ndata: {}\n\n", retry_ms);
  return g_string_free_to_bytes (text);
}
