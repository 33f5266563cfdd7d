/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-welcome-page.h"

#include <glib/gi18n.h>

#include "houbu-pages.h"
#include "houbu-practice.h"

struct _HoubuWelcomePage
{
  HoubuPage parent_instance;

  /* template */
  GtkWidget *address_row;
  GtkWidget *connect_button;
  GtkWidget *practice_button;

  HoubuConnection *trying; /* (owned) (nullable): the server that is being asked */
};

G_DEFINE_FINAL_TYPE (HoubuWelcomePage, houbu_welcome_page, HOUBU_TYPE_PAGE)

static void
adopt (HoubuWelcomePage *self, HoubuConnection *connection, HoubuPractice *practice)
{
  g_autoptr (HoubuServices) services = houbu_services_new (connection, practice);

  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_SIGN_IN, G_OBJECT (services));
}

static void
on_health_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuHealth) health =
      houbu_exam_service_health_finish (HOUBU_EXAM_SERVICE (source), result, &error);
  g_autoptr (HoubuConnection) connection = g_steal_pointer (&self->trying);

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (health == NULL)
    {
      houbu_page_show_problem (HOUBU_PAGE (self), error);
      return;
    }
  adopt (self, connection, NULL);
}

static void
connect_to_server (HoubuWelcomePage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address_row));
  g_autoptr (HoubuExamService) service = NULL;
  g_autoptr (GError) error = NULL;

  if (houbu_page_get_busy (HOUBU_PAGE (self)))
    return;
  houbu_page_clear_problem (HOUBU_PAGE (self));
  g_clear_object (&self->trying);
  self->trying = houbu_connection_new_for_text (text, &error);
  if (self->trying == NULL)
    {
      houbu_page_show_problem (HOUBU_PAGE (self), error);
      gtk_widget_grab_focus (self->address_row);
      return;
    }
  houbu_page_set_busy (HOUBU_PAGE (self), TRUE);
  service = houbu_exam_service_new (self->trying);
  houbu_exam_service_health_async (service, houbu_page_get_cancellable (HOUBU_PAGE (self)),
                                   on_health_got_cb, g_object_ref (self));
}

static void
on_connect_clicked_cb (GtkWidget *widget, HoubuWelcomePage *self)
{
  connect_to_server (self);
}

static void
on_practice_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuPractice) practice = houbu_practice_start_finish (result, &error);
  g_autoptr (HoubuConnection) connection = NULL;

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (practice != NULL)
    connection = houbu_connection_new_for_text (houbu_practice_get_address (practice), &error);
  if (connection != NULL)
    adopt (self, connection, practice);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    houbu_page_show_problem_text (HOUBU_PAGE (self), _ ("Practice could not be started"),
                                  error->message);
}

static void
on_practice_clicked_cb (GtkButton *button, HoubuWelcomePage *self)
{
  g_autofree char *folder = houbu_practice_get_default_dir ();

  houbu_page_clear_problem (HOUBU_PAGE (self));
  houbu_page_set_busy (HOUBU_PAGE (self), TRUE);
  houbu_practice_start_async (folder, houbu_page_get_cancellable (HOUBU_PAGE (self)),
                              on_practice_started_cb, g_object_ref (self));
}

/* A practice that is handed over is to begin afresh. */
static void
houbu_welcome_page_receive (HoubuPage *page, GObject *what)
{
  if (!HOUBU_IS_PRACTICE (what))
    return;
  houbu_page_set_busy (page, TRUE);
  houbu_practice_afresh_async (HOUBU_PRACTICE (what), houbu_page_get_cancellable (page),
                               on_practice_started_cb, g_object_ref (page));
}

static void
on_address_changed_cb (GtkEditable *editable, HoubuWelcomePage *self)
{
  houbu_page_clear_problem (HOUBU_PAGE (self));
  houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}

static void
houbu_welcome_page_apply_state (HoubuPage *page)
{
  HoubuWelcomePage *self = HOUBU_WELCOME_PAGE (page);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->address_row));

  gtk_widget_set_sensitive (self->connect_button, *text != '\0');
  gtk_widget_set_tooltip_text (self->connect_button,
                               *text != '\0' ? NULL : _ ("Type the address of a server first"));
}

static void
houbu_welcome_page_activate (HoubuPage *page)
{
  houbu_page_set_state (page, HOUBU_PAGE_READY);
}

static GtkWidget *
houbu_welcome_page_find_field (HoubuPage *page, const char *field)
{
  return g_str_equal (field, "server") ? HOUBU_WELCOME_PAGE (page)->address_row : NULL;
}

static void
houbu_welcome_page_dispose (GObject *object)
{
  g_clear_object (&HOUBU_WELCOME_PAGE (object)->trying);
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (houbu_welcome_page_parent_class)->dispose (object);
}

static void
houbu_welcome_page_class_init (HoubuWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_welcome_page_dispose;
  page_class->activate = houbu_welcome_page_activate;
  page_class->apply_state = houbu_welcome_page_apply_state;
  page_class->find_field = houbu_welcome_page_find_field;
  page_class->receive = houbu_welcome_page_receive;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuWelcomePage, address_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuWelcomePage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuWelcomePage, practice_button);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_practice_clicked_cb);
}

static void
houbu_welcome_page_init (HoubuWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
