/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-page.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app-support.h"
#include "houbu-lab-keeper.h"
#include "houbu-pages.h"
#include "houbu-payment-bar.h"
#include "houbu-qr-code.h"
#include "scripted-peer.h"

#define OPEN "POST /v1/payments "
#define REFRESH "POST /v1/payments/p1/refresh"
#define WEB "https://pay.example/p"
#define ORDER(state, more)                                                                         \
  "{\"id\":\"p1\",\"kind\":\"written\",\"amount_fen\":3000,\"lines\":[{\"enrolment\":\"e1\","      \
  "\"title\":\"CET-4\",\"fee_fen\":3000}],\"state\":\"" state "\"," more                           \
  "\"expires_at\":\"2096-08-31T03:12:36Z\",\"created_at\":\"2022-08-30T03:20:00Z\"}"
#define LINKS(address) "\"pay_url\":\"" address "\",\"qr_text\":\"https://pay.example/q\","

/* The page in a window, and a server that says what a test wrote for it. */
typedef struct
{
  ScriptedPeer *peer;
  HoubuServices *services;
  HoubuCandidate *candidate;
  HoubuPage *page;
  GtkWidget *window;
} Fixture;

static char *browser_log; /* what the stand-in for a browser was asked to show */

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuConnection) connection = NULL;
  g_autoptr (HoubuRegistration) registration = houbu_registration_new ();

  fixture->peer = scripted_peer_new ();
  connection = houbu_connection_new_for_text (scripted_peer_get_url (fixture->peer), NULL);
  houbu_connection_set_patience (connection, 1, 1);
  fixture->services = houbu_services_new (connection, NULL);
  fixture->candidate = houbu_services_get_candidate (fixture->services);
  houbu_registration_set_id (registration, "g1");
  houbu_registration_set_status (registration, HOUBU_REGISTRATION_STATUS_UNPAID);
  houbu_candidate_apply (fixture->candidate, HOUBU_RECORD (registration));
  g_unlink (browser_log);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->page != NULL)
    {
      houbu_page_deactivate (fixture->page);
      gtk_window_destroy (GTK_WINDOW (fixture->window));
    }
  app_support_settle ();
  g_clear_object (&fixture->services);
  app_support_settle ();
  scripted_peer_free (fixture->peer);
}

static HoubuEnrolment *
have_seat (Fixture *fixture, const char *id, HoubuSubjectKind kind, HoubuEnrolmentState state)
{
  g_autoptr (HoubuEnrolment) seat = app_support_seat (id, kind, state);

  houbu_enrolment_set_deadline (seat, g_get_real_time () + G_TIME_SPAN_HOUR);
  if (kind == HOUBU_SUBJECT_KIND_WRITTEN)
    houbu_enrolment_set_report_form (seat, HOUBU_REPORT_FORM_PAPER);
  houbu_candidate_apply (fixture->candidate, HOUBU_RECORD (seat));
  return seat; /* the candidate keeps it alive */
}

/* As an event brings it. */
static void
hear (Fixture *fixture, const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record =
      houbu_record_from_bytes (HOUBU_TYPE_PAYMENT, bytes, HOUBU_DECODE_LENIENT, &error);

  g_assert_no_error (error);
  houbu_candidate_apply (fixture->candidate, record);
}

static void
show_page (Fixture *fixture, HoubuSubjectKind kind)
{
  g_autoptr (HoubuPaymentRequest) request = houbu_payment_request_new ();

  houbu_payment_request_set_kind (request, kind);
  fixture->page = g_object_new (HOUBU_TYPE_PAYMENT_PAGE, "services", fixture->services, NULL);
  fixture->window = app_support_window (GTK_WIDGET (fixture->page), 800, 1100);
  houbu_page_receive (fixture->page, G_OBJECT (request));
  houbu_page_activate (fixture->page);
}

/* At once if it is there, else when everything has settled. */
static GtkWidget *
find (Fixture *fixture, const char *text)
{
  GtkWidget *found = app_support_find_now (fixture->window, text);

  return found != NULL ? found : app_support_find_shown (fixture->window, text);
}

static void
wait_for (Fixture *fixture, const char *text)
{
  for (guint i = 0; i < 60 && find (fixture, text) == NULL; i++)
    ;
  g_test_message ("%s", text);
  g_assert_nonnull (find (fixture, text));
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *button = find (fixture, label);

  g_test_message ("%s", label);
  g_assert_true (GTK_IS_BUTTON (button) && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
check_no_unpaid (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_assert_false (app_support_says_unpaid (gtk_label_get_text (GTK_LABEL (widget))));
}

/* What the stand-in for a browser was asked to show. */
static char *
wait_for_browser (void)
{
  char *shown = NULL;

  for (guint i = 0; i < 60 && shown == NULL; i++)
    {
      app_support_settle ();
      g_file_get_contents (browser_log, &shown, NULL, NULL);
    }
  g_assert_nonnull (shown);
  return g_strstrip (shown);
}

/* What is to be paid, with the sum, and one button that opens an order and then the browser; from
 * then on the code is there and the page waits. */
static void
test_pay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shown = NULL;

  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  scripted_peer_say_json (fixture->peer, OPEN, 201, ORDER ("paying", LINKS (WEB)));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Check and Pay");
  g_assert_nonnull (find (fixture, "Total"));
  g_assert_null (find (fixture, "_Copy Address"));
  press (fixture, "_Pay in Browser");
  wait_for (fixture, "Waiting for the Payment…");
  shown = wait_for_browser ();
  g_assert_cmpstr (shown, ==, WEB);
  g_assert_nonnull (find (fixture, "_Copy Address"));
  g_assert_null (find (fixture, "No Browser Opened"));
  app_support_visit (fixture->window, check_no_unpaid, NULL);
  hear (fixture, ORDER ("paid", ""));
  wait_for (fixture, "Paid");
  g_assert_nonnull (find (fixture, "_See Your Registration"));
  g_assert_null (find (fixture, "_Copy Address"));
}

/* The code alone opens no browser. What a server gives as an address is opened only as a web page:
 * else it is said that no browser opened, and the address can be read. */
static void
test_no_browser (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shown = NULL;

  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  scripted_peer_say_json (fixture->peer, OPEN, 201,
                          ORDER ("paying", LINKS ("file:///etc/hostname")));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Check and Pay");
  press (fixture, "Show _QR Code");
  wait_for (fixture, "Waiting for the Payment…");
  g_assert_null (find (fixture, "No Browser Opened"));
  press (fixture, "_Pay in Browser");
  wait_for (fixture, "No Browser Opened");
  g_assert_cmpuint (scripted_peer_count (fixture->peer, OPEN), ==, 1);
  g_assert_false (g_file_get_contents (browser_log, &shown, NULL, NULL));
}

/* An order that the platform has not taken on yet is being checked; when its links come the browser
 * opens that was asked for. */
static void
test_created (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shown = NULL;

  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  scripted_peer_say_json (fixture->peer, OPEN, 201, ORDER ("created", ""));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Check and Pay");
  press (fixture, "_Pay in Browser");
  wait_for (fixture, "Checking…");
  g_assert_null (find (fixture, "_Pay in Browser"));
  app_support_visit (fixture->window, check_no_unpaid, NULL);
  hear (fixture, ORDER ("paying", LINKS (WEB)));
  wait_for (fixture, "Waiting for the Payment…");
  shown = wait_for_browser ();
  g_assert_cmpstr (shown, ==, WEB);
}

/* Whoever comes back to an open order sees it being checked until the platform has answered; while
 * it is silent nothing is called unpaid. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAYING);
  hear (fixture, ORDER ("paying", LINKS (WEB)));
  scripted_peer_say_problem (fixture->peer, REFRESH, 503, "provider_silent", "");
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Checking…");
  for (guint i = 0; i < 60 && scripted_peer_count (fixture->peer, REFRESH) == 0; i++)
    app_support_settle ();
  g_assert_nonnull (find (fixture, "Checking…"));
  g_assert_nonnull (find (fixture, "_Pay in Browser"));
  press (fixture, "_Update");
  wait_for (fixture, "No"); /* the title that the peer gives each problem */
  g_assert_nonnull (find (fixture, "Checking…"));
  app_support_visit (fixture->window, check_no_unpaid, NULL);
  scripted_peer_say_json (fixture->peer, REFRESH, 200, ORDER ("paying", LINKS (WEB)));
  press (fixture, "_Update");
  wait_for (fixture, "Waiting for the Payment…");
}

/* Each end of an order has its words, and leads on. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *order, *heading;
    HoubuEnrolmentState seat;
  } rows[] = {
    { ORDER ("paid", ""), "Paid", HOUBU_ENROLMENT_STATE_PAID },
    { ORDER ("closed", ""), "Closed Without Payment", HOUBU_ENROLMENT_STATE_EXPIRED },
    { ORDER ("refund_due", "\"refunded_fen\":3000,"), "The Money Goes Back",
      HOUBU_ENROLMENT_STATE_EXPIRED },
    { ORDER ("refunded", "\"refunded_fen\":3000,"), "The Money Has Gone Back",
      HOUBU_ENROLMENT_STATE_REFUNDED },
    { ORDER ("review", ""), "Being Looked Into", HOUBU_ENROLMENT_STATE_EXPIRED },
  };
  HoubuEnrolment *seat =
      have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAYING);

  hear (fixture, ORDER ("paying", LINKS (WEB)));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      houbu_enrolment_set_state (seat, rows[i].seat);
      hear (fixture, rows[i].order);
      wait_for (fixture, rows[i].heading);
      g_assert_nonnull (find (fixture, "_See Your Registration"));
      g_assert_null (find (fixture, "_Pay in Browser"));
      g_assert_null (find (fixture, "_Copy Address"));
    }
}

/* A closed order whose seats are still held is said to be closed, and they can be paid again. */
static void
test_closed_and_held (Fixture *fixture, gconstpointer data)
{
  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  hear (fixture, ORDER ("closed", ""));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Check and Pay");
  g_assert_nonnull (find (fixture, "The Last Order"));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "_Pay in Browser")));
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

/* An open order is cancelled after a question; the seat can be paid with another one. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;

  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAYING);
  hear (fixture, ORDER ("paying", LINKS (WEB)));
  scripted_peer_say_json (fixture->peer, REFRESH, 200, ORDER ("paying", LINKS (WEB)));
  scripted_peer_say_json (fixture->peer, "POST /v1/payments/p1/close", 200, ORDER ("closed", ""));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Waiting for the Payment…");
  press (fixture, "Cancel This _Order…");
  app_support_settle ();
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_cmpuint (scripted_peer_count (fixture->peer, "POST /v1/payments/p1/close"), ==, 0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  wait_for (fixture, "Check and Pay");
  g_assert_nonnull (find (fixture, "The Last Order"));
  g_assert_null (find (fixture, "Cancel This _Order…"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Without a report form the button is grey, the page says why and offers to choose; it follows. */
static void
test_lacks_form (Fixture *fixture, gconstpointer data)
{
  HoubuEnrolment *seat =
      have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);

  houbu_enrolment_set_report_form (seat, HOUBU_REPORT_FORM_UNSET);
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "First of All");
  g_assert_false (gtk_widget_is_sensitive (find (fixture, "_Pay in Browser")));
  g_assert_false (gtk_widget_is_sensitive (find (fixture, "Show _QR Code")));
  g_assert_nonnull (find (fixture, "Choose _Score Report…"));
  houbu_enrolment_set_report_form (seat, HOUBU_REPORT_FORM_ELECTRONIC);
  g_assert_null (find (fixture, "First of All"));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "_Pay in Browser")));
}

/* The oral one before the written one: the page says so and leads to the written ones. */
static void
test_lacks_written (Fixture *fixture, gconstpointer data)
{
  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  have_seat (fixture, "e2", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_UNPAID);
  show_page (fixture, HOUBU_SUBJECT_KIND_ORAL);
  wait_for (fixture, "First of All");
  g_assert_false (gtk_widget_is_sensitive (find (fixture, "_Pay in Browser")));
  press (fixture, "Pay _Written Subjects");
  g_assert_null (find (fixture, "First of All"));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "_Pay in Browser")));
}

/* Where no platform is set up the page says so, and offers nothing that cannot work. */
static void
test_off (Fixture *fixture, gconstpointer data)
{
  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  scripted_peer_say_problem (fixture->peer, OPEN, 409, "payments_off", "");
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Check and Pay");
  press (fixture, "_Pay in Browser");
  wait_for (fixture, "Payment Happens Elsewhere");
  g_assert_null (find (fixture, "_Pay in Browser"));
  g_assert_null (find (fixture, "Show _QR Code"));
}

/* A refusal is shown, and the page can be used again. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);
  scripted_peer_say_problem (fixture->peer, OPEN, 409, "nothing_to_pay", "");
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  wait_for (fixture, "Check and Pay");
  press (fixture, "_Pay in Browser");
  wait_for (fixture, "No"); /* the title that the peer gives each problem */
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "_Pay in Browser")));
}

/* Without anything to pay the page says so; a seat that the school pays for is named as such. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  HoubuEnrolment *seat =
      have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_CANCELLED);

  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  /* The server is away: what is known is shown again when something changes. */
  for (guint i = 0; i < 60 && houbu_page_get_state (fixture->page) != HOUBU_PAGE_ERROR; i++)
    app_support_settle ();
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_LOCKED);
  wait_for (fixture, "Your school pays for your subjects together with others. Ask your school how "
                     "far it is.");
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_CANCELLED);
  wait_for (fixture, "No seat of yours waits for payment.");
}

/* On the details: whether all is paid, the sum, and a button for each kind with its reason. */
static void
test_bar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = g_object_new (HOUBU_TYPE_PAYMENT_BAR, NULL);
  HoubuEnrolment *seat =
      have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID);

  houbu_payment_bar_follow (HOUBU_PAYMENT_BAR (bar), fixture->services, HOUBU_SUBJECT_KIND_WRITTEN);
  fixture->window = app_support_window (bar, 600, 200);
  g_assert_nonnull (find (fixture, "Not paid · unpaid: ¥30.00"));
  g_assert_nonnull (find (fixture, "_Pay ¥30.00"));
  hear (fixture, ORDER ("paying", LINKS (WEB)));
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_PAYING);
  g_assert_nonnull (find (fixture, "Payment being checked"));
  g_assert_nonnull (find (fixture, "_Go On with the Payment"));
  app_support_visit (bar, check_no_unpaid, NULL);
  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_PAID);
  hear (fixture, ORDER ("paid", ""));
  g_assert_nonnull (find (fixture, "All paid"));
  g_assert_null (find (fixture, "_Go On with the Payment"));
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static gboolean
is_dark (cairo_surface_t *surface, int x, int y)
{
  const guchar *row =
      cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + 4 * x;

  return row[0] < 128;
}

/* The code is drawn dark on white: nothing in the quiet zone, a finder pattern in three corners
 * and none in the fourth; a text that is too long for a code gives none. */
static void
test_code (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'x');
  HoubuQrCode *code = houbu_qr_code_new (WEB);
  const int size = gdk_paintable_get_intrinsic_width (GDK_PAINTABLE (code));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node = NULL;
  cairo_t *cr = cairo_create (surface);
  const int module = 5, quiet = 4 * module;
  const int near = quiet + module / 2, far = size - quiet - module / 2 - 1;

  gdk_paintable_snapshot (GDK_PAINTABLE (code), snapshot, size, size);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  for (int i = 0; i < size; i++)
    {
      g_assert_false (is_dark (surface, i, quiet - 1));
      g_assert_false (is_dark (surface, quiet - 1, i));
      g_assert_false (is_dark (surface, size - quiet, i));
    }
  for (int i = 0; i < 7; i++)
    {
      g_assert_true (is_dark (surface, near + i * module, near));
      g_assert_true (is_dark (surface, far - i * module, near));
      g_assert_true (is_dark (surface, near + i * module, far));
    }
  g_assert_false (is_dark (surface, near + module, near + module));
  g_assert_true (is_dark (surface, near + 3 * module, near + 3 * module));
  g_assert_null (houbu_qr_code_new (long_text));
  g_assert_null (houbu_qr_code_new (""));
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (code);
}

/* A program that is asked to show web pages, and notes what. */
static char *
install_browser (void)
{
  char *folder = g_dir_make_tmp ("houbu-payment-XXXXXX", NULL);
  g_autofree char *applications = g_build_filename (folder, "applications", NULL);
  g_autofree char *script = g_build_filename (folder, "browser.sh", NULL);
  g_autofree char *entry = g_build_filename (applications, "stand-in.desktop", NULL);
  g_autofree char *list = g_build_filename (applications, "mimeapps.list", NULL);
  g_autofree char *text = NULL;

  browser_log = g_build_filename (folder, "shown", NULL);
  g_mkdir (applications, 0700);
  text = g_strdup_printf ("echo \"$1\" > %s.new && mv %s.new %s\n", browser_log, browser_log,
                          browser_log);
  g_assert_true (g_file_set_contents (script, text, -1, NULL));
  g_free (text);
  text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Stand-in\nExec=sh %s %%u\n"
                          "MimeType=x-scheme-handler/https;\n",
                          script);
  g_assert_true (g_file_set_contents (entry, text, -1, NULL));
  g_assert_true (g_file_set_contents (
      list, "[Default Applications]\nx-scheme-handler/https=stand-in.desktop\n", -1, NULL));
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  return folder;
}

#define ADD(path, function)                                                                        \
  g_test_add ("/app/payment/" path, Fixture, NULL, set_up, function, tear_down)

/* The address of the payment page that was copied goes with whoever signs out of a shared computer;
 * on one's own it stays. */
static void
test_copied (Fixture *fixture, gconstpointer data)
{
  have_seat (fixture, "e1", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAYING);
  hear (fixture, ORDER ("paying", LINKS (WEB)));
  show_page (fixture, HOUBU_SUBJECT_KIND_WRITTEN);
  for (int on = 0; on < 2; on++)
    {
      GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window);
      g_autoptr (HoubuLab) lab = NULL;
      g_autoptr (HoubuLabKeeper) keeper = NULL;

      g_setenv ("HOUBU_LAB", on ? "1" : "0", TRUE);
      lab = houbu_lab_new (NULL);
      keeper = houbu_lab_keeper_new (lab, GTK_WINDOW (fixture->window));
      houbu_lab_keeper_set_services (keeper, fixture->services);
      press (fixture, "_Copy Address");
      g_assert_nonnull (gdk_clipboard_get_content (clipboard));
      g_signal_emit_by_name (fixture->candidate, "signed-out", HOUBU_SIGNED_OUT_ASKED);
      g_assert_true ((gdk_clipboard_get_content (clipboard) == NULL) == on);
      houbu_lab_keeper_set_services (keeper, NULL);
    }
  g_unsetenv ("HOUBU_LAB");
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = install_browser ();

  app_support_init (&argc, &argv);
  ADD ("pay", test_pay);
  ADD ("no-browser", test_no_browser);
  ADD ("created", test_created);
  ADD ("silent", test_silent);
  ADD ("ends", test_ends);
  ADD ("closed-and-held", test_closed_and_held);
  ADD ("copied", test_copied);
  ADD ("cancel", test_cancel);
  ADD ("lacks-form", test_lacks_form);
  ADD ("lacks-written", test_lacks_written);
  ADD ("off", test_off);
  ADD ("refused", test_refused);
  ADD ("empty", test_empty);
  ADD ("bar", test_bar);
  g_test_add_func ("/app/payment/code", test_code);
  return g_test_run ();
}
