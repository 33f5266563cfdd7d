/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-keyring.h"

#include <libsecret/secret.h>

#include "houbu-error.h"
#include "houbu-keyring-aside.h"

#define PATIENCE_MS 15000

struct _HoubuKeyring
{
  GObject parent_instance;
  guint patience_ms;
};

/* What a task keeps until libsecret has answered. */
typedef struct
{
  GHashTable *attributes;   /* (owned) */
  GCancellable *asked_with; /* (owned) (nullable) */
  gulong asked_with_handler;
  GCancellable *cancellable; /* (owned): ends with the one above, and when time is up */
  guint timer;
  gboolean silent;
} Question;

static const SecretSchema schema = {
  "org.houbu.RefreshToken",
  SECRET_SCHEMA_NONE,
  {
      { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
  0,
  NULL,
  NULL,
  NULL,
  NULL,
  NULL,
  NULL,
  NULL,
};

G_DEFINE_FINAL_TYPE (HoubuKeyring, houbu_keyring, G_TYPE_OBJECT)

static void
houbu_keyring_class_init (HoubuKeyringClass *klass)
{
}

static void
houbu_keyring_init (HoubuKeyring *self)
{
  self->patience_ms = PATIENCE_MS;
}

/**
 * houbu_keyring_new:
 *
 * Returns: (transfer full): the desktop's keyring; whether there is one shows when it is used
 */
HoubuKeyring *
houbu_keyring_new (void)
{
  return g_object_new (HOUBU_TYPE_KEYRING, NULL);
}

/**
 * houbu_keyring_set_patience:
 * @self: a keyring
 * @milliseconds: how long it may take where nobody is asked to unlock it
 */
void
houbu_keyring_set_patience (HoubuKeyring *self, guint milliseconds)
{
  g_return_if_fail (HOUBU_IS_KEYRING (self));

  self->patience_ms = milliseconds;
}

static void
question_free (Question *question)
{
  g_clear_handle_id (&question->timer, g_source_remove);
  if (question->asked_with != NULL)
    g_signal_handler_disconnect (question->asked_with, question->asked_with_handler);
  g_clear_object (&question->asked_with);
  g_clear_object (&question->cancellable);
  g_clear_pointer (&question->attributes, g_hash_table_unref);
  g_free (question);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  Question *question = user_data;

  question->timer = 0;
  question->silent = TRUE;
  g_cancellable_cancel (question->cancellable);
  return G_SOURCE_REMOVE;
}

/* Takes @attributes. */
static Question *
question_new (GHashTable *attributes, GCancellable *asked_with)
{
  Question *question = g_new0 (Question, 1);

  question->attributes = attributes;
  question->cancellable = g_cancellable_new ();
  if (asked_with == NULL)
    return question;
  question->asked_with = g_object_ref (asked_with);
  question->asked_with_handler =
      g_signal_connect_object (asked_with, "cancelled", G_CALLBACK (g_cancellable_cancel),
                               question->cancellable, G_CONNECT_SWAPPED);
  if (g_cancellable_is_cancelled (asked_with))
    g_cancellable_cancel (question->cancellable);
  return question;
}

static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* Whoever is asked to unlock the keyring may take their time; the portal of a sandbox, whose answer
 * can get lost, may not. */
static void
limit (GTask *task)
{
  HoubuKeyring *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);

  question->timer = g_timeout_add (self->patience_ms, time_is_up_cb, question);
}

/* No bus, no service, refused: there is nothing to remember in. Locked: there is, for whoever
 * unlocks it. Takes @foreign. */
static GError *
own_error (GTask *task, GError *foreign)
{
  const Question *question = g_task_get_task_data (task);
  g_autoptr (GError) taken = foreign;

  if (question->silent)
    return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_KEYRING_SILENT,
                                "The keyring does not answer");
  if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&taken);
  if (g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED, taken->message);
  return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_KEYRING_MISSING, taken->message);
}

/* What is forgotten by another call or program while it is looked at: the keyring is there. */
static gboolean
has_vanished (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static GHashTable *
attributes_new (const char *server, const char *account)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (server != NULL)
    g_hash_table_insert (attributes, g_strdup ("server"), g_strdup (server));
  if (account != NULL)
    g_hash_table_insert (attributes, g_strdup ("account"), g_strdup (account));
  return attributes;
}

/* A task for a question about @server and @account, each %NULL for any. */
static GTask *
ask (HoubuKeyring *self,
     const char *server,
     const char *account,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, question_new (attributes_new (server, account), cancellable),
                        (GDestroyNotify) question_free);
  if (is_sandboxed ())
    limit (task);
  return task;
}

static void
done_aside_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (houbu_keyring_aside_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, own_error (task, error));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, own_error (task, error));
}

/**
 * houbu_keyring_store_async:
 * @self: a keyring
 * @server: the address of the server
 * @account: what the account is known by here
 * @token: a refresh token; replaces the one before
 * @cancellable: (nullable): ends it
 * @callback: called when it is stored
 * @user_data: for @callback
 */
void
houbu_keyring_store_async (HoubuKeyring *self,
                           const char *server,
                           const char *account,
                           const char *token,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = NULL;
  const Question *question = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (HOUBU_IS_KEYRING (self));
  g_return_if_fail (server != NULL && account != NULL && token != NULL);

  task = ask (self, server, account, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_keyring_store_async);
  question = g_task_get_task_data (task);
  label = g_strdup_printf ("Houbu: %s", server);
  if (is_sandboxed ())
    houbu_keyring_store_aside (&schema, question->attributes, label, token, question->cancellable,
                               done_aside_cb, task);
  else
    secret_password_storev (&schema, question->attributes, SECRET_COLLECTION_DEFAULT, label, token,
                            question->cancellable, stored_cb, task);
}

/**
 * houbu_keyring_store_finish:
 * @self: a keyring
 * @result: what the callback got
 * @error: %HOUBU_ERROR_KEYRING_MISSING, %HOUBU_ERROR_KEYRING_LOCKED,
 *   %HOUBU_ERROR_KEYRING_SILENT, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is stored
 */
gboolean
houbu_keyring_store_finish (HoubuKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Whether anything that was found is locked. What the service returns are items on the bus. */
static gboolean
holds_locked (GList *found)
{
  for (GList *link = found; link != NULL; link = link->next)
    if (SECRET_IS_ITEM (link->data) && secret_item_get_locked (link->data))
      return TRUE;
  return FALSE;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autolist (GObject) found = NULL;
  GError *error = NULL;

  found = secret_password_search_finish (result, &error);
  if (has_vanished (error))
    g_clear_error (&error);
  if (error != NULL)
    g_task_return_error (task, own_error (task, error));
  else if (holds_locked (found))
    g_task_return_new_error (task, HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED,
                             "The keyring is locked");
  else
    g_task_return_pointer (task, NULL, NULL);
}

/* Takes @task. Asks nobody to unlock anything. */
static void
check (GTask *task)
{
  const Question *question = g_task_get_task_data (task);

  secret_password_searchv (&schema, question->attributes, SECRET_SEARCH_ALL, question->cancellable,
                           checked_cb, task);
}

/* A keyring that nobody unlocked gives nothing, just as one that holds nothing. Takes @task, @token
 * and @error. */
static void
looked_up (GTask *task, char *token, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, own_error (task, error));
  else if (token != NULL)
    g_task_return_pointer (task, token, (GDestroyNotify) secret_password_free);
  else
    check (g_object_ref (task));
  g_object_unref (task);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  looked_up (user_data, token, error);
}

static void
looked_up_aside_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  char *token = houbu_keyring_look_up_aside_finish (result, &error);

  looked_up (user_data, token, error);
}

static void
checked_aside_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *token = houbu_keyring_look_up_aside_finish (result, &error);

  secret_password_free (token);
  if (error != NULL)
    g_task_return_error (task, own_error (task, error));
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * houbu_keyring_check_async:
 * @self: a keyring
 * @server: the address of the server
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks whether there is a keyring to remember in, and whether what it remembers for that server is
 * open, without asking anybody to unlock it.
 */
void
houbu_keyring_check_async (HoubuKeyring *self,
                           const char *server,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = NULL;
  const Question *question = NULL;

  g_return_if_fail (HOUBU_IS_KEYRING (self));
  g_return_if_fail (server != NULL);

  task = ask (self, server, NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_keyring_check_async);
  question = g_task_get_task_data (task);
  if (is_sandboxed ())
    {
      houbu_keyring_look_up_aside (&schema, question->attributes, question->cancellable,
                                   checked_aside_cb, task);
      return;
    }
  limit (task);
  check (task);
}

/**
 * houbu_keyring_check_finish:
 * @self: a keyring
 * @result: what the callback got
 * @error: %HOUBU_ERROR_KEYRING_MISSING, %HOUBU_ERROR_KEYRING_LOCKED,
 *   %HOUBU_ERROR_KEYRING_SILENT, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it can be used as it is
 */
gboolean
houbu_keyring_check_finish (HoubuKeyring *self, GAsyncResult *result, GError **error)
{
  GError *wrong = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_task_propagate_pointer (G_TASK (result), &wrong);
  if (wrong != NULL)
    g_propagate_error (error, wrong);
  return wrong == NULL;
}

/**
 * houbu_keyring_lookup_async:
 * @self: a keyring
 * @server: the address of the server
 * @account: (nullable): what the account is known by here, %NULL for any
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: for @callback
 */
void
houbu_keyring_lookup_async (HoubuKeyring *self,
                            const char *server,
                            const char *account,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = NULL;
  const Question *question = NULL;

  g_return_if_fail (HOUBU_IS_KEYRING (self));
  g_return_if_fail (server != NULL);

  task = ask (self, server, account, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_keyring_lookup_async);
  question = g_task_get_task_data (task);
  if (is_sandboxed ())
    houbu_keyring_look_up_aside (&schema, question->attributes, question->cancellable,
                                 looked_up_aside_cb, task);
  else
    secret_password_lookupv (&schema, question->attributes, question->cancellable, looked_up_cb,
                             task);
}

/**
 * houbu_keyring_lookup_finish:
 * @self: a keyring
 * @result: what the callback got
 * @error: %HOUBU_ERROR_KEYRING_MISSING, %HOUBU_ERROR_KEYRING_LOCKED,
 *   %HOUBU_ERROR_KEYRING_SILENT, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the token; %NULL without @error when nothing is remembered
 */
char *
houbu_keyring_lookup_finish (HoubuKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, own_error (task, error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * houbu_keyring_clear_async:
 * @self: a keyring
 * @server: (nullable): the address of the server, %NULL for all
 * @account: (nullable): what the account is known by here, %NULL for all
 * @cancellable: (nullable): ends it
 * @callback: called when nothing is remembered any more
 * @user_data: for @callback
 */
void
houbu_keyring_clear_async (HoubuKeyring *self,
                           const char *server,
                           const char *account,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = NULL;
  const Question *question = NULL;

  g_return_if_fail (HOUBU_IS_KEYRING (self));

  task = ask (self, server, account, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_keyring_clear_async);
  question = g_task_get_task_data (task);
  if (is_sandboxed ())
    houbu_keyring_clear_aside (&schema, question->attributes, question->cancellable, done_aside_cb,
                               task);
  else
    secret_password_clearv (&schema, question->attributes, question->cancellable, cleared_cb, task);
}

/**
 * houbu_keyring_clear_finish:
 * @self: a keyring
 * @result: what the callback got
 * @error: %HOUBU_ERROR_KEYRING_MISSING, %HOUBU_ERROR_KEYRING_LOCKED,
 *   %HOUBU_ERROR_KEYRING_SILENT, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether nothing is remembered any more
 */
gboolean
houbu_keyring_clear_finish (HoubuKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
