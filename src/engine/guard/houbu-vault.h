/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

/* What a keyed hash is for; the same text gives unrelated hashes for different uses. */
typedef enum
{
  HOUBU_VAULT_PERSON,  /* look-up of identity documents */
  HOUBU_VAULT_COUNTER, /* targets of counters */
  HOUBU_VAULT_CAPTCHA, /* answers and challenges */
  HOUBU_VAULT_CHECK,   /* tells whether a store belongs to this key */
  HOUBU_VAULT_CODE,    /* verification codes and what they are for */
  HOUBU_VAULT_REQUEST, /* requests that were answered under a key */
  HOUBU_VAULT_TICKET,  /* look-up of admission tickets */
} HoubuVaultUse;

#define HOUBU_VAULT_HASH_BYTES 32

HoubuVault *houbu_vault_open (const char *data_dir, gboolean create, GError **error);
HoubuVault *houbu_vault_ref (HoubuVault *vault);
void houbu_vault_unref (HoubuVault *vault);

GBytes *houbu_vault_seal (HoubuVault *vault, const char *context, const char *text);
char *
houbu_vault_open_sealed (HoubuVault *vault, const char *context, GBytes *sealed, GError **error);
GBytes *houbu_vault_hash (HoubuVault *vault, HoubuVaultUse use, const char *first, ...)
    G_GNUC_NULL_TERMINATED;
GBytes *
houbu_vault_person_lookup (HoubuVault *vault, const char *id_type, const char *normalised_number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuVault, houbu_vault_unref)

G_END_DECLS
