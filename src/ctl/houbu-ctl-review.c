/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>

#include "houbu-ctl-table.h"

#define PATH "/v1/admin/reviews"

static void
print_reviews (HoubuCtl *ctl, HoubuAdminReviewList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_admin_review_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = houbu_ctl_table_new (_ ("Review"), _ ("Since"), _ ("State"), _ ("Finding"),
                               _ ("Admission ticket"), _ ("Name"), _ ("Student number"),
                               _ ("School"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuAdminReview) review = g_list_model_get_item (items, i);

      houbu_ctl_table_add_text (table, houbu_admin_review_get_id (review));
      houbu_ctl_table_add_time (table, houbu_admin_review_get_created_at (review));
      houbu_ctl_table_add_text (
          table, houbu_review_state_to_string (houbu_admin_review_get_state (review)));
      houbu_ctl_table_add_text (
          table, houbu_review_finding_to_string (houbu_admin_review_get_finding (review)));
      houbu_ctl_table_add_text (table, houbu_admin_review_get_admission_ticket (review));
      houbu_ctl_table_add_text (table, houbu_admin_review_get_name_masked (review));
      houbu_ctl_table_add_text (table, houbu_admin_review_get_student_number (review));
      houbu_ctl_table_add_text (table,
                                houbu_school_get_code (houbu_admin_review_get_school (review)));
    }
  houbu_ctl_table_print (table);
}

static HoubuCtlExit
run_list (HoubuCtl *ctl, int argc, char **argv)
{
  g_autofree char *state = NULL;
  const GOptionEntry entries[] = {
    { "state", 0, 0, G_OPTION_ARG_STRING, &state,
      N_ ("Only reviews of this state: pending, approved or refused"), "STATE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_review_list, entries);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuAdminReviewList) list = NULL;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  if (state != NULL && houbu_review_state_from_string (state) == HOUBU_REVIEW_STATE_UNSET)
    return houbu_ctl_usage (_ ("--state is pending, approved or refused, not “%s”."), state);
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = g_strconcat (PATH, state != NULL ? "?state=" : "", state, NULL);
  list = houbu_ctl_call_all (ctl, path, HOUBU_TYPE_ADMIN_REVIEW_LIST, &code);
  if (list != NULL)
    print_reviews (ctl, list);
  return code;
}

static HoubuCtlExit
decide (HoubuCtl *ctl,
        const HoubuCtlCommand *command,
        HoubuReviewVerdict verdict,
        int argc,
        char **argv)
{
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "reason", 'r', 0, G_OPTION_ARG_STRING, &reason,
      N_ ("What the decision rests on; the candidate reads it"), "TEXT" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, command, entries);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuReviewDecision) decision = houbu_review_decision_new ();
  g_autoptr (HoubuAdminReview) review = NULL;
  g_autoptr (HoubuAdminReviewList) list = houbu_admin_review_list_new ();
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (reason == NULL)
    return houbu_ctl_usage (_ ("--reason is needed."));
  houbu_review_decision_set_verdict (decision, verdict);
  houbu_review_decision_set_reason (decision, reason);
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path (PATH "/", argv[1], "/decision");
  review = houbu_ctl_call (ctl, "POST", path, decision, HOUBU_TYPE_ADMIN_REVIEW, &code);
  if (review == NULL)
    return code;
  g_list_store_append (houbu_admin_review_list_get_items (list), review);
  print_reviews (ctl, list);
  return code;
}

static HoubuCtlExit
run_approve (HoubuCtl *ctl, int argc, char **argv)
{
  return decide (ctl, &houbu_ctl_review_approve, HOUBU_REVIEW_VERDICT_APPROVE, argc, argv);
}

static HoubuCtlExit
run_refuse (HoubuCtl *ctl, int argc, char **argv)
{
  return decide (ctl, &houbu_ctl_review_refuse, HOUBU_REVIEW_VERDICT_REFUSE, argc, argv);
}

const HoubuCtlCommand houbu_ctl_review_list = { "review list", "",
                                                N_ ("List the reviews of the CET-6 qualification."),
                                                run_list };
const HoubuCtlCommand houbu_ctl_review_approve = {
  "review approve", "REVIEW", N_ ("Approve a review, for good: CET-6 may be taken at once."),
  run_approve
};
const HoubuCtlCommand houbu_ctl_review_refuse = { "review refuse", "REVIEW",
                                                  N_ ("Refuse a review."), run_refuse };
