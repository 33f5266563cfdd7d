/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-window.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-connection-banner.h"
#include "houbu-error-text.h"
#include "houbu-lab-keeper.h"
#include "houbu-live-mark.h"
#include "houbu-page-stack.h"
#include "houbu-pages.h"
#include "houbu-places.h"
#include "houbu-practice-bar.h"
#include "houbu-promotion-dialog.h"
#include "houbu-return-page.h"
#include "houbu-spoken.h"
#include "houbu-step-bar.h"
#include "houbu-text-size.h"
#include "houbu-window-header.h"
#include "houbu-window-private.h"

struct _HoubuWindow
{
  AdwApplicationWindow parent_instance;

  /* template */
  HoubuConnectionBanner *banner;
  HoubuLiveMark *live_mark;
  HoubuPageStack *page_stack;
  HoubuPracticeBar *practice_bar;
  GtkWidget *refresh_button;
  HoubuStepBar *step_bar;
  AdwWindowTitle *title;
  AdwToastOverlay *toast_overlay;

  GSettings *settings;             /* (owned) (nullable) */
  HoubuLab *lab;                   /* (owned) */
  HoubuLabKeeper *keeper;          /* (owned) */
  HoubuServices *services;         /* (owned) (nullable) */
  GSignalGroup *candidate_signals; /* (owned) */
  GSignalGroup *journey_signals;   /* (owned) */
  char *wanted_page;               /* (owned) (nullable): to show once somebody is signed in */
  gboolean leaving;                /* closes as soon as the candidate is signed out */
};

enum
{
  SIGNAL_SERVICES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define TOAST_SECONDS 4
/* Below this width the header bar has no room for what the menu offers as well. */
#define NARROW_WIDTH 500

G_DEFINE_FINAL_TYPE (HoubuWindow, houbu_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_narrow (HoubuWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  return width > 0 && width < houbu_text_size_scale (GTK_WIDGET (self), NARROW_WIDTH) &&
         !gtk_window_is_maximized (GTK_WINDOW (self));
}

static void
update_actions (HoubuWindow *self)
{
  HoubuCandidate *candidate =
      self->services != NULL ? houbu_services_get_candidate (self->services) : NULL;
  const gboolean signed_in = candidate != NULL && houbu_candidate_get_account (candidate) != NULL;
  HoubuPage *page = houbu_page_stack_get_visible_page (self->page_stack);
  const gboolean can_reload = page != NULL && houbu_page_can_reload (page);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "win.back",
                                 houbu_page_stack_get_can_go_back (self->page_stack));
  gtk_widget_action_set_enabled (widget, "win.refresh", can_reload);
  gtk_widget_set_visible (self->refresh_button, can_reload && !is_narrow (self));
  gtk_widget_action_set_enabled (widget, "win.sign-out", signed_in);
  gtk_widget_action_set_enabled (widget, "win.home", signed_in);
  gtk_widget_action_set_enabled (widget, "win.change-phone", signed_in);
  gtk_widget_action_set_enabled (widget, "win.help", self->services != NULL);
}

static void
update (HoubuWindow *self)
{
  houbu_window_header_show_title (self->title, houbu_page_stack_get_visible_page (self->page_stack),
                                  self->services);
  houbu_window_header_show_steps (
      self->step_bar, houbu_page_stack_get_visible_name (self->page_stack), self->services);
  update_actions (self);
}

static void
on_default_width_notify_cb (HoubuWindow *self)
{
  if (self->page_stack != NULL)
    update_actions (self);
}

/* Home lies under what is wanted, so that there is a way back. */
static void
show_first_page (HoubuWindow *self)
{
  g_autofree char *wanted = g_steal_pointer (&self->wanted_page);

  houbu_window_show_page (self, HOUBU_PAGE_NAME_HOME, NULL);
  if (wanted != NULL)
    houbu_window_show_page (self, wanted, NULL);
}

static void
on_page_go_cb (HoubuPage *page, const char *name, GObject *what, HoubuWindow *self)
{
  if (!g_str_equal (name, HOUBU_PAGE_NAME_HOME))
    houbu_window_show_page (self, name, what);
  /* While it was asked who is remembered, the server may have said that nobody is to be. */
  else if (HOUBU_IS_RETURN_PAGE (page) && houbu_lab_keeper_has_somebody (self->keeper))
    houbu_lab_keeper_sign_out_async (self->keeper, NULL, NULL);
  else
    show_first_page (self);
}

static void
on_page_say_cb (HoubuPage *page, const char *text, HoubuWindow *self)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, TOAST_SECONDS);
  houbu_spoken_add_toast (self->toast_overlay, toast);
}

static HoubuPage *
build_page (HoubuWindow *self, const HoubuPageInfo *info)
{
  HoubuPage *page = g_object_new (info->get_type (), "services", self->services, NULL);

  g_signal_connect_object (page, "go", G_CALLBACK (on_page_go_cb), self, 0);
  g_signal_connect_object (page, "say", G_CALLBACK (on_page_say_cb), self, 0);
  houbu_page_stack_add (self->page_stack, info->name, page);
  return page;
}

static void
on_step_bar_step_chosen_cb (HoubuStepBar *step_bar, int step, HoubuWindow *self)
{
  HoubuProgress progress = houbu_journey_get_progress (houbu_services_get_journey (self->services));
  const char *page = houbu_flow_step_page (&progress, step);

  if (page != NULL)
    houbu_window_show_page (self, page, NULL);
}

static void
on_page_stack_visible_page_notify_cb (HoubuPageStack *stack, GParamSpec *pspec, HoubuWindow *self)
{
  if (self->keeper != NULL)
    houbu_lab_keeper_touch (self->keeper);
  update (self);
}

/* The pages hold what the last candidate saw and typed, so nothing of them may stay. */
static void
on_candidate_signed_out_cb (HoubuWindow *self, HoubuSignedOutReason reason)
{
  houbu_page_stack_clear (self->page_stack);
  houbu_window_show_page (self, HOUBU_PAGE_NAME_SIGN_IN, NULL);
  if (reason == HOUBU_SIGNED_OUT_EXPIRED)
    houbu_page_show_problem_text (houbu_page_stack_get_visible_page (self->page_stack),
                                  _ ("You Have Been Signed Out"),
                                  _ ("The session has ended. Sign in again to go on; your places "
                                     "in queues are safe."));
}

static void
on_signed_out_idle_cb (HoubuWindow *self)
{
  houbu_page_show_problem_text (houbu_page_stack_get_visible_page (self->page_stack),
                                _ ("You Have Been Signed Out"),
                                _ ("Nobody has used Houbu for a while. Your places in queues are "
                                   "safe; sign in again to go on."));
}

static void
on_candidate_promoted_cb (HoubuWindow *self, HoubuEntry *entry, HoubuEnrolment *enrolment)
{
  houbu_promotion_dialog_show (self, houbu_services_get_candidate (self->services), entry,
                               enrolment);
}

static void
on_candidate_not_remembered_cb (HoubuWindow *self, GError *error)
{
  /* Short: a toast has one line, also where that is 360 px wide. */
  const char *text = _ ("Not remembered: no keyring here");
  AdwToast *toast = NULL;

  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED))
    text = _ ("Not remembered: keyring is locked");
  else if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_SILENT))
    text = _ ("Not remembered: keyring is silent");
  toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, 0);
  houbu_spoken_add_toast (self->toast_overlay, toast);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  houbu_page_stack_go_back (HOUBU_WINDOW (widget)->page_stack);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HoubuPage *page = houbu_page_stack_get_visible_page (HOUBU_WINDOW (widget)->page_stack);

  if (page != NULL)
    houbu_page_reload (page);
}

static void
on_left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;

  gtk_window_destroy (window);
}

static void
leave (HoubuWindow *self)
{
  if (self->leaving)
    return;
  self->leaving = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  houbu_lab_keeper_sign_out_async (self->keeper, on_left_cb, g_object_ref (self));
}

static gboolean
houbu_window_close_request (GtkWindow *window)
{
  HoubuWindow *self = HOUBU_WINDOW (window);
  int width, height;

  if (houbu_lab_keeper_has_somebody (self->keeper))
    {
      leave (self);
      return TRUE;
    }

  if (self->settings != NULL)
    {
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set (self->settings, "window-size", "(ii)", width, height);
      g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
    }
  return GTK_WINDOW_CLASS (houbu_window_parent_class)->close_request (window);
}

static void
houbu_window_dispose (GObject *object)
{
  HoubuWindow *self = HOUBU_WINDOW (object);

  g_clear_object (&self->candidate_signals);
  g_clear_object (&self->journey_signals);
  if (self->page_stack != NULL)
    houbu_page_stack_clear (self->page_stack);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_WINDOW);
  g_clear_object (&self->keeper);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);
  g_clear_object (&self->lab);
  g_clear_pointer (&self->wanted_page, g_free);
  G_OBJECT_CLASS (houbu_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  houbu_window_install_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refresh",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "win.refresh", NULL);
}

static void
houbu_window_class_init (HoubuWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = houbu_window_close_request;
  install_actions (widget_class);
  signals[SIGNAL_SERVICES_CHANGED] =
      g_signal_new ("services-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);

  g_type_ensure (HOUBU_TYPE_CONNECTION_BANNER);
  g_type_ensure (HOUBU_TYPE_LIVE_MARK);
  g_type_ensure (HOUBU_TYPE_PAGE_STACK);
  g_type_ensure (HOUBU_TYPE_PRACTICE_BAR);
  g_type_ensure (HOUBU_TYPE_STEP_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/houbu/Houbu/ui/houbu-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, live_mark);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, practice_bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, step_bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, title);
  gtk_widget_class_bind_template_child (widget_class, HoubuWindow, toast_overlay);
  gtk_widget_class_bind_template_callback (widget_class, on_default_width_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_page_stack_visible_page_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_step_bar_step_chosen_cb);
}

static void
connect_signal_groups (HoubuWindow *self)
{
  self->candidate_signals = g_signal_group_new (HOUBU_TYPE_CANDIDATE);
  g_signal_group_connect_swapped (self->candidate_signals, "signed-out",
                                  G_CALLBACK (on_candidate_signed_out_cb), self);
  g_signal_group_connect_swapped (self->candidate_signals, "promoted",
                                  G_CALLBACK (on_candidate_promoted_cb), self);
  g_signal_group_connect_swapped (self->candidate_signals, "not-remembered",
                                  G_CALLBACK (on_candidate_not_remembered_cb), self);
  self->journey_signals = g_signal_group_new (HOUBU_TYPE_JOURNEY);
  g_signal_group_connect_swapped (self->journey_signals, "changed", G_CALLBACK (update), self);
}

static void
houbu_window_init (HoubuWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_spoken_tidy (GTK_WIDGET (self));
  connect_signal_groups (self);
  update (self);
}

/**
 * houbu_window_new:
 * @application: the application
 * @settings: (nullable): where its size and the server are remembered
 * @lab: lab mode
 *
 * Returns: (transfer none): a new window without a page
 */
HoubuWindow *
houbu_window_new (GtkApplication *application, GSettings *settings, HoubuLab *lab)
{
  HoubuWindow *self = g_object_new (HOUBU_TYPE_WINDOW, "application", application, NULL);
  int width, height;

  self->lab = g_object_ref (lab);
  self->keeper = houbu_lab_keeper_new (lab, GTK_WINDOW (self));
  g_signal_connect_object (self->keeper, "signed-out-idle", G_CALLBACK (on_signed_out_idle_cb),
                           self, G_CONNECT_SWAPPED);
  if (settings == NULL)
    return self;
  self->settings = g_object_ref (settings);
  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  return self;
}

/**
 * houbu_window_begin:
 * @self: a window
 * @server: (nullable): the address of a server, %NULL for the one remembered
 *
 * Shows the first page: where to connect to, or who is signed in there.
 */
void
houbu_window_begin (HoubuWindow *self, const char *server)
{
  g_autofree char *remembered = NULL;
  g_autoptr (HoubuConnection) connection = NULL;
  g_autoptr (HoubuServices) services = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HOUBU_IS_WINDOW (self));
  if (server == NULL)
    server = houbu_places_get_server ();
  if (server == NULL && self->settings != NULL)
    server = remembered = g_settings_get_string (self->settings, "server");
  if (server == NULL || *server == '\0')
    {
      houbu_window_show_page (self, HOUBU_PAGE_NAME_WELCOME, NULL);
      return;
    }
  connection = houbu_connection_new_for_text (server, &error);
  if (connection == NULL)
    {
      houbu_window_show_page (self, HOUBU_PAGE_NAME_WELCOME, NULL);
      houbu_page_show_problem (houbu_page_stack_get_visible_page (self->page_stack), error);
      return;
    }
  services = houbu_services_new (connection, NULL);
  houbu_window_set_services (self, services);
  houbu_window_show_page (
      self, houbu_lab_is_on (self->lab) ? HOUBU_PAGE_NAME_SIGN_IN : HOUBU_PAGE_NAME_RETURN, NULL);
}

/**
 * houbu_window_show_page:
 * @self: a window
 * @name: the name of a page
 * @what: (nullable): what to hand over to it; a #HoubuServices is the server to use from now on
 *
 * Shows a page, building it when it is shown for the first time.
 */
void
houbu_window_show_page (HoubuWindow *self, const char *name, GObject *what)
{
  const HoubuPageInfo *info = houbu_pages_find (name);
  HoubuPage *page;

  g_return_if_fail (HOUBU_IS_WINDOW (self) && info != NULL);
  if (what != NULL && HOUBU_IS_SERVICES (what))
    houbu_window_set_services (self, HOUBU_SERVICES (what));
  page = houbu_page_stack_find (self->page_stack, name);
  if (page == NULL)
    page = build_page (self, info);
  if (what != NULL)
    houbu_page_receive (page, what);
  houbu_page_stack_show (self->page_stack, name, info->first);
}

/**
 * houbu_window_set_services:
 * @self: a window
 * @services: (nullable): the server to use from now on
 *
 * Takes all pages of the server before away. The address is remembered, unless it is a practice
 * server's, which has another one each time.
 */
void
houbu_window_set_services (HoubuWindow *self, HoubuServices *services)
{
  HoubuCandidate *candidate = NULL;
  HoubuPractice *practice = NULL;

  g_return_if_fail (HOUBU_IS_WINDOW (self));
  houbu_page_stack_clear (self->page_stack);
  g_set_object (&self->services, services);
  houbu_lab_keeper_set_services (self->keeper, services);
  if (services != NULL)
    {
      candidate = houbu_services_get_candidate (services);
      practice = houbu_services_get_practice (services);
    }
  houbu_practice_bar_set_practice (self->practice_bar, practice);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.practise-afresh", practice != NULL);
  g_signal_group_set_target (self->candidate_signals, candidate);
  g_signal_group_set_target (self->journey_signals,
                             services != NULL ? houbu_services_get_journey (services) : NULL);
  houbu_connection_banner_set_candidate (self->banner, candidate);
  houbu_live_mark_set_candidate (self->live_mark, candidate);
  if (services != NULL && practice == NULL && self->settings != NULL &&
      houbu_places_get_server () == NULL)
    g_settings_set_string (self->settings, "server",
                           houbu_connection_get_server (houbu_services_get_connection (services)));
  update (self);
  g_signal_emit (self, signals[SIGNAL_SERVICES_CHANGED], 0);
}

/**
 * houbu_window_get_services:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the server in use
 */
HoubuServices *
houbu_window_get_services (HoubuWindow *self)
{
  g_return_val_if_fail (HOUBU_IS_WINDOW (self), NULL);
  return self->services;
}

/**
 * houbu_window_get_settings:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): where choices are remembered
 */
GSettings *
houbu_window_get_settings (HoubuWindow *self)
{
  g_return_val_if_fail (HOUBU_IS_WINDOW (self), NULL);
  return self->settings;
}

/**
 * houbu_window_get_lab:
 * @self: a window
 *
 * Returns: (transfer none): lab mode
 */
HoubuLab *
houbu_window_get_lab (HoubuWindow *self)
{
  g_return_val_if_fail (HOUBU_IS_WINDOW (self), NULL);
  return self->lab;
}

/**
 * houbu_window_is_leaving:
 * @self: a window
 *
 * Returns: whether it has been closed and goes as soon as the candidate is signed out
 */
gboolean
houbu_window_is_leaving (HoubuWindow *self)
{
  g_return_val_if_fail (HOUBU_IS_WINDOW (self), FALSE);
  return self->leaving;
}

/**
 * houbu_window_resume:
 * @self: a window without a page
 * @services: a server where somebody is signed in
 *
 * Goes on where the last window was closed.
 */
void
houbu_window_resume (HoubuWindow *self, HoubuServices *services)
{
  g_return_if_fail (HOUBU_IS_WINDOW (self) && HOUBU_IS_SERVICES (services));
  houbu_window_set_services (self, services);
  show_first_page (self);
}

/**
 * houbu_window_want_page:
 * @self: a window
 * @name: the name of a page
 *
 * Shows the page now if somebody is signed in, else as soon as it is known who.
 */
void
houbu_window_want_page (HoubuWindow *self, const char *name)
{
  HoubuCandidate *candidate = NULL;

  g_return_if_fail (HOUBU_IS_WINDOW (self) && houbu_pages_find (name) != NULL);
  if (self->services != NULL)
    candidate = houbu_services_get_candidate (self->services);
  if (candidate != NULL && houbu_candidate_get_account (candidate) != NULL)
    houbu_window_show_page (self, name, NULL);
  else
    {
      g_free (self->wanted_page);
      self->wanted_page = g_strdup (name);
    }
}
