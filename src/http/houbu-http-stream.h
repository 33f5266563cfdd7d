/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

G_BEGIN_DECLS

/* Called once, when the peer is gone or the stream has ended. */
typedef void (*HoubuHttpStreamClosed) (HoubuHttpStream *self, gpointer data);

HoubuHttpStream *houbu_http_stream_ref (HoubuHttpStream *self);
void houbu_http_stream_unref (HoubuHttpStream *self);

void houbu_http_stream_set_closed_func (HoubuHttpStream *self,
                                        HoubuHttpStreamClosed func,
                                        gpointer data);

void houbu_http_stream_push (HoubuHttpStream *self, GBytes *bytes);
gsize houbu_http_stream_get_pending (HoubuHttpStream *self);
gint64 houbu_http_stream_get_pending_since (HoubuHttpStream *self);
void houbu_http_stream_end (HoubuHttpStream *self);
void houbu_http_stream_cut (HoubuHttpStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuHttpStream, houbu_http_stream_unref)

G_END_DECLS
