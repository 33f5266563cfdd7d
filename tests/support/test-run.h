/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-records.h"

G_BEGIN_DECLS

/* Longer than anything takes that works, sanitizers included. */
#define TEST_LIMIT_MS 20000

typedef gboolean (*TestCondition) (gpointer data);

/* The main context runs until the condition holds; the test fails when that takes too long. */
void test_wait_until (TestCondition condition, gpointer data);

/* A GAsyncReadyCallback that keeps its result: user_data is the address of a GAsyncResult *. */
void test_keep_result (GObject *source, GAsyncResult *result, gpointer user_data);
void test_wait_result (GAsyncResult **result);

/* A request from its JSON text; the text must be good. */
HoubuRecord *test_request (GType type, const char *json);

/* A call of the caller (nobody when NULL) with a request as it would come over the wire. */
HoubuCall *test_call_new (HoubuCaller *caller, GType type, const char *json);
void test_call_set_key (HoubuCall *call, const char *key);

/* Runs and waits. The reply is decoded as the type; NULL on error or when it is empty. */
HoubuRecord *test_run (HoubuEngine *engine,
                       const HoubuOperation *operation,
                       HoubuCall *call,
                       GType reply,
                       GError **error);
GBytes *test_run_bytes (HoubuEngine *engine,
                        const HoubuOperation *operation,
                        HoubuCall *call,
                        guint *status,
                        GError **error);

/* Runs what must be refused with this code, and clears the error. */
void test_refused (HoubuEngine *engine,
                   const HoubuOperation *operation,
                   HoubuCall *call,
                   HoubuErrorCode code,
                   const char *field);

HoubuCaller *test_authenticate (HoubuEngine *engine, const char *token, GError **error);

G_END_DECLS
