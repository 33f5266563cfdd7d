/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text of texts/, as the build put it into the program. */
typedef struct
{
  const char *kind;
  const char *language;
  const char *title;
  const char *body;
} HoubuBuiltInText;

extern const HoubuBuiltInText houbu_built_in_texts[];
extern const gsize houbu_n_built_in_texts;

G_END_DECLS
