/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-error-codes.h"
#include "houbu-records.h"

G_BEGIN_DECLS

#define HOUBU_ERROR (houbu_error_quark ())
GQuark houbu_error_quark (void);

void houbu_error_set (GError **error, HoubuErrorCode code, HoubuProblem problem, ...)
    G_GNUC_NULL_TERMINATED;
void houbu_error_set_lines (GError *error, GListModel *lines);

const HoubuErrorInfo *houbu_error_info (HoubuErrorCode code);
gboolean houbu_error_code_from_word (const char *word, HoubuErrorCode *code);
const char *houbu_error_code_get_title (HoubuErrorCode code, const char *language);

gboolean houbu_error_is_retryable (const GError *error);
HoubuProblem houbu_error_get_problem (const GError *error);
const char *houbu_error_get_field (const GError *error);
const char *houbu_error_get_conflict (const GError *error);
gint64 houbu_error_get_retry_after (const GError *error);
GListModel *houbu_error_get_lines (const GError *error);

const char *houbu_error_get_title (const GError *error, const char *language);
const char *houbu_error_get_hint (const GError *error, const char *language);
char *houbu_error_get_detail (const GError *error, const char *language);

char *houbu_problem_to_sentence (
    HoubuProblem problem, const char *language, const char *field, const char *value, gint64 limit);

HoubuProblemDetails *houbu_error_to_problem (const GError *error, const char *language);
GError *houbu_error_from_problem (HoubuProblemDetails *problem);

G_END_DECLS
