/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

G_BEGIN_DECLS

/* An answer before it is sent: a plain value, made by handlers and by refusals alike. */
struct _HoubuHttpReply
{
  guint status;
  const char *content_type; /* (borrowed, static) (nullable) */
  GBytes *body;             /* (owned) (nullable) */
  gboolean is_file;         /* the body is a file instead */
  int fd;                   /* (owned): the file, -1 once it is handed over */
  guint64 size;             /* of the file */
  GStrv headers;            /* (owned) (nullable): name, value, name, value … */
  gboolean close;           /* the connection ends with it */
};

HoubuHttpReply *houbu_http_reply_new (guint status, const char *content_type, GBytes *body);
HoubuHttpReply *
houbu_http_reply_new_file (guint status, const char *content_type, int fd, guint64 size);

void houbu_http_reply_add_header (HoubuHttpReply *self, const char *name, const char *value);

void houbu_http_reply_free (HoubuHttpReply *self);

/* The same made ready, to be sent as often as one likes. */
HoubuHttpReady *houbu_http_reply_make_ready (HoubuHttpReply *self);
HoubuHttpReady *houbu_http_ready_ref (HoubuHttpReady *self);
void houbu_http_ready_unref (HoubuHttpReady *self);
guint houbu_http_ready_get_status (HoubuHttpReady *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuHttpReply, houbu_http_reply_free)

G_END_DECLS
