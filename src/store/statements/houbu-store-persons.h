/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-types.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuPerson:
 *
 * What the rules need to know of a person, loaded from the store, and who that is in it.
 */
typedef struct _HoubuPerson HoubuPerson;

HoubuPerson *
houbu_store_person_load_by_account (HoubuTx *tx, gint64 exam, gint64 account, GError **error);
HoubuPerson *
houbu_store_person_load_by_registration (HoubuTx *tx, gint64 registration, GError **error);
gboolean houbu_person_reload_items (HoubuPerson *self, HoubuTx *tx, GError **error);
void houbu_person_free (HoubuPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuPerson, houbu_person_free)

const HoubuPersonState *houbu_person_get_state (HoubuPerson *self);
gint64 houbu_person_get_person (HoubuPerson *self);
gint64 houbu_person_get_registration (HoubuPerson *self);
gint64 houbu_person_get_exam (HoubuPerson *self);
const HoubuItem *houbu_person_find_item (HoubuPerson *self, const char *id);
void houbu_person_add_enrolment (HoubuPerson *self,
                                 const char *id,
                                 gint64 offering,
                                 const HoubuSubjectInfo *subject,
                                 gint64 deadline);

/* Registrations that are empty (P9). */
gboolean houbu_store_registration_note_filled (HoubuTx *tx,
                                               gint64 registration,
                                               gboolean lost_one,
                                               GError **error);
gboolean
houbu_store_registration_note_empty (HoubuTx *tx, gint64 registration, gint64 now, GError **error);
gboolean houbu_store_registration_list_empty (
    HoubuTx *tx, gint64 empty_until, gint64 limit, GArray *registrations, GError **error);
gboolean houbu_store_registration_is_empty_since (HoubuTx *tx,
                                                  gint64 registration,
                                                  gint64 *empty_since,
                                                  GError **error);
gboolean houbu_store_registration_close (
    HoubuTx *tx, gint64 registration, const char *reason, gint64 now, GError **error);

G_END_DECLS
