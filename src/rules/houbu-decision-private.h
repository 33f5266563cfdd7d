/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-refusal.h"

G_BEGIN_DECLS

static inline HoubuDecision
houbu_decision_allow (void)
{
  return (HoubuDecision){ HOUBU_REFUSAL_NONE, NULL, NULL };
}

static inline HoubuDecision
houbu_decision_refuse (HoubuRefusal refusal, const char *rule, const char *conflict)
{
  return (HoubuDecision){ refusal, rule, conflict };
}

G_END_DECLS
