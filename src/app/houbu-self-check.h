/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-client.h"

#include "houbu-lab.h"

G_BEGIN_DECLS

/**
 * HoubuSelfCheckState:
 * @HOUBU_SELF_CHECK_OK: as it should be
 * @HOUBU_SELF_CHECK_DOUBT: Houbu runs without it, but somebody should know
 * @HOUBU_SELF_CHECK_FAILED: candidates cannot register here as it is
 */
typedef enum
{
  HOUBU_SELF_CHECK_OK,
  HOUBU_SELF_CHECK_DOUBT,
  HOUBU_SELF_CHECK_FAILED,
} HoubuSelfCheckState;

/* What was looked at, in this order. */
typedef enum
{
  HOUBU_SELF_CHECK_SERVER,
  HOUBU_SELF_CHECK_CLOCK,
  HOUBU_SELF_CHECK_FONTS,
  HOUBU_SELF_CHECK_SCREEN,
  HOUBU_SELF_CHECK_PRINTER,
  HOUBU_SELF_CHECK_NOTIFICATIONS,
  HOUBU_SELF_CHECK_KEYRING,
  HOUBU_SELF_CHECK_LAB,
  HOUBU_SELF_CHECK_MEMORY,
  HOUBU_SELF_CHECK_DISK,
  HOUBU_SELF_CHECK_N_ROWS,
} HoubuSelfCheckWhat;

/* What was found out about one thing. */
typedef struct
{
  HoubuSelfCheckState state;
  char *text; /* (owned) */
} HoubuSelfCheckRow;

/* Everything that was found out. */
typedef struct
{
  HoubuSelfCheckRow rows[HOUBU_SELF_CHECK_N_ROWS];
} HoubuSelfCheck;

void houbu_self_check_run_async (HoubuConnection *connection,
                                 HoubuLab *lab,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HoubuSelfCheck *houbu_self_check_run_finish (GAsyncResult *result, GError **error);
void houbu_self_check_free (HoubuSelfCheck *check);

const char *houbu_self_check_get_title (HoubuSelfCheckWhat what);
const char *houbu_self_check_get_word (HoubuSelfCheckState state);
char *houbu_self_check_to_text (const HoubuSelfCheck *check);
gboolean houbu_self_check_has_failed (const HoubuSelfCheck *check);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSelfCheck, houbu_self_check_free)

G_END_DECLS
