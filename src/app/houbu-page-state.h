/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HoubuPageState:
 * @HOUBU_PAGE_LOADING: nothing to show yet
 * @HOUBU_PAGE_READY: what is shown is what the server said last
 * @HOUBU_PAGE_EMPTY: the server answered that there is nothing
 * @HOUBU_PAGE_ERROR: nothing to show, because asking failed
 * @HOUBU_PAGE_STALE: something is shown, but asking again failed
 */
typedef enum
{
  HOUBU_PAGE_LOADING,
  HOUBU_PAGE_READY,
  HOUBU_PAGE_EMPTY,
  HOUBU_PAGE_ERROR,
  HOUBU_PAGE_STALE,
} HoubuPageState;

#define HOUBU_TYPE_PAGE_STATE (houbu_page_state_get_type ())
GType houbu_page_state_get_type (void);

G_END_DECLS
