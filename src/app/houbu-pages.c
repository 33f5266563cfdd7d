/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-pages.h"

#include "houbu-agreement-page.h"
#include "houbu-change-phone-page.h"
#include "houbu-confirm-page.h"
#include "houbu-details-page.h"
#include "houbu-find-account-page.h"
#include "houbu-help-page.h"
#include "houbu-help-topic-page.h"
#include "houbu-home-page.h"
#include "houbu-oral-page.h"
#include "houbu-payment-page.h"
#include "houbu-qualification-page.h"
#include "houbu-register-page.h"
#include "houbu-reset-page.h"
#include "houbu-return-page.h"
#include "houbu-self-check-page.h"
#include "houbu-sign-in-page.h"
#include "houbu-welcome-page.h"
#include "houbu-written-page.h"

static const HoubuPageInfo pages[] = {
  { HOUBU_PAGE_NAME_WELCOME, houbu_welcome_page_get_type, HOUBU_NO_STEP, TRUE },
  { HOUBU_PAGE_NAME_RETURN, houbu_return_page_get_type, HOUBU_STEP_SIGN_IN, TRUE },
  { HOUBU_PAGE_NAME_SIGN_IN, houbu_sign_in_page_get_type, HOUBU_STEP_SIGN_IN, TRUE },
  { HOUBU_PAGE_NAME_REGISTER, houbu_register_page_get_type, HOUBU_STEP_SIGN_IN, FALSE },
  { HOUBU_PAGE_NAME_RESET, houbu_reset_page_get_type, HOUBU_STEP_SIGN_IN, FALSE },
  { HOUBU_PAGE_NAME_FIND_ACCOUNT, houbu_find_account_page_get_type, HOUBU_STEP_SIGN_IN, FALSE },
  { HOUBU_PAGE_NAME_HELP, houbu_help_page_get_type, HOUBU_NO_STEP, FALSE },
  { HOUBU_PAGE_NAME_HELP_TOPIC, houbu_help_topic_page_get_type, HOUBU_NO_STEP, FALSE },
  { HOUBU_PAGE_NAME_HOME, houbu_home_page_get_type, HOUBU_NO_STEP, TRUE },
  { HOUBU_PAGE_NAME_AGREEMENT, houbu_agreement_page_get_type, HOUBU_STEP_AGREEMENT, FALSE },
  { HOUBU_PAGE_NAME_QUALIFICATION, houbu_qualification_page_get_type, HOUBU_STEP_QUALIFICATION,
    FALSE },
  { HOUBU_PAGE_NAME_CONFIRM, houbu_confirm_page_get_type, HOUBU_STEP_QUALIFICATION, FALSE },
  { HOUBU_PAGE_NAME_CHANGE_PHONE, houbu_change_phone_page_get_type, HOUBU_NO_STEP, FALSE },
  { HOUBU_PAGE_NAME_WRITTEN, houbu_written_page_get_type, HOUBU_STEP_WRITTEN, FALSE },
  { HOUBU_PAGE_NAME_ORAL, houbu_oral_page_get_type, HOUBU_STEP_ORAL, FALSE },
  { HOUBU_PAGE_NAME_DETAILS, houbu_details_page_get_type, HOUBU_STEP_DONE, FALSE },
  { HOUBU_PAGE_NAME_PAYMENT, houbu_payment_page_get_type, HOUBU_STEP_DONE, FALSE },
  { HOUBU_PAGE_NAME_SELF_CHECK, houbu_self_check_page_get_type, HOUBU_NO_STEP, FALSE },
};

/**
 * houbu_pages_list:
 * @n_pages: (out): their number
 *
 * Returns: (array length=n_pages): all pages in the manual's order
 */
const HoubuPageInfo *
houbu_pages_list (guint *n_pages)
{
  *n_pages = G_N_ELEMENTS (pages);
  return pages;
}

/**
 * houbu_pages_find:
 * @name: the name of a page
 *
 * Returns: (nullable): its row
 */
const HoubuPageInfo *
houbu_pages_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].name, name))
      return &pages[i];
  return NULL;
}
