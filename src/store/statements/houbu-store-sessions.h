/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/* Tokens are known here by their hash only; `hash` is 32 bytes. */
#define HOUBU_STORE_TOKEN_BYTES 32

/**
 * HoubuSessionRow:
 * @account: key of the account
 * @device: tells the account's devices apart; a refresh token belongs to one
 * @remembered: whether the device holds a refresh token
 * @seen_at: last use, about
 * @expires_at: absolute end
 * @account_id: (nullable): filled when read
 * @account_name: (nullable): likewise
 * @phone: (nullable): likewise
 */
typedef struct
{
  gint64 account;
  char *device; /* (owned) */
  gboolean remembered;
  gint64 seen_at;
  gint64 expires_at;
  char *account_id;   /* (owned) (nullable) */
  char *account_name; /* (owned) (nullable) */
  char *phone;        /* (owned) (nullable) */
} HoubuSessionRow;

/**
 * HoubuRefreshRow:
 * @account: key of the account
 * @device: the device that holds it
 * @used: whether it was turned into a session already
 * @expires_at: its end
 */
typedef struct
{
  gint64 account;
  char *device; /* (owned) */
  gboolean used;
  gint64 expires_at;
} HoubuRefreshRow;

void houbu_session_row_free (HoubuSessionRow *self);
void houbu_refresh_row_free (HoubuRefreshRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSessionRow, houbu_session_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuRefreshRow, houbu_refresh_row_free)

HoubuSessionRow *houbu_store_session_find (HoubuTx *tx, const guint8 *hash, GError **error);
gboolean houbu_store_session_add (
    HoubuTx *tx, const guint8 *hash, const HoubuSessionRow *row, gint64 now, GError **error);
gboolean houbu_store_session_touch (HoubuTx *tx, const guint8 *hash, gint64 now, GError **error);

HoubuRefreshRow *houbu_store_refresh_find (HoubuTx *tx, const guint8 *hash, GError **error);
gboolean houbu_store_refresh_add (
    HoubuTx *tx, const guint8 *hash, const HoubuRefreshRow *row, gint64 now, GError **error);
gboolean houbu_store_refresh_use (HoubuTx *tx, const guint8 *hash, GError **error);

gboolean houbu_store_sessions_end_device (
    HoubuTx *tx, gint64 account, const char *device, gboolean refresh_too, GError **error);
gboolean houbu_store_sessions_end_account (HoubuTx *tx, gint64 account, GError **error);

G_END_DECLS
