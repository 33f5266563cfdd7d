/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-confirm-dialog.h"
#include "houbu-enrolment-row.h"
#include "houbu-report-form-dialog.h"

#include "app-support.h"

static GtkWidget *
show_row (HoubuServices *services, HoubuEnrolment *enrolment, GtkWidget **row)
{
  GtkWidget *list = gtk_list_box_new ();

  *row = houbu_enrolment_row_new (houbu_services_get_candidate (services), enrolment);
  gtk_list_box_append (GTK_LIST_BOX (list), *row);
  return app_support_window (list, 700, 200);
}

/* A written seat says which form its score report has and offers to choose it; both follow. */
static void
test_row_report (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  g_autoptr (HoubuEnrolment) seat =
      app_support_seat ("e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAID);
  GtkWidget *row = NULL;
  GtkWidget *window = show_row (services, seat, &row);

  g_assert_nonnull (app_support_find_shown (row, "Score report: not chosen yet"));
  g_assert_nonnull (app_support_find_shown (row, "Score _Report…"));
  g_assert_null (app_support_find_shown (row, "_Give Up…"));
  houbu_enrolment_set_report_form (seat, HOUBU_REPORT_FORM_PAPER);
  g_assert_nonnull (app_support_find_shown (row, "Score report: Paper"));
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_REFUNDED);
  g_assert_null (app_support_find_shown (row, "Score report: Paper"));
  g_assert_null (app_support_find_shown (row, "Score _Report…"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A seat that was lost says why, where the state alone would not. */
static void
test_row_ended (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  g_autoptr (HoubuEnrolment) seat =
      app_support_seat ("e1", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_UNPAID);
  GtkWidget *row = NULL;
  GtkWidget *window = show_row (services, seat, &row);

  houbu_enrolment_set_ended_reason (seat, HOUBU_ENROLMENT_END_REASON_WRITTEN_LOST);
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_REVOKED);
  g_assert_nonnull (app_support_find_shown (row, "Withdrawn: The written subject was lost"));
  houbu_enrolment_set_ended_reason (seat, HOUBU_ENROLMENT_END_REASON_DEADLINE);
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_EXPIRED);
  g_assert_nonnull (app_support_find_shown (row, "Deleted, not paid in time"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A lock says who holds it and until when, and the seat cannot be given up meanwhile (R7). */
static void
test_row_locked (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  g_autoptr (HoubuEnrolment) seat =
      app_support_seat ("e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  GtkWidget *row = NULL;
  GtkWidget *window = show_row (services, seat, &row);

  g_assert_nonnull (app_support_find_shown (row, "_Give Up…"));
  houbu_enrolment_set_lock_owner (seat, "Department of Chemistry");
  houbu_enrolment_set_lock_until (seat, G_GINT64_CONSTANT (1662368400000000));
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_LOCKED);
  g_assert_nonnull (
      app_support_find_shown (row, "By Department of Chemistry, until 5 Sep 2022, 09:00; you "
                                   "cannot change or pay it meanwhile"));
  g_assert_null (app_support_find_shown (row, "_Give Up…"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* An oral seat has no score report to choose. */
static void
test_row_oral (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  g_autoptr (HoubuEnrolment) seat =
      app_support_seat ("e1", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_UNPAID);
  GtkWidget *row = NULL;
  GtkWidget *window = show_row (services, seat, &row);

  g_assert_null (app_support_find_shown (row, "Score _Report…"));
  g_assert_nonnull (app_support_find_shown (row, "_Give Up…"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **wishes = user_data;

  *wishes = houbu_report_form_dialog_ask_finish (result);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static void
collect_checks (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_CHECK_BUTTON (widget))
    g_ptr_array_add (user_data, widget);
}

/* The dialog asks about each subject, shows what is chosen, can be saved once something differs,
 * and gives back only what differs. */
static void
test_dialog (void)
{
  GtkWidget *parent = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window = app_support_window (parent, 700, 500);
  g_autoptr (GListStore) seats = g_list_store_new (HOUBU_TYPE_ENROLMENT);
  g_autoptr (HoubuEnrolment) first =
      app_support_seat ("e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  g_autoptr (HoubuEnrolment) second =
      app_support_seat ("e2", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  g_autoptr (GPtrArray) checks = g_ptr_array_new ();
  g_autoptr (GPtrArray) wishes = NULL;
  const HoubuReportFormWish *wish = NULL;
  GtkWidget *dialog = NULL;

  houbu_enrolment_set_report_form (first, HOUBU_REPORT_FORM_ELECTRONIC);
  g_list_store_append (seats, first);
  g_list_store_append (seats, second);
  houbu_report_form_dialog_ask_async (parent, G_LIST_MODEL (seats), NULL, on_asked_cb, &wishes);
  app_support_settle ();
  dialog = find_dialog ();
  app_support_visit (dialog, collect_checks, checks);
  g_assert_cmpuint (checks->len, ==, 4);
  g_assert_true (gtk_check_button_get_active (g_ptr_array_index (checks, 1)));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));

  gtk_check_button_set_active (g_ptr_array_index (checks, 2), TRUE);
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  app_support_settle ();
  g_assert_nonnull (wishes);
  g_assert_cmpuint (wishes->len, ==, 1);
  wish = g_ptr_array_index (wishes, 0);
  g_assert_true (wish->enrolment == second);
  g_assert_cmpint (wish->form, ==, HOUBU_REPORT_FORM_PAPER);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A button below the text, which leads elsewhere, does not take Return from the answer; a field
 * that is to be filled in comes first. What is asked does not stand in the window's title. */
static void
test_focus (void)
{
  for (int field = 0; field < 2; field++)
    {
      GtkWidget *parent = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *window = app_support_window (parent, 700, 500);
      GtkWidget *extra = field ? gtk_entry_new () : gtk_button_new_with_mnemonic ("_Elsewhere");
      const HoubuConfirm confirm = {
        .heading = "Save?",
        .accept = "_Save",
        .extra = extra,
      };
      GtkWindow *dialog = houbu_confirm_dialog_ask_async (parent, &confirm, NULL, NULL, NULL);
      GtkWidget *focus;

      app_support_settle ();
      focus = gtk_window_get_focus (dialog);
      g_assert_nonnull (focus);
      g_assert_true ((focus == gtk_window_get_default_widget (dialog)) == !field);
      g_assert_true (gtk_widget_is_ancestor (focus, extra) == field);
      g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Houbu");
      gtk_window_destroy (dialog);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/seats/row-report", test_row_report);
  g_test_add_func ("/app/seats/row-oral", test_row_oral);
  g_test_add_func ("/app/seats/row-ended", test_row_ended);
  g_test_add_func ("/app/seats/row-locked", test_row_locked);
  g_test_add_func ("/app/seats/dialog", test_dialog);
  g_test_add_func ("/app/seats/dialog-focus", test_focus);
  return g_test_run ();
}
