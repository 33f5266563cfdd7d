/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-keyring-aside.h"

/*
 * How the keyring is asked in a sandbox. libsecret 0.20 listens for the signal of the portal only
 * when the call before it has returned: a main loop that is busy making a window misses it and then
 * waits for ever. To cancel it then would never return either, since it lets go of the cancellable
 * in the very handler of its end. So a thread waits, for as long as it takes, and whoever asked is
 * told in time. Once the portal has answered, it is not asked again.
 */

typedef struct
{
  const SecretSchema *schema; /* (not owned) */
  GHashTable *attributes;     /* (owned) */
  char *label;                /* (owned) (nullable) */
  char *token;                /* (owned) (nullable) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_hash_table_unref (question->attributes);
  g_free (question->label);
  secret_password_free (question->token);
  g_free (question);
}

static Question *
question_new (const SecretSchema *schema, GHashTable *attributes)
{
  Question *question = g_new0 (Question, 1);

  question->schema = schema;
  question->attributes = g_hash_table_ref (attributes);
  return question;
}

/* Takes @question. */
static void
ask (Question *question,
     GTaskThreadFunc func,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, question, question_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, func);
}

static void
look_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  char *token = secret_password_lookupv_sync (question->schema, question->attributes, NULL, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, token, (GDestroyNotify) secret_password_free);
}

/**
 * houbu_keyring_look_up_aside:
 * @schema: what is remembered
 * @attributes: of what
 * @cancellable: (nullable): ends the waiting
 * @callback: called with the answer
 * @user_data: for @callback
 */
void
houbu_keyring_look_up_aside (const SecretSchema *schema,
                             GHashTable *attributes,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  ask (question_new (schema, attributes), look_up, cancellable, callback, user_data);
}

/**
 * houbu_keyring_look_up_aside_finish:
 * @result: what the callback got
 * @error: libsecret's, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): for secret_password_free(); %NULL without @error when
 * nothing is remembered
 */
char *
houbu_keyring_look_up_aside_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
store (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;

  if (secret_password_storev_sync (question->schema, question->attributes,
                                   SECRET_COLLECTION_DEFAULT, question->label, question->token,
                                   NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * houbu_keyring_store_aside:
 * @schema: what is remembered
 * @attributes: of what
 * @label: what the keyring calls it
 * @token: what is to be remembered
 * @cancellable: (nullable): ends the waiting
 * @callback: called when it is stored
 * @user_data: for @callback
 */
void
houbu_keyring_store_aside (const SecretSchema *schema,
                           GHashTable *attributes,
                           const char *label,
                           const char *token,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Question *question = question_new (schema, attributes);

  question->label = g_strdup (label);
  question->token = g_strdup (token);
  ask (question, store, cancellable, callback, user_data);
}

/* Nothing to forget is no error. */
static void
clear (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;

  secret_password_clearv_sync (question->schema, question->attributes, NULL, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * houbu_keyring_clear_aside:
 * @schema: what is remembered
 * @attributes: of what
 * @cancellable: (nullable): ends the waiting
 * @callback: called when nothing of it is remembered any more
 * @user_data: for @callback
 */
void
houbu_keyring_clear_aside (const SecretSchema *schema,
                           GHashTable *attributes,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  ask (question_new (schema, attributes), clear, cancellable, callback, user_data);
}

/**
 * houbu_keyring_aside_finish:
 * @result: what the callback got
 * @error: libsecret's, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is stored or cleared
 */
gboolean
houbu_keyring_aside_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
