/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-students.h"

G_BEGIN_DECLS

HoubuStudent *houbu_student_record_new (const HoubuStudentRow *row);

G_END_DECLS
