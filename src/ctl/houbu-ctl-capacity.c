/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>

#include "houbu-ctl-table.h"

static void
print_offering (HoubuCtl *ctl, HoubuAdminOffering *offering)
{
  g_autoptr (HoubuCtlTable) table = NULL;

  if (ctl->json)
    {
      houbu_ctl_print_record (offering);
      return;
    }
  table = houbu_ctl_table_new (_ ("Offering"), _ ("Subject"), _ ("Campus"), _ ("Capacity"),
                               _ ("In use"), _ ("Free"), _ ("Waiting"), NULL);
  for (guint column = 3; column < 7; column++)
    houbu_ctl_table_align_right (table, column);
  houbu_ctl_table_add_text (table, houbu_admin_offering_get_id (offering));
  houbu_ctl_table_add_text (table,
                            houbu_subject_get_name (houbu_admin_offering_get_subject (offering)));
  houbu_ctl_table_add_text (table,
                            houbu_campus_get_name (houbu_admin_offering_get_campus (offering)));
  houbu_ctl_table_add_number (table, houbu_admin_offering_get_capacity (offering));
  houbu_ctl_table_add_number (table, houbu_admin_offering_get_seats_in_use (offering));
  houbu_ctl_table_add_number (table, houbu_admin_offering_get_remaining (offering));
  houbu_ctl_table_add_number (table, houbu_admin_offering_get_waiting (offering));
  houbu_ctl_table_print (table);
}

static HoubuCtlExit
run_capacity (HoubuCtl *ctl, int argc, char **argv)
{
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "force", 'f', 0, G_OPTION_ARG_NONE, &force,
      N_ ("Cut below the seats in use; nobody loses a seat, and nobody gets one until there is "
          "room"),
      NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_capacity, entries);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuOfferingChange) change = houbu_offering_change_new ();
  g_autoptr (HoubuAdminOffering) offering = NULL;
  g_autofree char *path = NULL;
  gint64 capacity = 0;

  if (!houbu_ctl_parse (context, &argc, &argv, 2))
    return HOUBU_CTL_USAGE;
  if (!g_ascii_string_to_signed (argv[2], 10, 0, G_MAXINT32, &capacity, NULL))
    return houbu_ctl_usage (_ ("“%s” is not a number of seats."), argv[2]);
  houbu_offering_change_set_capacity (change, capacity);
  houbu_offering_change_set_force (change, force);
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/offerings/", argv[1], "");
  offering = houbu_ctl_call (ctl, "PATCH", path, change, HOUBU_TYPE_ADMIN_OFFERING, &code);
  if (offering != NULL)
    print_offering (ctl, offering);
  return code;
}

const HoubuCtlCommand houbu_ctl_capacity = {
  "capacity", "OFFERING N",
  N_ ("Set how many seats an offering has; new ones go to the head of its queue at once."),
  run_capacity
};
