/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-records.h"

G_BEGIN_DECLS

/**
 * HoubuIdentityForm:
 *
 * Document and name as they stand in the school's record. A number that looks wrong is doubted
 * aloud, but never refused: the record may have it that way.
 *
 * Properties: `title` and `description` (strings).
 * Signal: `activated ()`: Enter was pressed in one of its fields.
 */
#define HOUBU_TYPE_IDENTITY_FORM (houbu_identity_form_get_type ())
G_DECLARE_FINAL_TYPE (HoubuIdentityForm, houbu_identity_form, HOUBU, IDENTITY_FORM, AdwBin)

HoubuIdType houbu_identity_form_get_id_type (HoubuIdentityForm *self);
char *houbu_identity_form_dup_number (HoubuIdentityForm *self);
char *houbu_identity_form_dup_name (HoubuIdentityForm *self);
const char *houbu_identity_form_get_typed_number (HoubuIdentityForm *self);
const char *houbu_identity_form_find_missing (HoubuIdentityForm *self);
GtkWidget *houbu_identity_form_find_field (HoubuIdentityForm *self, const char *field);

G_END_DECLS
