/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "houbu-certificate.h"
#include "houbu-error.h"

/* Signed by itself: CN = "Example School, North", for houbu.example.org, of the years 2026 to 2036.
 */
static const char PEM[] = "-----BEGIN CERTIFICATE-----\n"
                          "MIIB5TCCAYugAwIBAgIUMU+PkhEaqsMzAV7nwyV0TqQDkTgwCgYIKoZIzj0EAwIw\n"
                          "OTEXMBUGA1UECgwORXhhbXBsZSBTY2hvb2wxHjAcBgNVBAMMFUV4YW1wbGUgU2No\n"
                          "b29sLCBOb3J0aDAeFw0yNjExMjYwNDQzNTFaFw0zNjExMjMwNDQzNTFaMDkxFzAV\n"
                          "BgNVBAoMDkV4YW1wbGUgU2Nob29sMR4wHAYDVQQDDBVFeGFtcGxlIFNjaG9vbCwg\n"
                          "Tm9ydGgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQi6WYVxVuy/rEiyCwRObf/\n"
                          "vx8ZOXzl7isTOTlMEC/MHGB++oDUQEqvQ2NPtJoWeFCQOihTHczMPEPe+ef02S7v\n"
                          "o3EwbzAdBgNVHQ4EFgQULhkelWZvTp8C5Wiq7+GDj6Dx9IswHwYDVR0jBBgwFoAU\n"
                          "LhkelWZvTp8C5Wiq7+GDj6Dx9IswDwYDVR0TAQH/BAUwAwEB/zAcBgNVHREEFTAT\n"
                          "ghFob3VidS5leGFtcGxlLm9yZzAKBggqhkjOPQQDAgNIADBFAiBeaU7IaIE4m3FY\n"
                          "mziiNOZaWqwMWvw2x+Ztkz5PzPZXfgIhAPfX92N6Y6oTAGL5Hdr+RSSCZk1KCkoR\n"
                          "fnzp8SaG/pBF\n"
                          "-----END CERTIFICATE-----\n";

/* Of what is wrong, that is named which somebody can do something about. */
static void
test_refuse (void)
{
  const struct
  {
    GTlsCertificateFlags wrong;
    HoubuProblem problem;
    const char *said;
  } cases[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, HOUBU_PROBLEM_CERTIFICATE_UNTRUSTED,
      "“Example School, North”" },
    { G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_BAD_IDENTITY,
      HOUBU_PROBLEM_CERTIFICATE_UNTRUSTED, "“Example School, North”" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, HOUBU_PROBLEM_CERTIFICATE_ELSEWHERE, "“houbu.example.org”" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, HOUBU_PROBLEM_CERTIFICATE_NOT_YET, "2026-11-26" },
    { G_TLS_CERTIFICATE_EXPIRED, HOUBU_PROBLEM_CERTIFICATE_EXPIRED, "2036-11-23" },
    { G_TLS_CERTIFICATE_REVOKED, HOUBU_PROBLEM_CERTIFICATE_BROKEN, "“houbu.example.org”" },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, HOUBU_PROBLEM_CERTIFICATE_BROKEN, "“houbu.example.org”" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (PEM, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) refused = houbu_certificate_refuse (certificate, cases[i].wrong);
      g_autofree char *detail = houbu_error_get_detail (refused, "zh-CN");

      g_assert_error (refused, HOUBU_ERROR, HOUBU_ERROR_BAD_CERTIFICATE);
      g_assert_cmpint (houbu_error_get_problem (refused), ==, cases[i].problem);
      g_assert_nonnull (strstr (detail, cases[i].said));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/certificate/refuse", test_refuse);
  return g_test_run ();
}
