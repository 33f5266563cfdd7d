/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-problem.h"

#include "houbu-error.h"
#include "houbu-records.h"

/* What an answer says in its head besides the problem itself. */
static void
add_headers (HoubuHttpReply *reply, HoubuProblemDetails *problem, const char *language)
{
  gint64 seconds = houbu_problem_details_get_retry_after (problem);

  houbu_http_reply_add_header (reply, "Content-Language", language);
  if (seconds != HOUBU_UNSET)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

      houbu_http_reply_add_header (reply, "Retry-After", text);
    }
  if (reply->status == 401)
    houbu_http_reply_add_header (reply, "WWW-Authenticate", "Bearer realm=\"houbu\"");
}

/* Errors of other domains are converted where their library is met; one that still comes here is
 * a mistake of ours, and its text is not for the world. */
static GError *
convert (const GError *error)
{
  GError *converted = NULL;

  if (error != NULL && error->domain == HOUBU_ERROR)
    return g_error_copy (error);
  g_warning ("An error without a code: %s", error != NULL ? error->message : "none");
  houbu_error_set (&converted, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL);
  return converted;
}

/**
 * houbu_http_problem_new:
 * @error: a #HOUBU_ERROR
 * @language: of the texts
 *
 * Makes the answer that says what went wrong (RFC 9457).
 *
 * Returns: (transfer full): a reply
 */
HoubuHttpReply *
houbu_http_problem_new (const GError *error, const char *language)
{
  g_autoptr (GError) known = convert (error);
  g_autoptr (HoubuProblemDetails) problem = houbu_error_to_problem (known, language);
  g_autoptr (GBytes) body = houbu_record_to_bytes (HOUBU_RECORD (problem));
  HoubuHttpReply *reply;

  reply = houbu_http_reply_new ((guint) houbu_problem_details_get_status (problem),
                                "application/problem+json", body);
  add_headers (reply, problem, language);
  return reply;
}
