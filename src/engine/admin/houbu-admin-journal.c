/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-admin-journal.h"

#include "houbu-operator-scope.h"

/**
 * houbu_admin_journal:
 * @tx: a writing transaction
 * @call: of the operator
 * @act: what was done
 * @data: with what it was before
 * @error: what the statement failed with
 *
 * Says who did what, and when (O1).
 *
 * Returns: whether it was written
 */
gboolean
houbu_admin_journal (
    HoubuTx *tx, HoubuCall *call, const HoubuAdminAct *act, HoubuJournalData *data, GError **error)
{
  g_autofree char *actor = houbu_caller_dup_actor (call->caller);
  const HoubuJournalRow row = {
    .at = call->now,
    .type = act->type,
    .actor = actor,
    .request = call->idempotency_key,
    .exam = act->exam,
    .item = act->item,
    .from_state = act->from_state,
    .to_state = act->to_state,
    .data = houbu_journal_data_get_text (data),
  };

  return houbu_journal_append (tx, &row, error);
}

/**
 * houbu_admin_journal_add_scope:
 * @data: of a journal row
 * @call: of an operator
 *
 * Says how far the operator's hand reaches, for what is about no single place: the row then belongs
 * to that school or province.
 */
void
houbu_admin_journal_add_scope (HoubuJournalData *data, HoubuCall *call)
{
  HoubuScope scope;

  if (!houbu_operator_scope_get (call, &scope, NULL))
    return;
  if (scope.province != NULL)
    houbu_journal_data_add_text (data, "province", scope.province);
  if (scope.school != NULL)
    houbu_journal_data_add_text (data, "school", scope.school);
}

/**
 * houbu_admin_journal_add_text:
 * @data: of a journal row
 * @name: what was set
 * @value: to which text
 * @before: (nullable): the text before, %NULL when it is new
 */
void
houbu_admin_journal_add_text (HoubuJournalData *data,
                              const char *name,
                              const char *value,
                              const char *before)
{
  g_autofree char *before_name = NULL;

  if (before != NULL && g_str_equal (value, before))
    return;
  houbu_journal_data_add_text (data, name, value);
  if (before == NULL)
    return;
  before_name = g_strdup_printf ("%s_before", name);
  houbu_journal_data_add_text (data, before_name, before);
}

/**
 * houbu_admin_journal_add_digest:
 * @data: of a journal row
 * @name: what was set
 * @text: to which text, too long for a row: its SHA-256 proves which it was
 * @before: (nullable): the text before, %NULL when it is new
 */
void
houbu_admin_journal_add_digest (HoubuJournalData *data,
                                const char *name,
                                const char *text,
                                const char *before)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *digest_before =
      before != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, before, -1) : NULL;

  houbu_admin_journal_add_text (data, name, digest, digest_before);
}
