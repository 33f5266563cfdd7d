/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-client-types.h"

G_BEGIN_DECLS

/**
 * HoubuKeyring:
 *
 * Remembers one revocable refresh token per server and account in the desktop's keyring. Never a
 * password. A keyring that is missing, locked or does not answer is `HOUBU_ERROR_KEYRING_MISSING`,
 * `HOUBU_ERROR_KEYRING_LOCKED` or `HOUBU_ERROR_KEYRING_SILENT`: nothing to stop for, the app goes
 * on with "this session only".
 */
#define HOUBU_TYPE_KEYRING (houbu_keyring_get_type ())
G_DECLARE_FINAL_TYPE (HoubuKeyring, houbu_keyring, HOUBU, KEYRING, GObject)

HoubuKeyring *houbu_keyring_new (void);

void houbu_keyring_set_patience (HoubuKeyring *self, guint milliseconds);

void houbu_keyring_store_async (HoubuKeyring *self,
                                const char *server,
                                const char *account,
                                const char *token,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean houbu_keyring_store_finish (HoubuKeyring *self, GAsyncResult *result, GError **error);

void houbu_keyring_check_async (HoubuKeyring *self,
                                const char *server,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean houbu_keyring_check_finish (HoubuKeyring *self, GAsyncResult *result, GError **error);

void houbu_keyring_lookup_async (HoubuKeyring *self,
                                 const char *server,
                                 const char *account,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *houbu_keyring_lookup_finish (HoubuKeyring *self, GAsyncResult *result, GError **error);

void houbu_keyring_clear_async (HoubuKeyring *self,
                                const char *server,
                                const char *account,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean houbu_keyring_clear_finish (HoubuKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
