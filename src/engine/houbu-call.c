/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-call.h"

#include "houbu-message.h"

#include <string.h>

static const char *const role_words[] = {
  [HOUBU_ROLE_NONE] = "none",
  [HOUBU_ROLE_SCHOOL] = "school",
  [HOUBU_ROLE_PROVINCE] = "province",
  [HOUBU_ROLE_NATIONAL] = "national",
};

/**
 * houbu_role_to_string:
 * @role: a role
 *
 * Returns: its word on the command line and in the store
 */
const char *
houbu_role_to_string (HoubuRole role)
{
  g_return_val_if_fail ((gsize) role < G_N_ELEMENTS (role_words), NULL);

  return role_words[role];
}

/**
 * houbu_role_from_string:
 * @word: (nullable): a word
 *
 * Returns: its role, %HOUBU_ROLE_NONE when there is no such role
 */
HoubuRole
houbu_role_from_string (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (role_words); i++)
    if (g_strcmp0 (word, role_words[i]) == 0)
      return (HoubuRole) i;
  return HOUBU_ROLE_NONE;
}

/**
 * houbu_caller_new:
 * @kind: what kind of caller
 *
 * Returns: (transfer full): a caller to be filled before it is shared
 */
HoubuCaller *
houbu_caller_new (HoubuCallerKind kind)
{
  HoubuCaller *caller = g_atomic_rc_box_new0 (HoubuCaller);

  caller->kind = kind;
  return caller;
}

/**
 * houbu_caller_ref:
 * @caller: a caller
 *
 * Returns: (transfer full): the same caller
 */
HoubuCaller *
houbu_caller_ref (HoubuCaller *caller)
{
  g_return_val_if_fail (caller != NULL, NULL);

  return g_atomic_rc_box_acquire (caller);
}

static void
clear_caller (gpointer data)
{
  HoubuCaller *caller = data;

  g_free (caller->actor);
  g_free (caller->account_id);
  g_free (caller->account_name);
  g_free (caller->phone_masked);
  g_free (caller->operator_name);
  g_free (caller->scope);
}

/**
 * houbu_caller_unref:
 * @caller: (transfer full): a caller
 */
void
houbu_caller_unref (HoubuCaller *caller)
{
  g_return_if_fail (caller != NULL);

  g_atomic_rc_box_release_full (caller, clear_caller);
}

/**
 * houbu_caller_dup_actor:
 * @caller: a caller
 *
 * Returns: (transfer full): who acts, as the journal and the idempotency keys name them
 */
char *
houbu_caller_dup_actor (const HoubuCaller *caller)
{
  g_return_val_if_fail (caller != NULL, NULL);

  if (caller->actor != NULL)
    return g_strdup (caller->actor);
  switch (caller->kind)
    {
    case HOUBU_CALLER_CANDIDATE:
      return g_strdup_printf ("account:%" G_GINT64_FORMAT, caller->account);
    case HOUBU_CALLER_OPERATOR:
      return g_strconcat ("operator:", caller->operator_name, NULL);
    case HOUBU_CALLER_NONE:
    default:
      return g_strdup ("none");
    }
}

/**
 * houbu_call_new:
 *
 * Returns: (transfer full): a call by nobody, in English, that answers 200
 */
HoubuCall *
houbu_call_new (void)
{
  HoubuCall *call = g_atomic_rc_box_new0 (HoubuCall);

  call->caller = houbu_caller_new (HOUBU_CALLER_NONE);
  call->language = "en";
  call->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_message_free);
  call->status = 200;
  return call;
}

/**
 * houbu_call_ref:
 * @call: a call
 *
 * Returns: (transfer full): the same call
 */
HoubuCall *
houbu_call_ref (HoubuCall *call)
{
  g_return_val_if_fail (call != NULL, NULL);

  return g_atomic_rc_box_acquire (call);
}

static void
clear_call (gpointer data)
{
  HoubuCall *call = data;

  g_clear_pointer (&call->caller, houbu_caller_unref);
  g_clear_pointer (&call->path, g_hash_table_unref);
  g_clear_pointer (&call->query, g_hash_table_unref);
  g_clear_object (&call->request);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->idempotency_key, g_free);
  g_clear_pointer (&call->address, g_free);
  g_clear_pointer (&call->bearer, g_free);
  g_clear_pointer (&call->password_hash, g_free);
  g_clear_pointer (&call->messages, g_ptr_array_unref);
  g_clear_pointer (&call->basis, houbu_basis_unref);
  g_clear_object (&call->engine);
  g_clear_error (&call->refusal);
}

/**
 * houbu_call_unref:
 * @call: (transfer full): a call
 */
void
houbu_call_unref (HoubuCall *call)
{
  g_return_if_fail (call != NULL);

  g_atomic_rc_box_release_full (call, clear_call);
}

/**
 * houbu_call_set_caller:
 * @call: a call
 * @caller: (transfer none): who makes it
 */
void
houbu_call_set_caller (HoubuCall *call, HoubuCaller *caller)
{
  g_return_if_fail (call != NULL && caller != NULL);

  houbu_caller_ref (caller);
  houbu_caller_unref (call->caller);
  call->caller = caller;
}

/**
 * houbu_call_set_language:
 * @call: a call
 * @language: (nullable): a language tag; what does not begin with "zh" counts as English
 */
void
houbu_call_set_language (HoubuCall *call, const char *language)
{
  g_return_if_fail (call != NULL);

  call->language =
      language != NULL && g_ascii_strncasecmp (language, "zh", 2) == 0 ? "zh-CN" : "en";
}

/* Most calls have none. */
static void
set_parameter (GHashTable **table, const char *name, const char *value)
{
  if (*table == NULL)
    *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (*table, g_strdup (name), g_strdup (value));
}

/**
 * houbu_call_set_path:
 * @call: a call
 * @name: of a parameter in the path
 * @value: what stands there, decoded
 */
void
houbu_call_set_path (HoubuCall *call, const char *name, const char *value)
{
  g_return_if_fail (call != NULL && name != NULL && value != NULL);

  set_parameter (&call->path, name, value);
}

/**
 * houbu_call_set_query:
 * @call: a call
 * @name: of a parameter behind the question mark
 * @value: its value, decoded
 */
void
houbu_call_set_query (HoubuCall *call, const char *name, const char *value)
{
  g_return_if_fail (call != NULL && name != NULL && value != NULL);

  set_parameter (&call->query, name, value);
}

/**
 * houbu_call_set_request:
 * @call: a call
 * @request: (nullable) (transfer none): the decoded body
 * @body: (nullable) (transfer none): its bytes as they came
 */
void
houbu_call_set_request (HoubuCall *call, HoubuRecord *request, GBytes *body)
{
  g_return_if_fail (call != NULL);

  g_set_object (&call->request, request);
  g_clear_pointer (&call->body, g_bytes_unref);
  if (body != NULL)
    call->body = g_bytes_ref (body);
}

/**
 * houbu_call_get_path:
 * @call: a call
 * @name: of a parameter in the path
 *
 * Returns: (nullable): its value
 */
const char *
houbu_call_get_path (HoubuCall *call, const char *name)
{
  g_return_val_if_fail (call != NULL && name != NULL, NULL);

  return call->path != NULL ? g_hash_table_lookup (call->path, name) : NULL;
}

/**
 * houbu_call_get_query:
 * @call: a call
 * @name: of a parameter behind the question mark
 *
 * Returns: (nullable): its value
 */
const char *
houbu_call_get_query (HoubuCall *call, const char *name)
{
  g_return_val_if_fail (call != NULL && name != NULL, NULL);

  return call->query != NULL ? g_hash_table_lookup (call->query, name) : NULL;
}

/**
 * houbu_call_is_chinese:
 * @call: a call
 *
 * Returns: whether its texts are to be Chinese; English otherwise
 */
gboolean
houbu_call_is_chinese (HoubuCall *call)
{
  g_return_val_if_fail (call != NULL, FALSE);

  return strcmp (call->language, "zh-CN") == 0;
}

/**
 * houbu_call_refuse:
 * @call: a call
 * @refusal: (transfer full): why
 *
 * Refuses, but keeps what the operation wrote: an attempt that counts, a hold found expired. The
 * operation returns %NULL without an error afterwards.
 */
void
houbu_call_refuse (HoubuCall *call, GError *refusal)
{
  g_return_if_fail (call != NULL && refusal != NULL);

  g_clear_error (&call->refusal);
  call->refusal = refusal;
}

/**
 * houbu_call_add_message:
 * @call: a call
 * @phone: number it goes to, normalised
 * @text: one line
 *
 * Has a message sent when what the operation wrote is durable; not if it is refused.
 */
void
houbu_call_add_message (HoubuCall *call, const char *phone, const char *text)
{
  g_return_if_fail (call != NULL && phone != NULL && text != NULL);

  g_ptr_array_add (call->messages, houbu_message_new (phone, text));
}
