/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-json-gate.h"

#include <math.h>
#include <string.h>

#include "houbu-error.h"
#include "houbu-limits.h"

/* json-glib takes more than JSON: any depth (and crashes on it), the last of two equal keys,
 * integers that wrap, `1e400`, single quotes, comments, `var x =`, an empty document, and it cuts
 * strings at \u0000. So everything from outside is read here first, by the grammar of RFC 8259
 * and nothing else, in one pass without recursion; json-glib then only sees what is plain. */

/* The largest integer that every JSON reader keeps exactly. */
#define MAX_INTEGER G_GINT64_CONSTANT (9007199254740991)
#define MAX_NUMBER_LENGTH 64

typedef enum
{
  WANT_VALUE,
  WANT_VALUE_OR_END,
  WANT_KEY,
  WANT_KEY_OR_END,
  WANT_COMMA_OR_END,
  WANT_NOTHING,
} Want;

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  Want want;
  guint depth;
  guint64 elements;
  char closers[HOUBU_LIMIT_JSON_DEPTH];
  GHashTable *keys[HOUBU_LIMIT_JSON_DEPTH]; /* (owned) (nullable) (element-type utf8) */
} Gate;

static void
gate_clear (Gate *gate)
{
  for (guint i = 0; i < HOUBU_LIMIT_JSON_DEPTH; i++)
    g_clear_pointer (&gate->keys[i], g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gate, gate_clear)

static gboolean
refuse (GError **error, HoubuProblem problem)
{
  houbu_error_set (error, HOUBU_ERROR_BAD_JSON, problem, NULL);
  return FALSE;
}

static gboolean
refuse_limit (GError **error, HoubuProblem problem, gint64 limit)
{
  houbu_error_set (error, HOUBU_ERROR_BAD_JSON, problem, "limit", limit, NULL);
  return FALSE;
}

static gboolean
refuse_syntax (const Gate *gate, GError **error)
{
  return refuse_limit (error, HOUBU_PROBLEM_SYNTAX, gate->at - gate->start);
}

static void
skip_space (Gate *gate)
{
  while (gate->at < gate->end && strchr (" \t\r\n", *gate->at) != NULL)
    gate->at++;
}

static gboolean
read_unit (Gate *gate, guint *unit)
{
  *unit = 0;
  if (gate->end - gate->at < 4)
    return FALSE;
  for (int i = 0; i < 4; i++, gate->at++)
    {
      if (!g_ascii_isxdigit (*gate->at))
        return FALSE;
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*gate->at);
    }
  return TRUE;
}

/* After `\u`. A high half has to be followed by its low half. */
static gboolean
read_escaped_character (Gate *gate, GString *key, GError **error)
{
  guint unit, low;

  if (!read_unit (gate, &unit))
    return refuse_syntax (gate, error);
  if (unit == 0)
    return refuse (error, HOUBU_PROBLEM_NUL_CHARACTER);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return refuse (error, HOUBU_PROBLEM_LONE_SURROGATE);
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (gate->end - gate->at < 6 || gate->at[0] != '\\' || gate->at[1] != 'u')
        return refuse (error, HOUBU_PROBLEM_LONE_SURROGATE);
      gate->at += 2;
      if (!read_unit (gate, &low))
        return refuse_syntax (gate, error);
      if (low < 0xdc00 || low > 0xdfff)
        return refuse (error, HOUBU_PROBLEM_LONE_SURROGATE);
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  if (key != NULL)
    g_string_append_unichar (key, unit);
  return TRUE;
}

static gboolean
read_escape (Gate *gate, GString *key, GError **error)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found = NULL;

  if (gate->at < gate->end && *gate->at == 'u')
    {
      gate->at++;
      return read_escaped_character (gate, key, error);
    }
  found = gate->at < gate->end ? strchr (letters, *gate->at) : NULL;
  if (found == NULL)
    return refuse_syntax (gate, error);
  if (key != NULL)
    g_string_append_c (key, meanings[found - letters]);
  gate->at++;
  return TRUE;
}

/* At the opening quote. What the string says goes to @key, when there is one. */
static gboolean
read_string (Gate *gate, GString *key, GError **error)
{
  for (gate->at++; gate->at < gate->end && *gate->at != '"';)
    {
      guchar c = (guchar) *gate->at;

      if (c < 0x20)
        return refuse_syntax (gate, error);
      gate->at++;
      if (c == '\\')
        {
          if (!read_escape (gate, key, error))
            return FALSE;
        }
      else if (key != NULL)
        g_string_append_c (key, (char) c);
    }
  if (gate->at == gate->end)
    return refuse_syntax (gate, error);
  gate->at++;
  return TRUE;
}

static gboolean
skip_digits (Gate *gate)
{
  const char *first = gate->at;

  while (gate->at < gate->end && g_ascii_isdigit (*gate->at))
    gate->at++;
  return gate->at > first;
}

static gboolean
number_in_range (const char *digits, gboolean is_integer)
{
  gint64 integer;

  if (is_integer)
    return g_ascii_string_to_signed (digits, 10, -MAX_INTEGER, MAX_INTEGER, &integer, NULL);
  return isfinite (g_ascii_strtod (digits, NULL));
}

static gboolean
read_number (Gate *gate, GError **error)
{
  const char *first = gate->at;
  char digits[MAX_NUMBER_LENGTH + 1] = "";
  gboolean is_integer = TRUE;

  if (*gate->at == '-')
    gate->at++;
  if (gate->at < gate->end && *gate->at == '0')
    gate->at++;
  else if (!skip_digits (gate))
    return refuse_syntax (gate, error);
  if (gate->at < gate->end && *gate->at == '.')
    {
      is_integer = FALSE;
      gate->at++;
      if (!skip_digits (gate))
        return refuse_syntax (gate, error);
    }
  if (gate->at < gate->end && (*gate->at == 'e' || *gate->at == 'E'))
    {
      is_integer = FALSE;
      gate->at++;
      if (gate->at < gate->end && (*gate->at == '+' || *gate->at == '-'))
        gate->at++;
      if (!skip_digits (gate))
        return refuse_syntax (gate, error);
    }
  if (gate->at - first > MAX_NUMBER_LENGTH)
    return refuse (error, HOUBU_PROBLEM_NUMBER_RANGE);
  memcpy (digits, first, gate->at - first);
  return number_in_range (digits, is_integer) || refuse (error, HOUBU_PROBLEM_NUMBER_RANGE);
}

static gboolean
read_literal (Gate *gate, GError **error)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (gate->end - gate->at) >= length && memcmp (gate->at, words[i], length) == 0)
        {
          gate->at += length;
          return TRUE;
        }
    }
  return refuse_syntax (gate, error);
}

static gboolean
open_container (Gate *gate, GError **error)
{
  gboolean is_object = *gate->at == '{';

  if (gate->depth == HOUBU_LIMIT_JSON_DEPTH)
    return refuse_limit (error, HOUBU_PROBLEM_TOO_DEEP, HOUBU_LIMIT_JSON_DEPTH);
  gate->closers[gate->depth++] = is_object ? '}' : ']';
  gate->want = is_object ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
  gate->at++;
  return TRUE;
}

static void
close_container (Gate *gate)
{
  gate->depth--;
  if (gate->keys[gate->depth] != NULL)
    g_hash_table_remove_all (gate->keys[gate->depth]);
  gate->want = gate->depth == 0 ? WANT_NOTHING : WANT_COMMA_OR_END;
  gate->at++;
}

static gboolean
read_key (Gate *gate, GError **error)
{
  g_autoptr (GString) key = g_string_new (NULL);
  GHashTable **keys = &gate->keys[gate->depth - 1];

  if (*gate->at != '"')
    return refuse_syntax (gate, error);
  if (!read_string (gate, key, error))
    return FALSE;
  if (*keys == NULL)
    *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_add (*keys, g_string_free (g_steal_pointer (&key), FALSE)))
    return refuse (error, HOUBU_PROBLEM_DUPLICATE_KEY);
  skip_space (gate);
  if (gate->at == gate->end || *gate->at != ':')
    return refuse_syntax (gate, error);
  gate->at++;
  gate->want = WANT_VALUE;
  return TRUE;
}

static gboolean
read_value (Gate *gate, GError **error)
{
  char c = *gate->at;

  if (++gate->elements > HOUBU_LIMIT_JSON_ELEMENTS)
    return refuse_limit (error, HOUBU_PROBLEM_TOO_MANY_ELEMENTS, HOUBU_LIMIT_JSON_ELEMENTS);
  if (c == '{' || c == '[')
    return open_container (gate, error);
  gate->want = WANT_COMMA_OR_END;
  if (c == '"')
    return read_string (gate, NULL, error);
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (gate, error);
  return read_literal (gate, error);
}

static gboolean
read_next (Gate *gate, GError **error)
{
  gboolean at_end = gate->depth > 0 && *gate->at == gate->closers[gate->depth - 1];

  switch (gate->want)
    {
    case WANT_VALUE:
      return read_value (gate, error);
    case WANT_VALUE_OR_END:
      if (!at_end)
        return read_value (gate, error);
      close_container (gate);
      return TRUE;
    case WANT_KEY:
      return read_key (gate, error);
    case WANT_KEY_OR_END:
      if (!at_end)
        return read_key (gate, error);
      close_container (gate);
      return TRUE;
    case WANT_COMMA_OR_END:
      if (at_end)
        close_container (gate);
      else if (*gate->at == ',')
        {
          gate->want = gate->closers[gate->depth - 1] == '}' ? WANT_KEY : WANT_VALUE;
          gate->at++;
        }
      else
        return refuse_syntax (gate, error);
      return TRUE;
    case WANT_NOTHING:
    default:
      return refuse_syntax (gate, error);
    }
}

static gboolean
read_document (Gate *gate, GError **error)
{
  skip_space (gate);
  if (gate->at == gate->end)
    return refuse (error, HOUBU_PROBLEM_EMPTY_DOCUMENT);
  if (*gate->at != '{')
    return refuse (error, HOUBU_PROBLEM_NOT_AN_OBJECT);
  for (; gate->at < gate->end; skip_space (gate))
    if (!read_next (gate, error))
      return FALSE;
  return gate->want == WANT_NOTHING || refuse_syntax (gate, error);
}

/**
 * houbu_json_gate_check:
 * @text: bytes from outside
 * @length: their number, or -1 when they end with a NUL
 * @error: return location, %HOUBU_ERROR_BAD_JSON
 *
 * Whether the bytes are one JSON object in UTF-8 within the limits of size, depth and number of
 * values, without repeated names, NUL characters, halves of characters or numbers out of range.
 *
 * Returns: whether they are
 */
gboolean
houbu_json_gate_check (const char *text, gssize length, GError **error)
{
  g_auto (Gate) gate = { 0 };

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length < 0)
    length = (gssize) strlen (text);
  if (length == 0)
    return refuse (error, HOUBU_PROBLEM_EMPTY_DOCUMENT);
  if (length > HOUBU_LIMIT_JSON_BYTES)
    return refuse_limit (error, HOUBU_PROBLEM_TOO_MANY_BYTES, HOUBU_LIMIT_JSON_BYTES);
  if (memchr (text, '\0', (gsize) length) != NULL)
    return refuse (error, HOUBU_PROBLEM_NUL_CHARACTER);
  if (!g_utf8_validate_len (text, (gsize) length, NULL))
    return refuse (error, HOUBU_PROBLEM_NOT_UTF8);
  gate.start = gate.at = text;
  gate.end = text + length;
  gate.want = WANT_VALUE;
  return read_document (&gate, error);
}

/**
 * houbu_json_gate_parse:
 * @text: bytes from outside
 * @length: their number, or -1 when they end with a NUL
 * @error: return location, %HOUBU_ERROR_BAD_JSON
 *
 * Reads JSON from outside. Nothing else in the tree may call json-glib's parser on such bytes.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonNode *
houbu_json_gate_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;

  if (!houbu_json_gate_check (text, length, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, NULL))
    {
      refuse_limit (error, HOUBU_PROBLEM_SYNTAX, 0);
      return NULL;
    }
  return json_parser_steal_root (parser);
}
