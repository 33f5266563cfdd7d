/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-review-section.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-page.h"
#include "houbu-review-dialog.h"
#include "houbu-spoken.h"

#define SPACING 12

struct _HoubuReviewSection
{
  AdwBin parent_instance;

  /* children */
  GtkLabel *label;
  GtkWidget *button;

  HoubuServices *services;   /* (owned) (nullable) */
  HoubuIntention *intention; /* (owned) */
};

enum
{
  SIGNAL_REVIEWED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuReviewSection, houbu_review_section, ADW_TYPE_BIN)

static char *
describe_refusal (HoubuReview *review)
{
  const char *note = houbu_review_get_note (review);

  switch (houbu_review_get_reason (review))
    {
    case HOUBU_REVIEW_REASON_BEFORE_2005:
      return g_strdup (
          _ ("The review of your CET-6 qualification was refused: your CET-4 result is "
             "from before 2005. Ask your school."));
    case HOUBU_REVIEW_REASON_SCORE_TOO_LOW:
      return g_strdup (_ ("The review of your CET-6 qualification was refused: the score of that "
                          "exam is not high enough."));
    case HOUBU_REVIEW_REASON_SCHOOL:
      /* Translators: what the school says */
      return g_strdup_printf (_ ("Your school refused the review of your CET-6 qualification: %s"),
                              note != NULL ? note : "");
    case HOUBU_REVIEW_REASON_UNSET:
    default:
      return g_strdup (_ ("The review of your CET-6 qualification was refused. Ask your school."));
    }
}

static char *
describe (HoubuReview *review)
{
  switch (houbu_review_get_state (review))
    {
    case HOUBU_REVIEW_STATE_APPROVED:
      return g_strdup (
          _ ("The review of your CET-6 qualification was approved: you may take CET-6."));
    case HOUBU_REVIEW_STATE_PENDING:
      return g_strdup (_ ("The review of your CET-6 qualification waits for your school. Bring it "
                          "proof that the admission ticket is yours."));
    case HOUBU_REVIEW_STATE_REFUSED:
    case HOUBU_REVIEW_STATE_UNSET:
    default:
      return describe_refusal (review);
    }
}

static HoubuPage *
get_page (HoubuReviewSection *self)
{
  return HOUBU_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (self), HOUBU_TYPE_PAGE));
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuReviewSection) self = user_data;
  HoubuPage *page = get_page (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuReview) review = houbu_qualification_service_review_finish (
      HOUBU_QUALIFICATION_SERVICE (source), result, &error);
  g_autofree char *text = NULL;

  if (page == NULL)
    return;
  houbu_page_set_busy (page, FALSE);
  if (review == NULL)
    {
      houbu_page_show_problem (page, error);
      return;
    }
  houbu_candidate_apply (houbu_services_get_candidate (self->services), HOUBU_RECORD (review));
  houbu_review_section_show (self, self->services, review, FALSE);
  g_signal_emit (self, signals[SIGNAL_REVIEWED], 0, review);
  text = describe (review);
  houbu_confirm_dialog_tell (GTK_WIDGET (self), _ ("CET-6 Review"), text);
}

static void
on_number_given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuReviewSection *self = HOUBU_REVIEW_SECTION (source);
  HoubuPage *page = get_page (self);
  g_autofree char *number = houbu_review_dialog_ask_finish (result);

  if (number == NULL || page == NULL)
    return;
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_qualification_service_review_async (
      houbu_services_get_qualification (self->services), number, self->intention,
      houbu_page_get_cancellable (page), on_answered_cb, g_object_ref (self));
}

static void
on_clicked_cb (HoubuReviewSection *self)
{
  houbu_review_dialog_ask_async (GTK_WIDGET (self), houbu_page_get_cancellable (get_page (self)),
                                 on_number_given_cb, NULL);
}

static void
houbu_review_section_dispose (GObject *object)
{
  HoubuReviewSection *self = HOUBU_REVIEW_SECTION (object);

  g_clear_object (&self->services);
  g_clear_object (&self->intention);
  G_OBJECT_CLASS (houbu_review_section_parent_class)->dispose (object);
}

static void
houbu_review_section_class_init (HoubuReviewSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_review_section_dispose;
  signals[SIGNAL_REVIEWED] = g_signal_new ("reviewed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, HOUBU_TYPE_REVIEW);
}

static void
houbu_review_section_init (HoubuReviewSection *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  self->intention = houbu_intention_new ();
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, NULL);
  self->button =
      g_object_new (GTK_TYPE_BUTTON, "use-underline", TRUE, "halign", GTK_ALIGN_START, NULL);
  houbu_spoken_set_button_label (GTK_BUTTON (self->button), _ ("CET-6 _Review…"));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * houbu_review_section_show:
 * @self: a section
 * @services: how to ask
 * @review: (nullable): the review that was asked for
 * @possible: whether it may be asked for
 */
void
houbu_review_section_show (HoubuReviewSection *self,
                           HoubuServices *services,
                           HoubuReview *review,
                           gboolean possible)
{
  g_autofree char *text = NULL;

  g_return_if_fail (HOUBU_IS_REVIEW_SECTION (self));

  g_set_object (&self->services, services);
  text = review != NULL ? describe (review) : NULL;
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->label), text != NULL);
  gtk_widget_set_visible (self->button, possible);
  gtk_widget_set_visible (GTK_WIDGET (self), review != NULL || possible);
}
