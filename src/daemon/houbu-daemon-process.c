/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HOUBU_HAVE_MIMALLOC
#include <mimalloc.h>
#endif

/* Descriptors for other things than connections: database, logs, spooled imports. */
#define RESERVED 64
#define MAX_DESCRIPTORS 262144

/**
 * houbu_daemon_process_init:
 *
 * Sets what holds for the whole process: files are for the owner only, no core dumps (they would
 * hold personal data), as many descriptors as allowed, a line at a time on standard output.
 */
void
houbu_daemon_process_init (void)
{
  struct rlimit limit = { 0, 0 };

#ifdef HOUBU_HAVE_MIMALLOC
  /* Linked it takes the place of malloc(); a library that nothing calls would not be linked. */
  (void) mi_version ();
#endif
  umask (0077);
  setvbuf (stdout, NULL, _IOLBF, 0);
  signal (SIGPIPE, SIG_IGN);
  setrlimit (RLIMIT_CORE, &limit);
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = MIN (limit.rlim_max, MAX_DESCRIPTORS);
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

/**
 * houbu_daemon_process_fit:
 * @limits: limits of the server
 *
 * Lowers the number of connections to what the descriptors allow.
 */
void
houbu_daemon_process_fit (HoubuHttpLimits *limits)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return;
  if (limit.rlim_cur < limits->connections + RESERVED)
    {
      limits->connections = limit.rlim_cur > 2 * RESERVED ? (guint) limit.rlim_cur - RESERVED
                                                          : (guint) limit.rlim_cur / 2;
      g_message ("Descriptors allow %u connections", limits->connections);
    }
}

/**
 * houbu_daemon_process_lock:
 * @data_dir: folder of the store
 * @error: return location of a #GFileError
 *
 * Makes this the one process that serves the store. The lock goes with the process.
 *
 * Returns: the descriptor that holds the lock, or -1 with @error set
 */
int
houbu_daemon_process_lock (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "houbud.lock", NULL);
  int fd;

  if (g_mkdir_with_parents (data_dir, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", data_dir,
                   g_strerror (errno));
      return -1;
    }
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               errno == EWOULDBLOCK ? "%s: another houbud serves this store" : "%s: cannot lock",
               data_dir);
  if (fd >= 0)
    close (fd);
  return -1;
}
