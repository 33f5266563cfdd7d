/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/* Why a registration cannot be deleted, as far as the app can tell; the server decides. */
const char *houbu_registration_actions_why_kept (HoubuCandidate *candidate);
char *houbu_registration_actions_describe_loss (HoubuCandidate *candidate);
void houbu_registration_actions_delete (HoubuPage *page);
void houbu_registration_actions_print (HoubuPage *page);
void houbu_registration_actions_save (HoubuPage *page);

G_END_DECLS
