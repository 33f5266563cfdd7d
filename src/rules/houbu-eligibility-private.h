/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-rules-types.h"

G_BEGIN_DECLS

gboolean houbu_person_is_qualified (const HoubuPersonState *person,
                                    const HoubuSubjectInfo *subject);
const HoubuItem *houbu_person_find_same_level (const HoubuExamWindow *window,
                                               const HoubuPersonState *person,
                                               const HoubuSubjectInfo *subject,
                                               const char *except,
                                               gint64 now);
const HoubuItem *houbu_person_find_written_for (const HoubuExamWindow *window,
                                                const HoubuPersonState *person,
                                                const HoubuSubjectInfo *subject,
                                                gint64 now);
gboolean houbu_person_has_written_for (const HoubuExamWindow *window,
                                       const HoubuPersonState *person,
                                       const HoubuSubjectInfo *subject,
                                       gint64 now);

HoubuDecision houbu_person_check_written_paid (const HoubuExamWindow *window,
                                               const HoubuPersonState *person,
                                               const HoubuSubjectInfo *subject,
                                               gint64 now);

G_END_DECLS
