/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-driver.h"
#include "houbu-journal.h"
#include "houbu-store.h"

G_BEGIN_DECLS

/* A clock reading that the tests start from. */
#define FIXTURE_NOW G_GINT64_CONSTANT (1668000000000000)

/**
 * StoreFixture:
 *
 * A store in a folder of its own: one exam session, one campus, CET-4 (written, level 4, offering
 * 1, 2 seats), CET-6 (written, level 6, offering 2, 2 seats), CET-SET4 (oral, level 4, offering 3,
 * 2 seats), and persons 1 to 9 with an account and an active registration of the same keys.
 */
typedef struct
{
  const HoubuDriver *driver; /* (not owned) */
  char *folder;              /* (owned) */
  char *location;            /* (owned) */
  HoubuStore *store;         /* (owned) (nullable) */
} StoreFixture;

/* What one change of the fixture works on. */
typedef struct
{
  gint64 offering;
  gint64 person;
  gint64 item;
  const char *word;
  gint64 queue_number;
} FixtureChange;

void store_fixture_set_up (StoreFixture *self, gconstpointer driver);
void store_fixture_tear_down (StoreFixture *self, gconstpointer driver);
void store_fixture_reopen (StoreFixture *self);
void store_fixture_close (StoreFixture *self);
void store_fixture_execute (StoreFixture *self, const char *text);
gint64 store_fixture_number (StoreFixture *self, const char *text);

GPtrArray *store_fixture_check (StoreFixture *self);
void store_fixture_assert_clean (StoreFixture *self);

gboolean store_fixture_fill (HoubuTx *tx, gpointer data, GError **error);

/* Store functions over a FixtureChange: correct changes, as the engine makes them. */
gboolean fixture_enrol (HoubuTx *tx, gpointer data, GError **error);
gboolean fixture_join (HoubuTx *tx, gpointer data, GError **error);
gboolean fixture_cancel_entry (HoubuTx *tx, gpointer data, GError **error);
gboolean fixture_end_enrolment (HoubuTx *tx, gpointer data, GError **error);
gboolean fixture_promote (HoubuTx *tx, gpointer data, GError **error);
gboolean fixture_set_capacity (HoubuTx *tx, gpointer data, GError **error);

void store_fixture_run (StoreFixture *self, HoubuStoreFunc func, FixtureChange change);

G_END_DECLS
