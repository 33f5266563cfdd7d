/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

static HoubuCtlExit
write_to_output (HoubuCtl *ctl, const char *path)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (GOutputStream) sink = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  houbu_ctl_download (ctl, path, sink, &code);
  return code;
}

/* Leaves an older file alone, and no part of a new one. */
static void
give_up (GFile *file, GOutputStream *sink, gboolean existed)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (sink, cancelled, NULL);
  if (!existed)
    g_file_delete (file, NULL, NULL);
}

/* Only for the owner's eyes: there are names in it. */
static HoubuCtlExit
write_to_file (HoubuCtl *ctl, const char *path, const char *name)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  gboolean existed = g_file_query_exists (file, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) sink =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &error);

  if (sink == NULL)
    return houbu_ctl_usage ("--output %s: %s", name, error->message);
  if (!houbu_ctl_download (ctl, path, G_OUTPUT_STREAM (sink), &code))
    {
      give_up (file, G_OUTPUT_STREAM (sink), existed);
      return code;
    }
  if (g_output_stream_close (G_OUTPUT_STREAM (sink), NULL, &error))
    return code;
  return houbu_ctl_usage ("--output %s: %s", name, error->message);
}

static gboolean
is_kind (const char *word)
{
  return houbu_export_kind_from_string (word) != HOUBU_EXPORT_KIND_UNSET;
}

static HoubuCtlExit
run_export (HoubuCtl *ctl, int argc, char **argv)
{
  g_autofree char *output = NULL;
  gboolean mark = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'O', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Write to FILE, not to standard output"), "FILE" },
    { "bom", 'b', 0, G_OPTION_ARG_NONE, &mark,
      /* Translators: a mark at the beginning of a file that says that it is UTF-8 */
      N_ ("Begin with a byte order mark, for spreadsheets that need it"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_export, entries);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (!is_kind (argv[1]))
    return houbu_ctl_usage (
        _ ("What to export is registrations, enrolments, waitlist-entries or payments, not “%s”."),
        argv[1]);
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/exports/", argv[1], mark ? "?bom=1" : "");
  return output != NULL ? write_to_file (ctl, path, output) : write_to_output (ctl, path);
}

const HoubuCtlCommand houbu_ctl_export = {
  "export", "registrations|enrolments|waitlist-entries|payments",
  N_ ("Take a table of your scope away as CSV; the journal records it."), run_export
};
