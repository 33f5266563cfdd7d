/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the two files of the server: its life, and what libmicrohttpd tells it. */
#pragma once

#include "houbu-acceptor.h"
#include "houbu-http-private.h"
#include "houbu-http-source.h"

G_BEGIN_DECLS

struct _HoubuHttpServer
{
  GObject parent_instance;

  HoubuHttpLimits limits;
  HoubuHttpHandler handler;
  gpointer data;
  struct MHD_Daemon *daemon; /* (owned) */
  HoubuHttpSource *source;   /* (owned) (nullable) */
  HoubuAcceptor *acceptor;   /* (owned) (nullable) */
  char *address_header;      /* (owned) (nullable) */
  GQueue phases[HOUBU_N_PHASES];
  HoubuHttpCounters counters;
  HoubuHttpRequest *spare; /* (owned) (nullable): see houbu_http_request_end() */
  GTask *drain;            /* (owned) (nullable) */
  gint64 drain_until;
  guint64 exhausted_before; /* by acceptors that are gone */
  gboolean paused;
  gboolean draining;
};

/* What libmicrohttpd calls; @data is the server. */
void *houbu_http_on_target (void *data, const char *target, struct MHD_Connection *mhd);
size_t houbu_http_on_unescape (void *data, struct MHD_Connection *mhd, char *text);
enum MHD_Result houbu_http_on_access (void *data,
                                      struct MHD_Connection *mhd,
                                      const char *url,
                                      const char *method,
                                      const char *version,
                                      const char *bytes,
                                      size_t *length,
                                      void **context);
void houbu_http_on_request_completed (void *data,
                                      struct MHD_Connection *mhd,
                                      void **context,
                                      enum MHD_RequestTerminationCode why);
void houbu_http_on_connection_changed (void *data,
                                       struct MHD_Connection *mhd,
                                       void **context,
                                       enum MHD_ConnectionNotificationCode what);

G_END_DECLS
