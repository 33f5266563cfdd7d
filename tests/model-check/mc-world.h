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
#define MC_LOCK_OWNER "Chemistry"
/* How long a silent platform is waited for after an order's deadline. */
#define MC_GRACE (15 * G_TIME_SPAN_MINUTE)

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
  gint64 forms_close; /* or MC_UNSET, as a world begins */
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
  /* Of the newest seat of the account there, or with other 1 of its newest place; by a school. */
  MC_LOCK,        /* account, offering, value: until when, after MC_EPOCH */
  MC_UNLOCK,      /* account, offering, value: 1 if the group has paid */
  MC_BOARD,       /* account, value: 0 written, 1 oral */
  MC_PLACES,      /* account */
  MC_SEATS,       /* account */
  MC_FORM,        /* account, offering, other: whose newest seat there, value: 1 for electronic */
  MC_FORMS_CLOSE, /* value: from when on no report form is chosen, after MC_EPOCH */
  MC_ORDER,       /* account, value: 0 written, 1 oral; finds the one that is open */
  /* An order is its account and, in other, how many the account has opened since. */
  MC_PAY,         /* an order, value: an McPaying */
  MC_NOTICE,      /* an order, value: an McNotice */
  MC_REFRESH,     /* an order, value: 1 if somebody else asks */
  MC_CLOSE_ORDER, /* an order, value: 1 if somebody else asks */
  MC_RETURN,      /* an order in doubt, by an operator */
  MC_REFUND,      /* account, offering: the newest seat there, by an operator */
  MC_SILENCE,     /* value: an McSilence */
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

/* What happens at the payment platform. */
typedef enum
{
  MC_PAY_SUM,
  MC_PAY_OTHER_SUM, /* more than was asked for */
  MC_PAY_AGAIN,     /* what was paid already, with its notice */
  MC_N_PAYINGS,
} McPaying;

/* What is said to come from it. */
typedef enum
{
  MC_NOTICE_TRUE,
  MC_NOTICE_OTHER_SUM, /* well signed, for more than was asked for */
  MC_NOTICE_FORGED,
  MC_NOTICE_STALE,
  MC_NOTICE_CLOSED, /* that nobody can pay any more, whether or not it is so */
  MC_N_NOTICES,
} McNotice;

/* What of a call to it is lost. */
typedef enum
{
  MC_HEARS_ALL,
  MC_ANSWER_IS_LOST,
  MC_CALL_IS_LOST,
  MC_N_SILENCES,
} McSilence;

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
/* A command after which timers come round even if the clock stands. */
gboolean mc_wakes_timers (const McCommand *command);

char *mc_sort_lines (const char *text);

char *mc_command_print (const McCommand *command);
gboolean mc_command_parse (const char *line, McCommand *command);

G_END_DECLS
