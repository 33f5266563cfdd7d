/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-routes.h"

#include "houbu-handlers.h"
#include "houbu-operations-accounts.h"
#include "houbu-operations-admin.h"
#include "houbu-operations-payments.h"
#include "houbu-operations-queue.h"
#include "houbu-records.h"

#include <string.h>

#define RECORD(name) houbu_##name##_get_type
#define RUN(name) &houbu_operation_##name

/* The last segment is the kind of the file. */
#define IMPORT(kind)                                                                               \
  {                                                                                                \
    "POST", "/v1/admin/imports/" kind, HOUBU_WHO_OPERATOR, HOUBU_ROUTE_CSV | HOUBU_ROUTE_KEY,      \
        .status = 200, .query = "dry_run encoding", .handler = &houbu_handler_imports              \
  }

/* Every route there is. Who is not named in a row may not call it. */
static const HoubuRoute routes[] = {
  /* anyone */
  { "GET", "/v1/health", HOUBU_WHO_ANYONE, HOUBU_ROUTE_UNLIMITED,
    .handler = &houbu_handler_health },
  { "GET", "/v1/openapi.yaml", HOUBU_WHO_ANYONE, .handler = &houbu_handler_contract },
  { "GET", "/v1/exam", HOUBU_WHO_ANYONE, .operation = RUN (get_exam), .status = 200 },
  { "GET", "/v1/pages", HOUBU_WHO_ANYONE, HOUBU_ROUTE_ETAG, .operation = RUN (list_pages),
    .status = 200, .query = "after" },
  { "GET", "/v1/pages/{kind}", HOUBU_WHO_ANYONE, HOUBU_ROUTE_ETAG, .operation = RUN (get_page),
    .status = 200 },
  { "POST", "/v1/captchas", HOUBU_WHO_ANYONE, .request = RECORD (captcha_request),
    .operation = RUN (create_captcha), .status = 201 },
  { "POST", "/v1/verification-codes", HOUBU_WHO_ANYONE, HOUBU_ROUTE_CALLER,
    RECORD (verification_code_request), RUN (send_verification_code), 202 },
  { "POST", "/v1/accounts", HOUBU_WHO_ANYONE, HOUBU_ROUTE_KEY, RECORD (account_creation),
    RUN (create_account), 201 },
  { "POST", "/v1/password-resets", HOUBU_WHO_ANYONE, HOUBU_ROUTE_KEY, RECORD (password_reset),
    RUN (reset_password), 204 },
  { "POST", "/v1/account-recoveries", HOUBU_WHO_ANYONE, HOUBU_ROUTE_KEY, RECORD (account_recovery),
    RUN (recover_account), 202 },
  { "POST", "/v1/sessions", HOUBU_WHO_ANYONE, .request = RECORD (sign_in),
    .operation = RUN (sign_in), .status = 201 },
  { "POST", "/v1/sessions/refresh", HOUBU_WHO_ANYONE, .request = RECORD (refresh_request),
    .status = 201, .handler = &houbu_handler_refresh },

  /* the payment provider, who signs */
  { "POST", "/v1/payment-notifications/{provider}", HOUBU_WHO_ANYONE, HOUBU_ROUTE_FORM,
    .status = 200, .handler = &houbu_handler_notifications },

  /* candidates */
  { "PUT", "/v1/account/phone", HOUBU_WHO_CANDIDATE, .request = RECORD (phone_change),
    .operation = RUN (change_phone), .status = 200 },
  { "DELETE", "/v1/sessions", HOUBU_WHO_CANDIDATE, .operation = RUN (sign_out_everywhere),
    .status = 204 },
  { "GET", "/v1/sessions/current", HOUBU_WHO_CANDIDATE, .operation = RUN (get_session),
    .status = 200 },
  { "DELETE", "/v1/sessions/current", HOUBU_WHO_CANDIDATE, .operation = RUN (sign_out),
    .status = 204 },
  { "GET", "/v1/agreement", HOUBU_WHO_CANDIDATE, .operation = RUN (get_agreement), .status = 200 },
  { "POST", "/v1/agreement/acceptance", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY,
    RECORD (agreement_acceptance), RUN (accept_agreement), 200 },
  { "POST", "/v1/qualification-queries", HOUBU_WHO_CANDIDATE,
    .request = RECORD (qualification_query), .operation = RUN (query_qualification),
    .status = 200 },
  { "POST", "/v1/qualification-reviews", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY,
    RECORD (review_request), RUN (ask_for_review), 201 },
  { "GET", "/v1/qualification-reviews/current", HOUBU_WHO_CANDIDATE, .operation = RUN (get_review),
    .status = 200 },
  { "GET", "/v1/registration", HOUBU_WHO_CANDIDATE, .operation = RUN (get_registration),
    .status = 200 },
  { "POST", "/v1/registration", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY, RECORD (registration_request),
    RUN (create_registration), 201 },
  { "POST", "/v1/registration/identity-reveals", HOUBU_WHO_CANDIDATE,
    .request = RECORD (identity_reveal), .operation = RUN (reveal_identity), .status = 200 },
  { "DELETE", "/v1/registration", HOUBU_WHO_CANDIDATE, .operation = RUN (delete_registration),
    .status = 204 },
  { "GET", "/v1/offerings", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEPT,
    .operation = RUN (list_offerings), .status = 200, .query = "kind campus after" },
  { "GET", "/v1/campuses", HOUBU_WHO_CANDIDATE, .operation = RUN (list_campuses), .status = 200,
    .query = "kind q after" },
  { "POST", "/v1/enrolments", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY, RECORD (enrolment_request),
    RUN (enrol), 201 },
  { "DELETE", "/v1/enrolments/{id}", HOUBU_WHO_CANDIDATE, .operation = RUN (cancel_enrolment),
    .status = 200 },
  { "PUT", "/v1/enrolments/{id}/report-form", HOUBU_WHO_CANDIDATE,
    .request = RECORD (report_form_choice), .operation = RUN (choose_report_form), .status = 200 },
  { "POST", "/v1/waitlist-entries", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY, RECORD (waitlist_join),
    RUN (join), 201 },
  { "GET", "/v1/waitlist-entries", HOUBU_WHO_CANDIDATE, .operation = RUN (list_entries),
    .status = 200, .query = "state after" },
  { "POST", "/v1/waitlist-entries/{id}/cancellation", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY,
    RECORD (waitlist_cancellation), RUN (cancel_entry), 200 },
  { "POST", "/v1/payments", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_KEY, RECORD (payment_request),
    RUN (open_payment), 201 },
  { "GET", "/v1/payments/{id}", HOUBU_WHO_CANDIDATE, .operation = RUN (get_payment),
    .status = 200 },
  { "POST", "/v1/payments/{id}/refresh", HOUBU_WHO_CANDIDATE, .operation = RUN (refresh_payment),
    .status = 200 },
  { "POST", "/v1/payments/{id}/close", HOUBU_WHO_CANDIDATE, .operation = RUN (close_payment),
    .status = 200 },
  { "GET", "/v1/events", HOUBU_WHO_CANDIDATE, HOUBU_ROUTE_NO_ORIGIN,
    .handler = &houbu_handler_events },

  /* operators */
  { "POST", "/v1/admin/sessions", HOUBU_WHO_ANYONE, .request = RECORD (admin_sign_in),
    .operation = RUN (sign_in_operator), .status = 201 },
  { "DELETE", "/v1/admin/sessions", HOUBU_WHO_OPERATOR, .operation = RUN (sign_out_operator),
    .status = 204 },
  { "POST", "/v1/admin/exams", HOUBU_WHO_NATIONAL, HOUBU_ROUTE_KEY, RECORD (exam_create),
    RUN (create_exam), 201 },
  { "GET", "/v1/admin/exam", HOUBU_WHO_OPERATOR, .operation = RUN (get_admin_exam), .status = 200 },
  { "PATCH", "/v1/admin/exam", HOUBU_WHO_NATIONAL, .request = RECORD (exam_change),
    .operation = RUN (change_exam), .status = 200 },
  IMPORT ("schools"),
  IMPORT ("offerings"),
  IMPORT ("students"),
  IMPORT ("accounts"),
  IMPORT ("results"),
  IMPORT ("arrangement"),
  { "GET", "/v1/admin/offerings/{id}", HOUBU_WHO_OPERATOR, .operation = RUN (get_admin_offering),
    .status = 200 },
  { "PATCH", "/v1/admin/offerings/{id}", HOUBU_WHO_OPERATOR, .request = RECORD (offering_change),
    .operation = RUN (change_offering), .status = 200 },
  { "GET", "/v1/admin/offerings/{id}/queue", HOUBU_WHO_OPERATOR, .operation = RUN (list_queue),
    .status = 200, .query = "after" },
  { "GET", "/v1/admin/offerings/{id}/explain", HOUBU_WHO_OPERATOR, .operation = RUN (explain_queue),
    .status = 200 },
  { "GET", "/v1/admin/offerings/{id}/queue/explain", HOUBU_WHO_OPERATOR,
    .operation = RUN (explain_queue), .status = 200 },
  { "GET", "/v1/admin/reviews", HOUBU_WHO_OPERATOR, .operation = RUN (list_reviews), .status = 200,
    .query = "after state" },
  { "POST", "/v1/admin/reviews/{id}/decision", HOUBU_WHO_OPERATOR, HOUBU_ROUTE_KEY,
    RECORD (review_decision), RUN (decide_review), 200 },
  { "GET", "/v1/admin/notices", HOUBU_WHO_OPERATOR, .operation = RUN (list_notices), .status = 200,
    .query = "after" },
  { "POST", "/v1/admin/notices", HOUBU_WHO_OPERATOR, HOUBU_ROUTE_KEY, RECORD (notice_request),
    RUN (add_notice), 201 },
  { "PATCH", "/v1/admin/notices/{id}", HOUBU_WHO_OPERATOR, .request = RECORD (notice_change),
    .operation = RUN (change_notice), .status = 200 },
  { "DELETE", "/v1/admin/notices/{id}", HOUBU_WHO_OPERATOR, .operation = RUN (remove_notice),
    .status = 204 },
  { "GET", "/v1/admin/news", HOUBU_WHO_NATIONAL, .operation = RUN (list_news), .status = 200,
    .query = "after" },
  { "POST", "/v1/admin/news", HOUBU_WHO_NATIONAL, HOUBU_ROUTE_KEY, RECORD (news_request),
    RUN (add_news), 201 },
  { "PATCH", "/v1/admin/news/{id}", HOUBU_WHO_NATIONAL, .request = RECORD (news_change),
    .operation = RUN (change_news), .status = 200 },
  { "DELETE", "/v1/admin/news/{id}", HOUBU_WHO_NATIONAL, .operation = RUN (remove_news),
    .status = 204 },
  { "GET", "/v1/admin/pages", HOUBU_WHO_OPERATOR, .operation = RUN (list_admin_pages),
    .status = 200 },
  { "GET", "/v1/admin/pages/{kind}/{language}", HOUBU_WHO_OPERATOR,
    .operation = RUN (get_admin_page), .status = 200 },
  { "PUT", "/v1/admin/pages/{kind}/{language}", HOUBU_WHO_NATIONAL, .request = RECORD (page_change),
    .operation = RUN (set_page), .status = 200 },
  { "DELETE", "/v1/admin/pages/{kind}/{language}", HOUBU_WHO_NATIONAL,
    .operation = RUN (remove_page), .status = 204 },
  { "PUT", "/v1/admin/enrolments/{id}/lock", HOUBU_WHO_OPERATOR, .request = RECORD (enrolment_lock),
    .operation = RUN (lock_enrolment), .status = 200 },
  { "DELETE", "/v1/admin/enrolments/{id}/lock", HOUBU_WHO_OPERATOR,
    .operation = RUN (unlock_enrolment), .status = 200, .query = "outcome" },
  { "POST", "/v1/admin/enrolments/{id}/refund", HOUBU_WHO_OPERATOR, HOUBU_ROUTE_KEY,
    RECORD (refund_request), RUN (refund_enrolment), 200 },
  { "GET", "/v1/admin/payments", HOUBU_WHO_OPERATOR, .operation = RUN (list_payments),
    .status = 200, .query = "after" },
  { "POST", "/v1/admin/payment-reconciliations", HOUBU_WHO_NATIONAL,
    .request = RECORD (reconciliation_request), .operation = RUN (reconcile_payments),
    .status = 200 },
  { "GET", "/v1/admin/payments/{id}", HOUBU_WHO_OPERATOR, .operation = RUN (get_admin_payment),
    .status = 200 },
  { "POST", "/v1/admin/payments/{id}/return", HOUBU_WHO_OPERATOR, HOUBU_ROUTE_KEY,
    .operation = RUN (return_payment), .status = 200 },
  { "GET", "/v1/admin/journal", HOUBU_WHO_OPERATOR, .operation = RUN (list_journal), .status = 200,
    .query = "after offering" },
  { "GET", "/v1/admin/exports/{kind}", HOUBU_WHO_OPERATOR, .query = "bom",
    .handler = &houbu_handler_exports },
  { "GET", "/v1/admin/statistics", HOUBU_WHO_OPERATOR, .operation = RUN (list_statistics),
    .status = 200, .query = "after" },

  /* the monitor */
  { "GET", "/metrics", HOUBU_WHO_MONITOR, HOUBU_ROUTE_UNLIMITED,
    .handler = &houbu_handler_metrics },
};

static GStrv patterns[G_N_ELEMENTS (routes)];

static void
split_patterns (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    patterns[i] = g_strsplit (routes[i].path + 1, "/", -1);
  g_once_init_leave (&done, 1);
}

static gboolean
is_parameter (const char *pattern)
{
  return pattern[0] == '{';
}

static gboolean
matches (GStrv pattern, GStrv segments)
{
  guint i;

  for (i = 0; pattern[i] != NULL && segments[i] != NULL; i++)
    if (is_parameter (pattern[i]) ? segments[i][0] == '\0' : strcmp (pattern[i], segments[i]) != 0)
      return FALSE;
  return pattern[i] == NULL && segments[i] == NULL;
}

/* NULL when the pattern has none. */
static GHashTable *
take_parameters (GStrv pattern, GStrv segments)
{
  GHashTable *parameters = NULL;

  for (guint i = 0; pattern[i] != NULL; i++)
    {
      if (!is_parameter (pattern[i]))
        continue;
      if (parameters == NULL)
        parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (parameters, g_strndup (pattern[i] + 1, strlen (pattern[i]) - 2),
                           g_strdup (segments[i]));
    }
  return parameters;
}

static void
add_method (GString *allow, const char *method)
{
  if (allow->len > 0)
    g_string_append (allow, ", ");
  g_string_append (allow, method);
}

/* The headers of an answer may be asked for alone wherever the answer may. */
static const char *
get_table_method (const char *method)
{
  return strcmp (method, "HEAD") == 0 ? "GET" : method;
}

/**
 * houbu_routes_match:
 * @method: of the request
 * @target: of the request
 *
 * Looks a request up in the table.
 *
 * Returns: (transfer full): the route; or, with its methods, that the path has others; or nothing
 */
HoubuRouteMatch
houbu_routes_match (const char *method, const HoubuHttpTarget *target)
{
  g_autoptr (GString) allow = NULL;
  HoubuRouteMatch match = { 0 };

  split_patterns ();
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!matches (patterns[i], target->segments))
        continue;
      if (strcmp (routes[i].method, get_table_method (method)) == 0)
        {
          match.route = &routes[i];
          match.parameters = take_parameters (patterns[i], target->segments);
          return match;
        }
      if (allow == NULL)
        allow = g_string_new (NULL);
      add_method (allow, routes[i].method);
      if (strcmp (routes[i].method, "GET") == 0)
        add_method (allow, "HEAD");
    }
  if (allow != NULL)
    match.allow = g_string_free (g_steal_pointer (&allow), FALSE);
  return match;
}

/**
 * houbu_routes_find_kept:
 * @method: of a request
 * @target: of the request, as it was sent
 *
 * Returns: (nullable): its route when answers of that route are kept. A target written in another
 *   way than usual is not found.
 */
const HoubuRoute *
houbu_routes_find_kept (const char *method, const char *target)
{
  static const HoubuRoute *kept = NULL;
  gsize length;

  for (guint i = 0; kept == NULL && i < G_N_ELEMENTS (routes); i++)
    if ((routes[i].flags & HOUBU_ROUTE_KEPT) != 0)
      kept = &routes[i];
  g_assert (kept != NULL);
  length = strlen (kept->path);
  return strcmp (method, kept->method) == 0 && strncmp (target, kept->path, length) == 0 &&
                 (target[length] == '?' || target[length] == '\0')
             ? kept
             : NULL;
}

/**
 * houbu_route_match_clear:
 * @match: a match
 *
 * Frees what it holds.
 */
void
houbu_route_match_clear (HoubuRouteMatch *match)
{
  g_clear_pointer (&match->parameters, g_hash_table_unref);
  g_clear_pointer (&match->allow, g_free);
}

/**
 * houbu_routes_count:
 *
 * Returns: number of routes
 */
guint
houbu_routes_count (void)
{
  return G_N_ELEMENTS (routes);
}

/**
 * houbu_routes_get:
 * @index: smaller than houbu_routes_count()
 *
 * Returns: (transfer none): a route
 */
const HoubuRoute *
houbu_routes_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (routes), NULL);
  return &routes[index];
}

/**
 * houbu_route_get_index:
 * @route: a route of the table
 *
 * Returns: its index
 */
guint
houbu_route_get_index (const HoubuRoute *route)
{
  return (guint) (route - routes);
}

/**
 * houbu_route_knows_parameter:
 * @route: a route
 * @name: name of a query parameter
 *
 * Returns: whether the route takes the parameter
 */
gboolean
houbu_route_knows_parameter (const HoubuRoute *route, const char *name)
{
  gsize length = strlen (name);

  for (const char *at = route->query; at != NULL && *at != '\0';)
    {
      const char *end = strchrnul (at, ' ');

      if ((gsize) (end - at) == length && memcmp (at, name, length) == 0)
        return TRUE;
      at = *end == ' ' ? end + 1 : end;
    }
  return FALSE;
}
