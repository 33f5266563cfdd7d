/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-find-account-page.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-captcha-row.h"
#include "houbu-identity-form.h"
#include "houbu-message-row.h"
#include "houbu-spoken.h"
#include "houbu-work-row.h"

struct _HoubuFindAccountPage
{
  HoubuPage parent_instance;

  /* template */
  HoubuCaptchaRow *captcha_row;
  HoubuIdentityForm *form;
  HoubuMessageRow *message_row;
  GtkWidget *sent_box;

  HoubuIntention *intention; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HoubuFindAccountPage, houbu_find_account_page, HOUBU_TYPE_PAGE)

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuFindAccountPage) self = user_data;
  HoubuPage *page = HOUBU_PAGE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuMessageReceipt) receipt =
      houbu_phone_service_recover_finish (HOUBU_PHONE_SERVICE (source), result, &error);

  houbu_page_set_busy (page, FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* The picture is used up either way. */
  houbu_captcha_row_renew (self->captcha_row);
  gtk_widget_set_visible (self->sent_box, receipt != NULL);
  if (receipt != NULL)
    {
      gtk_widget_grab_focus (self->sent_box);
      return;
    }
  houbu_page_show_problem (page, error);
  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_CAPTCHA_FAILED))
    houbu_page_focus_field (page, "captcha_answer");
}

static void
ask (HoubuFindAccountPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);
  g_autoptr (HoubuAccountRecovery) request = houbu_account_recovery_new ();
  g_autofree char *name = houbu_identity_form_dup_name (self->form);
  g_autofree char *number = houbu_identity_form_dup_number (self->form);
  const char *answer = houbu_captcha_row_get_answer (self->captcha_row);

  houbu_account_recovery_set_id_type (request, houbu_identity_form_get_id_type (self->form));
  houbu_account_recovery_set_id_number (request, number);
  houbu_account_recovery_set_name (request, name);
  if (answer != NULL)
    houbu_account_recovery_set_captcha_id (request, houbu_captcha_row_get_id (self->captcha_row));
  houbu_account_recovery_set_captcha_answer (request, answer);
  houbu_page_clear_problem (page);
  gtk_widget_set_visible (self->sent_box, FALSE);
  houbu_page_set_busy (page, TRUE);
  houbu_phone_service_recover_async (houbu_services_get_phone (houbu_page_get_services (page)),
                                     request, self->intention, houbu_page_get_cancellable (page),
                                     on_asked_cb, g_object_ref (self));
}

static void
on_ask_clicked_cb (GtkWidget *widget, HoubuFindAccountPage *self)
{
  const char *missing;

  if (houbu_page_get_busy (HOUBU_PAGE (self)))
    return;
  missing = houbu_identity_form_find_missing (self->form);
  if (missing != NULL)
    houbu_page_focus_field (HOUBU_PAGE (self), missing);
  else if (houbu_captcha_row_is_working (self->captcha_row))
    houbu_page_focus_field (HOUBU_PAGE (self), "captcha_answer");
  else
    ask (self);
}

static void
on_field_changed_cb (GtkWidget *widget, HoubuFindAccountPage *self)
{
  houbu_spoken_mark (widget, FALSE);
}

static void
houbu_find_account_page_activate (HoubuPage *page)
{
  HoubuFindAccountPage *self = HOUBU_FIND_ACCOUNT_PAGE (page);
  HoubuServices *services = houbu_page_get_services (page);
  HoubuPractice *practice = houbu_services_get_practice (services);

  houbu_page_set_state (page, HOUBU_PAGE_READY);
  houbu_captcha_row_set_services (self->captcha_row, services);
  houbu_message_row_set_phone (self->message_row,
                               practice != NULL ? houbu_practice_get_phone (practice) : NULL);
  if (houbu_captcha_row_get_id (self->captcha_row) == NULL)
    houbu_captcha_row_renew (self->captcha_row);
  gtk_widget_grab_focus (houbu_identity_form_find_field (self->form, "id_number"));
}

static GtkWidget *
houbu_find_account_page_find_field (HoubuPage *page, const char *field)
{
  HoubuFindAccountPage *self = HOUBU_FIND_ACCOUNT_PAGE (page);

  if (g_str_has_prefix (field, "captcha"))
    return houbu_captcha_row_get_field (self->captcha_row);
  return houbu_identity_form_find_field (self->form, field);
}

static void
houbu_find_account_page_dispose (GObject *object)
{
  g_clear_object (&HOUBU_FIND_ACCOUNT_PAGE (object)->intention);
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_FIND_ACCOUNT_PAGE);
  G_OBJECT_CLASS (houbu_find_account_page_parent_class)->dispose (object);
}

static void
houbu_find_account_page_class_init (HoubuFindAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_find_account_page_dispose;
  page_class->activate = houbu_find_account_page_activate;
  page_class->find_field = houbu_find_account_page_find_field;
  g_type_ensure (HOUBU_TYPE_CAPTCHA_ROW);
  g_type_ensure (HOUBU_TYPE_IDENTITY_FORM);
  g_type_ensure (HOUBU_TYPE_MESSAGE_ROW);
  g_type_ensure (HOUBU_TYPE_WORK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-find-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuFindAccountPage, captcha_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuFindAccountPage, form);
  gtk_widget_class_bind_template_child (widget_class, HoubuFindAccountPage, message_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuFindAccountPage, sent_box);
  gtk_widget_class_bind_template_callback (widget_class, on_ask_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
}

static void
houbu_find_account_page_init (HoubuFindAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->intention = houbu_intention_new ();
}
