/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-bar.h"

#include <glib/gi18n.h>

#include "houbu-page.h"
#include "houbu-pages.h"
#include "houbu-payment-text.h"
#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuPaymentBar
{
  AdwBin parent_instance;

  HoubuCandidate *candidate; /* (owned) (nullable) */
  HoubuSubjectKind kind;

  /* children */
  GtkButton *pay_button;
  GtkLabel *reason_label;
  GtkLabel *summary_label;
};

#define ROW_WIDTH 440
#define SPACING 12

G_DEFINE_FINAL_TYPE (HoubuPaymentBar, houbu_payment_bar, ADW_TYPE_BIN)

/* What the button says, and what is said of it aloud: there may be one for each kind. */
static void
name_button (HoubuPaymentBar *self, const HoubuPaymentView *view)
{
  const gboolean is_oral = self->kind == HOUBU_SUBJECT_KIND_ORAL;
  g_autofree char *money = houbu_text_money (view->unpaid_fen);
  g_autofree char *label = NULL;
  g_autofree char *spoken = NULL;

  if (houbu_payment_view_is_open (view))
    {
      label = g_strdup (_ ("_Go On with the Payment"));
      spoken = g_strdup (is_oral ? _ ("Go on with the payment for the oral subjects")
                                 : _ ("Go on with the payment for the written subjects"));
    }
  else
    {
      /* Translators: %s is an amount of money */
      label = g_strdup_printf (_ ("_Pay %s"), money);
      spoken = is_oral
                   /* Translators: %s is an amount of money; read aloud for the button */
                   ? g_strdup_printf (_ ("Pay %s for the oral subjects"), money)
                   /* Translators: %s is an amount of money; read aloud for the button */
                   : g_strdup_printf (_ ("Pay %s for the written subjects"), money);
    }
  gtk_button_set_label (self->pay_button, label);
  houbu_spoken_set (GTK_WIDGET (self->pay_button), spoken);
}

static void
update (HoubuPaymentBar *self)
{
  const HoubuPaymentView view = houbu_payment_view_read (self->candidate, self->kind);
  const gboolean leads_on =
      houbu_payment_view_is_open (&view) || view.stage == HOUBU_PAYMENT_TO_PAY;
  const gboolean can_pay = view.obstacle != HOUBU_PAYMENT_LACKS_WRITTEN;
  const char *reason = houbu_payment_text_obstacle (view.obstacle);
  g_autofree char *summary = houbu_payment_text_summary (&view);

  gtk_widget_set_visible (GTK_WIDGET (self), summary != NULL);
  gtk_label_set_text (self->summary_label, summary != NULL ? summary : "");
  gtk_label_set_text (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->pay_button), leads_on);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pay_button), can_pay);
  if (can_pay)
    gtk_widget_add_css_class (GTK_WIDGET (self->pay_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->pay_button), "suggested-action");
  name_button (self, &view);
}

static void
on_pay_button_clicked_cb (HoubuPaymentBar *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), HOUBU_TYPE_PAGE);
  g_autoptr (HoubuPaymentRequest) request = houbu_payment_request_new ();

  g_return_if_fail (page != NULL);
  houbu_payment_request_set_kind (request, self->kind);
  houbu_page_go (HOUBU_PAGE (page), HOUBU_PAGE_NAME_PAYMENT, G_OBJECT (request));
}

static void
houbu_payment_bar_dispose (GObject *object)
{
  g_clear_object (&HOUBU_PAYMENT_BAR (object)->candidate);
  G_OBJECT_CLASS (houbu_payment_bar_parent_class)->dispose (object);
}

static void
houbu_payment_bar_class_init (HoubuPaymentBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_payment_bar_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
new_label (gboolean expand)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "hexpand", expand, NULL);
}

static void
houbu_payment_bar_init (HoubuPaymentBar *self)
{
  GtkWidget *row = houbu_reflow_new (ROW_WIDTH, SPACING);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING / 2);

  self->summary_label = new_label (TRUE);
  self->reason_label = new_label (FALSE);
  self->pay_button = g_object_new (GTK_TYPE_BUTTON, "use-underline", TRUE, "valign",
                                   GTK_ALIGN_CENTER, "halign", GTK_ALIGN_START, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary_label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->reason_label), "dim-label");
  g_signal_connect_object (self->pay_button, "clicked", G_CALLBACK (on_pay_button_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  houbu_reflow_append (HOUBU_REFLOW (row), GTK_WIDGET (self->summary_label));
  houbu_reflow_append (HOUBU_REFLOW (row), GTK_WIDGET (self->pay_button));
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason_label));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * houbu_payment_bar_follow:
 * @self: a payment bar that follows nobody
 * @services: whose candidate
 * @kind: written or oral
 *
 * Shows how paying stands from now on.
 */
void
houbu_payment_bar_follow (HoubuPaymentBar *self, HoubuServices *services, HoubuSubjectKind kind)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_BAR (self) && HOUBU_IS_SERVICES (services));
  g_return_if_fail (self->candidate == NULL);
  self->candidate = g_object_ref (houbu_services_get_candidate (services));
  self->kind = kind;
  g_signal_connect_object (houbu_services_get_journey (services), "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
}
