/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-password-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"

static void
on_changed_cb (GtkEditable *editable, GtkWindow *dialog)
{
  houbu_confirm_dialog_set_can_accept (dialog, *gtk_editable_get_text (editable) != '\0');
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkEditable *row = g_task_get_task_data (task);
  char *password = NULL;

  if (houbu_confirm_dialog_ask_finish (result))
    password = g_strdup (gtk_editable_get_text (row));
  /* A password row can be read in clear over the accessibility bus. */
  gtk_editable_set_text (row, "");
  g_task_return_pointer (task, password, g_free);
}

/**
 * houbu_password_dialog_ask_async:
 * @parent: the widget that asks
 * @heading: what for
 * @body: (nullable): why
 * @cancellable: (nullable): closes the dialog unanswered
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for the password of the account once more.
 */
void
houbu_password_dialog_ask_async (GtkWidget *parent,
                                 const char *heading,
                                 const char *body,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GtkWidget *row = g_object_new (ADW_TYPE_PASSWORD_ENTRY_ROW, "title", _ ("Password"), NULL);
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  const HoubuConfirm confirm = { .heading = heading,
                                 .body = body,
                                 .accept = _ ("_Show"),
                                 .extra = houbu_confirm_dialog_box_row (row) };
  GtkWindow *dialog;

  g_task_set_source_tag (task, houbu_password_dialog_ask_async);
  g_task_set_task_data (task, g_object_ref_sink (row), g_object_unref);
  dialog = houbu_confirm_dialog_ask_async (parent, &confirm, cancellable, on_answered_cb, task);
  houbu_confirm_dialog_set_can_accept (dialog, FALSE);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed_cb), dialog, 0);
  gtk_widget_grab_focus (row);
}

/**
 * houbu_password_dialog_ask_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): the password, %NULL when it was not given
 */
char *
houbu_password_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
