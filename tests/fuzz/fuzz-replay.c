/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

/* Runs a fuzz target without a fuzzer: on each file of its corpus, and on what a few thousand
 * blind changes make of it. The seed is fixed, so that a failure comes back. */

#define CHANGES_PER_FILE 300
#define SEED 2022

static void
change_blindly (GRand *lot, char *bytes, gsize length)
{
  int n = g_rand_int_range (lot, 1, 4);

  for (int i = 0; i < n; i++)
    bytes[g_rand_int_range (lot, 0, (gint32) length)] = (char) g_rand_int_range (lot, 0, 256);
}

static void
run_file (const char *path, GRand *lot)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    g_error ("%s", error->message);
  LLVMFuzzerTestOneInput ((const uint8_t *) bytes, length);
  for (int i = 0; i < CHANGES_PER_FILE && length > 0; i++)
    {
      g_autofree char *changed = g_memdup2 (bytes, length);
      gsize shorter = (gsize) g_rand_int_range (lot, 1, (gint32) length + 1);

      change_blindly (lot, changed, length);
      LLVMFuzzerTestOneInput ((const uint8_t *) changed, shorter);
    }
}

static void
run_corpus (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GRand) lot = g_rand_new_with_seed (SEED);
  guint n_files = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      run_file (path, lot);
      n_files++;
    }
  if (n_files == 0)
    g_error ("no corpus in %s", folder);
}

int
main (int argc, char *argv[])
{
  if (argc != 2)
    g_error ("the folder of the corpus is the argument");
  run_corpus (argv[1]);
  return 0;
}
