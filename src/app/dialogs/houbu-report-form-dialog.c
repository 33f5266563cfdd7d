/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-report-form-dialog.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

/* The two answers for one seat. */
typedef struct
{
  HoubuEnrolment *enrolment; /* (owned) */
  GtkCheckButton *checks[HOUBU_REPORT_FORM_ELECTRONIC + 1];
} Question;

/* What the dialog is made of, until it is answered. */
typedef struct
{
  GtkWindow *dialog;    /* (unowned) */
  GPtrArray *questions; /* (owned) (element-type Question) */
} Form;

#define FORM_KEY "houbu-report-form"

static void
question_free (Question *question)
{
  g_object_unref (question->enrolment);
  g_free (question);
}

static void
form_free (Form *form)
{
  g_ptr_array_unref (form->questions);
  g_free (form);
}

static HoubuReportForm
chosen_form (Question *question)
{
  for (guint i = HOUBU_REPORT_FORM_PAPER; i < G_N_ELEMENTS (question->checks); i++)
    if (gtk_check_button_get_active (question->checks[i]))
      return i;
  return HOUBU_REPORT_FORM_UNSET;
}

static GPtrArray *
collect_wishes (Form *form)
{
  GPtrArray *wishes = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_report_form_wish_free);

  for (guint i = 0; i < form->questions->len; i++)
    {
      Question *question = g_ptr_array_index (form->questions, i);
      const HoubuReportForm chosen = chosen_form (question);
      HoubuReportFormWish *wish;

      if (chosen == HOUBU_REPORT_FORM_UNSET ||
          chosen == houbu_enrolment_get_report_form (question->enrolment))
        continue;
      wish = g_new0 (HoubuReportFormWish, 1);
      wish->enrolment = g_object_ref (question->enrolment);
      wish->form = chosen;
      g_ptr_array_add (wishes, wish);
    }
  return wishes;
}

static void
update (Form *form)
{
  g_autoptr (GPtrArray) wishes = collect_wishes (form);

  if (form->dialog != NULL)
    houbu_confirm_dialog_set_can_accept (form->dialog, wishes->len > 0);
}

static const char *
describe_form (HoubuReportForm form)
{
  if (form == HOUBU_REPORT_FORM_PAPER)
    return _ ("Free. You collect it where and when your school says, within half a year; you can "
              "download the electronic one as well.");
  return _ ("You download it once the scores are out. It counts the same; no paper one is issued "
            "for this exam.");
}

static GtkWidget *
make_row (Form *form, Question *question, HoubuReportForm answer)
{
  const char *subject = houbu_text_subject_name (houbu_enrolment_get_subject (question->enrolment));
  const char *word = houbu_text_report_form (answer);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "title", word, "subtitle", describe_form (answer),
                    "use-markup", FALSE, "subtitle-lines", 0, "activatable-widget", check, NULL);
  /* Translators: "Paper" or "Electronic", and a subject; read aloud */
  g_autofree char *spoken = g_strdup_printf (_ ("%s score report for %s"), word, subject);

  question->checks[answer] = GTK_CHECK_BUTTON (check);
  if (answer > HOUBU_REPORT_FORM_PAPER)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check),
                                question->checks[HOUBU_REPORT_FORM_PAPER]);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  houbu_spoken_set (check, spoken);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               houbu_enrolment_get_report_form (question->enrolment) == answer);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), form);
  return row;
}

static GtkWidget *
make_group (Form *form, HoubuEnrolment *enrolment)
{
  Question *question = g_new0 (Question, 1);
  GtkWidget *group = adw_preferences_group_new ();

  question->enrolment = g_object_ref (enrolment);
  g_ptr_array_add (form->questions, question);
  adw_preferences_group_set_title (
      ADW_PREFERENCES_GROUP (group),
      houbu_text_subject_name (houbu_enrolment_get_subject (enrolment)));
  for (guint i = HOUBU_REPORT_FORM_PAPER; i < G_N_ELEMENTS (question->checks); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (form, question, i));
  return group;
}

static GtkWidget *
make_questions (Form *form, GListModel *enrolments)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);

      gtk_box_append (GTK_BOX (box), make_group (form, enrolment));
    }
  return box;
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Form *form = g_object_get_data (g_task_get_task_data (task), FORM_KEY);

  if (houbu_confirm_dialog_ask_finish (result))
    g_task_return_pointer (task, collect_wishes (form), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * houbu_report_form_wish_free:
 * @wish: (transfer full) (nullable): a wish
 */
void
houbu_report_form_wish_free (HoubuReportFormWish *wish)
{
  if (wish == NULL)
    return;
  g_object_unref (wish->enrolment);
  g_free (wish);
}

/**
 * houbu_report_form_dialog_ask_async:
 * @parent: the widget that asks
 * @enrolments: (element-type HoubuEnrolment): the written ones to ask about
 * @cancellable: (nullable): closes the dialog unanswered
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks which form the score report of each subject is to have.
 */
void
houbu_report_form_dialog_ask_async (GtkWidget *parent,
                                    GListModel *enrolments,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  Form *form = g_new0 (Form, 1);
  HoubuConfirm confirm = {
    .heading = _ ("Form of the Score Report"),
    .body = _ ("It has to be chosen before paying, and can be changed as long as the exam allows."),
    .accept = _ ("_Save"),
  };

  form->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) question_free);
  confirm.extra = make_questions (form, enrolments);
  g_task_set_source_tag (task, houbu_report_form_dialog_ask_async);
  /* The widgets look at the form as long as they live, which is longer than the task does. */
  g_object_set_data_full (G_OBJECT (confirm.extra), FORM_KEY, form, (GDestroyNotify) form_free);
  g_task_set_task_data (task, g_object_ref_sink (confirm.extra), g_object_unref);
  form->dialog =
      houbu_confirm_dialog_ask_async (parent, &confirm, cancellable, on_answered_cb, task);
  update (form);
}

/**
 * houbu_report_form_dialog_ask_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable) (element-type HoubuReportFormWish): what is to be changed,
 *   %NULL when nothing is
 */
GPtrArray *
houbu_report_form_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
