/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-lab-networks.h"

/* Which clients sit at a shared computer: a network holds its own addresses of its own family, and
 * nobody whose address is not known. */
static void
test_hold (void)
{
  static const struct
  {
    const char *networks, *address;
    gboolean held;
  } rows[] = {
    { "10.20.0.0/16", "10.20.7.9", TRUE },
    { "10.20.0.0/16", "10.21.7.9", FALSE },
    { "10.20.0.0/16", "2001:db8:20::7", FALSE },
    { "10.20.7.9", "10.20.7.9", TRUE },
    { "10.20.7.9", "10.20.7.10", FALSE },
    { "10.20.0.0/16, 2001:db8:20::/48", "2001:db8:20::7", TRUE },
    { "10.20.0.0/16,2001:db8:20::/48", "2001:db8:21::7", FALSE },
    { "all", "203.0.113.5", TRUE },
    { "all", "2001:db8::1", TRUE },
    { "all", NULL, FALSE },
    { "all", "not an address", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) networks = houbu_lab_networks_parse (rows[i].networks);

      g_test_message ("%s in %s", rows[i].address, rows[i].networks);
      g_assert_nonnull (networks);
      g_assert_cmpint (houbu_lab_networks_hold (networks, rows[i].address), ==, rows[i].held);
    }
  g_assert_false (houbu_lab_networks_hold (NULL, "10.20.7.9"));
}

/* What is no network is refused whole. */
static void
test_refused (void)
{
  static const char *const rows[] = {
    "", "10.20.0.0/33", "10.20.0.1/16", "lab.example", "10.20.0.0/16,", "10.20.0.0/16,every"
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i]);
      g_assert_null (houbu_lab_networks_parse (rows[i]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/lab-networks/hold", test_hold);
  g_test_add_func ("/http/lab-networks/refused", test_refused);
  return g_test_run ();
}
