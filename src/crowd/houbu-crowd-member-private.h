/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-client.h"
#include "houbu-crowd-member.h"
#include "houbu-error.h"

G_BEGIN_DECLS

typedef void (*HoubuCrowdStep) (HoubuCrowdMember *self);

struct _HoubuCrowdMember
{
  GObject parent_instance;

  HoubuCrowdStage *stage;         /* (unowned) */
  const HoubuCrowdPerson *person; /* (unowned) */
  HoubuCrowdPlan *plan;           /* (owned) */
  HoubuCrowdVisit visit;
  GString *log; /* (owned): what it decided */
  gboolean is_done;
  gboolean is_last_look;

  /* of the visit; all owned, NULL between two */
  GCancellable *cancellable;
  HoubuConnection *connection;
  HoubuAccountService *accounts;
  HoubuWaitlistService *waitlist;
  HoubuOfferingService *board;
  HoubuLiveChannel *live;
  HoubuIntention *intention;
  HoubuRegistration *registration;
  HoubuWait *wait;      /* the place that it holds */
  HoubuEnrolment *seat; /* the seat that it holds */
  HoubuPayment *order;  /* that it pays */
  GListModel *rows;     /* of the board */
  char *captcha_id;
  char *captcha_answer;

  guint64 timer;
  guint64 look_timer;
  HoubuCrowdStep step; /* what @timer brings */
  guint troubles;
  guint troubles_in_a_row;
  guint tries;
  guint looks;          /* at the order */
  gboolean is_paid_for; /* the pay page has taken the form */
  gint64 moved_seq;     /* the last movement of its queue */
};

/* One request: who asks, in which visit, since when. */
typedef struct
{
  HoubuCrowdMember *member; /* (owned) */
  GCancellable *visit;      /* (owned) */
  HoubuCrowdKind kind;
  gint64 asked_at;
} HoubuCrowdCall;

HoubuCrowdCall *houbu_crowd_call_new (HoubuCrowdMember *member, HoubuCrowdKind kind);
void houbu_crowd_call_free (HoubuCrowdCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCrowdCall, houbu_crowd_call_free)
gboolean houbu_crowd_call_answered (HoubuCrowdCall *call, const GError *error);

/* houbu-crowd-member.c */
void houbu_crowd_member_wait (HoubuCrowdMember *self, double seconds, HoubuCrowdStep step);
void houbu_crowd_member_think (HoubuCrowdMember *self, HoubuCrowdStep step);
void houbu_crowd_member_fail (HoubuCrowdMember *self, const GError *error, HoubuCrowdStep again);
void houbu_crowd_member_leave (HoubuCrowdMember *self);
void houbu_crowd_member_decide (HoubuCrowdMember *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* houbu-crowd-member-enter.c: from the start of the app to the registration */
void houbu_crowd_member_enter (HoubuCrowdMember *self);
void houbu_crowd_member_state_read (HoubuCrowdMember *self);

/* houbu-crowd-member-state.c: what it knows of its own state, and hears of it */
void houbu_crowd_member_read_state (HoubuCrowdMember *self);
void houbu_crowd_member_take_registration (HoubuCrowdMember *self, HoubuRegistration *registration);
void houbu_crowd_member_take_entry (HoubuCrowdMember *self, HoubuEntry *entry, gint64 seq);
void houbu_crowd_member_take_seat (HoubuCrowdMember *self, HoubuEnrolment *seat, gint64 seq);
void houbu_crowd_member_drop_state (HoubuCrowdMember *self);

/* houbu-crowd-member-queue.c: from the board to the seat */
void houbu_crowd_member_look_at_board (HoubuCrowdMember *self);
void houbu_crowd_member_state_changed (HoubuCrowdMember *self);

/* houbu-crowd-member-pay.c: from the seat to the money */
void houbu_crowd_member_pay (HoubuCrowdMember *self);

G_END_DECLS
