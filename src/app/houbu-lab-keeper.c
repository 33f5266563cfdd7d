/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-lab-keeper.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-input-watch.h"
#include "houbu-text.h"

struct _HoubuLabKeeper
{
  GObject parent_instance;

  HoubuLab *lab;                   /* (owned) */
  GtkWindow *window;               /* (unowned): owns this */
  HoubuServices *services;         /* (owned) (nullable) */
  GSignalGroup *services_signals;  /* (owned) */
  GSignalGroup *candidate_signals; /* (owned) */
  HoubuInputWatch *watch;          /* (owned) */
  GCancellable *warning;           /* (owned) (nullable): closes the warning that is shown */
  GtkLabel *left_label;            /* (owned) (nullable): of that warning */
  guint timer;
};

enum
{
  SIGNAL_SIGNED_OUT_IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define WARNING_SECONDS 120
/* Whoever closes the window does not wait longer for a server that is away. */
#define SIGN_OUT_SECONDS 5

G_DEFINE_FINAL_TYPE (HoubuLabKeeper, houbu_lab_keeper, G_TYPE_OBJECT)

static HoubuCandidate *
get_candidate (HoubuLabKeeper *self)
{
  return self->services != NULL ? houbu_services_get_candidate (self->services) : NULL;
}

/* Signing out */

static gboolean
on_patience_over_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
end_patience (GSource *patience)
{
  g_source_destroy (patience);
  g_source_unref (patience);
}

static void
on_signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* Signed out here in any case; a server that was away lets the session run out. */
  houbu_candidate_sign_out_finish (HOUBU_CANDIDATE (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
on_idle_signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_signal_emit (source, signals[SIGNAL_SIGNED_OUT_IDLE], 0);
}

/* The warning */

static void
end_warning (HoubuLabKeeper *self)
{
  g_autoptr (GCancellable) warning = g_steal_pointer (&self->warning);

  g_clear_object (&self->left_label);
  g_cancellable_cancel (warning);
}

static void
on_warning_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuLabKeeper) self = user_data;
  const gboolean leave = houbu_confirm_dialog_ask_finish (result);

  if (self->warning == NULL)
    return;
  end_warning (self);
  houbu_lab_keeper_touch (self);
  if (leave)
    houbu_lab_keeper_sign_out_async (self, NULL, NULL);
}

static char *
describe_left (gint64 left)
{
  const int seconds = (int) MAX (left / G_TIME_SPAN_SECOND, 0);

  /* Translators: minutes and seconds until somebody is signed out */
  return g_strdup_printf (_ ("Time left: %d:%02d"), seconds / 60, seconds % 60);
}

static void
show_left (HoubuLabKeeper *self, gint64 left)
{
  g_autofree char *text = describe_left (left);

  gtk_label_set_text (self->left_label, text);
}

/* A dialog of its own, which takes the focus: a screen reader reads it out. */
static void
warn (HoubuLabKeeper *self, gint64 left)
{
  g_autofree char *span = houbu_text_left (left + G_TIME_SPAN_SECOND - 1);
  g_autofree char *body = NULL;
  HoubuConfirm confirm = {
    .heading = _ ("Are You Still There?"),
    .accept = _ ("Sign _Out Now"),
    .refuse = _ ("_Stay Signed In"),
    .destructive = TRUE,
  };

  /* Translators: %s is a span of time such as "2 min" */
  confirm.body = body = g_strdup_printf (
      _ ("Nobody has used Houbu for a while, and others use this computer too. In %s you are "
         "signed out here. Your place in the queue is safe; seats and payments stay as well."),
      span);
  self->warning = g_cancellable_new ();
  self->left_label = g_object_ref_sink (GTK_LABEL (gtk_label_new (NULL)));
  gtk_widget_add_css_class (GTK_WIDGET (self->left_label), "numeric");
  confirm.extra = GTK_WIDGET (self->left_label);
  show_left (self, left);
  gtk_window_present (self->window);
  houbu_confirm_dialog_ask_async (GTK_WIDGET (self->window), &confirm, self->warning,
                                  on_warning_answered_cb, g_object_ref (self));
}

/* Sooner where the whole time is short. */
static gint64
get_warning_span (gint64 whole)
{
  return MIN (WARNING_SECONDS * G_TIME_SPAN_SECOND, whole / 2);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  HoubuLabKeeper *self = user_data;
  const gint64 whole = houbu_lab_get_idle_seconds (self->lab) * G_TIME_SPAN_SECOND;
  const gint64 left = whole - houbu_input_watch_get_idle (self->watch);

  if (!houbu_lab_keeper_has_somebody (self))
    {
      end_warning (self);
      self->timer = 0;
      return G_SOURCE_REMOVE;
    }
  if (left <= 0)
    {
      end_warning (self);
      self->timer = 0;
      houbu_lab_keeper_sign_out_async (self, on_idle_signed_out_cb, NULL);
      return G_SOURCE_REMOVE;
    }
  if (self->warning != NULL)
    show_left (self, left);
  else if (left <= get_warning_span (whole))
    warn (self, left);
  return G_SOURCE_CONTINUE;
}

/* What the candidate leaves */

/* What somebody copied elsewhere is not ours to clear. */
static void
clear_clipboard (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

static void
close_dialogs (HoubuLabKeeper *self)
{
  g_autolist (GtkWindow) windows = gtk_window_list_toplevels ();

  g_list_foreach (windows, (GFunc) (void *) g_object_ref, NULL);
  for (GList *link = windows; link != NULL; link = link->next)
    if (GTK_WINDOW (link->data) != self->window &&
        gtk_window_get_transient_for (link->data) != NULL)
      gtk_window_close (link->data);
}

static void
on_candidate_signed_out_cb (HoubuLabKeeper *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self->window));

  if (houbu_lab_is_on (self->lab))
    {
      clear_clipboard (gdk_display_get_clipboard (display));
      clear_clipboard (gdk_display_get_primary_clipboard (display));
      close_dialogs (self);
    }
  /* For whoever comes next. */
  houbu_services_learn (self->services);
}

static void
on_account_notify_cb (HoubuLabKeeper *self)
{
  houbu_lab_keeper_touch (self);
  if (self->timer == 0 && houbu_lab_keeper_has_somebody (self))
    self->timer = g_timeout_add_seconds (1, on_tick_cb, self);
}

static void
on_health_notify_cb (HoubuLabKeeper *self)
{
  houbu_lab_follow_server (self->lab, houbu_services_asks_for_lab (self->services));
}

static void
on_lab_changed_cb (HoubuLabKeeper *self)
{
  if (self->services == NULL)
    return;
  houbu_services_set_lab (self->services, self->lab);
  if (houbu_lab_is_on (self->lab))
    houbu_candidate_stop_remembering (get_candidate (self));
  on_account_notify_cb (self);
}

static void
houbu_lab_keeper_dispose (GObject *object)
{
  HoubuLabKeeper *self = HOUBU_LAB_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  end_warning (self);
  g_clear_object (&self->services_signals);
  g_clear_object (&self->candidate_signals);
  g_clear_object (&self->services);
  g_clear_object (&self->watch);
  g_clear_object (&self->lab);
  G_OBJECT_CLASS (houbu_lab_keeper_parent_class)->dispose (object);
}

static void
houbu_lab_keeper_class_init (HoubuLabKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_lab_keeper_dispose;
  signals[SIGNAL_SIGNED_OUT_IDLE] =
      g_signal_new ("signed-out-idle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
houbu_lab_keeper_init (HoubuLabKeeper *self)
{
  self->watch = houbu_input_watch_new ();
  self->services_signals = g_signal_group_new (HOUBU_TYPE_SERVICES);
  g_signal_group_connect_swapped (self->services_signals, "learnt",
                                  G_CALLBACK (on_health_notify_cb), self);
  self->candidate_signals = g_signal_group_new (HOUBU_TYPE_CANDIDATE);
  g_signal_group_connect_swapped (self->candidate_signals, "notify::account",
                                  G_CALLBACK (on_account_notify_cb), self);
  g_signal_group_connect_swapped (self->candidate_signals, "signed-out",
                                  G_CALLBACK (on_candidate_signed_out_cb), self);
}

/**
 * houbu_lab_keeper_new:
 * @lab: lab mode
 * @window: (transfer none): whose candidate it keeps; has to live longer
 *
 * Returns: (transfer full): a keeper of nobody yet
 */
HoubuLabKeeper *
houbu_lab_keeper_new (HoubuLab *lab, GtkWindow *window)
{
  HoubuLabKeeper *self = g_object_new (HOUBU_TYPE_LAB_KEEPER, NULL);

  self->lab = g_object_ref (lab);
  self->window = window;
  g_signal_connect_object (lab, "changed", G_CALLBACK (on_lab_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * houbu_lab_keeper_set_services:
 * @self: a keeper
 * @services: (nullable): the server to keep from now on; it is asked what it wants here
 */
void
houbu_lab_keeper_set_services (HoubuLabKeeper *self, HoubuServices *services)
{
  g_return_if_fail (HOUBU_IS_LAB_KEEPER (self));
  if (!g_set_object (&self->services, services))
    return;
  end_warning (self);
  g_signal_group_set_target (self->services_signals, services);
  g_signal_group_set_target (self->candidate_signals, get_candidate (self));
  if (services == NULL)
    {
      houbu_lab_follow_server (self->lab, FALSE);
      return;
    }
  on_health_notify_cb (self);
  on_lab_changed_cb (self);
  houbu_services_learn (services);
}

/**
 * houbu_lab_keeper_touch:
 * @self: a keeper
 *
 * Somebody is here, though no key, pointer or touch may have said so.
 */
void
houbu_lab_keeper_touch (HoubuLabKeeper *self)
{
  g_return_if_fail (HOUBU_IS_LAB_KEEPER (self));
  houbu_input_watch_touch (self->watch);
}

/**
 * houbu_lab_keeper_has_somebody:
 * @self: a keeper
 *
 * Returns: whether somebody is signed in who has to be signed out when they leave
 */
gboolean
houbu_lab_keeper_has_somebody (HoubuLabKeeper *self)
{
  HoubuCandidate *candidate = get_candidate (self);

  g_return_val_if_fail (HOUBU_IS_LAB_KEEPER (self), FALSE);
  return houbu_lab_is_on (self->lab) && candidate != NULL &&
         houbu_candidate_get_account (candidate) != NULL;
}

/**
 * houbu_lab_keeper_sign_out_async:
 * @self: a keeper of somebody
 * @callback: (nullable): called when nobody is signed in here any more, soon whatever the server
 * does
 * @user_data: for @callback
 */
void
houbu_lab_keeper_sign_out_async (HoubuLabKeeper *self,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GSource *patience = NULL;
  GTask *task = NULL;

  g_return_if_fail (HOUBU_IS_LAB_KEEPER (self) && self->services != NULL);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, houbu_lab_keeper_sign_out_async);
  patience = g_timeout_source_new_seconds (SIGN_OUT_SECONDS);
  g_source_set_callback (patience, on_patience_over_cb, g_object_ref (cancellable), g_object_unref);
  g_source_attach (patience, NULL);
  g_task_set_task_data (task, patience, (GDestroyNotify) end_patience);
  houbu_candidate_sign_out_async (get_candidate (self), FALSE, cancellable, on_signed_out_cb, task);
}
