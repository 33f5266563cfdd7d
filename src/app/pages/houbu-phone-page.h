/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuPhonePage:
 *
 * What registering, resetting the password and changing the phone have in common: a number, a
 * captcha, a code that is sent there, and mostly a new password.
 */
#define HOUBU_TYPE_PHONE_PAGE (houbu_phone_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (HoubuPhonePage, houbu_phone_page, HOUBU, PHONE_PAGE, HoubuPage)

/**
 * HoubuPhonePageClass:
 * @purpose: what the code is for
 * @takes_password: whether there is a new password
 * @intro: what the page is for
 * @button: the word of the button, with a mnemonic
 * @submit: sends it all; ends by houbu_phone_page_done() or houbu_phone_page_failed()
 */
struct _HoubuPhonePageClass
{
  HoubuPageClass parent_class;

  HoubuVerificationPurpose purpose;
  gboolean takes_password;
  const char *intro;
  const char *button;
  void (*submit) (HoubuPhonePage *self, const char *phone, const char *code, const char *password);
};

HoubuIntention *houbu_phone_page_get_intention (HoubuPhonePage *self);
char *houbu_phone_page_dup_phone (HoubuPhonePage *self);
void houbu_phone_page_failed (HoubuPhonePage *self, const GError *error);
void houbu_phone_page_done (HoubuPhonePage *self);

G_END_DECLS
