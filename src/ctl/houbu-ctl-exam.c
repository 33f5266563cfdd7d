/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-ctl-table.h"
#include "houbu-ctl-time.h"

/* What create and set have in common. Both requests have these fields under the same names. */
typedef struct
{
  char *name;
  char *registration_opens_at;
  char *registration_closes_at;
  char *payment_closes_at;
  char *waitlist_closes_at;
  char *report_form_closes_at;
  char *oral_scope;
  char *rehearsal;
  gint64 hold_seconds;
  gint64 min_pay_window_seconds;
  gint64 grace_seconds;
} ExamOptions;

static void
exam_options_init (ExamOptions *options)
{
  *options = (ExamOptions){ 0 };
  options->hold_seconds = HOUBU_UNSET;
  options->min_pay_window_seconds = HOUBU_UNSET;
  options->grace_seconds = HOUBU_UNSET;
}

static void
exam_options_clear (ExamOptions *options)
{
  g_free (options->name);
  g_free (options->registration_opens_at);
  g_free (options->registration_closes_at);
  g_free (options->payment_closes_at);
  g_free (options->waitlist_closes_at);
  g_free (options->report_form_closes_at);
  g_free (options->oral_scope);
  g_free (options->rehearsal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExamOptions, exam_options_clear)

static gboolean
parse_options (
    HoubuCtl *ctl, const HoubuCtlCommand *command, ExamOptions *options, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "name", 'n', 0, G_OPTION_ARG_STRING, &options->name, N_ ("Name of the session"), "NAME" },
    { "registration-opens-at", 0, 0, G_OPTION_ARG_STRING, &options->registration_opens_at,
      N_ ("When registration opens, such as 2026-12-12 09:00"), "TIME" },
    { "registration-closes-at", 0, 0, G_OPTION_ARG_STRING, &options->registration_closes_at,
      N_ ("When registration closes"), "TIME" },
    { "payment-closes-at", 0, 0, G_OPTION_ARG_STRING, &options->payment_closes_at,
      N_ ("When payment closes"), "TIME" },
    { "waitlist-closes-at", 0, 0, G_OPTION_ARG_STRING, &options->waitlist_closes_at,
      N_ ("When waiting ends"), "TIME" },
    { "report-form-closes-at", 0, 0, G_OPTION_ARG_STRING, &options->report_form_closes_at,
      N_ ("Until when the form of the score report may be changed"), "TIME" },
    { "hold-seconds", 0, 0, G_OPTION_ARG_INT64, &options->hold_seconds,
      N_ ("How long a seat is kept unpaid"), "N" },
    { "min-pay-window-seconds", 0, 0, G_OPTION_ARG_INT64, &options->min_pay_window_seconds,
      N_ ("Nobody is promoted with less time than this to pay"), "N" },
    { "grace-seconds", 0, 0, G_OPTION_ARG_INT64, &options->grace_seconds,
      N_ ("How long a seat is kept while a payment is under way"), "N" },
    { "oral-scope", 0, 0, G_OPTION_ARG_STRING, &options->oral_scope,
      N_ ("Where oral subjects may be taken: school or province"), "SCOPE" },
    { "rehearsal", 0, 0, G_OPTION_ARG_STRING, &options->rehearsal,
      N_ ("Whether virtual candidates may come: yes or no"), "ANSWER" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, command, entries);

  return houbu_ctl_parse (context, &argc, &argv, 0);
}

static gboolean
set_time (gpointer request, const char *property, const char *option, const char *text)
{
  gint64 time = 0;

  if (text == NULL)
    return TRUE;
  if (!houbu_ctl_time_parse (text, &time))
    {
      houbu_ctl_usage (_ ("--%s: “%s” is not a time such as 2026-12-12 09:00."), option, text);
      return FALSE;
    }
  g_object_set (request, property, time, NULL);
  return TRUE;
}

static gboolean
set_scope (gpointer request, const char *text)
{
  HoubuExamOralScope scope = HOUBU_EXAM_ORAL_SCOPE_UNSET;

  if (text == NULL)
    return TRUE;
  scope = houbu_exam_oral_scope_from_string (text);
  if (scope == HOUBU_EXAM_ORAL_SCOPE_UNSET)
    {
      houbu_ctl_usage (_ ("--oral-scope is school or province, not “%s”."), text);
      return FALSE;
    }
  g_object_set (request, "oral-scope", scope, NULL);
  return TRUE;
}

static gboolean
set_rehearsal (gpointer request, const char *text)
{
  if (text == NULL)
    return TRUE;
  if (!g_str_equal (text, "yes") && !g_str_equal (text, "no"))
    {
      houbu_ctl_usage (_ ("--rehearsal is yes or no, not “%s”."), text);
      return FALSE;
    }
  g_object_set (request, "rehearsal",
                g_str_equal (text, "yes") ? HOUBU_CHOICE_YES : HOUBU_CHOICE_NO, NULL);
  return TRUE;
}

/* @request is a HoubuExamCreate or a HoubuExamChange. */
static gboolean
fill_request (gpointer request, const ExamOptions *options)
{
  const struct
  {
    const char *name;
    const char *text;
  } times[] = {
    { "registration-opens-at", options->registration_opens_at },
    { "registration-closes-at", options->registration_closes_at },
    { "payment-closes-at", options->payment_closes_at },
    { "waitlist-closes-at", options->waitlist_closes_at },
    { "report-form-closes-at", options->report_form_closes_at },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (!set_time (request, times[i].name, times[i].name, times[i].text))
      return FALSE;
  g_object_set (request, "name", options->name, "hold-seconds", options->hold_seconds,
                "min-pay-window-seconds", options->min_pay_window_seconds, "grace-seconds",
                options->grace_seconds, NULL);
  return set_scope (request, options->oral_scope) && set_rehearsal (request, options->rehearsal);
}

static void
add_time (HoubuCtlTable *table, const char *name, gint64 time)
{
  g_autofree char *text = houbu_ctl_time_to_string (time);

  houbu_ctl_table_add_fact (table, name, text);
}

static void
add_seconds (HoubuCtlTable *table, const char *name, gint64 seconds)
{
  g_autofree char *text = NULL;

  if (seconds != HOUBU_UNSET)
    text = g_strdup_printf (_ ("%" PRId64 " s"), seconds);
  houbu_ctl_table_add_fact (table, name, text);
}

static void
print_exam (HoubuCtl *ctl, HoubuExam *exam)
{
  g_autoptr (HoubuCtlTable) table = NULL;

  if (ctl->json)
    {
      houbu_ctl_print_record (exam);
      return;
    }
  table = houbu_ctl_table_new (NULL, NULL);
  houbu_ctl_table_add_fact (table, _ ("Session"), houbu_exam_get_name (exam));
  houbu_ctl_table_add_fact (table, _ ("Id"), houbu_exam_get_id (exam));
  add_time (table, _ ("Registration opens"), houbu_exam_get_registration_opens_at (exam));
  add_time (table, _ ("Registration closes"), houbu_exam_get_registration_closes_at (exam));
  add_time (table, _ ("Payment closes"), houbu_exam_get_payment_closes_at (exam));
  add_time (table, _ ("Waiting ends"), houbu_exam_get_waitlist_closes_at (exam));
  add_time (table, _ ("Report form fixed"), houbu_exam_get_report_form_closes_at (exam));
  add_seconds (table, _ ("Seat kept unpaid"), houbu_exam_get_hold_seconds (exam));
  add_seconds (table, _ ("Least time to pay"), houbu_exam_get_min_pay_window_seconds (exam));
  add_seconds (table, _ ("Grace while paying"), houbu_exam_get_grace_seconds (exam));
  houbu_ctl_table_add_fact (table, _ ("Oral subjects within"),
                            houbu_exam_oral_scope_to_string (houbu_exam_get_oral_scope (exam)));
  houbu_ctl_table_add_fact (table, _ ("Rehearsal"),
                            houbu_exam_get_rehearsal (exam) ? _ ("yes") : _ ("no"));
  houbu_ctl_table_add_fact (table, _ ("Agreement"), houbu_exam_get_agreement_version (exam));
  add_time (table, _ ("Server's clock"), houbu_exam_get_server_time (exam));
  houbu_ctl_table_print (table);
}

/* Sends @body and prints the exam that comes back. */
static HoubuCtlExit
send_and_print (HoubuCtl *ctl, const char *method, const char *path, gpointer body)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuExam) exam = NULL;

  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  exam = houbu_ctl_call (ctl, method, path, body, HOUBU_TYPE_EXAM, &code);
  if (exam != NULL)
    print_exam (ctl, exam);
  return code;
}

static HoubuCtlExit
run_create (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (ExamOptions) options = { 0 };
  g_autoptr (HoubuExamCreate) request = houbu_exam_create_new ();

  exam_options_init (&options);
  if (!parse_options (ctl, &houbu_ctl_exam_create, &options, argc, argv))
    return HOUBU_CTL_USAGE;
  if (options.name == NULL || options.registration_opens_at == NULL ||
      options.registration_closes_at == NULL)
    return houbu_ctl_usage (
        _ ("--name, --registration-opens-at and --registration-closes-at are needed."));
  if (!fill_request (request, &options))
    return HOUBU_CTL_USAGE;
  return send_and_print (ctl, "POST", "/v1/admin/exams", request);
}

static HoubuCtlExit
run_set (HoubuCtl *ctl, int argc, char **argv)
{
  g_auto (ExamOptions) options = { 0 };
  g_autoptr (HoubuExamChange) request = houbu_exam_change_new ();
  g_autoptr (HoubuExamChange) nothing = houbu_exam_change_new ();

  exam_options_init (&options);
  if (!parse_options (ctl, &houbu_ctl_exam_set, &options, argc, argv) ||
      !fill_request (request, &options))
    return HOUBU_CTL_USAGE;
  if (houbu_record_equal (HOUBU_RECORD (request), HOUBU_RECORD (nothing)))
    return houbu_ctl_usage (_ ("Say what is to be set."));
  return send_and_print (ctl, "PATCH", "/v1/admin/exam", request);
}

static HoubuCtlExit
run_show (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_exam_show, NULL);

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  return send_and_print (ctl, "GET", "/v1/admin/exam", NULL);
}

const HoubuCtlCommand houbu_ctl_exam_create = {
  "exam create", "", N_ ("Open a new exam session; it becomes the current one."), run_create
};
const HoubuCtlCommand houbu_ctl_exam_show = { "exam show", "",
                                              N_ ("Show the current exam session."), run_show };
const HoubuCtlCommand houbu_ctl_exam_set = { "exam set", "",
                                             N_ ("Change the current exam session."), run_set };
