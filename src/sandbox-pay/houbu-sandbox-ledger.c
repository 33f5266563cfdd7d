/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sandbox-ledger.h"

#include <sqlite3.h>
#include <string.h>

struct _HoubuSandboxLedger
{
  sqlite3 *db; /* (owned) */
};

static const char *const schema =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "CREATE TABLE IF NOT EXISTS trade (key INTEGER PRIMARY KEY AUTOINCREMENT,"
    " number TEXT NOT NULL UNIQUE, trade_no TEXT NOT NULL UNIQUE, page TEXT NOT NULL UNIQUE,"
    " subject TEXT NOT NULL, notify_url TEXT, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),"
    " refunded_fen INTEGER NOT NULL DEFAULT 0 CHECK (refunded_fen BETWEEN 0 AND amount_fen),"
    " state INTEGER NOT NULL CHECK (state IN (0, 1, 2)), expires_at INTEGER NOT NULL,"
    " created_at INTEGER NOT NULL, paid_at INTEGER NOT NULL DEFAULT 0, paid_by TEXT,"
    " CHECK (refunded_fen = 0 OR state = 1)) STRICT;"
    "CREATE TABLE IF NOT EXISTS refund (request TEXT NOT NULL, trade INTEGER NOT NULL"
    " REFERENCES trade (key), amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),"
    " at INTEGER NOT NULL, PRIMARY KEY (trade, request)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS notice (key INTEGER PRIMARY KEY AUTOINCREMENT,"
    " trade INTEGER NOT NULL REFERENCES trade (key), attempts INTEGER NOT NULL DEFAULT 0,"
    " due_at INTEGER) STRICT;"
    "CREATE INDEX IF NOT EXISTS notice_due ON notice (due_at) WHERE due_at IS NOT NULL;";

#define SELECT_TRADE                                                                               \
  "SELECT key, number, trade_no, page, subject, notify_url, amount_fen, refunded_fen, state,"      \
  " expires_at, created_at, paid_at, paid_by FROM trade WHERE "

void
houbu_sandbox_trade_free (HoubuSandboxTrade *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->trade_no);
  g_free (self->page);
  g_free (self->subject);
  g_free (self->notify_url);
  g_free (self->paid_by);
  g_free (self);
}

void
houbu_sandbox_line_free (HoubuSandboxLine *self)
{
  if (self == NULL)
    return;
  g_free (self->trade_no);
  g_free (self->number);
  g_free (self->request);
  g_free (self->subject);
  g_free (self);
}

/* The books cannot be kept without their file: nothing goes on after a failure. */
static void
must (HoubuSandboxLedger *self, gboolean good)
{
  if (!good)
    g_error ("the ledger cannot be written: %s", sqlite3_errmsg (self->db));
}

static sqlite3_stmt *
prepare (HoubuSandboxLedger *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  must (self, sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

static void
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_TRANSIENT);
}

static void
run (HoubuSandboxLedger *self, sqlite3_stmt *statement)
{
  int code = sqlite3_step (statement);

  sqlite3_finalize (statement);
  must (self, code == SQLITE_DONE || code == SQLITE_ROW);
}

static void
run_text (HoubuSandboxLedger *self, const char *sql)
{
  must (self, sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static char *
dup_column (sqlite3_stmt *statement, int at)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, at));
}

static HoubuSandboxTrade *
step_to_trade (sqlite3_stmt *statement)
{
  HoubuSandboxTrade *trade = NULL;

  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      trade = g_new0 (HoubuSandboxTrade, 1);
      trade->key = sqlite3_column_int64 (statement, 0);
      trade->number = dup_column (statement, 1);
      trade->trade_no = dup_column (statement, 2);
      trade->page = dup_column (statement, 3);
      trade->subject = dup_column (statement, 4);
      trade->notify_url = dup_column (statement, 5);
      trade->amount_fen = sqlite3_column_int64 (statement, 6);
      trade->refunded_fen = sqlite3_column_int64 (statement, 7);
      trade->state = (HoubuSandboxState) sqlite3_column_int (statement, 8);
      trade->expires_at = sqlite3_column_int64 (statement, 9);
      trade->created_at = sqlite3_column_int64 (statement, 10);
      trade->paid_at = sqlite3_column_int64 (statement, 11);
      trade->paid_by = dup_column (statement, 12);
    }
  sqlite3_finalize (statement);
  return trade;
}

HoubuSandboxLedger *
houbu_sandbox_ledger_open (const char *path, GError **error)
{
  HoubuSandboxLedger *self = g_new0 (HoubuSandboxLedger, 1);

  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
          SQLITE_OK &&
      sqlite3_exec (self->db, schema, NULL, NULL, NULL) == SQLITE_OK)
    return self;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, sqlite3_errmsg (self->db));
  houbu_sandbox_ledger_close (self);
  return NULL;
}

void
houbu_sandbox_ledger_close (HoubuSandboxLedger *self)
{
  if (self == NULL)
    return;
  sqlite3_close (self->db);
  g_free (self);
}

HoubuSandboxTrade *
houbu_sandbox_ledger_find (HoubuSandboxLedger *self, HoubuSandboxName name, const char *value)
{
  static const char *const statements[] = {
    [HOUBU_SANDBOX_BY_NUMBER] = SELECT_TRADE "number = ?",
    [HOUBU_SANDBOX_BY_TRADE_NO] = SELECT_TRADE "trade_no = ?",
    [HOUBU_SANDBOX_BY_PAGE] = SELECT_TRADE "page = ?",
  };
  sqlite3_stmt *statement = prepare (self, statements[name]);

  bind_text (statement, 1, value);
  return step_to_trade (statement);
}

HoubuSandboxTrade *
houbu_sandbox_ledger_load (HoubuSandboxLedger *self, gint64 key)
{
  sqlite3_stmt *statement = prepare (self, SELECT_TRADE "key = ?");

  sqlite3_bind_int64 (statement, 1, key);
  return step_to_trade (statement);
}

gboolean
houbu_sandbox_ledger_add (HoubuSandboxLedger *self, const HoubuSandboxTrade *trade)
{
  sqlite3_stmt *statement = prepare (
      self, "INSERT OR IGNORE INTO trade (number, trade_no, page, subject, notify_url,"
            " amount_fen, state, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)");

  bind_text (statement, 1, trade->number);
  bind_text (statement, 2, trade->trade_no);
  bind_text (statement, 3, trade->page);
  bind_text (statement, 4, trade->subject);
  bind_text (statement, 5, trade->notify_url);
  sqlite3_bind_int64 (statement, 6, trade->amount_fen);
  sqlite3_bind_int64 (statement, 7, trade->expires_at);
  sqlite3_bind_int64 (statement, 8, trade->created_at);
  run (self, statement);
  return sqlite3_changes (self->db) == 1;
}

/* Takes the money if it may still be paid; that it did is to be told. */
gboolean
houbu_sandbox_ledger_pay (HoubuSandboxLedger *self, gint64 key, const char *method, gint64 now)
{
  sqlite3_stmt *statement = NULL;
  gboolean paid = FALSE;

  run_text (self, "BEGIN IMMEDIATE");
  statement = prepare (self, "UPDATE trade SET state = 1, paid_at = $now, paid_by = $method"
                             " WHERE key = $key AND state = 0"
                             " AND (expires_at = 0 OR expires_at > $now)");
  sqlite3_bind_int64 (statement, 1, now);
  bind_text (statement, 2, method);
  sqlite3_bind_int64 (statement, 3, key);
  run (self, statement);
  paid = sqlite3_changes (self->db) == 1;
  if (paid)
    {
      statement = prepare (self, "INSERT INTO notice (trade, due_at) SELECT key, paid_at FROM trade"
                                 " WHERE key = ? AND notify_url IS NOT NULL");
      sqlite3_bind_int64 (statement, 1, key);
      run (self, statement);
    }
  run_text (self, "COMMIT");
  return paid;
}

/* Whether nobody can pay it any more. */
gboolean
houbu_sandbox_ledger_close_trade (HoubuSandboxLedger *self, gint64 key)
{
  sqlite3_stmt *statement =
      prepare (self, "UPDATE trade SET state = 2 WHERE key = ? AND state <> 1");

  sqlite3_bind_int64 (statement, 1, key);
  run (self, statement);
  return sqlite3_changes (self->db) == 1;
}

static gboolean
find_refund (
    HoubuSandboxLedger *self, gint64 key, const char *request, gint64 *amount_fen, gint64 *at)
{
  sqlite3_stmt *statement =
      prepare (self, "SELECT amount_fen, at FROM refund WHERE trade = ? AND request = ?");
  gboolean found = FALSE;

  sqlite3_bind_int64 (statement, 1, key);
  bind_text (statement, 2, request);
  found = sqlite3_step (statement) == SQLITE_ROW;
  if (found)
    {
      *amount_fen = sqlite3_column_int64 (statement, 0);
      *at = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_finalize (statement);
  return found;
}

static void
add_refund (
    HoubuSandboxLedger *self, gint64 key, const char *request, gint64 amount_fen, gint64 now)
{
  sqlite3_stmt *statement =
      prepare (self, "INSERT INTO refund (trade, request, amount_fen, at) VALUES (?, ?, ?, ?)");

  sqlite3_bind_int64 (statement, 1, key);
  bind_text (statement, 2, request);
  sqlite3_bind_int64 (statement, 3, amount_fen);
  sqlite3_bind_int64 (statement, 4, now);
  run (self, statement);
}

/* A request counts once: asked for again it answers as before, with another amount it is refused.
 */
gboolean
houbu_sandbox_ledger_refund (HoubuSandboxLedger *self,
                             gint64 key,
                             const char *request,
                             gint64 amount_fen,
                             gint64 now,
                             gint64 *refunded_at)
{
  sqlite3_stmt *statement = NULL;
  gint64 before = 0;
  gboolean good = FALSE;

  if (find_refund (self, key, request, &before, refunded_at))
    return before == amount_fen;
  *refunded_at = now;
  run_text (self, "BEGIN IMMEDIATE");
  statement = prepare (self, "UPDATE trade SET refunded_fen = refunded_fen + $amount"
                             " WHERE key = $key AND state = 1"
                             " AND refunded_fen + $amount <= amount_fen");
  sqlite3_bind_int64 (statement, 1, amount_fen);
  sqlite3_bind_int64 (statement, 2, key);
  run (self, statement);
  good = sqlite3_changes (self->db) == 1;
  if (good)
    add_refund (self, key, request, amount_fen, now);
  run_text (self, "COMMIT");
  return good;
}

GPtrArray *
houbu_sandbox_ledger_list_lines (HoubuSandboxLedger *self, gint64 from, gint64 to)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_sandbox_line_free);
  sqlite3_stmt *statement = prepare (
      self,
      "SELECT 0, trade_no, number, '', subject, amount_fen, paid_at AS at FROM trade"
      " WHERE state = 1 AND paid_at >= $from AND paid_at < $to UNION ALL"
      " SELECT 1, t.trade_no, t.number, r.request, t.subject, r.amount_fen, r.at FROM refund r"
      " JOIN trade t ON t.key = r.trade WHERE r.at >= $from AND r.at < $to ORDER BY at");

  sqlite3_bind_int64 (statement, 1, from);
  sqlite3_bind_int64 (statement, 2, to);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      HoubuSandboxLine *line = g_new0 (HoubuSandboxLine, 1);

      line->is_refund = sqlite3_column_int (statement, 0) != 0;
      line->trade_no = dup_column (statement, 1);
      line->number = dup_column (statement, 2);
      line->request = dup_column (statement, 3);
      line->subject = dup_column (statement, 4);
      line->amount_fen = sqlite3_column_int64 (statement, 5);
      line->at = sqlite3_column_int64 (statement, 6);
      g_ptr_array_add (lines, line);
    }
  sqlite3_finalize (statement);
  return lines;
}

void
houbu_sandbox_ledger_sum (HoubuSandboxLedger *self, gint64 *captured, gint64 *refunded)
{
  sqlite3_stmt *statement =
      prepare (self, "SELECT coalesce(sum(amount_fen), 0), coalesce(sum(refunded_fen), 0)"
                     " FROM trade WHERE state = 1");

  must (self, sqlite3_step (statement) == SQLITE_ROW);
  *captured = sqlite3_column_int64 (statement, 0);
  *refunded = sqlite3_column_int64 (statement, 1);
  sqlite3_finalize (statement);
}

GArray *
houbu_sandbox_ledger_list_due (HoubuSandboxLedger *self, gint64 now, gboolean newest_first)
{
  GArray *notices = g_array_new (FALSE, FALSE, sizeof (HoubuSandboxNotice));
  sqlite3_stmt *statement =
      prepare (self, "SELECT key, trade, attempts FROM notice WHERE due_at IS NOT NULL"
                     " AND due_at <= $now ORDER BY key * $direction LIMIT 32");

  sqlite3_bind_int64 (statement, 1, now);
  sqlite3_bind_int64 (statement, 2, newest_first ? -1 : 1);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const HoubuSandboxNotice notice = { sqlite3_column_int64 (statement, 0),
                                          sqlite3_column_int64 (statement, 1),
                                          (guint) sqlite3_column_int (statement, 2) };

      g_array_append_val (notices, notice);
    }
  sqlite3_finalize (statement);
  return notices;
}

void
houbu_sandbox_ledger_set_told (HoubuSandboxLedger *self, gint64 notice)
{
  sqlite3_stmt *statement = prepare (self, "UPDATE notice SET due_at = NULL WHERE key = ?");

  sqlite3_bind_int64 (statement, 1, notice);
  run (self, statement);
}

/* Without a time it is given up. */
void
houbu_sandbox_ledger_postpone (HoubuSandboxLedger *self,
                               gint64 notice,
                               guint attempts,
                               gint64 due_at)
{
  sqlite3_stmt *statement =
      prepare (self, "UPDATE notice SET due_at = nullif(?, 0), attempts = ? WHERE key = ?");

  sqlite3_bind_int64 (statement, 1, due_at);
  sqlite3_bind_int64 (statement, 2, attempts);
  sqlite3_bind_int64 (statement, 3, notice);
  run (self, statement);
}
