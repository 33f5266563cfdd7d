/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-engine.h"

#include "houbu-command-sender.h"
#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-hasher.h"
#include "houbu-outbox-sender.h"
#include "houbu-store-settings.h"
#include "houbu-store.h"
#include "houbu-vault.h"

/* Pictures are drawn one at a time, beside the threads that hash. */
#define POOL_THREADS 1
#define POOL_WAITING 200
/* Programs that send messages; a file is written to in order. */
#define COMMANDS 4

/**
 * HoubuEngine:
 *
 * The use cases of registration and waiting over one store. It knows no transport.
 */
struct _HoubuEngine
{
  GObject parent_instance;

  HoubuStore *store;         /* (owned) (nullable): until it is closed */
  HoubuClock *clock;         /* (owned) */
  HoubuVault *vault;         /* (owned) */
  HoubuHasher *hasher;       /* (owned) */
  HoubuPool *pool;           /* (owned) */
  HoubuLimiter *limiter;     /* (owned) */
  HoubuSessions *sessions;   /* (owned) */
  HoubuMessenger *messenger; /* (owned) */
  HoubuEngineOptions options;
};

enum
{
  SIGNAL_COMMITTED,
  SIGNAL_SESSION_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuEngine, houbu_engine, G_TYPE_OBJECT)

static void
on_committed (gint64 last_seq, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_COMMITTED], 0, last_seq);
}

static gboolean
read_check (HoubuTx *tx, gpointer data, GError **error)
{
  char **check = data;
  g_autoptr (GError) local_error = NULL;

  g_clear_pointer (check, g_free);
  *check = houbu_store_setting_get (tx, "vault_check", &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
write_check (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_store_setting_add (tx, "vault_check", data, error);
}

/*
 * A store remembers which key it was made with: opened with another one it would find no person
 * and open no number, so it is not opened at all.
 */
static HoubuVault *
open_vault (HoubuStore *store, const char *data_dir, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *own = NULL;
  g_autoptr (HoubuVault) vault = NULL;
  g_autoptr (GBytes) hash = NULL;

  if (!houbu_store_read (store, read_check, &known, error))
    return NULL;
  vault = houbu_vault_open (data_dir, known == NULL, error);
  if (vault == NULL)
    return NULL;
  hash = houbu_vault_hash (vault, HOUBU_VAULT_CHECK, "store", NULL);
  own = g_base64_encode (g_bytes_get_data (hash, NULL), g_bytes_get_size (hash));
  if (known == NULL && (!houbu_store_write (store, write_check, own, error) ||
                        !houbu_store_read (store, read_check, &known, error)))
    return NULL;
  if (g_strcmp0 (known, own) == 0)
    return g_steal_pointer (&vault);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "The key does not belong to this store");
  return NULL;
}

static void
houbu_engine_dispose (GObject *object)
{
  HoubuEngine *engine = HOUBU_ENGINE (object);

  houbu_engine_close (engine);
  g_clear_object (&engine->store);

  G_OBJECT_CLASS (houbu_engine_parent_class)->dispose (object);
}

static void
houbu_engine_finalize (GObject *object)
{
  HoubuEngine *engine = HOUBU_ENGINE (object);

  g_clear_pointer (&engine->hasher, houbu_hasher_unref);
  g_clear_pointer (&engine->pool, houbu_pool_unref);
  g_clear_pointer (&engine->limiter, houbu_limiter_free);
  g_clear_pointer (&engine->sessions, houbu_sessions_free);
  g_clear_pointer (&engine->messenger, houbu_messenger_unref);
  g_clear_pointer (&engine->vault, houbu_vault_unref);
  g_clear_pointer (&engine->clock, houbu_clock_unref);

  G_OBJECT_CLASS (houbu_engine_parent_class)->finalize (object);
}

static void
houbu_engine_class_init (HoubuEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_engine_dispose;
  object_class->finalize = houbu_engine_finalize;

  /**
   * HoubuEngine::committed:
   * @engine: the engine
   * @last_seq: newest row of the journal
   *
   * A durable commit wrote rows of the journal.
   */
  signals[SIGNAL_COMMITTED] =
      g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * HoubuEngine::session-ended:
   * @engine: the engine
   * @account: key of an account
   *
   * Tokens of this account were revoked: its event streams have to show again that theirs is good.
   */
  signals[SIGNAL_SESSION_ENDED] =
      g_signal_new ("session-ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
houbu_engine_init (HoubuEngine *engine)
{
  houbu_engine_options_init (&engine->options);
}

static HoubuMessenger *
make_messenger (const HoubuEngineOptions *options, HoubuClock *clock)
{
  g_autoptr (HoubuSender) sender = NULL;

  if (options->message_command != NULL)
    {
      sender = houbu_command_sender_new (options->message_command, options->message_seconds);
      return houbu_messenger_new (sender, COMMANDS);
    }
  if (options->message_outbox != NULL)
    sender = houbu_outbox_sender_new (options->message_outbox, clock);
  return houbu_messenger_new (sender, 1);
}

/**
 * houbu_engine_open:
 * @data_dir: folder of the store, created and filled when it is empty
 * @clock: (nullable) (transfer none): the machine's when %NULL
 * @options: (nullable): the defaults when %NULL
 * @error: return location
 *
 * Opens the store and its key, in the thread-default main context in which everything will be
 * answered.
 *
 * Returns: (transfer full): the engine, or %NULL
 */
HoubuEngine *
houbu_engine_open (const char *data_dir,
                   HoubuClock *clock,
                   const HoubuEngineOptions *options,
                   GError **error)
{
  g_autoptr (HoubuEngine) engine = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  engine = g_object_new (HOUBU_TYPE_ENGINE, NULL);
  if (options != NULL)
    engine->options = *options;
  engine->clock = clock != NULL ? houbu_clock_ref (clock) : houbu_clock_new ();
  engine->store = houbu_store_open (data_dir, error);
  if (engine->store == NULL)
    return NULL;
  houbu_store_set_batch (engine->store, engine->options.store_batch);
  engine->vault = open_vault (engine->store, data_dir, error);
  if (engine->vault == NULL)
    return NULL;
  engine->hasher =
      houbu_hasher_new (engine->options.hasher_threads, engine->options.hasher_waiting);
  engine->pool = houbu_pool_new (POOL_THREADS, POOL_WAITING);
  engine->limiter = houbu_limiter_new (engine->options.rates, engine->options.limiter_keys);
  engine->sessions = houbu_sessions_new (engine->store, engine->options.session_idle);
  engine->messenger = make_messenger (&engine->options, engine->clock);
  houbu_store_set_committed_func (engine->store, on_committed, engine, NULL);
  return g_steal_pointer (&engine);
}

/**
 * houbu_engine_close:
 * @engine: an engine
 *
 * Finishes what the store was given and closes it. Nothing may be run afterwards.
 */
void
houbu_engine_close (HoubuEngine *engine)
{
  g_return_if_fail (HOUBU_IS_ENGINE (engine));

  if (engine->store == NULL)
    return;
  houbu_store_set_committed_func (engine->store, NULL, NULL, NULL);
  houbu_store_close (engine->store);
}

/**
 * houbu_engine_is_healthy:
 * @engine: an engine
 *
 * Returns: whether its store can commit
 */
gboolean
houbu_engine_is_healthy (HoubuEngine *engine)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), FALSE);

  return houbu_store_healthy (engine->store);
}

/**
 * houbu_engine_get_stats:
 * @engine: an engine
 * @stats: (out caller-allocates): counts since it was opened, and queues as they are
 */
void
houbu_engine_get_stats (HoubuEngine *engine, HoubuEngineStats *stats)
{
  HoubuStoreStats store;
  HoubuMessengerStats messages;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && stats != NULL);

  houbu_store_get_stats (engine->store, &store);
  houbu_messenger_get_stats (engine->messenger, &messages);
  *stats = (HoubuEngineStats){
    .commits = store.commits,
    .writes = store.writes,
    .refusals = store.refusals,
    .failures = store.failures,
    .reads = store.reads,
    .queued_writes = store.queued_writes,
    .queued_reads = store.queued_reads,
    .hasher_waiting = houbu_hasher_waiting (engine->hasher),
    .messages_sent = messages.sent,
    .messages_failed = messages.failed,
    .messages_waiting = messages.waiting,
    .longest_hold = store.longest_hold,
  };
}

/**
 * houbu_engine_get_store:
 * @engine: an engine
 *
 * Returns: (transfer none): its store
 */
HoubuStore *
houbu_engine_get_store (HoubuEngine *engine)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);

  return engine->store;
}

/**
 * houbu_engine_get_clock:
 * @engine: an engine
 *
 * Returns: (transfer none): the clock that decides
 */
HoubuClock *
houbu_engine_get_clock (HoubuEngine *engine)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);

  return engine->clock;
}

/**
 * houbu_engine_get_vault:
 * @engine: an engine
 *
 * Returns: (transfer none): the keys of its store; may be used from any thread
 */
HoubuVault *
houbu_engine_get_vault (HoubuEngine *engine)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);

  return engine->vault;
}

/**
 * houbu_engine_get_hasher:
 * @engine: an engine
 *
 * Returns: (transfer none): what hashes passwords
 */
HoubuHasher *
houbu_engine_get_hasher (HoubuEngine *engine)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);

  return engine->hasher;
}

/**
 * houbu_engine_get_options:
 * @engine: an engine
 *
 * Returns: (transfer none): how it is configured; does not change
 */
const HoubuEngineOptions *
houbu_engine_get_options (HoubuEngine *engine)
{
  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);

  return &engine->options;
}

/**
 * houbu_engine_get_pool:
 * @engine: an engine
 *
 * Returns: (transfer none): threads for what is slow but not a password
 */
HoubuPool *
houbu_engine_get_pool (HoubuEngine *engine)
{
  return engine->pool;
}

/**
 * houbu_engine_get_limiter:
 * @engine: an engine
 *
 * Returns: (transfer none): its token buckets; main thread only
 */
HoubuLimiter *
houbu_engine_get_limiter (HoubuEngine *engine)
{
  return engine->limiter;
}

/**
 * houbu_engine_get_sessions:
 * @engine: an engine
 *
 * Returns: (transfer none): its cache of tokens; main thread only
 */
HoubuSessions *
houbu_engine_get_sessions (HoubuEngine *engine)
{
  return engine->sessions;
}

/**
 * houbu_engine_get_messenger:
 * @engine: an engine
 *
 * Returns: (transfer none): what sends messages to phones
 */
HoubuMessenger *
houbu_engine_get_messenger (HoubuEngine *engine)
{
  return engine->messenger;
}

/**
 * houbu_engine_end_sessions:
 * @engine: an engine
 * @account: key of an account, tokens of which the store has just revoked
 */
void
houbu_engine_end_sessions (HoubuEngine *engine, gint64 account)
{
  houbu_sessions_forget_account (engine->sessions, account);
  g_signal_emit (engine, signals[SIGNAL_SESSION_ENDED], 0, account);
}
