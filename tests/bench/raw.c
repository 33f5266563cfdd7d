/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/*
 * What SQLite alone takes to write what the daemon writes: the same rows into the same tables of a
 * store that bench-seed filled, prepared statements, nothing looked up that the writing does not
 * need, no rule, no JSON, no socket. `houbud check` finds such a store in order.
 *
 *   bench-raw joins DB COUNT BATCH SPREAD BODY   COUNT people join, BATCH a commit; SPREAD is 1 to
 *                                                spread them over the campuses; BODY bytes are kept
 *                                                under each idempotency key
 *   bench-raw promote DB COUNT BATCH             the capacity rises by COUNT, COUNT are promoted
 */

#define KEY_LENGTH 32
#define ID_LENGTH 23
#define HASH_BYTES 32
#define HOLD_US (24 * G_TIME_SPAN_HOUR)
#define FEE_FEN 3000

typedef struct
{
  gint64 key;
  gint64 capacity;
  gint64 seats_in_use;
  gint64 waiting;
  gint64 last_queue_number;
  gint64 chain_number;
  guint8 chain_hash[HASH_BYTES];
  gboolean dirty;
} Offering;

typedef struct
{
  gint64 registration;
  gint64 account;
  gint64 person;
  Offering *offering;
  char id[ID_LENGTH + 1];
  char key[KEY_LENGTH + 1];
} Joiner;

/* A row of the journal; what is 0 or NULL is not there. */
typedef struct
{
  gint64 at;
  const char *type;
  const char *actor;
  const char *request;
  gint64 registration;
  gint64 item;
  const char *from_state;
  const char *to_state;
  gint64 queue_number;
  const char *data;
} Row;

static sqlite3 *db;
static gint64 exam;

static void
check (int code, int wanted)
{
  if (code != wanted)
    g_error ("SQLite %d: %s", code, sqlite3_errmsg (db));
}

static void
execute (const char *sql)
{
  check (sqlite3_exec (db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static sqlite3_stmt *
prepare (const char *sql)
{
  sqlite3_stmt *statement = NULL;

  check (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL), SQLITE_OK);
  return statement;
}

static void
run (sqlite3_stmt *statement)
{
  check (sqlite3_step (statement), SQLITE_DONE);
  sqlite3_reset (statement);
}

static void
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_STATIC);
}

static void
bind_number (sqlite3_stmt *statement, int at, gint64 number)
{
  if (number != 0)
    sqlite3_bind_int64 (statement, at, number);
  else
    sqlite3_bind_null (statement, at);
}

static gint64
read_number (const char *sql)
{
  sqlite3_stmt *statement = prepare (sql);
  gint64 number;

  check (sqlite3_step (statement), SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

/* As the daemon's writer has it. */
static void
open_store (const char *path)
{
  check (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), SQLITE_OK);
  execute ("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
           "PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;"
           "PRAGMA wal_autocheckpoint = 8000");
  exam = read_number ("SELECT key FROM exam WHERE current = 1");
}

/* ---- the journal and its chain */

static char *
add_text (char *to, const char *text)
{
  gsize length;

  if (text == NULL)
    return memcpy (to, "-,", 2), to + 2;
  length = strlen (text);
  to += g_snprintf (to, 24, "%zu:", length);
  memcpy (to, text, length);
  to[length] = ',';
  return to + length + 1;
}

static char *
add_number (char *to, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  return add_text (to, number != 0 ? text : NULL);
}

static void
link_row (Offering *offering, const Row *row)
{
  char text[1024];
  char *end = text;
  struct sha256_ctx sum;

  if (offering->chain_number > 0)
    {
      memcpy (end, offering->chain_hash, HASH_BYTES);
      end += HASH_BYTES;
    }
  end = add_text (end, "houbu-journal-1");
  end = add_number (end, row->at);
  end = add_text (end, row->type);
  end = add_text (end, row->actor);
  end = add_text (end, row->request);
  end = add_number (end, exam);
  end = add_number (end, offering->key);
  end = add_number (end, row->registration);
  end = add_number (end, row->item);
  end = add_text (end, row->from_state);
  end = add_text (end, row->to_state);
  end = add_number (end, row->queue_number);
  end = add_text (end, row->data);
  end = add_number (end, ++offering->chain_number);
  sha256_init (&sum);
  sha256_update (&sum, (gsize) (end - text), (guint8 *) text);
  sha256_digest (&sum, HASH_BYTES, offering->chain_hash);
  offering->dirty = TRUE;
}

static void
append (Offering *offering, const Row *row)
{
  static sqlite3_stmt *insert;

  if (insert == NULL)
    insert = prepare ("INSERT INTO journal (at, type, actor, request, exam, offering, registration,"
                      " item, from_state, to_state, queue_number, data, chain_number, chain_hash)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  link_row (offering, row);
  sqlite3_bind_int64 (insert, 1, row->at);
  bind_text (insert, 2, row->type);
  bind_text (insert, 3, row->actor);
  bind_text (insert, 4, row->request);
  sqlite3_bind_int64 (insert, 5, exam);
  sqlite3_bind_int64 (insert, 6, offering->key);
  bind_number (insert, 7, row->registration);
  bind_number (insert, 8, row->item);
  bind_text (insert, 9, row->from_state);
  bind_text (insert, 10, row->to_state);
  bind_number (insert, 11, row->queue_number);
  bind_text (insert, 12, row->data);
  sqlite3_bind_int64 (insert, 13, offering->chain_number);
  sqlite3_bind_blob (insert, 14, offering->chain_hash, HASH_BYTES, SQLITE_STATIC);
  run (insert);
}

static void
load_offering (Offering *offering, gint64 key)
{
  sqlite3_stmt *select = prepare ("SELECT capacity, seats_in_use, waiting, last_queue_number,"
                                  " chain_number, chain_hash FROM offering WHERE key = ?");

  sqlite3_bind_int64 (select, 1, key);
  check (sqlite3_step (select), SQLITE_ROW);
  offering->key = key;
  offering->capacity = sqlite3_column_int64 (select, 0);
  offering->seats_in_use = sqlite3_column_int64 (select, 1);
  offering->waiting = sqlite3_column_int64 (select, 2);
  offering->last_queue_number = sqlite3_column_int64 (select, 3);
  offering->chain_number = sqlite3_column_int64 (select, 4);
  if (offering->chain_number > 0)
    memcpy (offering->chain_hash, sqlite3_column_blob (select, 5), HASH_BYTES);
  sqlite3_finalize (select);
}

static void
flush_offering (gpointer key, gpointer value, gpointer data)
{
  static sqlite3_stmt *update;
  Offering *offering = value;

  if (!offering->dirty)
    return;
  if (update == NULL)
    update = prepare ("UPDATE offering SET capacity = ?, seats_in_use = ?, waiting = ?,"
                      " last_queue_number = ?, promotion_pending = 0, over_capacity = 0,"
                      " chain_number = ?, chain_hash = ? WHERE key = ?");
  sqlite3_bind_int64 (update, 1, offering->capacity);
  sqlite3_bind_int64 (update, 2, offering->seats_in_use);
  sqlite3_bind_int64 (update, 3, offering->waiting);
  sqlite3_bind_int64 (update, 4, offering->last_queue_number);
  sqlite3_bind_int64 (update, 5, offering->chain_number);
  sqlite3_bind_blob (update, 6, offering->chain_hash, HASH_BYTES, SQLITE_STATIC);
  sqlite3_bind_int64 (update, 7, offering->key);
  run (update);
  offering->dirty = FALSE;
}

static void
make_id (char id[ID_LENGTH + 1])
{
  const guint32 time = GUINT32_TO_BE ((guint32) (g_get_real_time () >> 16));
  guint8 bytes[16];

  memcpy (bytes, &time, sizeof time);
  randombytes_buf (bytes + sizeof time, sizeof bytes - sizeof time);
  id[0] = 'x';
  sodium_bin2base64 (id + 1, ID_LENGTH, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void
print_result (guint count, gint64 begin, gint64 longest)
{
  double seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;

  printf ("{\"seconds\": %.6f, \"answers\": %u, \"rate\": %.1f, \"longest_us\": %" G_GINT64_FORMAT
          "}\n",
          seconds, count, count / seconds, longest);
}

/* ---- joins */

static Joiner *
load_joiners (guint count, gboolean spread, GHashTable *offerings)
{
  sqlite3_stmt *select =
      prepare ("SELECT r.key, r.account, r.person, o.key FROM registration r JOIN offering o"
               " ON o.campus = CASE ?2 WHEN 1 THEN r.campus ELSE (SELECT campus FROM offering"
               " ORDER BY key LIMIT 1) END AND o.subject = '1' AND o.exam = r.exam"
               " WHERE NOT EXISTS (SELECT 1 FROM entry WHERE registration = r.key)"
               " ORDER BY r.key LIMIT ?1");
  Joiner *joiners = g_new0 (Joiner, count);

  sqlite3_bind_int64 (select, 1, count);
  sqlite3_bind_int64 (select, 2, spread);
  for (guint i = 0; i < count; i++)
    {
      gint64 key;
      char bytes[KEY_LENGTH / 2];

      check (sqlite3_step (select), SQLITE_ROW);
      joiners[i].registration = sqlite3_column_int64 (select, 0);
      joiners[i].account = sqlite3_column_int64 (select, 1);
      joiners[i].person = sqlite3_column_int64 (select, 2);
      key = sqlite3_column_int64 (select, 3);
      joiners[i].offering = g_hash_table_lookup (offerings, &key);
      if (joiners[i].offering == NULL)
        {
          joiners[i].offering = g_new0 (Offering, 1);
          load_offering (joiners[i].offering, key);
          g_hash_table_insert (offerings, &joiners[i].offering->key, joiners[i].offering);
        }
      make_id (joiners[i].id);
      randombytes_buf (bytes, sizeof bytes);
      sodium_bin2hex (joiners[i].key, KEY_LENGTH + 1, (guint8 *) bytes, sizeof bytes);
    }
  sqlite3_finalize (select);
  return joiners;
}

static void
write_entry (const Joiner *joiner, gint64 now)
{
  static sqlite3_stmt *insert;
  static sqlite3_stmt *fill;

  if (insert == NULL)
    {
      insert = prepare ("INSERT INTO entry (id, registration, offering, exam, person, level, kind,"
                        " queue_number, active, state, joined_at)"
                        " VALUES (?, ?, ?, ?, ?, 4, 'written', ?, 1, 'waiting', ?)");
      fill = prepare ("UPDATE registration SET empty_since = NULL WHERE key = ?");
    }
  bind_text (insert, 1, joiner->id);
  sqlite3_bind_int64 (insert, 2, joiner->registration);
  sqlite3_bind_int64 (insert, 3, joiner->offering->key);
  sqlite3_bind_int64 (insert, 4, exam);
  sqlite3_bind_int64 (insert, 5, joiner->person);
  sqlite3_bind_int64 (insert, 6, joiner->offering->last_queue_number);
  sqlite3_bind_int64 (insert, 7, now);
  run (insert);
  sqlite3_bind_int64 (fill, 1, joiner->registration);
  run (fill);
}

static void
remember (const Joiner *joiner, const char *actor, const guint8 *body, int length, gint64 now)
{
  static sqlite3_stmt *insert;

  if (insert == NULL)
    insert = prepare ("INSERT INTO idempotency (actor, key, body_digest, status, body, created_at)"
                      " VALUES (?, ?, ?, 201, ?, ?)");
  bind_text (insert, 1, actor);
  bind_text (insert, 2, joiner->key);
  sqlite3_bind_blob (insert, 3, body, HASH_BYTES, SQLITE_STATIC);
  sqlite3_bind_blob (insert, 4, body, length, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 5, now);
  run (insert);
}

static void
join (const Joiner *joiner, const guint8 *body, int length, gint64 now)
{
  char actor[32];
  Row row = {
    .at = now,
    .type = "entry_joined",
    .actor = actor,
    .request = joiner->key,
    .registration = joiner->registration,
    .to_state = "waiting",
  };

  g_snprintf (actor, sizeof actor, "account:%" G_GINT64_FORMAT, joiner->account);
  row.queue_number = ++joiner->offering->last_queue_number;
  joiner->offering->waiting++;
  write_entry (joiner, now);
  row.item = sqlite3_last_insert_rowid (db);
  append (joiner->offering, &row);
  remember (joiner, actor, body, length, now);
}

static void
run_joins (guint count, guint batch, gboolean spread, int body_length)
{
  g_autoptr (GHashTable) offerings =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autofree Joiner *joiners = load_joiners (count, spread, offerings);
  g_autofree guint8 *body = g_malloc0 ((gsize) MAX (body_length, HASH_BYTES));
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < count; i += batch)
    {
      gint64 now = g_get_real_time ();

      execute ("BEGIN IMMEDIATE");
      for (guint k = i; k < MIN (i + batch, count); k++)
        join (&joiners[k], body, body_length, now);
      g_hash_table_foreach (offerings, flush_offering, NULL);
      execute ("COMMIT");
    }
  print_result (count, begin, 0);
}

/* ---- promotions */

static void
raise_capacity (Offering *offering, guint by, gint64 now)
{
  char data[64];
  const Row row = {
    .at = now, .type = "offering_changed", .actor = "operator:bench", .data = data
  };

  g_snprintf (data, sizeof data, "{\"capacity\":%" G_GINT64_FORMAT "}", offering->capacity + by);
  offering->capacity += by;
  append (offering, &row);
}

static gint64
write_enrolment (Offering *offering, gint64 registration, gint64 person, gint64 now)
{
  static sqlite3_stmt *insert;
  char id[ID_LENGTH + 1];

  if (insert == NULL)
    insert =
        prepare ("INSERT INTO enrolment (id, registration, offering, exam, person, level, kind,"
                 " active, state, obtained_by, fee_fen, deadline, created_at) VALUES (?, ?, ?,"
                 " ?, ?, 4, 'written', 1, 'unpaid', 'waitlist', ?, ?, ?)");
  make_id (id);
  bind_text (insert, 1, id);
  sqlite3_bind_int64 (insert, 2, registration);
  sqlite3_bind_int64 (insert, 3, offering->key);
  sqlite3_bind_int64 (insert, 4, exam);
  sqlite3_bind_int64 (insert, 5, person);
  sqlite3_bind_int64 (insert, 6, FEE_FEN);
  sqlite3_bind_int64 (insert, 7, now + HOLD_US);
  sqlite3_bind_int64 (insert, 8, now);
  run (insert);
  return sqlite3_last_insert_rowid (db);
}

static void
end_entry (gint64 entry, gint64 enrolment, gint64 now)
{
  static sqlite3_stmt *update;

  if (update == NULL)
    update = prepare ("UPDATE entry SET active = 0, state = 'promoted', ended_at = ?,"
                      " enrolment = ? WHERE key = ?");
  sqlite3_bind_int64 (update, 1, now);
  sqlite3_bind_int64 (update, 2, enrolment);
  sqlite3_bind_int64 (update, 3, entry);
  run (update);
}

static void
promote (Offering *offering, const gint64 head[4], gint64 now)
{
  char entry_data[64];
  char enrolment_data[128];
  Row entry = {
    .at = now,
    .type = "entry_promoted",
    .actor = "system",
    .registration = head[1],
    .item = head[0],
    .from_state = "waiting",
    .to_state = "promoted",
    .queue_number = head[3],
    .data = entry_data,
  };
  Row enrolment = {
    .at = now,
    .type = "enrolment_created",
    .actor = "system",
    .registration = head[1],
    .to_state = "unpaid",
    .data = enrolment_data,
  };

  enrolment.item = write_enrolment (offering, head[1], head[2], now);
  end_entry (head[0], enrolment.item, now);
  g_snprintf (entry_data, sizeof entry_data, "{\"enrolment\":%" G_GINT64_FORMAT "}",
              enrolment.item);
  g_snprintf (enrolment_data, sizeof enrolment_data,
              "{\"obtained_by\":\"waitlist\",\"fee_fen\":%d,\"deadline\":%" G_GINT64_FORMAT "}",
              FEE_FEN, now + HOLD_US);
  append (offering, &entry);
  append (offering, &enrolment);
  offering->waiting--;
  offering->seats_in_use++;
}

static guint
promote_chunk (Offering *offering, guint limit, gint64 now)
{
  static sqlite3_stmt *select;
  g_autofree gint64 (*heads)[4] = g_malloc (limit * sizeof *heads);
  guint n = 0;

  if (select == NULL)
    select = prepare ("SELECT key, registration, person, queue_number FROM entry"
                      " WHERE offering = ? AND active = 1 ORDER BY queue_number LIMIT ?");
  sqlite3_bind_int64 (select, 1, offering->key);
  sqlite3_bind_int64 (select, 2, limit);
  for (; sqlite3_step (select) == SQLITE_ROW; n++)
    for (int i = 0; i < 4; i++)
      heads[n][i] = sqlite3_column_int64 (select, i);
  sqlite3_reset (select);
  for (guint i = 0; i < n; i++)
    promote (offering, heads[i], now);
  return n;
}

static void
run_promotions (guint count, guint batch)
{
  Offering offering = { 0 };
  gint64 begin = g_get_monotonic_time ();
  gint64 longest = 0;

  load_offering (&offering, read_number ("SELECT key FROM offering ORDER BY key LIMIT 1"));
  for (guint done = 0; done < count;)
    {
      gint64 since = g_get_monotonic_time ();
      gint64 now = g_get_real_time ();
      guint n;

      execute ("BEGIN IMMEDIATE");
      if (done == 0)
        raise_capacity (&offering, count, now);
      n = promote_chunk (&offering, MIN (batch, count - done), now);
      if (n == 0)
        g_error ("only %u were waiting", done);
      flush_offering (NULL, &offering, NULL);
      execute ("COMMIT");
      done += n;
      longest = MAX (longest, g_get_monotonic_time () - since);
    }
  print_result (count, begin, longest);
}

static guint
argument (char **argv, int at)
{
  return (guint) g_ascii_strtoull (argv[at], NULL, 10);
}

int
main (int argc, char *argv[])
{
  if (sodium_init () < 0 || argc < 5)
    g_error ("usage: bench-raw joins DB COUNT BATCH SPREAD BODY | promote DB COUNT BATCH");
  open_store (argv[2]);
  if (strcmp (argv[1], "joins") == 0 && argc == 7)
    run_joins (argument (argv, 3), argument (argv, 4), argument (argv, 5) == 1,
               (int) argument (argv, 6));
  else if (strcmp (argv[1], "promote") == 0 && argc == 5)
    run_promotions (argument (argv, 3), argument (argv, 4));
  else
    g_error ("no such measurement: %s", argv[1]);
  return 0;
}
