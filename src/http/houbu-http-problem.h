/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-reply.h"

G_BEGIN_DECLS

HoubuHttpReply *houbu_http_problem_new (const GError *error, const char *language);

G_END_DECLS
