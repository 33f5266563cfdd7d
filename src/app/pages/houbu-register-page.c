/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-register-page.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-pages.h"
#include "houbu-sign-in-page.h"

struct _HoubuRegisterPage
{
  HoubuPhonePage parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuRegisterPage, houbu_register_page, HOUBU_TYPE_PHONE_PAGE)

static void
on_registered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPhonePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuAccountInfo) account =
      houbu_phone_service_register_finish (HOUBU_PHONE_SERVICE (source), result, &error);
  g_autofree char *phone = NULL;

  if (account == NULL)
    {
      houbu_phone_page_failed (self, error);
      return;
    }
  phone = houbu_phone_page_dup_phone (self);
  houbu_phone_page_done (self);
  houbu_confirm_dialog_tell (GTK_WIDGET (self), _ ("Your Account Is Registered"),
                             _ ("Sign in with the phone number and the password."));
  houbu_sign_in_page_go (HOUBU_PAGE (self), phone);
}

static void
houbu_register_page_submit (HoubuPhonePage *self,
                            const char *phone,
                            const char *code,
                            const char *password)
{
  HoubuPage *page = HOUBU_PAGE (self);

  houbu_phone_service_register_async (houbu_services_get_phone (houbu_page_get_services (page)),
                                      phone, code, password, houbu_phone_page_get_intention (self),
                                      houbu_page_get_cancellable (page), on_registered_cb,
                                      g_object_ref (self));
}

static void
houbu_register_page_class_init (HoubuRegisterPageClass *klass)
{
  HoubuPhonePageClass *phone_class = HOUBU_PHONE_PAGE_CLASS (klass);

  phone_class->purpose = HOUBU_VERIFICATION_PURPOSE_REGISTER;
  phone_class->takes_password = TRUE;
  phone_class->intro = N_ (
      "An account belongs to one phone number. A code is sent there; with it and a password the "
      "account is yours.");
  phone_class->button = N_ ("_Register the Account");
  phone_class->submit = houbu_register_page_submit;
}

static void
houbu_register_page_init (HoubuRegisterPage *self)
{
  g_object_set (self, "title", _ ("Register an Account"), NULL);
}
