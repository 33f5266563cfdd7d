/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-board-actions.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-confirm-dialog.h"
#include "houbu-pages.h"
#include "houbu-text.h"

/* What a click began, until its answer is there. */
typedef struct
{
  HoubuPage *page;           /* (owned) */
  HoubuOffering *offering;   /* (owned) (nullable) */
  HoubuIntention *intention; /* (owned) (nullable) */
  GHashTable *ticked;        /* (owned) (nullable) (element-type utf8) */
} Act;

static void
act_free (Act *act)
{
  g_clear_object (&act->page);
  g_clear_object (&act->offering);
  g_clear_object (&act->intention);
  g_clear_pointer (&act->ticked, g_hash_table_unref);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static Act *
act_new (HoubuPage *page)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (page);
  return act;
}

static HoubuCandidate *
get_candidate (HoubuPage *page)
{
  return houbu_services_get_candidate (houbu_page_get_services (page));
}

/* What the board shows may be why it was refused. */
static void
show_refusal (HoubuPage *page, const GError *error)
{
  houbu_page_show_problem (page, error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    houbu_page_reload (page);
}

/* Joining */

static void
on_joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  HoubuPage *page = act->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEntry) entry =
      houbu_waitlist_service_join_finish (HOUBU_WAITLIST_SERVICE (source), result, &error);
  g_autofree char *text = NULL;

  houbu_page_set_busy (page, FALSE);
  if (entry == NULL)
    {
      show_refusal (page, error);
      return;
    }
  houbu_candidate_apply (get_candidate (page), HOUBU_RECORD (entry));
  /* Translators: %s is a subject such as CET-4 */
  text = g_strdup_printf (_ ("You are waiting for %s now"),
                          houbu_text_subject_name (houbu_entry_get_subject (entry)));
  houbu_page_say (page, text);
  houbu_page_go (page, HOUBU_PAGE_NAME_DETAILS, NULL);
}

static void
on_join_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  HoubuPage *page = act->page;
  const char *id = houbu_offering_get_id (act->offering);
  HoubuIntention *intention = act->intention;

  if (!houbu_confirm_dialog_ask_finish (result))
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_waitlist_service_join_async (houbu_services_get_waitlist (houbu_page_get_services (page)),
                                     id, intention, houbu_page_get_cancellable (page), on_joined_cb,
                                     g_steal_pointer (&act));
}

static char *
describe_joining (HoubuPage *page, HoubuOffering *offering)
{
  HoubuExam *exam = houbu_candidate_get_exam (get_candidate (page));
  const gint64 hold = exam != NULL ? houbu_exam_get_hold_seconds (exam) : 0;
  g_autofree char *hold_text = houbu_text_left (hold * G_TIME_SPAN_SECOND);

  /* Translators: a place in a queue; how long a seat is held, such as "1 d 0 h" */
  return g_strdup_printf (
      _ ("Your place will be about %" PRId64
         ". When a seat falls free and it is your turn, it is held for you for %s; if you do not "
         "pay "
         "in that time, it goes to the next.\n\nYou can wait for one subject of each level only."),
      houbu_offering_get_waiting (offering) + 1, hold_text);
}

/**
 * houbu_board_actions_join:
 * @page: where it is asked for
 * @offering: a row of the board
 * @intention: the page's, kept from one attempt to the next
 *
 * Joins the queue, if the candidate means it.
 */
void
houbu_board_actions_join (HoubuPage *page, HoubuOffering *offering, HoubuIntention *intention)
{
  g_autofree char *heading = NULL;
  g_autofree char *body = describe_joining (page, offering);
  HoubuConfirm confirm = { .body = body, .accept = _ ("_Join the Waitlist") };
  Act *act = act_new (page);

  act->offering = g_object_ref (offering);
  act->intention = g_object_ref (intention);
  /* Translators: a subject such as CET-4, the name of a campus */
  confirm.heading = heading = g_strdup_printf (
      _ ("Wait for %s at %s?"), houbu_text_subject_name (houbu_offering_get_subject (offering)),
      houbu_campus_get_name (houbu_offering_get_campus (offering)));
  houbu_confirm_dialog_ask_async (GTK_WIDGET (page), &confirm, houbu_page_get_cancellable (page),
                                  on_join_answered_cb, act);
}

/* Enrolling */

static void
on_enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  HoubuPage *page = act->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) enrolments =
      houbu_enrolment_service_enrol_finish (HOUBU_ENROLMENT_SERVICE (source), result, &error);

  houbu_page_set_busy (page, FALSE);
  if (enrolments == NULL)
    {
      show_refusal (page, error);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuRecord) enrolment = g_list_model_get_item (enrolments, i);

      houbu_candidate_apply (get_candidate (page), enrolment);
    }
  g_hash_table_remove_all (act->ticked);
  houbu_page_say (page, _ ("The seats are held for you"));
  houbu_page_go (page, HOUBU_PAGE_NAME_DETAILS, NULL);
}

/**
 * houbu_board_actions_enrol:
 * @page: where it is asked for
 * @offerings: (array zero-terminated=1): ids of rows of the board
 * @ticked: (element-type utf8): what is ticked; emptied when the seats are taken
 * @intention: the page's, kept from one attempt to the next
 *
 * Takes the seats, all of them or none.
 */
void
houbu_board_actions_enrol (HoubuPage *page,
                           const char *const *offerings,
                           GHashTable *ticked,
                           HoubuIntention *intention)
{
  Act *act = act_new (page);

  act->ticked = g_hash_table_ref (ticked);
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_enrolment_service_enrol_async (
      houbu_services_get_enrolment (houbu_page_get_services (page)), offerings, intention,
      houbu_page_get_cancellable (page), on_enrolled_cb, act);
}
