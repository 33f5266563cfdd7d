/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-article-row.h"
#include "houbu-offering-row.h"
#include "houbu-practice-bar.h"
#include "houbu-reflow.h"
#include "houbu-review-section.h"
#include "houbu-step-bar.h"

#include "app-support.h"
#include "houbu-masked-label.h"
#include "houbu-rich-text.h"
#include "houbu-spoken.h"

static GtkWidget *
make_box (int width)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (box, width, 20);
  return box;
}

/* Side by side where there is room, below one another where not; too little room is never forced.
 */
static void
test_reflow (void)
{
  static const struct
  {
    int width;
    gboolean row;
  } cases[] = { { 600, TRUE }, { 420, TRUE }, { 360, FALSE }, { 220, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *reflow = houbu_reflow_new (400, 10);
      GtkWidget *one = make_box (180);
      GtkWidget *two = make_box (200);
      GtkWidget *window;
      graphene_rect_t first, second;

      houbu_reflow_append (HOUBU_REFLOW (reflow), one);
      houbu_reflow_append (HOUBU_REFLOW (reflow), two);
      window = app_support_window (reflow, cases[i].width, 200);
      g_assert_true (gtk_widget_compute_bounds (one, reflow, &first));
      g_assert_true (gtk_widget_compute_bounds (two, reflow, &second));
      g_test_message ("%d pixels", cases[i].width);
      if (cases[i].row)
        g_assert_cmpfloat (second.origin.x, >=, first.origin.x + first.size.width + 10);
      else
        g_assert_cmpfloat (second.origin.y, >=, first.origin.y + first.size.height);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* The steps are buttons in a wide window and one line of text in a narrow one. */
static void
test_step_bar (void)
{
  const HoubuProgress progress = { .signed_in = TRUE, .agreed = TRUE };

  for (guint narrow = 0; narrow <= 1; narrow++)
    {
      HoubuStepBar *bar = g_object_new (HOUBU_TYPE_STEP_BAR, NULL);
      GtkWidget *window = app_support_window (GTK_WIDGET (bar), narrow ? 340 : 960, 60);

      houbu_step_bar_update (bar, &progress, HOUBU_STEP_QUALIFICATION);
      app_support_settle ();
      g_assert_cmpint (houbu_step_bar_get_narrow (bar), ==, narrow);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
on_step_chosen_cb (HoubuStepBar *bar, int step, int *chosen)
{
  *chosen = step;
}

static void
activate_sensitive (GtkWidget *widget, gpointer user_data)
{
  guint *n = user_data;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_sensitive (widget))
    {
      gtk_widget_activate (widget);
      *n += 1;
    }
}

/* Only what is done or is here can be pressed, and by the keyboard's activation too. */
static void
test_step_chosen (void)
{
  const HoubuProgress progress = { .signed_in = TRUE, .agreed = TRUE };
  HoubuStepBar *bar = g_object_new (HOUBU_TYPE_STEP_BAR, NULL);
  GtkWidget *window = app_support_window (GTK_WIDGET (bar), 960, 60);
  int chosen = HOUBU_NO_STEP;
  guint n = 0;

  g_signal_connect (bar, "step-chosen", G_CALLBACK (on_step_chosen_cb), &chosen);
  houbu_step_bar_update (bar, &progress, HOUBU_STEP_QUALIFICATION);
  app_support_visit (GTK_WIDGET (bar), activate_sensitive, &n);
  app_support_settle ();
  g_assert_cmpuint (n, ==, 3); /* sign in, agreement, and the one here */
  g_assert_cmpint (chosen, ==, HOUBU_STEP_QUALIFICATION);
  gtk_window_destroy (GTK_WINDOW (window));
}

static HoubuOffering *
make_offering (HoubuOfferingAction action)
{
  HoubuOffering *offering = houbu_offering_new ();
  g_autoptr (HoubuSubject) subject = houbu_subject_new ();
  g_autoptr (HoubuCampus) campus = houbu_campus_new ();
  g_autoptr (HoubuOfferingRefusal) refusal = houbu_offering_refusal_new ();

  houbu_subject_set_code (subject, "1");
  houbu_subject_set_name (subject, "CET-4");
  houbu_campus_set_name (campus, "Main campus");
  houbu_offering_refusal_set_title (refusal, "Not now.");
  houbu_offering_set_id (offering, "993010-1");
  houbu_offering_set_subject (offering, subject);
  houbu_offering_set_campus (offering, campus);
  houbu_offering_set_remaining (offering, 0);
  houbu_offering_set_waiting (offering, 131);
  houbu_offering_set_fee_fen (offering, HOUBU_UNSET);
  houbu_offering_set_exam_starts_at (offering, HOUBU_UNSET);
  houbu_offering_set_action (offering, action);
  if (action == HOUBU_OFFERING_ACTION_NONE)
    houbu_offering_set_refusal (offering, refusal);
  return offering;
}

typedef struct
{
  const char *text;
  GtkWidget *found;
} Search;

static void
look_for_label (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_strrstr (gtk_label_get_text (GTK_LABEL (widget)), search->text) != NULL)
    search->found = widget;
}

static GtkWidget *
find_label (GtkWidget *root, const char *text)
{
  Search search = { .text = text };

  app_support_visit (root, look_for_label, &search);
  return search.found;
}

static GtkWidget *
show_row (HoubuOffering *offering, GtkWidget **row)
{
  GtkWidget *list = gtk_list_box_new ();

  *row = houbu_offering_row_new (offering);
  gtk_list_box_append (GTK_LIST_BOX (list), *row);
  return app_support_window (list, 700, 200);
}

/* Each action of a row shows what can be done or why nothing can, in words. */
static void
test_offering_actions (void)
{
  static const struct
  {
    HoubuOfferingAction action;
    const char *says;
    gboolean ticks;
  } cases[] = {
    { HOUBU_OFFERING_ACTION_ENROL, "CET-4", TRUE },
    { HOUBU_OFFERING_ACTION_JOIN, "Join Waitlist", FALSE },
    { HOUBU_OFFERING_ACTION_WAITING, "You are waiting for it", FALSE },
    { HOUBU_OFFERING_ACTION_ENROLLED, "You have a seat", FALSE },
    { HOUBU_OFFERING_ACTION_NONE, "Not now.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HoubuOffering) offering = make_offering (cases[i].action);
      GtkWidget *row;
      GtkWidget *window = show_row (offering, &row);

      g_test_message ("%s", cases[i].says);
      g_assert_nonnull (find_label (row, cases[i].says));
      g_assert_nonnull (find_label (row, "131 waiting"));
      g_assert_nonnull (find_label (row, "Fee not set yet"));
      houbu_offering_row_set_ticked (HOUBU_OFFERING_ROW (row), TRUE);
      g_assert_cmpint (houbu_offering_row_get_ticked (HOUBU_OFFERING_ROW (row)), ==,
                       cases[i].ticks);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* A row follows its offering: the seat that was ticked is gone, so is the tick. */
static void
test_offering_follows (void)
{
  g_autoptr (HoubuOffering) offering = make_offering (HOUBU_OFFERING_ACTION_ENROL);
  GtkWidget *row;
  GtkWidget *window = show_row (offering, &row);

  houbu_offering_row_set_ticked (HOUBU_OFFERING_ROW (row), TRUE);
  houbu_offering_set_action (offering, HOUBU_OFFERING_ACTION_JOIN);
  houbu_offering_set_waiting (offering, 1);
  app_support_settle ();
  g_assert_false (houbu_offering_row_get_ticked (HOUBU_OFFERING_ROW (row)));
  g_assert_nonnull (find_label (row, "1 waiting"));
  g_assert_nonnull (find_label (row, "Join Waitlist"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_join_names (GtkWidget *widget, gpointer user_data)
{
  guint *n = user_data;

  if (!GTK_IS_BUTTON (widget) || !gtk_widget_get_visible (widget))
    return;
  if (gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                          "Join the waitlist for CET-4 at Main campus") == NULL)
    *n += 1;
}

/* The button that joins says for what and where, since every row has one. */
static void
test_offering_names (void)
{
  g_autoptr (HoubuOffering) offering = make_offering (HOUBU_OFFERING_ACTION_JOIN);
  GtkWidget *row;
  GtkWidget *window = show_row (offering, &row);
  guint n = 0;

  app_support_visit (row, count_join_names, &n);
  g_assert_cmpuint (n, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
on_reveal_asked_cb (HoubuMaskedLabel *label, guint *n)
{
  *n += 1;
}

static void
press_buttons (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_TOGGLE_BUTTON (widget))
    gtk_widget_activate (widget);
}

/* A number stays masked until all of it is known, and asks for it once a press. */
static void
test_masked_label (void)
{
  GtkWidget *label = houbu_masked_label_new ("993******37", NULL);
  GtkWidget *window = app_support_window (label, 400, 60);
  guint n = 0;

  g_signal_connect (label, "reveal-asked", G_CALLBACK (on_reveal_asked_cb), &n);
  app_support_visit (label, press_buttons, NULL);
  app_support_settle ();
  g_assert_cmpuint (n, ==, 1);
  g_assert_nonnull (find_label (label, "993******37"));
  houbu_masked_label_reveal (HOUBU_MASKED_LABEL (label), "99301000037");
  app_support_settle ();
  g_assert_nonnull (find_label (label, "99301000037"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A blank line parts paragraphs and "# " makes a heading; markup in a text stays text. */
static void
test_rich_text (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window = app_support_window (box, 400, 300);
  guint n = 0;

  houbu_rich_text_fill (GTK_BOX (box), "# Rules\nFirst <b>one</b>.\n\nSecond.\n\n\n\n");
  app_support_settle ();
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (gtk_widget_has_css_class (find_label (box, "Rules"), "heading"));
  g_assert_nonnull (find_label (box, "First <b>one</b>."));
  houbu_rich_text_fill (GTK_BOX (box), NULL);
  g_assert_null (gtk_widget_get_first_child (box));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A notice says whose it is, opens to its text, and follows a change while it stays open. */
static void
test_notice_row (void)
{
  g_autoptr (HoubuNotice) notice = houbu_notice_new ();
  GtkWidget *row = NULL;

  houbu_notice_set_audience (notice, HOUBU_NOTICE_AUDIENCE_PROVINCE);
  houbu_notice_set_issuer (notice, "(99) Test Province");
  houbu_notice_set_title (notice, "<b>Doors</b>");
  houbu_notice_set_body (notice, "Come early.");
  houbu_notice_set_published_at (notice, 0);
  row = g_object_ref_sink (houbu_article_row_new_for_notice (notice, NULL));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "<b>Doors</b>");
  g_assert_nonnull (
      strstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), "(99) Test Province"));
  g_assert_true (g_str_has_prefix (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)),
                                   "Provincial notice"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  houbu_notice_set_title (notice, "Gates");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Gates");
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_object_unref (row);
}

static void
count_button_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget))
    ++*(guint *) user_data;
}

/* Nothing of it is seen outside practice; without others there is nobody to be paused or slowed. */
static void
test_practice_bar (void)
{
  g_autoptr (HoubuPractice) alone = g_object_new (HOUBU_TYPE_PRACTICE, NULL);
  HoubuPracticeBar *bar = g_object_new (HOUBU_TYPE_PRACTICE_BAR, NULL);
  GtkWidget *window = app_support_window (GTK_WIDGET (bar), 360, 200);
  guint outside = 0;
  guint inside = 0;

  app_support_visit (window, count_button_cb, &outside);
  g_assert_cmpuint (outside, ==, 0);
  houbu_practice_bar_set_practice (bar, alone);
  app_support_settle ();
  app_support_visit (window, count_button_cb, &inside);
  g_assert_cmpuint (inside, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The review shows where one stands, offers itself only when it is possible, and is not there
 * otherwise. */
static void
test_review_section (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  HoubuReviewSection *section = g_object_ref_sink (g_object_new (HOUBU_TYPE_REVIEW_SECTION, NULL));
  GtkWidget *box = adw_bin_get_child (ADW_BIN (section));
  GtkWidget *label = gtk_widget_get_first_child (box);
  GtkWidget *button = gtk_widget_get_next_sibling (label);
  g_autoptr (HoubuReview) review = houbu_review_new ();

  houbu_review_section_show (section, services, NULL, FALSE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (section)));
  houbu_review_section_show (section, services, NULL, TRUE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (section)));
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_visible (label));
  houbu_review_set_state (review, HOUBU_REVIEW_STATE_REFUSED);
  houbu_review_set_reason (review, HOUBU_REVIEW_REASON_SCHOOL);
  houbu_review_set_note (review, "<i>no proof</i>");
  houbu_review_section_show (section, services, review, FALSE);
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "<i>no proof</i>"));
  houbu_review_set_reason (review, HOUBU_REVIEW_REASON_BEFORE_2005);
  houbu_review_section_show (section, services, review, FALSE);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "2005"));
  g_object_unref (section);
}

/* The closing button of the toast that is shown, not of what lies below it. */
static GtkWidget *
find_toast_button (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_BUTTON (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_toast_button (child);
  return found;
}

/* A toast that had to wait for another one has a name on its button as well. */
static void
test_toasts (void)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  AdwToast *first = adw_toast_new ("The first");
  GtkWidget *window;
  GtkWidget *button;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), make_box (100));
  window = app_support_window (overlay, 400, 300);
  adw_toast_set_timeout (first, 1);
  houbu_spoken_add_toast (ADW_TOAST_OVERLAY (overlay), first);
  houbu_spoken_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new ("The second"));
  while (app_support_find_now (overlay, "The second") == NULL)
    g_main_context_iteration (NULL, TRUE);
  while ((button = find_toast_button (overlay)) != NULL &&
         app_support_find_now (gtk_widget_get_parent (button), "The second") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (button);
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/practice-bar", test_practice_bar);
  g_test_add_func ("/app/reflow", test_reflow);
  g_test_add_func ("/app/step-bar/width", test_step_bar);
  g_test_add_func ("/app/step-bar/chosen", test_step_chosen);
  g_test_add_func ("/app/offering-row/actions", test_offering_actions);
  g_test_add_func ("/app/offering-row/follows", test_offering_follows);
  g_test_add_func ("/app/offering-row/names", test_offering_names);
  g_test_add_func ("/app/masked-label", test_masked_label);
  g_test_add_func ("/app/rich-text", test_rich_text);
  g_test_add_func ("/app/notice-row", test_notice_row);
  g_test_add_func ("/app/review-section", test_review_section);
  g_test_add_func ("/app/toasts", test_toasts);
  return g_test_run ();
}
