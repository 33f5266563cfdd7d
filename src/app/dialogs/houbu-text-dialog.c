/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-text-dialog.h"

#include "houbu-error-text.h"
#include "houbu-page-frame.h"
#include "houbu-rich-text.h"
#include "houbu-spoken.h"

struct _HoubuTextDialog
{
  AdwWindow parent_instance;

  /* template */
  HoubuPageFrame *frame;
  GtkBox *text_box;

  HoubuPageService *service; /* (owned) (nullable): for a text of the server */
  GCancellable *cancellable; /* (owned) */
  HoubuPageKind kind;
};

G_DEFINE_FINAL_TYPE (HoubuTextDialog, houbu_text_dialog, ADW_TYPE_WINDOW)

static void
on_text_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuTextDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuTextPage) page =
      houbu_page_service_get_finish (HOUBU_PAGE_SERVICE (source), result, &error);
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      title = houbu_error_text_get_title (error);
      body = houbu_error_text_get_body (error);
      houbu_page_frame_set_error (self->frame, title, body);
      houbu_page_frame_apply (self->frame, HOUBU_PAGE_ERROR, FALSE);
      return;
    }
  gtk_window_set_title (GTK_WINDOW (self), houbu_text_page_get_title (page));
  houbu_rich_text_fill (self->text_box, houbu_text_page_get_body (page));
  houbu_page_frame_apply (self->frame, HOUBU_PAGE_READY, FALSE);
}

static void
load (HoubuTextDialog *self)
{
  houbu_page_frame_apply (self->frame, HOUBU_PAGE_LOADING, FALSE);
  houbu_page_service_get_async (self->service, houbu_page_kind_to_string (self->kind),
                                self->cancellable, on_text_got_cb, g_object_ref (self));
}

static void
on_frame_retry_cb (HoubuPageFrame *frame, HoubuTextDialog *self)
{
  load (self);
}

static void
houbu_text_dialog_dispose (GObject *object)
{
  HoubuTextDialog *self = HOUBU_TEXT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_TEXT_DIALOG);
  G_OBJECT_CLASS (houbu_text_dialog_parent_class)->dispose (object);
}

static gboolean
houbu_text_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (HOUBU_TEXT_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (houbu_text_dialog_parent_class)->close_request (window);
}

static void
houbu_text_dialog_class_init (HoubuTextDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_text_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = houbu_text_dialog_close_request;
  g_type_ensure (HOUBU_TYPE_PAGE_FRAME);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-text-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuTextDialog, frame);
  gtk_widget_class_bind_template_child (widget_class, HoubuTextDialog, text_box);
  gtk_widget_class_bind_template_callback (widget_class, on_frame_retry_cb);
}

static void
houbu_text_dialog_init (HoubuTextDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_spoken_tidy (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

static HoubuTextDialog *
open_over (GtkWidget *parent)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  HoubuTextDialog *self = g_object_new (HOUBU_TYPE_TEXT_DIALOG, NULL);

  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  return self;
}

/**
 * houbu_text_dialog_show:
 * @parent: the widget that asks for it
 * @services: how to ask for the text
 * @kind: which text
 *
 * Shows a text for candidates.
 */
void
houbu_text_dialog_show (GtkWidget *parent, HoubuServices *services, HoubuPageKind kind)
{
  HoubuTextDialog *self = open_over (parent);

  self->kind = kind;
  self->service = houbu_page_service_new (houbu_services_get_connection (services));
  load (self);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * houbu_text_dialog_show_text:
 * @parent: the widget that asks for it
 * @title: what it is about
 * @text: the text, in the form of the server's
 *
 * Shows a text of the app's own, which needs no server.
 */
void
houbu_text_dialog_show_text (GtkWidget *parent, const char *title, const char *text)
{
  HoubuTextDialog *self = open_over (parent);

  gtk_window_set_title (GTK_WINDOW (self), title);
  houbu_rich_text_fill (self->text_box, text);
  houbu_page_frame_apply (self->frame, HOUBU_PAGE_READY, FALSE);
  gtk_window_present (GTK_WINDOW (self));
}
