/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-link.h"

#include <glib/gi18n.h>

#include "houbu-open-uri.h"
#include "houbu-qr-code.h"
#include "houbu-reflow.h"

struct _HoubuPaymentLink
{
  AdwBin parent_instance;

  char *address; /* (owned) (nullable): of the page */
  char *code;    /* (owned) (nullable): what the code says */

  /* template */
  GtkWidget *address_box;
  GtkEntry *address_entry;
  GtkLabel *code_label;
  GtkPicture *code_picture;
};

enum
{
  SIGNAL_COPIED,
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuPaymentLink, houbu_payment_link, ADW_TYPE_BIN)

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPaymentLink *self = HOUBU_PAYMENT_LINK (source);
  g_autoptr (GError) error = NULL;
  const gboolean opened = houbu_open_uri_finish (GTK_WIDGET (self), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->address == NULL)
    return;
  gtk_widget_set_visible (self->address_box, !opened);
  if (!opened)
    gtk_widget_grab_focus (GTK_WIDGET (self->address_entry));
}

static void
on_copy_button_clicked_cb (HoubuPaymentLink *self)
{
  if (self->address == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->address);
  g_signal_emit (self, signals[SIGNAL_COPIED], 0);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
houbu_payment_link_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_PAYMENT_LINK);
  G_OBJECT_CLASS (houbu_payment_link_parent_class)->dispose (object);
}

static void
houbu_payment_link_finalize (GObject *object)
{
  HoubuPaymentLink *self = HOUBU_PAYMENT_LINK (object);

  g_free (self->address);
  g_free (self->code);
  G_OBJECT_CLASS (houbu_payment_link_parent_class)->finalize (object);
}

static void
houbu_payment_link_class_init (HoubuPaymentLinkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_payment_link_dispose;
  G_OBJECT_CLASS (klass)->finalize = houbu_payment_link_finalize;
  signals[SIGNAL_COPIED] =
      g_signal_new ("copied", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] =
      g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-payment-link.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentLink, address_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentLink, address_entry);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentLink, code_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuPaymentLink, code_picture);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_button_clicked_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_payment_link_init (HoubuPaymentLink *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_payment_link_set_practice (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
show_code (HoubuPaymentLink *self, const char *text)
{
  g_autoptr (HoubuQrCode) code = NULL;

  if (g_strcmp0 (self->code, text) == 0)
    return;
  g_free (self->code);
  self->code = g_strdup (text);
  code = text != NULL ? houbu_qr_code_new (text) : NULL;
  gtk_picture_set_paintable (self->code_picture, GDK_PAINTABLE (code));
  gtk_widget_set_visible (GTK_WIDGET (self->code_picture), code != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->code_label), code != NULL);
}

/**
 * houbu_payment_link_set_order:
 * @self: a payment link
 * @order: (nullable): an order that can be paid, %NULL for none
 */
void
houbu_payment_link_set_order (HoubuPaymentLink *self, HoubuPayment *order)
{
  const char *address = order != NULL ? houbu_payment_get_pay_url (order) : NULL;

  g_return_if_fail (HOUBU_IS_PAYMENT_LINK (self));
  gtk_widget_set_visible (GTK_WIDGET (self), address != NULL);
  show_code (self, order != NULL ? houbu_payment_get_qr_text (order) : NULL);
  if (g_strcmp0 (self->address, address) == 0)
    return;
  g_free (self->address);
  self->address = g_strdup (address);
  gtk_widget_set_visible (self->address_box, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->address_entry), address != NULL ? address : "");
}

/**
 * houbu_payment_link_set_practice:
 * @self: a payment link
 * @practice: whether the platform is one on this computer
 */
void
houbu_payment_link_set_practice (HoubuPaymentLink *self, gboolean practice)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_LINK (self));
  gtk_label_set_text (
      self->code_label,
      practice
          ? _ ("In practice the code leads to a payment platform on this computer, which a phone "
               "does not reach: pay in the browser here.")
          : _ ("Scan it with the payment platform's app, on your phone or somebody else's."));
}

/**
 * houbu_payment_link_open:
 * @self: a payment link that has an order
 * @cancellable: (nullable): ends it
 *
 * Opens the page in the browser, or says that there is none and shows the address.
 */
void
houbu_payment_link_open (HoubuPaymentLink *self, GCancellable *cancellable)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_LINK (self) && self->address != NULL);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  houbu_open_uri_async (GTK_WIDGET (self), self->address, cancellable, on_opened_cb, NULL);
}
