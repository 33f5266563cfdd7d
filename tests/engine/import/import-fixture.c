/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-fixture.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "houbu-import.h"

int
import_open_bytes (const void *bytes, gsize length)
{
  int fd = memfd_create ("import", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, length), ==, (gssize) length);
  return fd;
}

HoubuCall *
import_call (HoubuCaller *caller, const char *kind, const char *query)
{
  HoubuCall *call = houbu_call_new ();

  houbu_call_set_caller (call, caller);
  houbu_call_set_path (call, "kind", kind);
  if (g_strcmp0 (query, "dry_run") == 0)
    houbu_call_set_query (call, "dry_run", "1");
  if (g_strcmp0 (query, "gb18030") == 0)
    houbu_call_set_query (call, "encoding", "gb18030");
  call->status = 200;
  return call;
}

HoubuImportResult *
import_bytes (TestWorld *world,
              HoubuCaller *caller,
              const char *kind,
              const char *query,
              const void *bytes,
              gsize length,
              GError **error)
{
  g_autoptr (HoubuCall) call = import_call (caller, kind, query);
  int fd = import_open_bytes (bytes, length);
  HoubuRecord *result = houbu_import_run (world->engine, call, fd, error);

  close (fd);
  return (HoubuImportResult *) result;
}

void
import_good (TestWorld *world, const char *kind, const char *text, const char *counts)
{
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuImportResult) result =
      import_bytes (world, national, kind, NULL, text, strlen (text), &error);
  g_autofree char *found = NULL;

  if (error != NULL)
    {
      g_autofree char *lines = import_lines (error);

      g_error ("%s: %s (%s)", kind, error->message, lines);
    }
  found = g_strdup_printf ("%d %d %d", (int) houbu_import_result_get_added (result),
                           (int) houbu_import_result_get_changed (result),
                           (int) houbu_import_result_get_unchanged (result));
  g_assert_cmpstr (found, ==, counts);
}

char *
import_lines (const GError *error)
{
  GListModel *lines = houbu_error_get_lines (error);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines != NULL && i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (HoubuInvalidCsvLine) line = g_list_model_get_item (lines, i);
      const char *column = houbu_invalid_csv_line_get_column (line);

      g_test_message ("line %d, %s: %s", (int) houbu_invalid_csv_line_get_line (line), column,
                      houbu_invalid_csv_line_get_problem (line));
      g_string_append_printf (text, "%s%d %s", i > 0 ? "; " : "",
                              (int) houbu_invalid_csv_line_get_line (line),
                              column != NULL ? column : "-");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
import_bad (
    TestWorld *world, HoubuCaller *caller, const char *kind, const char *text, const char *lines)
{
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuImportResult) result = import_bytes (world, caller != NULL ? caller : national,
                                                       kind, NULL, text, strlen (text), &error);
  g_autofree char *found = NULL;

  g_assert_null (result);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_CSV);
  found = import_lines (error);
  g_assert_cmpstr (found, ==, lines);
}
