/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuClosureSection:
 *
 * Tells that the registration was closed, when and why, with the button that registers again; not
 * there otherwise. Lies in a page.
 */
#define HOUBU_TYPE_CLOSURE_SECTION (houbu_closure_section_get_type ())
G_DECLARE_FINAL_TYPE (HoubuClosureSection, houbu_closure_section, HOUBU, CLOSURE_SECTION, AdwBin)

void houbu_closure_section_show (HoubuClosureSection *self, HoubuServices *services);

G_END_DECLS
