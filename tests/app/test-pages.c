/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-pages.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app-support.h"
#include "houbu-password-dialog.h"
#include "houbu-practice.h"
#include "houbu-window.h"

static HoubuPage *
build (const HoubuPageInfo *info)
{
  g_autoptr (HoubuServices) services = app_support_services ();

  return g_object_new (info->get_type (), "services", services, NULL);
}

/* Icon-only: what it shows is a picture, so its name has to be given. */
static gboolean
shows_only_icon (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)) != NULL;
  return GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL;
}

static void
check_name (GtkWidget *widget, gpointer user_data)
{
  guint *n = user_data;
  const char *type = G_OBJECT_TYPE_NAME (widget);

  if (!shows_only_icon (widget) || !gtk_widget_get_visible (widget) ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL)
    return;
  *n += 1;
  g_test_message ("%s with %s", type, gtk_widget_get_tooltip_text (widget));
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

static void
check_no_underscore (GtkWidget *widget, gpointer user_data)
{
  const char *label;
  g_autofree char *difference = NULL;

  if (!GTK_IS_BUTTON (widget) || !gtk_button_get_use_underline (GTK_BUTTON (widget)))
    return;
  label = gtk_button_get_label (GTK_BUTTON (widget));
  if (label == NULL || strchr (label, '_') == NULL)
    return;
  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  g_assert_nonnull (difference); /* its name is not the label with the mnemonic */
}

/* Each page can be built, and each button on it that shows only an icon has a name. */
static void
test_names (void)
{
  guint n_pages;
  const HoubuPageInfo *pages = houbu_pages_list (&n_pages);
  guint n_icons = 0;

  for (guint i = 0; i < n_pages; i++)
    {
      GtkWidget *page = GTK_WIDGET (g_object_ref_sink (build (&pages[i])));

      g_test_message ("%s", pages[i].name);
      app_support_visit (page, check_name, &n_icons);
      app_support_visit (page, check_no_underscore, NULL);
      g_assert_nonnull (houbu_page_get_title (HOUBU_PAGE (page)));
      g_object_unref (page);
    }
  g_assert_cmpuint (n_icons, >, n_pages);
}

/* Without a server each page comes to the state that says so, keeps standing, and can be left. */
static void
test_without_server (void)
{
  guint n_pages;
  const HoubuPageInfo *pages = houbu_pages_list (&n_pages);

  for (guint i = 0; i < n_pages; i++)
    {
      HoubuPage *page = build (&pages[i]);
      GtkWidget *window = app_support_window (GTK_WIDGET (page), 400, 500);

      g_test_message ("%s", pages[i].name);
      houbu_page_activate (page);
      for (guint wait = 0; wait < 20 && houbu_page_get_state (page) == HOUBU_PAGE_LOADING; wait++)
        app_support_settle ();
      if (houbu_page_can_reload (page))
        g_assert_cmpint (houbu_page_get_state (page), ==, HOUBU_PAGE_ERROR);
      houbu_page_deactivate (page);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* No page forces the window wider than 360 pixels. */
static void
test_narrow (void)
{
  guint n_pages;
  const HoubuPageInfo *pages = houbu_pages_list (&n_pages);

  for (guint i = 0; i < n_pages; i++)
    {
      HoubuPage *page = g_object_ref_sink (build (&pages[i]));
      int minimum;

      houbu_page_set_state (page, HOUBU_PAGE_READY);
      gtk_widget_measure (GTK_WIDGET (page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      g_test_message ("%s: %d", pages[i].name, minimum);
      g_assert_cmpint (minimum, <=, 360);
      g_object_unref (page);
    }
}

/* Neither does a page of details with everything that a seat can have: a ticket to print, a report
 * to choose, a deadline to note, a payment that goes on. */
static void
test_narrow_details (void)
{
  static const HoubuEnrolmentState states[] = { HOUBU_ENROLMENT_STATE_PAID,
                                                HOUBU_ENROLMENT_STATE_UNPAID,
                                                HOUBU_ENROLMENT_STATE_PAYING };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      HoubuPage *page = g_object_ref_sink (build (houbu_pages_find (HOUBU_PAGE_NAME_DETAILS)));
      HoubuCandidate *candidate = houbu_services_get_candidate (houbu_page_get_services (page));
      g_autoptr (HoubuEnrolment) seat =
          app_support_seat ("e1", HOUBU_SUBJECT_KIND_WRITTEN, states[i]);
      g_autoptr (HoubuPayment) order = app_support_order ("p1", "e1", HOUBU_PAYMENT_STATE_PAYING);
      GtkWidget *window = app_support_window (GTK_WIDGET (page), 360, 700);
      int minimum;

      houbu_enrolment_set_arrangement (seat, HOUBU_ARRANGEMENT_ARRANGED);
      houbu_enrolment_set_ticket_printing (seat, HOUBU_TICKET_PRINTING_SELF);
      houbu_enrolment_set_admission_ticket (seat, "993010221200001");
      houbu_enrolment_set_room (seat, "101");
      houbu_enrolment_set_seat (seat, "12");
      houbu_candidate_apply (candidate, HOUBU_RECORD (seat));
      if (states[i] == HOUBU_ENROLMENT_STATE_PAYING)
        houbu_candidate_apply (candidate, HOUBU_RECORD (order));
      houbu_page_set_state (page, HOUBU_PAGE_READY);
      g_assert_nonnull (app_support_find_shown (window, "Score _Report…"));
      gtk_widget_measure (GTK_WIDGET (page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      g_test_message ("state %u: %d", states[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
      gtk_window_destroy (GTK_WINDOW (window));
      g_object_unref (page);
    }
}

static GtkWidget *
find_type (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Leaving the page takes the password out of its row, where the accessibility bus could read it. */
static void
test_password_forgotten (void)
{
  const HoubuPageInfo *info = houbu_pages_find (HOUBU_PAGE_NAME_SIGN_IN);
  HoubuPage *page = build (info);
  GtkWidget *window = app_support_window (GTK_WIDGET (page), 600, 500);
  GtkWidget *row = find_type (GTK_WIDGET (page), ADW_TYPE_PASSWORD_ENTRY_ROW);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), "a secret");
  houbu_page_deactivate (page);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A first start shows the first page; an address that is not safe is refused and what was typed
 * stays. */
static void
test_window (void)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("org.houbu.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (HoubuLab) lab = houbu_lab_new (NULL);
  HoubuWindow *window;
  GtkWidget *row;
  guint n = 0;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = houbu_window_new (GTK_APPLICATION (application), NULL, lab);
  houbu_window_begin (window, NULL);
  gtk_window_present (GTK_WINDOW (window));
  app_support_settle ();
  row = find_type (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW);
  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), "http://example.org");
  g_signal_emit_by_name (row, "entry-activated");
  app_support_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "http://example.org");
  g_assert_null (houbu_window_get_services (window));
  app_support_visit (GTK_WIDGET (window), check_name, &n);
  g_assert_cmpuint (n, >=, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
destroy_dialogs (void)
{
  g_autolist (GtkWindow) windows = gtk_window_list_toplevels ();

  g_list_foreach (windows, (GFunc) (void *) g_object_ref, NULL);
  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      gtk_window_destroy (link->data);
}

/* A window that goes while somebody types in it, or in a dialog over it, leaves nothing behind that
 * looks at what was typed; whoever is signed out at that moment is no exception. */
static void
test_goes_while_typing (void)
{
  for (guint i = 0; i < 8; i++)
    {
      const gboolean in_dialog = i & 1, signed_out = i & 2, hidden = i & 4;
      g_autoptr (AdwApplication) application =
          adw_application_new ("org.houbu.Test", G_APPLICATION_NON_UNIQUE);
      g_autoptr (HoubuLab) lab = houbu_lab_new (NULL);
      g_autoptr (HoubuServices) services = app_support_services ();
      HoubuWindow *window;
      GtkWidget *row;

      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
      window = houbu_window_new (GTK_APPLICATION (application), NULL, lab);
      houbu_window_show_page (window, HOUBU_PAGE_NAME_SIGN_IN, G_OBJECT (services));
      gtk_window_present (GTK_WINDOW (window));
      app_support_settle ();
      row = find_type (GTK_WIDGET (window), ADW_TYPE_PASSWORD_ENTRY_ROW);
      gtk_editable_set_text (GTK_EDITABLE (row), "quiet-harbour-57");
      g_assert_true (gtk_widget_grab_focus (row));
      if (in_dialog)
        houbu_password_dialog_ask_async (GTK_WIDGET (window), "Heading", "Body", NULL, NULL, NULL);
      app_support_settle ();
      gtk_widget_set_visible (GTK_WIDGET (window), !hidden);
      if (signed_out)
        g_signal_emit_by_name (houbu_services_get_candidate (services), "signed-out",
                               HOUBU_SIGNED_OUT_EXPIRED);
      gtk_window_destroy (GTK_WINDOW (window));
      app_support_settle ();
      destroy_dialogs ();
      app_support_settle ();
    }
}

static void
on_practice_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  g_autoptr (HoubuPractice) practice = houbu_practice_start_finish (result, error);

  g_assert_null (practice);
}

/* A practice server that is missing, or says something else than where it listens, is an error. */
static void
test_practice_failures (void)
{
  static const char *const daemons[] = { "/nonexistent/houbud", "/bin/true", "/bin/echo" };
  g_autofree char *folder = g_dir_make_tmp ("houbu-app-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (daemons); i++)
    {
      GError *error = NULL;

      g_test_message ("%s", daemons[i]);
      g_setenv ("HOUBU_DAEMON", daemons[i], TRUE);
      houbu_practice_start_async (folder, NULL, on_practice_started_cb, &error);
      for (guint wait = 0; wait < 20 && error == NULL; wait++)
        app_support_settle ();
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/pages/names", test_names);
  g_test_add_func ("/app/pages/without-server", test_without_server);
  g_test_add_func ("/app/pages/narrow", test_narrow);
  g_test_add_func ("/app/pages/narrow-details", test_narrow_details);
  g_test_add_func ("/app/pages/password-forgotten", test_password_forgotten);
  g_test_add_func ("/app/pages/goes-while-typing", test_goes_while_typing);
  g_test_add_func ("/app/window", test_window);
  g_test_add_func ("/app/practice/failures", test_practice_failures);
  return g_test_run ();
}
