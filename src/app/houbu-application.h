/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HoubuApplication:
 *
 * The program: command line, settings, windows.
 */
#define HOUBU_TYPE_APPLICATION (houbu_application_get_type ())
G_DECLARE_FINAL_TYPE (HoubuApplication, houbu_application, HOUBU, APPLICATION, AdwApplication)

GApplication *houbu_application_new (void);

G_END_DECLS
