/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mc-subject.h"

G_BEGIN_DECLS

/* A world and what happens in it. A difference that a run finds is shrunk and written as a replay
 * file, one command a line, which then is a test for good. */
typedef struct
{
  McWorld world;
  GArray *commands; /* (owned) (element-type McCommand) */
} McHistory;

McHistory *mc_history_new (const McWorld *world);
McHistory *mc_history_generate (guint64 seed, guint n_commands);
McHistory *mc_history_copy (const McHistory *history);
void mc_history_free (McHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (McHistory, mc_history_free)

char *mc_history_print (const McHistory *history);
McHistory *mc_history_parse (const char *text, GError **error);

/* Runs the history on both. Returns: (nullable) (transfer full): the first difference */
char *mc_history_compare (const McHistory *history, const McSubject *left, const McSubject *right);
McHistory *
mc_history_shrink (const McHistory *history, const McSubject *left, const McSubject *right);

G_END_DECLS
