/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-live.h"

#include "houbu-error.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-store-offerings.h"
#include "houbu-tx.h"

static const HoubuSql sql_summary = {
  "live-summary",
  "SELECT r.account AS account, r.id AS id, r.state AS state, r.closed_at AS closed_at,"
  " r.closed_reason AS closed_reason, c.school AS school, s.province AS province,"
  " (SELECT count(*) FROM enrolment e WHERE e.registration = r.key AND e.active = 1"
  " AND e.state <> 'paid') AS unpaid,"
  " (SELECT count(*) FROM enrolment e WHERE e.registration = r.key AND e.state = 'paid') AS paid,"
  " (SELECT count(*) FROM entry n WHERE n.registration = r.key AND n.active = 1) AS waiting"
  " FROM registration r JOIN campus c ON c.code = r.campus JOIN school s ON s.code = c.school"
  " WHERE r.key = $registration",
};

static const HoubuSql sql_registrations = {
  "live-registrations",
  "SELECT key FROM registration WHERE account = $account ORDER BY key",
};

static const HoubuSql sql_waiting = {
  "live-waiting",
  "SELECT n.offering AS key FROM registration r JOIN entry n ON n.registration = r.key"
  " WHERE r.account = $account AND r.state = 'active' AND n.active = 1 ORDER BY n.offering",
};

static const HoubuSql sql_account = {
  "live-account",
  "SELECT account FROM registration WHERE key = $registration",
};

static const HoubuSql sql_place = {
  "live-place",
  "SELECT c.school AS school, s.province AS province FROM registration r"
  " JOIN exam x ON x.key = r.exam AND x.current = 1"
  " JOIN campus c ON c.code = r.campus JOIN school s ON s.code = c.school"
  " WHERE r.account = $account AND r.state = 'active'",
};

/**
 * houbu_registration_summary_free:
 * @self: (transfer full) (nullable): a summary
 */
void
houbu_registration_summary_free (HoubuRegistrationSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->closed_reason);
  g_free (self->school);
  g_free (self->province);
  g_free (self);
}

/**
 * houbu_store_live_load_summary:
 * @tx: a transaction
 * @registration: key of a registration
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): what its status follows from
 */
HoubuRegistrationSummary *
houbu_store_live_load_summary (HoubuTx *tx, gint64 registration, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_summary);
  g_autoptr (HoubuRegistrationSummary) self = NULL;
  GError *failure = NULL;

  houbu_statement_bind_int64 (st, "registration", registration);
  if (houbu_statement_step (st, &failure))
    {
      self = g_new0 (HoubuRegistrationSummary, 1);
      self->account = houbu_statement_get_int64 (st, "account");
      self->id = houbu_statement_dup_text (st, "id");
      self->active = g_str_equal (houbu_statement_get_text (st, "state"), "active");
      self->closed_at = houbu_statement_get_int64_or (st, "closed_at", HOUBU_NONE);
      self->closed_reason = houbu_statement_dup_text (st, "closed_reason");
      self->school = houbu_statement_dup_text (st, "school");
      self->province = houbu_statement_dup_text (st, "province");
      self->unpaid = houbu_statement_get_int64 (st, "unpaid") > 0;
      self->paid = houbu_statement_get_int64 (st, "paid") > 0;
      self->waiting = houbu_statement_get_int64 (st, "waiting") > 0;
    }
  houbu_statement_reset (st);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (self == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL, NULL);
  return g_steal_pointer (&self);
}

/**
 * houbu_store_live_find_account:
 * @tx: a transaction
 * @registration: key of a registration
 * @account: (out): key of the account that registered, 0 when there is no such registration
 * @error: what a statement failed with
 */
gboolean
houbu_store_live_find_account (HoubuTx *tx, gint64 registration, gint64 *account, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_account);
  GError *failure = NULL;

  *account = 0;
  houbu_statement_bind_int64 (st, "registration", registration);
  if (houbu_statement_step (st, &failure))
    *account = houbu_statement_get_int64 (st, "account");
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * houbu_store_live_list_registrations:
 * @tx: a transaction
 * @account: key of an account
 * @registrations: (element-type gint64): where to append the keys of its registrations
 * @error: what a statement failed with
 */
gboolean
houbu_store_live_list_registrations (HoubuTx *tx,
                                     gint64 account,
                                     GArray *registrations,
                                     GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_registrations);

  houbu_statement_bind_int64 (st, "account", account);
  return houbu_statement_read_keys (st, registrations, error);
}

/**
 * houbu_store_live_list_waiting:
 * @tx: a transaction
 * @account: key of an account
 * @offerings: (element-type gint64): where to append the keys of those it waits for
 * @error: what a statement failed with
 */
gboolean
houbu_store_live_list_waiting (HoubuTx *tx, gint64 account, GArray *offerings, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_waiting);

  houbu_statement_bind_int64 (st, "account", account);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_live_find_place:
 * @tx: a transaction
 * @account: key of an account
 * @school: (out) (nullable): code of the school of its registration; %NULL without one
 * @province: (out) (nullable): code of that school's province
 * @error: what a statement failed with
 */
gboolean
houbu_store_live_find_place (
    HoubuTx *tx, gint64 account, char **school, char **province, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_place);
  GError *failure = NULL;

  houbu_statement_bind_int64 (st, "account", account);
  if (houbu_statement_step (st, &failure))
    {
      *school = houbu_statement_dup_text (st, "school");
      *province = houbu_statement_dup_text (st, "province");
    }
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
