/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-signer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <unistd.h>

#define KEY_BITS 2048

struct _HoubuSigner
{
  gnutls_privkey_t private_key; /* (owned) */
  gnutls_pubkey_t public_key;   /* (owned) */
};

static gboolean
fail (GError **error, const char *what, int code)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, gnutls_strerror (code));
  return FALSE;
}

static gboolean
read_file (const char *path, char **text, gnutls_datum_t *datum, GError **error)
{
  gsize length = 0;

  if (!g_file_get_contents (path, text, &length, error))
    return FALSE;
  datum->data = (unsigned char *) *text;
  datum->size = (unsigned int) length;
  return TRUE;
}

static void
forget (char *text, gsize length)
{
  if (text != NULL)
    explicit_bzero (text, length);
  g_free (text);
}

static gboolean
load_private_key (HoubuSigner *self, const char *path, GError **error)
{
  gnutls_datum_t datum = { 0 };
  char *text = NULL;
  int code;

  if (!read_file (path, &text, &datum, error))
    return FALSE;
  gnutls_privkey_init (&self->private_key);
  code = gnutls_privkey_import_x509_raw (self->private_key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
  forget (text, datum.size);
  if (code == 0 && gnutls_privkey_get_pk_algorithm (self->private_key, NULL) != GNUTLS_PK_RSA)
    code = GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
  return code == 0 || fail (error, path, code);
}

static gboolean
load_public_key (HoubuSigner *self, const char *path, GError **error)
{
  gnutls_datum_t datum = { 0 };
  g_autofree char *text = NULL;
  int code;

  if (!read_file (path, &text, &datum, error))
    return FALSE;
  gnutls_pubkey_init (&self->public_key);
  code = gnutls_pubkey_import (self->public_key, &datum, GNUTLS_X509_FMT_PEM);
  if (code == 0 && gnutls_pubkey_get_pk_algorithm (self->public_key, NULL) != GNUTLS_PK_RSA)
    code = GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
  return code == 0 || fail (error, path, code);
}

/**
 * houbu_signer_new:
 * @private_key_file: PEM file of the own key
 * @public_key_file: PEM file of the other side's key
 * @error: return location; names the file that is not good
 *
 * Returns: (transfer full): a signer
 */
HoubuSigner *
houbu_signer_new (const char *private_key_file, const char *public_key_file, GError **error)
{
  g_autoptr (HoubuSigner) self = g_new0 (HoubuSigner, 1);

  g_return_val_if_fail (private_key_file != NULL && public_key_file != NULL, NULL);

  if (!load_private_key (self, private_key_file, error) ||
      !load_public_key (self, public_key_file, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * houbu_signer_free:
 * @self: (transfer full) (nullable): a signer
 */
void
houbu_signer_free (HoubuSigner *self)
{
  if (self == NULL)
    return;
  if (self->private_key != NULL)
    gnutls_privkey_deinit (self->private_key);
  if (self->public_key != NULL)
    gnutls_pubkey_deinit (self->public_key);
  g_free (self);
}

/**
 * houbu_signer_sign:
 * @self: a signer
 * @text: what is signed
 * @error: return location
 *
 * Returns: (transfer full): the signature in base64
 */
char *
houbu_signer_sign (HoubuSigner *self, const char *text, GError **error)
{
  const gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t signature = { 0 };
  char *encoded = NULL;
  int code;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  code =
      gnutls_privkey_sign_data2 (self->private_key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature);
  if (code != 0)
    {
      fail (error, "signing", code);
      return NULL;
    }
  encoded = g_base64_encode (signature.data, signature.size);
  gnutls_free (signature.data);
  return encoded;
}

/**
 * houbu_signer_verify:
 * @self: a signer
 * @text: what was signed
 * @length: its bytes, or -1
 * @signature: (nullable): in base64
 *
 * Returns: whether the other side signed it
 */
gboolean
houbu_signer_verify (HoubuSigner *self, const char *text, gssize length, const char *signature)
{
  g_autofree guchar *bytes = NULL;
  gnutls_datum_t data = { (unsigned char *) text, 0 };
  gnutls_datum_t decoded = { 0 };
  gsize size = 0;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  if (signature == NULL || *signature == '\0')
    return FALSE;
  data.size = (unsigned int) (length < 0 ? (gssize) strlen (text) : length);
  bytes = g_base64_decode (signature, &size);
  decoded.data = bytes;
  decoded.size = (unsigned int) size;
  return size > 0 && gnutls_pubkey_verify_data2 (self->public_key, GNUTLS_SIGN_RSA_SHA256, 0, &data,
                                                 &decoded) >= 0;
}

/* A key that others can read is none, so the file is made with its mode. */
static gboolean
write_file (const char *path, int mode, const gnutls_datum_t *data, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  gboolean good = fd >= 0 && write (fd, data->data, data->size) == (gssize) data->size;

  if (fd >= 0 && close (fd) != 0)
    good = FALSE;
  if (!good)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
  return good;
}

static gboolean
export_keys (gnutls_x509_privkey_t key,
             const char *private_key_file,
             const char *public_key_file,
             GError **error)
{
  gnutls_datum_t text = { 0 };
  gnutls_privkey_t abstract = NULL;
  gnutls_pubkey_t public_key = NULL;
  gboolean good;
  int code =
      gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &text);

  if (code != 0)
    return fail (error, private_key_file, code);
  good = write_file (private_key_file, 0600, &text, error);
  explicit_bzero (text.data, text.size);
  gnutls_free (text.data);
  text = (gnutls_datum_t){ 0 };
  gnutls_privkey_init (&abstract);
  gnutls_pubkey_init (&public_key);
  if (good && gnutls_privkey_import_x509 (abstract, key, 0) == 0 &&
      gnutls_pubkey_import_privkey (public_key, abstract, 0, 0) == 0 &&
      gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_PEM, &text) == 0)
    good = write_file (public_key_file, 0644, &text, error);
  gnutls_free (text.data);
  gnutls_pubkey_deinit (public_key);
  gnutls_privkey_deinit (abstract);
  return good;
}

/**
 * houbu_signer_generate:
 * @private_key_file: where to write the private key, mode 0600; must not be there
 * @public_key_file: where to write the public key; must not be there
 * @error: return location
 *
 * Makes a pair of keys.
 */
gboolean
houbu_signer_generate (const char *private_key_file, const char *public_key_file, GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  gboolean good;
  int code;

  g_return_val_if_fail (private_key_file != NULL && public_key_file != NULL, FALSE);

  gnutls_x509_privkey_init (&key);
  code = gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, KEY_BITS, 0);
  good = code == 0 ? export_keys (key, private_key_file, public_key_file, error)
                   : fail (error, "generating a key", code);
  gnutls_x509_privkey_deinit (key);
  return good;
}
