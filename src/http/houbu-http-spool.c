/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-spool.h"

#include <fcntl.h>
#include <unistd.h>

/**
 * houbu_http_spool_open:
 *
 * A file without a name: it is gone when it is closed, whatever becomes of the process.
 *
 * Returns: (transfer full): a descriptor to write and read, or -1
 */
int
houbu_http_spool_open (void)
{
  const char *folder = g_get_tmp_dir ();
  g_autofree char *path = NULL;
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return fd;
  path = g_build_filename (folder, "houbu-spool-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    unlink (path);
  return fd;
}
