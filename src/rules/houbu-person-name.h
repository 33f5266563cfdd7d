/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HOUBU_PERSON_NAME_OK = 0,
  HOUBU_PERSON_NAME_EMPTY,
  HOUBU_PERSON_NAME_TOO_LONG,
  HOUBU_PERSON_NAME_BAD_CHARACTER,
} HoubuPersonNameProblem;

/* Counted in characters, not bytes: minority and foreign names are long. */
#define HOUBU_PERSON_NAME_MAX_LENGTH 50

char *houbu_person_name_normalise (const char *name);
HoubuPersonNameProblem houbu_person_name_check (const char *normalised);
gboolean houbu_person_name_equal (const char *one, const char *other);

G_END_DECLS
