/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-students.h"

G_BEGIN_DECLS

/**
 * HoubuRegistrationRow:
 * @key: in the store
 * @exam: key of the exam session
 * @account: key of the account it was made with
 * @active: whether it takes part; closed ones are history
 * @student: the student record as it was confirmed
 * @created_at: when it was confirmed
 */
typedef struct
{
  gint64 key;
  char *id; /* (owned) */
  gint64 exam;
  gint64 account;
  gboolean active;
  HoubuStudentRow *student; /* (owned) */
  gint64 created_at;
} HoubuRegistrationRow;

void houbu_registration_row_free (HoubuRegistrationRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuRegistrationRow, houbu_registration_row_free)

HoubuRegistrationRow *houbu_store_registration_active_of_account (HoubuTx *tx,
                                                                  gint64 exam,
                                                                  gint64 account,
                                                                  GError **error);
HoubuRegistrationRow *
houbu_store_registration_active_of_person (HoubuTx *tx, gint64 exam, gint64 person, GError **error);
GArray *houbu_store_registration_closed_of_account (HoubuTx *tx,
                                                    gint64 exam,
                                                    gint64 account,
                                                    GError **error);
gint64 houbu_store_registration_add (HoubuTx *tx,
                                     const char *id,
                                     gint64 exam,
                                     gint64 account,
                                     const HoubuStudentRow *student,
                                     gint64 now,
                                     GError **error);

G_END_DECLS
