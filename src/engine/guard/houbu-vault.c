/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-vault.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_FILE "houbu.key"
#define KEY_BYTES crypto_kdf_KEYBYTES
#define KDF_CONTEXT "houbu-v1"
/* Subkeys: 0 encrypts, the others follow HoubuVaultUse. */
#define CIPHER_SUBKEY 0
#define HASH_SUBKEY(use) (1 + (guint64) (use))
#define N_USES (HOUBU_VAULT_TICKET + 1)

#define SUBKEY_BYTES 32
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

/**
 * HoubuVault:
 *
 * Holds the key of a store: encrypts document numbers and makes the keyed hashes by which they are
 * looked up. May be used from any thread.
 */
struct _HoubuVault
{
  guint8 *keys; /* (owned): the subkeys, in locked memory */
};

static const guint8 *
subkey (HoubuVault *vault, guint64 number)
{
  return vault->keys + number * SUBKEY_BYTES;
}

static HoubuVault *
vault_new (const guint8 master[KEY_BYTES])
{
  HoubuVault *vault = g_atomic_rc_box_new0 (HoubuVault);
  guint64 n_keys = HASH_SUBKEY (N_USES);

  G_STATIC_ASSERT (sizeof KDF_CONTEXT - 1 == crypto_kdf_CONTEXTBYTES);
  vault->keys = sodium_malloc (n_keys * SUBKEY_BYTES);
  if (vault->keys == NULL)
    g_error ("No memory for keys");
  for (guint64 i = 0; i < n_keys; i++)
    crypto_kdf_derive_from_key (vault->keys + i * SUBKEY_BYTES, SUBKEY_BYTES, i, KDF_CONTEXT,
                                master);
  sodium_mprotect_readonly (vault->keys);
  return vault;
}

static gboolean
fail (GError **error, int code, const char *what, const char *path)
{
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "%s %s: %s", what, path,
               g_strerror (code));
  return FALSE;
}

static gboolean
write_new_key (int fd, const char *path, GError **error)
{
  guint8 key[KEY_BYTES];
  char text[2 * KEY_BYTES + 2];
  gboolean good;

  crypto_kdf_keygen (key);
  sodium_bin2hex (text, sizeof text, key, sizeof key);
  text[sizeof text - 2] = '\n';
  good = write (fd, text, sizeof text - 1) == sizeof text - 1 && fsync (fd) == 0;
  if (!good)
    fail (error, errno, "Cannot write", path);
  sodium_memzero (key, sizeof key);
  sodium_memzero (text, sizeof text);
  return good;
}

/*
 * The key appears under its name complete or not at all, and the first of two processes wins: the
 * second finds it there and uses it.
 */
static gboolean
create_key (const char *path, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  gboolean good;

  if (fd < 0)
    return fail (error, errno, "Cannot create", path);
  good = write_new_key (fd, path, error);
  if (good && link (temporary, path) != 0 && errno != EEXIST)
    good = fail (error, errno, "Cannot create", path);
  close (fd);
  g_unlink (temporary);
  return good;
}

static gboolean
parse_key (const char *text, guint8 key[KEY_BYTES])
{
  gsize length = 0;
  const char *end = NULL;

  return sodium_hex2bin (key, KEY_BYTES, text, strlen (text), NULL, &length, &end) == 0 &&
         length == KEY_BYTES && (*end == '\0' || g_str_equal (end, "\n"));
}

static HoubuVault *
read_key (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  guint8 key[KEY_BYTES];
  HoubuVault *vault = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      fail (error, errno, "Cannot read", path);
      return NULL;
    }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   "%s may be read by others; give it mode 0600", path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (parse_key (text, key))
    vault = vault_new (key);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s does not hold a key", path);
  sodium_memzero (text, length);
  sodium_memzero (key, sizeof key);
  return vault;
}

/* systemd hands credentials over in a folder that only the service can read, mode 0400 or 0440. */
static HoubuVault *
read_credential (GError **error)
{
  const char *directory = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  guint8 key[KEY_BYTES];
  HoubuVault *vault = NULL;

  if (directory == NULL)
    return NULL;
  path = g_build_filename (directory, KEY_FILE, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (parse_key (text, key))
    vault = vault_new (key);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s does not hold a key", path);
  sodium_memzero (text, length);
  sodium_memzero (key, sizeof key);
  return vault;
}

/**
 * houbu_vault_open:
 * @data_dir: folder of the store
 * @create: whether to make a key when there is none, which only a new store may do
 * @error: return location
 *
 * Reads the key: a credential `houbu.key` of the service manager, or the file of this name beside
 * the store, which only its owner may read.
 *
 * Returns: (transfer full): the vault, or %NULL
 */
HoubuVault *
houbu_vault_open (const char *data_dir, gboolean create, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) local_error = NULL;
  HoubuVault *vault;

  g_return_val_if_fail (data_dir != NULL, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium does not start");
  vault = read_credential (&local_error);
  if (vault != NULL || local_error != NULL)
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return vault;
    }
  path = g_build_filename (data_dir, KEY_FILE, NULL);
  if (create && !g_file_test (path, G_FILE_TEST_EXISTS) && !create_key (path, error))
    return NULL;
  return read_key (path, error);
}

/**
 * houbu_vault_ref:
 * @vault: a vault
 *
 * Returns: (transfer full): the same vault
 */
HoubuVault *
houbu_vault_ref (HoubuVault *vault)
{
  g_return_val_if_fail (vault != NULL, NULL);

  return g_atomic_rc_box_acquire (vault);
}

static void
clear (gpointer data)
{
  HoubuVault *vault = data;

  sodium_free (vault->keys);
}

/**
 * houbu_vault_unref:
 * @vault: (transfer full): a vault; the last reference wipes its keys
 */
void
houbu_vault_unref (HoubuVault *vault)
{
  g_return_if_fail (vault != NULL);

  g_atomic_rc_box_release_full (vault, clear);
}

/**
 * houbu_vault_seal:
 * @vault: a vault
 * @context: what the text is; it opens with the same one only
 * @text: what to encrypt
 *
 * Returns: (transfer full): nonce and ciphertext
 */
GBytes *
houbu_vault_seal (HoubuVault *vault, const char *context, const char *text)
{
  gsize length, sealed_length;
  guint8 *sealed;

  g_return_val_if_fail (vault != NULL && context != NULL && text != NULL, NULL);

  length = strlen (text);
  sealed_length = NONCE_BYTES + length + TAG_BYTES;
  sealed = g_malloc (sealed_length);
  randombytes_buf (sealed, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + NONCE_BYTES, NULL, (const guint8 *) text,
                                              length, (const guint8 *) context, strlen (context),
                                              NULL, sealed, subkey (vault, CIPHER_SUBKEY));
  return g_bytes_new_take (sealed, sealed_length);
}

/**
 * houbu_vault_open_sealed:
 * @vault: a vault
 * @context: what the text is
 * @sealed: what houbu_vault_seal() gave
 * @error: return location
 *
 * Returns: (transfer full): the text, or %NULL when it is not ours or was changed
 */
char *
houbu_vault_open_sealed (HoubuVault *vault, const char *context, GBytes *sealed, GError **error)
{
  const guint8 *data;
  gsize length = 0;
  g_autofree char *text = NULL;
  unsigned long long text_length = 0;

  g_return_val_if_fail (vault != NULL && context != NULL && sealed != NULL, NULL);

  data = g_bytes_get_data (sealed, &length);
  if (length >= NONCE_BYTES + TAG_BYTES)
    {
      text = g_malloc0 (length - NONCE_BYTES - TAG_BYTES + 1);
      if (crypto_aead_xchacha20poly1305_ietf_decrypt (
              (guint8 *) text, &text_length, NULL, data + NONCE_BYTES, length - NONCE_BYTES,
              (const guint8 *) context, strlen (context), data, subkey (vault, CIPHER_SUBKEY)) == 0)
        return g_steal_pointer (&text);
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "An encrypted value does not belong to this key");
  return NULL;
}

/**
 * houbu_vault_hash:
 * @vault: a vault
 * @use: what the hash is for
 * @first: first part of what is hashed
 * @...: further parts, ended by %NULL
 *
 * Parts are told apart: ("ab", "c") and ("a", "bc") have different hashes.
 *
 * Returns: (transfer full): a keyed BLAKE2b hash
 */
GBytes *
houbu_vault_hash (HoubuVault *vault, HoubuVaultUse use, const char *first, ...)
{
  crypto_generichash_state state;
  guint8 hash[HOUBU_VAULT_HASH_BYTES];
  va_list parts;

  g_return_val_if_fail (vault != NULL && use < N_USES && first != NULL, NULL);

  crypto_generichash_init (&state, subkey (vault, HASH_SUBKEY (use)), SUBKEY_BYTES, sizeof hash);
  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    /* The closing NUL goes in: no part can hold one. */
    crypto_generichash_update (&state, (const guint8 *) part, strlen (part) + 1);
  va_end (parts);
  crypto_generichash_final (&state, hash, sizeof hash);
  return g_bytes_new (hash, sizeof hash);
}

/**
 * houbu_vault_person_lookup:
 * @vault: a vault
 * @id_type: wire word of a document type
 * @normalised_number: what houbu_identity_normalise() gave
 *
 * Returns: (transfer full): the hash by which this person is found in the store
 */
GBytes *
houbu_vault_person_lookup (HoubuVault *vault, const char *id_type, const char *normalised_number)
{
  return houbu_vault_hash (vault, HOUBU_VAULT_PERSON, id_type, normalised_number, NULL);
}
