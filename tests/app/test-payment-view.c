/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-text.h"

#include "app-support.h"

#define HOUR G_TIME_SPAN_HOUR

typedef struct
{
  HoubuServices *services;
  HoubuCandidate *candidate;
  gint64 now;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->services = app_support_services ();
  fixture->candidate = houbu_services_get_candidate (fixture->services);
  fixture->now = houbu_candidate_get_server_now (fixture->candidate);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->services);
}

/* A seat with its deadline so many hours from now. */
static HoubuEnrolment *
have_seat (
    Fixture *fixture, const char *id, HoubuSubjectKind kind, HoubuEnrolmentState state, int hours)
{
  g_autoptr (HoubuEnrolment) seat = app_support_seat (id, kind, state);

  houbu_enrolment_set_deadline (seat, fixture->now + hours * HOUR);
  if (kind == HOUBU_SUBJECT_KIND_WRITTEN)
    houbu_enrolment_set_report_form (seat, HOUBU_REPORT_FORM_PAPER);
  houbu_candidate_apply (fixture->candidate, HOUBU_RECORD (seat));
  return seat; /* the candidate keeps it alive */
}

static HoubuPayment *
have_order (Fixture *fixture, const char *id, const char *seat, HoubuPaymentState state, int hours)
{
  g_autoptr (HoubuPayment) order = app_support_order (id, seat, state);

  houbu_payment_set_expires_at (order, fixture->now + hours * HOUR);
  houbu_candidate_apply (fixture->candidate, HOUBU_RECORD (order));
  return order;
}

static HoubuPaymentView
read_written (Fixture *fixture)
{
  return houbu_payment_view_read (fixture->candidate, HOUBU_SUBJECT_KIND_WRITTEN);
}

/* What stands on screen follows from the newest order and the seats, and as long as an order may
 * have been paid none of the words for it says unpaid. */
static void
test_stages (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    HoubuEnrolmentState seat;
    int deadline;
    HoubuPaymentState order; /* unset: none */
    int expires;
    HoubuPaymentStage stage;
  } rows[] = {
    { "no order", HOUBU_ENROLMENT_STATE_UNPAID, 1, 0, 0, HOUBU_PAYMENT_TO_PAY },
    { "time over", HOUBU_ENROLMENT_STATE_UNPAID, -1, 0, 0, HOUBU_PAYMENT_NOTHING },
    { "locked", HOUBU_ENROLMENT_STATE_LOCKED, 1, 0, 0, HOUBU_PAYMENT_NOTHING },
    { "not answered", HOUBU_ENROLMENT_STATE_PAYING, 1, HOUBU_PAYMENT_STATE_CREATED, 1,
      HOUBU_PAYMENT_CHECKING },
    { "open", HOUBU_ENROLMENT_STATE_PAYING, 1, HOUBU_PAYMENT_STATE_PAYING, 1,
      HOUBU_PAYMENT_WAITING },
    { "open, seat not told yet", HOUBU_ENROLMENT_STATE_UNPAID, 1, HOUBU_PAYMENT_STATE_PAYING, 1,
      HOUBU_PAYMENT_WAITING },
    { "open too long", HOUBU_ENROLMENT_STATE_PAYING, -1, HOUBU_PAYMENT_STATE_PAYING, -1,
      HOUBU_PAYMENT_CHECKING },
    { "paid", HOUBU_ENROLMENT_STATE_PAID, 1, HOUBU_PAYMENT_STATE_PAID, 1, HOUBU_PAYMENT_PAID },
    { "paid, seat not told yet", HOUBU_ENROLMENT_STATE_UNPAID, 1, HOUBU_PAYMENT_STATE_PAID, 1,
      HOUBU_PAYMENT_PAID },
    { "closed, held", HOUBU_ENROLMENT_STATE_UNPAID, 1, HOUBU_PAYMENT_STATE_CLOSED, 1,
      HOUBU_PAYMENT_TO_PAY },
    { "closed, seat not told yet", HOUBU_ENROLMENT_STATE_PAYING, 1, HOUBU_PAYMENT_STATE_CLOSED, 1,
      HOUBU_PAYMENT_TO_PAY },
    { "closed at its end, seat not told yet", HOUBU_ENROLMENT_STATE_PAYING, -1,
      HOUBU_PAYMENT_STATE_CLOSED, -1, HOUBU_PAYMENT_CLOSED },
    { "closed, lost", HOUBU_ENROLMENT_STATE_EXPIRED, -1, HOUBU_PAYMENT_STATE_CLOSED, -1,
      HOUBU_PAYMENT_CLOSED },
    { "going back", HOUBU_ENROLMENT_STATE_EXPIRED, -1, HOUBU_PAYMENT_STATE_REFUND_DUE, -1,
      HOUBU_PAYMENT_REFUND_DUE },
    { "gone back", HOUBU_ENROLMENT_STATE_REFUNDED, 1, HOUBU_PAYMENT_STATE_REFUNDED, 1,
      HOUBU_PAYMENT_REFUNDED },
    { "looked into, lost", HOUBU_ENROLMENT_STATE_EXPIRED, -1, HOUBU_PAYMENT_STATE_REVIEW, -1,
      HOUBU_PAYMENT_REVIEW },
    { "looked into, held", HOUBU_ENROLMENT_STATE_UNPAID, 1, HOUBU_PAYMENT_STATE_REVIEW, 1,
      HOUBU_PAYMENT_REVIEW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seat = g_strdup_printf ("e%u", i);
      g_autofree char *id = g_strdup_printf ("p%u", i);
      g_autofree char *note = NULL;
      g_autofree char *summary = NULL;
      HoubuPaymentView view;

      tear_down (fixture, NULL);
      set_up (fixture, NULL);
      g_test_message ("%s", rows[i].name);
      have_seat (fixture, seat, HOUBU_SUBJECT_KIND_WRITTEN, rows[i].seat, rows[i].deadline);
      if (rows[i].order != HOUBU_PAYMENT_STATE_UNSET)
        have_order (fixture, id, seat, rows[i].order, rows[i].expires);
      view = read_written (fixture);
      g_assert_cmpint (view.stage, ==, rows[i].stage);
      note = houbu_payment_text_note (fixture->candidate, &view, TRUE);
      summary = houbu_payment_text_summary (&view);
      if (!houbu_payment_view_is_open (&view))
        continue;
      g_assert_false (app_support_says_unpaid (houbu_payment_text_heading (&view, TRUE)));
      g_assert_false (app_support_says_unpaid (note));
      g_assert_false (app_support_says_unpaid (summary));
      g_assert_false (app_support_says_unpaid (houbu_payment_text_status (fixture->candidate)));
    }
}

/* All unpaid seats of the kind count, and the first deadline; the other kind's do not. */
static void
test_sum (Fixture *fixture, gconstpointer data)
{
  HoubuPaymentView view;
  g_autofree char *summary = NULL;

  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID, 7);
  have_seat (fixture, "e2", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID, 5);
  have_seat (fixture, "e3", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAID, 1);
  have_seat (fixture, "e4", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_UNPAID, 1);
  view = read_written (fixture);
  g_assert_cmpuint (view.n_unpaid, ==, 2);
  g_assert_cmpint (view.unpaid_fen, ==, 6000);
  g_assert_cmpint (view.deadline, ==, fixture->now + 5 * HOUR);
  summary = houbu_payment_text_summary (&view);
  g_assert_cmpstr (summary, ==, "Partly paid · unpaid: ¥60.00");
}

/* A written seat needs a report form first, an oral one the written one of its level paid. */
static void
test_obstacles (Fixture *fixture, gconstpointer data)
{
  HoubuEnrolment *written =
      have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID, 7);

  have_seat (fixture, "e2", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_UNPAID, 7);
  g_assert_cmpint (read_written (fixture).obstacle, ==, HOUBU_PAYMENT_FREE);
  houbu_enrolment_set_report_form (written, HOUBU_REPORT_FORM_UNSET);
  g_assert_cmpint (read_written (fixture).obstacle, ==, HOUBU_PAYMENT_LACKS_FORM);
  g_assert_cmpint (houbu_payment_view_read (fixture->candidate, HOUBU_SUBJECT_KIND_ORAL).obstacle,
                   ==, HOUBU_PAYMENT_LACKS_WRITTEN);
  houbu_enrolment_set_state (written, HOUBU_ENROLMENT_STATE_PAID);
  g_assert_cmpint (houbu_payment_view_read (fixture->candidate, HOUBU_SUBJECT_KIND_ORAL).obstacle,
                   ==, HOUBU_PAYMENT_FREE);
}

/* Paying goes on with the open order; else with the written seats, then the oral ones. */
static void
test_kind (Fixture *fixture, gconstpointer data)
{
  HoubuEnrolment *written = NULL;

  g_assert_cmpint (houbu_payment_view_find_kind (fixture->candidate), ==, HOUBU_SUBJECT_KIND_UNSET);
  have_seat (fixture, "e2", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_UNPAID, 7);
  g_assert_cmpint (houbu_payment_view_find_kind (fixture->candidate), ==, HOUBU_SUBJECT_KIND_ORAL);
  written = have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID, 7);
  g_assert_cmpint (houbu_payment_view_find_kind (fixture->candidate), ==,
                   HOUBU_SUBJECT_KIND_WRITTEN);
  houbu_enrolment_set_state (written, HOUBU_ENROLMENT_STATE_PAID);
  have_order (fixture, "p1", "e1", HOUBU_PAYMENT_STATE_PAYING, 7);
  g_assert_cmpint (houbu_payment_view_find_kind (fixture->candidate), ==,
                   HOUBU_SUBJECT_KIND_WRITTEN);
}

/* What is told of an order on the desktop: each end of it, and not that it goes on. */
static void
test_news (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    HoubuPaymentState state;
    const char *title;
  } rows[] = {
    { HOUBU_PAYMENT_STATE_CREATED, NULL },
    { HOUBU_PAYMENT_STATE_PAYING, NULL },
    { HOUBU_PAYMENT_STATE_PAID, "Paid: ¥30.00" },
    { HOUBU_PAYMENT_STATE_CLOSED, "Closed without payment: ¥30.00" },
    { HOUBU_PAYMENT_STATE_REFUND_DUE, "¥10.00 goes back" },
    { HOUBU_PAYMENT_STATE_REFUNDED, "¥10.00 has gone back" },
    { HOUBU_PAYMENT_STATE_REVIEW, "A payment is being looked into" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HoubuPayment) order = app_support_order ("p1", "e1", rows[i].state);
      g_autofree char *title = NULL;

      houbu_payment_set_refunded_fen (order, 1000);
      title = houbu_payment_text_news_title (order);
      g_assert_cmpstr (title, ==, rows[i].title);
      g_assert_nonnull (houbu_payment_text_news_body (order));
    }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/app/payment-view/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stages", test_stages);
  ADD ("sum", test_sum);
  ADD ("obstacles", test_obstacles);
  ADD ("kind", test_kind);
  ADD ("news", test_news);
  return g_test_run ();
}
