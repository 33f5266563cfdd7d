/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-promotion-dialog.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-pages.h"
#include "houbu-text.h"

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPaymentRequest) request = user_data;

  if (houbu_confirm_dialog_ask_finish (result))
    houbu_window_show_page (HOUBU_WINDOW (source), HOUBU_PAGE_NAME_PAYMENT, G_OBJECT (request));
}

static char *
describe_deadline (HoubuCandidate *candidate, HoubuEnrolment *enrolment)
{
  const gint64 deadline =
      enrolment != NULL ? houbu_enrolment_get_deadline (enrolment) : HOUBU_UNSET;
  const gint64 now = houbu_candidate_get_server_now (candidate);
  g_autofree char *moment = NULL;
  g_autofree char *left = NULL;

  if (deadline == HOUBU_UNSET)
    return g_strdup (_ ("The seat is yours to pay."));
  moment = houbu_text_moment (deadline, now);
  left = houbu_text_left (deadline - now);
  /* Translators: a time such as 11:12, and the time left until then, such as 23 h 4 min */
  return g_strdup_printf (
      _ ("The seat is held for you until %s (%s). If it is not paid by then, it "
         "goes to the next in the queue."),
      moment, left);
}

/**
 * houbu_promotion_dialog_show:
 * @window: where to show it
 * @candidate: who got a seat
 * @entry: the place in the queue that led to it
 * @enrolment: (nullable): the seat
 *
 * Tells that a wait is over and until when the seat is held.
 */
void
houbu_promotion_dialog_show (HoubuWindow *window,
                             HoubuCandidate *candidate,
                             HoubuEntry *entry,
                             HoubuEnrolment *enrolment)
{
  HoubuSubject *subject = houbu_entry_get_subject (entry);
  HoubuPaymentRequest *request = houbu_payment_request_new ();
  g_autofree char *heading = NULL;
  g_autofree char *body = describe_deadline (candidate, enrolment);
  HoubuConfirm confirm = {
    .body = body,
    .accept = _ ("_Pay Now"),
    .refuse = _ ("_Later"),
  };

  /* Translators: %s is a subject such as CET-4 */
  confirm.heading = heading =
      g_strdup_printf (_ ("You Have a Seat: %s"), houbu_text_subject_name (subject));
  houbu_payment_request_set_kind (request, houbu_subject_get_kind (subject));
  houbu_confirm_dialog_ask_async (GTK_WIDGET (window), &confirm, NULL, on_answered_cb, request);
}
