/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-form.h"
#include "houbu-signer.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * One request to a payment platform's gateway: a signed form there, a signed JSON object back.
 * What is not clearly the platform's answer is HOUBU_ERROR_PROVIDER_SILENT.
 */
#define HOUBU_TYPE_GATEWAY (houbu_gateway_get_type ())
G_DECLARE_FINAL_TYPE (HoubuGateway, houbu_gateway, HOUBU, GATEWAY, GObject)

HoubuGateway *houbu_gateway_new (const char *url,
                                 const char *app_id,
                                 const char *notify_url,
                                 HoubuSigner *signer,
                                 guint timeout_seconds);
HoubuSigner *houbu_gateway_get_signer (HoubuGateway *self);
const char *houbu_gateway_get_app_id (HoubuGateway *self);

char *houbu_gateway_make_url (HoubuGateway *self, const char *method, const char *content);

void houbu_gateway_call_async (HoubuGateway *self,
                               const char *method,
                               const char *content,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
JsonObject *houbu_gateway_call_finish (HoubuGateway *self, GAsyncResult *result, GError **error);

void houbu_gateway_get_async (HoubuGateway *self,
                              const char *url,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GBytes *houbu_gateway_get_finish (HoubuGateway *self, GAsyncResult *result, GError **error);

/* The text of an answer's node, byte for byte, which is what its signature is over. */
char *houbu_gateway_find_node (const char *text, const char *name);

G_END_DECLS
