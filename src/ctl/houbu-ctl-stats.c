/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>

#include "houbu-ctl-table.h"

static void
add_offering (HoubuCtlTable *table, HoubuStatistics *row)
{
  houbu_ctl_table_add_text (table, houbu_statistics_get_offering (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_capacity (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_seats_in_use (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_unpaid (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_paid (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_ended (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_waiting (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_promoted (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_cancelled (row));
  houbu_ctl_table_add_number (table, houbu_statistics_get_failed (row));
}

static void
print_statistics (HoubuCtl *ctl, HoubuStatisticsList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_statistics_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = houbu_ctl_table_new (_ ("Offering"), _ ("Capacity"), _ ("In use"), _ ("Unpaid"),
                               _ ("Paid"), _ ("Seats ended"), _ ("Waiting"), _ ("Promoted"),
                               _ ("Cancelled"), _ ("Failed"), NULL);
  for (guint column = 1; column < 10; column++)
    houbu_ctl_table_align_right (table, column);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuStatistics) row = g_list_model_get_item (items, i);

      add_offering (table, row);
    }
  houbu_ctl_table_print (table);
}

static HoubuCtlExit
run_stats (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_stats, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuStatisticsList) list = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  list = houbu_ctl_call_all (ctl, "/v1/admin/statistics", HOUBU_TYPE_STATISTICS_LIST, &code);
  if (list != NULL)
    print_statistics (ctl, list);
  return code;
}

const HoubuCtlCommand houbu_ctl_stats = { "stats", "", N_ ("Count seats and queues by offering."),
                                          run_stats };
