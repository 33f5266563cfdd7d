/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-captcha-row.h"

G_BEGIN_DECLS

/**
 * HoubuWorkRow:
 *
 * The other way past a captcha, for whoever cannot read its picture: this computer computes for
 * some seconds. It stands below the #HoubuCaptchaRow that its property `captcha-row` names, and
 * puts the answer there.
 */
#define HOUBU_TYPE_WORK_ROW (houbu_work_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWorkRow, houbu_work_row, HOUBU, WORK_ROW, AdwActionRow)

G_END_DECLS
