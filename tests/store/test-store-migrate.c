/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-sqlite-driver.h"
#include "houbu-sqlite-private.h"
#include "houbu-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* A database file in a folder of its own. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
} File;

static void
set_up (File *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("houbu-migrate-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "houbu.db", NULL);
}

static void
tear_down (File *self, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static sqlite3 *
open_file (File *self)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = houbu_sqlite_open_file (self->path, TRUE, &error);

  g_assert_no_error (error);
  return db;
}

static void
execute (sqlite3 *db, const char *text)
{
  g_autoptr (GError) error = NULL;

  houbu_sqlite_execute (db, text, &error);
  g_assert_no_error (error);
}

static gint64
number_of (sqlite3 *db, const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  houbu_sqlite_read_number (db, text, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* What somebody had in a store of any schema. */
static const char SOME_DATA[] =
    "INSERT INTO province VALUES ('99', 'Test');"
    "INSERT INTO school VALUES ('99301', '99', 'School');"
    "INSERT INTO campus VALUES ('993010', '99301', 'Campus');"
    "INSERT INTO exam VALUES (1, 'e', 'Exam', 1, 2, 3, 4, NULL, 86400, 7200, 900, 'province', 0, "
    "'1',"
    " 1, 0);"
    "INSERT INTO offering (exam, campus, subject, capacity) VALUES (1, '993010', '1', 7)";

/* Every schema there ever was opens with its data, and ends as the newest. */
static void
test_every_schema (File *file, gconstpointer data)
{
  for (guint schema = 1; schema <= houbu_sqlite_n_migrations; schema++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuStore) store = NULL;
      sqlite3 *db = open_file (file);

      houbu_sqlite_migrate (db, houbu_sqlite_migrations, schema, &error);
      g_assert_no_error (error);
      execute (db, SOME_DATA);
      sqlite3_close (db);
      store = houbu_store_open_with (&houbu_sqlite_driver, file->path, &error);
      g_assert_no_error (error);
      g_clear_object (&store);
      db = open_file (file);
      g_assert_cmpint (number_of (db, "PRAGMA user_version"), ==, houbu_sqlite_n_migrations);
      g_assert_cmpint (number_of (db, "SELECT capacity FROM offering"), ==, 7);
      sqlite3_close (db);
      g_remove (file->path);
    }
}

/* A store is private to its owner from the first byte on. */
static void
test_private_file (File *file, gconstpointer data)
{
  g_autofree char *inner = g_build_filename (file->folder, "data", NULL);
  g_autofree char *path = g_build_filename (inner, "houbu.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuStore) store = houbu_store_open (inner, &error);
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (inner, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_clear_object (&store);
  g_remove (path);
  g_rmdir (inner);
}

/* A migration that fails leaves the schema and the data as they were, and says why. */
static void
test_failing_migration (File *file, gconstpointer data)
{
  const char *const scripts[] = { "CREATE TABLE kept (n INTEGER) STRICT",
                                  "ALTER TABLE kept ADD COLUMN m INTEGER;"
                                  "INSERT INTO no_such_table VALUES (1)" };
  sqlite3 *db = open_file (file);
  g_autoptr (GError) error = NULL;

  g_assert_true (houbu_sqlite_migrate (db, scripts, 1, &error));
  g_assert_no_error (error);
  execute (db, "INSERT INTO kept VALUES (42)");
  g_assert_false (houbu_sqlite_migrate (db, scripts, 2, &error));
  g_assert_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_FAILED);
  g_assert_cmpint (number_of (db, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (number_of (db, "SELECT n FROM kept"), ==, 42);
  g_assert_cmpint (number_of (db, "SELECT count(*) FROM pragma_table_info ('kept')"), ==, 1);
  sqlite3_close (db);
}

/* A store of a newer program is refused and left alone. */
static void
test_newer_schema (File *file, gconstpointer data)
{
  sqlite3 *db = open_file (file);
  g_autoptr (GError) error = NULL;

  execute (db, "CREATE TABLE of_the_future (n INTEGER); PRAGMA user_version = 999");
  sqlite3_close (db);
  g_assert_null (houbu_store_open_with (&houbu_sqlite_driver, file->path, &error));
  g_assert_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_NEWER);
  db = open_file (file);
  g_assert_cmpint (number_of (db, "PRAGMA user_version"), ==, 999);
  g_assert_cmpint (number_of (db, "SELECT count(*) FROM sqlite_schema"), ==, 1);
  sqlite3_close (db);
}

/* Another program's database is refused and left alone; so is what is no database at all. */
static void
test_foreign_file (File *file, gconstpointer data)
{
  sqlite3 *db = open_file (file);
  g_autoptr (GError) error = NULL;
  g_autofree char *junk = g_strnfill (9000, 'j');

  execute (db, "CREATE TABLE somebody_elses (n INTEGER)");
  sqlite3_close (db);
  g_assert_null (houbu_store_open_with (&houbu_sqlite_driver, file->path, &error));
  g_assert_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_CORRUPT);
  g_clear_error (&error);
  db = open_file (file);
  g_assert_cmpint (number_of (db, "SELECT count(*) FROM sqlite_schema"), ==, 1);
  sqlite3_close (db);

  g_assert_true (g_file_set_contents (file->path, junk, -1, NULL));
  g_assert_null (houbu_store_open_with (&houbu_sqlite_driver, file->path, &error));
  g_assert_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_CORRUPT);
}

static gpointer
open_store (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainContext) context = g_main_context_new ();
  HoubuStore *store;

  g_main_context_push_thread_default (context);
  store = houbu_store_open_with (&houbu_sqlite_driver, data, &error);
  g_main_context_pop_thread_default (context);
  g_assert_no_error (error);
  return store;
}

/* Several that create and migrate the same store at once all end with it. */
static void
test_migrate_at_once (File *file, gconstpointer data)
{
  GThread *threads[6];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_store, file->path);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (HoubuStore) store = g_thread_join (threads[i]);

      g_assert_true (HOUBU_IS_STORE (store));
    }
}

/* Whether the comment right above a line says how long a row is kept. */
static gboolean
says_retention (char **lines, guint line)
{
  gboolean said = FALSE;

  for (guint i = line; i > 0 && g_str_has_prefix (lines[i - 1], "--"); i--)
    said =
        said || strstr (lines[i - 1], "Kept") != NULL || strstr (lines[i - 1], "Retention") != NULL;
  return said;
}

/* Every table says how long its rows are kept. */
static void
test_retention (void)
{
  guint tables = 0;

  for (guint i = 0; i < houbu_sqlite_n_migrations; i++)
    {
      g_auto (GStrv) lines = g_strsplit (houbu_sqlite_migrations[i], "\n", -1);

      for (guint line = 0; lines[line] != NULL; line++)
        if (g_str_has_prefix (lines[line], "CREATE TABLE "))
          {
            tables++;
            if (!says_retention (lines, line))
              g_error ("%s … does not say how long it keeps its rows", lines[line]);
          }
    }
  g_assert_cmpuint (tables, >=, 20);
}

#define ADD(name, func) g_test_add (name, File, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/migrate/every-schema", test_every_schema);
  ADD ("/store/migrate/private-file", test_private_file);
  ADD ("/store/migrate/failing", test_failing_migration);
  ADD ("/store/migrate/newer", test_newer_schema);
  ADD ("/store/migrate/foreign", test_foreign_file);
  ADD ("/store/migrate/at-once", test_migrate_at_once);
  g_test_add_func ("/store/migrate/retention", test_retention);
  return g_test_run ();
}
