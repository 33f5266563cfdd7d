/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-lab.h"

/**
 * houbu_lab_is_on:
 *
 * The environment says so with HOUBU_LAB=1, which reaches a program in any sandbox.
 *
 * Returns: whether others use this computer too, so that nothing of one of them may stay or show
 */
gboolean
houbu_lab_is_on (void)
{
  return g_strcmp0 (g_getenv ("HOUBU_LAB"), "1") == 0;
}
