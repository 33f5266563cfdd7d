/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-hint.h"

#include <glib/gi18n.h>

#include "houbu-payment-text.h"
#include "houbu-spoken.h"

#define SPACING 6

struct _HoubuPaymentHint
{
  AdwBin parent_instance;

  /* children */
  GtkButton *button;
  GtkLabel *text_label;
  GtkLabel *title_label;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuPaymentHint, houbu_payment_hint, ADW_TYPE_BIN)

static void
on_button_clicked_cb (HoubuPaymentHint *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
houbu_payment_hint_class_init (HoubuPaymentHintClass *klass)
{
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
new_label (void)
{
  return g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0f, NULL);
}

static void
houbu_payment_hint_init (HoubuPaymentHint *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  self->title_label = new_label ();
  gtk_widget_add_css_class (GTK_WIDGET (self->title_label), "heading");
  self->text_label = new_label ();
  self->button = g_object_new (GTK_TYPE_BUTTON, "use-underline", TRUE, "halign", GTK_ALIGN_START,
                               "margin-top", SPACING, NULL);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_button_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "houbu-doubt");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * houbu_payment_hint_show:
 * @self: a hint
 * @candidate: who pays
 * @view: how the payment stands
 * @is_off: the server has no payment platform
 */
void
houbu_payment_hint_show (HoubuPaymentHint *self,
                         HoubuCandidate *candidate,
                         const HoubuPaymentView *view,
                         gboolean is_off)
{
  const gboolean elsewhere = is_off && view->stage == HOUBU_PAYMENT_TO_PAY;
  const gboolean lacks_form = view->obstacle == HOUBU_PAYMENT_LACKS_FORM;
  g_autofree char *last_order = NULL;
  const char *title = _ ("First of All");
  const char *text = houbu_payment_text_obstacle (view->obstacle);

  g_return_if_fail (HOUBU_IS_PAYMENT_HINT (self));
  if (elsewhere)
    {
      title = _ ("Payment Happens Elsewhere");
      text = _ ("Nothing can be paid in Houbu here. Your school says how to pay; the seat is held "
                "until the time above.");
    }
  else if (text == NULL)
    {
      title = _ ("The Last Order");
      text = last_order = houbu_payment_text_last_order (candidate, view);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->text_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button),
                          !elsewhere && view->obstacle != HOUBU_PAYMENT_FREE);
  houbu_spoken_set_button_label (self->button, lacks_form ? _ ("Choose _Score Report…")
                                                          : _ ("Pay _Written Subjects"));
}
