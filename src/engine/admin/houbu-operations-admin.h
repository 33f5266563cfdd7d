/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operation.h"

G_BEGIN_DECLS

/* operators */
extern const HoubuOperation houbu_operation_create_exam;
extern const HoubuOperation houbu_operation_get_admin_exam;
extern const HoubuOperation houbu_operation_change_exam;
extern const HoubuOperation houbu_operation_get_admin_offering; /* path: id */
extern const HoubuOperation houbu_operation_change_offering;    /* path: id */
extern const HoubuOperation houbu_operation_list_queue;         /* path: id; query: after? */
extern const HoubuOperation houbu_operation_explain_queue;      /* path: id */
extern const HoubuOperation houbu_operation_list_journal;       /* query: after?, offering? */
extern const HoubuOperation houbu_operation_list_statistics;    /* query: after? */
extern const HoubuOperation houbu_operation_list_reviews;       /* query: after?, state? */
extern const HoubuOperation houbu_operation_decide_review;      /* path: id */

/* what candidates read */
extern const HoubuOperation houbu_operation_list_notices; /* query: after? */
extern const HoubuOperation houbu_operation_add_notice;
extern const HoubuOperation houbu_operation_change_notice; /* path: id */
extern const HoubuOperation houbu_operation_remove_notice; /* path: id */
extern const HoubuOperation houbu_operation_list_news;     /* query: after? */
extern const HoubuOperation houbu_operation_add_news;
extern const HoubuOperation houbu_operation_change_news; /* path: id */
extern const HoubuOperation houbu_operation_remove_news; /* path: id */
extern const HoubuOperation houbu_operation_list_admin_pages;
extern const HoubuOperation houbu_operation_get_admin_page; /* path: kind, language */
extern const HoubuOperation houbu_operation_set_page;       /* path: kind, language */
extern const HoubuOperation houbu_operation_remove_page;    /* path: kind, language */

G_END_DECLS
