/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

void houbu_keyring_look_up_aside (const SecretSchema *schema,
                                  GHashTable *attributes,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *houbu_keyring_look_up_aside_finish (GAsyncResult *result, GError **error);

void houbu_keyring_store_aside (const SecretSchema *schema,
                                GHashTable *attributes,
                                const char *label,
                                const char *token,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void houbu_keyring_clear_aside (const SecretSchema *schema,
                                GHashTable *attributes,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean houbu_keyring_aside_finish (GAsyncResult *result, GError **error);

G_END_DECLS
