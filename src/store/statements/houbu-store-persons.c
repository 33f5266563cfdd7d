/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-persons.h"

#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-store-offerings.h"
#include "houbu-tx.h"

struct _HoubuPerson
{
  HoubuPersonState state;
  gint64 exam;
  gint64 person;       /* key, or 0 without a registration */
  gint64 registration; /* key, or 0 */
  GArray *items;       /* (owned) (element-type HoubuItem) */
  GStringChunk *texts; /* (owned): what the state borrows */
};

#define SELECT_REGISTRATION                                                                        \
  "SELECT r.key AS key, r.id AS id, r.state AS state, r.exam AS exam, r.person AS person,"         \
  " r.qualified AS qualified, s.code AS school, s.province AS province,"                           \
  " EXISTS (SELECT 1 FROM review v WHERE v.person = r.person AND v.state = 'approved') AS "        \
  "reviewed"                                                                                       \
  " FROM registration r JOIN campus c ON c.code = r.campus JOIN school s ON s.code = c.school "

static const HoubuSql sql_by_account = {
  "person-by-account",
  SELECT_REGISTRATION "WHERE r.exam = $exam AND r.account = $account AND r.state = 'active'",
};

static const HoubuSql sql_by_registration = {
  "person-by-registration",
  SELECT_REGISTRATION "WHERE r.key = $registration",
};

static const HoubuSql sql_items = {
  "person-items",
  "SELECT 0 AS is_entry, e.id AS id, e.offering AS offering, o.subject AS subject,"
  " e.state AS state, e.deadline AS deadline, e.lock_until AS lock_until"
  " FROM enrolment e JOIN offering o ON o.key = e.offering"
  " WHERE e.exam = $exam AND e.person = $person AND e.active = 1"
  " UNION ALL SELECT 1, n.id, n.offering, o.subject, n.state, NULL, NULL"
  " FROM entry n JOIN offering o ON o.key = n.offering"
  " WHERE n.exam = $exam AND n.person = $person AND n.active = 1",
};

#define FILL                                                                                       \
  "UPDATE registration SET empty_since = NULL WHERE key = $registration"                           \
  " AND empty_since IS NOT NULL"

static const HoubuSql sql_fill = { "registration-fill", FILL };

static const HoubuSql sql_fill_if_kept = {
  "registration-fill-if-kept",
  FILL " AND (EXISTS (SELECT 1 FROM enrolment WHERE registration = $registration AND active = 1)"
       " OR EXISTS (SELECT 1 FROM entry WHERE registration = $registration AND active = 1))",
};

static const HoubuSql sql_empty = {
  "registration-empty",
  "UPDATE registration SET empty_since = $now WHERE key = $registration"
  " AND empty_since IS NULL AND state = 'active'"
  " AND NOT EXISTS (SELECT 1 FROM enrolment WHERE registration = $registration AND active = 1)"
  " AND NOT EXISTS (SELECT 1 FROM entry WHERE registration = $registration AND active = 1)",
};

static const HoubuSql sql_list_empty = {
  "registration-list-empty",
  "SELECT key FROM registration WHERE state = 'active' AND empty_since IS NOT NULL"
  " AND empty_since <= $empty_until ORDER BY empty_since, key LIMIT $limit",
};

static const HoubuSql sql_empty_since = {
  "registration-empty-since",
  "SELECT empty_since FROM registration WHERE key = $registration AND state = 'active'",
};

static const HoubuSql sql_close = {
  "registration-close",
  "UPDATE registration SET state = 'closed', closed_at = $now, closed_reason = $reason"
  " WHERE key = $registration AND state = 'active'",
};

static HoubuPerson *
person_new (void)
{
  HoubuPerson *self = g_new0 (HoubuPerson, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (HoubuItem));
  self->texts = g_string_chunk_new (256);
  return self;
}

static void
read_registration (HoubuPerson *self, HoubuStatement *st)
{
  self->registration = houbu_statement_get_int64 (st, "key");
  self->exam = houbu_statement_get_int64 (st, "exam");
  self->person = houbu_statement_get_int64 (st, "person");
  if (g_strcmp0 (houbu_statement_get_text (st, "state"), "active") == 0)
    self->state.registration =
        g_string_chunk_insert (self->texts, houbu_statement_get_text (st, "id"));
  self->state.school = g_string_chunk_insert (self->texts, houbu_statement_get_text (st, "school"));
  self->state.province =
      g_string_chunk_insert (self->texts, houbu_statement_get_text (st, "province"));
  if (!houbu_subject_set_parse (houbu_statement_get_text (st, "qualified"), &self->state.qualified))
    self->state.qualified = 0;
  self->state.review_approved = houbu_statement_get_int64 (st, "reviewed") != 0;
}

static void
read_item (HoubuPerson *self, HoubuStatement *st)
{
  HoubuItem item = { 0 };

  item.id = g_string_chunk_insert (self->texts, houbu_statement_get_text (st, "id"));
  item.offering = houbu_statement_get_int64 (st, "offering");
  item.subject = houbu_subject_info_find (houbu_statement_get_text (st, "subject"));
  item.is_entry = houbu_statement_get_int64 (st, "is_entry") != 0;
  item.state = item.is_entry ? HOUBU_SEAT_NONE
                             : houbu_seat_state_from_word (houbu_statement_get_text (st, "state"));
  item.deadline = houbu_statement_get_int64_or (st, "deadline", HOUBU_NONE);
  item.lock_until = houbu_statement_get_int64_or (st, "lock_until", HOUBU_NONE);
  g_array_append_val (self->items, item);
}

static void
publish_items (HoubuPerson *self)
{
  self->state.items = (const HoubuItem *) self->items->data;
  self->state.n_items = self->items->len;
}

/* Nobody without a registration has items, since items hang on registrations. */
static HoubuPerson *
step_to_person (HoubuTx *tx, HoubuStatement *st, GError **error)
{
  g_autoptr (HoubuPerson) self = person_new ();
  GError *failure = NULL;

  if (houbu_statement_step (st, &failure))
    read_registration (self, st);
  houbu_statement_reset (st);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (!houbu_person_reload_items (self, tx, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * houbu_store_person_load_by_account:
 * @tx: a transaction
 * @exam: key of the exam session
 * @account: key of an account
 * @error: what a statement failed with
 *
 * Loads the person who acts through the active registration of an account. Without one the person
 * is a stranger: no registration, no school, no items.
 *
 * Returns: (transfer full): the person
 */
HoubuPerson *
houbu_store_person_load_by_account (HoubuTx *tx, gint64 exam, gint64 account, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_account);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "account", account);
  return step_to_person (tx, st, error);
}

/**
 * houbu_store_person_load_by_registration:
 * @tx: a transaction
 * @registration: key of a registration
 * @error: what a statement failed with
 *
 * Returns: (transfer full): the person who registered; without a registration for the rules once
 *   that was closed
 */
HoubuPerson *
houbu_store_person_load_by_registration (HoubuTx *tx, gint64 registration, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_registration);

  houbu_statement_bind_int64 (st, "registration", registration);
  return step_to_person (tx, st, error);
}

/**
 * houbu_person_reload_items:
 * @self: a person
 * @tx: a transaction
 * @error: what a statement failed with
 *
 * Reads again what the person has. Items got from @self before stay readable, but are stale.
 */
gboolean
houbu_person_reload_items (HoubuPerson *self, HoubuTx *tx, GError **error)
{
  HoubuStatement *st = NULL;
  GError *failure = NULL;

  g_array_set_size (self->items, 0);
  if (self->person != 0)
    {
      st = houbu_tx_statement (tx, &sql_items);
      houbu_statement_bind_int64 (st, "exam", self->exam);
      houbu_statement_bind_int64 (st, "person", self->person);
      while (houbu_statement_step (st, &failure))
        read_item (self, st);
      houbu_statement_reset (st);
    }
  publish_items (self);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * houbu_person_free:
 * @self: (transfer full) (nullable): a person
 */
void
houbu_person_free (HoubuPerson *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_string_chunk_free (self->texts);
  g_free (self);
}

/**
 * houbu_person_get_state:
 * @self: a person
 *
 * Returns: what the rules look at; valid until the items are reloaded or added to
 */
const HoubuPersonState *
houbu_person_get_state (HoubuPerson *self)
{
  return &self->state;
}

/**
 * houbu_person_get_person:
 * @self: a person
 *
 * Returns: key of the identity document, or 0 without a registration
 */
gint64
houbu_person_get_person (HoubuPerson *self)
{
  return self->person;
}

/**
 * houbu_person_get_registration:
 * @self: a person
 *
 * Returns: key of the registration, or 0
 */
gint64
houbu_person_get_registration (HoubuPerson *self)
{
  return self->registration;
}

/**
 * houbu_person_get_exam:
 * @self: a person
 *
 * Returns: key of the exam session of the registration, or 0 without one
 */
gint64
houbu_person_get_exam (HoubuPerson *self)
{
  return self->exam;
}

/**
 * houbu_person_find_item:
 * @self: a person
 * @id: id of an enrolment or entry
 *
 * Returns: (nullable): what the person has by that id
 */
const HoubuItem *
houbu_person_find_item (HoubuPerson *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const HoubuItem *item = &g_array_index (self->items, HoubuItem, i);

      if (g_strcmp0 (item->id, id) == 0)
        return item;
    }
  return NULL;
}

/**
 * houbu_person_add_enrolment:
 * @self: a person
 * @id: id that a new enrolment will have
 * @offering: key of its offering
 * @subject: its subject
 * @deadline: until when it will be held
 *
 * Lets the rules see a seat that is decided but not written yet, when several are taken at once.
 */
void
houbu_person_add_enrolment (HoubuPerson *self,
                            const char *id,
                            gint64 offering,
                            const HoubuSubjectInfo *subject,
                            gint64 deadline)
{
  HoubuItem item = {
    .id = g_string_chunk_insert (self->texts, id),
    .offering = offering,
    .subject = subject,
    .state = HOUBU_SEAT_UNPAID,
    .deadline = deadline,
    .lock_until = HOUBU_NONE,
  };

  g_array_append_val (self->items, item);
  publish_items (self);
}

/**
 * houbu_store_registration_note_filled:
 * @tx: a writing transaction
 * @registration: key of a registration that got an item
 * @lost_one: whether it lost one as well: perhaps the very same
 * @error: what a statement failed with
 *
 * Notes that the registration has a seat or a waiting entry, if it had none and still has it.
 */
gboolean
houbu_store_registration_note_filled (HoubuTx *tx,
                                      gint64 registration,
                                      gboolean lost_one,
                                      GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, lost_one ? &sql_fill_if_kept : &sql_fill);

  houbu_statement_bind_int64 (st, "registration", registration);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_registration_note_empty:
 * @tx: a writing transaction
 * @registration: key of a registration that lost an item
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Notes since when the registration has neither a seat nor a waiting entry (P9), if it has none.
 */
gboolean
houbu_store_registration_note_empty (HoubuTx *tx, gint64 registration, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_empty);

  houbu_statement_bind_int64 (st, "registration", registration);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_registration_list_empty:
 * @tx: a transaction
 * @empty_until: those that are empty since this moment or longer
 * @limit: how many at most
 * @registrations: (element-type gint64): where to append the keys
 * @error: what a statement failed with
 */
gboolean
houbu_store_registration_list_empty (
    HoubuTx *tx, gint64 empty_until, gint64 limit, GArray *registrations, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_list_empty);

  houbu_statement_bind_int64 (st, "empty_until", empty_until);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_keys (st, registrations, error);
}

/**
 * houbu_store_registration_is_empty_since:
 * @tx: a transaction
 * @registration: key of a registration
 * @empty_since: (out): since when it has nothing; %HOUBU_NONE when it has, or is closed
 * @error: what a statement failed with
 */
gboolean
houbu_store_registration_is_empty_since (HoubuTx *tx,
                                         gint64 registration,
                                         gint64 *empty_since,
                                         GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_empty_since);
  GError *failure = NULL;

  *empty_since = HOUBU_NONE;
  houbu_statement_bind_int64 (st, "registration", registration);
  if (houbu_statement_step (st, &failure))
    *empty_since = houbu_statement_get_int64_or (st, "empty_since", HOUBU_NONE);
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * houbu_store_registration_close:
 * @tx: a writing transaction
 * @registration: key of an active registration without live items
 * @reason: a word
 * @now: the clock reading
 * @error: what a statement failed with
 */
gboolean
houbu_store_registration_close (
    HoubuTx *tx, gint64 registration, const char *reason, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_close);

  houbu_statement_bind_int64 (st, "registration", registration);
  houbu_statement_bind_text (st, "reason", reason);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}
