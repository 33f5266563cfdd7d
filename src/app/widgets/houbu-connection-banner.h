/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuConnectionBanner:
 *
 * Says that the connection is lost, how old what one sees is, and that attempts go on. There only
 * while that is so.
 */
#define HOUBU_TYPE_CONNECTION_BANNER (houbu_connection_banner_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuConnectionBanner, houbu_connection_banner, HOUBU, CONNECTION_BANNER, AdwBin)

void houbu_connection_banner_set_candidate (HoubuConnectionBanner *self, HoubuCandidate *candidate);

G_END_DECLS
