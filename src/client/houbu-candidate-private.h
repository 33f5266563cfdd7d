/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-account-service.h"
#include "houbu-candidate.h"
#include "houbu-exam-service.h"
#include "houbu-live-channel.h"
#include "houbu-offering-service.h"
#include "houbu-registration-service.h"
#include "houbu-waitlist-service.h"

G_BEGIN_DECLS

typedef struct _HoubuReading HoubuReading;

struct _HoubuCandidate
{
  GObject parent_instance;

  /* owned */
  HoubuConnection *connection;
  HoubuKeyring *keyring; /* (nullable) */
  HoubuLiveChannel *live;
  HoubuAccountService *accounts;
  HoubuExamService *exams;
  HoubuRegistrationService *registrations;
  HoubuWaitlistService *waitlist;
  HoubuOfferingService *board;

  HoubuExam *exam;                 /* (nullable) */
  HoubuAccountInfo *account;       /* (nullable): NULL = signed out */
  HoubuRegistration *registration; /* (nullable) */
  GListStore *enrolments;          /* (element-type HoubuEnrolment) */
  GListStore *entries;             /* (element-type HoubuWait) */
  GListStore *completed;           /* (element-type HoubuEntry) */
  GListStore *offerings;           /* (element-type HoubuOffering) */
  GListStore *notices;             /* (element-type HoubuNotice) */
  GListStore *payments;            /* (element-type HoubuPayment) */
  GPtrArray *promoted;             /* (element-type HoubuEntry): whose seat is not known yet */
  GCancellable *work;              /* of everything that ends with the session */

  HoubuReading *reading; /* (borrowed) (nullable): which one can still wait for */

  char *board_campus; /* (nullable): the candidate's own */
  HoubuSubjectKind board_kind;
  guint board_timer;

  HoubuLiveState live_state;
  gint64 stale_since; /* monotonic */
  gint64 last_updated;
  gint64 server_time_offset;
  guint refreshing;
  gboolean remembered;
};

/* houbu-candidate.c */
void houbu_candidate_set_clock (HoubuCandidate *self, gint64 offset);
void houbu_candidate_set_exam (HoubuCandidate *self, HoubuExam *exam);
void houbu_candidate_set_account (HoubuCandidate *self, HoubuAccountInfo *account);
void houbu_candidate_set_registration (HoubuCandidate *self, HoubuRegistration *registration);
void houbu_candidate_touch (HoubuCandidate *self);
void houbu_candidate_begin_refresh (HoubuCandidate *self);
void houbu_candidate_end_refresh (HoubuCandidate *self);
void houbu_candidate_notify_status (HoubuCandidate *self);
void
houbu_candidate_tell_promoted (HoubuCandidate *self, HoubuEntry *entry, HoubuEnrolment *enrolment);
void houbu_candidate_tell_not_remembered (HoubuCandidate *self, const GError *error);
void houbu_candidate_tell_signed_out (HoubuCandidate *self, HoubuSignedOutReason reason);

/* houbu-candidate-changes.c */
void houbu_candidate_take_event (HoubuCandidate *self, const char *type, GBytes *data);
void houbu_candidate_take_full_state (HoubuCandidate *self,
                                      HoubuRegistration *registration,
                                      GListModel *completed);
void houbu_candidate_update_status (HoubuCandidate *self);

/* houbu-candidate-refresh.c */
void houbu_candidate_refresh_later (HoubuCandidate *self);
void houbu_candidate_refresh_board_soon (HoubuCandidate *self);

/* houbu-candidate-session.c */
void houbu_candidate_forget_session (HoubuCandidate *self, HoubuSignedOutReason reason);
void houbu_candidate_remember (HoubuCandidate *self);

G_END_DECLS
