/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-admin-text.h"

#include "houbu-error.h"
#include "houbu-plain-text.h"

/**
 * houbu_admin_text_read:
 * @title: (inout): heading of a text
 * @body: (inout): the text
 * @new_title: (nullable): what an operator typed, %NULL to leave it
 * @new_body: (nullable): what an operator typed, %NULL to leave it
 * @error: HOUBU_ERROR_INVALID_FIELD when nothing is left of the heading
 *
 * Reads what everybody will be shown: plain text, in which nothing turns the line around.
 *
 * Returns: whether there is a heading
 */
gboolean
houbu_admin_text_read (
    char **title, char **body, const char *new_title, const char *new_body, GError **error)
{
  if (new_title != NULL)
    {
      g_free (*title);
      *title = houbu_plain_text_line (new_title);
    }
  if (new_body != NULL)
    {
      g_free (*body);
      *body = houbu_plain_text_paragraphs (new_body);
    }
  if (**title != '\0')
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_REQUIRED, "field", "title",
                   NULL);
  return FALSE;
}
