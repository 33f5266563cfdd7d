/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-client-types.h"

G_BEGIN_DECLS

/**
 * HoubuIntention:
 *
 * What a person means to do once, however often it has to be asked for: the owner of the
 * idempotency key.
 *
 * Keep one per button or dialog and hand it to each call. As long as the outcome of a call is
 * unknown (time-out, connection lost, busy) the next call with the same content carries the same
 * key; after a definite answer, or with other content, it carries a new one.
 */
#define HOUBU_TYPE_INTENTION (houbu_intention_get_type ())
G_DECLARE_FINAL_TYPE (HoubuIntention, houbu_intention, HOUBU, INTENTION, GObject)

HoubuIntention *houbu_intention_new (void);
const char *houbu_intention_begin (HoubuIntention *self, const char *path, GBytes *body);
void houbu_intention_settle (HoubuIntention *self);
gboolean houbu_intention_is_open (HoubuIntention *self);

G_END_DECLS
