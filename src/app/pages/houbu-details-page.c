/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-details-page.h"

#include <glib/gi18n.h>

#include "houbu-article-list.h"
#include "houbu-article-row.h"
#include "houbu-cancel-dialog.h"
#include "houbu-closure-section.h"
#include "houbu-enrolment-row.h"
#include "houbu-facts.h"
#include "houbu-finished-row.h"
#include "houbu-masked-label.h"
#include "houbu-pages.h"
#include "houbu-password-dialog.h"
#include "houbu-payment-bar.h"
#include "houbu-registration-actions.h"
#include "houbu-review-section.h"
#include "houbu-seat-actions.h"
#include "houbu-text.h"
#include "houbu-wait-card.h"

struct _HoubuDetailsPage
{
  HoubuPage parent_instance;

  /* owned */
  HoubuIntention *cancel_intention; /* (owned) */

  /* borrowed */
  HoubuCandidate *candidate;      /* (nullable): the services' */
  HoubuMaskedLabel *number_label; /* (nullable) */

  /* template */
  GtkBox *cards_box;
  HoubuClosureSection *closure_section;
  GtkListBox *completed_list;
  GtkWidget *completed_section;
  GtkToggleButton *completed_toggle;
  GtkWidget *delete_button;
  GtkLabel *delete_label;
  GtkListBox *ended_list;
  GtkWidget *ended_section;
  HoubuFacts *facts;
  GtkLabel *no_oral_label;
  GtkWidget *no_waits_label;
  GtkWidget *no_written_label;
  HoubuArticleList *notice_list;
  GtkWidget *oral_button;
  GtkListBox *oral_list;
  HoubuPaymentBar *oral_payment;
  HoubuReviewSection *review_section;
  GtkListBox *written_list;
  HoubuPaymentBar *written_payment;
};

/* What a click began, until its answer is there. */
typedef struct
{
  HoubuDetailsPage *page; /* (owned) */
  HoubuWait *wait;        /* (owned) */
} Act;

G_DEFINE_FINAL_TYPE (HoubuDetailsPage, houbu_details_page, HOUBU_TYPE_PAGE)

static Act *
act_new (HoubuDetailsPage *self, HoubuWait *wait)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (self);
  act->wait = g_object_ref (wait);
  return act;
}

static void
act_free (Act *act)
{
  g_clear_object (&act->page);
  g_clear_object (&act->wait);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

/* Sections: each shows those of the candidate's enrolments that belong to it. */

static GtkListBox *
section_of (HoubuDetailsPage *self, HoubuEnrolment *enrolment)
{
  if (!houbu_seat_is_held (enrolment))
    return self->ended_list;
  return houbu_seat_is_oral (enrolment) ? self->oral_list : self->written_list;
}

static void on_enrolment_calendar_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment);
static void on_enrolment_cancel_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment);
static void on_enrolment_report_form_cb (HoubuDetailsPage *self);
static void on_enrolment_ticket_print_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment);
static void on_enrolment_ticket_save_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment);

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static gboolean
has_rows (GtkListBox *list)
{
  return gtk_widget_get_first_child (GTK_WIDGET (list)) != NULL;
}

/* Without the written one there is no oral one, and the page says so where the button is grey. */
static void
update_oral (HoubuDetailsPage *self, gboolean opens_oral)
{
  const gboolean has_oral = has_rows (self->oral_list);

  gtk_label_set_text (self->no_oral_label,
                      opens_oral ? _ ("No oral subject yet.")
                                 : _ ("An oral subject can be taken once you have the seat for the "
                                      "English written subject of the same level."));
  gtk_widget_set_visible (GTK_WIDGET (self->no_oral_label), !has_oral);
  gtk_widget_set_visible (GTK_WIDGET (self->oral_list), has_oral);
  gtk_widget_set_sensitive (self->oral_button, opens_oral);
}

static void
update_delete (HoubuDetailsPage *self)
{
  const char *kept = houbu_registration_actions_why_kept (self->candidate);

  gtk_widget_set_sensitive (self->delete_button, kept == NULL);
  gtk_label_set_text (self->delete_label,
                      kept != NULL ? kept
                                   : _ ("A registration without any subject or wait is deleted by "
                                        "itself after 24 hours."));
}

static void
fill_enrolments (HoubuDetailsPage *self)
{
  GListModel *model = houbu_candidate_get_enrolments (self->candidate);
  gboolean opens_oral = FALSE;

  clear_list (self->written_list);
  clear_list (self->oral_list);
  clear_list (self->ended_list);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (model, i);
      GtkWidget *row = houbu_enrolment_row_new (self->candidate, enrolment);

      g_signal_connect_object (row, "cancel", G_CALLBACK (on_enrolment_cancel_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "calendar", G_CALLBACK (on_enrolment_calendar_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "report-form", G_CALLBACK (on_enrolment_report_form_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "ticket-print", G_CALLBACK (on_enrolment_ticket_print_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "ticket-save", G_CALLBACK (on_enrolment_ticket_save_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (section_of (self, enrolment), row);
      opens_oral |= houbu_seat_opens_oral (enrolment);
    }
  gtk_widget_set_visible (self->no_written_label, !has_rows (self->written_list));
  gtk_widget_set_visible (GTK_WIDGET (self->written_list), has_rows (self->written_list));
  update_oral (self, opens_oral);
  update_delete (self);
  gtk_widget_set_visible (self->ended_section, has_rows (self->ended_list));
}

/* A row belongs elsewhere as soon as its enrolment ends, so its place follows the state. */
static void
watch_enrolments (HoubuDetailsPage *self)
{
  GListModel *model = houbu_candidate_get_enrolments (self->candidate);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (model, i);

      g_signal_handlers_disconnect_by_func (enrolment, fill_enrolments, self);
      g_signal_connect_object (enrolment, "notify::state", G_CALLBACK (fill_enrolments), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
on_enrolments_changed_cb (HoubuDetailsPage *self)
{
  watch_enrolments (self);
  fill_enrolments (self);
}

/* Waits */

static void on_wait_cancel_cb (HoubuDetailsPage *self, HoubuWait *wait);

static void
on_entries_changed_cb (HoubuDetailsPage *self, guint position, guint removed, guint added)
{
  GListModel *model = houbu_candidate_get_entries (self->candidate);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards_box))) != NULL)
    gtk_box_remove (self->cards_box, child);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (model, i);
      GtkWidget *card = houbu_wait_card_new (self->candidate, wait);

      g_signal_connect_object (card, "cancel", G_CALLBACK (on_wait_cancel_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->cards_box, card);
    }
  gtk_widget_set_visible (self->no_waits_label, g_list_model_get_n_items (model) == 0);
}

static void
update_completed (HoubuDetailsPage *self)
{
  GListModel *model = houbu_candidate_get_completed_entries (self->candidate);
  const guint n_items = g_list_model_get_n_items (model);
  const gboolean shown = gtk_toggle_button_get_active (self->completed_toggle);
  g_autofree char *text = g_strdup_printf (
      shown ? _ ("Hide Finished Waits (%u)") : _ ("Show Finished Waits (%u)"), n_items);

  gtk_button_set_label (GTK_BUTTON (self->completed_toggle), text);
  gtk_widget_set_visible (GTK_WIDGET (self->completed_list), shown);
  gtk_widget_set_visible (self->completed_section, n_items > 0);
}

static void
on_completed_toggled_cb (HoubuDetailsPage *self)
{
  if (self->candidate != NULL)
    update_completed (self);
}

/* Leaving a queue */

static void
on_wait_cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEntry) entry =
      houbu_waitlist_service_cancel_finish (HOUBU_WAITLIST_SERVICE (source), result, &error);
  HoubuPage *page = HOUBU_PAGE (act->page);

  houbu_page_set_busy (page, FALSE);
  if (entry == NULL)
    {
      houbu_page_show_problem (page, error);
      return;
    }
  houbu_candidate_apply (act->page->candidate, HOUBU_RECORD (entry));
  gtk_toggle_button_set_active (act->page->completed_toggle, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (act->page->completed_toggle));
  houbu_page_say (page, _ ("You no longer wait for this seat"));
}

static void
on_cancel_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  HoubuPage *page = HOUBU_PAGE (act->page);
  HoubuIntention *intention = act->page->cancel_intention;
  HoubuEntry *entry = houbu_wait_get_entry (act->wait);
  HoubuWaitlistCancelReason reason;
  g_autofree char *note = NULL;

  if (!houbu_cancel_dialog_ask_finish (result, &reason, &note))
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_waitlist_service_cancel_async (houbu_services_get_waitlist (houbu_page_get_services (page)),
                                       houbu_entry_get_id (entry), reason, note, intention,
                                       houbu_page_get_cancellable (page), on_wait_cancelled_cb,
                                       g_steal_pointer (&act));
}

static void
on_wait_cancel_cb (HoubuDetailsPage *self, HoubuWait *wait)
{
  HoubuPage *page = HOUBU_PAGE (self);

  houbu_cancel_dialog_ask_async (GTK_WIDGET (self), houbu_page_get_services (page), wait,
                                 houbu_page_get_cancellable (page), on_cancel_asked_cb,
                                 act_new (self, wait));
}

/* Seats */

static void
on_enrolment_cancel_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment)
{
  houbu_seat_actions_give_up (HOUBU_PAGE (self), enrolment);
}

static void
on_enrolment_calendar_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment)
{
  houbu_seat_actions_save_calendar (HOUBU_PAGE (self), enrolment);
}

static void
on_enrolment_ticket_print_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment)
{
  houbu_seat_actions_print_ticket (HOUBU_PAGE (self), enrolment);
}

static void
on_enrolment_ticket_save_cb (HoubuDetailsPage *self, HoubuEnrolment *enrolment)
{
  houbu_seat_actions_save_ticket (HOUBU_PAGE (self), enrolment);
}

static void
on_enrolment_report_form_cb (HoubuDetailsPage *self)
{
  houbu_seat_actions_choose_report_forms (HOUBU_PAGE (self));
}

static void
on_written_button_clicked_cb (HoubuDetailsPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_WRITTEN, NULL);
}

static void
on_delete_button_clicked_cb (HoubuDetailsPage *self)
{
  houbu_registration_actions_delete (HOUBU_PAGE (self));
}

static void
on_print_button_clicked_cb (HoubuDetailsPage *self)
{
  houbu_registration_actions_print (HOUBU_PAGE (self));
}

static void
on_save_button_clicked_cb (HoubuDetailsPage *self)
{
  houbu_registration_actions_save (HOUBU_PAGE (self));
}

static void
on_oral_button_clicked_cb (HoubuDetailsPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_ORAL, NULL);
}

/* The document number: all of it only for the password */

static void
on_revealed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuDetailsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuIdentityNumber) number = houbu_registration_service_reveal_identity_finish (
      HOUBU_REGISTRATION_SERVICE (source), result, &error);

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (number == NULL)
    houbu_page_show_problem (HOUBU_PAGE (self), error);
  else if (self->number_label != NULL)
    houbu_masked_label_reveal (self->number_label, houbu_identity_number_get_id_number (number));
}

static void
on_password_given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPage *page = HOUBU_PAGE (source);
  g_autofree char *password = houbu_password_dialog_ask_finish (result);

  if (password == NULL)
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_registration_service_reveal_identity_async (
      houbu_services_get_registration (houbu_page_get_services (page)), password,
      houbu_page_get_cancellable (page), on_revealed_cb, g_object_ref (page));
}

static void
on_reveal_asked_cb (HoubuDetailsPage *self)
{
  houbu_password_dialog_ask_async (
      GTK_WIDGET (self), _ ("Show the Document Number?"),
      _ ("Type the password of your account, so that nobody else at this screen can do this."),
      houbu_page_get_cancellable (HOUBU_PAGE (self)), on_password_given_cb, NULL);
}

/* The record */

static void
fill_facts (HoubuDetailsPage *self)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (self->candidate);
  HoubuStudent *student =
      registration != NULL ? houbu_registration_get_student (registration) : NULL;
  g_autofree char *subjects = NULL;

  self->number_label = NULL;
  houbu_facts_clear (self->facts);
  if (student == NULL)
    return;
  subjects = houbu_text_subjects (houbu_student_get_qualified_subjects (student));
  houbu_facts_add (self->facts, _ ("Name"), houbu_student_get_name (student));
  houbu_facts_add (self->facts, _ ("Sex"), houbu_text_sex (houbu_student_get_sex (student)));
  houbu_facts_add (self->facts, _ ("Document type"),
                   houbu_text_id_type (houbu_student_get_id_type (student)));
  self->number_label = HOUBU_MASKED_LABEL (
      houbu_masked_label_new (houbu_student_get_id_number_masked (student), NULL));
  g_signal_connect_object (self->number_label, "reveal-asked", G_CALLBACK (on_reveal_asked_cb),
                           self, G_CONNECT_SWAPPED);
  houbu_facts_add_widget (self->facts, _ ("Document number"), GTK_WIDGET (self->number_label));
  houbu_facts_add_wide (self->facts, _ ("Qualified subjects"), subjects);
  houbu_facts_add_record (self->facts, student);
}

static void
show_registration (HoubuDetailsPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);
  HoubuRegistration *registration = houbu_candidate_get_registration (self->candidate);

  if (registration == NULL)
    return;
  fill_facts (self);
  houbu_closure_section_show (self->closure_section, houbu_page_get_services (page));
  houbu_review_section_show (self->review_section, houbu_page_get_services (page),
                             houbu_registration_get_review (registration),
                             houbu_registration_get_review_possible (registration));
  if (houbu_candidate_get_status (self->candidate) == HOUBU_REGISTRATION_STATUS_NONE &&
      !gtk_widget_get_visible (GTK_WIDGET (self->closure_section)) &&
      g_list_model_get_n_items (houbu_candidate_get_completed_entries (self->candidate)) == 0)
    houbu_page_set_state (page, HOUBU_PAGE_EMPTY);
  else
    houbu_page_set_state (page, HOUBU_PAGE_READY);
}

static void
on_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuDetailsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_candidate_refresh_finish (HOUBU_CANDIDATE (source), result, &error))
    show_registration (self);
  else
    houbu_page_fail (HOUBU_PAGE (self), error);
}

static void
houbu_details_page_reload (HoubuPage *page)
{
  HoubuDetailsPage *self = HOUBU_DETAILS_PAGE (page);

  if (!houbu_page_has_content (page))
    houbu_page_set_state (page, HOUBU_PAGE_LOADING);
  houbu_candidate_refresh_async (self->candidate, houbu_page_get_cancellable (page),
                                 on_refreshed_cb, g_object_ref (self));
}

static void
houbu_details_page_activate (HoubuPage *page)
{
  show_registration (HOUBU_DETAILS_PAGE (page));
  houbu_page_reload (page);
}

static void
follow (HoubuDetailsPage *self)
{
  HoubuCandidate *candidate = self->candidate;
  GListModel *completed = houbu_candidate_get_completed_entries (candidate);

  g_signal_connect_object (houbu_candidate_get_entries (candidate), "items-changed",
                           G_CALLBACK (on_entries_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (houbu_candidate_get_enrolments (candidate), "items-changed",
                           G_CALLBACK (on_enrolments_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (completed, "items-changed", G_CALLBACK (update_completed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (candidate, "notify::registration", G_CALLBACK (show_registration), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->completed_list, completed, houbu_finished_row_new, NULL, NULL);
  houbu_article_list_set_model (self->notice_list, houbu_candidate_get_notices (candidate),
                                houbu_article_row_new_for_notice);
  on_entries_changed_cb (self, 0, 0, 0);
  on_enrolments_changed_cb (self);
  update_completed (self);
}

static void
houbu_details_page_constructed (GObject *object)
{
  HoubuDetailsPage *self = HOUBU_DETAILS_PAGE (object);
  HoubuServices *services = houbu_page_get_services (HOUBU_PAGE (self));

  G_OBJECT_CLASS (houbu_details_page_parent_class)->constructed (object);
  self->candidate = houbu_services_get_candidate (services);
  houbu_payment_bar_follow (self->written_payment, services, HOUBU_SUBJECT_KIND_WRITTEN);
  houbu_payment_bar_follow (self->oral_payment, services, HOUBU_SUBJECT_KIND_ORAL);
  follow (self);
}

static void
houbu_details_page_dispose (GObject *object)
{
  HoubuDetailsPage *self = HOUBU_DETAILS_PAGE (object);

  g_clear_object (&self->cancel_intention);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_DETAILS_PAGE);
  G_OBJECT_CLASS (houbu_details_page_parent_class)->dispose (object);
}

static void
houbu_details_page_class_init (HoubuDetailsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  object_class->constructed = houbu_details_page_constructed;
  object_class->dispose = houbu_details_page_dispose;
  page_class->activate = houbu_details_page_activate;
  page_class->reload = houbu_details_page_reload;
  g_type_ensure (HOUBU_TYPE_ARTICLE_LIST);
  g_type_ensure (HOUBU_TYPE_CLOSURE_SECTION);
  g_type_ensure (HOUBU_TYPE_FACTS);
  g_type_ensure (HOUBU_TYPE_PAYMENT_BAR);
  g_type_ensure (HOUBU_TYPE_REVIEW_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-details-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, cards_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, closure_section);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, completed_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, completed_section);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, completed_toggle);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, delete_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, delete_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, ended_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, ended_section);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, facts);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, no_oral_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, no_waits_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, no_written_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, notice_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, oral_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, oral_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, oral_payment);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, review_section);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, written_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuDetailsPage, written_payment);
  gtk_widget_class_bind_template_callback (widget_class, on_completed_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_oral_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_print_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_written_button_clicked_cb);
}

static void
houbu_details_page_init (HoubuDetailsPage *self)
{
  self->cancel_intention = houbu_intention_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
