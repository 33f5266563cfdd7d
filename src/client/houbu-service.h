/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"
#include "houbu-intention.h"

G_BEGIN_DECLS

/**
 * HoubuService:
 *
 * What the services have in common: a connection, and one way to send. Services hold no state;
 * making several for one connection is fine.
 */
#define HOUBU_TYPE_SERVICE (houbu_service_get_type ())
G_DECLARE_DERIVABLE_TYPE (HoubuService, houbu_service, HOUBU, SERVICE, GObject)

struct _HoubuServiceClass
{
  GObjectClass parent_class;
};

HoubuConnection *houbu_service_get_connection (HoubuService *self);

G_END_DECLS
