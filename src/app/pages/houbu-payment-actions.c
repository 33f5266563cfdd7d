/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-actions.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"

static void
on_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuPayment) order =
      houbu_payment_service_order_finish (HOUBU_PAYMENT_SERVICE (source), result, &error);

  houbu_page_set_busy (page, FALSE);
  if (order == NULL)
    {
      houbu_page_show_problem (page, error);
      return;
    }
  houbu_candidate_apply (houbu_services_get_candidate (houbu_page_get_services (page)),
                         HOUBU_RECORD (order));
  /* Money that was quicker shows by itself. */
  if (houbu_payment_get_state (order) == HOUBU_PAYMENT_STATE_CLOSED)
    houbu_page_say (page, _ ("The order is cancelled"));
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPage *page = HOUBU_PAGE (source);
  g_autofree char *order = user_data;

  if (!houbu_confirm_dialog_ask_finish (result))
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_payment_service_close_async (houbu_services_get_payment (houbu_page_get_services (page)),
                                     order, houbu_page_get_cancellable (page), on_closed_cb,
                                     g_object_ref (page));
}

/**
 * houbu_payment_actions_cancel:
 * @page: where it is asked for
 * @order: an open order
 *
 * Has the order closed at the payment platform, if the candidate means it. Its seats stay.
 */
void
houbu_payment_actions_cancel (HoubuPage *page, HoubuPayment *order)
{
  const HoubuConfirm confirm = {
    .heading = _ ("Cancel This Order?"),
    .body = _ ("Nothing can be paid with it any more. The seats stay held until their time is "
               "over: pay for them with a new order, or give them up."),
    .accept = _ ("_Cancel the Order"),
    .refuse = _ ("_Keep It"),
    .destructive = TRUE,
  };

  houbu_confirm_dialog_ask_async (GTK_WIDGET (page), &confirm, houbu_page_get_cancellable (page),
                                  on_answered_cb, g_strdup (houbu_payment_get_id (order)));
}
