/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-students.h"
#include "houbu-vault.h"

G_BEGIN_DECLS

/**
 * HoubuIdentityQuestion:
 * @id_type: wire word
 * @number: of the document
 * @name: of its holder
 *
 * Who is asked for, in the form in which it is compared.
 */
typedef struct
{
  const char *id_type;
  char *number; /* (owned) */
  char *name;   /* (owned) */
} HoubuIdentityQuestion;

gboolean houbu_identity_question_read (HoubuIdentityQuestion *question,
                                       HoubuIdType id_type,
                                       const char *number,
                                       const char *name,
                                       GError **error);
void houbu_identity_question_clear (HoubuIdentityQuestion *question);
HoubuStudentRow *houbu_identity_question_find (const HoubuIdentityQuestion *question,
                                               HoubuTx *tx,
                                               HoubuVault *vault,
                                               GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuIdentityQuestion, houbu_identity_question_clear)

G_END_DECLS
