/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-code-row.h"
#include "houbu-identity-form.h"
#include "houbu-message-row.h"
#include "houbu-pages.h"
#include "houbu-password-dialog.h"
#include "houbu-password-hint.h"

#include "app-support.h"

#include <glib/gstdio.h>
#include <string.h>

/* Length and variety are what the hint goes by, and nothing else: no mixture is asked for. */
static void
test_password_hint (void)
{
  static const struct
  {
    const char *password;
    guint level;
  } cases[] = {
    { "", 0 },
    { "short", 0 },
    { "1234567", 0 },
    { "aaaaaaaa", 1 },
    { "abababababab", 1 },
    { "lantern7", 2 },
    { "lanterns", 2 },
    { "候补考位功能说明", 2 },
    { "lantern over the bridge", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (HoubuPasswordHint) hint = { 0 };

      houbu_password_hint_read (&hint, cases[i].password);
      g_test_message ("%s: %s", cases[i].password, hint.text);
      g_assert_cmpuint (hint.level, ==, cases[i].level);
      g_assert_cmpuint (strlen (hint.text), >, 0);
    }
}

static GtkWidget *
find_button (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_BUTTON (child) && gtk_button_get_label (GTK_BUTTON (child)) != NULL
                             ? child
                             : find_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
on_send_cb (HoubuCodeRow *row, guint *count)
{
  *count += 1;
}

/* Before the time no code can be asked for; the button says how long, by the server's clock. */
static void
test_code_row (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  HoubuCandidate *candidate = houbu_services_get_candidate (services);
  GtkWidget *row = g_object_new (HOUBU_TYPE_CODE_ROW, NULL);
  GtkWidget *window = app_support_window (row, 400, 100);
  GtkWidget *button = find_button (row);
  guint count = 0;
  g_autofree char *code = NULL;

  g_signal_connect (row, "send", G_CALLBACK (on_send_cb), &count);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (count, ==, 1);
  houbu_code_row_set_resend_at (HOUBU_CODE_ROW (row), candidate,
                                houbu_candidate_get_server_now (candidate) +
                                    42 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Again in 42 s");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_false (houbu_code_row_can_send (HOUBU_CODE_ROW (row)));
  houbu_code_row_set_resend_at (HOUBU_CODE_ROW (row), candidate,
                                houbu_candidate_get_server_now (candidate) - 1);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Send Again");
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (row), " 12 34-５６ ");
  code = houbu_code_row_dup_code (HOUBU_CODE_ROW (row));
  g_assert_cmpstr (code, ==, "123456");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
append (const char *path, const char *text)
{
  FILE *file = fopen (path, "a");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  fclose (file);
}

/* Practice shows the newest message as it comes, and none of an earlier day. */
static void
test_message_row (void)
{
  g_autofree char *folder = g_dir_make_tmp ("houbu-app-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "outbox.txt", NULL);
  g_autoptr (HoubuPracticePhone) phone = NULL;
  GtkWidget *row = g_object_ref_sink (g_object_new (HOUBU_TYPE_MESSAGE_ROW, NULL));

  append (path, "2022-08-30T02:54:26Z 13900000001 yesterday's\n");
  phone = houbu_practice_phone_new (path);
  houbu_message_row_set_phone (HOUBU_MESSAGE_ROW (row), phone);
  g_assert_false (gtk_widget_get_visible (row));
  append (path, "2022-08-31T02:54:26Z 13900000090 [Houbu] 402719 is your code.\n");
  for (guint wait = 0; wait < 40 && houbu_practice_phone_get_text (phone) == NULL; wait++)
    app_support_settle ();
  g_assert_cmpstr (houbu_practice_phone_get_number (phone), ==, "13900000090");
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "[Houbu] 402719 is your code.");
  g_object_unref (row);
  g_unlink (path);
  g_rmdir (folder);
}

/* What is missing is named in the order of the form. */
static void
test_identity_form (void)
{
  GtkWidget *widget = g_object_new (HOUBU_TYPE_IDENTITY_FORM, NULL);
  HoubuIdentityForm *form = HOUBU_IDENTITY_FORM (widget);
  GtkWidget *window = app_support_window (widget, 400, 400);
  GtkWidget *number = houbu_identity_form_find_field (form, "id_number");

  g_assert_cmpstr (houbu_identity_form_find_missing (form), ==, "id_number");
  gtk_editable_set_text (GTK_EDITABLE (number), "12345");
  g_assert_cmpstr (houbu_identity_form_find_missing (form), ==, "name");
  gtk_editable_set_text (GTK_EDITABLE (houbu_identity_form_find_field (form, "name")), "Lang Yi");
  g_assert_null (houbu_identity_form_find_missing (form));
  g_assert_cmpint (houbu_identity_form_get_id_type (form), ==, HOUBU_ID_TYPE_RESIDENT_ID);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_type (GtkWidget *root, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Without a server what was typed stays through the failure; leaving takes what is secret away. */
static void
test_typed_stays (void)
{
  static const char *const names[] = { HOUBU_PAGE_NAME_REGISTER, HOUBU_PAGE_NAME_RESET };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (HoubuServices) services = app_support_services ();
      HoubuPage *page =
          g_object_new (houbu_pages_find (names[i])->get_type (), "services", services, NULL);
      GtkWidget *window = app_support_window (GTK_WIDGET (page), 400, 700);
      GtkWidget *phone = find_type (GTK_WIDGET (page), ADW_TYPE_ENTRY_ROW);
      GtkWidget *code = find_type (GTK_WIDGET (page), HOUBU_TYPE_CODE_ROW);
      GtkWidget *password = find_type (GTK_WIDGET (page), ADW_TYPE_PASSWORD_ENTRY_ROW);

      /* Not activated: a focused entry that turns insensitive is a warning of GTK 4.8. */
      houbu_page_set_state (page, HOUBU_PAGE_READY);
      gtk_editable_set_text (GTK_EDITABLE (phone), "13900000090");
      gtk_editable_set_text (GTK_EDITABLE (code), "402719");
      gtk_editable_set_text (GTK_EDITABLE (password), "lantern over the bridge");
      g_signal_emit_by_name (code, "entry-activated");
      g_assert_true (houbu_page_get_busy (page));
      for (guint wait = 0; wait < 40 && houbu_page_get_busy (page); wait++)
        app_support_settle ();
      g_assert_false (houbu_page_get_busy (page));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (password)), ==,
                       "lantern over the bridge");
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (code)), ==, "402719");
      houbu_page_deactivate (page);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (phone)), ==, "13900000090");
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (code)), ==, "");
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (password)), ==, "");
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
on_password_given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *password = houbu_password_dialog_ask_finish (result);

  g_assert_null (password);
  *(gboolean *) user_data = TRUE;
}

/* A dialog that is gone leaves nothing behind that still looks at its row. */
static void
test_password_dialog (void)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *window = app_support_window (button, 400, 400);
  gboolean answered = FALSE;
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  houbu_password_dialog_ask_async (button, "Heading", "Body", NULL, on_password_given_cb,
                                   &answered);
  app_support_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) dialog = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (dialog))
        adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "refuse");
    }
  app_support_settle ();
  g_assert_true (answered);
  gtk_window_destroy (GTK_WINDOW (window));
  app_support_settle ();
}

/* ---- an input method at work */

#define COMPOSER_TYPE (composer_get_type ())
G_DECLARE_FINAL_TYPE (Composer, composer, TEST, COMPOSER, GtkIMContext)

/* Stands in for an input method: what it composes is shown, and is in no text until it is chosen.
 */
struct _Composer
{
  GtkIMContext parent_instance;

  const char *preedit;
};

G_DEFINE_FINAL_TYPE (Composer, composer, GTK_TYPE_IM_CONTEXT)

static Composer *newest;

static void
composer_get_preedit_string (GtkIMContext *context, char **text, PangoAttrList **attrs, int *cursor)
{
  Composer *self = TEST_COMPOSER (context);

  if (text != NULL)
    *text = g_strdup (self->preedit != NULL ? self->preedit : "");
  if (attrs != NULL)
    *attrs = pango_attr_list_new ();
  if (cursor != NULL)
    *cursor = 0;
}

static void
composer_class_init (ComposerClass *klass)
{
  GTK_IM_CONTEXT_CLASS (klass)->get_preedit_string = composer_get_preedit_string;
}

static void
composer_init (Composer *self)
{
  newest = self;
}

static GtkText *
find_text (GtkWidget *row)
{
  GtkEditable *text = GTK_EDITABLE (row);

  while (gtk_editable_get_delegate (text) != NULL)
    text = gtk_editable_get_delegate (text);
  return GTK_TEXT (text);
}

static void
compose (const char *preedit)
{
  if (newest->preedit == NULL)
    g_signal_emit_by_name (newest, "preedit-start");
  newest->preedit = preedit;
  g_signal_emit_by_name (newest, "preedit-changed");
  if (preedit == NULL)
    g_signal_emit_by_name (newest, "preedit-end");
}

static void
count_cb (GtkEditable *editable, guint *count)
{
  *count += 1;
}

/* While an input method composes nothing is judged: no field has changed, none is marked. */
static void
test_composing (void)
{
  GtkWidget *widget = g_object_new (HOUBU_TYPE_IDENTITY_FORM, NULL);
  HoubuIdentityForm *form = HOUBU_IDENTITY_FORM (widget);
  GtkWidget *window = app_support_window (widget, 400, 400);
  GtkWidget *name = houbu_identity_form_find_field (form, "name");
  g_autofree char *typed = NULL;
  guint changes = 0;

  g_io_extension_point_implement ("gtk-im-module", COMPOSER_TYPE, "composer", 0);
  gtk_editable_set_text (GTK_EDITABLE (houbu_identity_form_find_field (form, "id_number")),
                         "12345");
  g_object_set (find_text (name), "im-module", "composer", NULL);
  gtk_widget_grab_focus (name);
  app_support_settle ();
  /* The context of a multicontext is made when it is first needed. */
  gtk_im_context_focus_in (GTK_IM_CONTEXT (newest));
  g_signal_connect (name, "changed", G_CALLBACK (count_cb), &changes);
  compose ("l");
  compose ("lang");
  g_assert_cmpuint (changes, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "");
  g_assert_false (gtk_widget_has_css_class (name, "error"));
  g_assert_cmpstr (houbu_identity_form_find_missing (form), ==, "name");
  compose (NULL);
  g_signal_emit_by_name (newest, "commit", "郎𠮷");
  g_assert_cmpuint (changes, ==, 1);
  typed = houbu_identity_form_dup_name (form);
  g_assert_cmpstr (typed, ==, "郎𠮷");
  g_assert_null (houbu_identity_form_find_missing (form));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/accounts/password-hint", test_password_hint);
  g_test_add_func ("/app/accounts/code-row", test_code_row);
  g_test_add_func ("/app/accounts/message-row", test_message_row);
  g_test_add_func ("/app/accounts/identity-form", test_identity_form);
  g_test_add_func ("/app/accounts/password-dialog", test_password_dialog);
  g_test_add_func ("/app/accounts/composing", test_composing);
  g_test_add_func ("/app/accounts/typed-stays", test_typed_stays);
  return g_test_run ();
}
