/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-registration-actions.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-confirm-dialog.h"
#include "houbu-pages.h"
#include "houbu-print.h"
#include "houbu-summary.h"
#include "houbu-text.h"

static HoubuCandidate *
get_candidate (HoubuPage *page)
{
  return houbu_services_get_candidate (houbu_page_get_services (page));
}

static void
add_line (GString *text, char *line)
{
  g_string_append_printf (text, "\n• %s", line);
  g_free (line);
}

static void
add_seats (GString *text, GListModel *enrolments)
{
  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);

      if (houbu_seat_is_held (enrolment))
        /* Translators: the name of a subject, the name of a campus */
        add_line (text, g_strdup_printf (
                            _ ("the seat for %s at %s"),
                            houbu_text_subject_name (houbu_enrolment_get_subject (enrolment)),
                            houbu_campus_get_name (houbu_enrolment_get_campus (enrolment))));
    }
}

static void
add_waits (GString *text, GListModel *waits)
{
  for (guint i = 0; i < g_list_model_get_n_items (waits); i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (waits, i);
      HoubuEntry *entry = houbu_wait_get_entry (wait);

      /* Translators: a place in a queue, the name of a subject */
      add_line (text, g_strdup_printf (_ ("place %" PRId64 " in the queue for %s"),
                                       houbu_wait_get_position (wait),
                                       houbu_text_subject_name (houbu_entry_get_subject (entry))));
    }
}

/**
 * houbu_registration_actions_describe_loss:
 * @candidate: who
 *
 * Returns: (transfer full): what goes with the registration
 */
char *
houbu_registration_actions_describe_loss (HoubuCandidate *candidate)
{
  g_autoptr (GString) lost = g_string_new (NULL);

  add_seats (lost, houbu_candidate_get_enrolments (candidate));
  add_waits (lost, houbu_candidate_get_entries (candidate));
  if (lost->len == 0)
    return g_strdup (_ ("You can register again as long as registration is open."));
  /* Translators: %s is a list, one thing a line */
  return g_strdup_printf (_ ("With it you lose for good:\n%s\n\nYou can register again as long as "
                             "registration is open, but at the end of each queue."),
                          lost->str);
}

/**
 * houbu_registration_actions_why_kept:
 * @candidate: who
 *
 * Returns: (nullable): why the registration cannot be deleted now, in words
 */
const char *
houbu_registration_actions_why_kept (HoubuCandidate *candidate)
{
  GListModel *enrolments = houbu_candidate_get_enrolments (candidate);
  const char *reason = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);

      switch (houbu_enrolment_get_state (enrolment))
        {
        case HOUBU_ENROLMENT_STATE_PAID:
          return _ ("A subject is paid, so the registration stays. Ask your school.");
        case HOUBU_ENROLMENT_STATE_PAYING:
          reason = _ ("A payment is under way; finish or close it first.");
          break;
        case HOUBU_ENROLMENT_STATE_LOCKED:
          reason = _ ("A subject is locked for the payment by the school. Ask your school.");
          break;
        default:
          break;
        }
    }
  return reason;
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPage) page = user_data;
  g_autoptr (GError) error = NULL;

  houbu_page_set_busy (page, FALSE);
  if (!houbu_registration_service_remove_finish (HOUBU_REGISTRATION_SERVICE (source), result,
                                                 &error))
    {
      houbu_page_show_problem (page, error);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        houbu_page_reload (page);
      return;
    }
  houbu_page_say (page, _ ("The registration is deleted"));
  houbu_page_go (page, HOUBU_PAGE_NAME_HOME, NULL);
}

static void
on_delete_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPage *page = HOUBU_PAGE (source);

  if (!houbu_confirm_dialog_ask_finish (result))
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_registration_service_remove_async (
      houbu_services_get_registration (houbu_page_get_services (page)),
      houbu_page_get_cancellable (page), on_deleted_cb, g_object_ref (page));
}

/**
 * houbu_registration_actions_delete:
 * @page: where it is asked for
 *
 * Deletes the registration, if the candidate means it.
 */
void
houbu_registration_actions_delete (HoubuPage *page)
{
  g_autofree char *loss = houbu_registration_actions_describe_loss (get_candidate (page));
  const HoubuConfirm confirm = {
    .heading = _ ("Delete Your Registration?"),
    .body = loss,
    .accept = _ ("_Delete It"),
    .refuse = _ ("_Keep It"),
    .destructive = TRUE,
  };

  houbu_confirm_dialog_ask_async (GTK_WIDGET (page), &confirm, houbu_page_get_cancellable (page),
                                  on_delete_answered_cb, NULL);
}

/**
 * houbu_registration_actions_print:
 * @page: where it is asked for
 *
 * Prints the registration as it stands.
 */
void
houbu_registration_actions_print (HoubuPage *page)
{
  HoubuSheet *sheet = houbu_summary_new (get_candidate (page));

  if (sheet != NULL)
    houbu_print_sheet (page, sheet);
}

/**
 * houbu_registration_actions_save:
 * @page: where it is asked for
 *
 * Saves the registration as it stands as PDF.
 */
void
houbu_registration_actions_save (HoubuPage *page)
{
  g_autoptr (HoubuSheet) sheet = houbu_summary_new (get_candidate (page));

  if (sheet != NULL)
    houbu_print_save_sheet (page, sheet, "houbu-registration.pdf");
}
