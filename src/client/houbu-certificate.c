/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-certificate.h"

#include <string.h>

#include "houbu-error.h"

/* Whoever sends more than this in a row is not worth following. */
#define MOST_ISSUERS 10

/* "CN=School\, North,O=Example" → "School, North"; the whole where it has no common name. */
static char *
get_common_name (const char *name)
{
  g_autoptr (GString) common = g_string_new (NULL);
  const char *at = strstr (name, "CN=");

  if (at == NULL)
    return g_strdup (name);
  for (at += strlen ("CN="); *at != '\0' && *at != ','; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      g_string_append_c (common, *at);
    }
  return g_utf8_make_valid (common->str, -1);
}

/* Who stands at the end of the row that the server sent. */
static char *
get_authority (GTlsCertificate *certificate)
{
  g_autofree char *name = NULL;

  for (int i = 0; i < MOST_ISSUERS && g_tls_certificate_get_issuer (certificate) != NULL; i++)
    certificate = g_tls_certificate_get_issuer (certificate);
  name = g_tls_certificate_get_issuer_name (certificate);
  return name != NULL ? get_common_name (name) : NULL;
}

static char *
get_bearer (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autofree char *subject = NULL;

  if (names != NULL && names->len > 0)
    {
      gsize length = 0;
      const char *first = g_bytes_get_data (names->pdata[0], &length);

      return g_utf8_make_valid (first, (gssize) length);
    }
  subject = g_tls_certificate_get_subject_name (certificate);
  return subject != NULL ? get_common_name (subject) : NULL;
}

/* Takes @time. */
static char *
write_time (GDateTime *time)
{
  g_autoptr (GDateTime) given = time;
  g_autoptr (GDateTime) local = given != NULL ? g_date_time_to_local (given) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : NULL;
}

/**
 * houbu_certificate_refuse:
 * @certificate: what the server showed
 * @wrong: what is wrong with it
 *
 * Of several faults the one is named that somebody can do something about:
 *
 *   signed by nobody whom this computer trusts   who signed it
 *   made out for another address                 for which
 *   begins later, or is over                     when
 *   anything else                                whose it is
 *
 * Returns: (transfer full): a %HOUBU_ERROR_BAD_CERTIFICATE that says so
 */
GError *
houbu_certificate_refuse (GTlsCertificate *certificate, GTlsCertificateFlags wrong)
{
  HoubuProblem problem = HOUBU_PROBLEM_CERTIFICATE_BROKEN;
  g_autofree char *value = NULL;
  GError *error = NULL;

  if (wrong & G_TLS_CERTIFICATE_UNKNOWN_CA)
    {
      problem = HOUBU_PROBLEM_CERTIFICATE_UNTRUSTED;
      value = get_authority (certificate);
    }
  else if (wrong & G_TLS_CERTIFICATE_BAD_IDENTITY)
    {
      problem = HOUBU_PROBLEM_CERTIFICATE_ELSEWHERE;
      value = get_bearer (certificate);
    }
  else if (wrong & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    {
      problem = HOUBU_PROBLEM_CERTIFICATE_NOT_YET;
      value = write_time (g_tls_certificate_get_not_valid_before (certificate));
    }
  else if (wrong & G_TLS_CERTIFICATE_EXPIRED)
    {
      problem = HOUBU_PROBLEM_CERTIFICATE_EXPIRED;
      value = write_time (g_tls_certificate_get_not_valid_after (certificate));
    }
  else
    value = get_bearer (certificate);
  houbu_error_set (&error, HOUBU_ERROR_BAD_CERTIFICATE, problem, "value", value, NULL);
  return error;
}
