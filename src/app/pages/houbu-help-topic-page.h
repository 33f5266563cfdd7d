/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/* What is not a text of the server. */
#define HOUBU_HELP_TIMETABLE "timetable"

/**
 * HoubuHelpTopicPage:
 *
 * One text for candidates, or the timetable. It is told which one by houbu_help_topic_new().
 */
#define HOUBU_TYPE_HELP_TOPIC_PAGE (houbu_help_topic_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuHelpTopicPage, houbu_help_topic_page, HOUBU, HELP_TOPIC_PAGE, HoubuPage)

GObject *houbu_help_topic_new (const char *topic);

G_END_DECLS
