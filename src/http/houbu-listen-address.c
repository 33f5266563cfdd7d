/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-listen-address.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct _HoubuListenAddress
{
  GSocketAddress *address; /* (owned) */
  char *path;              /* (owned) (nullable): of a Unix socket */
  dev_t device;            /* of the socket file that we made */
  ino_t inode;
};

#define BACKLOG 1024

static int
fail_errno (GError **error, const char *what, const char *where)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s %s: %s", what, where,
               g_strerror (code));
  return -1;
}

static gboolean
parse_unix (HoubuListenAddress *self, const char *path, GError **error)
{
  if (!g_path_is_absolute (path) || strlen (path) >= sizeof ((struct sockaddr_un *) 0)->sun_path)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "unix:%s: the path must be absolute and shorter than %zu bytes", path,
                   sizeof ((struct sockaddr_un *) 0)->sun_path);
      return FALSE;
    }
  self->path = g_strdup (path);
  self->address = g_unix_socket_address_new (path);
  return TRUE;
}

static gboolean
parse_internet (HoubuListenAddress *self, const char *text, gboolean allow_public, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  guint64 port = 0;

  if (colon != NULL)
    host = (text[0] == '[' && colon > text + 1 && colon[-1] == ']')
               ? g_strndup (text + 1, colon - text - 2)
               : g_strndup (text, colon - text);
  if (host != NULL)
    inet = g_inet_address_new_from_string (host);
  if (inet == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "“%s” is not an address: use unix:PATH or 127.0.0.1:PORT", text);
      return FALSE;
    }
  if (!g_inet_address_get_is_loopback (inet) && !allow_public)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   "%s is not a loopback address: TLS is the front server's; "
                   "--allow-public-address listens there all the same",
                   text);
      return FALSE;
    }
  self->address = g_inet_socket_address_new (inet, (guint16) port);
  return TRUE;
}

/**
 * houbu_listen_address_parse:
 * @text: `unix:PATH`, `127.0.0.1:PORT` or `[::1]:PORT`
 * @allow_public: whether an address other machines can reach is allowed
 * @error: return location of a #GIOErrorEnum error
 *
 * Reads a listen address. Nothing is opened yet.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with @error set
 */
HoubuListenAddress *
houbu_listen_address_parse (const char *text, gboolean allow_public, GError **error)
{
  g_autoptr (HoubuListenAddress) self = g_new0 (HoubuListenAddress, 1);
  gboolean done;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_has_prefix (text, "unix:"))
    done = parse_unix (self, text + strlen ("unix:"), error);
  else
    done = parse_internet (self, text, allow_public, error);
  return done ? g_steal_pointer (&self) : NULL;
}

/**
 * houbu_listen_address_free:
 * @self: (transfer full) (nullable): an address
 *
 * Frees the address; a socket opened from it stays open.
 */
void
houbu_listen_address_free (HoubuListenAddress *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->address);
  g_free (self->path);
  g_free (self);
}

/* A socket file that nobody answers on was left behind by a process that was killed. */
static gboolean
remove_stale_socket (HoubuListenAddress *self, const struct sockaddr *native, socklen_t size)
{
  struct stat info;
  int fd;
  gboolean stale;

  if (lstat (self->path, &info) != 0 || !S_ISSOCK (info.st_mode))
    return FALSE;
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return FALSE;
  stale = connect (fd, native, size) != 0 && errno == ECONNREFUSED;
  close (fd);
  return stale && g_unlink (self->path) == 0;
}

static gboolean
bind_socket (HoubuListenAddress *self, int fd, const struct sockaddr *native, socklen_t size)
{
  if (bind (fd, native, size) == 0)
    return TRUE;
  return self->path != NULL && errno == EADDRINUSE && remove_stale_socket (self, native, size) &&
         bind (fd, native, size) == 0;
}

/* What the system made of it: the port that it picked, the identity of the socket file. */
static gboolean
learn_result (HoubuListenAddress *self, int fd, guint unix_mode)
{
  struct sockaddr_storage native;
  socklen_t size = sizeof native;
  struct stat info;

  if (self->path != NULL)
    {
      if (chmod (self->path, unix_mode) != 0 || lstat (self->path, &info) != 0)
        return FALSE;
      self->device = info.st_dev;
      self->inode = info.st_ino;
      return TRUE;
    }
  if (getsockname (fd, (struct sockaddr *) &native, &size) != 0)
    return FALSE;
  g_clear_object (&self->address);
  self->address = g_socket_address_new_from_native (&native, size);
  return TRUE;
}

/**
 * houbu_listen_address_open:
 * @self: an address
 * @unix_mode: permission bits of a Unix socket
 * @error: return location of a #GIOErrorEnum error
 *
 * Binds and listens. Port 0 is replaced by the port that the system picked. A Unix socket that a
 * killed process left behind is replaced; one that somebody answers on is not.
 *
 * Returns: a non-blocking listening descriptor, or -1 with @error set
 */
int
houbu_listen_address_open (HoubuListenAddress *self, guint unix_mode, GError **error)
{
  g_autofree char *where = houbu_listen_address_to_string (self);
  struct sockaddr_storage native;
  gssize size = g_socket_address_get_native_size (self->address);
  int fd, on = 1;

  if (!g_socket_address_to_native (self->address, &native, sizeof native, error))
    return -1;
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return fail_errno (error, "cannot make a socket for", where);
  if (self->path == NULL)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (!bind_socket (self, fd, (struct sockaddr *) &native, (socklen_t) size) ||
      listen (fd, BACKLOG) != 0 || !learn_result (self, fd, unix_mode))
    {
      fail_errno (error, "cannot listen on", where);
      close (fd);
      return -1;
    }
  return fd;
}

/**
 * houbu_listen_address_remove:
 * @self: an address that was opened
 *
 * Removes the file of a Unix socket, unless another process has put its own there meanwhile.
 */
void
houbu_listen_address_remove (HoubuListenAddress *self)
{
  struct stat info;

  if (self->path != NULL && lstat (self->path, &info) == 0 && info.st_dev == self->device &&
      info.st_ino == self->inode)
    g_unlink (self->path);
}

/**
 * houbu_listen_address_is_unix:
 * @self: an address
 *
 * Returns: whether it is a Unix socket, on which peers have no address of their own
 */
gboolean
houbu_listen_address_is_unix (const HoubuListenAddress *self)
{
  return self->path != NULL;
}

/**
 * houbu_listen_address_get_socket_address:
 * @self: an address
 *
 * Returns: (transfer none): the address to connect to
 */
GSocketAddress *
houbu_listen_address_get_socket_address (const HoubuListenAddress *self)
{
  return self->address;
}

/**
 * houbu_listen_address_to_string:
 * @self: an address
 *
 * Returns: (transfer full): the text form, as houbu_listen_address_parse() reads it
 */
char *
houbu_listen_address_to_string (const HoubuListenAddress *self)
{
  GInetSocketAddress *inet;
  g_autofree char *host = NULL;
  gboolean v6;

  if (self->path != NULL)
    return g_strconcat ("unix:", self->path, NULL);
  inet = G_INET_SOCKET_ADDRESS (self->address);
  host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  v6 = g_socket_address_get_family (self->address) == G_SOCKET_FAMILY_IPV6;
  return g_strdup_printf (v6 ? "[%s]:%u" : "%s:%u", host, g_inet_socket_address_get_port (inet));
}
