/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operations-admin.h"
#include "houbu-operations-queue.h"

#include "test-world.h"

G_BEGIN_DECLS

/* Offerings of every queue test: two written ones of level 4, one of level 6, two oral ones. */
#define CET4 "993010-1"
#define CET4_OTHER_CAMPUS "993011-1"
#define JAPANESE4 "993010-3"
#define CET6 "993010-2"
#define SET4 "993010-F"

/* Everything that a student can be qualified for. */
#define ALL_SUBJECTS "1;2;3;4;5;6;7;8;9;F;S"

#define QUEUE_FEE 3000

/* The five offerings with this capacity each. */
TestWorld *queue_world_new (gint64 capacity);
HoubuCaller *queue_candidate (TestWorld *world, const char *number);

/* Many registered candidates at once, for queues of a real size. */
GPtrArray *queue_crowd (TestWorld *world, guint n_people);

HoubuEntry *queue_join (TestWorld *world, HoubuCaller *caller, const char *offering);
HoubuEnrolment *queue_enrol (TestWorld *world, HoubuCaller *caller, const char *offering);
HoubuEnrolment *queue_cancel_enrolment (TestWorld *world, HoubuCaller *caller, const char *id);
HoubuEnrolment *
queue_choose_form (TestWorld *world, HoubuCaller *caller, const char *id, HoubuReportForm form);
void queue_choose_form_refused (TestWorld *world,
                                HoubuCaller *caller,
                                const char *id,
                                HoubuErrorCode code);
HoubuEntry *queue_cancel_entry (TestWorld *world, HoubuCaller *caller, const char *id);
void queue_join_refused (TestWorld *world,
                         HoubuCaller *caller,
                         const char *offering,
                         HoubuErrorCode code);
void queue_enrol_refused (TestWorld *world,
                          HoubuCaller *caller,
                          const char *offering,
                          HoubuErrorCode code);

/* What the operator does and sees. */
HoubuAdminOffering *queue_patch (TestWorld *world, const char *offering, const char *json);
HoubuAdminOffering *queue_offering (TestWorld *world, const char *offering);
HoubuExam *queue_change_exam (TestWorld *world, const char *json);

/* What the candidate sees now. */
HoubuRegistration *queue_registration (TestWorld *world, HoubuCaller *caller);
HoubuEntry *queue_find_entry (TestWorld *world, HoubuCaller *caller, const char *id);
HoubuEnrolment *queue_find_enrolment (TestWorld *world, HoubuCaller *caller, const char *id);
HoubuEnrolment *queue_find_seat (TestWorld *world, HoubuCaller *caller, const char *offering);
HoubuOffering *queue_board_row (TestWorld *world, HoubuCaller *caller, const char *offering);

/* What only the clock asks for. */
void queue_sweep (TestWorld *world);

/* Every invariant of the store, the replay of its journal included. */
void queue_check (TestWorld *world);

G_END_DECLS
