/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-text.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

static const char *const headings[] = {
  [HOUBU_PAYMENT_NOTHING] = N_ ("Nothing to Pay"),
  [HOUBU_PAYMENT_TO_PAY] = N_ ("Check and Pay"),
  /* Translators: what became of a payment is being found out */
  [HOUBU_PAYMENT_CHECKING] = N_ ("Checking…"),
  [HOUBU_PAYMENT_WAITING] = N_ ("Waiting for the Payment…"),
  [HOUBU_PAYMENT_PAID] = N_ ("Paid"),
  [HOUBU_PAYMENT_CLOSED] = N_ ("Closed Without Payment"),
  [HOUBU_PAYMENT_REFUND_DUE] = N_ ("The Money Goes Back"),
  [HOUBU_PAYMENT_REFUNDED] = N_ ("The Money Has Gone Back"),
  [HOUBU_PAYMENT_REVIEW] = N_ ("Being Looked Into"),
};

/**
 * houbu_payment_text_heading:
 * @view: how it stands
 * @in_doubt: whether the payment platform did not answer when it was asked last
 *
 * Returns: it in a few words
 */
const char *
houbu_payment_text_heading (const HoubuPaymentView *view, gboolean in_doubt)
{
  const gboolean is_waiting = view->stage == HOUBU_PAYMENT_WAITING;

  return _ (headings[is_waiting && in_doubt ? HOUBU_PAYMENT_CHECKING : view->stage]);
}

static char *
format_money (const char *format, gint64 fen)
{
  g_autofree char *money = houbu_text_money (fen);
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "{sum}", money, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_checking (HoubuCandidate *candidate, const HoubuPaymentView *view)
{
  const gint64 now = houbu_candidate_get_server_now (candidate);

  if (now >= houbu_payment_get_expires_at (view->order))
    return g_strdup (_ ("The time to pay is over. Whether money came in time is being asked at the "
                        "payment platform; this page shows it by itself."));
  if (houbu_payment_get_state (view->order) == HOUBU_PAYMENT_STATE_CREATED)
    return g_strdup (_ ("The payment platform has not answered yet. This page goes on by itself as "
                        "soon as it does."));
  return g_strdup (_ ("The payment platform does not answer now, so whether it was paid is not "
                      "known yet. It is asked again by itself; you need not pay twice."));
}

static char *
describe_paid (const HoubuPaymentView *view)
{
  const gint64 back = houbu_payment_get_refunded_fen (view->order);

  if (back > 0)
    /* Translators: {sum} is replaced by an amount of money; keep the braces */
    return format_money (_ ("You are registered for what stands below as paid. {sum} of the money "
                            "goes back the way it was paid, because it was not needed."),
                         back);
  /* Translators: {sum} is replaced by an amount of money; keep the braces */
  return format_money (_ ("{sum} has come. You are registered for what stands below."),
                       houbu_payment_get_amount_fen (view->order));
}

/**
 * houbu_payment_text_note:
 * @candidate: who
 * @view: how it stands
 * @in_doubt: whether the payment platform did not answer when it was asked last
 *
 * Returns: (transfer full): what it means and what to do
 */
char *
houbu_payment_text_note (HoubuCandidate *candidate, const HoubuPaymentView *view, gboolean in_doubt)
{
  if (view->stage == HOUBU_PAYMENT_WAITING && !in_doubt)
    return g_strdup (_ ("Pay on the page in the browser, or scan the code. This page notices by "
                        "itself when the money has come."));
  switch (view->stage)
    {
    case HOUBU_PAYMENT_TO_PAY:
      return g_strdup (_ ("Check that everything below is right before you pay. You are "
                          "registered once this page says that it is paid."));
    case HOUBU_PAYMENT_CHECKING:
    case HOUBU_PAYMENT_WAITING:
      return describe_checking (candidate, view);
    case HOUBU_PAYMENT_PAID:
      return describe_paid (view);
    case HOUBU_PAYMENT_CLOSED:
      return g_strdup (_ ("Nothing was paid, and the seats are no longer held. Look for free "
                          "seats, or wait for one again."));
    case HOUBU_PAYMENT_REFUND_DUE:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (
          _ ("{sum} goes back by itself, the way it was paid: it came when the seat "
             "was no longer held, or more than once. You need not do anything."),
          MAX (houbu_payment_get_refunded_fen (view->order), 0));
    case HOUBU_PAYMENT_REFUNDED:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (_ ("{sum} has gone back the way it was paid. Look at your bill on the "
                              "payment platform; ask your school if it is not there."),
                           MAX (houbu_payment_get_refunded_fen (view->order), 0));
    case HOUBU_PAYMENT_REVIEW:
      return g_strdup (_ ("What the payment platform says does not fit this order, so a person "
                          "looks into it. No money is lost. Do not pay again; ask your school."));
    case HOUBU_PAYMENT_NOTHING:
    default:
      return g_strdup ("");
    }
}

/**
 * houbu_payment_text_obstacle:
 * @obstacle: what stands in the way
 *
 * Returns: (nullable): what has to be done first, %NULL for nothing
 */
const char *
houbu_payment_text_obstacle (HoubuPaymentObstacle obstacle)
{
  switch (obstacle)
    {
    case HOUBU_PAYMENT_LACKS_FORM:
      return _ ("Choose the form of the score report first: it is part of what you pay for.");
    case HOUBU_PAYMENT_LACKS_WRITTEN:
      return _ (
          "Pay the written subject of the same level first: without it there is no oral one.");
    case HOUBU_PAYMENT_FREE:
    default:
      return NULL;
    }
}

/**
 * houbu_payment_text_last_order:
 * @candidate: who
 * @view: how it stands
 *
 * Returns: (transfer full) (nullable): what became of the order before, where seats of it can be
 *   paid again; %NULL otherwise
 */
char *
houbu_payment_text_last_order (HoubuCandidate *candidate, const HoubuPaymentView *view)
{
  g_autoptr (GPtrArray) seats = NULL;
  gboolean again = FALSE;

  if (view->stage != HOUBU_PAYMENT_TO_PAY || view->order == NULL)
    return NULL;
  seats = houbu_payment_view_list_seats (candidate, view);
  for (guint i = 0; i < seats->len; i++)
    again |= houbu_payment_covers (view->order, g_ptr_array_index (seats, i));
  if (!again)
    return NULL;
  switch (houbu_payment_get_state (view->order))
    {
    case HOUBU_PAYMENT_STATE_CLOSED:
      return g_strdup (_ ("The last order was closed, and nothing was paid with it. The seats are "
                          "still held: pay with a new one."));
    case HOUBU_PAYMENT_STATE_REFUND_DUE:
    case HOUBU_PAYMENT_STATE_REFUNDED:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (
          _ ("{sum} of the last order goes back the way it was paid. The seats are "
             "still held: pay with a new one."),
          MAX (houbu_payment_get_refunded_fen (view->order), 0));
    default:
      return NULL;
    }
}

/**
 * houbu_payment_text_summary:
 * @view: how it stands
 *
 * Returns: (transfer full) (nullable): whether the seats of the kind are paid; %NULL without any
 */
char *
houbu_payment_text_summary (const HoubuPaymentView *view)
{
  if (houbu_payment_view_is_open (view))
    return g_strdup (_ ("Payment being checked"));
  if (view->n_unpaid > 0)
    /* Translators: {sum} is replaced by an amount of money; keep the braces */
    return format_money (view->n_paid > 0 ? _ ("Partly paid · unpaid: {sum}")
                                          : _ ("Not paid · unpaid: {sum}"),
                         view->unpaid_fen);
  if (view->n_locked > 0)
    return g_strdup (_ ("The school pays"));
  return view->n_paid > 0 ? g_strdup (_ ("All paid")) : NULL;
}

/**
 * houbu_payment_text_status:
 * @candidate: who
 *
 * Returns: how the registration stands; it is not called unpaid while a payment is open
 */
const char *
houbu_payment_text_status (HoubuCandidate *candidate)
{
  const HoubuSubjectKind kind = houbu_payment_view_find_kind (candidate);
  HoubuPaymentView view;

  if (kind != HOUBU_SUBJECT_KIND_UNSET)
    {
      view = houbu_payment_view_read (candidate, kind);
      if (houbu_payment_view_is_open (&view))
        return _ ("Payment being checked");
    }
  return houbu_text_status (houbu_candidate_get_status (candidate));
}

/* What happened to an order */

/**
 * houbu_payment_text_news_title:
 * @order: an order that has come into another state
 *
 * Returns: (transfer full) (nullable): what that means, %NULL when it is no news
 */
char *
houbu_payment_text_news_title (HoubuPayment *order)
{
  const gint64 amount = houbu_payment_get_amount_fen (order);
  const gint64 back = MAX (houbu_payment_get_refunded_fen (order), 0);

  switch (houbu_payment_get_state (order))
    {
    case HOUBU_PAYMENT_STATE_PAID:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (_ ("Paid: {sum}"), amount);
    case HOUBU_PAYMENT_STATE_CLOSED:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (_ ("Closed without payment: {sum}"), amount);
    case HOUBU_PAYMENT_STATE_REFUND_DUE:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (_ ("{sum} goes back"), back);
    case HOUBU_PAYMENT_STATE_REFUNDED:
      /* Translators: {sum} is replaced by an amount of money; keep the braces */
      return format_money (_ ("{sum} has gone back"), back);
    case HOUBU_PAYMENT_STATE_REVIEW:
      return g_strdup (_ ("A payment is being looked into"));
    default:
      return NULL;
    }
}

/**
 * houbu_payment_text_news_body:
 * @order: an order that has come into another state
 *
 * Returns: what to do about it
 */
const char *
houbu_payment_text_news_body (HoubuPayment *order)
{
  switch (houbu_payment_get_state (order))
    {
    case HOUBU_PAYMENT_STATE_PAID:
      return _ ("You are registered.");
    case HOUBU_PAYMENT_STATE_CLOSED:
      return houbu_payment_get_ended_at (order) >= houbu_payment_get_expires_at (order)
                 ? _ ("The time to pay is over.")
                 : _ ("See whether the seats can be paid again.");
    case HOUBU_PAYMENT_STATE_REVIEW:
      return _ ("Do not pay again; ask your school.");
    default:
      return _ ("The way it was paid. You need not do anything.");
    }
}

/**
 * houbu_payment_text_problems:
 *
 * Returns: what to do about the usual troubles with paying, in the form of the server's texts
 */
const char *
houbu_payment_text_problems (void)
{
  /* Translators: headings begin with "# "; keep the empty lines. The words in quotation marks are
   * the labels of buttons. */
  return _ ("# I paid, but it does not say so\n\n"
            "Choose “Update”: the payment platform is asked. Money can take some minutes. Do not "
            "pay a second time; what comes twice goes back by itself.\n\n"
            "# The browser does not open, or the page stays empty\n\n"
            "Choose “Copy Address” and paste it into a browser, on this computer or another one, "
            "or scan the code with the payment platform's app.\n\n"
            "# The platform refuses the payment\n\n"
            "Choose another method on its page. The order stays the same until its time is over, "
            "and somebody else may pay it for you.\n\n"
            "# I closed Houbu while paying\n\n"
            "Nothing is lost. Sign in again and choose “Go On with the Payment”.\n\n"
            "# The time ran out\n\n"
            "A seat that is not paid in time goes to the next in the queue. Money that comes later "
            "pays for the seat if it is still free, else it goes back the way it was paid.\n\n"
            "# It still does not work\n\n"
            "Ask your school, and tell it the time and the sum. What counts is what Houbu says: "
            "you are registered once it says that it is paid.");
}
