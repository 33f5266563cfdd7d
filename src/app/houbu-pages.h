/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "houbu-flow.h"

G_BEGIN_DECLS

#define HOUBU_PAGE_NAME_WELCOME "welcome"
#define HOUBU_PAGE_NAME_RETURN "return"
#define HOUBU_PAGE_NAME_SIGN_IN "sign-in"
#define HOUBU_PAGE_NAME_REGISTER "register"
#define HOUBU_PAGE_NAME_RESET "reset"
#define HOUBU_PAGE_NAME_FIND_ACCOUNT "find-account"
#define HOUBU_PAGE_NAME_HELP "help"
#define HOUBU_PAGE_NAME_SELF_CHECK "self-check"
#define HOUBU_PAGE_NAME_HELP_TOPIC "help-topic"
#define HOUBU_PAGE_NAME_HOME "home"
#define HOUBU_PAGE_NAME_AGREEMENT "agreement"
#define HOUBU_PAGE_NAME_QUALIFICATION "qualification"
#define HOUBU_PAGE_NAME_CONFIRM "confirm"
#define HOUBU_PAGE_NAME_CHANGE_PHONE "change-phone"
#define HOUBU_PAGE_NAME_WRITTEN "written"
#define HOUBU_PAGE_NAME_ORAL "oral"
#define HOUBU_PAGE_NAME_DETAILS "details"
#define HOUBU_PAGE_NAME_PAYMENT "payment"

/**
 * HoubuPageInfo:
 * @name: the name by which pages ask for one another
 * @get_type: its class
 * @step: the step it belongs to, or %HOUBU_NO_STEP
 * @first: there is no way back from it
 *
 * One row of the table of pages.
 */
typedef struct
{
  const char *name;
  GType (*get_type) (void);
  int step;
  gboolean first;
} HoubuPageInfo;

const HoubuPageInfo *houbu_pages_list (guint *n_pages);
const HoubuPageInfo *houbu_pages_find (const char *name);

G_END_DECLS
