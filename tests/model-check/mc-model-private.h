/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mc-orders.h"
#include "mc-subject.h"

G_BEGIN_DECLS

typedef struct
{
  int offering, number;
  int registration;
  const char *state;
  gint64 deadline; /* or MC_UNSET */
  gint64 created, ended;
  int fee;
  const char *by;
  const char *reason;
  const char *form; /* of the score report, or NULL */
  const char *lock_owner;
  gint64 lock_until;      /* or MC_UNSET */
  gboolean paid_by_group; /* and not by an order */
} Seat;

typedef struct
{
  int offering, number;
  int registration;
  const char *state;
  const char *reason;
  gint64 joined, ended;
  int seat; /* number of the seat that it became, or 0 */
} Place;

typedef struct
{
  int account;
  gboolean active;
  gint64 empty_since;
  gint64 closed;
} Registration;

typedef struct
{
  McWorld world;
  gboolean withdrawn[MC_MAX_OFFERINGS];
  GArray *seats;
  guint n_known; /* seats that anybody could know of when the command was given */
  GArray *places;
  GArray *registrations;
  gboolean asked_school[MC_N_ACCOUNTS]; /* made the qualification query */
  const char *reviews[MC_N_ACCOUNTS];   /* what became of it, or NULL */
  McOrders books;
  gint64 timers_at; /* when timers came round last */
} Model;

#define SEAT(m, i) (&g_array_index ((m)->seats, Seat, i))
#define PLACE(m, i) (&g_array_index ((m)->places, Place, i))
#define REG(m, i) (&g_array_index ((m)->registrations, Registration, i))

gboolean mc_seat_is_live (const Seat *seat);
gboolean mc_place_is_live (const Place *place);
int mc_model_seats_used (Model *m, int offering);
int mc_model_count_numbers (Model *m, int offering, gboolean of_places);
gboolean mc_model_written_fits (Model *m, int registration, int offering);
int mc_model_registration_of_account (Model *m, int account);

int mc_level (char subject);
gboolean mc_is_oral (char subject);
char mc_model_subject_of (Model *m, int offering);
int mc_model_person (Model *m, int registration);
gboolean mc_model_person_is_registered (Model *m, int person);
Seat *mc_model_newest_seat (Model *m, int account, int offering);
Seat *mc_model_written_of (Model *m, const Seat *oral);
Place *mc_model_head (Model *m, int offering);
char *mc_model_in_the_way (Model *m, int person, int offering, const Place *except);
gboolean mc_model_may_take (Model *m, int person, int offering);
gboolean mc_model_campus_fits (Model *m, int offering);
gboolean mc_model_person_written_fits (Model *m, int person, int offering);
gboolean mc_model_inside_campus_window (Model *m, int offering, gint64 now);

void mc_seat_end (Seat *seat, const char *state, const char *reason, gint64 now);
void mc_place_end (Place *place, const char *state, const char *reason, gint64 now);
int mc_model_add_seat (Model *m, int registration, int offering, const char *by, gint64 now);
void mc_model_settle (Model *m, gint64 now);
void mc_model_close_empty (Model *m, gint64 now);

void mc_model_end_due (Model *m, gint64 now);
char *mc_model_refuse_taking (Model *m, int account, int offering, gint64 now);
char *mc_model_refuse_enrolling (Model *m, int account, int offering, gint64 now);
char *mc_model_read (Model *m, const McCommand *command, gint64 now);

void mc_model_copy (Model *copy, const Model *from);
void mc_model_clear (Model *m);

char *mc_model_lock (Model *m, const McCommand *c, gint64 now);
char *mc_model_unlock (Model *m, const McCommand *c, gint64 now);
void mc_model_end_locks (Model *m, gint64 now);

void mc_model_ask_platform (Model *m, gint64 now);
char *mc_model_act_on_money (Model *m, const McCommand *c, gint64 now);
void mc_model_print_lines (Model *m, GString *out);
char *mc_model_check_money (Model *m);

char *mc_model_dump (gpointer self);
char *mc_model_check (gpointer self, gint64 now);

G_END_DECLS
