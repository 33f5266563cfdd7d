/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-target.h"

#include <string.h>

#define MAX_TARGET 2048
#define MAX_SEGMENTS 8
#define MAX_PARAMETERS 16

/* Percent-decodes strictly: a broken escape, a control character or broken UTF-8 is no value.
 * `+` stays itself in a path and is a space in a query. */
static char *
decode (const char *text, gsize length, gboolean plus_is_space)
{
  g_autofree char *out = g_malloc (length + 1);
  gsize size = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = (guchar) text[i];

      if (byte == '%')
        {
          int high = length - i > 2 ? g_ascii_xdigit_value (text[i + 1]) : -1;
          int low = length - i > 2 ? g_ascii_xdigit_value (text[i + 2]) : -1;

          if (high < 0 || low < 0)
            return NULL;
          byte = (guchar) (high * 16 + low);
          i += 2;
        }
      else if (byte == '+' && plus_is_space)
        byte = ' ';
      if (byte < 0x20 || byte == 0x7f)
        return NULL;
      out[size++] = (char) byte;
    }
  out[size] = '\0';
  return g_utf8_validate_len (out, size, NULL) ? g_steal_pointer (&out) : NULL;
}

static gboolean
parse_path (HoubuHttpTarget *self, const char *text, gsize length)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *end = text + length;

  if (length == 0 || *text != '/')
    return FALSE;
  for (const char *start = text + 1; start != NULL;)
    {
      const char *slash = memchr (start, '/', (gsize) (end - start));
      char *part = decode (start, (gsize) ((slash != NULL ? slash : end) - start), FALSE);

      if (part == NULL)
        return FALSE;
      g_ptr_array_add (parts, part);
      if (parts->len > MAX_SEGMENTS)
        return FALSE;
      start = slash != NULL ? slash + 1 : NULL;
    }
  g_ptr_array_add (parts, NULL);
  self->segments = (GStrv) g_ptr_array_free (g_steal_pointer (&parts), FALSE);
  return TRUE;
}

/* A parameter given twice is refused: two layers could read different ones. */
static gboolean
parse_parameter (HoubuHttpTarget *self, const char *text, gsize length)
{
  const char *equals = memchr (text, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - text) : length;
  g_autofree char *name = decode (text, name_length, TRUE);
  g_autofree char *value = NULL;

  if (equals == NULL)
    value = g_strdup ("");
  else
    value = decode (equals + 1, length - name_length - 1, TRUE);
  if (name == NULL || *name == '\0' || value == NULL || g_hash_table_contains (self->query, name))
    return FALSE;
  g_hash_table_insert (self->query, g_steal_pointer (&name), g_steal_pointer (&value));
  return g_hash_table_size (self->query) <= MAX_PARAMETERS;
}

static gboolean
parse_query (HoubuHttpTarget *self, const char *text)
{
  while (*text != '\0')
    {
      const char *end = strchrnul (text, '&');

      if (end > text && !parse_parameter (self, text, (gsize) (end - text)))
        return FALSE;
      text = *end == '&' ? end + 1 : end;
    }
  return TRUE;
}

/* The absolute form names the server again; which one is the front server's affair. */
static const char *
skip_authority (const char *text)
{
  if (g_ascii_strncasecmp (text, "http://", 7) != 0)
    return text;
  text += 7;
  return strchrnul (text, '/');
}

/**
 * houbu_http_target_parse:
 * @text: the target as it stood in the request line
 *
 * Takes a target apart. Escapes are decoded once and after splitting, so an escaped slash is part
 * of a segment and never a separator; dot segments have no meaning and match no route.
 *
 * Returns: (transfer full) (nullable): the target, or %NULL when it is malformed or too long
 */
HoubuHttpTarget *
houbu_http_target_parse (const char *text)
{
  g_autoptr (HoubuHttpTarget) self = g_new0 (HoubuHttpTarget, 1);
  const char *question;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_TARGET)
    return NULL;
  text = skip_authority (text);
  question = strchrnul (text, '?');
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!parse_path (self, text, (gsize) (question - text)))
    return NULL;
  if (*question == '?' && !parse_query (self, question + 1))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * houbu_http_target_free:
 * @self: (transfer full) (nullable): a target
 *
 * Frees the target.
 */
void
houbu_http_target_free (HoubuHttpTarget *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->segments);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self);
}
