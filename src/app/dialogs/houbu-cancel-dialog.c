/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-cancel-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include "houbu-limits.h"

#include "houbu-confirm-dialog.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

/* What the dialog is made of, until it is answered. */
typedef struct
{
  GtkWindow *dialog; /* (unowned) */
  GtkWidget *note_row;
  GtkCheckButton *checks[HOUBU_WAITLIST_CANCEL_REASON_OTHER + 1];
} Form;

typedef struct
{
  HoubuWaitlistCancelReason reason;
  char *note; /* (owned) (nullable) */
} Answer;

#define FORM_KEY "houbu-cancel-form"

static void
answer_free (Answer *answer)
{
  g_free (answer->note);
  g_free (answer);
}

static HoubuWaitlistCancelReason
chosen_reason (Form *form)
{
  for (guint i = HOUBU_WAITLIST_CANCEL_REASON_GIVE_UP; i < G_N_ELEMENTS (form->checks); i++)
    if (gtk_check_button_get_active (form->checks[i]))
      return i;
  return HOUBU_WAITLIST_CANCEL_REASON_UNSET;
}

static char *
typed_note (Form *form)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->note_row))));
}

/* A reason is needed, and for "another reason" the reason itself. */
static void
update (Form *form)
{
  const HoubuWaitlistCancelReason reason = chosen_reason (form);
  const gboolean other = reason == HOUBU_WAITLIST_CANCEL_REASON_OTHER;
  g_autofree char *note = typed_note (form);
  const gboolean too_long = g_utf8_strlen (note, -1) > HOUBU_LIMIT_NOTE_CHARACTERS;

  gtk_widget_set_visible (form->note_row, other);
  houbu_spoken_mark (form->note_row, too_long);
  if (form->dialog != NULL)
    houbu_confirm_dialog_set_can_accept (form->dialog,
                                         reason != HOUBU_WAITLIST_CANCEL_REASON_UNSET &&
                                             !(other && (too_long || *note == '\0')));
}

static void
on_check_toggled_cb (GtkCheckButton *check, Form *form)
{
  update (form);
  if (check == form->checks[HOUBU_WAITLIST_CANCEL_REASON_OTHER] &&
      gtk_check_button_get_active (check))
    gtk_widget_grab_focus (form->note_row);
}

static void
on_note_changed_cb (GtkEditable *editable, Form *form)
{
  update (form);
}

static GtkWidget *
make_reason_row (Form *form, HoubuWaitlistCancelReason reason)
{
  GtkWidget *check = gtk_check_button_new ();
  const char *text = houbu_text_cancel_reason (reason);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", text, "use-markup", FALSE,
                                 "activatable-widget", check, NULL);

  form->checks[reason] = GTK_CHECK_BUTTON (check);
  if (reason > HOUBU_WAITLIST_CANCEL_REASON_GIVE_UP)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check),
                                form->checks[HOUBU_WAITLIST_CANCEL_REASON_GIVE_UP]);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  houbu_spoken_set (check, text);
  g_signal_connect (check, "toggled", G_CALLBACK (on_check_toggled_cb), form);
  return row;
}

static GtkWidget *
make_list (Form *form)
{
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason for cancelling"), -1);
  for (guint i = HOUBU_WAITLIST_CANCEL_REASON_GIVE_UP; i < G_N_ELEMENTS (form->checks); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_reason_row (form, i));
  form->note_row =
      g_object_new (ADW_TYPE_ENTRY_ROW, "title", _ ("Your reason (up to 100 characters)"), NULL);
  g_signal_connect (form->note_row, "changed", G_CALLBACK (on_note_changed_cb), form);
  gtk_list_box_append (GTK_LIST_BOX (list), form->note_row);
  return list;
}

/* The heading names what is lost. */
static char *
describe_cost (HoubuWait *wait, gint64 now)
{
  const gint64 waited = now - houbu_entry_get_joined_at (houbu_wait_get_entry (wait));
  const gint64 position = houbu_wait_get_position (wait);
  g_autofree char *span = houbu_text_left (waited);

  if (position <= 0)
    /* Translators: %s is how long somebody has waited, such as "3 d 4 h" */
    return g_strdup_printf (_ ("Give Up Your Place After %s?"), span);
  /* Translators: a place in a queue, and how long somebody has waited, such as "3 d 4 h" */
  return g_strdup_printf (_ ("Give Up Place %" PRId64 " After %s?"), position, span);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Form *form = g_object_get_data (g_task_get_task_data (task), FORM_KEY);
  Answer *answer;

  if (!houbu_confirm_dialog_ask_finish (result))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  answer = g_new0 (Answer, 1);
  answer->reason = chosen_reason (form);
  if (answer->reason == HOUBU_WAITLIST_CANCEL_REASON_OTHER)
    answer->note = typed_note (form);
  g_task_return_pointer (task, answer, (GDestroyNotify) answer_free);
}

/**
 * houbu_cancel_dialog_ask_async:
 * @parent: the widget that asks
 * @services: has the server's clock
 * @wait: the place in a queue that is to be given up
 * @cancellable: (nullable): closes the dialog unanswered
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks whether to give up a place in a queue, and why.
 */
void
houbu_cancel_dialog_ask_async (GtkWidget *parent,
                               HoubuServices *services,
                               HoubuWait *wait,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  Form *form = g_new0 (Form, 1);
  GtkWidget *list = make_list (form);
  g_autofree char *heading = describe_cost (
      wait, houbu_candidate_get_server_now (houbu_services_get_candidate (services)));
  HoubuConfirm confirm = {
    .heading = heading,
    .body = _ ("The place is lost for good. If you join this queue again, you go to its end, and "
               "getting a seat becomes less likely. Why do you cancel?"),
    .accept = _ ("_Give Up the Place"),
    .refuse = _ ("_Keep Waiting"),
    .destructive = TRUE,
  };

  g_task_set_source_tag (task, houbu_cancel_dialog_ask_async);
  /* The widgets look at the form as long as they live, which is longer than the task does. */
  g_object_set_data_full (G_OBJECT (list), FORM_KEY, form, g_free);
  g_task_set_task_data (task, g_object_ref_sink (list), g_object_unref);
  confirm.extra = list;
  form->dialog =
      houbu_confirm_dialog_ask_async (parent, &confirm, cancellable, on_answered_cb, task);
  update (form);
}

/**
 * houbu_cancel_dialog_ask_finish:
 * @result: what the callback got
 * @reason: (out): why
 * @note: (out) (transfer full) (nullable): in the candidate's own words
 *
 * Returns: %TRUE when the place is to be given up
 */
gboolean
houbu_cancel_dialog_ask_finish (GAsyncResult *result,
                                HoubuWaitlistCancelReason *reason,
                                char **note)
{
  Answer *answer = g_task_propagate_pointer (G_TASK (result), NULL);

  if (answer == NULL)
    return FALSE;
  *reason = answer->reason;
  *note = g_steal_pointer (&answer->note);
  answer_free (answer);
  return TRUE;
}
