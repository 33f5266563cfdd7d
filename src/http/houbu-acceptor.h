/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* Accepts connections on a listening descriptor and goes on doing so when descriptors run out. */
typedef struct _HoubuAcceptor HoubuAcceptor;

/* Takes over @fd; returns FALSE when no more connections are wanted until houbu_acceptor_resume().
 */
typedef gboolean (*HoubuAcceptFunc) (int fd,
                                     const struct sockaddr *address,
                                     socklen_t address_size,
                                     gpointer data);

HoubuAcceptor *houbu_acceptor_new (int listen_fd, HoubuAcceptFunc func, gpointer data);

void houbu_acceptor_free (HoubuAcceptor *self);

void houbu_acceptor_resume (HoubuAcceptor *self);

guint64 houbu_acceptor_get_exhausted (const HoubuAcceptor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuAcceptor, houbu_acceptor_free)

G_END_DECLS
