/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A generated person of the practice data: the line of the students' file and the account beside
 * it in the accounts' file. */
typedef struct
{
  char *id_type;   /* (owned) */
  char *id_number; /* (owned) */
  char *name;      /* (owned) */
  char *phone;     /* (owned) */
} HoubuPracticePerson;

int houbu_practice_data_open_file (const char *kind, gint64 exam_day, GError **error);
GPtrArray *houbu_practice_data_get_people (GError **error);

G_END_DECLS
