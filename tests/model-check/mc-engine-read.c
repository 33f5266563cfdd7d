/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-engine-private.h"

#include "houbu-operations-accounts.h"
#include "houbu-operations-queue.h"
#include "houbu-rules-types.h"

static HoubuRecord *
run (McEngine *e,
     const HoubuOperation *operation,
     const McCommand *command,
     const char *name,
     const char *value,
     GType reply,
     GError **error)
{
  g_autoptr (HoubuCall) call = test_call_new (e->callers[command->account], G_TYPE_NONE, NULL);

  if (name != NULL)
    houbu_call_set_query (call, name, value);
  return test_run (e->test->engine, operation, call, reply, error);
}

static void
print_row (McEngine *e, HoubuOffering *row, GString *out)
{
  HoubuOfferingRefusal *refusal = houbu_offering_get_refusal (row);
  g_autofree char *label =
      refusal != NULL ? mc_engine_label (e, houbu_offering_refusal_get_conflict (refusal)) : NULL;

  g_string_append_printf (out, "%d %s", mc_engine_offering_of_id (e, houbu_offering_get_id (row)),
                          houbu_offering_action_to_string (houbu_offering_get_action (row)));
  if (refusal != NULL)
    g_string_append_printf (out, " %s", houbu_offering_refusal_get_code (refusal));
  if (label != NULL)
    g_string_append_printf (out, " %s", label);
  g_string_append_printf (out, " remaining %d waiting %d\n",
                          (int) houbu_offering_get_remaining (row),
                          (int) houbu_offering_get_waiting (row));
}

static void
print_place (McEngine *e, HoubuEntry *entry, GString *out)
{
  int offering = mc_engine_offering_of_id (e, houbu_entry_get_offering (entry));

  g_string_append_printf (out, "place %d.%d", offering, (int) houbu_entry_get_queue_number (entry));
  if (houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_WAITING)
    g_string_append_printf (out, " position %d of %d\n", (int) houbu_entry_get_position (entry),
                            (int) houbu_entry_get_waiting (entry));
  else
    g_string_append_printf (out, " %s\n",
                            houbu_entry_state_to_string (houbu_entry_get_state (entry)));
}

static void
print_board (McEngine *e, HoubuRecord *list, GString *out)
{
  GListModel *rows = G_LIST_MODEL (houbu_offering_list_get_items (HOUBU_OFFERING_LIST (list)));

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (HoubuOffering) row = g_list_model_get_item (rows, i);
      print_row (e, row, out);
    }
}

static void
print_places (McEngine *e, HoubuRecord *list, GString *out)
{
  GListModel *entries = G_LIST_MODEL (houbu_entry_list_get_items (HOUBU_ENTRY_LIST (list)));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (HoubuEntry) entry = g_list_model_get_item (entries, i);
      print_place (e, entry, out);
    }
}

static gint64
since_epoch (gint64 time)
{
  return time == HOUBU_NONE ? 0 : time - MC_EPOCH;
}

static void
print_seats (McEngine *e, HoubuRecord *registration, GString *out)
{
  GListModel *seats =
      G_LIST_MODEL (houbu_registration_get_enrolments (HOUBU_REGISTRATION (registration)));

  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) seat = g_list_model_get_item (seats, i);
      g_autofree char *label = mc_engine_label (e, houbu_enrolment_get_id (seat));
      const char *owner = houbu_enrolment_get_lock_owner (seat);

      g_string_append_printf (
          out, "%s %s deadline %" G_GINT64_FORMAT " lock %s %" G_GINT64_FORMAT "\n", label,
          houbu_enrolment_state_to_string (houbu_enrolment_get_state (seat)),
          since_epoch (houbu_enrolment_get_deadline (seat)), owner != NULL ? owner : "-",
          since_epoch (houbu_enrolment_get_lock_until (seat)));
    }
}

static HoubuRecord *
look (McEngine *e, const McCommand *command, GError **error)
{
  if (command->kind == MC_BOARD)
    return run (e, &houbu_operation_list_offerings, command, "kind",
                command->value == 1 ? "oral" : "written", HOUBU_TYPE_OFFERING_LIST, error);
  if (command->kind == MC_SEATS)
    return run (e, &houbu_operation_get_registration, command, NULL, NULL, HOUBU_TYPE_REGISTRATION,
                error);
  return run (e, &houbu_operation_list_entries, command, "state", "waiting", HOUBU_TYPE_ENTRY_LIST,
              error);
}

/* What the board and the lists of places and seats show, before anything is swept. */
char *
mc_engine_read (McEngine *e, const McCommand *command)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) list = look (e, command, &error);

  if (error != NULL)
    return g_strdup (houbu_error_info ((HoubuErrorCode) error->code)->word);
  if (command->kind == MC_BOARD)
    print_board (e, list, out);
  else if (command->kind == MC_SEATS)
    print_seats (e, list, out);
  else
    print_places (e, list, out);
  return mc_sort_lines (out->str);
}
