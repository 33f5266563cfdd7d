/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-error-text.h"

#include <glib/gi18n.h>
#include "houbu-error.h"

#include "houbu-connection.h"
#include "houbu-text.h"

/**
 * houbu_error_text_get_title:
 * @error: an error
 *
 * Returns: (transfer full): what happened, in the user's language
 */
char *
houbu_error_text_get_title (const GError *error)
{
  if (error->domain == HOUBU_ERROR)
    return g_strdup (houbu_error_get_title (error, houbu_text_language ()));
  return g_strdup (_ ("That did not work."));
}

/**
 * houbu_error_text_get_body:
 * @error: an error
 *
 * Returns: (transfer full): more about it and what to do, in the user's language; may be empty
 */
char *
houbu_error_text_get_body (const GError *error)
{
  g_autofree char *detail = NULL;
  const char *hint;

  if (error->domain != HOUBU_ERROR)
    return g_strdup (error->message);
  detail = houbu_error_get_detail (error, houbu_text_language ());
  hint = houbu_error_get_hint (error, houbu_text_language ());
  if (detail == NULL || *detail == '\0')
    return g_strdup (hint != NULL ? hint : "");
  if (hint == NULL || *hint == '\0')
    return g_steal_pointer (&detail);
  return g_strdup_printf ("%s\n%s", detail, hint);
}

/**
 * houbu_error_text_get_body_of_server:
 * @error: an error
 * @server: (nullable): the address of who was asked
 *
 * Returns: (transfer full): houbu_error_text_get_body(), and where the connection is the trouble,
 * to which server
 */
char *
houbu_error_text_get_body_of_server (const GError *error, const char *server)
{
  g_autofree char *body = houbu_error_text_get_body (error);

  if (server == NULL || !houbu_error_is_connection_trouble (error))
    return g_steal_pointer (&body);
  /* Translators: what is wrong with the connection to a server and what to do, then its address */
  return g_strdup_printf (_ ("%s\nServer: %s"), body, server);
}

/**
 * houbu_error_text_get_line:
 * @error: an error
 *
 * Returns: (transfer full): what happened and what to do on one line, in the user's language
 */
char *
houbu_error_text_get_line (const GError *error)
{
  const char *between = g_str_equal (houbu_text_language (), "zh-CN") ? "" : " ";
  g_autofree char *title = houbu_error_text_get_title (error);
  g_autofree char *body = houbu_error_text_get_body (error);
  g_autoptr (GString) line = g_string_new (title);

  if (*body != '\0')
    g_string_append_printf (line, "\n%s", body);
  g_string_replace (line, "\n", between, 0);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * houbu_error_text_get_detail_naming:
 * @error: an error about a field
 * @name: what the field is called on screen
 *
 * Returns: (transfer full): what is wrong with it, with that name instead of the wire format's
 */
char *
houbu_error_text_get_detail_naming (const GError *error, const char *name)
{
  const char *field = houbu_error_text_get_field (error);
  g_autofree char *detail = NULL;
  /* Translators: %s is what a field is called on screen */
  g_autofree char *quoted = g_strdup_printf (_ ("“%s”"), name);
  GString *text;

  if (field == NULL)
    return houbu_error_text_get_title (error);
  detail = houbu_error_get_detail (error, houbu_text_language ());
  if (detail == NULL || *detail == '\0')
    return houbu_error_text_get_title (error);
  text = g_string_new (detail);
  g_string_replace (text, field, quoted, 1);
  return g_string_free (text, FALSE);
}

/**
 * houbu_error_text_get_field:
 * @error: an error
 *
 * Returns: (nullable): the field of the wire format that is wrong
 */
const char *
houbu_error_text_get_field (const GError *error)
{
  return error->domain == HOUBU_ERROR ? houbu_error_get_field (error) : NULL;
}
