/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-listen-address.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* What is an address, and what needs the word that allows it. */
static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gboolean good, good_if_public;
  } rows[] = {
    { "127.0.0.1:0", TRUE, TRUE },
    { "127.0.0.1:65535", TRUE, TRUE },
    { "127.3.2.1:80", TRUE, TRUE },
    { "[::1]:80", TRUE, TRUE },
    { "unix:/tmp/s", TRUE, TRUE },
    { "0.0.0.0:80", FALSE, TRUE },
    { "[::]:80", FALSE, TRUE },
    { "203.0.113.1:80", FALSE, TRUE },
    { "127.0.0.1:65536", FALSE, FALSE },
    { "127.0.0.1:-1", FALSE, FALSE },
    { "127.0.0.1:", FALSE, FALSE },
    { "127.0.0.1", FALSE, FALSE },
    { "localhost:80", FALSE, FALSE },
    { "unix:s", FALSE, FALSE },
    { "unix:", FALSE, FALSE },
    { "", FALSE, FALSE },
    { ":80", FALSE, FALSE },
    { "[::1:80", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int public = 0; public < 2; public ++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (HoubuListenAddress) address = NULL;
        gboolean wanted = public ? rows[i].good_if_public : rows[i].good;

        g_test_message ("%s", rows[i].text);
        address = houbu_listen_address_parse (rows[i].text, public, &error);
        g_assert_cmpint (address != NULL, ==, wanted);
        g_assert_cmpint (error == NULL, ==, wanted);
      }
}

/* Port 0 becomes the port that the system picked. */
static void
test_port (void)
{
  g_autoptr (HoubuListenAddress) address = houbu_listen_address_parse ("127.0.0.1:0", FALSE, NULL);
  g_autofree char *text = NULL;
  int fd = houbu_listen_address_open (address, 0660, NULL);

  g_assert_cmpint (fd, >=, 0);
  text = houbu_listen_address_to_string (address);
  g_assert_true (g_str_has_prefix (text, "127.0.0.1:"));
  g_assert_cmpstr (text, !=, "127.0.0.1:0");
  close (fd);
}

/* A file in the way of a socket is nobody's to delete; a dead socket is replaced. */
static void
test_in_the_way (void)
{
  g_autofree char *folder = g_dir_make_tmp ("houbu-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "s", NULL);
  g_autofree char *text = g_strconcat ("unix:", path, NULL);
  g_autoptr (HoubuListenAddress) address = houbu_listen_address_parse (text, FALSE, NULL);
  g_autoptr (GError) error = NULL;
  int fd;

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_cmpint (houbu_listen_address_open (address, 0600, &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_unlink (path);

  fd = houbu_listen_address_open (address, 0600, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_clear_error (&error);
  g_assert_cmpint (houbu_listen_address_open (address, 0600, &error), ==, -1);
  close (fd);
  fd = houbu_listen_address_open (address, 0600, NULL);
  g_assert_cmpint (fd, >=, 0);
  houbu_listen_address_remove (address);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  close (fd);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/listen-address/parse", test_parse);
  g_test_add_func ("/http/listen-address/port", test_port);
  g_test_add_func ("/http/listen-address/in-the-way", test_in_the_way);
  return g_test_run ();
}
