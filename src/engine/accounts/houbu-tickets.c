/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-tickets.h"

/**
 * houbu_ticket_normalise:
 * @typed: number of an admission ticket
 *
 * Returns: (transfer full): the form in which tickets are compared
 */
char *
houbu_ticket_normalise (const char *typed)
{
  g_autofree char *copy = g_strdup (typed);

  return g_ascii_strup (g_strstrip (copy), -1);
}

/**
 * houbu_ticket_lookup:
 * @vault: of the store
 * @ticket: from houbu_ticket_normalise()
 *
 * Returns: (transfer full): what finds its result
 */
GBytes *
houbu_ticket_lookup (HoubuVault *vault, const char *ticket)
{
  return houbu_vault_hash (vault, HOUBU_VAULT_TICKET, ticket, NULL);
}
