/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-eligibility-private.h"

#include "houbu-decision-private.h"
#include "houbu-rules-time.h"
#include "houbu-rules.h"

/* R1:
 *
 * 1. among the qualified subjects             yes
 * 2. English 6, written or oral, by a review  yes
 * 3. else                                     no
 */
gboolean
houbu_person_is_qualified (const HoubuPersonState *person, const HoubuSubjectInfo *subject)
{
  if (houbu_subject_set_has (person->qualified, subject))
    return TRUE;
  return person->review_approved && subject->level == 6 &&
         g_str_equal (subject->language, "english");
}

/* R2, the item in the way: a live one of the same level and kind, whatever its language. @except
 * is the item that asks, which is not in its own way. */
const HoubuItem *
houbu_person_find_same_level (const HoubuExamWindow *window,
                              const HoubuPersonState *person,
                              const HoubuSubjectInfo *subject,
                              const char *except,
                              gint64 now)
{
  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];
      if (item->subject->level == subject->level && item->subject->kind == subject->kind &&
          g_strcmp0 (item->id, except) != 0 && houbu_rules_item_is_live (window, item, now))
        return item;
    }
  return NULL;
}

/* The written enrolment of the same language and level, with its seat still held. */
const HoubuItem *
houbu_person_find_written_for (const HoubuExamWindow *window,
                               const HoubuPersonState *person,
                               const HoubuSubjectInfo *subject,
                               gint64 now)
{
  const HoubuSubjectInfo *written = houbu_subject_info_get_written (subject);

  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];
      if (item->subject == written && !item->is_entry &&
          houbu_rules_item_is_live (window, item, now))
        return item;
    }
  return NULL;
}

/* R3:
 *
 * 1. a written subject                                       nothing needed
 * 2. oral, the written one of its language and level held    yes
 * 3. oral, the written one only waited for, gone or missing  no
 */
gboolean
houbu_person_has_written_for (const HoubuExamWindow *window,
                              const HoubuPersonState *person,
                              const HoubuSubjectInfo *subject,
                              gint64 now)
{
  return subject->kind == HOUBU_KIND_WRITTEN ||
         houbu_person_find_written_for (window, person, subject, now) != NULL;
}

/* R3, whoever pays:
 *
 * 1. a written subject                                   allowed
 * 2. oral, the written one of its level paid             allowed
 * 3. oral, the written one not paid, or gone             written_required, with its id
 */
HoubuDecision
houbu_person_check_written_paid (const HoubuExamWindow *window,
                                 const HoubuPersonState *person,
                                 const HoubuSubjectInfo *subject,
                                 gint64 now)
{
  const HoubuItem *written;

  if (subject->kind == HOUBU_KIND_WRITTEN)
    return houbu_decision_allow ();
  written = houbu_person_find_written_for (window, person, subject, now);
  if (written != NULL && written->state == HOUBU_SEAT_PAID)
    return houbu_decision_allow ();
  return houbu_decision_refuse (HOUBU_REFUSAL_WRITTEN_REQUIRED, "R3",
                                written != NULL ? written->id : NULL);
}

/**
 * houbu_rules_campus_allowed:
 * @window: the exam, for its parameter
 * @offering: an offering
 * @person: a candidate
 *
 * R8:
 *
 * 1. written, at the own school                                       yes
 * 2. written, elsewhere                                               no
 * 3. oral, the exam keeps it to the school: as for written ones
 * 4. oral, in the own province                                        yes
 * 5. oral, elsewhere                                                  no
 *
 * Returns: whether the candidate may take subjects at this campus
 */
gboolean
houbu_rules_campus_allowed (const HoubuExamWindow *window,
                            const HoubuOfferingState *offering,
                            const HoubuPersonState *person)
{
  g_return_val_if_fail (window != NULL && offering != NULL && person != NULL, FALSE);

  if (offering->subject->kind == HOUBU_KIND_ORAL && window->oral_scope == HOUBU_ORAL_SCOPE_PROVINCE)
    return person->province != NULL && g_strcmp0 (offering->province, person->province) == 0;
  return person->school != NULL && g_strcmp0 (offering->school, person->school) == 0;
}
