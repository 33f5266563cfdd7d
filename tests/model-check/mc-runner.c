/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-runner.h"

#include <string.h>

/* Shrinks what was found, says how to see it again, and ends the test. */
static void
fail_with (const McHistory *history, const McSubject *left, const McSubject *right)
{
  g_autoptr (McHistory) shrunk = mc_history_shrink (history, left, right);
  g_autofree char *difference = mc_history_compare (shrunk, left, right);
  g_autofree char *text = mc_history_print (shrunk);
  g_autofree char *name =
      g_strdup_printf ("houbu-replay-%" G_GUINT64_FORMAT ".txt", history->world.seed);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  g_file_set_contents (path, text, -1, NULL);
  g_printerr ("seed %" G_GUINT64_FORMAT ", shrunk to %u commands in %s:\n%s\n%s\n",
              history->world.seed, shrunk->commands->len, path, text, difference);
  g_test_fail_printf ("%s and %s differ with seed %" G_GUINT64_FORMAT, left->name, right->name,
                      history->world.seed);
}

static gboolean
run_seed (const McSubject *left, const McSubject *right, guint64 seed, guint n_commands)
{
  g_autoptr (McHistory) history = mc_history_generate (seed, n_commands);
  g_autofree char *difference = mc_history_compare (history, left, right);

  if (difference == NULL)
    return TRUE;
  fail_with (history, left, right);
  return FALSE;
}

static guint64
fresh_seed (void)
{
  return ((guint64) g_random_int () << 32 | g_random_int ()) ^ (guint64) g_get_real_time ();
}

static gboolean
run_replay_file (const McSubject *left, const McSubject *right, const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *difference = NULL;
  g_autoptr (McHistory) history = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  history = mc_history_parse (text, &error);
  g_assert_no_error (error);
  difference = mc_history_compare (history, left, right);
  if (difference != NULL)
    g_test_fail_printf ("%s: %s", path, difference);
  return difference == NULL;
}

/* The seeds 1 to @n_seeds always, and one that nobody has seen before; its number is printed. */
void
mc_run_seeds (const McSubject *left, const McSubject *right, guint n_seeds, guint n_commands)
{
  const char *more = g_getenv ("HOUBU_SEEDS");
  const char *one = g_getenv ("HOUBU_SEED");
  const char *replay = g_getenv ("HOUBU_REPLAY");
  guint64 n_fresh = more != NULL ? g_ascii_strtoull (more, NULL, 10) : 1;

  if (replay != NULL)
    {
      run_replay_file (left, right, replay);
      return;
    }
  if (one != NULL)
    {
      run_seed (left, right, g_ascii_strtoull (one, NULL, 10), n_commands);
      return;
    }
  for (guint seed = 1; seed <= n_seeds; seed++)
    if (!run_seed (left, right, seed, n_commands))
      return;
  for (guint64 i = 0; i < n_fresh; i++)
    {
      guint64 seed = fresh_seed ();
      g_test_message ("fresh seed %" G_GUINT64_FORMAT, seed);
      if (!run_seed (left, right, seed, n_commands))
        return;
    }
}

void
mc_run_replays (const McSubject *left, const McSubject *right)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "model-check", "replays", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_files = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".txt"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_test_message ("%s", name);
        n_files++;
        run_replay_file (left, right, path);
      }
  g_assert_cmpuint (n_files, >, 0);
}

static void
count (GHashTable *counts, char *what)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, what));

  g_hash_table_insert (counts, what, GUINT_TO_POINTER (n + 1));
}

/* "seat expired > paid": what a line of a dump says has become of what it is about. */
static void
count_step (GHashTable *counts, GHashTable *states, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n_words = g_strv_length (words);
  guint at = g_str_has_prefix (line, "seat ") ? 4 : g_str_has_prefix (line, "order ") ? 7 : n_words;
  g_autofree char *name = NULL;
  const char *before;

  if (at >= n_words)
    return;
  name = g_strdup_printf ("%s %s", words[0], words[1]);
  before = g_hash_table_lookup (states, name);
  if (g_strcmp0 (before, words[at]) == 0)
    return;
  count (counts,
         g_strdup_printf ("%s %s > %s", words[0], before != NULL ? before : "-", words[at]));
  g_hash_table_insert (states, g_steal_pointer (&name), g_strdup (words[at]));
}

static void
count_steps (GHashTable *counts, GHashTable *states, gpointer model)
{
  g_autofree char *dump = mc_model_subject.dump (model);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    count_step (counts, states, lines[i]);
}

static void
count_history (GHashTable *counts, const McHistory *history)
{
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gpointer model = mc_model_subject.create (&history->world);
  gint64 now = MC_EPOCH - G_TIME_SPAN_MINUTE;

  for (guint i = 0; i < history->commands->len; i++)
    {
      const McCommand *command = &g_array_index (history->commands, McCommand, i);
      char *answer = NULL;
      if (command->kind == MC_CLOCK)
        {
          now += command->value;
          continue;
        }
      answer = mc_model_subject.apply (model, command, now);
      g_strdelimit (answer, " ", '\0');
      count (counts, answer);
      count_steps (counts, states, model);
    }
  mc_model_subject.destroy (model);
}

void
mc_run_coverage (const char *const *words, gsize n_words, guint n_seeds, guint n_commands)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint seed = 1; seed <= n_seeds; seed++)
    {
      g_autoptr (McHistory) history = mc_history_generate (seed, n_commands);
      count_history (counts, history);
    }
  for (gsize i = 0; i < n_words; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, words[i]));
      g_test_message ("%s: %u", words[i], n);
      g_assert_cmpuint (n, >, 0);
    }
}
