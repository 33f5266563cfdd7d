/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-codes.h"
#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-hasher.h"
#include "houbu-mask.h"
#include "houbu-message-texts.h"
#include "houbu-password-policy.h"
#include "houbu-phone.h"
#include "houbu-session-records.h"
#include "houbu-sign-in-private.h"
#include "houbu-store-sessions.h"
#include "houbu-tokens.h"

/*
 * Registering and resetting take two steps: the new password is hashed off the main thread, whether
 * or not the code is any good, and the rest is one transaction. A password that nobody should have
 * is refused before, which tells nothing about the account.
 */
typedef struct
{
  const HoubuOperation *write; /* what to go on with */
  HoubuCall *call;             /* (owned) */
  GTask *task;                 /* (owned) */
} Hashing;

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Hashing *hashing = user_data;
  g_autoptr (HoubuCall) call = hashing->call;
  GError *error = NULL;

  call->password_hash =
      houbu_hasher_hash_finish (houbu_engine_get_hasher (call->engine), result, &error);
  if (call->password_hash != NULL)
    houbu_operation_go_on (hashing->task, hashing->write, call);
  else
    houbu_operation_fail (hashing->task, error);
}

static void
hash_and_write (HoubuCall *call,
                GTask *task,
                const char *typed_phone,
                const char *password,
                const HoubuOperation *write)
{
  HoubuEngine *engine = call->engine;
  g_autofree char *phone = NULL;
  GError *error = NULL;
  Hashing *hashing;

  phone = houbu_phone_read (typed_phone, &error);
  if (phone == NULL || !houbu_password_check (password, phone, &error) ||
      !houbu_engine_admit_special (engine, HOUBU_BUCKET_SIGN_IN, call->address, &error))
    {
      houbu_operation_fail (task, error);
      return;
    }
  hashing = g_new (Hashing, 1);
  *hashing = (Hashing){ .write = write, .call = houbu_call_ref (call), .task = task };
  houbu_hasher_hash_async (houbu_engine_get_hasher (engine), password, NULL, on_hashed, hashing);
}

/* NULL without an error when nobody has it. */
static HoubuAccountRow *
find_by_phone (HoubuTx *tx, const char *phone, gboolean *found, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  HoubuAccountRow *account = houbu_store_account_by_login (tx, phone, &local_error);

  *found = local_error == NULL;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return account;
}

/* The code has shown whose phone it is, so this may be said. */
static HoubuRecord *
phone_in_use (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_EXISTS, HOUBU_PROBLEM_PHONE_IN_USE, "field", "phone", NULL);
  return NULL;
}

/* ---- registering */

static HoubuRecord *
add_account (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuAccountCreation *request = HOUBU_ACCOUNT_CREATION (call->request);
  const HoubuVerificationPurpose purpose = HOUBU_VERIFICATION_PURPOSE_REGISTER;
  g_autofree char *phone = houbu_phone_read (houbu_account_creation_get_phone (request), error);
  g_autofree char *masked = NULL;
  g_autofree char *id = houbu_random_id ();
  g_autoptr (HoubuAccountRow) known = NULL;
  gboolean looked;

  if (phone == NULL || !houbu_code_check (tx, call, purpose, phone,
                                          houbu_account_creation_get_code (request), error))
    return NULL;
  known = find_by_phone (tx, phone, &looked, error);
  if (!looked)
    return NULL;
  if (known != NULL)
    return phone_in_use (error);
  if (!houbu_code_spend (tx, call, purpose, phone, error) ||
      houbu_store_account_add (tx, id, phone, NULL, call->password_hash, call->now, error) == 0)
    return NULL;
  masked = houbu_mask_phone (phone);
  return HOUBU_RECORD (houbu_account_info_for (NULL, masked));
}

static const HoubuOperation add_account_operation = {
  .name = "create_account",
  .mode = HOUBU_OPERATION_WRITE,
  .run = add_account,
};

static void
create_account (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuAccountCreation *request = HOUBU_ACCOUNT_CREATION (call->request);

  hash_and_write (call, task, houbu_account_creation_get_phone (request),
                  houbu_account_creation_get_password (request), &add_account_operation);
}

const HoubuOperation houbu_operation_create_account = {
  .name = "create_account",
  .mode = HOUBU_OPERATION_STEPS,
  .start = create_account,
};

/* ---- a new password */

static HoubuRecord *
set_password (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuPasswordReset *request = HOUBU_PASSWORD_RESET (call->request);
  const HoubuVerificationPurpose purpose = HOUBU_VERIFICATION_PURPOSE_RESET;
  g_autofree char *phone = houbu_phone_read (houbu_password_reset_get_phone (request), error);
  g_autoptr (HoubuAccountRow) account = NULL;
  gboolean looked;

  if (phone == NULL ||
      !houbu_code_check (tx, call, purpose, phone, houbu_password_reset_get_code (request), error))
    return NULL;
  account = find_by_phone (tx, phone, &looked, error);
  if (!looked)
    return NULL;
  if (account == NULL)
    {
      /* It went to another phone since. */
      houbu_code_set_wrong (error);
      return NULL;
    }
  if (houbu_code_spend (tx, call, purpose, phone, error) &&
      houbu_store_account_set_password (tx, account->key, call->password_hash, error) &&
      houbu_store_sessions_end_account (tx, account->key, error) &&
      houbu_sign_in_forgive (tx, call, account->key, error))
    call->ended_account = account->key;
  return NULL;
}

static const HoubuOperation set_password_operation = {
  .name = "reset_password",
  .mode = HOUBU_OPERATION_WRITE,
  .run = set_password,
};

static void
reset_password (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuPasswordReset *request = HOUBU_PASSWORD_RESET (call->request);

  hash_and_write (call, task, houbu_password_reset_get_phone (request),
                  houbu_password_reset_get_password (request), &set_password_operation);
}

const HoubuOperation houbu_operation_reset_password = {
  .name = "reset_password",
  .mode = HOUBU_OPERATION_STEPS,
  .start = reset_password,
};

/* ---- another phone */

static HoubuRecord *
move_to_phone (
    HoubuTx *tx, HoubuCall *call, const HoubuAccountRow *account, const char *phone, GError **error)
{
  g_autofree char *masked = houbu_mask_phone (phone);
  g_autofree char *text =
      houbu_message_text (HOUBU_MESSAGE_PHONE_CHANGED, houbu_call_is_chinese (call), masked);

  if (!houbu_code_spend (tx, call, HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE, phone, error) ||
      !houbu_store_account_set_phone (tx, account->key, phone, error))
    return NULL;
  /* The sessions stay, but what is known of them by heart shows the old number. */
  call->ended_account = account->key;
  houbu_call_add_message (call, account->phone, text);
  return HOUBU_RECORD (houbu_account_info_for (account->name, masked));
}

static HoubuRecord *
change_phone (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuPhoneChange *request = HOUBU_PHONE_CHANGE (call->request);
  g_autofree char *phone = houbu_phone_read (houbu_phone_change_get_phone (request), error);
  g_autoptr (HoubuAccountRow) account = NULL;
  g_autoptr (HoubuAccountRow) known = NULL;
  gboolean looked;

  if (phone == NULL)
    return NULL;
  account = houbu_store_account_by_key (tx, call->caller->account, error);
  if (account == NULL)
    {
      if (*error == NULL)
        houbu_error_set (error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
      return NULL;
    }
  /* Sent again after the answer was lost. */
  if (g_str_equal (account->phone, phone))
    {
      g_autofree char *masked = houbu_mask_phone (phone);

      return HOUBU_RECORD (houbu_account_info_for (account->name, masked));
    }
  if (!houbu_code_check (tx, call, HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE, phone,
                         houbu_phone_change_get_code (request), error))
    return NULL;
  known = find_by_phone (tx, phone, &looked, error);
  if (!looked)
    return NULL;
  return known == NULL ? move_to_phone (tx, call, account, phone, error) : phone_in_use (error);
}

const HoubuOperation houbu_operation_change_phone = {
  .name = "change_phone",
  .mode = HOUBU_OPERATION_WRITE,
  .run = change_phone,
};
