/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-qualification-page.h"

#include <glib/gi18n.h>

#include "houbu-confirm-page.h"
#include "houbu-identity-form.h"
#include "houbu-pages.h"

struct _HoubuQualificationPage
{
  HoubuPage parent_instance;

  /* template */
  HoubuIdentityForm *form;
};

G_DEFINE_FINAL_TYPE (HoubuQualificationPage, houbu_qualification_page, HOUBU_TYPE_PAGE)

static void
on_queried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuQualificationPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuQualificationResult) found = houbu_qualification_service_query_finish (
      HOUBU_QUALIFICATION_SERVICE (source), result, &error);

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (found != NULL)
    houbu_page_go (
        HOUBU_PAGE (self), HOUBU_PAGE_NAME_CONFIRM,
        houbu_confirm_page_prepare (found, houbu_identity_form_get_typed_number (self->form)));
  else
    houbu_page_show_problem (HOUBU_PAGE (self), error);
}

static void
query (HoubuQualificationPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);
  g_autofree char *name = houbu_identity_form_dup_name (self->form);
  g_autofree char *number = houbu_identity_form_dup_number (self->form);

  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_qualification_service_query_async (
      houbu_services_get_qualification (houbu_page_get_services (page)),
      houbu_identity_form_get_id_type (self->form), number, name, houbu_page_get_cancellable (page),
      on_queried_cb, g_object_ref (self));
}

static void
on_query_clicked_cb (GtkWidget *widget, HoubuQualificationPage *self)
{
  const char *missing;

  if (houbu_page_get_busy (HOUBU_PAGE (self)))
    return;
  missing = houbu_identity_form_find_missing (self->form);
  if (missing != NULL)
    houbu_page_focus_field (HOUBU_PAGE (self), missing);
  else
    query (self);
}

static void
houbu_qualification_page_activate (HoubuPage *page)
{
  HoubuQualificationPage *self = HOUBU_QUALIFICATION_PAGE (page);

  houbu_page_set_state (page, HOUBU_PAGE_READY);
  gtk_widget_grab_focus (houbu_identity_form_find_field (self->form, "id_number"));
}

static GtkWidget *
houbu_qualification_page_find_field (HoubuPage *page, const char *field)
{
  return houbu_identity_form_find_field (HOUBU_QUALIFICATION_PAGE (page)->form, field);
}

static void
houbu_qualification_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_QUALIFICATION_PAGE);
  G_OBJECT_CLASS (houbu_qualification_page_parent_class)->dispose (object);
}

static void
houbu_qualification_page_class_init (HoubuQualificationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_qualification_page_dispose;
  page_class->activate = houbu_qualification_page_activate;
  page_class->find_field = houbu_qualification_page_find_field;
  g_type_ensure (HOUBU_TYPE_IDENTITY_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-qualification-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuQualificationPage, form);
  gtk_widget_class_bind_template_callback (widget_class, on_query_clicked_cb);
}

static void
houbu_qualification_page_init (HoubuQualificationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
