/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuTx:
 *
 * A transaction as domain code sees it: statements, locks and the journal hang on it. It lives for
 * one call of a [callback@StoreFunc] and belongs to the store.
 */
typedef struct _HoubuTx HoubuTx;

/**
 * HoubuStatement:
 *
 * A prepared statement of one connection, got from houbu_tx_statement() and owned by it.
 */
typedef struct _HoubuStatement HoubuStatement;

/**
 * HoubuOfferingLock:
 *
 * The lock of one offering inside a writing transaction, and the only source of its counters.
 */
typedef struct _HoubuOfferingLock HoubuOfferingLock;

/**
 * HoubuSql:
 * @name: for logs and errors
 * @text: one SQL statement; parameters are written `$name` and bound by that name
 *
 * A named statement. Must be static: its address is the key of the cache of prepared statements.
 */
typedef struct
{
  const char *name;
  const char *text;
} HoubuSql;

/**
 * HoubuPresent:
 * @time: moves whenever a change begins or ends, whoever makes it; 0 where that cannot be told
 * @foreign: grows when somebody else was found to have committed
 *
 * What the store is at, see houbu_store_look().
 */
typedef struct
{
  guint64 time;
  guint foreign;
} HoubuPresent;

/**
 * HoubuTopic:
 *
 * Something that answers are about, see houbu_topic_of_offering().
 */
typedef guint16 HoubuTopic;

HoubuTopic houbu_topic_of_offering (gint64 offering);
HoubuTopic houbu_topic_of_registration (gint64 registration);

/**
 * HoubuTouched:
 * @everything: it may be anything
 * @topics: (owned) (element-type HoubuTopic): or these
 *
 * What a transaction changes.
 */
typedef struct
{
  gboolean everything;
  GArray *topics;
} HoubuTouched;

G_END_DECLS
