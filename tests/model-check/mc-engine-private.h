/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-sweeper.h"
#include "mc-subject.h"
#include "houbu-operation.h"
#include "test-world.h"

G_BEGIN_DECLS

/* The engine on a store in a folder of its own, with a clock moved by hand. */
typedef struct _McEngineMoney McEngineMoney;

typedef struct
{
  McWorld world;
  TestWorld *test;                     /* (owned) */
  McEngineMoney *money;                /* (owned) */
  HoubuSweeper *sweeper;               /* (owned) */
  HoubuCaller *staff;                  /* (owned): a national operator */
  HoubuCaller *callers[MC_N_ACCOUNTS]; /* (owned) */
  gint64 accounts[MC_N_ACCOUNTS];      /* keys */
  gint64 swept_at;
  gint64 offerings[MC_MAX_OFFERINGS]; /* keys */
} McEngine;

int mc_engine_account_of_key (McEngine *e, gint64 key);
int mc_engine_offering_of_id (McEngine *e, const char *id);
int mc_engine_offering_of_key (McEngine *e, gint64 key);
char *mc_engine_offering_id (McEngine *e, int offering);

/* (nullable) (transfer full): id of the newest item of an account in an offering */
char *mc_engine_newest_id (McEngine *e, gboolean place, int account, int offering);
/* (nullable) (transfer full): the name of an item, from its id on the wire */
char *mc_engine_label (McEngine *e, const char *id);

/* What an operation answers: "ok", or the word of the refusal and the item in the way. */
char *mc_engine_answer (McEngine *e, const GError *error);
char *mc_engine_act (McEngine *e,
                     const HoubuOperation *operation,
                     HoubuCaller *caller,
                     const char *id,
                     GType type,
                     const char *json);

McEngineMoney *mc_engine_money_new (McEngine *engine);
void mc_engine_money_free (McEngineMoney *self);
char *mc_engine_money_act (McEngineMoney *self, const McCommand *c);
void mc_engine_money_ask (McEngineMoney *self);
void mc_engine_money_print (McEngineMoney *self, GString *out);

char *mc_engine_read (McEngine *e, const McCommand *command);
char *mc_engine_dump (gpointer self);
char *mc_engine_check (gpointer self, gint64 now);

G_END_DECLS
