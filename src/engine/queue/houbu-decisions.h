/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"
#include "houbu-records.h"
#include "houbu-rules.h"

G_BEGIN_DECLS

void houbu_decision_to_error (const HoubuDecision *decision, const char *field, GError **error);
HoubuOfferingRefusal *houbu_decision_to_record (const HoubuDecision *decision,
                                                const char *language);

HoubuRecord *houbu_change_refuse (HoubuChange *change,
                                  HoubuCall *call,
                                  const HoubuDecision *decision,
                                  const char *field,
                                  GError **error);

G_END_DECLS
