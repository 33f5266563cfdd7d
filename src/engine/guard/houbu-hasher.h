/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

char *houbu_password_hash (const char *password);
gboolean houbu_password_verify (const char *hash, const char *password);

HoubuHasher *houbu_hasher_new (guint threads, guint waiting);
HoubuHasher *houbu_hasher_ref (HoubuHasher *hasher);
void houbu_hasher_unref (HoubuHasher *hasher);

guint houbu_hasher_waiting (HoubuHasher *hasher);

void houbu_hasher_hash_async (HoubuHasher *hasher,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *houbu_hasher_hash_finish (HoubuHasher *hasher, GAsyncResult *result, GError **error);

void houbu_hasher_verify_async (HoubuHasher *hasher,
                                const char *hash,
                                const char *password,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean houbu_hasher_verify_finish (HoubuHasher *hasher,
                                     GAsyncResult *result,
                                     gboolean *matches,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuHasher, houbu_hasher_unref)

G_END_DECLS
