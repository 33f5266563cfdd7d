/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/* Runs libmicrohttpd on a GMainContext through its epoll descriptor. */
typedef struct _HoubuHttpSource HoubuHttpSource;

/* Does what is due and returns the monotonic time of what is due next, or -1. */
typedef gint64 (*HoubuHttpDueFunc) (gpointer data);

HoubuHttpSource *
houbu_http_source_new (struct MHD_Daemon *daemon, HoubuHttpDueFunc due, gpointer data);

void houbu_http_source_free (HoubuHttpSource *self);

void houbu_http_source_wake (HoubuHttpSource *self);
gint64 houbu_http_source_get_time (HoubuHttpSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuHttpSource, houbu_http_source_free)

G_END_DECLS
