/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-connection-banner.h"

#include <glib/gi18n.h>

#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuConnectionBanner
{
  AdwBin parent_instance;

  HoubuCandidate *candidate; /* (owned) (nullable) */
  GSignalGroup *signals;     /* (owned) */
  guint timer;

  /* template */
  GtkLabel *label;
  GtkWidget *bar;
};

/* The age in the text is told in minutes, so it need not be looked at more often. */
#define REFRESH_SECONDS 10

G_DEFINE_FINAL_TYPE (HoubuConnectionBanner, houbu_connection_banner, ADW_TYPE_BIN)

static char *
describe (HoubuCandidate *candidate)
{
  const gint64 updated = houbu_candidate_get_last_updated (candidate);
  const gint64 now = g_get_real_time ();
  g_autofree char *moment = NULL;
  g_autofree char *ago = NULL;

  if (updated == 0)
    return g_strdup (_ ("No connection to the server. Trying again…"));
  moment = houbu_text_moment (updated, now);
  ago = houbu_text_ago (now - updated);
  /* Translators: a time such as 10:32, and how long ago that is, such as "3 min ago" */
  return g_strdup_printf (_ ("No connection. What you see is from %s (%s). Trying again…"), moment,
                          ago);
}

static void
update (HoubuConnectionBanner *self)
{
  const gboolean lost = self->candidate != NULL &&
                        houbu_candidate_get_live_state (self->candidate) == HOUBU_LIVE_STALE;
  g_autofree char *text = lost ? describe (self->candidate) : NULL;

  gtk_widget_set_visible (self->bar, lost);
  if (lost)
    gtk_label_set_text (self->label, text);
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_retry_clicked_cb (GtkButton *button, HoubuConnectionBanner *self)
{
  if (self->candidate != NULL)
    houbu_candidate_reconnect (self->candidate);
}

static void
houbu_connection_banner_map (GtkWidget *widget)
{
  HoubuConnectionBanner *self = HOUBU_CONNECTION_BANNER (widget);

  GTK_WIDGET_CLASS (houbu_connection_banner_parent_class)->map (widget);
  self->timer = g_timeout_add_seconds (REFRESH_SECONDS, on_timeout_cb, self);
}

static void
houbu_connection_banner_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&HOUBU_CONNECTION_BANNER (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (houbu_connection_banner_parent_class)->unmap (widget);
}

static void
houbu_connection_banner_dispose (GObject *object)
{
  HoubuConnectionBanner *self = HOUBU_CONNECTION_BANNER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->candidate);
  /* The bar is the bin's child as well as the template's: each would let it go on its own. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_CONNECTION_BANNER);
  G_OBJECT_CLASS (houbu_connection_banner_parent_class)->dispose (object);
}

static void
houbu_connection_banner_class_init (HoubuConnectionBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_connection_banner_dispose;
  widget_class->map = houbu_connection_banner_map;
  widget_class->unmap = houbu_connection_banner_unmap;
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-connection-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuConnectionBanner, bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuConnectionBanner, label);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_connection_banner_init (HoubuConnectionBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_spoken_tidy (GTK_WIDGET (self));
  self->signals = g_signal_group_new (HOUBU_TYPE_CANDIDATE);
  g_signal_group_connect_swapped (self->signals, "notify::live-state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::last-updated", G_CALLBACK (update), self);
}

/**
 * houbu_connection_banner_set_candidate:
 * @self: a banner
 * @candidate: (nullable): whose connection to tell about
 */
void
houbu_connection_banner_set_candidate (HoubuConnectionBanner *self, HoubuCandidate *candidate)
{
  g_return_if_fail (HOUBU_IS_CONNECTION_BANNER (self));
  if (!g_set_object (&self->candidate, candidate))
    return;
  g_signal_group_set_target (self->signals, candidate);
  update (self);
}
