/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-page.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-countdown.h"
#include "houbu-facts.h"
#include "houbu-pages.h"
#include "houbu-payment-actions.h"
#include "houbu-payment-hint.h"
#include "houbu-payment-inquiry.h"
#include "houbu-payment-lines.h"
#include "houbu-payment-link.h"
#include "houbu-payment-text.h"
#include "houbu-reflow.h"
#include "houbu-seat-actions.h"
#include "houbu-spoken.h"
#include "houbu-text-dialog.h"

struct _HoubuPaymentPage
{
  HoubuPage parent_instance;

  /* owned */
  HoubuIntention *intention;    /* (owned) */
  HoubuPaymentInquiry *inquiry; /* (owned) (nullable) */

  /* borrowed */
  HoubuCandidate *candidate; /* (nullable): the services' */
  GtkRoot *root;             /* (nullable): while the page is on screen */

  /* template */
  GtkWidget *cancel_button;
  HoubuCountdown *countdown;
  HoubuFacts *facts;
  GtkLabel *heading_label;
  HoubuPaymentHint *hint;
  GtkListBox *lines_list;
  HoubuPaymentLink *link;
  GtkLabel *note_label;
  GtkButton *primary_button;
  GtkWidget *qr_button;
  GtkWidget *spinner;
  GtkWidget *update_button;

  HoubuSubjectKind kind;
  HoubuPaymentStage stage; /* the one on screen */
  guint deadline_timer;
  gboolean is_told;       /* which kind to show */
  gboolean is_off;        /* the server has no payment platform */
  gboolean wants_browser; /* as soon as there is an address */
  gboolean was_away;      /* in the browser */
};

G_DEFINE_FINAL_TYPE (HoubuPaymentPage, houbu_payment_page, HOUBU_TYPE_PAGE)

static void show_payment (HoubuPaymentPage *self);
static void show_kind (HoubuPaymentPage *self, HoubuSubjectKind kind);

static HoubuPaymentView
read_view (HoubuPaymentPage *self)
{
  return houbu_payment_view_read (self->candidate, self->kind);
}

/* That of an open order, of the newest one, of what is to be paid. */
static HoubuSubjectKind
choose_kind (HoubuPaymentPage *self)
{
  const HoubuSubjectKind going_on = houbu_payment_view_find_kind (self->candidate);
  g_autoptr (HoubuPayment) newest =
      g_list_model_get_item (houbu_candidate_get_payments (self->candidate), 0);
  HoubuPaymentView view;

  if (going_on != HOUBU_SUBJECT_KIND_UNSET)
    {
      view = houbu_payment_view_read (self->candidate, going_on);
      if (newest == NULL || houbu_payment_view_is_open (&view))
        return going_on;
    }
  return newest != NULL ? houbu_payment_get_kind (newest) : HOUBU_SUBJECT_KIND_WRITTEN;
}

/* The browser */

static void
on_link_copied_cb (HoubuPaymentPage *self)
{
  houbu_page_say (HOUBU_PAGE (self), _ ("The address is copied"));
}

static void
on_link_left_cb (HoubuPaymentPage *self)
{
  self->was_away = TRUE;
}

static void
open_browser (HoubuPaymentPage *self)
{
  self->wants_browser = FALSE;
  houbu_payment_link_open (self->link, houbu_page_get_cancellable (HOUBU_PAGE (self)));
}

/* Whoever comes back has probably paid: that is worth a question. */
static void
on_window_active_notify_cb (HoubuPaymentPage *self)
{
  if (self->root == NULL || !gtk_window_is_active (GTK_WINDOW (self->root)) || !self->was_away)
    return;
  self->was_away = FALSE;
  houbu_payment_inquiry_ask (self->inquiry, FALSE);
}

/* The order */

static void
on_order_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPaymentPage) self = user_data;
  HoubuPage *page = HOUBU_PAGE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuPayment) order =
      houbu_payment_service_order_finish (HOUBU_PAYMENT_SERVICE (source), result, &error);

  houbu_page_set_busy (page, FALSE);
  if (order != NULL)
    {
      houbu_candidate_apply (self->candidate, HOUBU_RECORD (order));
      show_payment (self);
      return;
    }
  self->wants_browser = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_off |= g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_PAYMENTS_OFF);
  if (!self->is_off)
    houbu_page_show_problem (page, error);
  if (!houbu_error_is_connection_trouble (error))
    houbu_page_reload (page);
  show_payment (self);
}

static void
open_order (HoubuPaymentPage *self, gboolean wants_browser)
{
  HoubuPage *page = HOUBU_PAGE (self);

  self->wants_browser = wants_browser;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_payment_service_open_async (houbu_services_get_payment (houbu_page_get_services (page)),
                                    self->kind, self->intention, houbu_page_get_cancellable (page),
                                    on_order_opened_cb, g_object_ref (self));
}

static void
on_primary_button_clicked_cb (HoubuPaymentPage *self)
{
  const HoubuPaymentView view = read_view (self);

  if (view.stage == HOUBU_PAYMENT_TO_PAY)
    open_order (self, TRUE);
  else if (view.stage == HOUBU_PAYMENT_WAITING && houbu_payment_get_pay_url (view.order) != NULL)
    open_browser (self);
  else
    houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_DETAILS, NULL);
}

static void
on_qr_button_clicked_cb (HoubuPaymentPage *self)
{
  open_order (self, FALSE);
}

static void
on_cancel_button_clicked_cb (HoubuPaymentPage *self)
{
  const HoubuPaymentView view = read_view (self);

  if (houbu_payment_view_is_open (&view))
    houbu_payment_actions_cancel (HOUBU_PAGE (self), view.order);
}

static void
on_hint_chosen_cb (HoubuPaymentPage *self)
{
  if (read_view (self).obstacle == HOUBU_PAYMENT_LACKS_FORM)
    {
      houbu_seat_actions_choose_report_forms (HOUBU_PAGE (self));
      return;
    }
  show_kind (self, HOUBU_SUBJECT_KIND_WRITTEN);
}

static void
on_update_button_clicked_cb (HoubuPaymentPage *self)
{
  const HoubuPaymentView view = read_view (self);

  houbu_page_clear_problem (HOUBU_PAGE (self));
  if (view.order == NULL || view.stage == HOUBU_PAYMENT_TO_PAY)
    houbu_page_reload (HOUBU_PAGE (self));
  else
    houbu_payment_inquiry_ask (self->inquiry, TRUE);
}

static void
on_problems_button_clicked_cb (HoubuPaymentPage *self)
{
  houbu_text_dialog_show_text (GTK_WIDGET (self), _ ("Payment Problems"),
                               houbu_payment_text_problems ());
}

static void
on_inquiry_failed_cb (HoubuPaymentPage *self, GError *error)
{
  houbu_page_show_problem (HOUBU_PAGE (self), error);
}

/* What is shown */

static void
show_head (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  const gboolean in_doubt = houbu_payment_inquiry_is_in_doubt (self->inquiry);
  const char *heading = houbu_payment_text_heading (view, in_doubt);
  g_autofree char *note = houbu_payment_text_note (self->candidate, view, in_doubt);

  gtk_label_set_text (self->heading_label, heading);
  gtk_label_set_text (self->note_label, note);
  gtk_widget_set_visible (self->spinner, houbu_payment_view_is_open (view));
  houbu_countdown_set (self->countdown, self->candidate, view->deadline);
}

static void
show_buttons (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  const gboolean to_pay = view->stage == HOUBU_PAYMENT_TO_PAY;
  const gboolean can_pay =
      view->stage == HOUBU_PAYMENT_WAITING && houbu_payment_get_pay_url (view->order) != NULL;
  const gboolean is_checking = view->stage == HOUBU_PAYMENT_CHECKING;

  houbu_spoken_set_button_label (self->primary_button, to_pay || can_pay
                                                           ? _ ("_Pay in Browser")
                                                           : _ ("_See Your Registration"));
  gtk_widget_set_visible (GTK_WIDGET (self->primary_button),
                          !is_checking && !(to_pay && self->is_off));
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary_button),
                            view->obstacle == HOUBU_PAYMENT_FREE);
  gtk_widget_set_visible (self->qr_button, to_pay && !self->is_off);
  gtk_widget_set_sensitive (self->qr_button, view->obstacle == HOUBU_PAYMENT_FREE);
  gtk_widget_set_visible (self->cancel_button, houbu_payment_view_is_open (view));
  gtk_widget_set_sensitive (self->update_button, !houbu_payment_inquiry_is_asking (self->inquiry));
}

static void
show_lines (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (self->candidate);
  HoubuStudent *student =
      registration != NULL ? houbu_registration_get_student (registration) : NULL;

  houbu_payment_lines_fill (self->lines_list, self->candidate, view);
  houbu_facts_clear (self->facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), student != NULL);
  if (student == NULL)
    return;
  houbu_facts_add (self->facts, _ ("Name"), houbu_student_get_name (student));
  houbu_facts_add (self->facts, _ ("Document number"),
                   houbu_student_get_id_number_masked (student));
}

/* A result that came while somebody looked leads the focus to what comes next, so that it is heard.
 */
static void
announce (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  const gboolean was_open =
      self->stage == HOUBU_PAYMENT_CHECKING || self->stage == HOUBU_PAYMENT_WAITING;
  g_autofree char *news = NULL;

  if (self->stage == view->stage)
    return;
  self->stage = view->stage;
  if (!was_open || houbu_payment_view_is_open (view) || self->root == NULL)
    return;
  houbu_page_clear_problem (HOUBU_PAGE (self));
  news = g_strdup_printf ("%s. %s", gtk_label_get_text (self->heading_label),
                          gtk_label_get_text (self->note_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->primary_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, news, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->primary_button));
}

static void
follow_order (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  const gboolean is_open = houbu_payment_view_is_open (view);
  const gboolean was_closed = self->stage == HOUBU_PAYMENT_NOTHING;

  if (self->root != NULL && view->order != NULL &&
      (is_open || view->stage == HOUBU_PAYMENT_REFUND_DUE || view->stage == HOUBU_PAYMENT_REVIEW))
    houbu_payment_inquiry_follow (self->inquiry, houbu_payment_get_id (view->order),
                                  is_open && was_closed);
  else
    houbu_payment_inquiry_stop (self->inquiry);
  if (self->wants_browser && view->stage == HOUBU_PAYMENT_WAITING &&
      houbu_payment_get_pay_url (view->order) != NULL)
    open_browser (self);
}

static gboolean
on_deadline_cb (gpointer user_data)
{
  HoubuPaymentPage *self = user_data;

  self->deadline_timer = 0;
  show_payment (self);
  return G_SOURCE_REMOVE;
}

/* When the time is over something else is true, whether or not the server says so at once. */
static void
watch_deadline (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  const gint64 left = view->deadline - houbu_candidate_get_server_now (self->candidate);

  g_clear_handle_id (&self->deadline_timer, g_source_remove);
  if (self->root != NULL && view->deadline != HOUBU_UNSET && left > 0 && left < G_TIME_SPAN_DAY)
    self->deadline_timer =
        g_timeout_add_seconds ((guint) (left / G_TIME_SPAN_SECOND) + 1, on_deadline_cb, self);
}

static void
show_empty (HoubuPaymentPage *self, const HoubuPaymentView *view)
{
  g_object_set (self, "empty-text",
                view->n_locked > 0
                    ? _ ("Your school pays for your subjects together with others. Ask your school "
                         "how far it is.")
                    : _ ("No seat of yours waits for payment."),
                NULL);
}

static void
show_payment (HoubuPaymentPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);
  HoubuPaymentView view;

  if (houbu_candidate_get_registration (self->candidate) == NULL)
    return;
  if (self->kind == HOUBU_SUBJECT_KIND_UNSET)
    self->kind = choose_kind (self);
  view = read_view (self);
  houbu_payment_link_set_order (self->link,
                                view.stage == HOUBU_PAYMENT_WAITING ? view.order : NULL);
  follow_order (self, &view);
  show_head (self, &view);
  show_buttons (self, &view);
  houbu_payment_hint_show (self->hint, self->candidate, &view, self->is_off);
  show_lines (self, &view);
  show_empty (self, &view);
  watch_deadline (self, &view);
  announce (self, &view);
  if (view.stage == HOUBU_PAYMENT_NOTHING)
    houbu_page_set_state (page, HOUBU_PAGE_EMPTY);
  else if (houbu_page_get_state (page) != HOUBU_PAGE_STALE)
    houbu_page_set_state (page, HOUBU_PAGE_READY);
}

static void
on_changed_cb (HoubuPaymentPage *self)
{
  if (self->root != NULL)
    show_payment (self);
}

static void
show_kind (HoubuPaymentPage *self, HoubuSubjectKind kind)
{
  self->kind = kind;
  self->stage = HOUBU_PAYMENT_NOTHING;
  on_changed_cb (self);
}

/* Being a page */

static void
on_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPaymentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_refresh_finish (HOUBU_CANDIDATE (source), result, &error))
    {
      houbu_page_fail (HOUBU_PAGE (self), error);
      return;
    }
  if (houbu_page_has_content (HOUBU_PAGE (self)))
    houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
  show_payment (self);
}

static void
houbu_payment_page_reload (HoubuPage *page)
{
  HoubuPaymentPage *self = HOUBU_PAYMENT_PAGE (page);

  if (!houbu_page_has_content (page))
    houbu_page_set_state (page, HOUBU_PAGE_LOADING);
  houbu_candidate_refresh_async (self->candidate, houbu_page_get_cancellable (page),
                                 on_refreshed_cb, g_object_ref (self));
}

static void
houbu_payment_page_activate (HoubuPage *page)
{
  HoubuPaymentPage *self = HOUBU_PAYMENT_PAGE (page);

  if (!self->is_told)
    self->kind = HOUBU_SUBJECT_KIND_UNSET;
  self->root = gtk_widget_get_root (GTK_WIDGET (self));
  if (GTK_IS_WINDOW (self->root))
    g_signal_connect_object (self->root, "notify::is-active",
                             G_CALLBACK (on_window_active_notify_cb), self, G_CONNECT_SWAPPED);
  show_payment (self);
  houbu_page_reload (page);
}

static void
leave (HoubuPaymentPage *self)
{
  if (self->root != NULL)
    g_signal_handlers_disconnect_by_func (self->root, on_window_active_notify_cb, self);
  self->root = NULL;
  g_clear_handle_id (&self->deadline_timer, g_source_remove);
  if (self->inquiry != NULL)
    houbu_payment_inquiry_stop (self->inquiry);
  self->stage = HOUBU_PAYMENT_NOTHING;
  self->is_told = FALSE;
  self->wants_browser = FALSE;
  self->was_away = FALSE;
}

static void
houbu_payment_page_deactivate (HoubuPage *page)
{
  leave (HOUBU_PAYMENT_PAGE (page));
}

static void
houbu_payment_page_receive (HoubuPage *page, GObject *what)
{
  HoubuPaymentPage *self = HOUBU_PAYMENT_PAGE (page);

  if (!HOUBU_IS_PAYMENT_REQUEST (what))
    return;
  self->is_told = TRUE;
  show_kind (self, houbu_payment_request_get_kind (HOUBU_PAYMENT_REQUEST (what)));
}

static void
houbu_payment_page_constructed (GObject *object)
{
  HoubuPaymentPage *self = HOUBU_PAYMENT_PAGE (object);
  HoubuServices *services = houbu_page_get_services (HOUBU_PAGE (self));

  G_OBJECT_CLASS (houbu_payment_page_parent_class)->constructed (object);
  self->candidate = houbu_services_get_candidate (services);
  self->inquiry = houbu_payment_inquiry_new (services);
  g_signal_connect_object (self->inquiry, "changed", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inquiry, "failed", G_CALLBACK (on_inquiry_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (houbu_services_get_journey (services), "changed",
                           G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  houbu_payment_link_set_practice (self->link, houbu_services_get_practice (services) != NULL);
}

static void
houbu_payment_page_dispose (GObject *object)
{
  HoubuPaymentPage *self = HOUBU_PAYMENT_PAGE (object);

  leave (self);
  g_clear_object (&self->inquiry);
  g_clear_object (&self->intention);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_PAYMENT_PAGE);
  G_OBJECT_CLASS (houbu_payment_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-payment-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, facts);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, heading_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, hint);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, lines_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, link);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, primary_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, qr_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentPage, update_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_hint_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_link_copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_link_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_problems_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_qr_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_update_button_clicked_cb);
}

static void
houbu_payment_page_class_init (HoubuPaymentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  object_class->constructed = houbu_payment_page_constructed;
  object_class->dispose = houbu_payment_page_dispose;
  page_class->activate = houbu_payment_page_activate;
  page_class->deactivate = houbu_payment_page_deactivate;
  page_class->reload = houbu_payment_page_reload;
  page_class->receive = houbu_payment_page_receive;
  g_type_ensure (HOUBU_TYPE_COUNTDOWN);
  g_type_ensure (HOUBU_TYPE_FACTS);
  g_type_ensure (HOUBU_TYPE_PAYMENT_HINT);
  g_type_ensure (HOUBU_TYPE_PAYMENT_LINK);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
houbu_payment_page_init (HoubuPaymentPage *self)
{
  self->intention = houbu_intention_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
