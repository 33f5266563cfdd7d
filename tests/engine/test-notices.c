/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live.h"
#include "houbu-operations-accounts.h"

#include "queue-fixture.h"

/* What operators tell candidates: notices, news and the texts. */

static HoubuRecord *
ask (TestWorld *world,
     HoubuRole role,
     const char *scope,
     const HoubuOperation *operation,
     GType type,
     const char *json,
     const char *id,
     GType reply,
     GError **error)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, role, scope);
  g_autoptr (HoubuCall) call = test_call_new (operator, type, json);

  if (id != NULL)
    houbu_call_set_path (call, "id", id);
  return test_run (world->engine, operation, call, reply, error);
}

static HoubuNotice *
add_notice (TestWorld *world, HoubuRole role, const char *scope, const char *json, GError **error)
{
  return (HoubuNotice *) ask (world, role, scope, &houbu_operation_add_notice,
                              HOUBU_TYPE_NOTICE_REQUEST, json, NULL, HOUBU_TYPE_NOTICE, error);
}

static HoubuNotice *
must_add (TestWorld *world, HoubuRole role, const char *scope, const char *json)
{
  g_autoptr (GError) error = NULL;
  HoubuNotice *notice = add_notice (world, role, scope, json, &error);

  g_assert_no_error (error);
  return notice;
}

/* Titles of what the candidate is shown, newest first. */
static char *
shown_titles (TestWorld *world, HoubuCaller *caller)
{
  g_autoptr (HoubuRegistration) registration = queue_registration (world, caller);
  GListModel *notices = G_LIST_MODEL (houbu_registration_get_notices (registration));
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (notices); i++)
    {
      g_autoptr (HoubuNotice) notice = g_list_model_get_item (notices, i);

      g_string_append_printf (titles, "%s ", houbu_notice_get_title (notice));
    }
  return g_string_free (g_steal_pointer (&titles), FALSE);
}

/* Everybody sees what is for everybody, and what is for the own province and school. */
static void
test_shown (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) here = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) there = test_world_add_candidate (world, "P000002", "993020", "1");
  g_autoptr (HoubuCaller) nobody =
      test_world_caller (world, test_world_add_account (world, "13900009999", NULL));
  g_autoptr (HoubuNotice) all =
      must_add (world, HOUBU_ROLE_NATIONAL, NULL, "{\"title\":\"all\",\"body\":\"\"}");
  g_autoptr (HoubuNotice) province =
      must_add (world, HOUBU_ROLE_PROVINCE, "99", "{\"title\":\"province\",\"body\":\"x\"}");
  g_autoptr (HoubuNotice) school =
      must_add (world, HOUBU_ROLE_SCHOOL, "99301", "{\"title\":\"school\",\"body\":\"x\"}");
  g_autoptr (HoubuNotice) other =
      must_add (world, HOUBU_ROLE_PROVINCE, "99",
                "{\"title\":\"other\",\"body\":\"x\",\"school\":\"99302\"}");
  g_autofree char *of_here = shown_titles (world, here);
  g_autofree char *of_there = shown_titles (world, there);
  g_autofree char *of_nobody = shown_titles (world, nobody);

  g_assert_cmpstr (of_here, ==, "school province all ");
  g_assert_cmpstr (of_there, ==, "other province all ");
  g_assert_cmpstr (of_nobody, ==, "all ");
  g_assert_cmpint (houbu_notice_get_audience (all), ==, HOUBU_NOTICE_AUDIENCE_EVERYONE);
  g_assert_null (houbu_notice_get_issuer (all));
  g_assert_cmpint (houbu_notice_get_audience (province), ==, HOUBU_NOTICE_AUDIENCE_PROVINCE);
  g_assert_true (g_str_has_prefix (houbu_notice_get_issuer (province), "(99) "));
  g_assert_cmpint (houbu_notice_get_audience (school), ==, HOUBU_NOTICE_AUDIENCE_SCHOOL);
  g_assert_cmpstr (houbu_notice_get_place (school), ==, "99301");
}

/* Who may publish where, and change what (O1). */
static void
test_scope (void)
{
  static const struct
  {
    HoubuRole role;
    const char *scope;
    const char *place;
    HoubuErrorCode code; /* 0: allowed */
  } cases[] = {
    { HOUBU_ROLE_NATIONAL, NULL, "\"province\":\"99\"", 0 },
    { HOUBU_ROLE_NATIONAL, NULL, "\"school\":\"99302\"", 0 },
    { HOUBU_ROLE_NATIONAL, NULL, "\"school\":\"98101\"", HOUBU_ERROR_INVALID_FIELD },
    { HOUBU_ROLE_NATIONAL, NULL, "\"province\":\"98\"", HOUBU_ERROR_INVALID_FIELD },
    { HOUBU_ROLE_NATIONAL, NULL, "\"province\":\"99\",\"school\":\"99301\"",
      HOUBU_ERROR_INVALID_FIELD },
    { HOUBU_ROLE_PROVINCE, "99", "\"school\":\"99301\"", 0 },
    { HOUBU_ROLE_PROVINCE, "98", "\"school\":\"99301\"", HOUBU_ERROR_FORBIDDEN },
    { HOUBU_ROLE_PROVINCE, "98", "\"province\":\"99\"", HOUBU_ERROR_FORBIDDEN },
    { HOUBU_ROLE_SCHOOL, "99301", "\"school\":\"99301\"", 0 },
    { HOUBU_ROLE_SCHOOL, "99301", "\"school\":\"99302\"", HOUBU_ERROR_FORBIDDEN },
    { HOUBU_ROLE_SCHOOL, "99301", "\"province\":\"99\"", HOUBU_ERROR_FORBIDDEN },
  };
  g_autoptr (TestWorld) world = queue_world_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json =
          g_strdup_printf ("{\"title\":\"t\",\"body\":\"b\",%s}", cases[i].place);
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuNotice) notice =
          add_notice (world, cases[i].role, cases[i].scope, json, &error);

      g_test_message ("%s %s", cases[i].scope, cases[i].place);
      if (cases[i].code == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, HOUBU_ERROR, (int) cases[i].code);
    }
}

/* A school's operator neither lists nor touches what is the province's, the province's both. */
static void
test_change_scope (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuNotice) province =
      must_add (world, HOUBU_ROLE_PROVINCE, "99", "{\"title\":\"province\",\"body\":\"x\"}");
  g_autoptr (HoubuNotice) school =
      must_add (world, HOUBU_ROLE_SCHOOL, "99301", "{\"title\":\"school\",\"body\":\"x\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuNoticeList) own =
      (HoubuNoticeList *) ask (world, HOUBU_ROLE_SCHOOL, "99301", &houbu_operation_list_notices,
                               G_TYPE_NONE, NULL, NULL, HOUBU_TYPE_NOTICE_LIST, &error);
  g_autoptr (HoubuNoticeList) both =
      (HoubuNoticeList *) ask (world, HOUBU_ROLE_PROVINCE, "99", &houbu_operation_list_notices,
                               G_TYPE_NONE, NULL, NULL, HOUBU_TYPE_NOTICE_LIST, &error);
  g_autoptr (HoubuNotice) changed = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (houbu_notice_list_get_items (own))), ==,
                    1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (houbu_notice_list_get_items (both))),
                    ==, 2);
  g_assert_null (ask (world, HOUBU_ROLE_SCHOOL, "99301", &houbu_operation_remove_notice,
                      G_TYPE_NONE, NULL, houbu_notice_get_id (province), G_TYPE_NONE, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_FORBIDDEN);
  g_clear_error (&error);
  changed = (HoubuNotice *) ask (world, HOUBU_ROLE_PROVINCE, "99", &houbu_operation_change_notice,
                                 HOUBU_TYPE_NOTICE_CHANGE, "{\"body\":\"y\"}",
                                 houbu_notice_get_id (school), HOUBU_TYPE_NOTICE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_notice_get_title (changed), ==, "school");
  g_assert_cmpstr (houbu_notice_get_body (changed), ==, "y");
}

/* Nothing that an operator writes turns the line around, and a heading there must be. */
static void
test_plain_text (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuNotice) notice =
      must_add (world, HOUBU_ROLE_NATIONAL, NULL,
                "{\"title\":\" \\u202e通告\\n一 \",\"body\":\"a\\r\\nb\\u2067c\"}");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (houbu_notice_get_title (notice), ==, "通告 一");
  g_assert_cmpstr (houbu_notice_get_body (notice), ==, "a\nbc");
  g_assert_null (add_notice (world, HOUBU_ROLE_NATIONAL, NULL,
                             "{\"title\":\" \\u202e \",\"body\":\"a\"}", &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD);
}

static HoubuLiveBatch *
read_live (TestWorld *world, gint64 after_seq, HoubuLiveJoin *join)
{
  GAsyncResult *result = NULL;
  HoubuLiveBatch *batch = NULL;
  GPtrArray *joins = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_join_free);

  if (join != NULL)
    g_ptr_array_add (joins, join);
  houbu_engine_read_live_async (world->engine, after_seq, NULL, joins, 1000, NULL, test_keep_result,
                                &result);
  test_wait_result (&result);
  batch = houbu_engine_read_live_finish (world->engine, result, NULL);
  g_object_unref (result);
  return batch;
}

/* A notice is told to those whom it is for, those who catch up among them; when it is taken back
 * they hear that too. */
static void
test_live (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) here = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) there = test_world_add_candidate (world, "P000002", "993020", "1");
  HoubuLiveBatch *batch = read_live (world, -1, NULL);
  const gint64 before = batch->last_seq;
  g_autoptr (HoubuNotice) school =
      must_add (world, HOUBU_ROLE_SCHOOL, "99301", "{\"title\":\"school\",\"body\":\"x\"}");
  const HoubuLiveEvent *event = NULL;
  g_autoptr (HoubuNotice) told = NULL;
  g_autoptr (GError) error = NULL;
  HoubuLiveJoin *join = NULL;

  houbu_live_batch_free (batch);
  batch = read_live (world, before, houbu_live_join_new (there->account, before));
  g_assert_cmpuint (batch->events->len, ==, 1);
  event = g_ptr_array_index (batch->events, 0);
  g_assert_cmpstr (event->type, ==, "notice");
  g_assert_cmpint (event->audience, ==, HOUBU_AUDIENCE_SCHOOL);
  g_assert_cmpstr (event->school, ==, "99301");
  join = g_ptr_array_index (batch->joins, 0);
  g_assert_cmpuint (join->events->len, ==, 0);
  houbu_live_batch_free (batch);

  ask (world, HOUBU_ROLE_SCHOOL, "99301", &houbu_operation_remove_notice, G_TYPE_NONE, NULL,
       houbu_notice_get_id (school), G_TYPE_NONE, &error);
  g_assert_no_error (error);
  batch = read_live (world, before, houbu_live_join_new (here->account, before));
  join = g_ptr_array_index (batch->joins, 0);
  g_assert_cmpuint (join->events->len, ==, 1);
  event = g_ptr_array_index (join->events, 0);
  told = (HoubuNotice *) houbu_record_from_bytes (HOUBU_TYPE_NOTICE, event->data,
                                                  HOUBU_DECODE_STRICT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_notice_get_id (told), ==, houbu_notice_get_id (school));
  g_assert_cmpint (houbu_notice_get_removed_at (told), ==, TEST_NOW);
  houbu_live_batch_free (batch);
  ask (world, HOUBU_ROLE_SCHOOL, "99301", &houbu_operation_remove_notice, G_TYPE_NONE, NULL,
       houbu_notice_get_id (school), G_TYPE_NONE, &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_NOT_FOUND);
}

static HoubuExam *
get_exam (TestWorld *world, const char *language)
{
  g_autoptr (HoubuCall) call = houbu_call_new ();

  houbu_call_set_language (call, language);
  return (HoubuExam *) test_run (world->engine, &houbu_operation_get_exam, call, HOUBU_TYPE_EXAM,
                                 NULL);
}

/* News stand in the exam in their language, change there and go; nobody but a national operator
 * writes them. */
static void
test_news (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuNewsItem) news = (HoubuNewsItem *) ask (
      world, HOUBU_ROLE_NATIONAL, NULL, &houbu_operation_add_news, HOUBU_TYPE_NEWS_REQUEST,
      "{\"title\":\"t\",\"body\":\"b\",\"language\":\"en\"}", NULL, HOUBU_TYPE_NEWS_ITEM, &error);
  g_autoptr (HoubuNewsItem) changed = (HoubuNewsItem *) ask (
      world, HOUBU_ROLE_NATIONAL, NULL, &houbu_operation_change_news, HOUBU_TYPE_NEWS_CHANGE,
      "{\"title\":\"u\"}", houbu_news_item_get_id (news), HOUBU_TYPE_NEWS_ITEM, &error);
  g_autoptr (HoubuExam) en = get_exam (world, "en");
  g_autoptr (HoubuExam) zh = get_exam (world, "zh-CN");
  g_autoptr (HoubuNewsItem) shown =
      g_list_model_get_item (G_LIST_MODEL (houbu_exam_get_news (en)), 0);
  g_autoptr (HoubuExam) after = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (houbu_news_item_get_title (shown), ==, "u");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (houbu_exam_get_news (zh))), ==, 0);
  g_assert_null (ask (world, HOUBU_ROLE_PROVINCE, "99", &houbu_operation_add_news,
                      HOUBU_TYPE_NEWS_REQUEST, "{\"title\":\"t\",\"body\":\"b\"}", NULL,
                      HOUBU_TYPE_NEWS_ITEM, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_FORBIDDEN);
  g_clear_error (&error);
  ask (world, HOUBU_ROLE_NATIONAL, NULL, &houbu_operation_remove_news, G_TYPE_NONE, NULL,
       houbu_news_item_get_id (news), G_TYPE_NONE, &error);
  g_assert_no_error (error);
  after = get_exam (world, "en");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (houbu_exam_get_news (after))), ==, 0);
}

static HoubuAdminPage *
page (TestWorld *world,
      HoubuRole role,
      const HoubuOperation *operation,
      const char *kind,
      const char *json,
      HoubuErrorCode code)
{
  g_autoptr (HoubuCaller) operator=
      test_world_operator (world, role, role == HOUBU_ROLE_NATIONAL ? NULL : "99301");
  g_autoptr (HoubuCall) call =
      test_call_new (operator, json != NULL ? HOUBU_TYPE_PAGE_CHANGE : G_TYPE_NONE, json);
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = NULL;

  houbu_call_set_path (call, "kind", kind);
  houbu_call_set_path (call, "language", "en");
  record = test_run (
      world->engine, operation, call,
      operation == &houbu_operation_remove_page ? G_TYPE_NONE : HOUBU_TYPE_ADMIN_PAGE, &error);
  if (code == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, HOUBU_ERROR, (int) code);
  return (HoubuAdminPage *) record;
}

/* A text of the operator's own stands until it is taken back; then the one before stands again. */
static void
test_pages (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  const char *own = "{\"title\":\"Contact\",\"body\":\"Room 101.\"}";
  g_autoptr (HoubuAdminPage) before =
      page (world, HOUBU_ROLE_SCHOOL, &houbu_operation_get_admin_page, "contact", NULL, 0);
  g_autoptr (HoubuAdminPage) set =
      page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_set_page, "contact", own, 0);
  g_autoptr (HoubuAdminPage) after = NULL;

  g_assert_false (houbu_admin_page_get_edited (before));
  g_assert_true (houbu_admin_page_get_edited (set));
  g_assert_cmpstr (houbu_admin_page_get_body (set), ==, "Room 101.");
  page (world, HOUBU_ROLE_SCHOOL, &houbu_operation_set_page, "contact", own, HOUBU_ERROR_FORBIDDEN);
  page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_set_page, "nonsense", own,
        HOUBU_ERROR_NOT_FOUND);
  page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_remove_page, "contact", NULL, 0);
  page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_remove_page, "contact", NULL,
        HOUBU_ERROR_NOT_FOUND);
  after = page (world, HOUBU_ROLE_SCHOOL, &houbu_operation_get_admin_page, "contact", NULL, 0);
  g_assert_cmpstr (houbu_admin_page_get_body (after), ==, houbu_admin_page_get_body (before));
}

/* An agreement that reads otherwise is another agreement: whoever accepted the old one is asked
 * again. The same text twice is the same. */
static void
test_agreement (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  const char *own = "{\"title\":\"Agreement\",\"body\":\"# One\\n\\nBe fair.\"}";
  g_autoptr (HoubuExam) first = get_exam (world, "en");
  g_autoptr (HoubuAdminPage) set =
      page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_set_page, "agreement", own, 0);
  g_autoptr (HoubuAdminPage) again =
      page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_set_page, "agreement", own, 0);
  g_autoptr (HoubuExam) second = get_exam (world, "en");
  g_autoptr (HoubuExam) third = NULL;
  g_autofree char *expected = g_strconcat (houbu_exam_get_agreement_version (first), ".2", NULL);
  g_autofree char *next = g_strconcat (houbu_exam_get_agreement_version (first), ".3", NULL);

  g_assert_cmpstr (houbu_exam_get_agreement_version (second), ==, expected);
  page (world, HOUBU_ROLE_NATIONAL, &houbu_operation_remove_page, "agreement", NULL, 0);
  third = get_exam (world, "en");
  g_assert_cmpstr (houbu_exam_get_agreement_version (third), ==, next);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notices/shown", test_shown);
  g_test_add_func ("/notices/scope", test_scope);
  g_test_add_func ("/notices/change-scope", test_change_scope);
  g_test_add_func ("/notices/plain-text", test_plain_text);
  g_test_add_func ("/notices/live", test_live);
  g_test_add_func ("/notices/news", test_news);
  g_test_add_func ("/notices/pages", test_pages);
  g_test_add_func ("/notices/agreement", test_agreement);
  return g_test_run ();
}
