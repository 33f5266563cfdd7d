/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-hasher.h"

#include "houbu-error.h"
#include "houbu-pool.h"

#include <sodium.h>
#include <string.h>

/* Argon2id, what OWASP asks for at least: 19 MiB, two passes. */
#define PASSES 2
#define MEMORY (19 * 1024 * 1024)

/**
 * HoubuHasher:
 *
 * Hashes and checks passwords off the main loop, in few threads with a bounded queue.
 */
struct _HoubuHasher
{
  HoubuPool *pool;  /* (owned) */
  char *dummy_hash; /* (owned): checked where there is no account, so that it takes as long */
};

typedef struct
{
  char *hash;     /* (owned) (nullable) */
  char *password; /* (owned) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  sodium_memzero (job->password, strlen (job->password));
  g_free (job->password);
  g_free (job->hash);
  g_free (job);
}

/**
 * houbu_password_hash:
 * @password: a password
 *
 * Takes tens of milliseconds: for threads, command lines and imports.
 *
 * Returns: (transfer full): its Argon2id hash with salt and parameters
 */
char *
houbu_password_hash (const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  g_return_val_if_fail (password != NULL, NULL);

  if (crypto_pwhash_str_alg (hash, password, strlen (password), PASSES, MEMORY,
                             crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error ("No memory to hash a password");
  return g_strdup (hash);
}

/**
 * houbu_password_verify:
 * @hash: what houbu_password_hash() gave
 * @password: a password
 *
 * Returns: whether they belong together; as slow as hashing
 */
gboolean
houbu_password_verify (const char *hash, const char *password)
{
  g_return_val_if_fail (hash != NULL && password != NULL, FALSE);

  return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

/**
 * houbu_hasher_new:
 * @threads: how many passwords are worked on at a time
 * @waiting: how many more may wait
 *
 * Returns: (transfer full): a hasher
 */
HoubuHasher *
houbu_hasher_new (guint threads, guint waiting)
{
  HoubuHasher *hasher = g_atomic_rc_box_new0 (HoubuHasher);
  guint8 random[16];
  char password[2 * sizeof random + 1];

  randombytes_buf (random, sizeof random);
  sodium_bin2hex (password, sizeof password, random, sizeof random);
  hasher->dummy_hash = houbu_password_hash (password);
  hasher->pool = houbu_pool_new (threads, waiting);
  return hasher;
}

/**
 * houbu_hasher_ref:
 * @hasher: a hasher
 *
 * Returns: (transfer full): the same hasher
 */
HoubuHasher *
houbu_hasher_ref (HoubuHasher *hasher)
{
  g_return_val_if_fail (hasher != NULL, NULL);

  return g_atomic_rc_box_acquire (hasher);
}

static void
clear (gpointer data)
{
  HoubuHasher *hasher = data;

  g_clear_pointer (&hasher->pool, houbu_pool_unref);
  g_clear_pointer (&hasher->dummy_hash, g_free);
}

/**
 * houbu_hasher_unref:
 * @hasher: (transfer full): a hasher; the last reference waits for its work
 */
void
houbu_hasher_unref (HoubuHasher *hasher)
{
  g_return_if_fail (hasher != NULL);

  g_atomic_rc_box_release_full (hasher, clear);
}

/**
 * houbu_hasher_waiting:
 * @hasher: a hasher
 *
 * Returns: how many passwords wait for a thread
 */
guint
houbu_hasher_waiting (HoubuHasher *hasher)
{
  g_return_val_if_fail (hasher != NULL, 0);

  return houbu_pool_waiting (hasher->pool);
}

static void
push (HoubuHasher *hasher, GTask *task, Job *job, GTaskThreadFunc func)
{
  g_autoptr (GError) error = NULL;

  g_task_set_task_data (task, job, job_free);
  if (!houbu_pool_push (hasher->pool, task, func, &error))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
hash_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  (void) source;
  (void) cancellable;
  g_task_return_pointer (task, houbu_password_hash (job->password), g_free);
}

/**
 * houbu_hasher_hash_async:
 * @hasher: a hasher
 * @password: a password
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
houbu_hasher_hash_async (HoubuHasher *hasher,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (hasher != NULL && password != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_hasher_hash_async);
  job = g_new0 (Job, 1);
  job->password = g_strdup (password);
  push (hasher, task, job, hash_in_thread);
}

/**
 * houbu_hasher_hash_finish:
 * @hasher: a hasher
 * @result: what the callback got
 * @error: HOUBU_ERROR_BUSY when too many are waiting
 *
 * Returns: (transfer full): the hash
 */
char *
houbu_hasher_hash_finish (HoubuHasher *hasher, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (hasher != NULL && g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
verify_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  (void) source;
  (void) cancellable;
  g_task_return_boolean (task, houbu_password_verify (job->hash, job->password));
}

/**
 * houbu_hasher_verify_async:
 * @hasher: a hasher
 * @hash: (nullable): the hash on record; without one the answer is no, after the same time
 * @password: what was typed
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
houbu_hasher_verify_async (HoubuHasher *hasher,
                           const char *hash,
                           const char *password,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (hasher != NULL && password != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_hasher_verify_async);
  job = g_new0 (Job, 1);
  job->hash = g_strdup (hash != NULL ? hash : hasher->dummy_hash);
  job->password = g_strdup (password);
  push (hasher, task, job, verify_in_thread);
}

/**
 * houbu_hasher_verify_finish:
 * @hasher: a hasher
 * @result: what the callback got
 * @matches: (out): whether the password is the right one
 * @error: HOUBU_ERROR_BUSY when too many are waiting
 *
 * Returns: %FALSE when it could not be checked
 */
gboolean
houbu_hasher_verify_finish (HoubuHasher *hasher,
                            GAsyncResult *result,
                            gboolean *matches,
                            GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (hasher != NULL && g_task_is_valid (result, NULL), FALSE);

  *matches = g_task_propagate_boolean (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
