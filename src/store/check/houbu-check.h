/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store.h"

G_BEGIN_DECLS

/**
 * HoubuCheckDepth:
 * @HOUBU_CHECK_CHEAP: what a start-up can afford: the counters against the rows
 * @HOUBU_CHECK_FULL: everything, the file's integrity and the journal's chains and replay included
 */
typedef enum
{
  HOUBU_CHECK_CHEAP,
  HOUBU_CHECK_FULL,
} HoubuCheckDepth;

/**
 * HoubuViolation:
 * @invariant: its name, such as `I-S1`
 * @text: one sentence with the keys concerned; no personal data
 */
typedef struct
{
  const char *invariant;
  const char *text;
} HoubuViolation;

/**
 * HoubuViolationFunc:
 *
 * Called once for each violation, on a thread of the store.
 */
typedef void (*HoubuViolationFunc) (const HoubuViolation *violation, gpointer data);

gboolean houbu_check_run (HoubuStore *store,
                          HoubuCheckDepth depth,
                          gint64 now,
                          HoubuViolationFunc func,
                          gpointer data,
                          GError **error);

G_END_DECLS
