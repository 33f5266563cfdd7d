/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuReportFormWish:
 * @enrolment: (owned): a written one
 * @form: the form that its score report is to have
 *
 * A choice that differs from what the server has.
 */
typedef struct
{
  HoubuEnrolment *enrolment;
  HoubuReportForm form;
} HoubuReportFormWish;

void houbu_report_form_wish_free (HoubuReportFormWish *wish);

void houbu_report_form_dialog_ask_async (GtkWidget *parent,
                                         GListModel *enrolments,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GPtrArray *houbu_report_form_dialog_ask_finish (GAsyncResult *result);

G_END_DECLS
