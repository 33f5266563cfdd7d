/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>

static const char *const kinds[] = { "schools", "offerings",   "students", "accounts",
                                     "results", "arrangement", NULL };

static char *
make_path (const char *kind, HoubuImportEncoding encoding, gboolean dry_run)
{
  g_autoptr (GString) path = g_string_new ("/v1/admin/imports/");

  g_string_append (path, kind);
  if (encoding != HOUBU_IMPORT_ENCODING_UNSET)
    g_string_append_printf (path, "?encoding=%s", houbu_import_encoding_to_string (encoding));
  if (dry_run)
    g_string_append_printf (path, "%cdry_run=1",
                            encoding != HOUBU_IMPORT_ENCODING_UNSET ? '&' : '?');
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
print_result (HoubuCtl *ctl, HoubuImportResult *result)
{
  if (ctl->json)
    {
      houbu_ctl_print_record (result);
      return;
    }
  if (houbu_import_result_get_dry_run (result))
    /* Translators: what an import would do to the rows of a file */
    printf (_ ("would add %" PRId64 ", change %" PRId64 ", leave %" PRId64 " as they are\n"),
            houbu_import_result_get_added (result), houbu_import_result_get_changed (result),
            houbu_import_result_get_unchanged (result));
  else
    /* Translators: what an import did to the rows of a file */
    printf (_ ("added %" PRId64 ", changed %" PRId64 ", left %" PRId64 " as they were\n"),
            houbu_import_result_get_added (result), houbu_import_result_get_changed (result),
            houbu_import_result_get_unchanged (result));
}

static HoubuCtlExit
send_file (HoubuCtl *ctl, const char *path, const char *name, const char *content_type)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  g_autoptr (HoubuImportResult) result = NULL;

  if (!g_file_query_exists (file, NULL))
    return houbu_ctl_usage (_ ("There is no file “%s”."), name);
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  result = houbu_ctl_upload (ctl, path, file, content_type, HOUBU_TYPE_IMPORT_RESULT, &code);
  if (result != NULL)
    print_result (ctl, result);
  return code;
}

static HoubuCtlExit
run_import (HoubuCtl *ctl, int argc, char **argv)
{
  gboolean dry_run = FALSE;
  g_autofree char *encoding_name = NULL;
  const GOptionEntry entries[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only say what would be done"), NULL },
    { "encoding", 'e', 0, G_OPTION_ARG_STRING, &encoding_name,
      N_ ("Encoding of the file: utf-8 (the default) or gb18030"), "ENCODING" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_import, entries);
  HoubuImportEncoding encoding = HOUBU_IMPORT_ENCODING_UNSET;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 2))
    return HOUBU_CTL_USAGE;
  if (!g_strv_contains (kinds, argv[1]))
    return houbu_ctl_usage (_ ("What to import is schools, offerings, students, accounts, results "
                               "or arrangement, not “%s”."),
                            argv[1]);
  if (encoding_name != NULL)
    {
      encoding = houbu_import_encoding_from_string (encoding_name);
      if (encoding == HOUBU_IMPORT_ENCODING_UNSET)
        return houbu_ctl_usage (_ ("--encoding is utf-8 or gb18030, not “%s”."), encoding_name);
    }
  path = make_path (argv[1], encoding, dry_run);
  return send_file (ctl, path, argv[2],
                    encoding == HOUBU_IMPORT_ENCODING_GB18030 ? "text/csv; charset=gb18030"
                                                              : "text/csv; charset=utf-8");
}

const HoubuCtlCommand houbu_ctl_import = {
  "import", "schools|offerings|students|accounts|results|arrangement FILE",
  N_ ("Import a CSV file: all of it, or nothing when a line is wrong."), run_import
};
