/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-confirm-page.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-facts.h"
#include "houbu-masked-label.h"
#include "houbu-pages.h"
#include "houbu-reflow.h"
#include "houbu-review-section.h"
#include "houbu-rich-text.h"
#include "houbu-text.h"

struct _HoubuConfirmPage
{
  HoubuPage parent_instance;

  /* template */
  GtkCheckButton *checked_check;
  GtkBox *hints_box;
  HoubuFacts *person_facts;
  HoubuFacts *record_facts;
  HoubuReviewSection *review_section;
  GtkWidget *save_button;

  HoubuQualificationResult *found; /* (owned) (nullable) */
  HoubuIntention *intention;       /* (owned) */
};

#define TYPED_NUMBER_KEY "houbu-typed-number"

G_DEFINE_FINAL_TYPE (HoubuConfirmPage, houbu_confirm_page, HOUBU_TYPE_PAGE)

static const char *const hints[] = {
  N_ ("If something in the school record is wrong, do not go on. Ask your school to correct it "
      "first."),
  N_ ("The qualified subjects follow from the settings of this exam. If you disagree, ask your "
      "school."),
  N_ ("Without any subject in that list you cannot register."),
  N_ ("If an oral exam cannot be chosen now, its seats are taken or its site has not opened yet. "
      "Once your written subject is paid, come back at any time and look again."),
  N_ ("Without the qualification for CET-6 you may ask for a review with the number of your CET-4 "
      "admission ticket, where the conditions are met. The answer comes at once. If it says that "
      "your school has to decide, the ticket belongs to another document number: bring proof to "
      "your school."),
  N_ ("Each account can ask for that review once; an approved review cannot be changed or taken "
      "back."),
  N_ ("For a CET-4 result from before 2005, ask your school."),
};

static gboolean
has_subjects (HoubuConfirmPage *self)
{
  const char *const *codes;

  if (self->found == NULL)
    return FALSE;
  codes =
      houbu_student_get_qualified_subjects (houbu_qualification_result_get_student (self->found));
  return codes != NULL && codes[0] != NULL;
}

static void
fill_person (HoubuConfirmPage *self, HoubuStudent *student, const char *typed_number)
{
  g_autofree char *subjects = houbu_text_subjects (houbu_student_get_qualified_subjects (student));

  houbu_facts_clear (self->person_facts);
  houbu_facts_add (self->person_facts, _ ("Name"), houbu_student_get_name (student));
  houbu_facts_add (self->person_facts, _ ("Sex"), houbu_text_sex (houbu_student_get_sex (student)));
  houbu_facts_add (self->person_facts, _ ("Document type"),
                   houbu_text_id_type (houbu_student_get_id_type (student)));
  houbu_facts_add_widget (
      self->person_facts, _ ("Document number"),
      houbu_masked_label_new (houbu_student_get_id_number_masked (student), typed_number));
  houbu_facts_add_wide (self->person_facts, _ ("Qualified subjects"),
                        *subjects != '\0' ? subjects : _ ("None"));
}

static void
houbu_confirm_page_receive (HoubuPage *page, GObject *what)
{
  HoubuConfirmPage *self = HOUBU_CONFIRM_PAGE (page);
  HoubuStudent *student;

  if (!HOUBU_IS_QUALIFICATION_RESULT (what))
    return;
  g_set_object (&self->found, HOUBU_QUALIFICATION_RESULT (what));
  student = houbu_qualification_result_get_student (self->found);
  fill_person (self, student, g_object_get_data (what, TYPED_NUMBER_KEY));
  houbu_facts_clear (self->record_facts);
  houbu_facts_add_record (self->record_facts, student);
  houbu_review_section_show (self->review_section, houbu_page_get_services (page),
                             houbu_qualification_result_get_review (self->found),
                             houbu_qualification_result_get_review_possible (self->found));
  gtk_check_button_set_active (self->checked_check, FALSE);
  houbu_page_set_state (page, HOUBU_PAGE_READY);
}

/* What an approved review opens stands among the subjects at once. */
static void
on_section_reviewed_cb (HoubuReviewSection *section, HoubuReview *review, HoubuConfirmPage *self)
{
  HoubuStudent *student = houbu_qualification_result_get_student (self->found);
  const char *const *opened = houbu_review_get_subjects (review);
  const char *const *had = houbu_student_get_qualified_subjects (student);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; had[i] != NULL; i++)
    g_strv_builder_add (codes, had[i]);
  for (guint i = 0; opened[i] != NULL; i++)
    if (!g_strv_contains (had, opened[i]))
      g_strv_builder_add (codes, opened[i]);
  all = g_strv_builder_end (codes);
  houbu_student_set_qualified_subjects (student, (const char *const *) all);
  houbu_qualification_result_set_review (self->found, review);
  houbu_qualification_result_set_review_possible (self->found, FALSE);
  houbu_confirm_page_receive (HOUBU_PAGE (self), G_OBJECT (self->found));
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuConfirmPage) self = user_data;
  HoubuPage *page = HOUBU_PAGE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRegistration) registration = houbu_registration_service_create_finish (
      HOUBU_REGISTRATION_SERVICE (source), result, &error);

  houbu_page_set_busy (page, FALSE);
  if (registration == NULL)
    {
      houbu_page_show_problem (page, error);
      return;
    }
  houbu_candidate_apply (houbu_services_get_candidate (houbu_page_get_services (page)),
                         HOUBU_RECORD (registration));
  houbu_page_go (page, HOUBU_PAGE_NAME_WRITTEN, NULL);
}

static void
save (HoubuConfirmPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);

  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_registration_service_create_async (
      houbu_services_get_registration (houbu_page_get_services (page)),
      houbu_qualification_result_get_query_id (self->found), TRUE, TRUE, self->intention,
      houbu_page_get_cancellable (page), on_saved_cb, g_object_ref (self));
}

static void
on_reviewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (houbu_confirm_dialog_ask_finish (result))
    save (HOUBU_CONFIRM_PAGE (source));
}

/* The record that was found stays, and so does the tick: back from there one saves. */
static void
on_change_phone_clicked_cb (GtkButton *button, HoubuConfirmPage *self)
{
  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))));
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_CHANGE_PHONE, NULL);
}

static GtkWidget *
make_change_button (HoubuConfirmPage *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Use _Another Phone…"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_change_phone_clicked_cb), self, 0);
  return button;
}

static void
on_save_clicked_cb (GtkButton *button, HoubuConfirmPage *self)
{
  HoubuAccountInfo *account = houbu_candidate_get_account (
      houbu_services_get_candidate (houbu_page_get_services (HOUBU_PAGE (self))));
  const char *phone = account != NULL ? houbu_account_info_get_phone_masked (account) : NULL;
  g_autofree char *body = NULL;
  HoubuConfirm confirm = {
    .heading = _ ("Save Your Registration?"),
    .accept = _ ("_Save"),
    .refuse = _ ("_Go Back"),
  };

  /* Translators: %s is a phone number with its middle hidden */
  confirm.body = body = g_strdup_printf (
      _ ("The school record cannot be changed after this. A mistake in it may keep you from the "
         "exam "
         "or from your score report.\n\nThe phone number of this account is %s. Messages about the "
         "exam go there. If you do not use that number any more, change it first."),
      phone != NULL ? phone : _ ("–"));
  confirm.extra = make_change_button (self);
  houbu_confirm_dialog_ask_async (GTK_WIDGET (self), &confirm,
                                  houbu_page_get_cancellable (HOUBU_PAGE (self)), on_reviewed_cb,
                                  NULL);
}

static void
on_home_clicked_cb (GtkButton *button, HoubuConfirmPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_HOME, NULL);
}

static void
on_checked_toggled_cb (GtkCheckButton *check, HoubuConfirmPage *self)
{
  houbu_page_set_state (HOUBU_PAGE (self), houbu_page_get_state (HOUBU_PAGE (self)));
}

static const char *
find_obstacle (HoubuConfirmPage *self)
{
  if (!has_subjects (self))
    return _ ("There are no qualified subjects");
  if (!gtk_check_button_get_active (self->checked_check))
    return _ ("Tick that you have checked it first");
  return NULL;
}

static void
houbu_confirm_page_apply_state (HoubuPage *page)
{
  HoubuConfirmPage *self = HOUBU_CONFIRM_PAGE (page);
  const char *obstacle = find_obstacle (self);

  gtk_widget_set_sensitive (self->save_button, obstacle == NULL);
  gtk_widget_set_tooltip_text (self->save_button, obstacle);
}

static void
houbu_confirm_page_dispose (GObject *object)
{
  HoubuConfirmPage *self = HOUBU_CONFIRM_PAGE (object);

  g_clear_object (&self->found);
  g_clear_object (&self->intention);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_CONFIRM_PAGE);
  G_OBJECT_CLASS (houbu_confirm_page_parent_class)->dispose (object);
}

static void
houbu_confirm_page_class_init (HoubuConfirmPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_confirm_page_dispose;
  page_class->apply_state = houbu_confirm_page_apply_state;
  page_class->receive = houbu_confirm_page_receive;
  g_type_ensure (HOUBU_TYPE_FACTS);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  g_type_ensure (HOUBU_TYPE_REVIEW_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-confirm-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuConfirmPage, checked_check);
  gtk_widget_class_bind_template_child (widget_class, HoubuConfirmPage, hints_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuConfirmPage, person_facts);
  gtk_widget_class_bind_template_child (widget_class, HoubuConfirmPage, record_facts);
  gtk_widget_class_bind_template_child (widget_class, HoubuConfirmPage, review_section);
  gtk_widget_class_bind_template_child (widget_class, HoubuConfirmPage, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_checked_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_home_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_section_reviewed_cb);
}

static void
houbu_confirm_page_init (HoubuConfirmPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->intention = houbu_intention_new ();
  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    {
      g_autofree char *text = g_strdup_printf ("%u. %s", i + 1, _ (hints[i]));

      gtk_box_append (self->hints_box, houbu_rich_text_paragraph (text, NULL));
    }
}

/**
 * houbu_confirm_page_prepare:
 * @found: what the server found
 * @typed_number: the document number that was asked for: the server only sends a masked one
 *
 * Returns: (transfer none): what to hand over to the page
 */
GObject *
houbu_confirm_page_prepare (HoubuQualificationResult *found, const char *typed_number)
{
  g_object_set_data_full (G_OBJECT (found), TYPED_NUMBER_KEY, g_strdup (typed_number), g_free);
  return G_OBJECT (found);
}
