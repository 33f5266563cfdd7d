/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue-fixture.h"

#include <string.h>

#include "houbu-check.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-operations-accounts.h"
#include "houbu-store-registrations.h"
#include "houbu-sweeper.h"

TestWorld *
queue_world_new (gint64 capacity)
{
  TestWorld *world = test_world_new ();

  test_world_add_offering (world, "993010", "1", capacity, QUEUE_FEE);
  test_world_add_offering (world, "993011", "1", capacity, QUEUE_FEE);
  test_world_add_offering (world, "993010", "3", capacity, QUEUE_FEE);
  test_world_add_offering (world, "993010", "2", capacity, QUEUE_FEE);
  test_world_add_offering (world, "993010", "F", capacity, QUEUE_FEE);
  return world;
}

HoubuCaller *
queue_candidate (TestWorld *world, const char *number)
{
  return test_world_add_candidate (world, number, "993010", ALL_SUBJECTS);
}

typedef struct
{
  TestWorld *world;
  guint n_people;
  GArray *accounts;
} Crowd;

static const HoubuSql sql_add_person = {
  "test-add-person",
  "INSERT INTO person (lookup, id_type, id_cipher, id_masked)"
  " VALUES ($lookup, 'passport', $lookup, '***')",
};

static const HoubuSql sql_add_account = {
  "test-add-account",
  "INSERT INTO account (id, phone, password_hash, person, created_at)"
  " VALUES ($id, $id, '', $person, $now)",
};

static HoubuStudentRow
crowd_student (gint64 person)
{
  return (HoubuStudentRow){
    .person = person,
    .name = (char *) "Test Person",
    .sex = (char *) "female",
    .campus = (char *) "993010",
    .education_level = (char *) "undergraduate",
    .study_years = 4,
    .entry_year = 2020,
    .grade = (char *) "2",
    .department = (char *) "Chemistry",
    .major = (char *) "Chemistry",
    .class_name = (char *) "1",
    .student_number = (char *) "00001",
    .qualified = (char *) ALL_SUBJECTS,
  };
}

static gboolean
register_one (HoubuTx *tx, Crowd *crowd, gint64 account, gint64 person, GError **error)
{
  g_autofree char *id = g_strdup_printf ("crowd-registration-%" G_GINT64_FORMAT, account);
  g_autofree char *actor = g_strdup_printf ("account:%" G_GINT64_FORMAT, account);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuStudentRow student = crowd_student (person);
  HoubuJournalRow row = {
    .at = TEST_NOW,
    .type = HOUBU_JOURNAL_REGISTRATION_CREATED,
    .actor = actor,
    .exam = crowd->world->exam,
    .to_state = "active",
  };

  row.registration =
      houbu_store_registration_add (tx, id, crowd->world->exam, account, &student, TEST_NOW, error);
  houbu_journal_data_add_int64 (data, "account", account);
  row.data = houbu_journal_data_get_text (data);
  return row.registration != 0 && houbu_journal_append (tx, &row, error);
}

static gboolean
add_crowd (HoubuTx *tx, gpointer data, GError **error)
{
  Crowd *crowd = data;

  g_array_set_size (crowd->accounts, 0);
  for (guint i = 0; i < crowd->n_people; i++)
    {
      g_autofree char *id = g_strdup_printf ("crowd-%u", i);
      HoubuStatement *st = houbu_tx_statement (tx, &sql_add_person);
      gint64 person = 0;
      gint64 account = 0;

      houbu_statement_bind_blob (st, "lookup", id, strlen (id));
      if (!houbu_statement_run (st, error))
        return FALSE;
      person = houbu_tx_last_key (tx);
      st = houbu_tx_statement (tx, &sql_add_account);
      houbu_statement_bind_text (st, "id", id);
      houbu_statement_bind_int64 (st, "person", person);
      houbu_statement_bind_int64 (st, "now", TEST_NOW);
      if (!houbu_statement_run (st, error))
        return FALSE;
      account = houbu_tx_last_key (tx);
      g_array_append_val (crowd->accounts, account);
      if (!register_one (tx, crowd, account, person, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
queue_crowd (TestWorld *world, guint n_people)
{
  GPtrArray *callers = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_caller_unref);
  g_autoptr (GArray) accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  Crowd crowd = { world, n_people, accounts };

  test_world_write (world, add_crowd, &crowd);
  for (guint i = 0; i < accounts->len; i++)
    g_ptr_array_add (callers, test_world_caller (world, g_array_index (accounts, gint64, i)));
  return callers;
}

/* Runs what must succeed. */
static gpointer
run (TestWorld *world, const HoubuOperation *operation, HoubuCall *call, GType reply)
{
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = test_run (world->engine, operation, call, reply, &error);

  g_assert_no_error (error);
  return record;
}

static HoubuCall *
call_for (HoubuCaller *caller, const char *id)
{
  HoubuCall *call = test_call_new (caller, G_TYPE_NONE, NULL);

  houbu_call_set_path (call, "id", id);
  return call;
}

static HoubuCall *
join_call (HoubuCaller *caller, const char *offering)
{
  g_autofree char *json = g_strdup_printf ("{\"offering\":\"%s\"}", offering);

  return test_call_new (caller, HOUBU_TYPE_WAITLIST_JOIN, json);
}

static HoubuCall *
enrol_call (HoubuCaller *caller, const char *offering)
{
  g_autofree char *json = g_strdup_printf ("{\"offerings\":[\"%s\"]}", offering);

  return test_call_new (caller, HOUBU_TYPE_ENROLMENT_REQUEST, json);
}

HoubuEntry *
queue_join (TestWorld *world, HoubuCaller *caller, const char *offering)
{
  g_autoptr (HoubuCall) call = join_call (caller, offering);

  return run (world, &houbu_operation_join, call, HOUBU_TYPE_ENTRY);
}

/* What must be refused, whatever field it blames. */
static void
refuse (TestWorld *world, const HoubuOperation *operation, HoubuCall *call, HoubuErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply = test_run_bytes (world->engine, operation, call, NULL, &error);

  g_assert_null (reply);
  g_assert_error (error, HOUBU_ERROR, (int) code);
}

void
queue_join_refused (TestWorld *world,
                    HoubuCaller *caller,
                    const char *offering,
                    HoubuErrorCode code)
{
  g_autoptr (HoubuCall) call = join_call (caller, offering);

  refuse (world, &houbu_operation_join, call, code);
}

HoubuEnrolment *
queue_enrol (TestWorld *world, HoubuCaller *caller, const char *offering)
{
  g_autoptr (HoubuCall) call = enrol_call (caller, offering);
  g_autoptr (HoubuEnrolmentList) list =
      run (world, &houbu_operation_enrol, call, HOUBU_TYPE_ENROLMENT_LIST);

  return g_list_model_get_item (G_LIST_MODEL (houbu_enrolment_list_get_items (list)), 0);
}

void
queue_enrol_refused (TestWorld *world,
                     HoubuCaller *caller,
                     const char *offering,
                     HoubuErrorCode code)
{
  g_autoptr (HoubuCall) call = enrol_call (caller, offering);

  refuse (world, &houbu_operation_enrol, call, code);
}

HoubuEnrolment *
queue_cancel_enrolment (TestWorld *world, HoubuCaller *caller, const char *id)
{
  g_autoptr (HoubuCall) call = call_for (caller, id);

  return run (world, &houbu_operation_cancel_enrolment, call, HOUBU_TYPE_ENROLMENT);
}

static HoubuCall *
form_call (HoubuCaller *caller, const char *id, HoubuReportForm form)
{
  g_autofree char *json =
      g_strdup_printf ("{\"report_form\":\"%s\"}", houbu_report_form_to_string (form));
  HoubuCall *call = test_call_new (caller, HOUBU_TYPE_REPORT_FORM_CHOICE, json);

  houbu_call_set_path (call, "id", id);
  return call;
}

HoubuEnrolment *
queue_choose_form (TestWorld *world, HoubuCaller *caller, const char *id, HoubuReportForm form)
{
  g_autoptr (HoubuCall) call = form_call (caller, id, form);

  return run (world, &houbu_operation_choose_report_form, call, HOUBU_TYPE_ENROLMENT);
}

void
queue_choose_form_refused (TestWorld *world,
                           HoubuCaller *caller,
                           const char *id,
                           HoubuErrorCode code)
{
  g_autoptr (HoubuCall) call = form_call (caller, id, HOUBU_REPORT_FORM_PAPER);

  refuse (world, &houbu_operation_choose_report_form, call, code);
}

HoubuEntry *
queue_cancel_entry (TestWorld *world, HoubuCaller *caller, const char *id)
{
  g_autoptr (HoubuCall) call =
      test_call_new (caller, HOUBU_TYPE_WAITLIST_CANCELLATION, "{\"reason\":\"give_up\"}");

  houbu_call_set_path (call, "id", id);
  return run (world, &houbu_operation_cancel_entry, call, HOUBU_TYPE_ENTRY);
}

HoubuAdminOffering *
queue_patch (TestWorld *world, const char *offering, const char *json)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = test_call_new (operator, HOUBU_TYPE_OFFERING_CHANGE, json);

  houbu_call_set_path (call, "id", offering);
  return run (world, &houbu_operation_change_offering, call, HOUBU_TYPE_ADMIN_OFFERING);
}

HoubuAdminOffering *
queue_offering (TestWorld *world, const char *offering)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = call_for (operator, offering);

  return run (world, &houbu_operation_get_admin_offering, call, HOUBU_TYPE_ADMIN_OFFERING);
}

HoubuExam *
queue_change_exam (TestWorld *world, const char *json)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = test_call_new (operator, HOUBU_TYPE_EXAM_CHANGE, json);

  return run (world, &houbu_operation_change_exam, call, HOUBU_TYPE_EXAM);
}

HoubuRegistration *
queue_registration (TestWorld *world, HoubuCaller *caller)
{
  g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);

  return run (world, &houbu_operation_get_registration, call, HOUBU_TYPE_REGISTRATION);
}

HoubuEntry *
queue_find_entry (TestWorld *world, HoubuCaller *caller, const char *id)
{
  const char *const states[] = { "waiting", "completed" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);
      g_autoptr (HoubuEntryList) list = NULL;
      GListModel *items = NULL;

      houbu_call_set_query (call, "state", states[i]);
      list = run (world, &houbu_operation_list_entries, call, HOUBU_TYPE_ENTRY_LIST);
      items = G_LIST_MODEL (houbu_entry_list_get_items (list));
      for (guint j = 0; j < g_list_model_get_n_items (items); j++)
        {
          g_autoptr (HoubuEntry) entry = g_list_model_get_item (items, j);

          if (g_str_equal (houbu_entry_get_id (entry), id))
            return g_steal_pointer (&entry);
        }
    }
  g_assert_not_reached ();
}

HoubuEnrolment *
queue_find_enrolment (TestWorld *world, HoubuCaller *caller, const char *id)
{
  g_autoptr (HoubuRegistration) registration = queue_registration (world, caller);
  GListModel *items = G_LIST_MODEL (houbu_registration_get_enrolments (registration));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (items, i);

      if (g_str_equal (houbu_enrolment_get_id (enrolment), id))
        return g_steal_pointer (&enrolment);
    }
  g_assert_not_reached ();
}

HoubuEnrolment *
queue_find_seat (TestWorld *world, HoubuCaller *caller, const char *offering)
{
  g_autoptr (HoubuRegistration) registration = queue_registration (world, caller);
  GListModel *items = G_LIST_MODEL (houbu_registration_get_enrolments (registration));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (items, i);

      if (g_str_equal (houbu_enrolment_get_offering (enrolment), offering))
        return g_steal_pointer (&enrolment);
    }
  return NULL;
}

HoubuOffering *
queue_board_row (TestWorld *world, HoubuCaller *caller, const char *offering)
{
  gsize n_subjects = strlen (offering) - 1;
  g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);
  g_autoptr (HoubuOfferingList) list = NULL;
  GListModel *items = NULL;

  houbu_call_set_query (call, "kind", g_ascii_isdigit (offering[n_subjects]) ? "written" : "oral");
  list = run (world, &houbu_operation_list_offerings, call, HOUBU_TYPE_OFFERING_LIST);
  items = G_LIST_MODEL (houbu_offering_list_get_items (list));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuOffering) row = g_list_model_get_item (items, i);

      if (g_str_equal (houbu_offering_get_id (row), offering))
        return g_steal_pointer (&row);
    }
  g_assert_not_reached ();
}

void
queue_sweep (TestWorld *world)
{
  g_autoptr (HoubuSweeper) sweeper = houbu_sweeper_new (world->engine);
  g_autoptr (GError) error = NULL;

  houbu_sweeper_run (sweeper, &error);
  g_assert_no_error (error);
}

static void
on_violation (const HoubuViolation *violation, gpointer data)
{
  guint *n_violations = data;

  g_test_message ("%s: %s", violation->invariant, violation->text);
  (*n_violations)++;
}

void
queue_check (TestWorld *world)
{
  g_autoptr (GError) error = NULL;
  guint n_violations = 0;

  houbu_check_run (houbu_engine_get_store (world->engine), HOUBU_CHECK_FULL,
                   houbu_clock_now (world->clock), on_violation, &n_violations, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_violations, ==, 0);
}
