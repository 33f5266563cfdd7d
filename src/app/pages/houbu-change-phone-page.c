/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-change-phone-page.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"

struct _HoubuChangePhonePage
{
  HoubuPhonePage parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuChangePhonePage, houbu_change_phone_page, HOUBU_TYPE_PHONE_PAGE)

static void
on_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPhonePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuAccountInfo) account =
      houbu_phone_service_change_finish (HOUBU_PHONE_SERVICE (source), result, &error);
  g_autofree char *text = NULL;

  if (account == NULL)
    {
      houbu_phone_page_failed (self, error);
      return;
    }
  houbu_candidate_apply (houbu_services_get_candidate (houbu_page_get_services (HOUBU_PAGE (self))),
                         HOUBU_RECORD (account));
  houbu_phone_page_done (self);
  /* Translators: %s is a phone number with its middle hidden */
  text = g_strdup_printf (_ ("The account uses %s now. Sign in with that number from now on."),
                          houbu_account_info_get_phone_masked (account));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
  houbu_confirm_dialog_tell (GTK_WIDGET (self), _ ("The Phone Is Changed"), text);
}

static void
houbu_change_phone_page_submit (HoubuPhonePage *self,
                                const char *phone,
                                const char *code,
                                const char *password)
{
  HoubuPage *page = HOUBU_PAGE (self);

  houbu_phone_service_change_async (houbu_services_get_phone (houbu_page_get_services (page)),
                                    phone, code, houbu_page_get_cancellable (page), on_changed_cb,
                                    g_object_ref (self));
}

static void
houbu_change_phone_page_class_init (HoubuChangePhonePageClass *klass)
{
  HoubuPhonePageClass *phone_class = HOUBU_PHONE_PAGE_CLASS (klass);

  phone_class->purpose = HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE;
  phone_class->takes_password = FALSE;
  phone_class->intro = N_ (
      "Type the number that you use now. A code is sent there; with it the account moves to that "
      "number, and you sign in with it from then on. The old number is told.");
  phone_class->button = N_ ("_Change Phone");
  phone_class->submit = houbu_change_phone_page_submit;
}

static void
houbu_change_phone_page_init (HoubuChangePhonePage *self)
{
  g_object_set (self, "title", _ ("Change the Phone"), NULL);
}
