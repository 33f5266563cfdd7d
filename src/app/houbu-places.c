/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-places.h"

#include "houbu-config.h"

/* Seen from src/app/ of a build folder: a program that was not installed runs with what was built
 * beside it. */
#define BUILT_LOCALE_DIR "../../po"
#define BUILT_SCHEMA_DIR "../../data"
#define BUILT_PRACTICE_DIR "../../data/practice"

/**
 * houbu_places_beside_program:
 * @relative: a path, seen from the folder of the running program
 *
 * Returns: (transfer full) (nullable): the path from the root, whether or not there is such a file
 */
char *
houbu_places_beside_program (const char *relative)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;

  g_return_val_if_fail (relative != NULL, NULL);
  if (program == NULL)
    return NULL;
  folder = g_path_get_dirname (program);
  return g_canonicalize_filename (relative, folder);
}

/**
 * houbu_places_get_locale_dir:
 *
 * Returns: (transfer full): the folder of the translations
 */
char *
houbu_places_get_locale_dir (void)
{
  g_autofree char *built = houbu_places_beside_program (BUILT_LOCALE_DIR);
  g_autofree char *sample = NULL;

  if (built == NULL)
    return g_strdup (HOUBU_LOCALEDIR);
  sample = g_build_filename (built, "zh_CN", "LC_MESSAGES", HOUBU_GETTEXT_DOMAIN ".mo", NULL);
  if (g_file_test (sample, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&built);
  return g_strdup (HOUBU_LOCALEDIR);
}

/**
 * houbu_places_open_settings:
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where the schema is missing, which is no
 *   reason not to start: nothing is remembered then
 */
GSettings *
houbu_places_open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) built_source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *built = houbu_places_beside_program (BUILT_SCHEMA_DIR);

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, HOUBU_APP_ID, TRUE);
  if (schema == NULL && built != NULL)
    {
      built_source = g_settings_schema_source_new_from_directory (built, source, FALSE, NULL);
      if (built_source != NULL)
        schema = g_settings_schema_source_lookup (built_source, HOUBU_APP_ID, TRUE);
    }
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/**
 * houbu_places_get_server:
 *
 * Returns: (transfer none) (nullable): the address of the only server of this computer, where its
 *   keeper has set one in the environment. Settings can be locked as well, but not those of a
 *   sandbox.
 */
const char *
houbu_places_get_server (void)
{
  const char *server = g_getenv ("HOUBU_SERVER");

  return server != NULL && *server != '\0' ? server : NULL;
}

/**
 * houbu_places_find_program:
 * @name: of a program of ours
 * @built: its folder in a build folder, seen from the running program's
 * @variable: the environment variable that names another one
 *
 * Returns: (transfer full) (nullable): its path: what @variable names, else the one beside this
 *   program, installed, or on the search path
 */
char *
houbu_places_find_program (const char *name, const char *built, const char *variable)
{
  const char *named = g_getenv (variable);
  g_autofree char *in_build = g_build_filename (built, name, NULL);
  const char *beside[] = { name, in_build };
  g_autofree char *installed = g_build_filename (HOUBU_BINDIR, name, NULL);

  if (named != NULL && *named != '\0')
    return g_strdup (named);
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = houbu_places_beside_program (beside[i]);

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  return g_find_program_in_path (name);
}

/**
 * houbu_places_get_practice_dir:
 *
 * Returns: (transfer full): the folder with the sample accounts
 */
char *
houbu_places_get_practice_dir (void)
{
  g_autofree char *built = houbu_places_beside_program (BUILT_PRACTICE_DIR);

  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&built);
  return g_strdup (HOUBU_PKGDATADIR "/practice");
}
