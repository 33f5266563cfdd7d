/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sign-in-page.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-article-list.h"
#include "houbu-article-row.h"
#include "houbu-captcha-row.h"
#include "houbu-link-row.h"
#include "houbu-pages.h"
#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text.h"
#include "houbu-work-row.h"

struct _HoubuSignInPage
{
  HoubuPage parent_instance;

  /* template */
  GtkWidget *account_row;
  HoubuCaptchaRow *captcha_row;
  GtkLabel *exam_label;
  HoubuArticleList *news_list;
  GtkWidget *password_row;
  AdwActionRow *practice_row;
  GtkWidget *practice_group;
  AdwActionRow *remember_row;
  GtkSwitch *remember_switch;
  GtkLabel *server_label;
  GtkWidget *sign_in_button;
  HoubuArticleList *timetable_list;

  gboolean keyring_asked;
  gboolean keyring_missing;
  gboolean keyring_locked;
  gboolean keyring_silent;
};

G_DEFINE_FINAL_TYPE (HoubuSignInPage, houbu_sign_in_page, HOUBU_TYPE_PAGE)

static HoubuCandidate *
get_candidate (HoubuSignInPage *self)
{
  return houbu_services_get_candidate (houbu_page_get_services (HOUBU_PAGE (self)));
}

static HoubuLab *
get_lab (HoubuSignInPage *self)
{
  return houbu_services_get_lab (houbu_page_get_services (HOUBU_PAGE (self)));
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* A password row can be read in clear over the accessibility bus, so it is never left filled. */
static void
forget_password (HoubuSignInPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
}

static void
show_failure (HoubuSignInPage *self, const GError *error)
{
  const HoubuProblem problem =
      error->domain == HOUBU_ERROR ? houbu_error_get_problem (error) : HOUBU_PROBLEM_NONE;

  houbu_page_show_problem (HOUBU_PAGE (self), error);
  houbu_captcha_row_renew (self->captcha_row);
  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_CAPTCHA_FAILED) ||
      problem == HOUBU_PROBLEM_CAPTCHA_REQUIRED)
    houbu_page_focus_field (HOUBU_PAGE (self), "captcha_answer");
  else if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_WRONG_CREDENTIALS))
    houbu_page_focus_field (HOUBU_PAGE (self), "password");
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_candidate_sign_in_finish (HOUBU_CANDIDATE (source), result, &error))
    {
      houbu_captcha_row_clear (self->captcha_row);
      houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
      houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_HOME, NULL);
      return;
    }
  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static void
sign_in (HoubuSignInPage *self)
{
  g_autofree char *password = g_strdup (get_text (self->password_row));
  const char *answer = houbu_captcha_row_get_answer (self->captcha_row);
  const char *captcha = answer != NULL ? houbu_captcha_row_get_id (self->captcha_row) : NULL;

  forget_password (self);
  houbu_page_clear_problem (HOUBU_PAGE (self));
  houbu_page_set_busy (HOUBU_PAGE (self), TRUE);
  houbu_candidate_sign_in_async (
      get_candidate (self), get_text (self->account_row), password, captcha,
      captcha != NULL ? answer : NULL,
      gtk_switch_get_active (self->remember_switch) && !houbu_lab_is_on (get_lab (self)),
      houbu_page_get_cancellable (HOUBU_PAGE (self)), on_signed_in_cb, g_object_ref (self));
}

static void
on_sign_in_clicked_cb (GtkWidget *widget, HoubuSignInPage *self)
{
  if (houbu_page_get_busy (HOUBU_PAGE (self)))
    return;
  if (*get_text (self->account_row) == '\0')
    houbu_page_focus_field (HOUBU_PAGE (self), "account");
  else if (*get_text (self->password_row) == '\0')
    houbu_page_focus_field (HOUBU_PAGE (self), "password");
  else if (houbu_captcha_row_is_working (self->captcha_row))
    houbu_page_focus_field (HOUBU_PAGE (self), "captcha_answer");
  else
    sign_in (self);
}

static void
on_fill_clicked_cb (GtkButton *button, HoubuSignInPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->account_row), HOUBU_PRACTICE_ACCOUNT);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), HOUBU_PRACTICE_PASSWORD);
  gtk_widget_grab_focus (GTK_WIDGET (self->captcha_row));
}

static void
on_field_changed_cb (GtkEditable *editable, HoubuSignInPage *self)
{
  houbu_spoken_mark (GTK_WIDGET (editable), FALSE);
}

static void
on_register_chosen_cb (HoubuLinkRow *row, HoubuSignInPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_REGISTER, NULL);
}

static void
on_reset_chosen_cb (HoubuLinkRow *row, HoubuSignInPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_RESET, NULL);
}

static void
on_find_chosen_cb (HoubuLinkRow *row, HoubuSignInPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_FIND_ACCOUNT, NULL);
}

static void
on_help_chosen_cb (HoubuLinkRow *row, HoubuSignInPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_HELP, NULL);
}

static void
on_keyring_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;

  houbu_keyring_check_finish (HOUBU_KEYRING (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->keyring_locked = g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED);
  self->keyring_silent = g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_SILENT);
  self->keyring_missing = error != NULL && !self->keyring_locked && !self->keyring_silent;
  /* One that is silent may answer later. */
  self->keyring_asked = !self->keyring_silent;
  houbu_page_set_state (HOUBU_PAGE (self), houbu_page_get_state (HOUBU_PAGE (self)));
}

/* Told before somebody counts on it. */
static void
ask_keyring (HoubuSignInPage *self)
{
  HoubuServices *services = houbu_page_get_services (HOUBU_PAGE (self));
  HoubuConnection *connection = houbu_services_get_connection (services);

  if (self->keyring_asked || houbu_lab_is_on (get_lab (self)))
    return;
  houbu_keyring_check_async (
      houbu_services_get_keyring (services), houbu_connection_get_server (connection),
      houbu_page_get_cancellable (HOUBU_PAGE (self)), on_keyring_asked_cb, g_object_ref (self));
}

static void
on_exam_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_candidate_refresh_exam_finish (HOUBU_CANDIDATE (source), result, &error) ||
      g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NO_EXAM))
    houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
  else
    houbu_page_fail (HOUBU_PAGE (self), error);
}

static void
houbu_sign_in_page_reload (HoubuPage *page)
{
  HoubuSignInPage *self = HOUBU_SIGN_IN_PAGE (page);

  houbu_candidate_refresh_exam_async (get_candidate (self), houbu_page_get_cancellable (page),
                                      on_exam_got_cb, g_object_ref (self));
  if (houbu_captcha_row_get_id (self->captcha_row) == NULL)
    houbu_captcha_row_renew (self->captcha_row);
}

static void
apply_exam (HoubuSignInPage *self, HoubuExam *exam)
{
  gtk_label_set_text (self->exam_label, exam != NULL ? houbu_exam_get_name (exam) : "");
  if (exam == NULL)
    return;
  houbu_article_list_set_model (self->news_list, G_LIST_MODEL (houbu_exam_get_news (exam)),
                                houbu_article_row_new_for_news);
  houbu_article_list_set_model (self->timetable_list,
                                G_LIST_MODEL (houbu_exam_get_timetable (exam)),
                                houbu_article_row_new_for_timetable);
}

/* Nothing to choose: the row only says what will happen. */
static void
apply_lab (HoubuSignInPage *self)
{
  const gint64 span = houbu_lab_get_idle_seconds (get_lab (self)) * G_TIME_SPAN_SECOND;
  g_autofree char *left = houbu_text_left (span);
  /* Translators: %s is a span of time such as "5 min" */
  g_autofree char *text = g_strdup_printf (
      _ ("You are signed out when you close Houbu, or when nobody has used it for %s. Nothing of "
         "yours stays on this computer."),
      left);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->remember_row), _ ("Shared Computer"));
  adw_action_row_set_subtitle (self->remember_row, text);
  gtk_switch_set_active (self->remember_switch, FALSE);
}

static void
apply_keyring (HoubuSignInPage *self)
{
  const char *text = _ ("Keeps a key for this device, not your password. Leave it off on a shared "
                        "computer.");
  const gboolean can_remember = !self->keyring_missing && !self->keyring_silent;

  if (self->keyring_missing)
    text = _ ("There is no keyring here, so you stay signed in only until you close the app.");
  else if (self->keyring_silent)
    text = _ ("The keyring does not answer, so you stay signed in only until you close the app.");
  else if (self->keyring_locked)
    text = _ ("The keyring is locked. Unless you unlock it, you stay signed in only until you "
              "close the app.");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->remember_row), _ ("Remember Me"));
  adw_action_row_set_subtitle (self->remember_row, text);
  /* Only the switch: the sentence that says why must stay readable. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_switch), can_remember);
  if (!can_remember)
    gtk_switch_set_active (self->remember_switch, FALSE);
}

static void
houbu_sign_in_page_apply_state (HoubuPage *page)
{
  HoubuSignInPage *self = HOUBU_SIGN_IN_PAGE (page);
  HoubuServices *services = houbu_page_get_services (page);

  if (services == NULL)
    return;
  apply_exam (self, houbu_candidate_get_exam (get_candidate (self)));
  gtk_widget_set_visible (self->practice_group, houbu_services_get_practice (services) != NULL);
  gtk_label_set_text (self->server_label,
                      houbu_services_get_practice (services) != NULL
                          ? _ ("Practice on this computer")
                          : houbu_connection_get_server (houbu_services_get_connection (services)));
  gtk_widget_set_visible (GTK_WIDGET (self->remember_switch), !houbu_lab_is_on (get_lab (self)));
  if (houbu_lab_is_on (get_lab (self)))
    apply_lab (self);
  else
    apply_keyring (self);
}

static void
on_lab_changed_cb (HoubuPage *page)
{
  houbu_sign_in_page_apply_state (page);
}

static void
houbu_sign_in_page_constructed (GObject *object)
{
  HoubuLab *lab = NULL;

  G_OBJECT_CLASS (houbu_sign_in_page_parent_class)->constructed (object);
  if (houbu_page_get_services (HOUBU_PAGE (object)) != NULL)
    lab = get_lab (HOUBU_SIGN_IN_PAGE (object));
  if (lab != NULL)
    g_signal_connect_object (lab, "changed", G_CALLBACK (on_lab_changed_cb), object,
                             G_CONNECT_SWAPPED);
}

static void
houbu_sign_in_page_activate (HoubuPage *page)
{
  HoubuSignInPage *self = HOUBU_SIGN_IN_PAGE (page);

  houbu_captcha_row_set_services (self->captcha_row, houbu_page_get_services (page));
  ask_keyring (self);
  houbu_sign_in_page_reload (page);
  gtk_widget_grab_focus (*get_text (self->account_row) == '\0' ? self->account_row
                                                               : self->password_row);
}

static void
houbu_sign_in_page_receive (HoubuPage *page, GObject *what)
{
  if (GTK_IS_STRING_OBJECT (what))
    gtk_editable_set_text (GTK_EDITABLE (HOUBU_SIGN_IN_PAGE (page)->account_row),
                           gtk_string_object_get_string (GTK_STRING_OBJECT (what)));
}

static void
houbu_sign_in_page_deactivate (HoubuPage *page)
{
  forget_password (HOUBU_SIGN_IN_PAGE (page));
}

static GtkWidget *
houbu_sign_in_page_find_field (HoubuPage *page, const char *field)
{
  HoubuSignInPage *self = HOUBU_SIGN_IN_PAGE (page);

  if (g_str_equal (field, "account"))
    return self->account_row;
  if (g_str_equal (field, "password"))
    return self->password_row;
  if (g_str_has_prefix (field, "captcha"))
    return houbu_captcha_row_get_field (self->captcha_row);
  return NULL;
}

static void
houbu_sign_in_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_SIGN_IN_PAGE);
  G_OBJECT_CLASS (houbu_sign_in_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, captcha_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, exam_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, news_list);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, practice_group);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, practice_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, remember_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, server_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuSignInPage, timetable_list);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_fill_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_find_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_help_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_register_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_clicked_cb);
}

static void
houbu_sign_in_page_class_init (HoubuSignInPageClass *klass)
{
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = houbu_sign_in_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = houbu_sign_in_page_dispose;
  page_class->activate = houbu_sign_in_page_activate;
  page_class->deactivate = houbu_sign_in_page_deactivate;
  page_class->apply_state = houbu_sign_in_page_apply_state;
  page_class->receive = houbu_sign_in_page_receive;
  page_class->reload = houbu_sign_in_page_reload;
  page_class->find_field = houbu_sign_in_page_find_field;
  g_type_ensure (HOUBU_TYPE_ARTICLE_LIST);
  g_type_ensure (HOUBU_TYPE_CAPTCHA_ROW);
  g_type_ensure (HOUBU_TYPE_LINK_ROW);
  g_type_ensure (HOUBU_TYPE_REFLOW);
  g_type_ensure (HOUBU_TYPE_WORK_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
houbu_sign_in_page_init (HoubuSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * houbu_sign_in_page_go:
 * @from: the page in front
 * @account: name or phone of the account to sign in with
 *
 * Goes to the page for signing in, which needs the password only.
 */
void
houbu_sign_in_page_go (HoubuPage *from, const char *account)
{
  g_autoptr (GtkStringObject) what = gtk_string_object_new (account);

  houbu_page_go (from, HOUBU_PAGE_NAME_SIGN_IN, G_OBJECT (what));
}
