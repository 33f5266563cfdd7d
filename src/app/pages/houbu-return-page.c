/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-return-page.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-error-text.h"
#include "houbu-pages.h"

struct _HoubuReturnPage
{
  HoubuPage parent_instance;

  /* template */
  GtkWidget *content_box;
  GtkWidget *failed_image;
  GtkWidget *retry_button;
  GtkSpinner *spinner;
  GtkLabel *text_label;
  GtkLabel *title_label;

  guint glance;
};

/* Most are back sooner than anybody reads. */
#define GLANCE_MS 200

G_DEFINE_FINAL_TYPE (HoubuReturnPage, houbu_return_page, HOUBU_TYPE_PAGE)

static HoubuCandidate *
get_candidate (HoubuReturnPage *self)
{
  return houbu_services_get_candidate (houbu_page_get_services (HOUBU_PAGE (self)));
}

static const char *
get_server (HoubuReturnPage *self)
{
  return houbu_connection_get_server (
      houbu_services_get_connection (houbu_page_get_services (HOUBU_PAGE (self))));
}

static gboolean
on_glance_over_cb (gpointer user_data)
{
  HoubuReturnPage *self = user_data;

  self->glance = 0;
  gtk_widget_set_visible (self->content_box, TRUE);
  return G_SOURCE_REMOVE;
}

/* @failed: the server has been asked in vain, not: it is being asked */
static void
show (HoubuReturnPage *self, gboolean failed, const char *title, const char *text)
{
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->text_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), !failed);
  gtk_spinner_set_spinning (self->spinner, !failed);
  gtk_widget_set_visible (self->failed_image, failed);
  gtk_widget_set_visible (self->retry_button, failed);
}

/* The focus goes to what can be done, so that what has happened is heard. */
static void
show_failure (HoubuReturnPage *self, const GError *error)
{
  g_autofree char *title = houbu_error_text_get_title (error);
  g_autofree char *text = houbu_error_text_get_body_of_server (error, get_server (self));
  g_autofree char *news = g_strdup_printf ("%s %s", title, text);

  show (self, TRUE, title, text);
  gtk_widget_set_visible (self->content_box, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->retry_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, news, -1);
  gtk_widget_grab_focus (self->retry_button);
}

/* Nobody is remembered, or nobody may look: the password it is. */
static gboolean
asks_for_password (const GError *error)
{
  return g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_MISSING) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_SILENT);
}

static gboolean
is_back (HoubuReturnPage *self)
{
  return houbu_candidate_get_account (get_candidate (self)) != NULL;
}

/* Who came back may have been signed out again meanwhile. */
static void
go_on (HoubuReturnPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), is_back (self) ? HOUBU_PAGE_NAME_HOME : HOUBU_PAGE_NAME_SIGN_IN,
                 NULL);
}

static void
on_restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuReturnPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_candidate_restore_finish (HOUBU_CANDIDATE (source), result, &error))
    go_on (self);
  else if (asks_for_password (error))
    houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_SIGN_IN, NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static void
restore (HoubuReturnPage *self)
{
  /* Translators: %s is the address of a server */
  g_autofree char *text = g_strdup_printf (_ ("Waiting for the answer of %s"), get_server (self));

  show (self, FALSE, _ ("Signing You In…"), text);
  houbu_candidate_restore_async (get_candidate (self),
                                 houbu_page_get_cancellable (HOUBU_PAGE (self)), on_restored_cb,
                                 g_object_ref (self));
}

static void
on_retry_button_clicked_cb (HoubuReturnPage *self)
{
  restore (self);
}

static void
on_sign_out_button_clicked_cb (HoubuReturnPage *self)
{
  houbu_candidate_forget_remembered (get_candidate (self));
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_SIGN_IN, NULL);
}

static void
houbu_return_page_activate (HoubuPage *page)
{
  HoubuReturnPage *self = HOUBU_RETURN_PAGE (page);

  if (is_back (self))
    {
      go_on (self);
      return;
    }
  if (self->glance == 0)
    self->glance = g_timeout_add (GLANCE_MS, on_glance_over_cb, self);
  restore (self);
}

static void
houbu_return_page_dispose (GObject *object)
{
  HoubuReturnPage *self = HOUBU_RETURN_PAGE (object);

  g_clear_handle_id (&self->glance, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_RETURN_PAGE);
  G_OBJECT_CLASS (houbu_return_page_parent_class)->dispose (object);
}

static void
houbu_return_page_class_init (HoubuReturnPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_return_page_dispose;
  HOUBU_PAGE_CLASS (klass)->activate = houbu_return_page_activate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-return-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuReturnPage, content_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuReturnPage, failed_image);
  gtk_widget_class_bind_template_child (widget_class, HoubuReturnPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuReturnPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HoubuReturnPage, text_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuReturnPage, title_label);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_out_button_clicked_cb);
}

static void
houbu_return_page_init (HoubuReturnPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}
