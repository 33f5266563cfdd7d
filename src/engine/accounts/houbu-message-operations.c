/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-captcha.h"
#include "houbu-codes.h"
#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-identity-question.h"
#include "houbu-limits.h"
#include "houbu-mask.h"
#include "houbu-message-limits.h"
#include "houbu-message-texts.h"
#include "houbu-phone.h"
#include "houbu-store-accounts.h"

/*
 * What sends messages to strangers' phones. Whoever asks learns nothing from the answer: the same
 * rows are read and written whether there is an account or not, and the message itself, which is
 * sent after the commit, tells the owner of the phone what there is to say.
 */

static gboolean
redeem_captcha (HoubuTx *tx, HoubuCall *call, const char *id, const char *answer, GError **error)
{
  return houbu_engine_get_options (call->engine)->captcha_mode == HOUBU_CAPTCHA_OFF ||
         houbu_captcha_redeem (tx, call, id, answer, error);
}

/* The captcha stays used up when a limit then says no. */
static gboolean
keep_to_limits (const HoubuMessageLimits *limits, HoubuCall *call)
{
  GError *refusal = NULL;

  if (houbu_message_limits_check (limits, call, &refusal))
    return TRUE;
  houbu_call_refuse (call, refusal);
  return FALSE;
}

static void
say (HoubuCall *call, const char *phone, HoubuMessageText what, const char *value)
{
  g_autofree char *text = houbu_message_text (what, houbu_call_is_chinese (call), value);

  houbu_call_add_message (call, phone, text);
}

static HoubuRecord *
receipt_new (HoubuCall *call, gboolean with_code)
{
  HoubuMessageReceipt *record = houbu_message_receipt_new ();

  if (with_code)
    houbu_message_receipt_set_expires_at (
        record, call->now + HOUBU_LIMIT_VERIFICATION_CODE_SECONDS * HOUBU_SECOND);
  houbu_message_receipt_set_resend_at (record,
                                       call->now + HOUBU_LIMIT_MESSAGE_GAP_SECONDS * HOUBU_SECOND);
  return HOUBU_RECORD (record);
}

/*
 * purpose        phone has an account       it has none
 * register       it has one already         a code
 * reset          a code                     it has none
 * change_phone   it is taken                a code
 */
static HoubuMessageText
text_for (HoubuVerificationPurpose purpose, gboolean known)
{
  switch (purpose)
    {
    case HOUBU_VERIFICATION_PURPOSE_RESET:
      return known ? HOUBU_MESSAGE_RESET : HOUBU_MESSAGE_NO_ACCOUNT;
    case HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE:
      return known ? HOUBU_MESSAGE_PHONE_TAKEN : HOUBU_MESSAGE_CHANGE_PHONE;
    case HOUBU_VERIFICATION_PURPOSE_REGISTER:
    default:
      return known ? HOUBU_MESSAGE_HAS_ACCOUNT : HOUBU_MESSAGE_REGISTER;
    }
}

static HoubuRecord *
send_code_to (HoubuTx *tx, HoubuCall *call, const char *phone, GError **error)
{
  HoubuVerificationPurpose purpose =
      houbu_verification_code_request_get_purpose (HOUBU_VERIFICATION_CODE_REQUEST (call->request));
  g_auto (HoubuMessageLimits) limits = { 0 };
  g_autoptr (HoubuAccountRow) account = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *code = NULL;
  gboolean good;

  if (!houbu_message_limits_load (&limits, tx, call, phone, error) ||
      !keep_to_limits (&limits, call))
    return NULL;
  account = houbu_store_account_by_login (tx, phone, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  good = (account != NULL) == (purpose == HOUBU_VERIFICATION_PURPOSE_RESET);
  code = houbu_code_issue (tx, call, purpose, phone, good, error);
  if (code == NULL || !houbu_message_limits_add (&limits, tx, call, error))
    return NULL;
  say (call, phone, text_for (purpose, account != NULL), code);
  return receipt_new (call, TRUE);
}

static HoubuRecord *
send_code (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuVerificationCodeRequest *request = HOUBU_VERIFICATION_CODE_REQUEST (call->request);
  g_autofree char *phone =
      houbu_phone_read (houbu_verification_code_request_get_phone (request), error);

  if (phone == NULL || !houbu_messenger_check (houbu_engine_get_messenger (call->engine), error))
    return NULL;
  if (houbu_verification_code_request_get_purpose (request) ==
          HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE &&
      call->caller->kind != HOUBU_CALLER_CANDIDATE)
    {
      houbu_error_set (error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
      return NULL;
    }
  if (!redeem_captcha (tx, call, houbu_verification_code_request_get_captcha_id (request),
                       houbu_verification_code_request_get_captcha_answer (request), error))
    return NULL;
  return send_code_to (tx, call, phone, error);
}

const HoubuOperation houbu_operation_send_verification_code = {
  .name = "send_verification_code",
  .mode = HOUBU_OPERATION_WRITE,
  .run = send_code,
};

/* NULL without an error: nobody registered with this document and name. */
static HoubuAccountRow *
find_registered (HoubuTx *tx,
                 HoubuCall *call,
                 const HoubuIdentityQuestion *question,
                 GError **error)
{
  g_autoptr (HoubuStudentRow) student =
      houbu_identity_question_find (question, tx, houbu_engine_get_vault (call->engine), error);

  return student != NULL ? houbu_store_account_by_person (tx, student->person, error) : NULL;
}

/* A phone that was told enough today is not told more, and the answer does not say so. */
static gboolean
tell_account (
    HoubuTx *tx, HoubuCall *call, const char *document, HoubuAccountRow *account, GError **error)
{
  g_auto (HoubuAttempts) count = { 0 };

  if (!houbu_message_limits_load_number (&count, tx, call,
                                         account != NULL ? account->phone : document, error))
    return FALSE;
  if (account != NULL && houbu_message_limits_number_wait (&count, call) == 0)
    say (call, account->phone,
         account->name != NULL ? HOUBU_MESSAGE_ACCOUNT_NAME : HOUBU_MESSAGE_ACCOUNT_PHONE,
         account->name);
  return houbu_attempts_add (&count, tx, call->now, error);
}

static HoubuRecord *
recover_for (HoubuTx *tx, HoubuCall *call, const HoubuIdentityQuestion *question, GError **error)
{
  g_autofree char *document = g_strconcat (question->id_type, " ", question->number, NULL);
  g_autofree char *nobody = g_strconcat ("phone of ", document, NULL);
  g_auto (HoubuMessageLimits) limits = { 0 };
  g_autoptr (HoubuAccountRow) account = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!houbu_message_limits_load (&limits, tx, call, document, error) ||
      !keep_to_limits (&limits, call))
    return NULL;
  account = find_registered (tx, call, question, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (!houbu_message_limits_add (&limits, tx, call, error) ||
      !tell_account (tx, call, nobody, account, error))
    return NULL;
  return receipt_new (call, FALSE);
}

static HoubuRecord *
recover (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuAccountRecovery *request = HOUBU_ACCOUNT_RECOVERY (call->request);
  g_auto (HoubuIdentityQuestion) question = { 0 };

  if (!houbu_identity_question_read (&question, houbu_account_recovery_get_id_type (request),
                                     houbu_account_recovery_get_id_number (request),
                                     houbu_account_recovery_get_name (request), error) ||
      !houbu_messenger_check (houbu_engine_get_messenger (call->engine), error) ||
      !redeem_captcha (tx, call, houbu_account_recovery_get_captcha_id (request),
                       houbu_account_recovery_get_captcha_answer (request), error))
    return NULL;
  return recover_for (tx, call, &question, error);
}

const HoubuOperation houbu_operation_recover_account = {
  .name = "recover_account",
  .mode = HOUBU_OPERATION_WRITE,
  .run = recover,
};
