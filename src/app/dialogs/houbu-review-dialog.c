/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-review-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "houbu-confirm-dialog.h"

/* As the contract has it: the server says the rest. */
#define MIN_CHARACTERS 5
#define MAX_CHARACTERS 20

static gboolean
looks_right (const char *text)
{
  const gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
  return length >= MIN_CHARACTERS && length <= MAX_CHARACTERS;
}

static char *
read_number (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static void
on_changed_cb (GtkEditable *editable, GtkWindow *dialog)
{
  g_autofree char *number = read_number (editable);

  houbu_confirm_dialog_set_can_accept (dialog, looks_right (number));
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkEditable *row = g_task_get_task_data (task);

  g_task_return_pointer (task, houbu_confirm_dialog_ask_finish (result) ? read_number (row) : NULL,
                         g_free);
}

/**
 * houbu_review_dialog_ask_async:
 * @parent: the widget that asks
 * @cancellable: (nullable): closes the dialog unanswered
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for the number of the CET-4 admission ticket with which CET-4 was passed.
 */
void
houbu_review_dialog_ask_async (GtkWidget *parent,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GtkWidget *row =
      g_object_new (ADW_TYPE_ENTRY_ROW, "title", _ ("Number of the CET-4 admission ticket"), NULL);
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  const HoubuConfirm confirm = {
    .heading = _ ("Review of Your CET-6 Qualification"),
    .body = _ ("Give the number of the admission ticket with which you passed CET-4. The answer "
               "comes at once; if the ticket belongs to another document number, your school "
               "decides. This account can ask once only."),
    .accept = _ ("_Ask for the Review"),
    .extra = houbu_confirm_dialog_box_row (row),
  };
  GtkWindow *dialog;

  g_task_set_source_tag (task, houbu_review_dialog_ask_async);
  g_task_set_task_data (task, g_object_ref_sink (row), g_object_unref);
  dialog = houbu_confirm_dialog_ask_async (parent, &confirm, cancellable, on_answered_cb, task);
  houbu_confirm_dialog_set_can_accept (dialog, FALSE);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed_cb), dialog, 0);
  gtk_widget_grab_focus (row);
}

/**
 * houbu_review_dialog_ask_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): the number, %NULL when it was not given
 */
char *
houbu_review_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
