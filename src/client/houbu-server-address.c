/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-server-address.h"

#include <string.h>

#include "houbu-error.h"

#define MAX_ADDRESS_BYTES 1024

struct _HoubuServerAddress
{
  gatomicrefcount ref_count;
  char *text;        /* (owned): as it is shown and remembered */
  char *base;        /* (owned): scheme, host, port and path prefix without a slash at the end */
  char *socket_path; /* (owned) (nullable) */
  gboolean is_loopback;
};

static HoubuServerAddress *
address_new (char *text, char *base, char *socket_path)
{
  HoubuServerAddress *address = g_new0 (HoubuServerAddress, 1);

  g_atomic_ref_count_init (&address->ref_count);
  address->text = text;
  address->base = base;
  address->socket_path = socket_path;
  return address;
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static void
refuse (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BAD_FORMAT, "field", "server",
                   NULL);
}

/* Without a scheme: what a person types. This computer is meant without TLS, every other one with.
 */
static char *
with_scheme (const char *text)
{
  g_autoptr (GUri) probe = NULL;
  g_autofree char *plain = NULL;

  if (strstr (text, "://") != NULL)
    return g_strdup (text);
  plain = g_strconcat ("http://", text, NULL);
  probe = g_uri_parse (plain, G_URI_FLAGS_NONE, NULL);
  if (probe != NULL && g_uri_get_host (probe) != NULL && host_is_loopback (g_uri_get_host (probe)))
    return g_steal_pointer (&plain);
  return g_strconcat ("https://", text, NULL);
}

static char *
base_of (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean bracket = strchr (host, ':') != NULL;
  g_autofree char *ascii = bracket ? g_strdup (host) : g_hostname_to_ascii (host);
  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  g_autoptr (GString) base = g_string_new (g_uri_get_scheme (uri));

  if (ascii == NULL)
    return NULL;
  while (*path != '\0' && path[strlen (path) - 1] == '/')
    path[strlen (path) - 1] = '\0';
  g_string_append (base, "://");
  g_string_append_printf (base, bracket ? "[%s]" : "%s", ascii);
  if (g_uri_get_port (uri) > 0)
    g_string_append_printf (base, ":%d", g_uri_get_port (uri));
  g_string_append (base, path);
  return g_string_free (g_steal_pointer (&base), FALSE);
}

static HoubuServerAddress *
parse_uri (const char *text, GError **error)
{
  g_autofree char *full = with_scheme (text);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *base = NULL;
  g_autofree char *text_again = NULL;
  HoubuServerAddress *address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      refuse (error);
      return NULL;
    }
  if (strcmp (g_uri_get_scheme (uri), "http") == 0 && !host_is_loopback (host))
    {
      houbu_error_set (error, HOUBU_ERROR_INSECURE_ADDRESS, HOUBU_PROBLEM_NONE, "field", "server",
                       NULL);
      return NULL;
    }
  if (strcmp (g_uri_get_scheme (uri), "http") != 0 && strcmp (g_uri_get_scheme (uri), "https") != 0)
    {
      refuse (error);
      return NULL;
    }
  base = base_of (uri);
  if (base == NULL)
    {
      refuse (error);
      return NULL;
    }
  text_again = g_strdup (base);
  address = address_new (g_steal_pointer (&text_again), g_steal_pointer (&base), NULL);
  address->is_loopback = host_is_loopback (host);
  return address;
}

/**
 * houbu_server_address_parse:
 * @text: what was typed: `https://…`, `http://` on loopback, `host[:port]`, or `unix:PATH`
 * @error: %HOUBU_ERROR_INSECURE_ADDRESS for plain http to another computer, else
 *   %HOUBU_ERROR_INVALID_FIELD
 *
 * Returns: (transfer full) (nullable): the address
 */
HoubuServerAddress *
houbu_server_address_parse (const char *text, GError **error)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0' || strlen (stripped) > MAX_ADDRESS_BYTES ||
      !g_utf8_validate (stripped, -1, NULL) || strpbrk (stripped, " \t\r\n\\") != NULL)
    {
      refuse (error);
      return NULL;
    }
  if (!g_str_has_prefix (stripped, "unix:"))
    return parse_uri (stripped, error);
  if (stripped[5] != '\0')
    return address_new (g_strdup (stripped), g_strdup ("http://localhost"),
                        g_strdup (stripped + 5));
  refuse (error);
  return NULL;
}

/**
 * houbu_server_address_ref:
 * @address: an address
 *
 * Returns: (transfer full): @address
 */
HoubuServerAddress *
houbu_server_address_ref (HoubuServerAddress *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  g_atomic_ref_count_inc (&address->ref_count);
  return address;
}

/**
 * houbu_server_address_unref:
 * @address: (transfer full): an address
 */
void
houbu_server_address_unref (HoubuServerAddress *address)
{
  g_return_if_fail (address != NULL);

  if (!g_atomic_ref_count_dec (&address->ref_count))
    return;
  g_free (address->text);
  g_free (address->base);
  g_free (address->socket_path);
  g_free (address);
}

/**
 * houbu_server_address_to_string:
 * @address: an address
 *
 * Returns: (transfer none): what to show and to remember; parses to the same address
 */
const char *
houbu_server_address_to_string (const HoubuServerAddress *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  return address->text;
}

/**
 * houbu_server_address_get_socket_path:
 * @address: an address
 *
 * Returns: (transfer none) (nullable): the local socket, %NULL when the server is reached over TCP
 */
const char *
houbu_server_address_get_socket_path (const HoubuServerAddress *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  return address->socket_path;
}

/**
 * houbu_server_address_is_loopback:
 * @address: an address
 *
 * Returns: whether the server is on this computer and reached over TCP
 */
gboolean
houbu_server_address_is_loopback (const HoubuServerAddress *address)
{
  g_return_val_if_fail (address != NULL, FALSE);

  return address->is_loopback;
}

/**
 * houbu_server_address_resolve:
 * @address: an address
 * @path: an encoded path with its query, beginning with a slash
 *
 * Returns: (transfer full): the full URL
 */
char *
houbu_server_address_resolve (const HoubuServerAddress *address, const char *path)
{
  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  return g_strconcat (address->base, path, NULL);
}
