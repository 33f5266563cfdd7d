/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-stack.h"
#include "houbu-page.h"

#include "app-support.h"
#include "houbu-error.h"

/* A page that counts what is done to it. */
struct _TestPage
{
  HoubuPage parent_instance;

  GtkWidget *row;
  guint applied;
  guint activated;
  guint deactivated;
  guint reloaded;
};

#define TEST_TYPE_PAGE (test_page_get_type ())
G_DECLARE_FINAL_TYPE (TestPage, test_page, TEST, PAGE, HoubuPage)
G_DEFINE_FINAL_TYPE (TestPage, test_page, HOUBU_TYPE_PAGE)

static void
test_page_apply_state (HoubuPage *page)
{
  TEST_PAGE (page)->applied++;
}

static void
test_page_activate (HoubuPage *page)
{
  TEST_PAGE (page)->activated++;
}

static void
test_page_deactivate (HoubuPage *page)
{
  TEST_PAGE (page)->deactivated++;
}

static void
test_page_reload (HoubuPage *page)
{
  TEST_PAGE (page)->reloaded++;
}

static GtkWidget *
test_page_find_field (HoubuPage *page, const char *field)
{
  return g_str_equal (field, "account") ? TEST_PAGE (page)->row : NULL;
}

static void
test_page_class_init (TestPageClass *klass)
{
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  page_class->activate = test_page_activate;
  page_class->apply_state = test_page_apply_state;
  page_class->deactivate = test_page_deactivate;
  page_class->find_field = test_page_find_field;
  page_class->reload = test_page_reload;
}

static void
test_page_init (TestPage *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->row = g_object_new (ADW_TYPE_ENTRY_ROW, "title", "Account", NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), self->row);
  g_object_set (self, "content", list, NULL);
}

typedef struct
{
  const char *text;
  gboolean found;
} Search;

static void
look_for_text (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_strrstr (gtk_label_get_text (GTK_LABEL (widget)), search->text) != NULL)
    search->found = TRUE;
}

static gboolean
shows (GtkWidget *root, const char *text)
{
  Search search = { .text = text };

  app_support_visit (root, look_for_text, &search);
  return search.found;
}

static GError *
make_error (HoubuErrorCode code, HoubuProblem problem, const char *field)
{
  GError *error = NULL;

  houbu_error_set (&error, code, problem, "field", field, NULL);
  return error;
}

/* Each state shows its own child and hides the others for real; each change applies once. */
static void
test_states (void)
{
  TestPage *page = g_object_new (TEST_TYPE_PAGE, "empty-title", "Nothing here", NULL);
  GtkWidget *window = app_support_window (GTK_WIDGET (page), 600, 500);
  guint applied = page->applied;

  g_assert_true (shows (window, "Loading…"));
  g_assert_false (gtk_widget_get_mapped (page->row));
  houbu_page_set_state (HOUBU_PAGE (page), HOUBU_PAGE_READY);
  app_support_settle ();
  g_assert_cmpuint (page->applied, ==, applied + 1);
  g_assert_true (gtk_widget_get_mapped (page->row));
  g_assert_false (shows (window, "Loading…"));
  houbu_page_set_state (HOUBU_PAGE (page), HOUBU_PAGE_EMPTY);
  app_support_settle ();
  g_assert_true (shows (window, "Nothing here"));
  g_assert_false (gtk_widget_get_mapped (page->row));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Failing without content shows the error; failing with content keeps it and says it is old. */
static void
test_failures (void)
{
  TestPage *page = g_object_new (TEST_TYPE_PAGE, NULL);
  GtkWidget *window = app_support_window (GTK_WIDGET (page), 600, 500);
  g_autoptr (GError) away = make_error (HOUBU_ERROR_UNREACHABLE, HOUBU_PROBLEM_NONE, NULL);
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "gone");

  houbu_page_fail (HOUBU_PAGE (page), cancelled);
  g_assert_cmpint (houbu_page_get_state (HOUBU_PAGE (page)), ==, HOUBU_PAGE_LOADING);
  houbu_page_fail (HOUBU_PAGE (page), away);
  app_support_settle ();
  g_assert_cmpint (houbu_page_get_state (HOUBU_PAGE (page)), ==, HOUBU_PAGE_ERROR);
  g_assert_true (shows (window, "The server cannot be reached."));
  houbu_page_set_state (HOUBU_PAGE (page), HOUBU_PAGE_READY);
  gtk_editable_set_text (GTK_EDITABLE (page->row), "typed");
  houbu_page_fail (HOUBU_PAGE (page), away);
  app_support_settle ();
  g_assert_cmpint (houbu_page_get_state (HOUBU_PAGE (page)), ==, HOUBU_PAGE_STALE);
  g_assert_true (gtk_widget_get_mapped (page->row));
  g_assert_true (shows (window, "This may be out of date"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (page->row)), ==, "typed");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A problem with a field names it as the screen does, marks it, and takes the focus there. */
static void
test_field_problem (void)
{
  TestPage *page = g_object_new (TEST_TYPE_PAGE, NULL);
  GtkWidget *window = app_support_window (GTK_WIDGET (page), 600, 500);
  g_autoptr (GError) error =
      make_error (HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_REQUIRED, "account");

  houbu_page_set_state (HOUBU_PAGE (page), HOUBU_PAGE_READY);
  app_support_settle ();
  houbu_page_show_problem (HOUBU_PAGE (page), error);
  app_support_settle ();
  g_assert_true (shows (window, "“Account” is missing."));
  g_assert_true (gtk_widget_has_css_class (page->row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), page->row) ||
                 gtk_window_get_focus (GTK_WINDOW (window)) == page->row);
  houbu_page_clear_problem (HOUBU_PAGE (page));
  app_support_settle ();
  g_assert_false (shows (window, "is missing."));
  g_assert_false (gtk_widget_has_css_class (page->row, "error"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A busy page cannot be changed, and leaving it cancels what it asked for. */
static void
test_busy_and_leaving (void)
{
  TestPage *page = g_object_new (TEST_TYPE_PAGE, NULL);
  GtkWidget *window = app_support_window (GTK_WIDGET (page), 600, 500);
  g_autoptr (GCancellable) cancellable =
      g_object_ref (houbu_page_get_cancellable (HOUBU_PAGE (page)));

  houbu_page_set_state (HOUBU_PAGE (page), HOUBU_PAGE_READY);
  houbu_page_set_busy (HOUBU_PAGE (page), TRUE);
  g_assert_false (gtk_widget_is_sensitive (page->row));
  houbu_page_deactivate (HOUBU_PAGE (page));
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_true (gtk_widget_is_sensitive (page->row));
  g_assert_false (g_cancellable_is_cancelled (houbu_page_get_cancellable (HOUBU_PAGE (page))));
  gtk_window_destroy (GTK_WINDOW (window));
}

static HoubuPage *
add_page (HoubuPageStack *stack, const char *name)
{
  HoubuPage *page = g_object_new (TEST_TYPE_PAGE, "title", name, NULL);

  houbu_page_stack_add (stack, name, page);
  return page;
}

/* The way back is the way one came; going to a page behind goes back; a first page forgets. */
static void
test_trail (void)
{
  HoubuPageStack *stack = HOUBU_PAGE_STACK (houbu_page_stack_new ());
  GtkWidget *window = app_support_window (GTK_WIDGET (stack), 600, 500);
  HoubuPage *one = add_page (stack, "one");
  HoubuPage *two = add_page (stack, "two");
  HoubuPage *three = add_page (stack, "three");

  houbu_page_stack_show (stack, "one", TRUE);
  g_assert_false (houbu_page_stack_get_can_go_back (stack));
  houbu_page_stack_show (stack, "two", FALSE);
  houbu_page_stack_show (stack, "three", FALSE);
  houbu_page_stack_go_back (stack);
  g_assert_true (houbu_page_stack_get_visible_page (stack) == two);
  houbu_page_stack_show (stack, "three", FALSE);
  houbu_page_stack_show (stack, "one", FALSE);
  g_assert_true (houbu_page_stack_get_visible_page (stack) == one);
  g_assert_false (houbu_page_stack_get_can_go_back (stack));
  houbu_page_stack_show (stack, "three", TRUE);
  g_assert_true (houbu_page_stack_get_visible_page (stack) == three);
  g_assert_false (houbu_page_stack_get_can_go_back (stack));
  g_assert_cmpuint (TEST_PAGE (two)->activated, ==, 2);
  g_assert_cmpuint (TEST_PAGE (two)->deactivated, ==, 2);
  houbu_page_stack_clear (stack);
  g_assert_null (houbu_page_stack_get_visible_page (stack));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Once the transition is over, a page that is not in front is hidden, not only covered. */
static void
test_covered_is_hidden (void)
{
  HoubuPageStack *stack = HOUBU_PAGE_STACK (houbu_page_stack_new ());
  GtkWidget *window = app_support_window (GTK_WIDGET (stack), 600, 500);
  HoubuPage *one = add_page (stack, "one");
  HoubuPage *two = add_page (stack, "two");

  houbu_page_stack_show (stack, "one", TRUE);
  houbu_page_stack_show (stack, "two", FALSE);
  app_support_settle ();
  app_support_settle ();
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (one)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (two)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/page/states", test_states);
  g_test_add_func ("/app/page/failures", test_failures);
  g_test_add_func ("/app/page/field-problem", test_field_problem);
  g_test_add_func ("/app/page/busy-and-leaving", test_busy_and_leaving);
  g_test_add_func ("/app/page-stack/trail", test_trail);
  g_test_add_func ("/app/page-stack/covered-is-hidden", test_covered_is_hidden);
  return g_test_run ();
}
