/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "houbu-csv-reader.h"

typedef struct
{
  gint64 last_line;
  guint n_records;
} Seen;

static gboolean
on_row (gint64 line, const char *const *cells, guint n_cells, gpointer data)
{
  Seen *seen = data;

  g_assert (line >= seen->last_line && n_cells > 0);
  for (guint i = 0; i < n_cells; i++)
    g_assert (g_utf8_validate (cells[i], -1, NULL));
  seen->last_line = line;
  seen->n_records++;
  return TRUE;
}

static void
on_problem (gint64 line, HoubuProblem problem, gint64 limit, gpointer data)
{
  Seen *seen = data;

  g_assert (line >= seen->last_line && problem != HOUBU_PROBLEM_NONE);
  seen->last_line = line;
}

/* Whatever the bytes are, records come in the order of their lines and their cells are UTF-8. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const HoubuCsvHandler handler = { on_row, on_problem };
  Seen seen = { 0, 0 };
  int fd;

  if (size < 1)
    return 0;
  fd = memfd_create ("fuzz", MFD_CLOEXEC);
  if (write (fd, data + 1, size - 1) == (ssize_t) size - 1)
    houbu_csv_read (fd, data[0] % 2 == 0 ? HOUBU_CSV_UTF_8 : HOUBU_CSV_GB18030, &handler, &seen,
                    NULL);
  close (fd);
  return 0;
}
