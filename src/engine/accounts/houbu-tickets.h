/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-vault.h"

G_BEGIN_DECLS

/* What admission tickets are sealed under. */
#define HOUBU_TICKET_CONTEXT "ticket"

char *houbu_ticket_normalise (const char *typed);
GBytes *houbu_ticket_lookup (HoubuVault *vault, const char *ticket);

G_END_DECLS
