/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-reset-page.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-pages.h"
#include "houbu-sign-in-page.h"

struct _HoubuResetPage
{
  HoubuPhonePage parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuResetPage, houbu_reset_page, HOUBU_TYPE_PHONE_PAGE)

static void
on_reset_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPhonePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *phone = NULL;

  if (!houbu_phone_service_reset_finish (HOUBU_PHONE_SERVICE (source), result, &error))
    {
      houbu_phone_page_failed (self, error);
      return;
    }
  phone = houbu_phone_page_dup_phone (self);
  houbu_phone_page_done (self);
  houbu_confirm_dialog_tell (GTK_WIDGET (self), _ ("The New Password Is Set"),
                             _ ("Sign in with it. Every device that was signed in has been signed "
                                "out; places in queues and seats stay."));
  houbu_sign_in_page_go (HOUBU_PAGE (self), phone);
}

static void
houbu_reset_page_submit (HoubuPhonePage *self,
                         const char *phone,
                         const char *code,
                         const char *password)
{
  HoubuPage *page = HOUBU_PAGE (self);

  houbu_phone_service_reset_async (houbu_services_get_phone (houbu_page_get_services (page)), phone,
                                   code, password, houbu_phone_page_get_intention (self),
                                   houbu_page_get_cancellable (page), on_reset_cb,
                                   g_object_ref (self));
}

static void
houbu_reset_page_class_init (HoubuResetPageClass *klass)
{
  HoubuPhonePageClass *phone_class = HOUBU_PHONE_PAGE_CLASS (klass);

  phone_class->purpose = HOUBU_VERIFICATION_PURPOSE_RESET;
  phone_class->takes_password = TRUE;
  phone_class->intro = N_ (
      "A code is sent to the phone of the account. With it you set a new password; every device "
      "that is signed in will be signed out.");
  phone_class->button = N_ ("_Set Password");
  phone_class->submit = houbu_reset_page_submit;
}

static void
houbu_reset_page_init (HoubuResetPage *self)
{
  g_object_set (self, "title", _ ("Reset the Password"), NULL);
}
