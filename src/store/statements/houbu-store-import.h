/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-offerings.h"
#include "houbu-store-students.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/*
 * What imports need beyond the statements of the single domains: everything there is of a kind in
 * one go, and writing a row whether or not it is there.
 */
GHashTable *houbu_store_import_load_provinces (HoubuTx *tx, GError **error);
GHashTable *houbu_store_import_load_schools (HoubuTx *tx, GError **error);
GHashTable *houbu_store_import_load_campuses (HoubuTx *tx, GError **error);

gboolean
houbu_store_import_set_province (HoubuTx *tx, const char *code, const char *name, GError **error);
gboolean houbu_store_import_set_school (
    HoubuTx *tx, const char *code, const char *province, const char *name, GError **error);
gboolean houbu_store_import_set_campus (
    HoubuTx *tx, const char *code, const char *school, const char *name, GError **error);

gint64 houbu_store_import_add_offering (
    HoubuTx *tx, gint64 exam, const char *campus, const char *subject, GError **error);

HoubuStudentRow *
houbu_store_import_find_student (HoubuTx *tx, GBytes *lookup, gint64 *person, GError **error);

gboolean houbu_store_import_set_account (
    HoubuTx *tx, gint64 account, const char *name, const char *password_hash, GError **error);

G_END_DECLS
