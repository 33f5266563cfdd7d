/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-save-dialog.h"

#include <glib/gi18n.h>

/* The one place that knows GtkFileChooserNative, which a later GTK replaces. */

static void
on_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  g_task_return_pointer (task, file, g_object_unref);
}

/**
 * houbu_save_dialog_ask_async:
 * @parent: the widget that asks
 * @title: what is to be saved
 * @name: what to call the file
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks where to save a file; a file that is there already is asked about.
 */
void
houbu_save_dialog_ask_async (GtkWidget *parent,
                             const char *title,
                             const char *name,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, houbu_save_dialog_ask_async);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * houbu_save_dialog_ask_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): the file, %NULL when it is not to be saved
 */
GFile *
houbu_save_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
