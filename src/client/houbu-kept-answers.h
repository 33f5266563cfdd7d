/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Answers that came with an `ETag` (RFC 9110, 8.8.3), the latest few, so that one that has not
 * changed is not sent again. */
typedef struct _HoubuKeptAnswers HoubuKeptAnswers;

HoubuKeptAnswers *houbu_kept_answers_new (void);
void houbu_kept_answers_free (HoubuKeptAnswers *self);

void
houbu_kept_answers_put (HoubuKeptAnswers *self, const char *path, const char *tag, GBytes *body);
GBytes *houbu_kept_answers_find (HoubuKeptAnswers *self, const char *path, const char **tag);
void houbu_kept_answers_forget (HoubuKeptAnswers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuKeptAnswers, houbu_kept_answers_free)

G_END_DECLS
