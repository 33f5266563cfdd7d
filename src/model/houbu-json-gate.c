/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-json-gate.h"

#include <math.h>
#include <string.h>

#include "houbu-error.h"
#include "houbu-limits.h"

/* json-glib's parser takes more than JSON: any depth (and crashes on it), the last of two equal
 * keys, integers that wrap, `1e400`, single quotes, comments, `var x =`, an empty document, and it
 * cuts strings at \u0000. So everything from outside is read here, by the grammar of RFC 8259 and
 * nothing else, in one pass without recursion, and what is read goes into json-glib's nodes at
 * once: two readers one after the other could understand a text differently. */

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
  JsonNode *root;                         /* (owned) (nullable) */
  JsonNode *open[HOUBU_LIMIT_JSON_DEPTH]; /* (borrowed): the containers that are not closed yet */
  char *key;       /* (owned) (nullable): of the member whose value follows */
  GString *string; /* (owned): what the newest string says */
} Gate;

static void
gate_clear (Gate *gate)
{
  g_clear_pointer (&gate->root, json_node_unref);
  g_free (gate->key);
  if (gate->string != NULL)
    g_string_free (gate->string, TRUE);
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
read_escaped_character (Gate *gate, GError **error)
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
  g_string_append_unichar (gate->string, unit);
  return TRUE;
}

static gboolean
read_escape (Gate *gate, GError **error)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found = NULL;

  if (gate->at < gate->end && *gate->at == 'u')
    {
      gate->at++;
      return read_escaped_character (gate, error);
    }
  found = gate->at < gate->end ? strchr (letters, *gate->at) : NULL;
  if (found == NULL)
    return refuse_syntax (gate, error);
  g_string_append_c (gate->string, meanings[found - letters]);
  gate->at++;
  return TRUE;
}

/* Takes what stands for itself. */
static void
read_plain (Gate *gate)
{
  const char *first = gate->at;

  while (gate->at < gate->end && *gate->at != '"' && *gate->at != '\\' &&
         (guchar) *gate->at >= 0x20)
    gate->at++;
  g_string_append_len (gate->string, first, gate->at - first);
}

/* At the opening quote. */
static gboolean
read_string (Gate *gate, GError **error)
{
  g_string_set_size (gate->string, 0);
  gate->at++;
  for (;;)
    {
      read_plain (gate);
      if (gate->at == gate->end || (guchar) *gate->at < 0x20)
        return refuse_syntax (gate, error);
      if (*gate->at++ == '"')
        return TRUE;
      if (!read_escape (gate, error))
        return FALSE;
    }
}

static gboolean
skip_digits (Gate *gate)
{
  const char *first = gate->at;

  while (gate->at < gate->end && g_ascii_isdigit (*gate->at))
    gate->at++;
  return gate->at > first;
}

/* Puts a value where it belongs, in the container that is open or at the root. */
static void
add_value (Gate *gate, JsonNode *node)
{
  JsonNode *parent = gate->depth > 0 ? gate->open[gate->depth - 1] : NULL;

  if (parent == NULL)
    gate->root = node;
  else if (JSON_NODE_HOLDS_ARRAY (parent))
    json_array_add_element (json_node_get_array (parent), node);
  else
    json_object_set_member (json_node_get_object (parent), gate->key, node);
  g_clear_pointer (&gate->key, g_free);
}

/* NULL when it is out of range. */
static JsonNode *
number_to_node (const char *digits, gboolean is_integer)
{
  gint64 integer;
  double real;

  if (is_integer)
    return g_ascii_string_to_signed (digits, 10, -MAX_INTEGER, MAX_INTEGER, &integer, NULL)
               ? json_node_init_int (json_node_alloc (), integer)
               : NULL;
  real = g_ascii_strtod (digits, NULL);
  return isfinite (real) ? json_node_init_double (json_node_alloc (), real) : NULL;
}

static gboolean
read_number (Gate *gate, GError **error)
{
  const char *first = gate->at;
  char digits[MAX_NUMBER_LENGTH + 1] = "";
  gboolean is_integer = TRUE;
  JsonNode *node;

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
  node = number_to_node (digits, is_integer);
  if (node == NULL)
    return refuse (error, HOUBU_PROBLEM_NUMBER_RANGE);
  add_value (gate, node);
  return TRUE;
}

static gboolean
read_literal (Gate *gate, GError **error)
{
  static const char *const words[] = { "null", "false", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (gate->end - gate->at) >= length && memcmp (gate->at, words[i], length) == 0)
        {
          JsonNode *node = json_node_alloc ();

          add_value (gate,
                     i == 0 ? json_node_init_null (node) : json_node_init_boolean (node, i == 2));
          gate->at += length;
          return TRUE;
        }
    }
  return refuse_syntax (gate, error);
}

static JsonNode *
container_to_node (gboolean is_object)
{
  JsonNode *node = json_node_new (is_object ? JSON_NODE_OBJECT : JSON_NODE_ARRAY);

  if (is_object)
    json_node_take_object (node, json_object_new ());
  else
    json_node_take_array (node, json_array_new ());
  return node;
}

static gboolean
open_container (Gate *gate, GError **error)
{
  gboolean is_object = *gate->at == '{';
  JsonNode *node;

  if (gate->depth == HOUBU_LIMIT_JSON_DEPTH)
    return refuse_limit (error, HOUBU_PROBLEM_TOO_DEEP, HOUBU_LIMIT_JSON_DEPTH);
  node = container_to_node (is_object);
  add_value (gate, node);
  gate->open[gate->depth++] = node;
  gate->want = is_object ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
  gate->at++;
  return TRUE;
}

static void
close_container (Gate *gate)
{
  gate->depth--;
  gate->want = gate->depth == 0 ? WANT_NOTHING : WANT_COMMA_OR_END;
  gate->at++;
}

static gboolean
read_key (Gate *gate, GError **error)
{
  JsonObject *object = json_node_get_object (gate->open[gate->depth - 1]);

  if (*gate->at != '"')
    return refuse_syntax (gate, error);
  if (!read_string (gate, error))
    return FALSE;
  if (json_object_has_member (object, gate->string->str))
    return refuse (error, HOUBU_PROBLEM_DUPLICATE_KEY);
  gate->key = g_strndup (gate->string->str, gate->string->len);
  skip_space (gate);
  if (gate->at == gate->end || *gate->at != ':')
    return refuse_syntax (gate, error);
  gate->at++;
  gate->want = WANT_VALUE;
  return TRUE;
}

static gboolean
read_string_value (Gate *gate, GError **error)
{
  if (!read_string (gate, error))
    return FALSE;
  add_value (gate, json_node_init_string (json_node_alloc (), gate->string->str));
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
    return read_string_value (gate, error);
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (gate, error);
  return read_literal (gate, error);
}

static gboolean
read_next (Gate *gate, GError **error)
{
  gboolean in_object = gate->depth > 0 && JSON_NODE_HOLDS_OBJECT (gate->open[gate->depth - 1]);
  gboolean at_end = gate->depth > 0 && *gate->at == (in_object ? '}' : ']');

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
          gate->want = in_object ? WANT_KEY : WANT_VALUE;
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

static gboolean
check_bytes (const char *text, gsize length, GError **error)
{
  if (length == 0)
    return refuse (error, HOUBU_PROBLEM_EMPTY_DOCUMENT);
  if (length > HOUBU_LIMIT_JSON_BYTES)
    return refuse_limit (error, HOUBU_PROBLEM_TOO_MANY_BYTES, HOUBU_LIMIT_JSON_BYTES);
  if (memchr (text, '\0', length) != NULL)
    return refuse (error, HOUBU_PROBLEM_NUL_CHARACTER);
  return g_utf8_validate_len (text, length, NULL) || refuse (error, HOUBU_PROBLEM_NOT_UTF8);
}

/**
 * houbu_json_gate_parse:
 * @text: bytes from outside
 * @length: their number, or -1 when they end with a NUL
 * @error: return location, %HOUBU_ERROR_BAD_JSON
 *
 * Reads JSON from outside: one object in UTF-8 within the limits of size, depth and number of
 * values, without repeated names, NUL characters, halves of characters or numbers out of range.
 * Nothing else in the tree may call json-glib's parser on such bytes.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonNode *
houbu_json_gate_parse (const char *text, gssize length, GError **error)
{
  g_auto (Gate) gate = { .want = WANT_VALUE };

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length < 0)
    length = (gssize) strlen (text);
  if (!check_bytes (text, (gsize) length, error))
    return NULL;
  gate.start = gate.at = text;
  gate.end = text + length;
  gate.string = g_string_new (NULL);
  return read_document (&gate, error) ? g_steal_pointer (&gate.root) : NULL;
}
