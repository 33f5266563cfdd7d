/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _HoubuHttpRequest HoubuHttpRequest;
typedef struct _HoubuHttpReply HoubuHttpReply;
typedef struct _HoubuHttpReady HoubuHttpReady;
typedef struct _HoubuHttpStream HoubuHttpStream;
typedef struct _HoubuHttpTarget HoubuHttpTarget;
typedef struct _HoubuHttpConnection HoubuHttpConnection;

#define HOUBU_TYPE_HTTP_SERVER (houbu_http_server_get_type ())
G_DECLARE_FINAL_TYPE (HoubuHttpServer, houbu_http_server, HOUBU, HTTP_SERVER, GObject)

/* What a client may cost. */
typedef struct
{
  guint connections;     /* open at a time */
  guint pool_bytes;      /* of memory a connection: bounds the request's head too */
  guint headers;         /* lines of a request's head */
  guint idle_seconds;    /* between two bytes, and between two requests */
  guint request_seconds; /* for a whole request, however it drips */
  guint upload_seconds;  /* the same for an import */
  guint reply_seconds;   /* for taking a whole answer */
} HoubuHttpLimits;

/* What happened so far, for the metrics. */
typedef struct
{
  guint64 accepted;
  guint64 requests;
  guint64 overdue; /* connections cut at a deadline */
  guint64 crowded; /* idle connections closed to make room */
  guint64 malformed;
  guint64 exhausted; /* times that descriptors ran out */
  guint open;
  guint streams;
} HoubuHttpCounters;

/*
 * malformed what a request gets that cannot even be looked at; @reason is for the log.
 * recall    (nullable) the head is complete and there is no body. May answer at once with what is
 *           kept (houbu_http_request_reply_ready()); its target is not known to be well formed.
 * begin     the head is complete. May refuse (houbu_http_request_reply()), set a body limit, or
 *           hold the body back (houbu_http_request_hold()) until it has looked something up.
 * complete  the body is complete. Answers now or later, exactly once.
 */
typedef struct
{
  HoubuHttpReply *(*malformed) (const char *reason, gpointer data);
  gboolean (*recall) (HoubuHttpRequest *request, gpointer data);
  void (*begin) (HoubuHttpRequest *request, gpointer data);
  void (*complete) (HoubuHttpRequest *request, gpointer data);
} HoubuHttpHandler;

G_END_DECLS
