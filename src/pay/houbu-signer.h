/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuSigner:
 *
 * Signs with one's own private key and verifies with the other side's public key: RSA with SHA-256
 * and PKCS #1 v1.5, base64, which payment platforms call RSA2.
 */
typedef struct _HoubuSigner HoubuSigner;

HoubuSigner *
houbu_signer_new (const char *private_key_file, const char *public_key_file, GError **error);
void houbu_signer_free (HoubuSigner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSigner, houbu_signer_free)

char *houbu_signer_sign (HoubuSigner *self, const char *text, GError **error);
gboolean
houbu_signer_verify (HoubuSigner *self, const char *text, gssize length, const char *signature);

gboolean
houbu_signer_generate (const char *private_key_file, const char *public_key_file, GError **error);

G_END_DECLS
