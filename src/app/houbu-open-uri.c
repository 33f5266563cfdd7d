/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-open-uri.h"

#include <glib/gi18n.h>

static void
on_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The address comes from a server: nothing but a web page is opened, whatever it says. */
static gboolean
is_web_page (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *scheme = parsed != NULL ? g_uri_get_scheme (parsed) : NULL;

  return g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0;
}

/**
 * houbu_open_uri_async:
 * @parent: a widget in the window that asks for it
 * @uri: the address of a web page
 * @cancellable: (nullable): ends it
 * @callback: called when a browser was asked to show it
 * @user_data: for @callback
 */
void
houbu_open_uri_async (GtkWidget *parent,
                      const char *uri,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = NULL;
  GtkRoot *root = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent) && uri != NULL);

  task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_open_uri_async);
  root = gtk_widget_get_root (parent);
  if (GTK_IS_WINDOW (root) && is_web_page (uri))
    {
      gtk_show_uri_full (GTK_WINDOW (root), uri, GDK_CURRENT_TIME, cancellable, on_shown_cb, task);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                           _ ("This is not the address of a web page"));
  g_object_unref (task);
}

/**
 * houbu_open_uri_finish:
 * @parent: the widget that asked
 * @result: what the callback got
 * @error: why no browser was found, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether a browser was asked to show it
 */
gboolean
houbu_open_uri_finish (GtkWidget *parent, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
