/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live.h"

#include "queue-fixture.h"

#include <string.h>

/* What stands in every masked number. */
#define MASK '*'

static HoubuLiveBatch *
read_live (TestWorld *world, gint64 after_seq, GPtrArray *joins, guint limit)
{
  GAsyncResult *result = NULL;
  HoubuLiveBatch *batch = NULL;
  g_autoptr (GError) error = NULL;

  if (joins == NULL)
    joins = g_ptr_array_new ();
  houbu_engine_read_live_async (world->engine, after_seq, NULL, joins, limit, NULL,
                                test_keep_result, &result);
  test_wait_result (&result);
  batch = houbu_engine_read_live_finish (world->engine, result, &error);
  g_assert_no_error (error);
  g_object_unref (result);
  return batch;
}

/* The newest number now. */
static gint64
last_seq (TestWorld *world)
{
  HoubuLiveBatch *batch = read_live (world, -1, NULL, 1000);
  gint64 seq = batch->last_seq;

  houbu_live_batch_free (batch);
  return seq;
}

static HoubuLiveEvent *
find_event (GPtrArray *events, const char *type, gint64 account)
{
  for (guint i = 0; i < events->len; i++)
    {
      HoubuLiveEvent *event = g_ptr_array_index (events, i);

      if (g_str_equal (event->type, type) && event->account == account)
        return event;
    }
  return NULL;
}

static gpointer
decode (const HoubuLiveEvent *event, GType type)
{
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = NULL;
  HoubuRecord *english = NULL;

  g_assert_nonnull (event);
  english = houbu_record_from_bytes (type, event->data_en, HOUBU_DECODE_STRICT, &error);
  g_assert_no_error (error);
  g_object_unref (english);
  record = houbu_record_from_bytes (type, event->data, HOUBU_DECODE_STRICT, &error);
  g_assert_no_error (error);
  return record;
}

/* A join is told to the one who joined, moves the queue, and changes the row of the board. */
static void
test_join (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  gint64 before = last_seq (world);
  g_autoptr (HoubuEntry) joined = queue_join (world, lang, CET4);
  HoubuLiveBatch *batch = read_live (world, before, NULL, 1000);
  const HoubuLiveEvent *first = g_ptr_array_index (batch->events, 0);
  const HoubuLiveEvent *changed = find_event (batch->events, "entry_changed", lang->account);
  const HoubuLiveEvent *row = find_event (batch->events, "offering_changed", 0);
  const HoubuLiveEvent *state = find_event (batch->events, "registration_changed", lang->account);
  g_autoptr (HoubuQueueMoved) moved = decode (first, HOUBU_TYPE_QUEUE_MOVED);
  g_autoptr (HoubuEntry) entry = decode (changed, HOUBU_TYPE_ENTRY);
  g_autoptr (HoubuOffering) offering = decode (row, HOUBU_TYPE_OFFERING);
  g_autoptr (HoubuRegistrationState) status = decode (state, HOUBU_TYPE_REGISTRATION_STATE);

  g_assert_cmpstr (first->type, ==, "queue_moved");
  g_assert_cmpint (first->audience, ==, HOUBU_AUDIENCE_QUEUE);
  g_assert_cmpuint (houbu_queue_moved_get_left (moved)->len, ==, 0);
  g_assert_cmpint (houbu_queue_moved_get_waiting (moved), ==, 1);
  g_assert_cmpint (houbu_queue_moved_get_head (moved), ==, houbu_entry_get_queue_number (joined));
  g_assert_true (changed->waiting);
  g_assert_cmpint (changed->offering, ==, first->offering);
  g_assert_true (houbu_record_equal (HOUBU_RECORD (entry), HOUBU_RECORD (joined)) ||
                 houbu_entry_get_position (entry) == 1);
  g_assert_cmpint (row->audience, ==, HOUBU_AUDIENCE_SCHOOL);
  g_assert_cmpstr (row->school, ==, "99301");
  g_assert_cmpint (houbu_offering_get_waiting (offering), ==, 1);
  g_assert_cmpint (houbu_registration_state_get_status (status), ==,
                   HOUBU_REGISTRATION_STATUS_WAITING);
  g_assert_cmpint (batch->last_seq, ==, before + 1);
  houbu_live_batch_free (batch);
}

/* A registration that was closed because it was empty is told with the moment and the reason. */
static void
test_closed (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  gint64 before = last_seq (world);
  g_autoptr (HoubuRegistrationState) state = NULL;
  HoubuLiveBatch *batch = NULL;

  test_world_advance (world, HOUBU_DAY);
  queue_sweep (world);
  batch = read_live (world, before, NULL, 1000);
  state = decode (find_event (batch->events, "registration_changed", lang->account),
                  HOUBU_TYPE_REGISTRATION_STATE);
  g_assert_cmpint (houbu_registration_state_get_status (state), ==, HOUBU_REGISTRATION_STATUS_NONE);
  g_assert_null (houbu_registration_state_get_id (state));
  g_assert_cmpint (houbu_registration_state_get_closed_reason (state), ==,
                   HOUBU_REGISTRATION_CLOSE_REASON_EMPTY);
  g_assert_cmpint (houbu_registration_state_get_closed_at (state), ==, TEST_NOW + HOUBU_DAY);
  houbu_live_batch_free (batch);
}

/* A release tells each promoted one of the place and the seat, and everybody who waits which
 * numbers left; movements come first, the rest in the order of the journal. */
static void
test_promotion (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, 4);
  g_autoptr (HoubuAdminOffering) raised = NULL;
  HoubuLiveBatch *batch = NULL;
  gint64 before = 0;
  gint64 seq = 0;
  guint n_left = 0;

  for (guint i = 0; i < people->len; i++)
    {
      g_autoptr (HoubuEntry) entry = queue_join (world, g_ptr_array_index (people, i), CET4);
    }
  before = last_seq (world);
  raised = queue_patch (world, CET4, "{\"capacity\":3}");
  batch = read_live (world, before, NULL, 1000);
  for (guint i = 0; i < batch->events->len; i++)
    {
      const HoubuLiveEvent *event = g_ptr_array_index (batch->events, i);

      if (g_str_equal (event->type, "queue_moved"))
        {
          g_autoptr (HoubuQueueMoved) moved = decode (event, HOUBU_TYPE_QUEUE_MOVED);

          g_assert_cmpuint (i, ==, 0);
          n_left = houbu_queue_moved_get_left (moved)->len;
          g_assert_cmpint (houbu_queue_moved_get_waiting (moved), ==, 1);
          g_assert_cmpint (houbu_queue_moved_get_head (moved), ==, 4);
          continue;
        }
      g_assert_cmpint (event->seq, >=, seq);
      g_assert_cmpint (event->seq, <=, batch->last_seq);
      seq = event->seq;
    }
  g_assert_cmpuint (n_left, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const HoubuCaller *caller = g_ptr_array_index (people, i);
      const HoubuLiveEvent *left = find_event (batch->events, "entry_changed", caller->account);
      const HoubuLiveEvent *won = find_event (batch->events, "enrolment_changed", caller->account);
      g_autoptr (HoubuEntry) entry = decode (left, HOUBU_TYPE_ENTRY);
      g_autoptr (HoubuEnrolment) seat = decode (won, HOUBU_TYPE_ENROLMENT);

      g_assert_false (left->waiting);
      g_assert_cmpint (houbu_entry_get_state (entry), ==, HOUBU_ENTRY_STATE_PROMOTED);
      g_assert_cmpstr (houbu_entry_get_enrolment (entry), ==, houbu_enrolment_get_id (seat));
    }
  houbu_live_batch_free (batch);
}

/* The form of a score report is told to its candidate, with the whole seat. */
static void
test_report_form (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, lang, CET4);
  gint64 before = last_seq (world);
  g_autoptr (HoubuEnrolment) chosen =
      queue_choose_form (world, lang, houbu_enrolment_get_id (seat), HOUBU_REPORT_FORM_PAPER);
  HoubuLiveBatch *batch = read_live (world, before, NULL, 1000);
  g_autoptr (HoubuEnrolment) told =
      decode (find_event (batch->events, "enrolment_changed", lang->account), HOUBU_TYPE_ENROLMENT);

  g_assert_cmpint (houbu_enrolment_get_report_form (told), ==, HOUBU_REPORT_FORM_PAPER);
  houbu_live_batch_free (batch);
}

/* Who comes back gets what concerns them and nothing of anybody else, from the same snapshot. */
static void
test_resume (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) watcher = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) stranger = queue_candidate (world, "P000002");
  g_autoptr (HoubuEntry) own = queue_join (world, watcher, CET4);
  g_autoptr (HoubuEntry) other = queue_join (world, stranger, CET4);
  gint64 before = last_seq (world);
  g_autoptr (HoubuEntry) left = queue_cancel_entry (world, stranger, houbu_entry_get_id (other));
  g_autoptr (HoubuEntry) elsewhere = queue_join (world, stranger, CET6);
  GPtrArray *joins = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_join_free);
  HoubuLiveBatch *batch = NULL;
  const HoubuLiveJoin *join = NULL;
  guint n_moved = 0;

  g_ptr_array_add (joins, houbu_live_join_new (watcher->account, before));
  g_ptr_array_add (joins, houbu_live_join_new (stranger->account, -1));
  batch = read_live (world, -1, joins, 1000);
  g_assert_cmpuint (batch->events->len, ==, 0);

  join = g_ptr_array_index (batch->joins, 0);
  g_assert_false (join->too_old);
  g_assert_cmpstr (join->school, ==, "99301");
  g_assert_cmpstr (join->province, ==, "99");
  g_assert_cmpuint (join->offerings->len, ==, 1);
  for (guint i = 0; i < join->events->len; i++)
    {
      const HoubuLiveEvent *event = g_ptr_array_index (join->events, i);

      g_assert_true (event->account == 0 || event->account == watcher->account);
      n_moved += g_str_equal (event->type, "queue_moved");
    }
  /* The queue in which one waits, not the other one. */
  g_assert_cmpuint (n_moved, ==, 1);

  join = g_ptr_array_index (batch->joins, 1);
  g_assert_cmpuint (join->events->len, ==, 0);
  g_assert_cmpuint (join->offerings->len, ==, 1);
  houbu_live_batch_free (batch);
}

/* Where the exam session keeps oral ones to the own school (R8), who comes back gets no row of
 * another school of the province, as who stayed does not. */
static void
test_resume_oral_scope (void)
{
  static const HoubuSql sql_scope = {
    "test-oral-scope",
    "UPDATE exam SET oral_scope = 'school'",
  };
  g_autoptr (TestWorld) world = queue_world_new (1);
  gint64 elsewhere = test_world_add_offering (world, "993020", "F", 1, QUEUE_FEE);
  g_autoptr (HoubuCaller) watcher = queue_candidate (world, "P000001");
  gint64 before = last_seq (world);
  g_autoptr (HoubuAdminOffering) far = queue_patch (world, "993020-F", "{\"capacity\":2}");
  g_autoptr (HoubuAdminOffering) near = queue_patch (world, SET4, "{\"capacity\":2}");

  for (guint i = 0; i < 2; i++)
    {
      GPtrArray *joins = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_join_free);
      HoubuLiveBatch *batch = NULL;
      const HoubuLiveJoin *join = NULL;
      guint n_rows = 0;

      /* First the province's, which is how a world begins. */
      if (i > 0)
        test_world_sql (world, &sql_scope);
      g_ptr_array_add (joins, houbu_live_join_new (watcher->account, before));
      batch = read_live (world, -1, joins, 1000);
      join = g_ptr_array_index (batch->joins, 0);
      for (guint j = 0; j < join->events->len; j++)
        {
          const HoubuLiveEvent *event = g_ptr_array_index (join->events, j);

          g_assert_true (i == 0 || event->offering != elsewhere);
          n_rows += g_str_equal (event->type, "offering_changed");
        }
      g_assert_cmpuint (n_rows, ==, 2 - i);
      houbu_live_batch_free (batch);
    }
}

/* Whoever was away for too long is told to fetch everything. */
static void
test_too_old (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  gint64 before = last_seq (world);
  GPtrArray *joins = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_join_free);
  HoubuLiveBatch *batch = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HoubuEntry) joined = queue_join (world, lang, CET4);
      g_autoptr (HoubuEntry) left = queue_cancel_entry (world, lang, houbu_entry_get_id (joined));
    }
  g_ptr_array_add (joins, houbu_live_join_new (lang->account, before));
  g_ptr_array_add (joins, houbu_live_join_new (lang->account, before + 1000));
  batch = read_live (world, before, joins, 5);
  g_assert_true (batch->too_old);
  g_assert_true (((HoubuLiveJoin *) g_ptr_array_index (batch->joins, 0))->too_old);
  g_assert_true (((HoubuLiveJoin *) g_ptr_array_index (batch->joins, 1))->too_old);
  houbu_live_batch_free (batch);
}

/* Events carry no personal data: not the name, not the document, not the phone. */
static void
test_no_personal_data (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  gint64 before = last_seq (world);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, lang, CET4);
  g_autoptr (HoubuExam) exam = queue_change_exam (world, "{\"hold_seconds\":60}");
  HoubuLiveBatch *batch = read_live (world, before, NULL, 1000);

  g_assert_nonnull (find_event (batch->events, "exam_changed", 0));
  for (guint i = 0; i < batch->events->len; i++)
    {
      const HoubuLiveEvent *event = g_ptr_array_index (batch->events, i);
      g_autofree char *text =
          g_strndup (g_bytes_get_data (event->data, NULL), g_bytes_get_size (event->data));

      g_assert_null (g_strstr_len (text, -1, "Test Person"));
      g_assert_null (g_strstr_len (text, -1, "P000001"));
      g_assert_null (strchr (text, MASK));
    }
  houbu_live_batch_free (batch);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/live/join", test_join);
  g_test_add_func ("/queue/live/closed", test_closed);
  g_test_add_func ("/queue/live/promotion", test_promotion);
  g_test_add_func ("/queue/live/report-form", test_report_form);
  g_test_add_func ("/queue/live/resume", test_resume);
  g_test_add_func ("/queue/live/resume-oral-scope", test_resume_oral_scope);
  g_test_add_func ("/queue/live/too-old", test_too_old);
  g_test_add_func ("/queue/live/no-personal-data", test_no_personal_data);
  return g_test_run ();
}
