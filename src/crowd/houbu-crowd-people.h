/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Its campuses are told apart by one digit. */
#define HOUBU_CROWD_MOST_CAMPUSES 10
#define HOUBU_CROWD_MOST_CANDIDATES 200000

/**
 * HoubuCrowdSchool:
 * @candidates: how many people
 * @campuses: of the school
 * @subjects: codes of the subjects that each campus offers
 * @seats: over all offerings
 * @exam_day: such as 2036-06-14
 * @seed: the same seed gives the same files
 *
 * What a generated school looks like.
 */
typedef struct
{
  guint candidates;
  guint campuses;
  const char *const *subjects;
  guint seats;
  const char *exam_day;
  guint32 seed;
} HoubuCrowdSchool;

/**
 * HoubuCrowdPerson:
 * @id_type: word of the identity document
 * @id_number: its number
 * @name: as the school has it
 * @phone: of the account
 * @password: of the account
 *
 * Somebody who does not exist, with all that signing in and registering asks for.
 */
typedef struct
{
  char *id_type;
  char *id_number;
  char *name;
  char *phone;
  char *password;
} HoubuCrowdPerson;

gboolean
houbu_crowd_people_write (const HoubuCrowdSchool *school, const char *folder, GError **error);
GPtrArray *houbu_crowd_people_read (const char *folder, GError **error);

G_END_DECLS
