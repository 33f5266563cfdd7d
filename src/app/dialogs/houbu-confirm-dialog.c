/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-confirm-dialog.h"

#include <glib/gi18n.h>

#include "houbu-spoken.h"

/* The one place that knows AdwMessageDialog, which a later libadwaita replaces. */
#define RESPONSE_ACCEPT "accept"
#define RESPONSE_REFUSE "refuse"

static void
on_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* A row of libadwaita 1.2 hears of the focus that leaves it even when it is gone. */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  g_task_return_boolean (task, g_strcmp0 (response, RESPONSE_ACCEPT) == 0);
}

static AdwMessageDialog *
make_dialog (GtkWidget *parent, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body);

  /* The desktop shows titles to whoever passes; a heading may name a subject. */
  gtk_window_set_title (GTK_WINDOW (dialog), _ ("Houbu"));
  houbu_spoken_set (dialog, heading);
  return ADW_MESSAGE_DIALOG (dialog);
}

/**
 * houbu_confirm_dialog_ask_async:
 * @parent: the widget that asks
 * @confirm: what to ask
 * @cancellable: (nullable): closes the dialog unanswered
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Returns: (transfer none): the dialog, for houbu_confirm_dialog_set_can_accept()
 */
GtkWindow *
houbu_confirm_dialog_ask_async (GtkWidget *parent,
                                const HoubuConfirm *confirm,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  AdwMessageDialog *dialog = make_dialog (parent, confirm->heading, confirm->body);
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, houbu_confirm_dialog_ask_async);
  adw_message_dialog_add_responses (dialog, RESPONSE_REFUSE,
                                    confirm->refuse != NULL ? confirm->refuse : _ ("_Cancel"),
                                    RESPONSE_ACCEPT, confirm->accept, NULL);
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_ACCEPT,
                                              confirm->destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                                   : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, confirm->destructive ? RESPONSE_REFUSE
                                                                        : RESPONSE_ACCEPT);
  adw_message_dialog_set_close_response (dialog, RESPONSE_REFUSE);
  adw_message_dialog_set_extra_child (dialog, confirm->extra);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), dialog,
                             G_CONNECT_SWAPPED);
  houbu_spoken_tidy (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  /* Fields come before the answer, but a button that leads elsewhere must not take Return. */
  if (GTK_IS_BUTTON (confirm->extra))
    gtk_widget_grab_focus (gtk_window_get_default_widget (GTK_WINDOW (dialog)));
  return GTK_WINDOW (dialog);
}

/**
 * houbu_confirm_dialog_ask_finish:
 * @result: what the callback got
 *
 * Returns: %TRUE when it is to be done
 */
gboolean
houbu_confirm_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * houbu_confirm_dialog_set_can_accept:
 * @dialog: what houbu_confirm_dialog_ask_async() returned
 * @can_accept: whether the button that does it can be pressed
 */
void
houbu_confirm_dialog_set_can_accept (GtkWindow *dialog, gboolean can_accept)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), RESPONSE_ACCEPT,
                                           can_accept);
}

/**
 * houbu_confirm_dialog_box_row:
 * @row: (transfer floating): a row that is to be filled in
 *
 * Returns: (transfer floating): it in a list of its own, called as it is
 */
GtkWidget *
houbu_confirm_dialog_box_row (GtkWidget *row)
{
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  houbu_spoken_set (list, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  return list;
}

/**
 * houbu_confirm_dialog_tell:
 * @parent: the widget that tells
 * @heading: what happened
 * @body: (nullable): what follows from it
 *
 * Tells something that must not be missed.
 */
void
houbu_confirm_dialog_tell (GtkWidget *parent, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = make_dialog (parent, heading, body);

  adw_message_dialog_add_response (dialog, RESPONSE_REFUSE, _ ("_Close"));
  houbu_spoken_tidy (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
