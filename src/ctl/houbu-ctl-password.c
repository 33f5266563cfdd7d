/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-password.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <gio/gio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_BYTES 1024

static void
set_system_error (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
}

/* The first line of what a descriptor gives. */
static char *
read_line (int descriptor, const char *what, GError **error)
{
  char buffer[MAX_BYTES + 1] = { 0 };
  gsize length = 0;
  char *password = NULL;

  while (length < MAX_BYTES && memchr (buffer, '\n', length) == NULL)
    {
      gssize got = read (descriptor, buffer + length, MAX_BYTES - length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          set_system_error (error, what);
          return NULL;
        }
      if (got == 0)
        break;
      length += (gsize) got;
    }
  buffer[strcspn (buffer, "\r\n")] = '\0';
  if (*buffer == '\0')
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("%s holds no password"), what);
  else
    password = g_strdup (buffer);
  explicit_bzero (buffer, sizeof buffer);
  return password;
}

/**
 * houbu_ctl_password_read_file:
 * @name: name of a file; `-` is standard input
 * @error: a `G_IO_ERROR`
 *
 * Returns: (transfer full) (nullable): its first line, to be freed with houbu_ctl_password_free()
 */
char *
houbu_ctl_password_read_file (const char *name, GError **error)
{
  char *password = NULL;
  int descriptor = -1;

  if (strcmp (name, "-") == 0)
    return read_line (STDIN_FILENO, _ ("Standard input"), error);
  descriptor = open (name, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    {
      set_system_error (error, name);
      return NULL;
    }
  password = read_line (descriptor, name, error);
  close (descriptor);
  return password;
}

/* Whatever is typed until the line ends does not show. */
static char *
ask_terminal (int terminal, const char *operator_name, GError **error)
{
  struct termios shown = { 0 };
  struct termios hidden = { 0 };
  g_autofree char *question = g_strdup_printf (_ ("Password of operator %s: "), operator_name);
  char *password = NULL;

  if (tcgetattr (terminal, &shown) != 0)
    {
      set_system_error (error, "/dev/tty");
      return NULL;
    }
  hidden = shown;
  hidden.c_lflag &= (tcflag_t) ~ECHO;
  tcsetattr (terminal, TCSAFLUSH, &hidden);
  if (write (terminal, question, strlen (question)) > 0)
    password = read_line (terminal, "/dev/tty", error);
  tcsetattr (terminal, TCSAFLUSH, &shown);
  if (write (terminal, "\n", 1) < 0)
    g_debug ("The terminal is gone");
  return password;
}

/**
 * houbu_ctl_password_ask:
 * @operator_name: whose
 * @error: a `G_IO_ERROR`
 *
 * Asks on the terminal without echo; without a terminal it is the first line of standard input.
 *
 * Returns: (transfer full) (nullable): the password, to be freed with houbu_ctl_password_free()
 */
char *
houbu_ctl_password_ask (const char *operator_name, GError **error)
{
  int terminal = isatty (STDIN_FILENO) ? open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1;
  char *password = NULL;

  if (terminal < 0)
    return read_line (STDIN_FILENO, _ ("Standard input"), error);
  password = ask_terminal (terminal, operator_name, error);
  close (terminal);
  return password;
}

/**
 * houbu_ctl_password_free:
 * @password: (nullable) (transfer full): a password; nothing of it stays in memory
 */
void
houbu_ctl_password_free (char *password)
{
  if (password == NULL)
    return;
  explicit_bzero (password, strlen (password));
  g_free (password);
}
