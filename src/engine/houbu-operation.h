/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"

G_BEGIN_DECLS

/*
 * READ   `run` on a reader, one snapshot.
 * WRITE  `run` in the writer's batch, with the idempotency row in the same transaction.
 * STEPS  `start` on the main thread, for what needs more than one transaction or a slow
 *        computation between (signing in, pictures, imports).
 */
typedef enum
{
  HOUBU_OPERATION_READ,
  HOUBU_OPERATION_WRITE,
  HOUBU_OPERATION_STEPS,
} HoubuOperationMode;

/*
 * Runs in a thread of the store. Reads and decides before it writes; may be run again from the
 * start, so it keeps nothing between runs. Returns the answer (transfer full); NULL without an
 * error is an answer without a body.
 */
typedef HoubuRecord *(*HoubuOperationRun) (HoubuTx *tx, HoubuCall *call, GError **error);

/*
 * Runs on the main thread and ends by houbu_operation_answer() or houbu_operation_fail(), which
 * take the task over.
 */
typedef void (*HoubuOperationStart) (HoubuEngine *engine, HoubuCall *call, GTask *task);

/* One use case: what a route, a timer or a test runs. */
struct _HoubuOperation
{
  const char *name; /* for logs, metrics and the digest of idempotency keys */
  HoubuOperationMode mode;
  gboolean journaled;        /* WRITE: see houbu_tx_declare_journaled() */
  HoubuOperationRun run;     /* READ and WRITE */
  HoubuOperationStart start; /* STEPS */
};

void houbu_operation_answer (GTask *task, HoubuCall *call, HoubuRecord *record);
void houbu_operation_fail (GTask *task, GError *error);

G_END_DECLS
