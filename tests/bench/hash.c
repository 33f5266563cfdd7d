/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-hasher.h"

#include <stdio.h>

/*
 * How many passwords a second can be verified and nothing else:
 *
 *   bench-hash THREADS SECONDS
 */

#define PASSWORD "practice-2022"

typedef struct
{
  const char *hash;
  gint64 until;
} Work;

static gpointer
verify (gpointer data)
{
  const Work *work = data;
  guint n = 0;

  for (; g_get_monotonic_time () < work->until; n++)
    if (!houbu_password_verify (work->hash, PASSWORD))
      g_error ("the hash is another password's");
  return GUINT_TO_POINTER (n);
}

int
main (int argc, char *argv[])
{
  g_autofree char *hash = houbu_password_hash (PASSWORD);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  gint64 begin = g_get_monotonic_time ();
  Work work = { .hash = hash };
  guint n = 0;

  if (argc != 3)
    g_error ("usage: bench-hash THREADS SECONDS");
  work.until = begin + (gint64) (g_ascii_strtod (argv[2], NULL) * G_USEC_PER_SEC);
  for (guint i = 0; i < (guint) g_ascii_strtoull (argv[1], NULL, 10); i++)
    g_ptr_array_add (threads, g_thread_new ("hash", verify, &work));
  for (guint i = 0; i < threads->len; i++)
    n += GPOINTER_TO_UINT (g_thread_join (g_ptr_array_index (threads, i)));
  printf ("%.2f\n", n * (double) G_USEC_PER_SEC / (double) (g_get_monotonic_time () - begin));
  return 0;
}
