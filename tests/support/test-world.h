/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"
#include "houbu-store.h"

#include "test-run.h"

G_BEGIN_DECLS

/* 1 September 2022, 00:00 UTC: where the clock of a world stands first. */
#define TEST_NOW (G_GINT64_CONSTANT (1661990400) * G_TIME_SPAN_SECOND)
#define TEST_PASSWORD "practice-2022"

/*
 * A small world: a store in a folder of its own, an engine over it with a clock that is moved by
 * hand, an exam session whose registration began yesterday and ends in twenty days, province 99
 * with school 99301 (campuses 993010 and 993011) and school 99302 (campus 993020). When it is freed
 * its store is checked for every invariant, unless the test set `unchecked`.
 */
typedef struct
{
  char *dir;           /* (owned) */
  HoubuClock *clock;   /* (owned) */
  HoubuEngine *engine; /* (owned) */
  HoubuEngineOptions options;
  gint64 exam; /* key */
  gboolean unchecked;
} TestWorld;

void test_world_init_options (HoubuEngineOptions *options);
TestWorld *test_world_new (void);
TestWorld *test_world_new_with (const HoubuEngineOptions *options);
void test_world_free (TestWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestWorld, test_world_free)

/* Closes the engine and opens it again on the same store, as a restart does. */
void test_world_reopen (TestWorld *world);
void test_world_advance (TestWorld *world, gint64 by);

/* Runs a function in a writing transaction and waits; it must not fail. */
void test_world_write (TestWorld *world, HoubuStoreFunc func, gpointer data);
void test_world_read (TestWorld *world, HoubuStoreFunc func, gpointer data);

/* One statement without parameters, for what no product code does. */
void test_world_sql (TestWorld *world, const HoubuSql *sql);
/* The first column, named "value", of a statement's only row. */
gint64 test_world_count (TestWorld *world, const HoubuSql *sql);

/* Fee 3000 fen unless it is 0 (not set); the exam is in December. Returns the key. */
gint64 test_world_add_offering (
    TestWorld *world, const char *campus, const char *subject, gint64 capacity, gint64 fee_fen);

/* A passport holder; the number doubles as what is typed. Returns the key of the person. */
gint64 test_world_add_student (TestWorld *world,
                               const char *number,
                               const char *name,
                               const char *campus,
                               const char *qualified);

/* Its password is TEST_PASSWORD. Returns the key. */
gint64 test_world_add_account (TestWorld *world, const char *phone, const char *name);

/* Who the account is, as if it had signed in; without a session in the store. */
HoubuCaller *test_world_caller (TestWorld *world, gint64 account);
HoubuCaller *test_world_operator (TestWorld *world, HoubuRole role, const char *scope);

/*
 * A student with an account, registered: agreement, query and confirmation
 * through the operations themselves. Returns the caller.
 */
HoubuCaller *test_world_add_candidate (TestWorld *world,
                                       const char *number,
                                       const char *campus,
                                       const char *qualified);

/* Signs in through the operation. */
HoubuSession *test_world_sign_in (TestWorld *world, const char *json, GError **error);

G_END_DECLS
