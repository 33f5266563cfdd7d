/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-state.h"

G_DEFINE_ENUM_TYPE (HoubuPageState,
                    houbu_page_state,
                    G_DEFINE_ENUM_VALUE (HOUBU_PAGE_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (HOUBU_PAGE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (HOUBU_PAGE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (HOUBU_PAGE_ERROR, "error"),
                    G_DEFINE_ENUM_VALUE (HOUBU_PAGE_STALE, "stale"))
