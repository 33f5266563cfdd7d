/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operation.h"

G_BEGIN_DECLS

/* candidates */
extern const HoubuOperation houbu_operation_list_offerings; /* query: kind, campus? */
extern const HoubuOperation houbu_operation_list_campuses;  /* query: kind, q? */
extern const HoubuOperation houbu_operation_enrol;
extern const HoubuOperation houbu_operation_cancel_enrolment;   /* path: id */
extern const HoubuOperation houbu_operation_choose_report_form; /* path: id */
extern const HoubuOperation houbu_operation_join;
extern const HoubuOperation houbu_operation_list_entries; /* query: state?, after? */
extern const HoubuOperation houbu_operation_cancel_entry; /* path: id */
extern const HoubuOperation houbu_operation_delete_registration;

G_END_DECLS
