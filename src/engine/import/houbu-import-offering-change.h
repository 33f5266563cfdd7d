/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"
#include "houbu-store-import.h"

G_BEGIN_DECLS

/**
 * HoubuOfferingSettings:
 * @fee_fen: or %HOUBU_NONE, like all that follow it
 *
 * What a file says of an offering, in full.
 */
typedef struct
{
  gint64 capacity;
  gint64 fee_fen;
  gint64 exam_starts_at;
  gint64 exam_ends_at;
  gint64 opens_at;
  gint64 closes_at;
} HoubuOfferingSettings;

gboolean houbu_offering_settings_differ (const HoubuOfferingSettings *settings,
                                         const HoubuOfferingRow *row);
gint64 houbu_offering_settings_add (HoubuChange *change,
                                    const char *campus,
                                    const HoubuSubjectInfo *subject,
                                    const HoubuOfferingSettings *settings,
                                    GError **error);
gboolean houbu_offering_settings_apply (HoubuChange *change,
                                        gint64 offering,
                                        const HoubuOfferingSettings *settings,
                                        GError **error);

G_END_DECLS
