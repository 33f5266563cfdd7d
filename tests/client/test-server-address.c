/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-error.h"
#include "houbu-server-address.h"

static const struct
{
  const char *typed;
  const char *shown; /* NULL = refused */
  int code;
} cases[] = {
  { "https://cet.example.edu.cn", "https://cet.example.edu.cn", 0 },
  { " https://cet.example.edu.cn/ ", "https://cet.example.edu.cn", 0 },
  { "https://cet.example.edu.cn:8443/houbu/", "https://cet.example.edu.cn:8443/houbu", 0 },
  { "cet.example.edu.cn", "https://cet.example.edu.cn", 0 },
  { "cet.example.edu.cn:8443", "https://cet.example.edu.cn:8443", 0 },
  { "https://考试.example", "https://xn--xw0a15v.example", 0 },
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080", 0 },
  { "http://127.8.9.1", "http://127.8.9.1", 0 },
  { "http://localhost:8080/", "http://localhost:8080", 0 },
  { "http://[::1]:8080", "http://[::1]:8080", 0 },
  { "localhost:8080", "http://localhost:8080", 0 },
  { "127.0.0.1:8080", "http://127.0.0.1:8080", 0 },
  { "unix:/run/houbu/socket", "unix:/run/houbu/socket", 0 },
  { "http://cet.example.edu.cn", NULL, HOUBU_ERROR_INSECURE_ADDRESS },
  { "http://localhost.example.edu.cn", NULL, HOUBU_ERROR_INSECURE_ADDRESS },
  { "http://127.0.0.1.example.edu.cn", NULL, HOUBU_ERROR_INSECURE_ADDRESS },
  { "http://10.0.0.1", NULL, HOUBU_ERROR_INSECURE_ADDRESS },
  { "http://0.0.0.0", NULL, HOUBU_ERROR_INSECURE_ADDRESS },
  { "", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "   ", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https://", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https:///path", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https://user:secret@cet.example.edu.cn", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https://127.0.0.1@evil.example", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "http://127.0.0.1\\@evil.example", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https://cet.example.edu.cn/?q=1", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https://cet.example.edu.cn/#x", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "ftp://cet.example.edu.cn", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "file:///etc/passwd", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "javascript:alert(1)", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "cet example", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "https://cet.example.edu.cn:99999", NULL, HOUBU_ERROR_INVALID_FIELD },
  { "unix:", NULL, HOUBU_ERROR_INVALID_FIELD },
};

/* What a person may type, and what becomes of it; plain http leads to this computer only. */
static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuServerAddress) address = houbu_server_address_parse (cases[i].typed, &error);

      g_test_message ("%s", cases[i].typed);
      if (cases[i].shown == NULL)
        {
          g_assert_null (address);
          g_assert_error (error, HOUBU_ERROR, cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (houbu_server_address_to_string (address), ==, cases[i].shown);
      g_assert_cmpint (houbu_server_address_is_loopback (address), ==,
                       g_str_has_prefix (cases[i].shown, "http://"));
    }
}

/* What is remembered leads to the same server again. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HoubuServerAddress) address = NULL;

      if (cases[i].shown == NULL)
        continue;
      address = houbu_server_address_parse (cases[i].shown, NULL);
      g_assert_nonnull (address);
      g_assert_cmpstr (houbu_server_address_to_string (address), ==, cases[i].shown);
    }
}

/* A path prefix stays in front of the paths of the API; a socket has a path of its own. */
static void
test_resolve (void)
{
  g_autoptr (HoubuServerAddress) prefixed =
      houbu_server_address_parse ("https://a.example/houbu/", NULL);
  g_autoptr (HoubuServerAddress) local = houbu_server_address_parse ("unix:/run/h.sock", NULL);
  g_autofree char *url = houbu_server_address_resolve (prefixed, "/v1/exam?x=1");
  g_autofree char *local_url = houbu_server_address_resolve (local, "/v1/exam");

  g_assert_cmpstr (url, ==, "https://a.example/houbu/v1/exam?x=1");
  g_assert_null (houbu_server_address_get_socket_path (prefixed));
  g_assert_cmpstr (local_url, ==, "http://localhost/v1/exam");
  g_assert_cmpstr (houbu_server_address_get_socket_path (local), ==, "/run/h.sock");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-address/parse", test_parse);
  g_test_add_func ("/server-address/round-trip", test_round_trip);
  g_test_add_func ("/server-address/resolve", test_resolve);
  return g_test_run ();
}
