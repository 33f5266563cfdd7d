/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-store.h"

G_BEGIN_DECLS

/*
 * HoubuSessions: what the store said of tokens a moment ago. For the main thread only.
 */
typedef struct _HoubuSessions HoubuSessions;

/* What had happened to tokens at some moment. */
typedef struct
{
  guint revocations; /* in this process */
  guint foreign;     /* see HoubuPresent */
} HoubuSessionsMark;

HoubuSessions *houbu_sessions_new (HoubuStore *store, gint64 idle);
void houbu_sessions_free (HoubuSessions *sessions);

HoubuCaller *houbu_sessions_find (HoubuSessions *sessions,
                                  const char *token,
                                  const HoubuMoment *moment,
                                  gboolean *use);
HoubuSessionsMark houbu_sessions_mark (HoubuSessions *sessions);
void houbu_sessions_put (HoubuSessions *sessions,
                         HoubuSessionsMark mark,
                         HoubuCaller *caller,
                         gint64 seen_at);
void houbu_sessions_forget_account (HoubuSessions *sessions, gint64 account);
void houbu_sessions_forget (HoubuSessions *sessions, HoubuCaller *caller);

gboolean houbu_sessions_note_use (HoubuSessions *sessions, HoubuCaller *caller, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSessions, houbu_sessions_free)

G_END_DECLS
