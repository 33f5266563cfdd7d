/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-language.h"
#include "houbu-routes.h"

#include <string.h>

static HoubuRouteMatch
match (const char *method, const char *path)
{
  g_autoptr (HoubuHttpTarget) target = houbu_http_target_parse (path);

  return houbu_routes_match (method, target);
}

/* Nobody may call a route by accident: every row names who may, and what it runs. */
static void
test_rows (void)
{
  for (guint i = 0; i < houbu_routes_count (); i++)
    {
      const HoubuRoute *route = houbu_routes_get (i);

      g_test_message ("%s %s", route->method, route->path);
      g_assert_cmpint (route->who, !=, HOUBU_WHO_NOBODY);
      g_assert_true ((route->operation != NULL) != (route->handler != NULL));
      g_assert_cmpuint (houbu_route_get_index (route), ==, i);
      if (route->operation != NULL)
        g_assert_cmpuint (route->status / 100, ==, 2);
      if (strcmp (route->method, "GET") == 0 || strcmp (route->method, "DELETE") == 0)
        g_assert_null (route->request);
      if ((route->flags & HOUBU_ROUTE_KEY) != 0)
        g_assert_cmpstr (route->method, ==, "POST");
      if (strstr (route->path, "/admin/") != NULL &&
          strcmp (route->path, "/v1/admin/sessions") != 0)
        g_assert_true (route->who == HOUBU_WHO_OPERATOR || route->who == HOUBU_WHO_NATIONAL);
    }
}

/* No two rows answer the same request. */
static void
test_no_row_twice (void)
{
  for (guint i = 0; i < houbu_routes_count (); i++)
    for (guint j = i + 1; j < houbu_routes_count (); j++)
      {
        const HoubuRoute *a = houbu_routes_get (i), *b = houbu_routes_get (j);

        g_assert_false (strcmp (a->method, b->method) == 0 && strcmp (a->path, b->path) == 0);
      }
}

/* A path with a parameter gives its value; HEAD is GET's; the rest is nothing or a hint. */
static void
test_match (void)
{
  g_auto (HoubuRouteMatch) found = match ("POST", "/v1/waitlist-entries/w1/cancellation");
  g_auto (HoubuRouteMatch) head = match ("HEAD", "/v1/exam");
  g_auto (HoubuRouteMatch) other = match ("PUT", "/v1/waitlist-entries");
  g_auto (HoubuRouteMatch) none = match ("GET", "/v1/waitlist-entries/w1/nothing");
  g_auto (HoubuRouteMatch) empty = match ("DELETE", "/v1/enrolments/");

  g_assert_nonnull (found.route);
  g_assert_cmpstr (g_hash_table_lookup (found.parameters, "id"), ==, "w1");
  g_assert_cmpstr (head.route->method, ==, "GET");
  g_assert_null (other.route);
  g_assert_cmpstr (other.allow, ==, "POST, GET, HEAD");
  g_assert_null (none.route);
  g_assert_null (none.allow);
  g_assert_null (empty.route);
}

/* Only whole names are known, not parts of them. */
static void
test_parameters (void)
{
  g_auto (HoubuRouteMatch) found = match ("GET", "/v1/offerings");
  g_auto (HoubuRouteMatch) plain = match ("GET", "/v1/exam");

  g_assert_true (houbu_route_knows_parameter (found.route, "kind"));
  g_assert_true (houbu_route_knows_parameter (found.route, "campus"));
  g_assert_false (houbu_route_knows_parameter (found.route, "kin"));
  g_assert_false (houbu_route_knows_parameter (found.route, "kind campus"));
  g_assert_false (houbu_route_knows_parameter (found.route, ""));
  g_assert_false (houbu_route_knows_parameter (plain.route, "kind"));
}

/* Chinese of any kind gets Chinese when it is preferred; everything else English. */
static void
test_language (void)
{
  static const struct
  {
    const char *accept, *language;
  } rows[] = {
    { NULL, "en" },
    { "", "en" },
    { "zh-CN", "zh-CN" },
    { "zh", "zh-CN" },
    { "zh-TW", "zh-CN" },
    { "ZH-cn", "zh-CN" },
    { "en", "en" },
    { "zhx", "en" },
    { "en, zh", "en" },
    { "en;q=0.8, zh;q=0.9", "zh-CN" },
    { "zh;q=0", "en" },
    { "zh;q=2", "en" },
    { "fr, zh;q=0.3", "zh-CN" },
    { ",,,;q=1,", "en" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (houbu_http_language_choose (rows[i].accept), ==, rows[i].language);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/routes/rows", test_rows);
  g_test_add_func ("/http/routes/no-row-twice", test_no_row_twice);
  g_test_add_func ("/http/routes/match", test_match);
  g_test_add_func ("/http/routes/parameters", test_parameters);
  g_test_add_func ("/http/language", test_language);
  return g_test_run ();
}
