/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-live-reader.h"

G_BEGIN_DECLS

/* Who is to be told what, without asking every reader. */
typedef struct _HoubuLiveIndex HoubuLiveIndex;

typedef void (*HoubuLiveFunc) (HoubuLiveReader *reader, gpointer data);

HoubuLiveIndex *houbu_live_index_new (void);
void houbu_live_index_free (HoubuLiveIndex *self);

void houbu_live_index_add (HoubuLiveIndex *self, HoubuLiveReader *reader);
GHashTable *houbu_live_index_dup_watchers (HoubuLiveIndex *self);
void houbu_live_index_remove (HoubuLiveIndex *self, HoubuLiveReader *reader);
void houbu_live_index_wait (HoubuLiveIndex *self,
                            HoubuLiveReader *reader,
                            gint64 offering,
                            gboolean waits);
void houbu_live_index_place (HoubuLiveIndex *self,
                             HoubuLiveReader *reader,
                             const char *school,
                             const char *province);

void houbu_live_index_each (HoubuLiveIndex *self, HoubuLiveFunc func, gpointer data);
void houbu_live_index_each_account (HoubuLiveIndex *self,
                                    gint64 account,
                                    HoubuLiveFunc func,
                                    gpointer data);
void houbu_live_index_each_queue (HoubuLiveIndex *self,
                                  gint64 offering,
                                  HoubuLiveFunc func,
                                  gpointer data);
void houbu_live_index_each_place (
    HoubuLiveIndex *self, const char *code, gboolean province, HoubuLiveFunc func, gpointer data);
guint houbu_live_index_count_account (HoubuLiveIndex *self, gint64 account);
HoubuLiveReader *houbu_live_index_get_oldest (HoubuLiveIndex *self, gint64 account);

G_END_DECLS
