/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-qualification-page.h"

#include <glib/gi18n.h>
#include "houbu-identity.h"
#include "houbu-person-name.h"

#include "houbu-confirm-page.h"
#include "houbu-pages.h"
#include "houbu-text.h"

struct _HoubuQualificationPage
{
  HoubuPage parent_instance;

  /* template */
  AdwComboRow *type_row;
  GtkLabel *doubt_label;
  GtkWidget *name_row;
  GtkWidget *number_row;
  GtkWidget *query_button;
};

G_DEFINE_FINAL_TYPE (HoubuQualificationPage, houbu_qualification_page, HOUBU_TYPE_PAGE)

/* The row starts with the type that nearly everybody has, so there is no "please choose". */
static HoubuIdType
get_type_chosen (HoubuQualificationPage *self)
{
  return (HoubuIdType) (adw_combo_row_get_selected (self->type_row) + HOUBU_ID_TYPE_RESIDENT_ID);
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* A doubt about the format is told, never enforced: the school's record may have it that way. */
static const char *
find_doubt (HoubuQualificationPage *self)
{
  const HoubuIdentityType type = (HoubuIdentityType) get_type_chosen (self);
  g_autofree char *number = houbu_identity_normalise (type, get_text (self->number_row));
  HoubuIdentityProblem problem;

  if (number == NULL || *number == '\0' || gtk_widget_has_focus (self->number_row))
    return NULL;
  problem = houbu_identity_check (type, number);
  if (problem == HOUBU_IDENTITY_OK)
    return NULL;
  return houbu_identity_problem_get_text (problem, houbu_text_language ());
}

static void
update_doubt (HoubuQualificationPage *self)
{
  const char *doubt = find_doubt (self);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->doubt_label), doubt != NULL);
  if (doubt == NULL)
    return;
  /* Translators: %s is a sentence that says what looks wrong with a document number */
  text = g_strdup_printf (
      _ ("%s Check it; if it is written like that in your school's record, go on."), doubt);
  gtk_label_set_text (self->doubt_label, text);
}

static void
on_queried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuQualificationPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuQualificationResult) found = houbu_qualification_service_query_finish (
      HOUBU_QUALIFICATION_SERVICE (source), result, &error);

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (found != NULL)
    houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_CONFIRM,
                   houbu_confirm_page_prepare (found, get_text (self->number_row)));
  else
    houbu_page_show_problem (HOUBU_PAGE (self), error);
}

static void
query (HoubuQualificationPage *self)
{
  HoubuPage *page = HOUBU_PAGE (self);
  g_autofree char *name = houbu_person_name_normalise (get_text (self->name_row));
  g_autofree char *number = houbu_identity_normalise ((HoubuIdentityType) get_type_chosen (self),
                                                      get_text (self->number_row));

  houbu_page_clear_problem (page);
  houbu_page_set_busy (page, TRUE);
  houbu_qualification_service_query_async (
      houbu_services_get_qualification (houbu_page_get_services (page)), get_type_chosen (self),
      number, name, houbu_page_get_cancellable (page), on_queried_cb, g_object_ref (self));
}

static void
on_query_clicked_cb (GtkWidget *widget, HoubuQualificationPage *self)
{
  if (houbu_page_get_busy (HOUBU_PAGE (self)))
    return;
  update_doubt (self);
  if (*get_text (self->number_row) == '\0')
    houbu_page_focus_field (HOUBU_PAGE (self), "id_number");
  else if (*get_text (self->name_row) == '\0')
    houbu_page_focus_field (HOUBU_PAGE (self), "name");
  else
    query (self);
}

static void
on_field_changed_cb (GtkWidget *widget, HoubuQualificationPage *self)
{
  gtk_widget_remove_css_class (widget, "error");
  gtk_widget_set_visible (GTK_WIDGET (self->doubt_label), FALSE);
}

static void
on_type_selected_notify_cb (AdwComboRow *row, GParamSpec *pspec, HoubuQualificationPage *self)
{
  update_doubt (self);
}

static void
on_number_left_cb (GtkEventControllerFocus *controller, HoubuQualificationPage *self)
{
  update_doubt (self);
}

static void
houbu_qualification_page_activate (HoubuPage *page)
{
  houbu_page_set_state (page, HOUBU_PAGE_READY);
  gtk_widget_grab_focus (HOUBU_QUALIFICATION_PAGE (page)->number_row);
}

static GtkWidget *
houbu_qualification_page_find_field (HoubuPage *page, const char *field)
{
  HoubuQualificationPage *self = HOUBU_QUALIFICATION_PAGE (page);

  if (g_str_equal (field, "id_type"))
    return GTK_WIDGET (self->type_row);
  if (g_str_equal (field, "id_number"))
    return self->number_row;
  if (g_str_equal (field, "name"))
    return self->name_row;
  return NULL;
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-qualification-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuQualificationPage, doubt_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuQualificationPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuQualificationPage, number_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuQualificationPage, query_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuQualificationPage, type_row);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_number_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_query_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_type_selected_notify_cb);
}

static void
houbu_qualification_page_init (HoubuQualificationPage *self)
{
  g_autoptr (GtkStringList) types = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = HOUBU_ID_TYPE_RESIDENT_ID; i <= HOUBU_ID_TYPE_FOREIGN_PERMANENT_RESIDENT_ID; i++)
    gtk_string_list_append (types, houbu_text_id_type (i));
  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (types));
}
