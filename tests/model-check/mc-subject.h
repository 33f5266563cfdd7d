/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mc-world.h"

G_BEGIN_DECLS

/* Something that lives through a history: the reference model, the rule book folded over arrays,
 * or the engine on a store. They must give the same answers and look the same after each command.
 *
 * An answer is "ok", or a refusal's word and behind a space the item in its way. What only looks
 * changes nothing, whatever the clock has brought, and answers in lines. Items are called
 * "seat O.N" and "place O.N": the N-th of offering O, counted from 1; for a place that is its queue
 * number. A dump is lines of text. */
typedef struct
{
  const char *name;
  gpointer (*create) (const McWorld *world);
  void (*destroy) (gpointer self);
  char *(*apply) (gpointer self, const McCommand *command, gint64 now);
  char *(*dump) (gpointer self);
  /* What is wrong with it as a whole at the end, or NULL. */
  char *(*check) (gpointer self, gint64 now);
} McSubject;

extern const McSubject mc_model_subject;
extern const McSubject mc_fold_subject;
extern const McSubject mc_engine_subject;

/* What a generator wants to know of the model: whether it would allow a command, the moments at
 * which something happens by itself, and whether an account has something in an offering now. */
gboolean mc_model_would_allow (gpointer model, const McCommand *command, gint64 now);
GArray *mc_model_next_moments (gpointer model, gint64 now);
gboolean mc_model_has_seat (gpointer model, int account, int offering);
gboolean mc_model_has_place (gpointer model, int account, int offering);
int mc_model_count_orders (gpointer model, int account, gboolean open);
gint64 mc_model_order_expires (gpointer model, int account);
gint64 mc_model_hold (gpointer model);
gboolean mc_model_is_registered (gpointer model, int account);

G_END_DECLS
