/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

/*
 * Values in the user's words: local time, money, states, reasons. Each returns a new string unless
 * it is const.
 */
char *houbu_text_money (gint64 fen);
char *houbu_text_moment (gint64 at, gint64 now);
char *houbu_text_time (gint64 at);
char *houbu_text_span (gint64 from, gint64 to);
char *houbu_text_left (gint64 span);
char *houbu_text_ago (gint64 span);
char *houbu_text_place (const char *code, const char *name);
char *houbu_text_subjects (const char *const *codes);
const char *houbu_text_subject (const char *code);
const char *houbu_text_subject_name (HoubuSubject *subject);
const char *houbu_text_sex (HoubuSex sex);
const char *houbu_text_id_type (HoubuIdType type);
const char *houbu_text_enrolment_state (HoubuEnrolmentState state);
const char *houbu_text_obtained_by (HoubuObtainedBy by);
const char *houbu_text_report_form (HoubuReportForm form);
const char *houbu_text_entry_state (HoubuEntryState state);
const char *houbu_text_entry_reason (HoubuEntryReason reason);
const char *houbu_text_cancel_reason (HoubuWaitlistCancelReason reason);
const char *houbu_text_status (HoubuRegistrationStatus status);
const char *houbu_text_language (void);

G_END_DECLS
