/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-item-records.h"

#include "houbu-decisions.h"
#include "houbu-rules-time.h"

/* The contract names languages as ISO 639 does. */
static const char *
language_code (const char *language)
{
  static const struct
  {
    const char *name;
    const char *code;
  } codes[] = {
    { "english", "en" }, { "japanese", "ja" }, { "german", "de" },
    { "russian", "ru" }, { "french", "fr" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (language, codes[i].name))
      return codes[i].code;
  return language;
}

static HoubuSubject *
make_subject (const HoubuSubjectInfo *info, const char *language)
{
  HoubuSubject *subject = houbu_subject_new ();

  houbu_subject_set_code (subject, info->code);
  houbu_subject_set_name (subject, houbu_subject_info_get_name (info, language));
  houbu_subject_set_kind (subject,
                          houbu_subject_kind_from_string (houbu_kind_to_word (info->kind)));
  houbu_subject_set_language (subject, language_code (info->language));
  houbu_subject_set_level (subject, info->level);
  return subject;
}

static HoubuSchool *
make_school (const HoubuPlace *place)
{
  HoubuSchool *school = houbu_school_new ();

  houbu_school_set_code (school, place->school);
  houbu_school_set_name (school, place->school_name);
  return school;
}

static HoubuCampus *
make_campus (const HoubuPlace *place)
{
  HoubuCampus *campus = houbu_campus_new ();

  houbu_campus_set_code (campus, place->campus);
  houbu_campus_set_name (campus, place->campus_name);
  return campus;
}

static char *
dup_offering_id (const HoubuPlace *place, const HoubuSubjectInfo *subject)
{
  return g_strdup_printf ("%s-%s", place->campus, subject->code);
}

/* After the waitlist closed nobody waits any more, whether or not the rows say so yet (Q7). */
static gint64
effective_waiting (gint64 waiting, const HoubuView *view)
{
  return houbu_rules_is_waitlist_closed (view->window, view->now) ? 0 : waiting;
}

static void
set_action (HoubuOffering *record,
            const HoubuOfferingState *state,
            const HoubuPersonState *person,
            const HoubuView *view)
{
  HoubuBoardAction action = houbu_rules_offering_action (view->window, state, person, view->now);
  g_autoptr (HoubuOfferingRefusal) refusal = NULL;

  houbu_offering_set_action (
      record, houbu_offering_action_from_string (houbu_action_to_word (action.action)));
  if (action.action != HOUBU_ACTION_NONE)
    return;
  refusal = houbu_decision_to_record (&action.decision, view->language);
  houbu_offering_set_refusal (record, refusal);
}

/**
 * houbu_item_record_offering:
 * @row: an offering
 * @person: (nullable): who looks at it; without, the row says nothing of what one can do
 * @view: when and in which language
 *
 * Returns: (transfer full): the row of the board
 */
HoubuOffering *
houbu_item_record_offering (const HoubuOfferingRow *row,
                            const HoubuPersonState *person,
                            const HoubuView *view)
{
  HoubuOffering *record = houbu_offering_new ();
  g_autofree char *id = houbu_offering_row_dup_id (row);
  g_autoptr (HoubuSubject) subject = make_subject (row->subject, view->language);
  g_autoptr (HoubuSchool) school = make_school (&row->place);
  g_autoptr (HoubuCampus) campus = make_campus (&row->place);
  HoubuOfferingState state;

  houbu_offering_row_fill_state (row, &state);
  houbu_offering_set_id (record, id);
  houbu_offering_set_subject (record, subject);
  houbu_offering_set_school (record, school);
  houbu_offering_set_campus (record, campus);
  houbu_offering_set_capacity (record, row->capacity);
  houbu_offering_set_remaining (record, MAX (row->capacity - state.seats_in_use, 0));
  houbu_offering_set_waiting (record, effective_waiting (row->waiting, view));
  houbu_offering_set_fee_fen (record, row->fee_fen);
  houbu_offering_set_exam_starts_at (record, row->exam_starts_at);
  if (person != NULL)
    set_action (record, &state, person, view);
  return record;
}

/**
 * houbu_item_record_admin_offering:
 * @row: an offering
 * @view: when and in which language
 *
 * Returns: (transfer full): the offering as its operators see it
 */
HoubuAdminOffering *
houbu_item_record_admin_offering (const HoubuOfferingRow *row, const HoubuView *view)
{
  HoubuAdminOffering *record = houbu_admin_offering_new ();
  g_autofree char *id = houbu_offering_row_dup_id (row);
  g_autoptr (HoubuSubject) subject = make_subject (row->subject, view->language);
  g_autoptr (HoubuSchool) school = make_school (&row->place);
  g_autoptr (HoubuCampus) campus = make_campus (&row->place);
  gint64 in_use = row->seats_in_use - row->overdue;

  houbu_admin_offering_set_id (record, id);
  houbu_admin_offering_set_subject (record, subject);
  houbu_admin_offering_set_school (record, school);
  houbu_admin_offering_set_campus (record, campus);
  houbu_admin_offering_set_status (
      record, houbu_offering_status_from_string (row->withdrawn ? "withdrawn" : "open"));
  houbu_admin_offering_set_capacity (record, row->capacity);
  houbu_admin_offering_set_seats_in_use (record, in_use);
  houbu_admin_offering_set_remaining (record, MAX (row->capacity - in_use, 0));
  houbu_admin_offering_set_waiting (record, effective_waiting (row->waiting, view));
  houbu_admin_offering_set_over_capacity (record, in_use > row->capacity);
  houbu_admin_offering_set_promotion_pending (record, row->promotion_pending);
  houbu_admin_offering_set_fee_fen (record, row->fee_fen);
  houbu_admin_offering_set_exam_starts_at (record, row->exam_starts_at);
  houbu_admin_offering_set_exam_ends_at (record, row->exam_ends_at);
  houbu_admin_offering_set_registration_opens_at (record, row->opens_at);
  houbu_admin_offering_set_registration_closes_at (record, row->closes_at);
  return record;
}

/* The state with its end: a hold that is due is shown as expired at its deadline (P2), and a lock
 * that has ended as the hold that it leaves (R7), whoever has come round or not. */
static void
set_enrolment_state (HoubuEnrolment *record, const HoubuEnrolmentRow *row, const HoubuView *view)
{
  const HoubuItem item = houbu_item_of_enrolment (row);
  HoubuSeatState state = houbu_rules_item_state (view->window, &item, view->now);
  gint64 deadline = houbu_rules_item_deadline (view->window, &item, view->now);
  gint64 ended_at = row->ended_at;
  const char *reason = row->ended_reason;

  if (state == HOUBU_SEAT_EXPIRED && row->state != HOUBU_SEAT_EXPIRED)
    {
      ended_at = deadline;
      reason = houbu_end_reason_to_word (HOUBU_END_DEADLINE);
    }
  houbu_enrolment_set_state (record,
                             houbu_enrolment_state_from_string (houbu_seat_state_to_word (state)));
  if (state == HOUBU_SEAT_UNPAID || state == HOUBU_SEAT_PAYING)
    houbu_enrolment_set_deadline (record, deadline);
  if (state == HOUBU_SEAT_LOCKED)
    {
      houbu_enrolment_set_lock_owner (record, row->lock_owner);
      houbu_enrolment_set_lock_until (record, row->lock_until);
    }
  houbu_enrolment_set_ended_at (record, ended_at);
  if (reason != NULL)
    houbu_enrolment_set_ended_reason (record, houbu_enrolment_end_reason_from_string (reason));
}

/**
 * houbu_item_of_enrolment:
 * @row: an enrolment
 *
 * Returns: what the rules need to know of it; good as long as @row
 */
HoubuItem
houbu_item_of_enrolment (const HoubuEnrolmentRow *row)
{
  return (HoubuItem){
    .id = row->id,
    .offering = row->offering,
    .subject = row->subject,
    .state = row->state,
    .deadline = row->deadline,
    .lock_until = row->lock_until,
  };
}

/**
 * houbu_item_record_enrolment:
 * @row: an enrolment
 * @view: when and in which language
 *
 * Returns: (transfer full): what its candidate sees
 */
HoubuEnrolment *
houbu_item_record_enrolment (const HoubuEnrolmentRow *row, const HoubuView *view)
{
  HoubuEnrolment *record = houbu_enrolment_new ();
  g_autofree char *offering = dup_offering_id (&row->place, row->subject);
  g_autoptr (HoubuSubject) subject = make_subject (row->subject, view->language);
  g_autoptr (HoubuSchool) school = make_school (&row->place);
  g_autoptr (HoubuCampus) campus = make_campus (&row->place);

  houbu_enrolment_set_id (record, row->id);
  houbu_enrolment_set_offering (record, offering);
  houbu_enrolment_set_subject (record, subject);
  houbu_enrolment_set_school (record, school);
  houbu_enrolment_set_campus (record, campus);
  set_enrolment_state (record, row, view);
  houbu_enrolment_set_obtained_by (record, houbu_obtained_by_from_string (row->obtained_by));
  houbu_enrolment_set_fee_fen (record, row->fee_fen);
  if (row->report_form != NULL)
    houbu_enrolment_set_report_form (record, houbu_report_form_from_string (row->report_form));
  houbu_enrolment_set_arrangement (record, houbu_arrangement_from_string (row->arrangement));
  houbu_enrolment_set_ticket_printing (
      record, row->ticket_printing != NULL
                  ? houbu_ticket_printing_from_string (row->ticket_printing)
                  : HOUBU_TICKET_PRINTING_SELF);
  houbu_enrolment_set_admission_ticket (record, row->admission_ticket);
  houbu_enrolment_set_room (record, row->room);
  houbu_enrolment_set_seat (record, row->seat);
  houbu_enrolment_set_exam_starts_at (record, row->exam_starts_at);
  houbu_enrolment_set_exam_ends_at (record, row->exam_ends_at);
  houbu_enrolment_set_created_at (record, row->created_at);
  return record;
}

/* What only one who waits sees: the rank by count, which can only fall (Q9). */
static gboolean
set_place_in_queue (
    HoubuEntry *record, HoubuTx *tx, const HoubuEntryRow *row, gint64 now, GError **error)
{
  gint64 position = 0;
  gint64 deadline = HOUBU_NONE;

  if (!houbu_store_entry_find_position (tx, row, &position, error) ||
      !houbu_store_enrolment_next_deadline (tx, row->offering, now, &deadline, error))
    return FALSE;
  houbu_entry_set_position (record, position);
  houbu_entry_set_waiting (record, row->waiting);
  houbu_entry_set_hold_deadline_ahead (record, deadline);
  return TRUE;
}

static void
set_entry_end (HoubuEntry *record, const HoubuEntryRow *row, const HoubuView *view)
{
  HoubuWaitState state = row->state;
  gint64 ended_at = row->ended_at;
  const char *reason = row->reason;

  if (state == HOUBU_WAIT_WAITING && houbu_rules_is_waitlist_closed (view->window, view->now))
    {
      state = HOUBU_WAIT_FAILED;
      ended_at = view->window->waitlist_closes_at;
      reason = houbu_fail_reason_to_word (HOUBU_FAIL_WINDOW_CLOSED);
    }
  houbu_entry_set_state (record, houbu_entry_state_from_string (houbu_wait_state_to_word (state)));
  houbu_entry_set_ended_at (record, ended_at);
  if (reason != NULL)
    houbu_entry_set_reason (record, houbu_entry_reason_from_string (reason));
  houbu_entry_set_note (record, row->note);
  houbu_entry_set_enrolment (record, row->enrolment_id);
}

/**
 * houbu_item_record_entry:
 * @tx: a transaction
 * @row: an entry
 * @view: when and in which language
 * @error: what a statement failed with
 *
 * Returns: (transfer full): what its candidate sees
 */
HoubuEntry *
houbu_item_record_entry (HoubuTx *tx,
                         const HoubuEntryRow *row,
                         const HoubuView *view,
                         GError **error)
{
  g_autoptr (HoubuEntry) record = houbu_entry_new ();
  g_autofree char *offering = dup_offering_id (&row->place, row->subject);
  g_autoptr (HoubuSubject) subject = make_subject (row->subject, view->language);
  g_autoptr (HoubuSchool) school = make_school (&row->place);
  g_autoptr (HoubuCampus) campus = make_campus (&row->place);

  houbu_entry_set_id (record, row->id);
  houbu_entry_set_offering (record, offering);
  houbu_entry_set_subject (record, subject);
  houbu_entry_set_school (record, school);
  houbu_entry_set_campus (record, campus);
  houbu_entry_set_queue_number (record, row->queue_number);
  houbu_entry_set_joined_at (record, row->joined_at);
  set_entry_end (record, row, view);
  if (houbu_entry_get_state (record) == HOUBU_ENTRY_STATE_WAITING &&
      !set_place_in_queue (record, tx, row, view->now, error))
    return NULL;
  return g_steal_pointer (&record);
}

/**
 * houbu_item_records_add_for_registration:
 * @tx: a transaction
 * @registration: key of a registration
 * @view: when and in which language
 * @record: a registration whose lists are to be filled
 * @error: what a statement failed with
 */
gboolean
houbu_item_records_add_for_registration (HoubuTx *tx,
                                         gint64 registration,
                                         const HoubuView *view,
                                         HoubuRegistration *record,
                                         GError **error)
{
  g_autoptr (GPtrArray) enrolments = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  enrolments = houbu_store_enrolment_list_of_registration (tx, registration, error);
  if (enrolments == NULL)
    return FALSE;
  entries = houbu_store_entry_list_waiting_of_registration (tx, registration, error);
  if (entries == NULL)
    return FALSE;

  for (guint i = 0; i < enrolments->len; i++)
    {
      g_autoptr (HoubuEnrolment) enrolment =
          houbu_item_record_enrolment (g_ptr_array_index (enrolments, i), view);

      g_list_store_append (houbu_registration_get_enrolments (record), enrolment);
    }
  for (guint i = 0; i < entries->len; i++)
    {
      g_autoptr (HoubuEntry) entry =
          houbu_item_record_entry (tx, g_ptr_array_index (entries, i), view, error);

      if (entry == NULL)
        return FALSE;
      if (houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_WAITING)
        g_list_store_append (houbu_registration_get_entries (record), entry);
    }
  return TRUE;
}
