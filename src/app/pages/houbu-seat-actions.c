/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-seat-actions.h"

#include <glib/gi18n.h>
#include <string.h>

#include "houbu-calendar.h"
#include "houbu-confirm-dialog.h"
#include "houbu-print.h"
#include "houbu-report-form-dialog.h"
#include "houbu-save-file.h"
#include "houbu-text.h"
#include "houbu-ticket.h"

/* What a click began, until its answer is there. */
typedef struct
{
  HoubuPage *page;           /* (owned) */
  HoubuEnrolment *enrolment; /* (owned) (nullable) */
  GPtrArray *wishes;         /* (owned) (nullable) (element-type HoubuReportFormWish) */
  guint n_saved;
} Act;

static Act *
act_new (HoubuPage *page, HoubuEnrolment *enrolment)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (page);
  g_set_object (&act->enrolment, enrolment);
  return act;
}

static void
act_free (Act *act)
{
  g_clear_object (&act->page);
  g_clear_object (&act->enrolment);
  g_clear_pointer (&act->wishes, g_ptr_array_unref);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static HoubuCandidate *
get_candidate (HoubuPage *page)
{
  return houbu_services_get_candidate (houbu_page_get_services (page));
}

static HoubuEnrolmentService *
get_service (HoubuPage *page)
{
  return houbu_services_get_enrolment (houbu_page_get_services (page));
}

/* Giving up a seat */

static void
on_given_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autoptr (GError) error = NULL;

  houbu_page_set_busy (act->page, FALSE);
  if (!houbu_enrolment_service_cancel_finish (HOUBU_ENROLMENT_SERVICE (source), result, &error))
    houbu_page_show_problem (act->page, error);
  else
    {
      houbu_page_reload (act->page);
      houbu_page_say (act->page, _ ("The seat is given up"));
    }
}

static void
on_give_up_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  HoubuPage *page = act->page;
  const char *id = houbu_enrolment_get_id (act->enrolment);

  if (!houbu_confirm_dialog_ask_finish (result))
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_enrolment_service_cancel_async (get_service (page), id, houbu_page_get_cancellable (page),
                                        on_given_up_cb, g_steal_pointer (&act));
}

/* Whether a wait for the oral subject of the level would end with this seat (rule P8). */
static gboolean
takes_oral_wait (HoubuPage *page, HoubuEnrolment *enrolment)
{
  GListModel *waits = houbu_candidate_get_entries (get_candidate (page));
  const gint64 level = houbu_subject_get_level (houbu_enrolment_get_subject (enrolment));

  for (guint i = 0; i < g_list_model_get_n_items (waits); i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (waits, i);
      HoubuSubject *subject = houbu_entry_get_subject (houbu_wait_get_entry (wait));

      if (houbu_seat_opens_oral (enrolment) &&
          houbu_subject_get_kind (subject) == HOUBU_SUBJECT_KIND_ORAL &&
          houbu_subject_get_level (subject) == level)
        return TRUE;
    }
  return FALSE;
}

/**
 * houbu_seat_actions_give_up:
 * @page: where it is asked for
 * @enrolment: an unpaid seat
 *
 * Gives the seat up, if the candidate means it.
 */
void
houbu_seat_actions_give_up (HoubuPage *page, HoubuEnrolment *enrolment)
{
  const char *subject = houbu_text_subject_name (houbu_enrolment_get_subject (enrolment));
  /* Translators: the name of a subject */
  g_autofree char *heading = g_strdup_printf (_ ("Give Up the Seat for %s?"), subject);
  const HoubuConfirm confirm = {
    .heading = heading,
    .body = takes_oral_wait (page, enrolment)
                ? _ ("The seat goes to whoever waits first, and your wait for the oral subject "
                     "ends with it. Getting either again may mean waiting at the end of the queue.")
                : _ ("The seat goes to whoever waits first. Getting one again may mean waiting at "
                     "the end of the queue."),
    .accept = _ ("_Give Up the Seat"),
    .refuse = _ ("_Keep It"),
    .destructive = TRUE,
  };

  houbu_confirm_dialog_ask_async (GTK_WIDGET (page), &confirm, houbu_page_get_cancellable (page),
                                  on_give_up_answered_cb, act_new (page, enrolment));
}

/* The form of the score report */

static void save_next_form (Act *act);

static void
on_form_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEnrolment) saved = houbu_enrolment_service_choose_report_form_finish (
      HOUBU_ENROLMENT_SERVICE (source), result, &error);

  if (saved != NULL)
    {
      houbu_candidate_apply (get_candidate (act->page), HOUBU_RECORD (saved));
      act->n_saved++;
      save_next_form (g_steal_pointer (&act));
      return;
    }
  houbu_page_set_busy (act->page, FALSE);
  houbu_page_show_problem (act->page, error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    houbu_page_reload (act->page);
}

/* One after the other: what was saved before a refusal stays saved, and is seen to be. */
static void
save_next_form (Act *act)
{
  g_autoptr (Act) owned = act;
  HoubuPage *page = act->page;
  const HoubuReportFormWish *wish;

  if (act->n_saved == act->wishes->len)
    {
      houbu_page_set_busy (page, FALSE);
      houbu_page_say (page, _ ("The form of the score report is saved"));
      return;
    }
  wish = g_ptr_array_index (act->wishes, act->n_saved);
  houbu_enrolment_service_choose_report_form_async (
      get_service (page), houbu_enrolment_get_id (wish->enrolment), wish->form,
      houbu_page_get_cancellable (page), on_form_saved_cb, g_steal_pointer (&owned));
}

static void
on_forms_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;

  act->wishes = houbu_report_form_dialog_ask_finish (result);
  if (act->wishes == NULL)
    return;
  houbu_page_clear_problem (act->page);
  houbu_page_set_busy (act->page, TRUE);
  save_next_form (g_steal_pointer (&act));
}

/**
 * houbu_seat_actions_choose_report_forms:
 * @page: where it is asked for
 *
 * Asks for the form of the score report of each written seat, and saves what was changed.
 */
void
houbu_seat_actions_choose_report_forms (HoubuPage *page)
{
  HoubuCandidate *candidate = get_candidate (page);
  GListModel *all = houbu_candidate_get_enrolments (candidate);
  g_autoptr (GListStore) written = g_list_store_new (HOUBU_TYPE_ENROLMENT);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (all, i);

      if (houbu_seat_can_choose_report_form (enrolment, houbu_candidate_get_exam (candidate),
                                             houbu_candidate_get_server_now (candidate)))
        g_list_store_append (written, enrolment);
    }
  houbu_report_form_dialog_ask_async (GTK_WIDGET (page), G_LIST_MODEL (written),
                                      houbu_page_get_cancellable (page), on_forms_answered_cb,
                                      act_new (page, NULL));
}

/* The deadline for a calendar */

/**
 * houbu_seat_actions_save_calendar:
 * @page: where it is asked for
 * @enrolment: an unpaid seat
 *
 * Saves its deadline as a calendar file, where the candidate wants it.
 */
void
houbu_seat_actions_save_calendar (HoubuPage *page, HoubuEnrolment *enrolment)
{
  char *text =
      houbu_calendar_export (enrolment, houbu_candidate_get_server_now (get_candidate (page)));
  g_autoptr (GBytes) content = g_bytes_new_take (text, strlen (text));
  g_autofree char *name = houbu_calendar_dup_name (enrolment);

  houbu_save_file (page, _ ("Save the Deadline"), name, content, _ ("The deadline is saved"));
}

/* The admission ticket */

/**
 * houbu_seat_actions_print_ticket:
 * @page: where it is asked for
 * @enrolment: a seat whose ticket can be printed
 */
void
houbu_seat_actions_print_ticket (HoubuPage *page, HoubuEnrolment *enrolment)
{
  HoubuSheet *sheet = houbu_ticket_new (get_candidate (page), enrolment);

  if (sheet != NULL)
    houbu_print_sheet (page, sheet);
}

/**
 * houbu_seat_actions_save_ticket:
 * @page: where it is asked for
 * @enrolment: a seat whose ticket can be printed
 */
void
houbu_seat_actions_save_ticket (HoubuPage *page, HoubuEnrolment *enrolment)
{
  g_autoptr (HoubuSheet) sheet = houbu_ticket_new (get_candidate (page), enrolment);
  g_autofree char *name = houbu_ticket_dup_name (enrolment);

  if (sheet != NULL)
    houbu_print_save_sheet (page, sheet, name);
}
