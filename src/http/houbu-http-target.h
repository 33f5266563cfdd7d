/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

G_BEGIN_DECLS

/* A request target taken apart: what the route table matches and the query allow-list checks. */
struct _HoubuHttpTarget
{
  GStrv segments;    /* (owned): decoded parts of the path, without the leading slash */
  GHashTable *query; /* (owned) (element-type utf8 utf8) */
};

HoubuHttpTarget *houbu_http_target_parse (const char *text);

void houbu_http_target_free (HoubuHttpTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuHttpTarget, houbu_http_target_free)

G_END_DECLS
