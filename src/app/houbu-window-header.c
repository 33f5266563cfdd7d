/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-window-header.h"

#include <glib/gi18n.h>

#include "houbu-pages.h"

/**
 * houbu_window_header_show_title:
 * @title: where it stands
 * @page: (nullable): the page in front
 * @services: (nullable): the server in use
 *
 * Names the exam and the page; never the candidate.
 */
void
houbu_window_header_show_title (AdwWindowTitle *title, HoubuPage *page, HoubuServices *services)
{
  HoubuExam *exam =
      services != NULL ? houbu_candidate_get_exam (houbu_services_get_candidate (services)) : NULL;
  const char *page_title = page != NULL ? houbu_page_get_title (page) : NULL;
  const char *exam_name = exam != NULL ? houbu_exam_get_name (exam) : NULL;

  adw_window_title_set_title (title, exam_name != NULL ? exam_name : _ ("Houbu"));
  adw_window_title_set_subtitle (title, page_title != NULL ? page_title : "");
}

/**
 * houbu_window_header_show_steps:
 * @bar: where they stand
 * @page_name: (nullable): the name of the page in front
 * @services: (nullable): the server in use
 *
 * Shows how far the candidate has come and where the page belongs.
 */
void
houbu_window_header_show_steps (HoubuStepBar *bar, const char *page_name, HoubuServices *services)
{
  const HoubuPageInfo *info = page_name != NULL ? houbu_pages_find (page_name) : NULL;
  HoubuProgress progress = { 0 };

  if (services != NULL)
    progress = houbu_journey_get_progress (houbu_services_get_journey (services));
  gtk_widget_set_visible (GTK_WIDGET (bar), services != NULL);
  houbu_step_bar_update (
      bar, &progress,
      houbu_flow_current_step (&progress, info != NULL ? info->step : HOUBU_NO_STEP));
}
