/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-lines.h"

#include <glib/gi18n.h>

#include "houbu-spoken.h"
#include "houbu-text.h"

static void
add_row (GtkListBox *list, const char *title, const char *subtitle, gint64 fen)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *money = houbu_text_money (fen);
  GtkWidget *label = gtk_label_new (money);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", title, subtitle, money);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  houbu_spoken_set (row, spoken);
  gtk_list_box_append (list, row);
}

static void
add_total (GtkListBox *list, gint64 fen)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *money = houbu_text_money (fen);
  GtkWidget *label = gtk_label_new (money);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", _ ("Total"), money);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Total"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_widget_add_css_class (row, "heading");
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  houbu_spoken_set (row, spoken);
  gtk_list_box_append (list, row);
}

static void
append_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* Where, with which score report, and what became of the seat: known once the order has ended. */
static char *
describe_seat (HoubuEnrolment *seat, HoubuReportForm form, gboolean with_state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *word = houbu_text_report_form (form);
  g_autofree char *report = NULL;

  /* Translators: %s is "Paper" or "Electronic" */
  report = *word != '\0' ? g_strdup_printf (_ ("Score report: %s"), word) : NULL;
  if (seat != NULL)
    append_part (text, houbu_campus_get_name (houbu_enrolment_get_campus (seat)));
  append_part (text, report);
  if (seat != NULL && with_state)
    append_part (text, houbu_text_enrolment_state (houbu_enrolment_get_state (seat)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_seat (GtkListBox *list, HoubuEnrolment *seat)
{
  g_autofree char *subtitle = describe_seat (seat, houbu_enrolment_get_report_form (seat), FALSE);

  add_row (list, houbu_text_subject_name (houbu_enrolment_get_subject (seat)), subtitle,
           houbu_enrolment_get_fee_fen (seat));
}

static void
add_line (GtkListBox *list, GPtrArray *seats, HoubuPaymentLine *line, gboolean has_ended)
{
  HoubuEnrolment *seat = NULL;
  g_autofree char *subtitle = NULL;

  for (guint i = 0; i < seats->len; i++)
    if (g_strcmp0 (houbu_enrolment_get_id (g_ptr_array_index (seats, i)),
                   houbu_payment_line_get_enrolment (line)) == 0)
      seat = g_ptr_array_index (seats, i);
  subtitle = describe_seat (seat, houbu_payment_line_get_report_form (line), has_ended);
  add_row (list,
           seat != NULL ? houbu_text_subject_name (houbu_enrolment_get_subject (seat))
                        : houbu_payment_line_get_title (line),
           subtitle, houbu_payment_line_get_fee_fen (line));
}

static void
add_order (GtkListBox *list, GPtrArray *seats, const HoubuPaymentView *view)
{
  GListModel *lines = G_LIST_MODEL (houbu_payment_get_lines (view->order));

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (HoubuPaymentLine) line = g_list_model_get_item (lines, i);

      add_line (list, seats, line, !houbu_payment_view_is_open (view));
    }
}

/**
 * houbu_payment_lines_fill:
 * @list: what is to show it
 * @candidate: whose seats
 * @view: how paying for them stands
 *
 * Shows what is to be paid, or what the order is over, with the sum below.
 */
void
houbu_payment_lines_fill (GtkListBox *list, HoubuCandidate *candidate, const HoubuPaymentView *view)
{
  g_autoptr (GPtrArray) seats = houbu_payment_view_list_seats (candidate, view);
  const gboolean to_pay = view->stage == HOUBU_PAYMENT_TO_PAY;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; to_pay && i < seats->len; i++)
    add_seat (list, g_ptr_array_index (seats, i));
  if (!to_pay && view->order != NULL)
    add_order (list, seats, view);
  if (to_pay || view->order != NULL)
    add_total (list, to_pay ? view->unpaid_fen : houbu_payment_get_amount_fen (view->order));
}
