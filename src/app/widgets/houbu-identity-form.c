/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-identity-form.h"

#include <glib/gi18n.h>
#include "houbu-identity.h"
#include "houbu-person-name.h"

#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuIdentityForm
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *doubt_label;
  AdwPreferencesGroup *group;
  GtkWidget *name_row;
  GtkWidget *number_row;
  AdwComboRow *type_row;
};

enum
{
  PROP_TITLE = 1,
  PROP_DESCRIPTION,
  N_PROPS
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuIdentityForm, houbu_identity_form, ADW_TYPE_BIN)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static const char *
find_doubt (HoubuIdentityForm *self)
{
  const HoubuIdentityType type = (HoubuIdentityType) houbu_identity_form_get_id_type (self);
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
update_doubt (HoubuIdentityForm *self)
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
on_field_activated_cb (GtkWidget *widget, HoubuIdentityForm *self)
{
  update_doubt (self);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
on_field_changed_cb (GtkWidget *widget, HoubuIdentityForm *self)
{
  houbu_spoken_mark (widget, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->doubt_label), FALSE);
}

static void
on_type_selected_notify_cb (AdwComboRow *row, GParamSpec *pspec, HoubuIdentityForm *self)
{
  update_doubt (self);
}

static void
on_number_left_cb (GtkEventControllerFocus *controller, HoubuIdentityForm *self)
{
  update_doubt (self);
}

static void
houbu_identity_form_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_object_get_property (G_OBJECT (HOUBU_IDENTITY_FORM (object)->group), pspec->name, value);
}

static void
houbu_identity_form_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  g_object_set_property (G_OBJECT (HOUBU_IDENTITY_FORM (object)->group), pspec->name, value);
}

static void
houbu_identity_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_IDENTITY_FORM);
  G_OBJECT_CLASS (houbu_identity_form_parent_class)->dispose (object);
}

static void
houbu_identity_form_class_init (HoubuIdentityFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = houbu_identity_form_get_property;
  object_class->set_property = houbu_identity_form_set_property;
  object_class->dispose = houbu_identity_form_dispose;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-identity-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuIdentityForm, doubt_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuIdentityForm, group);
  gtk_widget_class_bind_template_child (widget_class, HoubuIdentityForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuIdentityForm, number_row);
  gtk_widget_class_bind_template_child (widget_class, HoubuIdentityForm, type_row);
  gtk_widget_class_bind_template_callback (widget_class, on_field_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_number_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_type_selected_notify_cb);
}

static void
houbu_identity_form_init (HoubuIdentityForm *self)
{
  g_autoptr (GtkStringList) types = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = HOUBU_ID_TYPE_RESIDENT_ID; i <= HOUBU_ID_TYPE_FOREIGN_PERMANENT_RESIDENT_ID; i++)
    gtk_string_list_append (types, houbu_text_id_type (i));
  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (types));
}

/**
 * houbu_identity_form_get_id_type:
 * @self: a form
 *
 * The row starts with the type that nearly everybody has, so there is no "please choose".
 *
 * Returns: the type chosen
 */
HoubuIdType
houbu_identity_form_get_id_type (HoubuIdentityForm *self)
{
  g_return_val_if_fail (HOUBU_IS_IDENTITY_FORM (self), HOUBU_ID_TYPE_UNSET);
  return (HoubuIdType) (adw_combo_row_get_selected (self->type_row) + HOUBU_ID_TYPE_RESIDENT_ID);
}

/**
 * houbu_identity_form_dup_number:
 * @self: a form
 *
 * Returns: (transfer full): the number as it is compared
 */
char *
houbu_identity_form_dup_number (HoubuIdentityForm *self)
{
  g_return_val_if_fail (HOUBU_IS_IDENTITY_FORM (self), NULL);
  return houbu_identity_normalise ((HoubuIdentityType) houbu_identity_form_get_id_type (self),
                                   get_text (self->number_row));
}

/**
 * houbu_identity_form_dup_name:
 * @self: a form
 *
 * Returns: (transfer full): the name as it is compared
 */
char *
houbu_identity_form_dup_name (HoubuIdentityForm *self)
{
  g_return_val_if_fail (HOUBU_IS_IDENTITY_FORM (self), NULL);
  return houbu_person_name_normalise (get_text (self->name_row));
}

/**
 * houbu_identity_form_get_typed_number:
 * @self: a form
 *
 * Returns: the number as it was typed
 */
const char *
houbu_identity_form_get_typed_number (HoubuIdentityForm *self)
{
  g_return_val_if_fail (HOUBU_IS_IDENTITY_FORM (self), NULL);
  return get_text (self->number_row);
}

/**
 * houbu_identity_form_find_missing:
 * @self: a form
 *
 * Returns: (nullable): the first field of the wire format that is empty
 */
const char *
houbu_identity_form_find_missing (HoubuIdentityForm *self)
{
  g_return_val_if_fail (HOUBU_IS_IDENTITY_FORM (self), NULL);
  update_doubt (self);
  if (*get_text (self->number_row) == '\0')
    return "id_number";
  return *get_text (self->name_row) == '\0' ? "name" : NULL;
}

/**
 * houbu_identity_form_find_field:
 * @self: a form
 * @field: a field of the wire format
 *
 * Returns: (nullable): the row that holds it
 */
GtkWidget *
houbu_identity_form_find_field (HoubuIdentityForm *self, const char *field)
{
  g_return_val_if_fail (HOUBU_IS_IDENTITY_FORM (self) && field != NULL, NULL);
  if (g_str_equal (field, "id_type"))
    return GTK_WIDGET (self->type_row);
  if (g_str_equal (field, "id_number"))
    return self->number_row;
  if (g_str_equal (field, "name"))
    return self->name_row;
  return NULL;
}
