/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-phone-page.h"

#include <glib/gi18n.h>
#include "houbu-error.h"
#include "houbu-mask.h"

#include "houbu-captcha-row.h"
#include "houbu-code-row.h"
#include "houbu-message-row.h"
#include "houbu-password-hint.h"
#include "houbu-spoken.h"
#include "houbu-work-row.h"

typedef struct
{
  /* template */
  HoubuCaptchaRow *captcha_row;
  HoubuCodeRow *code_row;
  GtkLabel *hint_label;
  GtkLabel *intro_label;
  HoubuMessageRow *message_row;
  GtkWidget *password_box;
  GtkWidget *password_row;
  GtkWidget *phone_row;
  GtkLabel *sent_label;
  GtkLevelBar *strength_bar;
  GtkButton *submit_button;

  HoubuIntention *intention; /* (owned) */
} HoubuPhonePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HoubuPhonePage, houbu_phone_page, HOUBU_TYPE_PAGE)

static HoubuPhonePagePrivate *
get_private (HoubuPhonePage *self)
{
  return houbu_phone_page_get_instance_private (self);
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static HoubuCandidate *
get_candidate (HoubuPhonePage *self)
{
  return houbu_services_get_candidate (houbu_page_get_services (HOUBU_PAGE (self)));
}

/* ---- the code */

/* A picture is good for one answer, so what was typed goes with it. */
static void
ask_for_captcha (HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);

  gtk_widget_set_visible (GTK_WIDGET (priv->captcha_row), TRUE);
  houbu_captcha_row_renew (priv->captcha_row);
}

static void
show_sent (HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);
  g_autofree char *phone = houbu_phone_page_dup_phone (self);
  g_autofree char *masked = houbu_mask_phone (phone);
  /* Translators: %s is a phone number with its middle hidden */
  g_autofree char *text = g_strdup_printf (
      _ ("A message is on its way to %s. Type the code in it; if it says that there is none for "
         "you, it says why."),
      masked);

  gtk_label_set_text (priv->sent_label, text);
  gtk_widget_set_visible (GTK_WIDGET (priv->sent_label), TRUE);
}

/* Too early is known to the server only; its word starts the countdown as well. */
static void
show_send_failure (HoubuPhonePage *self, const GError *error)
{
  HoubuPhonePagePrivate *priv = get_private (self);
  const gint64 wait = error->domain == HOUBU_ERROR ? houbu_error_get_retry_after (error) : 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  houbu_page_show_problem (HOUBU_PAGE (self), error);
  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS) && wait > 0)
    houbu_code_row_set_resend_at (priv->code_row, get_candidate (self),
                                  houbu_candidate_get_server_now (get_candidate (self)) +
                                      wait * G_TIME_SPAN_SECOND);
  ask_for_captcha (self);
  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_CAPTCHA_FAILED))
    houbu_page_focus_field (HOUBU_PAGE (self), "captcha_answer");
}

static void
on_code_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPhonePage) self = user_data;
  HoubuPhonePagePrivate *priv = get_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuMessageReceipt) receipt =
      houbu_phone_service_send_code_finish (HOUBU_PHONE_SERVICE (source), result, &error);

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (receipt == NULL)
    {
      show_send_failure (self, error);
      return;
    }
  houbu_captcha_row_clear (priv->captcha_row);
  gtk_widget_set_visible (GTK_WIDGET (priv->captcha_row), FALSE);
  houbu_code_row_set_resend_at (priv->code_row, get_candidate (self),
                                houbu_message_receipt_get_resend_at (receipt));
  show_sent (self);
  gtk_editable_set_text (GTK_EDITABLE (priv->code_row), "");
  gtk_widget_grab_focus (GTK_WIDGET (priv->code_row));
}

static void
send_code (HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);
  HoubuPage *page = HOUBU_PAGE (self);
  const char *answer = houbu_captcha_row_get_answer (priv->captcha_row);
  g_autofree char *phone = houbu_phone_page_dup_phone (self);

  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_phone_service_send_code_async (
      houbu_services_get_phone (houbu_page_get_services (page)),
      HOUBU_PHONE_PAGE_GET_CLASS (self)->purpose, phone,
      answer != NULL ? houbu_captcha_row_get_id (priv->captcha_row) : NULL, answer,
      houbu_page_get_cancellable (page), on_code_sent_cb, g_object_ref (self));
}

static void
on_send_cb (HoubuCodeRow *row, HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);

  if (houbu_page_get_busy (HOUBU_PAGE (self)))
    return;
  if (*get_text (priv->phone_row) == '\0')
    houbu_page_focus_field (HOUBU_PAGE (self), "phone");
  else if (!gtk_widget_get_visible (GTK_WIDGET (priv->captcha_row)))
    {
      ask_for_captcha (self);
      gtk_widget_grab_focus (GTK_WIDGET (priv->captcha_row));
    }
  else if (houbu_captcha_row_is_working (priv->captcha_row))
    houbu_page_focus_field (HOUBU_PAGE (self), "captcha_answer");
  else
    send_code (self);
}

/* ---- all of it */

static const char *
find_missing (HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);
  g_autofree char *code = houbu_code_row_dup_code (priv->code_row);

  if (*get_text (priv->phone_row) == '\0')
    return "phone";
  if (*code == '\0')
    return "code";
  if (HOUBU_PHONE_PAGE_GET_CLASS (self)->takes_password && *get_text (priv->password_row) == '\0')
    return "password";
  return NULL;
}

static void
on_submit_clicked_cb (GtkWidget *widget, HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);
  HoubuPage *page = HOUBU_PAGE (self);
  const char *missing = find_missing (self);
  g_autofree char *phone = houbu_phone_page_dup_phone (self);
  g_autofree char *code = houbu_code_row_dup_code (priv->code_row);

  if (houbu_page_get_busy (page))
    return;
  if (missing != NULL)
    {
      houbu_page_focus_field (page, missing);
      return;
    }
  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  HOUBU_PHONE_PAGE_GET_CLASS (self)->submit (self, phone, code, get_text (priv->password_row));
}

static void
on_field_changed_cb (GtkWidget *widget, HoubuPhonePage *self)
{
  houbu_spoken_mark (widget, FALSE);
}

static void
on_password_changed_cb (GtkEditable *editable, HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);
  g_auto (HoubuPasswordHint) hint = { 0 };

  houbu_spoken_mark (GTK_WIDGET (editable), FALSE);
  houbu_password_hint_read (&hint, gtk_editable_get_text (editable));
  gtk_level_bar_set_value (priv->strength_bar, hint.level);
  gtk_label_set_text (priv->hint_label, hint.text);
}

static void
houbu_phone_page_activate (HoubuPage *page)
{
  HoubuPhonePage *self = HOUBU_PHONE_PAGE (page);
  HoubuPhonePagePrivate *priv = get_private (self);
  HoubuServices *services = houbu_page_get_services (page);
  HoubuPractice *practice = houbu_services_get_practice (services);

  houbu_page_set_state (page, HOUBU_PAGE_READY);
  houbu_captcha_row_set_services (priv->captcha_row, services);
  houbu_message_row_set_phone (priv->message_row,
                               practice != NULL ? houbu_practice_get_phone (practice) : NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (priv->captcha_row)) &&
      houbu_captcha_row_get_id (priv->captcha_row) == NULL)
    houbu_captcha_row_renew (priv->captcha_row);
  gtk_widget_grab_focus (priv->phone_row);
}

/* What is secret can be read in clear over the accessibility bus, so it is not left there. */
static void
houbu_phone_page_deactivate (HoubuPage *page)
{
  HoubuPhonePagePrivate *priv = get_private (HOUBU_PHONE_PAGE (page));

  gtk_editable_set_text (GTK_EDITABLE (priv->password_row), "");
  gtk_editable_set_text (GTK_EDITABLE (priv->code_row), "");
}

static GtkWidget *
houbu_phone_page_find_field (HoubuPage *page, const char *field)
{
  HoubuPhonePagePrivate *priv = get_private (HOUBU_PHONE_PAGE (page));

  if (g_str_equal (field, "phone"))
    return priv->phone_row;
  if (g_str_equal (field, "code"))
    return GTK_WIDGET (priv->code_row);
  if (g_str_equal (field, "password"))
    return priv->password_row;
  if (g_str_has_prefix (field, "captcha"))
    return houbu_captcha_row_get_field (priv->captcha_row);
  return NULL;
}

static void
houbu_phone_page_constructed (GObject *object)
{
  HoubuPhonePage *self = HOUBU_PHONE_PAGE (object);
  HoubuPhonePagePrivate *priv = get_private (self);
  HoubuPhonePageClass *klass = HOUBU_PHONE_PAGE_GET_CLASS (self);

  gtk_label_set_text (priv->intro_label, _ (klass->intro));
  gtk_button_set_label (priv->submit_button, _ (klass->button));
  gtk_widget_set_visible (priv->password_box, klass->takes_password);
  on_password_changed_cb (GTK_EDITABLE (priv->password_row), self);
  G_OBJECT_CLASS (houbu_phone_page_parent_class)->constructed (object);
}

static void
houbu_phone_page_dispose (GObject *object)
{
  g_clear_object (&get_private (HOUBU_PHONE_PAGE (object))->intention);
  /* GTK 4.8 disposes of a template in its own class only; here it goes with the object. */
  G_OBJECT_CLASS (houbu_phone_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-phone-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, captcha_row);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, code_row);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, hint_label);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, intro_label);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, message_row);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, password_box);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, password_row);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, phone_row);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, sent_label);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, strength_bar);
  gtk_widget_class_bind_template_child_private (widget_class, HoubuPhonePage, submit_button);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_send_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_submit_clicked_cb);
}

static void
houbu_phone_page_class_init (HoubuPhonePageClass *klass)
{
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = houbu_phone_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = houbu_phone_page_dispose;
  page_class->activate = houbu_phone_page_activate;
  page_class->deactivate = houbu_phone_page_deactivate;
  page_class->find_field = houbu_phone_page_find_field;
  g_type_ensure (HOUBU_TYPE_CAPTCHA_ROW);
  g_type_ensure (HOUBU_TYPE_CODE_ROW);
  g_type_ensure (HOUBU_TYPE_MESSAGE_ROW);
  g_type_ensure (HOUBU_TYPE_WORK_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
houbu_phone_page_init (HoubuPhonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  get_private (self)->intention = houbu_intention_new ();
}

/**
 * houbu_phone_page_get_intention:
 * @self: a page
 *
 * Returns: (transfer none): what the button means to do once
 */
HoubuIntention *
houbu_phone_page_get_intention (HoubuPhonePage *self)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_PAGE (self), NULL);
  return get_private (self)->intention;
}

/**
 * houbu_phone_page_dup_phone:
 * @self: a page
 *
 * Returns: (transfer full): the number that was typed, as it is compared
 */
char *
houbu_phone_page_dup_phone (HoubuPhonePage *self)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_PAGE (self), NULL);
  return houbu_phone_normalise (get_text (get_private (self)->phone_row));
}

/**
 * houbu_phone_page_failed:
 * @self: a page
 * @error: why it was not done
 *
 * Tells so and leads to the field; what was typed stays.
 */
void
houbu_phone_page_failed (HoubuPhonePage *self, const GError *error)
{
  g_return_if_fail (HOUBU_IS_PHONE_PAGE (self) && error != NULL);
  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  houbu_page_show_problem (HOUBU_PAGE (self), error);
}

/**
 * houbu_phone_page_done:
 * @self: a page
 *
 * It was done: nothing of it is left for the next time.
 */
void
houbu_phone_page_done (HoubuPhonePage *self)
{
  HoubuPhonePagePrivate *priv = get_private (self);

  g_return_if_fail (HOUBU_IS_PHONE_PAGE (self));
  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (priv->phone_row), "");
  gtk_editable_set_text (GTK_EDITABLE (priv->code_row), "");
  gtk_editable_set_text (GTK_EDITABLE (priv->password_row), "");
  gtk_widget_set_visible (GTK_WIDGET (priv->sent_label), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (priv->captcha_row), TRUE);
  houbu_code_row_set_resend_at (priv->code_row, get_candidate (self), HOUBU_UNSET);
}
