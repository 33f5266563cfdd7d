/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuAccountRow:
 * @key: in the store
 * @id: opaque, fit for logs
 * @phone: to sign in with
 * @name: (nullable): likewise
 * @person: key of the person it is bound to, or 0
 * @agreement_version: (nullable): the last one accepted
 * @agreement_at: when, or %HOUBU_NONE
 */
typedef struct
{
  gint64 key;
  char *id;            /* (owned) */
  char *phone;         /* (owned) */
  char *name;          /* (owned) (nullable) */
  char *password_hash; /* (owned) */
  gint64 person;
  char *agreement_version; /* (owned) (nullable) */
  gint64 agreement_at;
} HoubuAccountRow;

void houbu_account_row_free (HoubuAccountRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuAccountRow, houbu_account_row_free)

HoubuAccountRow *houbu_store_account_by_key (HoubuTx *tx, gint64 key, GError **error);
HoubuAccountRow *houbu_store_account_by_login (HoubuTx *tx, const char *login, GError **error);
HoubuAccountRow *houbu_store_account_by_person (HoubuTx *tx, gint64 person, GError **error);
gint64 houbu_store_account_add (HoubuTx *tx,
                                const char *id,
                                const char *phone,
                                const char *name,
                                const char *password_hash,
                                gint64 now,
                                GError **error);
gboolean houbu_store_account_bind (HoubuTx *tx, gint64 account, gint64 person, GError **error);
gboolean houbu_store_account_set_password (HoubuTx *tx,
                                           gint64 account,
                                           const char *password_hash,
                                           GError **error);
gboolean
houbu_store_account_set_phone (HoubuTx *tx, gint64 account, const char *phone, GError **error);
gboolean houbu_store_account_accept (
    HoubuTx *tx, gint64 account, const char *version, gint64 now, GError **error);

G_END_DECLS
