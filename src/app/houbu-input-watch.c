/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-input-watch.h"

#include <time.h>

struct _HoubuInputWatch
{
  GObject parent_instance;

  gint64 last_input; /* µs on the clock of now() */
  double x, y;       /* where the pointer was seen last */
};

/* Marks a window that is listened to. */
#define LISTENED "houbu-input-watch"

G_DEFINE_FINAL_TYPE (HoubuInputWatch, houbu_input_watch, G_TYPE_OBJECT)

/* Goes on while the computer sleeps, unlike GLib's. */
static gint64
now (void)
{
  struct timespec moment;

  clock_gettime (CLOCK_BOOTTIME, &moment);
  return moment.tv_sec * G_USEC_PER_SEC + moment.tv_nsec / 1000;
}

/* GTK makes up a motion when what lies under a resting pointer changes, as a countdown does. */
static gboolean
has_moved (HoubuInputWatch *self, GdkEvent *event)
{
  double x, y;

  if (!gdk_event_get_position (event, &x, &y) || (x == self->x && y == self->y))
    return FALSE;
  self->x = x;
  self->y = y;
  return TRUE;
}

static gboolean
on_event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, HoubuInputWatch *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
      if (has_moved (self, event))
        houbu_input_watch_touch (self);
      break;
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
    case GDK_TOUCHPAD_HOLD:
      houbu_input_watch_touch (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
listen (HoubuInputWatch *self, GtkWidget *window)
{
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (window), LISTENED) == self)
    return;
  g_object_set_data (G_OBJECT (window), LISTENED, self);
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event_cb), self, 0);
  gtk_widget_add_controller (window, controller);
}

static void
on_windows_changed_cb (
    GListModel *windows, guint position, guint removed, guint added, HoubuInputWatch *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      listen (self, window);
    }
}

static void
houbu_input_watch_class_init (HoubuInputWatchClass *klass)
{
}

static void
houbu_input_watch_init (HoubuInputWatch *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  g_signal_connect_object (windows, "items-changed", G_CALLBACK (on_windows_changed_cb), self, 0);
  on_windows_changed_cb (windows, 0, 0, g_list_model_get_n_items (windows), self);
  houbu_input_watch_touch (self);
}

/**
 * houbu_input_watch_new:
 *
 * Returns: (transfer full): a watch over all windows of the program, those to come as well
 */
HoubuInputWatch *
houbu_input_watch_new (void)
{
  return g_object_new (HOUBU_TYPE_INPUT_WATCH, NULL);
}

/**
 * houbu_input_watch_touch:
 * @self: a watch
 *
 * Somebody is here, however that is known.
 */
void
houbu_input_watch_touch (HoubuInputWatch *self)
{
  g_return_if_fail (HOUBU_IS_INPUT_WATCH (self));
  self->last_input = now ();
}

/**
 * houbu_input_watch_get_idle:
 * @self: a watch
 *
 * Returns: µs since somebody was here, sleep of the computer included
 */
gint64
houbu_input_watch_get_idle (HoubuInputWatch *self)
{
  g_return_val_if_fail (HOUBU_IS_INPUT_WATCH (self), 0);
  return now () - self->last_input;
}
