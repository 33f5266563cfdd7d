/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-last-server.h"

#include <errno.h>

#include <glib/gstdio.h>

#define MAX_BYTES 2048

static char *
file_name (void)
{
  return g_build_filename (g_get_user_config_dir (), "houbu", "last-server", NULL);
}

/**
 * houbu_last_server_load:
 *
 * Returns: (transfer full) (nullable): the server that was used last; %NULL when nothing is
 * remembered
 */
char *
houbu_last_server_load (void)
{
  g_autofree char *name = file_name ();
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (name, &text, &length, NULL) || length > MAX_BYTES ||
      !g_utf8_validate (text, (gssize) length, NULL))
    return NULL;
  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * houbu_last_server_save:
 * @server: the address to remember
 * @error: a `G_FILE_ERROR`; nothing to stop for
 *
 * Returns: whether it is remembered
 */
gboolean
houbu_last_server_save (const char *server, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (server != NULL, FALSE);

  name = file_name ();
  folder = g_path_get_dirname (name);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", folder,
                   g_strerror (code));
      return FALSE;
    }
  return g_file_set_contents_full (name, server, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * houbu_last_server_forget:
 *
 * Leaves nothing behind on a computer that others use too.
 */
void
houbu_last_server_forget (void)
{
  g_autofree char *name = file_name ();

  g_unlink (name);
}
