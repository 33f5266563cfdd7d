/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>

#include "houbu-ctl-text.h"
#include "houbu-error.h"

static void
say (const char *prefix, const char *text)
{
  g_autofree char *shown = NULL;

  if (text == NULL || *text == '\0')
    return;
  shown = houbu_ctl_text_harmless (text);
  g_printerr ("%s%s\n", prefix, shown);
}

static void
say_lines (GListModel *lines)
{
  for (guint i = 0; lines != NULL && i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (HoubuInvalidCsvLine) line = g_list_model_get_item (lines, i);
      const char *column = houbu_invalid_csv_line_get_column (line);
      g_autofree char *where =
          column != NULL
              /* Translators: where in a file something is wrong: line number, name of the column */
              ? g_strdup_printf (_ ("  line %" PRId64 ", %s: "),
                                 houbu_invalid_csv_line_get_line (line), column)
              /* Translators: where in a file something is wrong */
              : g_strdup_printf (_ ("  line %" PRId64 ": "),
                                 houbu_invalid_csv_line_get_line (line));

      say (where, houbu_invalid_csv_line_get_problem (line));
    }
}

static HoubuCtlExit
exit_of (const GError *error)
{
  if (error->domain != HOUBU_ERROR)
    return HOUBU_CTL_USAGE; /* a file that cannot be read */
  switch ((HoubuErrorCode) error->code)
    {
    case HOUBU_ERROR_UNAUTHENTICATED:
    case HOUBU_ERROR_FORBIDDEN:
    case HOUBU_ERROR_WRONG_CREDENTIALS:
    case HOUBU_ERROR_ACCOUNT_LOCKED:
      return HOUBU_CTL_NOT_ALLOWED;
    case HOUBU_ERROR_INSECURE_ADDRESS:
      return HOUBU_CTL_USAGE;
    case HOUBU_ERROR_UNREACHABLE:
    case HOUBU_ERROR_TIMED_OUT:
    case HOUBU_ERROR_BAD_REPLY:
    case HOUBU_ERROR_BAD_CERTIFICATE:
    case HOUBU_ERROR_BUSY:
    case HOUBU_ERROR_INTERNAL:
    case HOUBU_ERROR_TOO_MANY_REQUESTS:
      return HOUBU_CTL_UNREACHABLE;
    default:
      return HOUBU_CTL_REFUSED;
    }
}

/**
 * houbu_ctl_report:
 * @ctl: the run
 * @error: what went wrong
 *
 * Says it on standard error, and with `--json` as problem details on standard output too.
 *
 * Returns: what the program ends with
 */
HoubuCtlExit
houbu_ctl_report (HoubuCtl *ctl, const GError *error)
{
  const char *language = houbu_connection_get_language (ctl->connection);
  g_autofree char *detail = NULL;

  if (error->domain != HOUBU_ERROR)
    {
      say ("houbuctl: ", error->message);
      return exit_of (error);
    }
  detail = houbu_error_get_detail (error, language);
  if (detail == NULL && exit_of (error) == HOUBU_CTL_UNREACHABLE)
    detail = g_strdup (error->message);
  say ("houbuctl: ", houbu_error_get_title (error, language));
  say ("  ", detail);
  say_lines (houbu_error_get_lines (error));
  say ("  ", houbu_error_get_hint (error, language));
  if (ctl->json)
    {
      g_autoptr (HoubuProblemDetails) problem = houbu_error_to_problem (error, language);

      houbu_ctl_print_record (problem);
    }
  return exit_of (error);
}

/**
 * houbu_ctl_usage:
 * @format: what is wrong with the command line
 * @...: arguments of @format
 *
 * Returns: %HOUBU_CTL_USAGE
 */
HoubuCtlExit
houbu_ctl_usage (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  say ("houbuctl: ", text);
  g_printerr ("%s\n", _ ("Try “houbuctl --help”."));
  return HOUBU_CTL_USAGE;
}

/**
 * houbu_ctl_print_record:
 * @record: a record
 *
 * Prints its JSON as one line.
 */
void
houbu_ctl_print_record (gpointer record)
{
  g_autofree char *text = houbu_record_to_text (record);

  fputs (text, stdout);
  fputc ('\n', stdout);
}
