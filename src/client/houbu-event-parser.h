/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one event may cost; a server that sends more is cut off. */
#define HOUBU_EVENT_PARSER_MAX_BYTES (1024 * 1024)
#define HOUBU_EVENT_PARSER_MAX_WORD 128

/**
 * HoubuStreamEvent:
 * @id: the id of this event or, without one, of the last that had one; "" = none yet
 * @type: "message" when the stream names none
 * @data: the data lines joined by line feeds, with a NUL after the last byte
 * @length: bytes of @data
 *
 * One event of a `text/event-stream`. All pointers last for the call only.
 */
typedef struct
{
  const char *id;
  const char *type;
  const char *data;
  gsize length;
} HoubuStreamEvent;

typedef void (*HoubuStreamEventFunc) (const HoubuStreamEvent *event, gpointer user_data);

/**
 * HoubuEventParser:
 *
 * Turns the bytes of an event stream into events, however the bytes are cut. Knows nothing of
 * sockets.
 */
typedef struct _HoubuEventParser HoubuEventParser;

HoubuEventParser *houbu_event_parser_new (void);
void houbu_event_parser_free (HoubuEventParser *parser);
gboolean houbu_event_parser_feed (HoubuEventParser *parser,
                                  const char *bytes,
                                  gsize length,
                                  HoubuStreamEventFunc func,
                                  gpointer user_data);
gint64 houbu_event_parser_get_retry_ms (const HoubuEventParser *parser);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuEventParser, houbu_event_parser_free)

G_END_DECLS
