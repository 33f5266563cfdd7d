/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page-frame.h"
#include "houbu-page.h"

G_BEGIN_DECLS

HoubuPageFrame *houbu_page_get_frame (HoubuPage *self);

G_END_DECLS
