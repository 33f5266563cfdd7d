/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-admin.h"

#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-store-offerings.h"
#include "houbu-tx.h"

#define IN_SCOPE                                                                                   \
  "($school IS NULL OR c.school = $school) AND ($province IS NULL OR s.province = $province)"

#define OFFERING_PLACES                                                                            \
  " FROM offering o JOIN campus c ON c.code = o.campus JOIN school s ON s.code = c.school "

/* What a notice, an import or an export says of its own place. */
#define JOURNAL_SAYS(name)                                                                         \
  "CASE WHEN j.type IN ('notice_changed', 'import', 'export') AND json_valid (j.data)"             \
  " THEN json_extract (j.data, '$." name "') END"

/* A row belongs to its offering's school, its candidate's, or the one that it names. Those about no
 * place are for those who see every place. */
static const HoubuSql sql_journal = {
  "admin-journal",
  "SELECT j.seq AS seq, j.at AS at, j.type AS type, j.actor AS actor, j.request AS request,"
  " x.id AS exam, o.campus || '-' || o.subject AS offering, r.id AS registration,"
  " coalesce (e.id, n.id, p.id) AS item, j.from_state AS from_state, j.to_state AS to_state,"
  " j.queue_number AS queue_number, j.data AS data, j.chain_number AS chain_number,"
  " j.chain_hash AS chain_hash"
  " FROM journal j LEFT JOIN exam x ON x.key = j.exam"
  " LEFT JOIN offering o ON o.key = j.offering"
  " LEFT JOIN registration r ON r.key = j.registration"
  " LEFT JOIN review v ON v.key = j.item AND j.type = 'review_changed'"
  " LEFT JOIN student t ON t.person = v.person"
  " LEFT JOIN campus c ON c.code = coalesce (o.campus, r.campus, t.campus)"
  " LEFT JOIN school s ON s.code = coalesce (c.school, " JOURNAL_SAYS (
      "school") ")"
                " LEFT JOIN enrolment e ON e.key = j.item AND j.type LIKE 'enrolment%'"
                " LEFT JOIN entry n ON n.key = j.item AND j.type LIKE 'entry%'"
                " LEFT JOIN payment_order p ON p.key = j.item AND j.type LIKE 'payment%'"
                " WHERE j.seq > $after AND ($offering IS NULL OR j.offering = $offering)"
                " AND ($school IS NULL OR s.code = $school) AND ($province IS NULL"
                " OR coalesce (s.province, " JOURNAL_SAYS (
                    "province") ") = $province)"
                                " ORDER BY j.seq LIMIT $limit",
};

static const HoubuSql sql_counts = {
  "admin-counts",
  "SELECT o.key AS key, o.campus || '-' || o.subject AS id, o.capacity AS capacity,"
  " o.seats_in_use AS seats_in_use, coalesce (e.unpaid, 0) AS unpaid,"
  " coalesce (e.paid, 0) AS paid, coalesce (e.ended, 0) AS ended, o.waiting AS waiting,"
  " coalesce (n.promoted, 0) AS promoted, coalesce (n.cancelled, 0) AS cancelled,"
  " coalesce (n.failed, 0) AS failed" OFFERING_PLACES
  "LEFT JOIN (SELECT offering, count(CASE WHEN state IN ('unpaid', 'paying', 'locked') THEN 1 END)"
  " AS unpaid, count(CASE WHEN state = 'paid' THEN 1 END) AS paid,"
  " count(CASE WHEN active = 0 THEN 1 END) AS ended FROM enrolment WHERE exam = $exam"
  " GROUP BY offering) e ON e.offering = o.key"
  " LEFT JOIN (SELECT offering, count(CASE WHEN state = 'promoted' THEN 1 END) AS promoted,"
  " count(CASE WHEN state = 'cancelled' THEN 1 END) AS cancelled,"
  " count(CASE WHEN state = 'failed' THEN 1 END) AS failed FROM entry WHERE exam = $exam"
  " GROUP BY offering) n ON n.offering = o.key"
  " WHERE o.exam = $exam AND o.key > $after AND " IN_SCOPE " ORDER BY o.key LIMIT $limit",
};

static char *
dup_hexadecimal (HoubuStatement *st, const char *column)
{
  gsize length = 0;
  const guint8 *bytes = houbu_statement_get_blob (st, column, &length);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static HoubuJournalView *
read_journal_view (HoubuStatement *st)
{
  HoubuJournalView *self = g_new0 (HoubuJournalView, 1);

  self->seq = houbu_statement_get_int64 (st, "seq");
  self->at = houbu_statement_get_int64 (st, "at");
  self->type = houbu_statement_dup_text (st, "type");
  self->actor = houbu_statement_dup_text (st, "actor");
  self->request = houbu_statement_dup_text (st, "request");
  self->exam = houbu_statement_dup_text (st, "exam");
  self->offering = houbu_statement_dup_text (st, "offering");
  self->registration = houbu_statement_dup_text (st, "registration");
  self->item = houbu_statement_dup_text (st, "item");
  self->from_state = houbu_statement_dup_text (st, "from_state");
  self->to_state = houbu_statement_dup_text (st, "to_state");
  self->queue_number = houbu_statement_get_int64_or (st, "queue_number", 0);
  self->data = houbu_statement_dup_text (st, "data");
  self->chain_number = houbu_statement_get_int64_or (st, "chain_number", 0);
  self->chain_hash = dup_hexadecimal (st, "chain_hash");
  return self;
}

static HoubuOfferingCounts *
read_counts (HoubuStatement *st)
{
  HoubuOfferingCounts *self = g_new0 (HoubuOfferingCounts, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->id = houbu_statement_dup_text (st, "id");
  self->capacity = houbu_statement_get_int64 (st, "capacity");
  self->seats_in_use = houbu_statement_get_int64 (st, "seats_in_use");
  self->unpaid = houbu_statement_get_int64 (st, "unpaid");
  self->paid = houbu_statement_get_int64 (st, "paid");
  self->ended = houbu_statement_get_int64 (st, "ended");
  self->waiting = houbu_statement_get_int64 (st, "waiting");
  self->promoted = houbu_statement_get_int64 (st, "promoted");
  self->cancelled = houbu_statement_get_int64 (st, "cancelled");
  self->failed = houbu_statement_get_int64 (st, "failed");
  return self;
}

static void
bind_scope (HoubuStatement *st, const HoubuScope *scope)
{
  houbu_statement_bind_text (st, "school", scope->school);
  houbu_statement_bind_text (st, "province", scope->province);
}

/**
 * houbu_journal_view_free:
 * @self: (transfer full) (nullable): a journal row
 */
void
houbu_journal_view_free (HoubuJournalView *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->actor);
  g_free (self->request);
  g_free (self->exam);
  g_free (self->offering);
  g_free (self->registration);
  g_free (self->item);
  g_free (self->from_state);
  g_free (self->to_state);
  g_free (self->data);
  g_free (self->chain_hash);
  g_free (self);
}

/**
 * houbu_offering_counts_free:
 * @self: (transfer full) (nullable): counts
 */
void
houbu_offering_counts_free (HoubuOfferingCounts *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self);
}

/**
 * houbu_store_admin_list_journal:
 * @tx: a transaction
 * @scope: how far the operator sees
 * @offering: key of the only offering to show, or 0
 * @after: number of the row after which to begin
 * @limit: how many at most
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuJournalView): the rows, oldest first
 */
GPtrArray *
houbu_store_admin_list_journal (HoubuTx *tx,
                                const HoubuScope *scope,
                                gint64 offering,
                                gint64 after,
                                gint64 limit,
                                GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_journal);

  bind_scope (st, scope);
  houbu_statement_bind_int64_or_null (st, "offering", offering, 0);
  houbu_statement_bind_int64 (st, "after", after);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, (HoubuRowFunc) read_journal_view,
                                    (GDestroyNotify) houbu_journal_view_free, error);
}

/**
 * houbu_store_admin_list_counts:
 * @tx: a transaction
 * @scope: how far the operator sees
 * @exam: key of the exam session
 * @after: key of the offering after which to begin, or 0
 * @limit: how many at most
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuOfferingCounts): by offering
 */
GPtrArray *
houbu_store_admin_list_counts (
    HoubuTx *tx, const HoubuScope *scope, gint64 exam, gint64 after, gint64 limit, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_counts);

  bind_scope (st, scope);
  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "after", after);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, (HoubuRowFunc) read_counts,
                                    (GDestroyNotify) houbu_offering_counts_free, error);
}
