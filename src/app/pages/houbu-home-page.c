/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-home-page.h"

#include <glib/gi18n.h>

#include "houbu-article-list.h"
#include "houbu-article-row.h"
#include "houbu-closure.h"
#include "houbu-facts.h"
#include "houbu-pages.h"
#include "houbu-payment-text.h"
#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuHomePage
{
  HoubuPage parent_instance;

  /* template */
  GtkLabel *account_label;
  HoubuFacts *facts;
  HoubuArticleList *news_list;
  GtkButton *next_button;
  HoubuArticleList *notices_list;
  GtkWidget *oral_button;
  GtkLabel *status_label;
  GtkLabel *status_note;
  HoubuArticleList *timetable_list;

  guint pending; /* answers that are still to come */
};

G_DEFINE_FINAL_TYPE (HoubuHomePage, houbu_home_page, HOUBU_TYPE_PAGE)

static HoubuServices *
get_services (HoubuHomePage *self)
{
  return houbu_page_get_services (HOUBU_PAGE (self));
}

static HoubuCandidate *
get_candidate (HoubuHomePage *self)
{
  return houbu_services_get_candidate (get_services (self));
}

static HoubuProgress
get_progress (HoubuHomePage *self)
{
  return houbu_journey_get_progress (houbu_services_get_journey (get_services (self)));
}

static void
settle_answer (HoubuHomePage *self, const GError *error)
{
  HoubuCandidate *candidate = get_candidate (self);

  if (error != NULL)
    {
      houbu_page_fail (HOUBU_PAGE (self), error);
      return;
    }
  self->pending -= MIN (self->pending, 1);
  if (self->pending == 0 && houbu_candidate_get_registration (candidate) != NULL)
    houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}

static void
on_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuHomePage) self = user_data;
  g_autoptr (GError) error = NULL;

  houbu_candidate_refresh_finish (HOUBU_CANDIDATE (source), result, &error);
  settle_answer (self, error);
}

static void
on_agreement_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuHomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuAgreement) agreement =
      houbu_agreement_service_get_finish (HOUBU_AGREEMENT_SERVICE (source), result, &error);

  if (agreement != NULL)
    houbu_journey_learn_agreement (houbu_services_get_journey (get_services (self)), agreement);
  settle_answer (self, error);
}

static void
houbu_home_page_reload (HoubuPage *page)
{
  HoubuHomePage *self = HOUBU_HOME_PAGE (page);
  GCancellable *cancellable = houbu_page_get_cancellable (page);

  if (!houbu_page_has_content (page))
    houbu_page_set_state (page, HOUBU_PAGE_LOADING);
  self->pending = 2;
  houbu_candidate_refresh_async (get_candidate (self), cancellable, on_refreshed_cb,
                                 g_object_ref (self));
  houbu_agreement_service_get_async (houbu_services_get_agreement (get_services (self)),
                                     cancellable, on_agreement_got_cb, g_object_ref (self));
}

static void
on_next_clicked_cb (GtkButton *button, HoubuHomePage *self)
{
  HoubuProgress progress = get_progress (self);
  g_autoptr (HoubuPaymentRequest) request = NULL;

  if (progress.pay_kind != HOUBU_SUBJECT_KIND_UNSET)
    {
      request = houbu_payment_request_new ();
      houbu_payment_request_set_kind (request, progress.pay_kind);
    }
  houbu_page_go (HOUBU_PAGE (self), houbu_flow_next_page (&progress), G_OBJECT (request));
}

static void
on_oral_clicked_cb (GtkButton *button, HoubuHomePage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_ORAL, NULL);
}

static void
apply_exam (HoubuHomePage *self, HoubuExam *exam)
{
  g_autofree char *registration = houbu_text_span (houbu_exam_get_registration_opens_at (exam),
                                                   houbu_exam_get_registration_closes_at (exam));
  g_autofree char *payment = houbu_text_time (houbu_exam_get_payment_closes_at (exam));
  g_autofree char *waitlist = houbu_text_time (houbu_exam_get_waitlist_closes_at (exam));
  g_autofree char *hold = houbu_text_left (houbu_exam_get_hold_seconds (exam) * G_TIME_SPAN_SECOND);

  houbu_facts_clear (self->facts);
  houbu_facts_add_wide (self->facts, _ ("Exam"), houbu_exam_get_name (exam));
  if (houbu_exam_get_rehearsal (exam))
    houbu_facts_add_wide (self->facts, _ ("Rehearsal"), _ ("Nobody registers for good here"));
  houbu_facts_add (self->facts, _ ("Registration"), registration);
  houbu_facts_add (self->facts, _ ("The waitlist closes"), waitlist);
  houbu_facts_add (self->facts, _ ("Payment closes"), payment);
  houbu_facts_add (self->facts, _ ("A seat is held unpaid for"), hold);
  houbu_article_list_set_model (self->news_list, G_LIST_MODEL (houbu_exam_get_news (exam)),
                                houbu_article_row_new_for_news);
  houbu_article_list_set_model (self->timetable_list,
                                G_LIST_MODEL (houbu_exam_get_timetable (exam)),
                                houbu_article_row_new_for_timetable);
}

/* When the first unpaid seat goes. */
static gint64
find_deadline (HoubuCandidate *candidate)
{
  GListModel *enrolments = houbu_candidate_get_enrolments (candidate);
  gint64 first = HOUBU_UNSET;

  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);
      const gint64 deadline = houbu_enrolment_get_deadline (enrolment);

      if (houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_UNPAID ||
          deadline == HOUBU_UNSET)
        continue;
      if (first == HOUBU_UNSET || deadline < first)
        first = deadline;
    }
  return first;
}

static char *
describe_status (HoubuCandidate *candidate, const HoubuProgress *progress)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (candidate);
  const gint64 deadline = find_deadline (candidate);
  g_autofree char *moment = NULL;

  if (registration != NULL && houbu_registration_get_registered_elsewhere (registration))
    return g_strdup (_ ("You have registered with another account. Sign in with that one."));
  if (houbu_closure_is_told (candidate))
    return houbu_closure_describe (candidate);
  if (progress->paying)
    return g_strdup (_ ("Whether it was paid is not known yet; the payment goes on where it was."));
  switch (houbu_candidate_get_status (candidate))
    {
    case HOUBU_REGISTRATION_STATUS_EMPTY:
      return g_strdup (_ ("Choose a subject soon: a registration without any is deleted."));
    case HOUBU_REGISTRATION_STATUS_WAITING:
      return g_strdup (_ ("You keep your place while the app is closed."));
    case HOUBU_REGISTRATION_STATUS_UNPAID:
      if (deadline == HOUBU_UNSET)
        return NULL;
      moment = houbu_text_moment (deadline, houbu_candidate_get_server_now (candidate));
      /* Translators: %s is a time such as "tomorrow 11:12" */
      return g_strdup_printf (_ ("Pay until %s, or the seat goes to the next in the queue."),
                              moment);
    default:
      return NULL;
    }
}

static void
apply_status (HoubuHomePage *self)
{
  HoubuCandidate *candidate = get_candidate (self);
  HoubuAccountInfo *account = houbu_candidate_get_account (candidate);
  HoubuProgress progress = get_progress (self);
  g_autofree char *note = describe_status (candidate, &progress);
  g_autofree char *who = NULL;
  const gboolean closed = houbu_closure_is_told (candidate);

  gtk_label_set_text (self->status_label, closed ? _ ("The registration was deleted")
                                                 : houbu_payment_text_status (candidate));
  gtk_label_set_text (self->status_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status_note), note != NULL);
  houbu_spoken_set_button_label (self->next_button, closed ? _ ("_Register Again")
                                                           : houbu_flow_next_label (&progress));
  gtk_widget_set_visible (GTK_WIDGET (self->next_button),
                          !closed || houbu_closure_can_return (candidate));
  gtk_widget_set_visible (self->oral_button, progress.opens_oral && !progress.oral);
  if (account != NULL)
    /* Translators: an account name or the masked phone number */
    who = g_strdup_printf (_ ("Signed in as %s"),
                           houbu_account_info_get_name (account) != NULL
                               ? houbu_account_info_get_name (account)
                               : houbu_account_info_get_phone_masked (account));
  gtk_label_set_text (self->account_label, who != NULL ? who : "");
}

static void
houbu_home_page_apply_state (HoubuPage *page)
{
  HoubuHomePage *self = HOUBU_HOME_PAGE (page);
  HoubuExam *exam;

  if (houbu_page_get_services (page) == NULL || !houbu_page_has_content (page))
    return;
  exam = houbu_candidate_get_exam (get_candidate (self));
  if (exam != NULL)
    apply_exam (self, exam);
  apply_status (self);
  houbu_article_list_set_model (self->notices_list,
                                houbu_candidate_get_notices (get_candidate (self)),
                                houbu_article_row_new_for_notice);
}

static void
on_journey_changed_cb (HoubuHomePage *self)
{
  houbu_home_page_apply_state (HOUBU_PAGE (self));
}

static void
houbu_home_page_constructed (GObject *object)
{
  HoubuHomePage *self = HOUBU_HOME_PAGE (object);

  G_OBJECT_CLASS (houbu_home_page_parent_class)->constructed (object);
  if (get_services (self) != NULL)
    g_signal_connect_object (houbu_services_get_journey (get_services (self)), "changed",
                             G_CALLBACK (on_journey_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
houbu_home_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_HOME_PAGE);
  G_OBJECT_CLASS (houbu_home_page_parent_class)->dispose (object);
}

static void
houbu_home_page_class_init (HoubuHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = houbu_home_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = houbu_home_page_dispose;
  page_class->activate = houbu_home_page_reload;
  page_class->reload = houbu_home_page_reload;
  page_class->apply_state = houbu_home_page_apply_state;
  g_type_ensure (HOUBU_TYPE_ARTICLE_LIST);
  g_type_ensure (HOUBU_TYPE_FACTS);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, account_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, facts);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, news_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, next_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, notices_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, oral_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, status_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, status_note);
  gtk_widget_class_bind_template_child (widget_class, HoubuHomePage, timetable_list);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_oral_clicked_cb);
}

static void
houbu_home_page_init (HoubuHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
