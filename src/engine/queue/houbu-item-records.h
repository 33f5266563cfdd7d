/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-rules.h"
#include "houbu-store-enrolments.h"
#include "houbu-store-entries.h"
#include "houbu-store-exam.h"
#include "houbu-store-offerings.h"

G_BEGIN_DECLS

/* How records are made: at what time they are looked at, and in which language they are read. */
typedef struct
{
  const HoubuExamWindow *window;
  gint64 now;
  const char *language;
} HoubuView;

HoubuOffering *houbu_item_record_offering (const HoubuOfferingRow *row,
                                           const HoubuPersonState *person,
                                           const HoubuView *view);
HoubuAdminOffering *houbu_item_record_admin_offering (const HoubuOfferingRow *row,
                                                      const HoubuView *view);
HoubuItem houbu_item_of_enrolment (const HoubuEnrolmentRow *row);
HoubuEnrolment *houbu_item_record_enrolment (const HoubuEnrolmentRow *row, const HoubuView *view);
HoubuEntry *houbu_item_record_entry (HoubuTx *tx,
                                     const HoubuEntryRow *row,
                                     const HoubuView *view,
                                     GError **error);

gboolean houbu_item_records_add_for_registration (HoubuTx *tx,
                                                  gint64 registration,
                                                  const HoubuView *view,
                                                  HoubuRegistration *record,
                                                  GError **error);

G_END_DECLS
