/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the files of the server itself; nobody else looks into these. */
#pragma once

#include "houbu-http-reply.h"
#include "houbu-http-request.h"
#include "houbu-http-server.h"
#include "houbu-http-stream.h"

#include <microhttpd.h>
#include <netinet/in.h>

G_BEGIN_DECLS

/* A refused body up to this size is read to its end: closing a socket with unread bytes resets it,
 * and the refusal may be lost with it. */
#define HOUBU_HTTP_DISCARD_BYTES (256 * 1024)

/* Where a connection stands, which is also which deadline it runs against. */
typedef enum
{
  HOUBU_PHASE_IDLE,      /* no request yet, or between two */
  HOUBU_PHASE_RECEIVING, /* a request line has come, the request is not complete */
  HOUBU_PHASE_UPLOADING, /* a body that may be large is on its way, here or there */
  HOUBU_PHASE_SENDING,   /* the answer is on its way */
  HOUBU_PHASE_WORKING,   /* ours: no deadline for the peer */
  HOUBU_N_PHASES,
} HoubuPhase;

struct _HoubuHttpConnection
{
  HoubuHttpServer *server;    /* (borrowed): outlives its connections */
  struct MHD_Connection *mhd; /* (borrowed) */
  HoubuHttpRequest *request;  /* (owned) (nullable): the one under way */
  char *address;              /* (owned) (nullable): NULL on a Unix socket */
  int fd;                     /* (borrowed) */
  HoubuPhase phase;
  gint64 since; /* monotonic: when the phase began */
  GList link;   /* in the server's queue of the phase */
  gboolean suspended;
  gboolean loopback;
  gboolean doomed; /* shut down: nothing more is to be started */
};

typedef enum
{
  HOUBU_STEP_HEAD,     /* the head has not been looked at */
  HOUBU_STEP_HELD,     /* looked at; the handler holds the body back */
  HOUBU_STEP_RELEASED, /* the body may come, the head is shown once more */
  HOUBU_STEP_BODY,     /* body pieces come in */
  HOUBU_STEP_REPLY,    /* complete: the handler owes an answer */
  HOUBU_STEP_SENT,     /* the answer has been handed over */
} HoubuStep;

struct _HoubuHttpRequest
{
  int ref_count;
  HoubuHttpConnection *connection; /* (borrowed) (nullable): NULL when the peer is gone */
  HoubuStep step;
  const char *method;      /* (borrowed): valid while the connection is */
  char *raw_target;        /* (owned) */
  gsize raw_target_size;   /* of its memory */
  HoubuHttpTarget *target; /* (owned) (nullable) */
  char *named_address;     /* (owned) (nullable): by the front server */
  GByteArray *body;        /* (owned) (nullable) */
  gsize body_limit;
  gsize body_size;
  guint64 declared; /* Content-Length, or 0 */
  gboolean chunked;
  gboolean too_large;
  HoubuHttpSink sink;                 /* (nullable) */
  const char *known[HOUBU_N_HEADERS]; /* (borrowed) (nullable): valid while the connection is */
  HoubuHttpReply *reply;              /* (owned) (nullable) */
  HoubuHttpReady *ready;              /* (owned) (nullable) */
  HoubuHttpStream *stream;            /* (owned) (nullable) */
  gpointer data;                      /* (owned) */
  GDestroyNotify destroy;
  gint64 started;
};

HoubuHttpRequest *houbu_http_request_new (HoubuHttpConnection *connection,
                                          const char *target,
                                          HoubuHttpRequest **spare);
void houbu_http_request_end (HoubuHttpRequest *self, HoubuHttpRequest **spare);
const char *
houbu_http_request_check_head (HoubuHttpRequest *self, const char *version, guint max_headers);
gboolean houbu_http_request_parse_target (HoubuHttpRequest *self);
void houbu_http_request_take_address (HoubuHttpRequest *self, const char *header);
void houbu_http_request_take_body (HoubuHttpRequest *self, const char *bytes, gsize length);

enum MHD_Result
houbu_http_reply_queue (HoubuHttpReply *self, struct MHD_Connection *mhd, HoubuHttpStream *stream);

enum MHD_Result houbu_http_ready_queue (HoubuHttpReady *self, struct MHD_Connection *mhd);

HoubuHttpStream *houbu_http_stream_new (HoubuHttpConnection *connection);
struct MHD_Response *houbu_http_stream_make_response (HoubuHttpStream *self);
void houbu_http_stream_detach (HoubuHttpStream *self);

void houbu_http_connection_enter (HoubuHttpConnection *self, HoubuPhase phase);
void houbu_http_connection_suspend (HoubuHttpConnection *self);
void houbu_http_connection_resume (HoubuHttpConnection *self);
void houbu_http_connection_cut (HoubuHttpConnection *self);
void houbu_http_connection_free (HoubuHttpConnection *self);
HoubuHttpConnection *houbu_http_connection_new (HoubuHttpServer *server,
                                                struct MHD_Connection *mhd);

gboolean houbu_http_server_is_draining (HoubuHttpServer *self);
HoubuHttpCounters *houbu_http_server_counters (HoubuHttpServer *self);
GQueue *houbu_http_server_get_queue (HoubuHttpServer *self, HoubuPhase phase);
void houbu_http_server_wake (HoubuHttpServer *self);
gint64 houbu_http_server_get_time (HoubuHttpServer *self);

G_END_DECLS
