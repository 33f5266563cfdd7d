/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "houbu-connection.h"
#include "houbu-kept-answers.h"

G_BEGIN_DECLS

SoupSession *houbu_connection_new_soup_session (HoubuConnection *self, guint timeout_seconds);
SoupMessage *
houbu_connection_new_message (HoubuConnection *self, const char *method, const char *path);
SoupSession *houbu_connection_get_soup_session (HoubuConnection *self);
const char *houbu_connection_get_token (HoubuConnection *self);
guint houbu_connection_get_attempts (HoubuConnection *self);
guint houbu_connection_get_timeout (HoubuConnection *self);
HoubuKeptAnswers *houbu_connection_get_kept (HoubuConnection *self);
GPtrArray *houbu_connection_get_renewal_waiters (HoubuConnection *self);
void houbu_connection_lose_session (HoubuConnection *self);
void houbu_connection_hang_up (HoubuConnection *self);

G_END_DECLS
