/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-payment.h"
#include "houbu-rules-promotion.h"
#include "houbu-rules-review.h"
#include "houbu-rules-time.h"
#include "houbu-rules.h"
#include "mc-orders.h"
#include "mc-subject.h"

G_BEGIN_DECLS

/* The rule book folded over a history in memory: what the engine does with a store, done with
 * arrays. It decides nothing by itself; every answer comes from src/rules. */

typedef struct
{
  char *id; /* (owned): its name in answers and dumps */
  gboolean is_entry;
  int offering, number;
  int registration;
  HoubuSeatState state;
  HoubuWaitState wait;
  gint64 deadline, made, ended; /* the deadline and the lock's end, or HOUBU_NONE */
  gint64 lock_until;
  const char *lock_owner;
  int fee;
  const char *by;
  const char *reason;
  const char *form; /* of the score report, or NULL */
  int seat;
} Item;

typedef struct
{
  int account;
  gboolean active;
  gint64 empty_since;
} Registration;

typedef struct
{
  McWorld world;
  HoubuExamWindow window;
  HoubuOfferingState offerings[MC_MAX_OFFERINGS];
  GPtrArray *items; /* (owned) (element-type Item) */
  guint n_known;    /* items that anybody could know of when the command was given */
  GArray *registrations;
  gboolean asked_school[MC_N_ACCOUNTS];
  HoubuReviewStanding reviews[MC_N_ACCOUNTS];
  gint64 forms_close; /* or MC_UNSET */
  McOrders books;
  gint64 timers_at; /* when timers came round last */
} Fold;

typedef struct
{
  HoubuPersonState state;
  GArray *items; /* (owned) (element-type HoubuItem) */
} Person;

#define ITEM(f, i) ((Item *) g_ptr_array_index ((f)->items, i))
#define REG(f, i) (&g_array_index ((f)->registrations, Registration, i))

extern const char *const mc_fold_schools[2];

HoubuItem mc_fold_item (Fold *f, const Item *item);
gboolean mc_fold_is_active (const Item *item);
int mc_fold_find_registration (Fold *f, int account);
void mc_fold_count (Fold *f, int offering);
Person mc_fold_load_person (Fold *f, int person, int registration);
void mc_fold_person_clear (Person *person);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Person, mc_fold_person_clear)

Item *mc_fold_add_item (Fold *f, gboolean is_entry, int offering, int registration, gint64 now);
Item *mc_fold_add_seat (Fold *f, int offering, int registration, HoubuCause cause, gint64 now);
void mc_fold_end_place (
    Item *item, HoubuWaitState state, HoubuCause cause, const char *reason, gint64 now);
void mc_fold_fail_place (Item *item, HoubuFailReason reason, HoubuCause cause, gint64 now);
void mc_fold_end_seat (
    Item *item, HoubuSeatState state, HoubuCause cause, HoubuEndReason reason, gint64 now);
void mc_fold_drop_with (Fold *f, const Item *lost, gint64 now);
void mc_fold_settle (Fold *f, gint64 now);

char *mc_fold_answer (HoubuDecision decision);
Item *mc_fold_newest_seat (Fold *f, int account, int offering);
char *mc_fold_lock (Fold *f, const McCommand *c, gint64 now);
char *mc_fold_unlock (Fold *f, const McCommand *c, gint64 now);
void mc_fold_end_locks (Fold *f, gint64 now);

void mc_fold_ask_platform (Fold *f, gint64 now);
char *mc_fold_act_on_money (Fold *f, const McCommand *c, gint64 now);
void mc_fold_print_lines (Fold *f, GString *out);

G_END_DECLS
