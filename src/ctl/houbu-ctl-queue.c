/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "houbu-ctl-table.h"
#include "houbu-ctl-text.h"

static void
print_queue (HoubuCtl *ctl, HoubuQueueEntryList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_queue_entry_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = houbu_ctl_table_new (_ ("Position"), _ ("Number"), _ ("Since"), _ ("Name"),
                               _ ("Student number"), _ ("Entry"), NULL);
  houbu_ctl_table_align_right (table, 0);
  houbu_ctl_table_align_right (table, 1);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuQueueEntry) entry = g_list_model_get_item (items, i);

      houbu_ctl_table_add_number (table, houbu_queue_entry_get_position (entry));
      houbu_ctl_table_add_number (table, houbu_queue_entry_get_queue_number (entry));
      houbu_ctl_table_add_time (table, houbu_queue_entry_get_joined_at (entry));
      houbu_ctl_table_add_text (table, houbu_queue_entry_get_name_masked (entry));
      houbu_ctl_table_add_text (table, houbu_queue_entry_get_student_number (entry));
      houbu_ctl_table_add_text (table, houbu_queue_entry_get_id (entry));
    }
  houbu_ctl_table_print (table);
}

static void
print_explanation (HoubuCtl *ctl, HoubuQueueExplanation *explanation)
{
  g_autofree char *sentence = NULL;
  g_autoptr (HoubuCtlTable) table = NULL;

  if (ctl->json)
    {
      houbu_ctl_print_record (explanation);
      return;
    }
  sentence = houbu_ctl_text_harmless (houbu_queue_explanation_get_sentence (explanation));
  printf ("%s\n\n", sentence);
  table = houbu_ctl_table_new (_ ("Rule"), _ ("Capacity"), _ ("In use"), _ ("Waiting"), _ ("Head"),
                               _ ("Next hold ends"), NULL);
  for (guint column = 1; column < 5; column++)
    houbu_ctl_table_align_right (table, column);
  houbu_ctl_table_add_text (
      table, houbu_queue_rule_to_string (houbu_queue_explanation_get_rule (explanation)));
  houbu_ctl_table_add_number (table, houbu_queue_explanation_get_capacity (explanation));
  houbu_ctl_table_add_number (table, houbu_queue_explanation_get_seats_in_use (explanation));
  houbu_ctl_table_add_number (table, houbu_queue_explanation_get_waiting (explanation));
  houbu_ctl_table_add_number (table, houbu_queue_explanation_get_head (explanation));
  houbu_ctl_table_add_time (table, houbu_queue_explanation_get_next_deadline (explanation));
  houbu_ctl_table_print (table);
}

static HoubuCtlExit
run_show (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_queue_show, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuQueueEntryList) list = NULL;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/offerings/", argv[1], "/queue");
  list = houbu_ctl_call_all (ctl, path, HOUBU_TYPE_QUEUE_ENTRY_LIST, &code);
  if (list != NULL)
    print_queue (ctl, list);
  return code;
}

static HoubuCtlExit
run_explain (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_queue_explain, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuQueueExplanation) explanation = NULL;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/offerings/", argv[1], "/queue/explain");
  explanation = houbu_ctl_call (ctl, "GET", path, NULL, HOUBU_TYPE_QUEUE_EXPLANATION, &code);
  if (explanation != NULL)
    print_explanation (ctl, explanation);
  return code;
}

const HoubuCtlCommand houbu_ctl_queue_show = { "queue show", "OFFERING",
                                               N_ ("Show who waits for an offering, in order."),
                                               run_show };
const HoubuCtlCommand houbu_ctl_queue_explain = {
  "queue explain", "OFFERING", N_ ("Say why nobody is promoted now: the first rule that stops it."),
  run_explain
};
