/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-print.h"

#include <glib/gi18n.h>

#include "houbu-save-file.h"

static void
show_print_problem (HoubuPage *page, const GError *error)
{
  houbu_page_show_problem_text (page, _ ("It Was Not Printed"),
                                error != NULL
                                    ? error->message
                                    : _ ("No printer took it. It can be saved as a PDF file and "
                                         "printed elsewhere."));
}

static void
on_draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int number, gpointer data)
{
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  houbu_sheet_draw (data, gtk_print_context_get_cairo_context (context), pango,
                    gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

static void
on_done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, HoubuPage *page)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      show_print_problem (page, error);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    houbu_page_say (page, _ ("Sent to the printer"));
}

static GtkPageSetup *
make_page_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_page_setup_set_top_margin (setup, HOUBU_SHEET_MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, HOUBU_SHEET_MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, HOUBU_SHEET_MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, HOUBU_SHEET_MARGIN, GTK_UNIT_POINTS);
  return setup;
}

/**
 * houbu_print_sheet:
 * @page: where it is asked for
 * @sheet: (transfer full): what to print
 *
 * Prints one page; the print dialog also offers a file where there is no printer.
 */
void
houbu_print_sheet (HoubuPage *page, HoubuSheet *sheet)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_page_setup ();
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  houbu_page_clear_problem (page);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "houbu-sheet", sheet,
                          (GDestroyNotify) houbu_sheet_free);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page_cb), sheet);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_done_cb), page, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                               &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    show_print_problem (page, error);
}

/**
 * houbu_print_save_sheet:
 * @page: where it is asked for
 * @sheet: what to save
 * @name: what to call the file
 *
 * Saves one page as PDF, where the candidate wants it.
 */
void
houbu_print_save_sheet (HoubuPage *page, HoubuSheet *sheet, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = houbu_sheet_to_pdf (sheet, &error);

  if (pdf != NULL)
    houbu_save_file (page, _ ("Save as PDF"), name, pdf, _ ("The PDF file is saved"));
  else
    houbu_page_show_problem_text (page, _ ("The File Was Not Saved"), error->message);
}
