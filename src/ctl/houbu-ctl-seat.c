/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>

#include "houbu-ctl-table.h"
#include "houbu-ctl-time.h"

static void
print_seat (HoubuCtl *ctl, HoubuEnrolment *seat)
{
  g_autoptr (HoubuCtlTable) table = NULL;

  if (ctl->json)
    {
      houbu_ctl_print_record (seat);
      return;
    }
  table = houbu_ctl_table_new (_ ("Enrolment"), _ ("Offering"), _ ("State"), _ ("Deadline"),
                               _ ("Locked by"), _ ("Locked until"), NULL);
  houbu_ctl_table_add_text (table, houbu_enrolment_get_id (seat));
  houbu_ctl_table_add_text (table, houbu_enrolment_get_offering (seat));
  houbu_ctl_table_add_text (table,
                            houbu_enrolment_state_to_string (houbu_enrolment_get_state (seat)));
  houbu_ctl_table_add_time (table, houbu_enrolment_get_deadline (seat));
  houbu_ctl_table_add_text (table, houbu_enrolment_get_lock_owner (seat));
  houbu_ctl_table_add_time (table, houbu_enrolment_get_lock_until (seat));
  houbu_ctl_table_print (table);
}

/* Sends what is to be done with the seat that was named, and shows it as it is then. */
static HoubuCtlExit
change_seat (HoubuCtl *ctl, const char *method, const char *id, const char *what, gpointer body)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autofree char *path = NULL;

  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/enrolments/", id, what);
  seat = houbu_ctl_call (ctl, method, path, body, HOUBU_TYPE_ENROLMENT, &code);
  if (seat != NULL)
    print_seat (ctl, seat);
  return code;
}

static HoubuCtlExit
run_refund (HoubuCtl *ctl, int argc, char **argv)
{
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why, for the journal; no personal data"),
      "TEXT" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_refund, entries);
  g_autoptr (HoubuRefundRequest) request = houbu_refund_request_new ();

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (reason == NULL)
    return houbu_ctl_usage (_ ("--reason is missing."));
  houbu_refund_request_set_reason (request, reason);
  return change_seat (ctl, "POST", argv[1], "/refund", request);
}

static HoubuCtlExit
run_lock (HoubuCtl *ctl, int argc, char **argv)
{
  g_autofree char *owner = NULL;
  g_autofree char *until = NULL;
  const GOptionEntry entries[] = {
    { "owner", 0, 0, G_OPTION_ARG_STRING, &owner,
      N_ ("Who pays for the group, as the candidate reads it"), "TEXT" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, N_ ("When the lock ends"), "TIME" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_lock, entries);
  g_autoptr (HoubuEnrolmentLock) request = houbu_enrolment_lock_new ();
  gint64 end = 0;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (owner == NULL || until == NULL)
    return houbu_ctl_usage (_ ("--owner and --until are needed."));
  if (!houbu_ctl_time_parse (until, &end))
    return houbu_ctl_usage (_ ("“%s” is not a time."), until);
  houbu_enrolment_lock_set_owner (request, owner);
  houbu_enrolment_lock_set_until (request, end);
  return change_seat (ctl, "PUT", argv[1], "/lock", request);
}

static HoubuCtlExit
run_unlock (HoubuCtl *ctl, int argc, char **argv)
{
  gboolean paid = FALSE;
  const GOptionEntry entries[] = {
    { "paid", 0, 0, G_OPTION_ARG_NONE, &paid, N_ ("The group has paid: the seat is paid"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_unlock, entries);

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  return change_seat (ctl, "DELETE", argv[1], paid ? "/lock?outcome=paid" : "/lock", NULL);
}

const HoubuCtlCommand houbu_ctl_refund = {
  "refund", "ENROLMENT", N_ ("Give the money of a paid seat back; the seat goes to its queue."),
  run_refund
};
const HoubuCtlCommand houbu_ctl_lock = { "lock", "ENROLMENT",
                                         N_ ("Lock an unpaid seat for a school's group payment."),
                                         run_lock };
const HoubuCtlCommand houbu_ctl_unlock = {
  "unlock", "ENROLMENT", N_ ("End a lock: the candidate pays, or with --paid the group has."),
  run_unlock
};
