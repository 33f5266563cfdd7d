/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-support.h"

#include <string.h>

#include "houbu-app-resources.h"

/* Nobody listens there: a request fails at once and no test waits for a network. */
#define NOBODY "http://127.0.0.1:1"

#define SETTLE_MS 250

/**
 * app_support_init:
 * @argc: as main() got it
 * @argv: as main() got it
 *
 * What every test with widgets begins with.
 */
void
app_support_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_resources_register (houbu_app_get_resource ());
  gtk_init ();
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/houbu/Houbu/icons");
}

/**
 * app_support_services:
 *
 * Returns: (transfer full): services of a server that is not there
 */
HoubuServices *
app_support_services (void)
{
  g_autoptr (HoubuConnection) connection = houbu_connection_new_for_text (NOBODY, NULL);

  houbu_connection_set_patience (connection, 1, 1);
  return houbu_services_new (connection, NULL);
}

static gboolean
stop_waiting_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * app_support_settle:
 *
 * Lets layout and transitions come to an end.
 */
void
app_support_settle (void)
{
  gboolean done = FALSE;

  g_timeout_add (SETTLE_MS, stop_waiting_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * app_support_window:
 * @child: (transfer floating): what to show
 * @width: pixels
 * @height: pixels
 *
 * Returns: (transfer none): a window on screen, to be destroyed
 */
GtkWidget *
app_support_window (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  app_support_settle ();
  return window;
}

/**
 * app_support_visit:
 * @root: a widget
 * @visit: called for it and everything below
 * @user_data: for @visit
 */
void
app_support_visit (GtkWidget *root, AppVisitFunc visit, gpointer user_data)
{
  visit (root, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    app_support_visit (child, visit, user_data);
}

typedef struct
{
  const char *text;
  GtkWidget *found;
} Search;

static void
look (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_label (GTK_LABEL (widget));
  else if (GTK_IS_BUTTON (widget))
    text = gtk_button_get_label (GTK_BUTTON (widget));
  if (search->found == NULL && gtk_widget_get_child_visible (widget) &&
      gtk_widget_get_mapped (widget) && g_strcmp0 (text, search->text) == 0)
    search->found = widget;
}

/**
 * app_support_find_now:
 * @root: a widget on screen
 * @text: what a label or button says, with its mnemonic
 *
 * Returns: (transfer none) (nullable): the one inside that can be seen and says so
 */
GtkWidget *
app_support_find_now (GtkWidget *root, const char *text)
{
  Search search = { text, NULL };

  app_support_visit (root, look, &search);
  return search.found;
}

/**
 * app_support_find_shown:
 * @root: a widget on screen
 * @text: what a label or button says, with its mnemonic
 *
 * Returns: (transfer none) (nullable): the one inside that can be seen and says so when layout and
 *   transitions have come to an end
 */
GtkWidget *
app_support_find_shown (GtkWidget *root, const char *text)
{
  app_support_settle ();
  return app_support_find_now (root, text);
}

/**
 * app_support_seat:
 * @id: an id
 * @kind: of its subject, CET-4
 * @state: of it
 *
 * Returns: (transfer full): a seat that costs ¥30
 */
HoubuEnrolment *
app_support_seat (const char *id, HoubuSubjectKind kind, HoubuEnrolmentState state)
{
  const gboolean oral = kind == HOUBU_SUBJECT_KIND_ORAL;
  HoubuEnrolment *enrolment = houbu_enrolment_new ();
  g_autoptr (HoubuSubject) subject = houbu_subject_new ();
  g_autoptr (HoubuCampus) campus = houbu_campus_new ();

  houbu_subject_set_code (subject, oral ? "F" : "1");
  houbu_subject_set_kind (subject, kind);
  houbu_subject_set_level (subject, 4);
  houbu_subject_set_language (subject, "en");
  houbu_campus_set_code (campus, "993010");
  houbu_campus_set_name (campus, "Main campus");
  houbu_enrolment_set_id (enrolment, id);
  houbu_enrolment_set_subject (enrolment, subject);
  houbu_enrolment_set_campus (enrolment, campus);
  houbu_enrolment_set_state (enrolment, state);
  houbu_enrolment_set_obtained_by (enrolment, HOUBU_OBTAINED_BY_WAITLIST);
  houbu_enrolment_set_arrangement (enrolment, HOUBU_ARRANGEMENT_PENDING);
  houbu_enrolment_set_fee_fen (enrolment, 3000);
  return enrolment;
}

/**
 * app_support_order:
 * @id: an id
 * @seat: the id of the one seat that it is over
 * @state: of it
 *
 * Returns: (transfer full): an order over ¥30 for a written seat, an hour old, for an hour more
 */
HoubuPayment *
app_support_order (const char *id, const char *seat, HoubuPaymentState state)
{
  HoubuPayment *order = houbu_payment_new ();
  g_autoptr (HoubuPaymentLine) line = houbu_payment_line_new ();
  const gint64 now = g_get_real_time ();

  houbu_payment_line_set_enrolment (line, seat);
  houbu_payment_line_set_title (line, "CET-4");
  houbu_payment_line_set_fee_fen (line, 3000);
  houbu_payment_set_id (order, id);
  houbu_payment_set_kind (order, HOUBU_SUBJECT_KIND_WRITTEN);
  houbu_payment_set_amount_fen (order, 3000);
  g_list_store_append (houbu_payment_get_lines (order), line);
  houbu_payment_set_state (order, state);
  houbu_payment_set_created_at (order, now - G_TIME_SPAN_HOUR);
  houbu_payment_set_expires_at (order, now + G_TIME_SPAN_HOUR);
  return order;
}

/**
 * app_support_says_unpaid:
 * @text: what somebody reads
 *
 * Returns: whether it says that something was not paid
 */
gboolean
app_support_says_unpaid (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, "unpaid") != NULL || strstr (folded, "not paid") != NULL ||
         strstr (folded, "nothing was paid") != NULL;
}
