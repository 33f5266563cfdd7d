/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-event-parser.h"

#include <string.h>

struct _HoubuEventParser
{
  GString *line;     /* (owned): the line that is being received */
  GString *data;     /* (owned): data lines of the event so far, each with its line feed */
  GString *type;     /* (owned) */
  GString *last_id;  /* (owned): outlives its event, as the format says */
  gint64 retry_ms;   /* -1 = the server never said */
  gsize event_bytes; /* lines of the event so far, so that many short ones count too */
  gboolean after_cr; /* a line feed now belongs to the line end before it */
  gboolean at_start; /* a byte-order mark may still come */
  gboolean failed;
};

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/**
 * houbu_event_parser_new:
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
HoubuEventParser *
houbu_event_parser_new (void)
{
  HoubuEventParser *parser = g_new0 (HoubuEventParser, 1);

  parser->line = g_string_new (NULL);
  parser->data = g_string_new (NULL);
  parser->type = g_string_new (NULL);
  parser->last_id = g_string_new (NULL);
  parser->retry_ms = -1;
  parser->at_start = TRUE;
  return parser;
}

/**
 * houbu_event_parser_free:
 * @parser: (transfer full): a parser; an unfinished event is dropped, as the format says
 */
void
houbu_event_parser_free (HoubuEventParser *parser)
{
  g_string_free (parser->line, TRUE);
  g_string_free (parser->data, TRUE);
  g_string_free (parser->type, TRUE);
  g_string_free (parser->last_id, TRUE);
  g_free (parser);
}

static void
set_retry (HoubuEventParser *parser, const char *value, gsize length)
{
  gint64 retry = 0;

  if (length == 0 || length > 9)
    return;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      retry = retry * 10 + (value[i] - '0');
    }
  parser->retry_ms = retry;
}

/* A word (type, id) that is too long, or holds a NUL, is nobody's event: it is ignored, not cut. */
static void
set_word (GString *word, const char *value, gsize length)
{
  if (length > HOUBU_EVENT_PARSER_MAX_WORD || memchr (value, '\0', length) != NULL)
    return;
  g_string_truncate (word, 0);
  g_string_append_len (word, value, length);
}

static void
take_field (HoubuEventParser *parser, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;
  gsize value_length = length - (gsize) (value - line);

  if (value_length > 0 && value[0] == ' ')
    {
      value++;
      value_length--;
    }
  if (name_length == 4 && memcmp (line, "data", 4) == 0)
    {
      g_string_append_len (parser->data, value, value_length);
      g_string_append_c (parser->data, '\n');
    }
  else if (name_length == 5 && memcmp (line, "event", 5) == 0)
    set_word (parser->type, value, value_length);
  else if (name_length == 2 && memcmp (line, "id", 2) == 0)
    set_word (parser->last_id, value, value_length);
  else if (name_length == 5 && memcmp (line, "retry", 5) == 0)
    set_retry (parser, value, value_length);
}

/* An empty line ends an event. One without data counts when it has a type: "bye" need not say more.
 */
static void
dispatch (HoubuEventParser *parser, HoubuStreamEventFunc func, gpointer user_data)
{
  if (parser->data->len > 0 || parser->type->len > 0)
    {
      HoubuStreamEvent event = { 0 };

      if (parser->data->len > 0)
        g_string_truncate (parser->data, parser->data->len - 1);
      event.id = parser->last_id->str;
      event.type = parser->type->len > 0 ? parser->type->str : "message";
      event.data = parser->data->str;
      event.length = parser->data->len;
      func (&event, user_data);
    }
  g_string_truncate (parser->data, 0);
  g_string_truncate (parser->type, 0);
  parser->event_bytes = 0;
}

static void
end_line (HoubuEventParser *parser, HoubuStreamEventFunc func, gpointer user_data)
{
  const char *line = parser->line->str;
  gsize length = parser->line->len;

  if (parser->at_start && length >= 3 && memcmp (line, byte_order_mark, 3) == 0)
    {
      line += 3;
      length -= 3;
    }
  parser->at_start = FALSE;
  if (length == 0)
    dispatch (parser, func, user_data);
  else if (line[0] != ':')
    take_field (parser, line, length);
  g_string_truncate (parser->line, 0);
}

static gboolean
take_bytes (HoubuEventParser *parser, const char *bytes, gsize length)
{
  parser->event_bytes += length;
  /* Comments keep a quiet stream alive for hours and are part of no event. */
  if (parser->line->len == 0 && length > 0 && bytes[0] == ':' && parser->data->len == 0)
    parser->event_bytes = length;
  if (parser->event_bytes > HOUBU_EVENT_PARSER_MAX_BYTES)
    return FALSE;
  g_string_append_len (parser->line, bytes, length);
  return TRUE;
}

/**
 * houbu_event_parser_feed:
 * @parser: a parser
 * @bytes: (array length=length): what arrived; any cut is fine
 * @length: how much
 * @func: (scope call): called for each event that is complete now; must not feed or free the parser
 * @user_data: for @func
 *
 * Returns: %FALSE once an event is larger than %HOUBU_EVENT_PARSER_MAX_BYTES: close the stream
 */
gboolean
houbu_event_parser_feed (HoubuEventParser *parser,
                         const char *bytes,
                         gsize length,
                         HoubuStreamEventFunc func,
                         gpointer user_data)
{
  const char *end = bytes + length;

  while (bytes < end && !parser->failed)
    {
      const char *stop = bytes;

      if (parser->after_cr && *bytes == '\n')
        bytes++;
      if (bytes == end)
        {
          parser->after_cr = FALSE;
          break;
        }
      parser->after_cr = FALSE;
      for (stop = bytes; stop < end && *stop != '\n' && *stop != '\r'; stop++)
        ;
      parser->failed = !take_bytes (parser, bytes, (gsize) (stop - bytes));
      if (parser->failed || stop == end)
        break;
      end_line (parser, func, user_data);
      parser->after_cr = *stop == '\r';
      bytes = stop + 1;
    }
  return !parser->failed;
}

/**
 * houbu_event_parser_get_retry_ms:
 * @parser: a parser
 *
 * Returns: how long the server asked to wait before coming back, in ms; -1 when it never did
 */
gint64
houbu_event_parser_get_retry_ms (const HoubuEventParser *parser)
{
  return parser->retry_ms;
}
