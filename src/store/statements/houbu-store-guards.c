/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-guards.h"

#include "houbu-limits.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

/* No counter looks further back than a day. */
#define COUNTERS_KEPT G_TIME_SPAN_DAY
#define IDEMPOTENCY_KEPT (HOUBU_LIMIT_IDEMPOTENCY_KEY_SECONDS * G_TIME_SPAN_SECOND)

static const HoubuSql sql_captcha_add = {
  "captcha_add",
  "INSERT INTO captcha (id, kind, answer_hash, difficulty, expires_at) "
  "VALUES ($id, $kind, $answer, $difficulty, $expires_at)",
};

static const HoubuSql sql_captcha_find = {
  "captcha_find",
  "SELECT kind, answer_hash, difficulty, expires_at, used FROM captcha WHERE id = $id",
};

static const HoubuSql sql_captcha_use = {
  "captcha_use",
  "UPDATE captcha SET used = 1 WHERE id = $id",
};

static const HoubuSql sql_counter_get = {
  "counter_get",
  "SELECT since, last_at, count FROM counter WHERE kind = $kind AND target = $target",
};

static const HoubuSql sql_counter_set = {
  "counter_set",
  "INSERT INTO counter (kind, target, since, last_at, count) "
  "VALUES ($kind, $target, $since, $last_at, $count) "
  "ON CONFLICT (kind, target) DO UPDATE "
  "SET since = excluded.since, last_at = excluded.last_at, count = excluded.count",
};

static const HoubuSql sql_idempotency_find = {
  "idempotency_find",
  "SELECT body_digest, status, body, created_at FROM idempotency "
  "WHERE actor = $actor AND key = $key",
};

static const HoubuSql sql_idempotency_set = {
  "idempotency_set",
  "INSERT INTO idempotency (actor, key, body_digest, status, body, created_at) "
  "VALUES ($actor, $key, $digest, $status, $body, $created_at) "
  "ON CONFLICT (actor, key) DO UPDATE SET body_digest = excluded.body_digest, "
  "status = excluded.status, body = excluded.body, created_at = excluded.created_at",
};

/* What has served its time, each with the age at which it goes. */
static const struct
{
  HoubuSql sql;
  gint64 kept;
} sql_forget[] = {
  { { "forget_sessions", "DELETE FROM session WHERE expires_at <= $before" }, 0 },
  { { "forget_refresh", "DELETE FROM refresh WHERE expires_at <= $before" }, 0 },
  { { "forget_operator_sessions", "DELETE FROM operator_session WHERE expires_at <= $before" }, 0 },
  { { "forget_captchas", "DELETE FROM captcha WHERE expires_at <= $before" }, 0 },
  { { "forget_codes", "DELETE FROM verification_code WHERE expires_at <= $before" }, 0 },
  { { "forget_queries", "DELETE FROM query WHERE expires_at <= $before" }, 0 },
  { { "forget_counters", "DELETE FROM counter WHERE since <= $before" }, COUNTERS_KEPT },
  { { "forget_idempotency", "DELETE FROM idempotency WHERE created_at <= $before" },
    IDEMPOTENCY_KEPT },
};

/**
 * houbu_captcha_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_captcha_row_free (HoubuCaptchaRow *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self);
}

/**
 * houbu_idempotency_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_idempotency_row_free (HoubuIdempotencyRow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->digest, g_bytes_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/**
 * houbu_store_captcha_add:
 * @tx: a writing transaction
 * @id: its id
 * @row: what belongs to it
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_captcha_add (HoubuTx *tx, const char *id, const HoubuCaptchaRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_captcha_add);

  houbu_statement_bind_text (st, "id", id);
  houbu_statement_bind_text (st, "kind", row->kind);
  houbu_statement_bind_bytes (st, "answer", row->answer);
  houbu_statement_bind_int64_or_null (st, "difficulty", row->difficulty, 0);
  houbu_statement_bind_int64 (st, "expires_at", row->expires_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_captcha_find:
 * @tx: a transaction
 * @id: of a captcha
 * @error: return location
 *
 * Returns: (transfer full) (nullable): it, used or expired or not; %NULL without an error when
 *   there is none
 */
HoubuCaptchaRow *
houbu_store_captcha_find (HoubuTx *tx, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_captcha_find);
  HoubuCaptchaRow *row;

  houbu_statement_bind_text (st, "id", id);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuCaptchaRow, 1);
  row->kind = houbu_statement_dup_text (st, "kind");
  row->answer = houbu_statement_dup_bytes (st, "answer_hash");
  row->difficulty = houbu_statement_get_int64_or (st, "difficulty", 0);
  row->expires_at = houbu_statement_get_int64 (st, "expires_at");
  row->used = houbu_statement_get_int64 (st, "used") != 0;
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_captcha_use:
 * @tx: a writing transaction
 * @id: of a captcha, which is worth nothing from now on
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_captcha_use (HoubuTx *tx, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_captcha_use);

  houbu_statement_bind_text (st, "id", id);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_counter_get:
 * @tx: a transaction
 * @kind: what is counted
 * @target: keyed hash of whom or what it aims at
 * @row: (out): zeros when nothing was counted yet
 * @error: return location
 *
 * Returns: whether it was read
 */
gboolean
houbu_store_counter_get (
    HoubuTx *tx, const char *kind, GBytes *target, HoubuCounterRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_counter_get);
  g_autoptr (GError) local_error = NULL;

  *row = (HoubuCounterRow){ 0 };
  houbu_statement_bind_text (st, "kind", kind);
  houbu_statement_bind_bytes (st, "target", target);
  if (houbu_statement_step (st, &local_error))
    {
      row->since = houbu_statement_get_int64 (st, "since");
      row->last_at = houbu_statement_get_int64 (st, "last_at");
      row->count = houbu_statement_get_int64 (st, "count");
      houbu_statement_reset (st);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * houbu_store_counter_set:
 * @tx: a writing transaction
 * @kind: what is counted
 * @target: keyed hash of whom or what it aims at
 * @row: how many and since when
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_counter_set (
    HoubuTx *tx, const char *kind, GBytes *target, const HoubuCounterRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_counter_set);

  houbu_statement_bind_text (st, "kind", kind);
  houbu_statement_bind_bytes (st, "target", target);
  houbu_statement_bind_int64 (st, "since", row->since);
  houbu_statement_bind_int64 (st, "last_at", row->last_at);
  houbu_statement_bind_int64 (st, "count", row->count);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_idempotency_find:
 * @tx: a transaction
 * @actor: whose key
 * @key: the key
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the answer given; %NULL without an error when there is none
 */
HoubuIdempotencyRow *
houbu_store_idempotency_find (HoubuTx *tx, const char *actor, const char *key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_idempotency_find);
  HoubuIdempotencyRow *row;

  houbu_statement_bind_text (st, "actor", actor);
  houbu_statement_bind_text (st, "key", key);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuIdempotencyRow, 1);
  row->digest = houbu_statement_dup_bytes (st, "body_digest");
  row->status = (guint) houbu_statement_get_int64 (st, "status");
  row->body = houbu_statement_dup_bytes (st, "body");
  row->created_at = houbu_statement_get_int64 (st, "created_at");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_idempotency_set:
 * @tx: a writing transaction
 * @actor: whose key
 * @key: the key; a row that it already has is replaced
 * @row: the answer
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_idempotency_set (
    HoubuTx *tx, const char *actor, const char *key, const HoubuIdempotencyRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_idempotency_set);

  houbu_statement_bind_text (st, "actor", actor);
  houbu_statement_bind_text (st, "key", key);
  houbu_statement_bind_bytes (st, "digest", row->digest);
  houbu_statement_bind_int64 (st, "status", row->status);
  houbu_statement_bind_bytes (st, "body", row->body);
  houbu_statement_bind_int64 (st, "created_at", row->created_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_forget_expired:
 * @tx: a writing transaction
 * @now: clock reading
 * @error: return location
 *
 * Deletes tokens, captchas, codes, queries, counters and idempotency keys that have served their
 * time.
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_forget_expired (HoubuTx *tx, gint64 now, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sql_forget); i++)
    {
      HoubuStatement *st = houbu_tx_statement (tx, &sql_forget[i].sql);

      houbu_statement_bind_int64 (st, "before", now - sql_forget[i].kept);
      if (!houbu_statement_run (st, error))
        return FALSE;
    }
  return TRUE;
}
