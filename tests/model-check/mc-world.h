/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A world small enough that its people meet all the time: one exam, two schools of one province
 * with three campuses, a handful of offerings, persons and accounts. */
#define MC_MAX_OFFERINGS 5
#define MC_N_PERSONS 5
#define MC_N_ACCOUNTS 7
#define MC_N_CAMPUSES 3
#define MC_UNSET (-1)

/* 2022-09-02T00:00:00Z, when registration opens. */
#define MC_EPOCH G_GINT64_CONSTANT (1662076800000000)

typedef struct
{
  char subject;
  int campus;
  int capacity;
  int fee; /* MC_UNSET while it is not set */
  gboolean exam_time;
  gint64 opens; /* the campus's own window, or MC_UNSET */
  gint64 closes;
} McOffering;

typedef struct
{
  guint64 seed;
  gint64 opens;
  gint64 closes;
  gint64 payment_closes;
  gint64 waitlist_closes;
  int hold_seconds;
  int min_pay_seconds;
  int n_offerings;
  McOffering offerings[MC_MAX_OFFERINGS];
  int n_persons;
  const char *qualified[MC_N_PERSONS];
} McWorld;

typedef enum
{
  MC_CLOCK,        /* value: microseconds to go on */
  MC_SWEEP,        /* the sweeper comes round */
  MC_REGISTER,     /* account */
  MC_UNREGISTER,   /* account */
  MC_ENROL,        /* account, offering, other: a second offering or -1 */
  MC_JOIN,         /* account, offering */
  MC_CANCEL_SEAT,  /* account, offering, other: whose newest seat there */
  MC_CANCEL_PLACE, /* account, offering, other: whose newest place there, value: the reason */
  MC_CAPACITY,     /* offering, value, other: 1 to force */
  MC_FEE,          /* offering, value or MC_UNSET */
  MC_WITHDRAW,     /* offering, value: 1 or 0 */
  MC_HOLD,         /* value: seconds */
  MC_MIN_PAY,      /* value: seconds */
  MC_WAITLIST,     /* value: when it closes, after MC_EPOCH */
  MC_CAMPUS_OPENS, /* offering, value: after MC_EPOCH */
  MC_CAMPUS_CLOSES,
  MC_REVIEW, /* account, value: an McTicket */
  MC_DECIDE, /* account: whose review, value: 1 to approve */
  MC_BOARD,  /* account, value: 0 written, 1 oral */
  MC_PLACES, /* account */
  MC_N_KINDS,
} McKind;

/* The CET-4 ticket with which somebody asks for the review of CET-6. */
typedef enum
{
  MC_TICKET_PASSED,
  MC_TICKET_OF_OTHER,
  MC_TICKET_OLD,
  MC_TICKET_LOW,
  MC_TICKET_UNKNOWN,
  MC_N_TICKETS,
} McTicket;

typedef struct
{
  McKind kind;
  int account;
  int offering;
  int other;
  gint64 value;
} McCommand;

/* Whether an operator may set this: a hold lasts, windows open before they close. */
gboolean mc_world_may_set (const McWorld *world, const McCommand *command);

void mc_world_init (McWorld *world, guint64 seed);
/* A world as lines of a replay file: complete, whatever a seed gives one day. */
void mc_world_print (const McWorld *world, GString *text);
gboolean mc_world_parse (McWorld *world, const char *line);
int mc_world_school (int campus);
int mc_world_person (int account);
guint64 mc_mix (guint64 seed);

/* A command that only looks. */
gboolean mc_is_reading (const McCommand *command);

char *mc_sort_lines (const char *text);

char *mc_command_print (const McCommand *command);
gboolean mc_command_parse (const char *line, McCommand *command);

G_END_DECLS
