/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"
#include "houbu-store-pages.h"

#include "test-world.h"

static const char *const languages[] = { "en", "zh-CN" };

static HoubuRecord *
get (TestWorld *world,
     const HoubuOperation *operation,
     const char *language,
     const char *kind,
     GType type,
     GError **error)
{
  g_autoptr (HoubuCall) call = houbu_call_new ();

  houbu_call_set_language (call, language);
  if (kind != NULL)
    houbu_call_set_path (call, "kind", kind);
  return test_run (world->engine, operation, call, type, error);
}

/* Every kind of page is there in both languages, listed under the title that it has. */
static void
test_pages (void)
{
  g_autoptr (TestWorld) world = test_world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (HoubuPageSummaryList) list =
          (HoubuPageSummaryList *) get (world, &houbu_operation_list_pages, languages[i], NULL,
                                        HOUBU_TYPE_PAGE_SUMMARY_LIST, NULL);
      GListModel *items = G_LIST_MODEL (houbu_page_summary_list_get_items (list));

      g_assert_cmpuint (g_list_model_get_n_items (items), ==, 9);
      for (guint j = 0; j < g_list_model_get_n_items (items); j++)
        {
          g_autoptr (HoubuPageSummary) summary = g_list_model_get_item (items, j);
          const char *kind = houbu_page_kind_to_string (houbu_page_summary_get_kind (summary));
          g_autoptr (HoubuTextPage) page = (HoubuTextPage *) get (
              world, &houbu_operation_get_page, languages[i], kind, HOUBU_TYPE_TEXT_PAGE, NULL);
          const char *body = houbu_text_page_get_body (page);

          g_assert_cmpstr (houbu_text_page_get_title (page), ==,
                           houbu_page_summary_get_title (summary));
          g_assert_cmpuint (g_utf8_strlen (body, -1), >, 100);
          g_assert_false (g_str_has_suffix (body, "\n"));
        }
    }
}

/* A kind that does not exist is not found; neither is the agreement, which has its own route. */
static void
test_unknown_page (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  const char *const kinds[] = { "nonsense", "agreement", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          get (world, &houbu_operation_get_page, "en", kinds[i], HOUBU_TYPE_TEXT_PAGE, &error));
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_NOT_FOUND);
    }
}

static gboolean
set_page (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_store_page_set (tx, data, error);
}

/* An operator's text stands in the place of the one that came with the program, in its language. */
static void
test_replaced_page (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  HoubuPageRow row = {
    .kind = (char *) "contact",
    .language = (char *) "en",
    .title = (char *) "Where to find us",
    .body = (char *) "Room 101.",
    .updated_at = TEST_NOW,
  };
  g_autoptr (HoubuTextPage) page = NULL;
  g_autoptr (HoubuTextPage) other = NULL;

  test_world_write (world, set_page, &row);
  page = (HoubuTextPage *) get (world, &houbu_operation_get_page, "en", "contact",
                                HOUBU_TYPE_TEXT_PAGE, NULL);
  other = (HoubuTextPage *) get (world, &houbu_operation_get_page, "zh-CN", "contact",
                                 HOUBU_TYPE_TEXT_PAGE, NULL);
  g_assert_cmpstr (houbu_text_page_get_body (page), ==, "Room 101.");
  g_assert_cmpint (houbu_text_page_get_updated_at (page), ==, TEST_NOW);
  g_assert_cmpstr (houbu_text_page_get_title (other), ==, "联系我们");
}

static gboolean
add_news (HoubuTx *tx, gpointer data, GError **error)
{
  const TestWorld *world = data;
  const HoubuNewsRow rows[] = {
    { 0, (char *) "n1", NULL, (char *) "Older", (char *) "For all.", TEST_NOW - HOUBU_HOUR, 0 },
    { 0, (char *) "n2", (char *) "en", (char *) "Newer", (char *) "In English.", TEST_NOW, 0 },
    { 0, (char *) "n3", (char *) "zh-CN", (char *) "较新", (char *) "中文。", TEST_NOW, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!houbu_store_news_add (tx, world->exam, &rows[i], error))
      return FALSE;
  return TRUE;
}

/* The exam comes with its windows, the news of the language, and one line a subject and time. */
static void
test_exam (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuExam) exam = NULL;
  g_autoptr (HoubuNewsItem) news = NULL;
  g_autoptr (HoubuTimetableItem) line = NULL;
  GListModel *items, *lines;

  test_world_write (world, add_news, world);
  test_world_add_offering (world, "993010", "1", 1, 3000);
  test_world_add_offering (world, "993011", "1", 1, 3000);
  test_world_add_offering (world, "993011", "3", 1, 0);
  exam = (HoubuExam *) get (world, &houbu_operation_get_exam, "zh-CN", NULL, HOUBU_TYPE_EXAM, NULL);
  g_assert_cmpstr (houbu_exam_get_id (exam), ==, "x2022b");
  g_assert_cmpint (houbu_exam_get_hold_seconds (exam), ==, 86400);
  g_assert_cmpint (houbu_exam_get_min_pay_window_seconds (exam), ==, 7200);
  g_assert_cmpint (houbu_exam_get_grace_seconds (exam), ==, 900);
  g_assert_cmpint (houbu_exam_get_registration_opens_at (exam), ==, TEST_NOW - HOUBU_DAY);
  g_assert_cmpint (houbu_exam_get_server_time (exam), ==, TEST_NOW);
  g_assert_cmpint (houbu_exam_get_report_form_closes_at (exam), ==, HOUBU_UNSET);
  items = G_LIST_MODEL (houbu_exam_get_news (exam));
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 2);
  news = g_list_model_get_item (items, 0);
  g_assert_cmpstr (houbu_news_item_get_title (news), ==, "较新");
  lines = G_LIST_MODEL (houbu_exam_get_timetable (exam));
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 2);
  line = g_list_model_get_item (lines, 0);
  g_assert_cmpstr (houbu_timetable_item_get_subject_code (line), ==, "1");
  g_assert_cmpstr (houbu_timetable_item_get_title (line), ==, "英语四级笔试");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/texts/pages", test_pages);
  g_test_add_func ("/engine/texts/unknown", test_unknown_page);
  g_test_add_func ("/engine/texts/replaced", test_replaced_page);
  g_test_add_func ("/engine/texts/exam", test_exam);
  return g_test_run ();
}
