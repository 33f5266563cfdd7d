/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-list-merge.h"
#include "houbu-wait.h"

static HoubuEntry *
entry_new (gint64 number, gint64 position, gint64 waiting)
{
  HoubuEntry *entry = houbu_entry_new ();

  houbu_entry_set_id (entry, "w1");
  houbu_entry_set_offering (entry, "993010-1");
  houbu_entry_set_state (entry, HOUBU_ENTRY_STATE_WAITING);
  houbu_entry_set_queue_number (entry, number);
  houbu_entry_set_position (entry, position);
  houbu_entry_set_waiting (entry, waiting);
  return entry;
}

static HoubuQueueMoved *
movement_new (const gint64 *left, guint n_left, gint64 waiting, gint64 head)
{
  HoubuQueueMoved *movement = houbu_queue_moved_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (numbers, left, n_left);
  houbu_queue_moved_set_offering (movement, "993010-1");
  houbu_queue_moved_set_left (movement, numbers);
  houbu_queue_moved_set_waiting (movement, waiting);
  houbu_queue_moved_set_head (movement, head);
  return movement;
}

static void
move (HoubuWait *wait, const gint64 *left, guint n_left, gint64 waiting, gint64 head)
{
  g_autoptr (HoubuQueueMoved) movement = movement_new (left, n_left, waiting, head);

  houbu_wait_queue_moved (wait, movement, 1);
}

/* Who stood ahead and left makes the position smaller; who stood behind does not. */
static void
test_counting (void)
{
  g_autoptr (HoubuEntry) entry = entry_new (139, 7, 132);
  g_autoptr (HoubuWait) wait = houbu_wait_new (entry, 0);
  const gint64 ahead[] = { 12, 13 };
  const gint64 behind[] = { 140, 150 };
  guint n_points = 0;

  g_assert_cmpint (houbu_wait_get_position (wait), ==, 7);
  g_assert_cmpint (houbu_wait_get_first_position (wait), ==, 7);
  move (wait, ahead, 2, 130, 14);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 5);
  g_assert_cmpint (houbu_wait_get_waiting (wait), ==, 130);
  move (wait, behind, 2, 128, 14);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 5);
  g_assert_cmpint (houbu_wait_get_waiting (wait), ==, 128);
  g_assert_cmpint (houbu_wait_get_history (wait, &n_points)[0].position, ==, 7);
  g_assert_cmpuint (n_points, ==, 2);
  g_assert_cmpint (houbu_wait_get_first_position (wait), ==, 7);
}

/* An event that comes a second time after a break counts once. */
static void
test_repeated_event (void)
{
  g_autoptr (HoubuEntry) entry = entry_new (139, 7, 132);
  g_autoptr (HoubuWait) wait = houbu_wait_new (entry, 0);
  const gint64 ahead[] = { 12, 13 };

  move (wait, ahead, 2, 130, 14);
  move (wait, ahead, 2, 130, 14);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 5);
}

/* An older answer that comes late does not push anybody back. */
static void
test_never_grows (void)
{
  g_autoptr (HoubuEntry) entry = entry_new (139, 7, 132);
  g_autoptr (HoubuEntry) older = entry_new (139, 9, 140);
  g_autoptr (HoubuEntry) newer = entry_new (139, 4, 120);
  g_autoptr (HoubuWait) wait = houbu_wait_new (entry, 0);

  houbu_wait_confirm (wait, older, 1);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 7);
  houbu_wait_confirm (wait, newer, 2);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 4);
}

/* The head of the queue is first; whoever is not the head is not. */
static void
test_head (void)
{
  g_autoptr (HoubuEntry) entry = entry_new (139, 7, 132);
  g_autoptr (HoubuWait) wait = houbu_wait_new (entry, 0);
  const gint64 many[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

  move (wait, many, G_N_ELEMENTS (many), 120, 100);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 2);
  move (wait, NULL, 0, 119, 139);
  g_assert_cmpint (houbu_wait_get_position (wait), ==, 1);
}

/* A random queue, told in random batches, some of them twice: always the true position. */
static void
test_random_queue (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (gint64));
      gint64 own = 0;
      gint64 number = 0;
      guint at = (guint) g_test_rand_int_range (0, 40);
      g_autoptr (HoubuEntry) entry = NULL;
      g_autoptr (HoubuWait) wait = NULL;

      for (guint i = 0; i < 50; i++)
        {
          number += g_test_rand_int_range (1, 4);
          g_array_append_val (queue, number);
        }
      own = g_array_index (queue, gint64, at);
      entry = entry_new (own, at + 1, queue->len);
      wait = houbu_wait_new (entry, 0);
      while (at > 0)
        {
          gint64 left[4] = { 0 };
          guint n_left = 0;

          while (n_left < 4 && at > 0 && (n_left == 0 || g_test_rand_int_range (0, 2) == 0))
            {
              guint gone = (guint) g_test_rand_int_range (0, (int) at);

              left[n_left++] = g_array_index (queue, gint64, gone);
              g_array_remove_index (queue, gone);
              at--;
            }
          for (int again = g_test_rand_int_range (1, 3); again > 0; again--)
            move (wait, left, n_left, queue->len, g_array_index (queue, gint64, 0));
          g_assert_cmpint (houbu_wait_get_position (wait), ==, at + 1);
          g_assert_cmpint (houbu_wait_get_waiting (wait), ==, queue->len);
        }
    }
}

/* A long wait keeps a chart of bounded size that begins and ends where the wait does. */
static void
test_history (void)
{
  g_autoptr (HoubuEntry) entry = entry_new (100000, 50000, 60000);
  g_autoptr (HoubuWait) wait = houbu_wait_new (entry, 0);
  const HoubuWaitPoint *history = NULL;
  guint n_points = 0;

  for (gint64 i = 1; i <= 5000; i++)
    move (wait, &i, 1, 60000 - i, 50001);
  history = houbu_wait_get_history (wait, &n_points);
  g_assert_cmpuint (n_points, <=, 400);
  g_assert_cmpuint (n_points, >, 100);
  g_assert_cmpint (history[0].position, ==, 50000);
  g_assert_cmpint (history[n_points - 1].position, ==, 45000);
  for (guint i = 1; i < n_points; i++)
    g_assert_cmpint (history[i].position, <, history[i - 1].position);
}

static HoubuEnrolment *
enrolment_new (const char *id, gint64 fee)
{
  HoubuEnrolment *enrolment = houbu_enrolment_new ();

  houbu_enrolment_set_id (enrolment, id);
  houbu_enrolment_set_fee_fen (enrolment, fee);
  return enrolment;
}

static char *
describe (GListStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (HoubuEnrolment) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_string_append_printf (text, "%s%d ", houbu_enrolment_get_id (item),
                              (int) houbu_enrolment_get_fee_fen (item));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Random lists: afterwards the model equals the new one, and rows that stayed are the same objects.
 */
static void
test_merge (void)
{
  static const char *const ids[] = { "a", "b", "c", "d", "e", "f", "g" };

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GListStore) store = g_list_store_new (HOUBU_TYPE_ENROLMENT);

      for (guint step = 0; step < 5; step++)
        {
          g_autoptr (GListStore) fresh = g_list_store_new (HOUBU_TYPE_ENROLMENT);
          g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
          g_autofree char *wanted = NULL;
          g_autofree char *got = NULL;

          for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
            {
              g_autoptr (HoubuEnrolment) item = g_list_model_get_item (G_LIST_MODEL (store), i);

              g_hash_table_insert (before, (char *) houbu_enrolment_get_id (item), item);
            }
          for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
            {
              g_autoptr (HoubuEnrolment) item =
                  enrolment_new (ids[i], g_test_rand_int_range (0, 9));

              if (g_test_rand_int_range (0, 2) == 0)
                g_list_store_insert (
                    fresh,
                    (guint) g_test_rand_int_range (
                        0, (int) g_list_model_get_n_items (G_LIST_MODEL (fresh)) + 1),
                    item);
            }
          wanted = describe (fresh);
          houbu_list_merge (store, G_LIST_MODEL (fresh));
          got = describe (store);
          g_assert_cmpstr (got, ==, wanted);
          for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
            {
              g_autoptr (HoubuEnrolment) item = g_list_model_get_item (G_LIST_MODEL (store), i);
              gpointer old = g_hash_table_lookup (before, houbu_enrolment_get_id (item));

              if (old != NULL)
                g_assert_true (old == item);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wait/counting", test_counting);
  g_test_add_func ("/wait/repeated-event", test_repeated_event);
  g_test_add_func ("/wait/never-grows", test_never_grows);
  g_test_add_func ("/wait/head", test_head);
  g_test_add_func ("/wait/random-queue", test_random_queue);
  g_test_add_func ("/wait/history", test_history);
  g_test_add_func ("/list-merge/random", test_merge);
  return g_test_run ();
}
