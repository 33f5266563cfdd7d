/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-gateway.h"
#include "houbu-provider.h"

G_BEGIN_DECLS

/*
 * A payment platform with a pay page, reached through its gateway: the sandbox's, or a real one's,
 * which differs by its address, application id and keys only.
 */
#define HOUBU_TYPE_PAGE_PROVIDER (houbu_page_provider_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPageProvider, houbu_page_provider, HOUBU, PAGE_PROVIDER, GObject)

HoubuProvider *houbu_page_provider_new (const char *name, HoubuGateway *gateway);

G_END_DECLS
