/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-attempts.h"
#include "houbu-operation.h"

G_BEGIN_DECLS

typedef struct _HoubuSignInSteps HoubuSignInSteps;

/**
 * HoubuSignInRole:
 * @name: tells the counters of candidates and operators apart
 * @find: looks for the login; sets key and password_hash when there is one
 * @admit: lets them in: writes what that needs and sets the answer
 *
 * What differs between the two kinds of people who sign in.
 */
typedef struct
{
  const char *name;
  gboolean takes_captcha;
  gboolean (*find) (HoubuTx *tx, HoubuSignInSteps *steps, GError **error);
  gboolean (*admit) (HoubuTx *tx, HoubuSignInSteps *steps, GError **error);
} HoubuSignInRole;

/**
 * HoubuSignInSteps:
 *
 * A sign-in on its way: count the attempt, check the password off the main thread, let in.
 */
struct _HoubuSignInSteps
{
  const HoubuSignInRole *role;
  HoubuCall *call; /* (owned) */
  GTask *task;     /* (owned) (nullable) */

  /* what was typed; borrowed from the request of the call */
  const char *login;
  const char *password;
  const char *captcha_id;
  const char *captcha_answer;
  gboolean remember;

  /* what was found */
  gint64 key;             /* of the account or operator, or 0 */
  char *password_hash;    /* (owned) (nullable) */
  HoubuAttempts attempts; /* (owned) */

  HoubuRecord *answer; /* (owned) (nullable) */
};

HoubuSignInSteps *
houbu_sign_in_steps_new (const HoubuSignInRole *role, HoubuCall *call, GTask *task);
void houbu_sign_in_steps_run (HoubuSignInSteps *steps);

gboolean houbu_sign_in_forgive (HoubuTx *tx, HoubuCall *call, gint64 account, GError **error);

G_END_DECLS
