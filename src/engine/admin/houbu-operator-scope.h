/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-store-admin.h"
#include "houbu-store-offerings.h"

G_BEGIN_DECLS

gboolean houbu_operator_scope_get (HoubuCall *call, HoubuScope *scope, GError **error);
gboolean houbu_operator_check_national (HoubuCall *call, GError **error);
gboolean houbu_operator_check_place (HoubuCall *call, const HoubuPlace *place, GError **error);

G_END_DECLS
