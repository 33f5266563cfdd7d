/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "houbu-ctl-table.h"

/* Yuan, as people read money. */
static char *
dup_amount (gint64 fen)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", fen / 100, (int) (fen % 100));
}

static void
add_amount (HoubuCtlTable *table, gint64 fen)
{
  g_autofree char *text = dup_amount (fen);

  houbu_ctl_table_add_text (table, text);
}

static void
add_row (HoubuCtlTable *table, HoubuAdminPayment *payment)
{
  houbu_ctl_table_add_text (table, houbu_admin_payment_get_id (payment));
  houbu_ctl_table_add_time (table, houbu_admin_payment_get_created_at (payment));
  houbu_ctl_table_add_text (
      table, houbu_payment_state_to_string (houbu_admin_payment_get_state (payment)));
  add_amount (table, houbu_admin_payment_get_amount_fen (payment));
  add_amount (table, houbu_admin_payment_get_captured_fen (payment));
  add_amount (table, houbu_admin_payment_get_applied_fen (payment));
  add_amount (table, houbu_admin_payment_get_refund_due_fen (payment));
  add_amount (table, houbu_admin_payment_get_refunded_fen (payment));
  add_amount (table, houbu_admin_payment_get_suspense_fen (payment));
}

static HoubuCtlTable *
table_new (void)
{
  HoubuCtlTable *table =
      houbu_ctl_table_new (_ ("Payment"), _ ("Opened"), _ ("State"), _ ("Amount"), _ ("Captured"),
                           _ ("Applied"), _ ("Refund due"), _ ("Refunded"), _ ("In doubt"), NULL);

  for (guint column = 3; column < 9; column++)
    houbu_ctl_table_align_right (table, column);
  return table;
}

static HoubuCtlExit
run_list (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_payments_list, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuAdminPaymentList) list = NULL;
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 0))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  list = houbu_ctl_call_all (ctl, "/v1/admin/payments", HOUBU_TYPE_ADMIN_PAYMENT_LIST, &code);
  if (list == NULL)
    return code;
  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return code;
    }
  table = table_new ();
  items = G_LIST_MODEL (houbu_admin_payment_list_get_items (list));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuAdminPayment) payment = g_list_model_get_item (items, i);

      add_row (table, payment);
    }
  houbu_ctl_table_print (table);
  return code;
}

static void
print_lines (HoubuAdminPayment *payment)
{
  GListModel *lines = G_LIST_MODEL (houbu_admin_payment_get_lines (payment));
  g_autoptr (HoubuCtlTable) table =
      houbu_ctl_table_new (_ ("Enrolment"), _ ("Subject"), _ ("Fee"), NULL);

  houbu_ctl_table_align_right (table, 2);
  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (HoubuPaymentLine) line = g_list_model_get_item (lines, i);

      houbu_ctl_table_add_text (table, houbu_payment_line_get_enrolment (line));
      houbu_ctl_table_add_text (table, houbu_payment_line_get_title (line));
      add_amount (table, houbu_payment_line_get_fee_fen (line));
    }
  printf ("\n");
  houbu_ctl_table_print (table);
}

static void
print_transactions (HoubuAdminPayment *payment)
{
  const char *const *numbers = houbu_admin_payment_get_transactions (payment);
  g_autoptr (HoubuCtlTable) table = houbu_ctl_table_new (_ ("Transaction"), NULL);

  if (numbers == NULL || numbers[0] == NULL)
    return;
  for (guint i = 0; numbers[i] != NULL; i++)
    houbu_ctl_table_add_text (table, numbers[i]);
  printf ("\n");
  houbu_ctl_table_print (table);
}

static void
print_payment (HoubuCtl *ctl, HoubuAdminPayment *payment)
{
  g_autoptr (HoubuCtlTable) table = NULL;

  if (ctl->json)
    {
      houbu_ctl_print_record (payment);
      return;
    }
  table = table_new ();
  add_row (table, payment);
  houbu_ctl_table_print (table);
  print_lines (payment);
  print_transactions (payment);
}

static HoubuCtlExit
run_show (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_payments_show, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuAdminPayment) payment = NULL;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/payments/", argv[1], "");
  payment = houbu_ctl_call (ctl, "GET", path, NULL, HOUBU_TYPE_ADMIN_PAYMENT, &code);
  if (payment != NULL)
    print_payment (ctl, payment);
  return code;
}

static HoubuCtlExit
run_return (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_payments_return, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuAdminPayment) payment = NULL;
  g_autofree char *path = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  path = houbu_ctl_path ("/v1/admin/payments/", argv[1], "/return");
  payment = houbu_ctl_call (ctl, "POST", path, NULL, HOUBU_TYPE_ADMIN_PAYMENT, &code);
  if (payment != NULL)
    print_payment (ctl, payment);
  return code;
}

static void
add_ledger (HoubuCtlTable *table,
            const char *whose,
            gint64 payments,
            gint64 captured,
            gint64 refunds,
            gint64 refunded)
{
  houbu_ctl_table_add_text (table, whose);
  houbu_ctl_table_add_number (table, payments);
  add_amount (table, captured);
  houbu_ctl_table_add_number (table, refunds);
  add_amount (table, refunded);
}

static void
print_differences (GListModel *differences)
{
  g_autoptr (HoubuCtlTable) table =
      houbu_ctl_table_new (_ ("Difference"), _ ("Entry"), _ ("Number"), _ ("Payment"), _ ("Houbu"),
                           _ ("Provider"), NULL);

  houbu_ctl_table_align_right (table, 4);
  houbu_ctl_table_align_right (table, 5);
  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (HoubuLedgerDifference) row = g_list_model_get_item (differences, i);

      houbu_ctl_table_add_text (
          table, houbu_difference_kind_to_string (houbu_ledger_difference_get_difference (row)));
      houbu_ctl_table_add_text (
          table, houbu_ledger_entry_kind_to_string (houbu_ledger_difference_get_entry (row)));
      houbu_ctl_table_add_text (table, houbu_ledger_difference_get_number (row));
      houbu_ctl_table_add_text (table, houbu_ledger_difference_get_payment (row));
      add_amount (table, houbu_ledger_difference_get_ours_fen (row));
      add_amount (table, houbu_ledger_difference_get_theirs_fen (row));
    }
  printf ("\n");
  houbu_ctl_table_print (table);
}

static void
print_reconciliation (HoubuCtl *ctl, HoubuReconciliation *both)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *differences = G_LIST_MODEL (houbu_reconciliation_get_differences (both));

  if (ctl->json)
    {
      houbu_ctl_print_record (both);
      return;
    }
  table = houbu_ctl_table_new (_ ("Ledger"), _ ("Payments"), _ ("Captured"), _ ("Refunds"),
                               _ ("Refunded"), NULL);
  for (guint column = 1; column < 5; column++)
    houbu_ctl_table_align_right (table, column);
  add_ledger (table, _ ("Houbu"), houbu_reconciliation_get_payments (both),
              houbu_reconciliation_get_captured_fen (both), houbu_reconciliation_get_refunds (both),
              houbu_reconciliation_get_refunded_fen (both));
  add_ledger (table, houbu_reconciliation_get_provider (both),
              houbu_reconciliation_get_provider_payments (both),
              houbu_reconciliation_get_provider_captured_fen (both),
              houbu_reconciliation_get_provider_refunds (both),
              houbu_reconciliation_get_provider_refunded_fen (both));
  houbu_ctl_table_print (table);
  if (g_list_model_get_n_items (differences) > 0)
    print_differences (differences);
}

/* A script that runs it every day goes by the exit code: a difference is no success. */
static HoubuCtlExit
run_reconcile (HoubuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GOptionContext) context =
      houbu_ctl_option_context (ctl, &houbu_ctl_payments_reconcile, NULL);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autoptr (HoubuReconciliationRequest) request = houbu_reconciliation_request_new ();
  g_autoptr (HoubuReconciliation) both = NULL;

  if (!houbu_ctl_parse (context, &argc, &argv, 1))
    return HOUBU_CTL_USAGE;
  houbu_reconciliation_request_set_day (request, argv[1]);
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  both = houbu_ctl_call (ctl, "POST", "/v1/admin/payment-reconciliations", request,
                         HOUBU_TYPE_RECONCILIATION, &code);
  if (both == NULL)
    return code;
  print_reconciliation (ctl, both);
  return g_list_model_get_n_items (G_LIST_MODEL (houbu_reconciliation_get_differences (both))) > 0
             ? HOUBU_CTL_REFUSED
             : code;
}

const HoubuCtlCommand houbu_ctl_payments_list = {
  "payments list", "", N_ ("Show the orders in your scope, with where their money is."), run_list
};
const HoubuCtlCommand houbu_ctl_payments_show = {
  "payments show", "PAYMENT", N_ ("Show an order, its seats and the provider's transactions."),
  run_show
};
const HoubuCtlCommand houbu_ctl_payments_return = {
  "payments return", "PAYMENT", N_ ("Give back the money in doubt of an order in review."),
  run_return
};
const HoubuCtlCommand houbu_ctl_payments_reconcile = {
  "payments reconcile", "DAY",
  N_ ("Compare a day of our ledger with the provider's; exit status 1 if they differ."),
  run_reconcile
};
