/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-queue.h"

#include "houbu-decisions.h"
#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-item-records.h"
#include "houbu-rules-time.h"
#include "houbu-tokens.h"

/* One of the seats that a request wants. */
typedef struct
{
  gint64 offering;
  const HoubuSubjectInfo *subject;
  guint index; /* in the request */
  char *id;    /* (owned): of the enrolment to be */
} Wish;

static void
wish_clear (Wish *wish)
{
  g_clear_pointer (&wish->id, g_free);
}

/* Written ones first: they open the way to the oral ones of the same request (R3). */
static int
compare_wishes (gconstpointer a, gconstpointer b)
{
  const Wish *left = a;
  const Wish *right = b;

  if (left->subject->kind != right->subject->kind)
    return left->subject->kind == HOUBU_KIND_WRITTEN ? -1 : 1;
  return left->index < right->index ? -1 : left->index > right->index;
}

static gboolean
is_wished (GArray *wishes, gint64 offering)
{
  for (guint i = 0; i < wishes->len; i++)
    if (g_array_index (wishes, Wish, i).offering == offering)
      return TRUE;
  return FALSE;
}

static GArray *
load_wishes (
    HoubuTx *tx, const HoubuExamRow *exam, const char *const *ids, gint64 now, GError **error)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, TRUE, sizeof (Wish));

  g_array_set_clear_func (wishes, (GDestroyNotify) wish_clear);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (HoubuOfferingRow) row =
          houbu_store_offering_find (tx, exam->key, ids[i], now, error);
      g_autofree char *field = g_strdup_printf ("offerings[%u]", i);
      Wish wish = { 0 };

      if (row == NULL)
        return NULL;
      if (is_wished (wishes, row->key))
        {
          houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_DUPLICATE, "field",
                           field, "value", ids[i], NULL);
          return NULL;
        }
      wish.offering = row->key;
      wish.subject = row->subject;
      wish.index = i;
      wish.id = houbu_random_id ();
      g_array_append_val (wishes, wish);
    }
  g_array_sort (wishes, compare_wishes);
  return g_steal_pointer (&wishes);
}

static gboolean
settle_wishes (HoubuChange *change, GArray *wishes, HoubuPerson *person, GError **error)
{
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < wishes->len; i++)
    g_array_append_val (offerings, g_array_index (wishes, Wish, i).offering);
  return houbu_change_settle (change, offerings, person, error);
}

/* What stands in the way may be another wish of the same request, which will never have an id. */
static void
forget_wished_conflict (GArray *wishes, HoubuDecision *decision)
{
  for (guint i = 0; i < wishes->len; i++)
    if (g_strcmp0 (g_array_index (wishes, Wish, i).id, decision->conflict) == 0)
      decision->conflict = NULL;
}

/* Decides on every wish before anything is taken: all or nothing. Each wish is looked at as if the
 * ones before it were granted. */
static const Wish *
find_refused (HoubuChange *change, GArray *wishes, HoubuPerson *person, HoubuDecision *decision)
{
  const HoubuExamWindow *window = houbu_change_get_window (change);
  gint64 now = houbu_change_get_now (change);

  for (guint i = 0; i < wishes->len; i++)
    {
      const Wish *wish = &g_array_index (wishes, Wish, i);
      HoubuOfferingRow *row = houbu_change_get_offering (change, wish->offering, NULL);
      HoubuOfferingState state;

      houbu_offering_row_fill_state (row, &state);
      *decision = houbu_rules_check_enrol (window, &state, houbu_person_get_state (person), now);
      if (decision->refusal != HOUBU_REFUSAL_NONE)
        {
          forget_wished_conflict (wishes, decision);
          return wish;
        }
      houbu_person_add_enrolment (person, wish->id, wish->offering, wish->subject,
                                  houbu_rules_deadline (window, now));
    }
  return NULL;
}

static HoubuRecord *
take_seats (
    HoubuChange *change, HoubuCall *call, GArray *wishes, HoubuPerson *person, GError **error)
{
  const HoubuView view = { houbu_change_get_window (change), call->now, call->language };
  const HoubuHolder holder = {
    .account = call->caller->account,
    .person = houbu_person_get_person (person),
    .registration = houbu_person_get_registration (person),
  };
  g_autoptr (HoubuEnrolmentList) list = houbu_enrolment_list_new ();

  for (guint i = 0; i < wishes->len; i++)
    {
      const Wish *wish = &g_array_index (wishes, Wish, i);
      g_autoptr (HoubuEnrolmentRow) row = NULL;
      g_autoptr (HoubuEnrolment) record = NULL;
      gint64 key = 0;

      if (!houbu_item_create_enrolment (change, wish->id, &holder, wish->offering,
                                        HOUBU_OBTAINED_DIRECT, &key, error))
        return NULL;
      row = houbu_store_enrolment_load (houbu_change_get_tx (change), key, error);
      if (row == NULL)
        return NULL;
      record = houbu_item_record_enrolment (row, &view);
      g_list_store_append (houbu_enrolment_list_get_items (list), record);
    }
  if (!houbu_change_finish (change, error))
    return NULL;
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static HoubuRecord *
enrol (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *const *ids =
      houbu_enrolment_request_get_offerings (HOUBU_ENROLMENT_REQUEST (call->request));
  g_autoptr (HoubuChange) change = houbu_change_begin (tx, call, error);
  g_autoptr (HoubuPerson) person = NULL;
  g_autoptr (GArray) wishes = NULL;
  g_autofree char *field = NULL;
  const HoubuExamRow *exam = NULL;
  const Wish *refused = NULL;
  HoubuDecision decision;

  if (change == NULL)
    return NULL;
  exam = houbu_change_get_exam (change);
  person = houbu_store_person_load_by_account (tx, exam->key, call->caller->account, error);
  if (person == NULL)
    return NULL;
  wishes = load_wishes (tx, exam, ids, call->now, error);
  if (wishes == NULL || !settle_wishes (change, wishes, person, error))
    return NULL;

  refused = find_refused (change, wishes, person, &decision);
  if (refused == NULL)
    return take_seats (change, call, wishes, person, error);
  field = g_strdup_printf ("offerings[%u]", refused->index);
  return houbu_change_refuse (change, call, &decision, field, error);
}

/* Other people's enrolments do not exist for the caller. */
static HoubuEnrolmentRow *
load_own (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *id = houbu_call_get_path (call, "id");
  g_autoptr (HoubuEnrolmentRow) row = houbu_store_enrolment_find (tx, id, error);

  if (row == NULL)
    return NULL;
  if (row->account != call->caller->account)
    {
      houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL, NULL);
      return NULL;
    }
  return g_steal_pointer (&row);
}

/* What belongs to an exam session that is over has become history. */
static gboolean
check_exam (HoubuChange *change, gint64 exam, GError **error)
{
  if (houbu_change_get_exam (change)->key == exam)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL, NULL);
  return FALSE;
}

/* An own enrolment that is to change, after the clock has had its way. */
typedef struct
{
  HoubuChange *change;    /* (owned) */
  HoubuPerson *person;    /* (owned) */
  HoubuEnrolmentRow *row; /* (owned) */
} Own;

static void
own_clear (Own *own)
{
  g_clear_pointer (&own->change, houbu_change_free);
  g_clear_pointer (&own->person, houbu_person_free);
  g_clear_pointer (&own->row, houbu_enrolment_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static gboolean
own_begin (Own *own, HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuEnrolmentRow) found = load_own (tx, call, error);

  if (found == NULL)
    return FALSE;
  own->change = houbu_change_begin (tx, call, error);
  if (own->change == NULL || !check_exam (own->change, found->exam, error))
    return FALSE;
  own->person = houbu_store_person_load_by_registration (tx, found->registration, error);
  if (own->person == NULL ||
      !houbu_change_settle_one (own->change, found->offering, own->person, error))
    return FALSE;
  own->row = houbu_store_enrolment_load (tx, found->key, error);
  return own->row != NULL;
}

/* Ends the change; the answer is the enrolment as it is now. */
static HoubuRecord *
own_finish (Own *own, HoubuCall *call, GError **error)
{
  const HoubuView view = { houbu_change_get_window (own->change), call->now, call->language };
  g_autoptr (HoubuEnrolmentRow) changed = NULL;

  if (!houbu_change_finish (own->change, error))
    return NULL;
  changed = houbu_store_enrolment_load (houbu_change_get_tx (own->change), own->row->key, error);
  return changed != NULL ? HOUBU_RECORD (houbu_item_record_enrolment (changed, &view)) : NULL;
}

static HoubuRecord *
cancel_enrolment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (Own) own = { 0 };
  HoubuSeatEnd end = { HOUBU_SEAT_CANCELLED, HOUBU_END_CANDIDATE, HOUBU_BY_CANDIDATE, NULL };
  HoubuDecision decision;
  HoubuItem item;

  if (!own_begin (&own, tx, call, error))
    return NULL;
  item = houbu_item_of_enrolment (own.row);
  decision = houbu_rules_check_cancel_enrolment (
      houbu_change_get_window (own.change), houbu_person_get_state (own.person), &item, call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (own.change, call, &decision, NULL, error);
  end.actor = houbu_change_get_actor (own.change);
  if (!houbu_item_end_enrolment (own.change, own.row, &end, error))
    return NULL;
  return own_finish (&own, call, error);
}

static HoubuRecord *
choose_report_form (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuReportForm form =
      houbu_report_form_choice_get_report_form (HOUBU_REPORT_FORM_CHOICE (call->request));
  g_auto (Own) own = { 0 };
  HoubuDecision decision;
  HoubuItem item;

  if (!own_begin (&own, tx, call, error))
    return NULL;
  item = houbu_item_of_enrolment (own.row);
  decision = houbu_rules_check_report_form (
      houbu_change_get_window (own.change), &item,
      houbu_change_get_exam (own.change)->report_form_closes_at, call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (own.change, call, &decision, NULL, error);
  if (!houbu_item_set_report_form (own.change, own.row, houbu_report_form_to_string (form), error))
    return NULL;
  return own_finish (&own, call, error);
}

const HoubuOperation houbu_operation_enrol = {
  .name = "enrol",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = enrol,
};

const HoubuOperation houbu_operation_cancel_enrolment = {
  .name = "cancel_enrolment",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = cancel_enrolment,
};

const HoubuOperation houbu_operation_choose_report_form = {
  .name = "choose_report_form",
  .mode = HOUBU_OPERATION_WRITE,
  .run = choose_report_form,
};
