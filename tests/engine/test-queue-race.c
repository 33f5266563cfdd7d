/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue-fixture.h"

#define N_PEOPLE 200
#define N_ROUNDS 12
#define CAPACITY 15

/* One candidate who does something at random whenever the last thing is done. */
typedef struct
{
  TestWorld *world;
  HoubuCaller *caller; /* (borrowed) */
  GRand *random;       /* (borrowed) */
  guint *n_running;    /* (borrowed) */
  guint rounds;
  char *entry;     /* (owned) (nullable): id of the place */
  char *enrolment; /* (owned) (nullable): id of the seat */
  guint n_joined;
} Actor;

static void act (Actor *self);

/* Refusals are part of the game: others were faster. */
static GBytes *
finish (Actor *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = houbu_engine_run_finish (self->world->engine, result, NULL, &error);

  if (error != NULL)
    {
      g_assert_error (error, HOUBU_ERROR, error->code);
      g_assert_cmpint (error->code, !=, HOUBU_ERROR_INTERNAL);
      g_assert_cmpint (error->code, !=, HOUBU_ERROR_BUSY);
    }
  return bytes;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) bytes = finish (user_data, result);

  act (user_data);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Actor *self = user_data;
  g_autoptr (GBytes) bytes = finish (self, result);
  g_autoptr (HoubuRecord) entry = NULL;

  if (bytes != NULL)
    {
      entry = houbu_record_from_bytes (HOUBU_TYPE_ENTRY, bytes, HOUBU_DECODE_STRICT, NULL);
      g_free (self->entry);
      self->entry = g_strdup (houbu_entry_get_id (HOUBU_ENTRY (entry)));
      self->n_joined++;
    }
  act (self);
}

static void
on_enrolled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Actor *self = user_data;
  g_autoptr (GBytes) bytes = finish (self, result);
  g_autoptr (HoubuRecord) list = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;

  if (bytes != NULL)
    {
      list = houbu_record_from_bytes (HOUBU_TYPE_ENROLMENT_LIST, bytes, HOUBU_DECODE_STRICT, NULL);
      seat = g_list_model_get_item (
          G_LIST_MODEL (houbu_enrolment_list_get_items (HOUBU_ENROLMENT_LIST (list))), 0);
      g_free (self->enrolment);
      self->enrolment = g_strdup (houbu_enrolment_get_id (seat));
    }
  act (self);
}

static void
send (Actor *self, const HoubuOperation *operation, HoubuCall *call, GAsyncReadyCallback callback)
{
  houbu_engine_run_async (self->world->engine, operation, call, NULL, callback, self);
  houbu_call_unref (call);
}

static void
send_cancel (Actor *self, const HoubuOperation *operation, const char *id)
{
  gboolean seat = operation == &houbu_operation_cancel_enrolment;
  HoubuCall *call =
      test_call_new (self->caller, seat ? G_TYPE_NONE : HOUBU_TYPE_WAITLIST_CANCELLATION,
                     seat ? NULL : "{\"reason\":\"give_up\"}");

  houbu_call_set_path (call, "id", id);
  send (self, operation, call, on_done);
}

static void
act (Actor *self)
{
  if (self->rounds-- == 0)
    {
      (*self->n_running)--;
      return;
    }
  switch (g_rand_int_range (self->random, 0, 6))
    {
    case 0:
    case 1:
      send (self, &houbu_operation_enrol,
            test_call_new (self->caller, HOUBU_TYPE_ENROLMENT_REQUEST,
                           "{\"offerings\":[\"" CET4 "\"]}"),
            on_enrolled);
      break;
    case 2:
    case 3:
      send (self, &houbu_operation_join,
            test_call_new (self->caller, HOUBU_TYPE_WAITLIST_JOIN, "{\"offering\":\"" CET4 "\"}"),
            on_joined);
      break;
    case 4:
      send_cancel (self, &houbu_operation_cancel_entry, self->entry != NULL ? self->entry : "none");
      break;
    default:
      send_cancel (self, &houbu_operation_cancel_enrolment,
                   self->enrolment != NULL ? self->enrolment : "none");
    }
}

static gboolean
is_over (gpointer n_running)
{
  return *(guint *) n_running == 0;
}

/* Two hundred people join, enrol and cancel at once, in one queue, many to a commit: nothing is
 * oversold, nobody is passed, and the journal tells the same story as the tables. */
static void
test_race (void)
{
  g_autoptr (TestWorld) world = queue_world_new (CAPACITY);
  g_autoptr (GPtrArray) people = queue_crowd (world, N_PEOPLE);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (HoubuAdminOffering) offering = NULL;
  static const HoubuSql sql_passed = {
    "test-passed",
    "SELECT count(*) AS value FROM entry p JOIN entry w ON w.offering = p.offering"
    " AND w.queue_number < p.queue_number WHERE p.state = 'promoted' AND w.state = 'waiting'",
  };
  Actor actors[N_PEOPLE] = { { 0 } };
  guint n_running = N_PEOPLE;
  guint n_joined = 0;

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      actors[i].world = world;
      actors[i].caller = g_ptr_array_index (people, i);
      actors[i].random = random;
      actors[i].n_running = &n_running;
      actors[i].rounds = N_ROUNDS;
      act (&actors[i]);
    }
  test_wait_until (is_over, &n_running);

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      n_joined += actors[i].n_joined;
      g_free (actors[i].entry);
      g_free (actors[i].enrolment);
    }
  g_assert_cmpuint (n_joined, >, 0);
  offering = queue_offering (world, CET4);
  g_assert_cmpint (houbu_admin_offering_get_seats_in_use (offering), <=, CAPACITY);
  g_assert_true (houbu_admin_offering_get_seats_in_use (offering) == CAPACITY ||
                 houbu_admin_offering_get_waiting (offering) == 0);
  g_assert_cmpint (test_world_count (world, &sql_passed), ==, 0);
  queue_check (world);
}

/* One intention sent many times at once is one entry. */
static void
test_same_key_at_once (void)
{
  static const HoubuSql sql_entries = { "test-entries", "SELECT count(*) AS value FROM entry" };
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  GAsyncResult *results[20] = { NULL };
  HoubuCall *calls[20] = { NULL };
  g_autoptr (GBytes) first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      calls[i] = test_call_new (lang, HOUBU_TYPE_WAITLIST_JOIN, "{\"offering\":\"" CET4 "\"}");
      test_call_set_key (calls[i], "once");
      houbu_engine_run_async (world->engine, &houbu_operation_join, calls[i], NULL,
                              test_keep_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      test_wait_result (&results[i]);
      bytes = houbu_engine_run_finish (world->engine, results[i], NULL, &error);
      g_assert_no_error (error);
      if (first == NULL)
        first = g_bytes_ref (bytes);
      g_assert_true (g_bytes_equal (first, bytes));
      g_object_unref (results[i]);
      houbu_call_unref (calls[i]);
    }
  g_assert_cmpint (test_world_count (world, &sql_entries), ==, 1);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/race/crowd", test_race);
  g_test_add_func ("/queue/race/same-key-at-once", test_same_key_at_once);
  return g_test_run ();
}
