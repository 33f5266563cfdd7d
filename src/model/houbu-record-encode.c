/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-record-private.h"
#include "houbu-time.h"

/* Records are written straight into the text: an answer is encoded once, and a tree of nodes in
 * between would cost more than the writing. */

/* What stands in a string as it is. */
static gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void
append_escape (GString *text, char c)
{
  if (c == '"' || c == '\\')
    {
      g_string_append_c (text, '\\');
      g_string_append_c (text, c);
    }
  else if (c == '\n')
    g_string_append (text, "\\n");
  else
    g_string_append_printf (text, "\\u%04x", (guint) (guchar) c);
}

static void
append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  while (*value != '\0')
    {
      const char *end = value;

      while (is_plain ((guchar) *end))
        end++;
      g_string_append_len (text, value, end - value);
      if (*end != '\0')
        append_escape (text, *end++);
      value = end;
    }
  g_string_append_c (text, '"');
}

static void
append_integer (GString *text, gint64 value)
{
  char digits[24];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  g_string_append (text, digits);
}

static void
append_time (GString *text, gint64 value)
{
  char printed[HOUBU_TIME_SIZE] = "";

  houbu_time_print (value, printed);
  g_string_append_c (text, '"');
  g_string_append (text, printed);
  g_string_append_c (text, '"');
}

static void
append_word (GString *text, GType type, int value)
{
  g_autoptr (GEnumClass) words = g_type_class_ref (type);

  append_string (text, g_enum_get_value (words, value)->value_nick);
}

static void
append_records (GString *text, GListModel *list)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (HoubuRecord) item = g_list_model_get_item (list, i);

      if (i > 0)
        g_string_append_c (text, ',');
      houbu_record_append_to (item, text);
    }
  g_string_append_c (text, ']');
}

static void
append_strings (GString *text, char **list)
{
  g_string_append_c (text, '[');
  for (guint i = 0; list[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_string (text, list[i]);
    }
  g_string_append_c (text, ']');
}

static void
append_integers (GString *text, GArray *list)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < list->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_integer (text, g_array_index (list, gint64, i));
    }
  g_string_append_c (text, ']');
}

/* A boolean that may be absent is there only when it is true. */
static gboolean
field_is_absent (const HoubuField *field, HoubuRecord *self)
{
  gboolean required = (field->flags & HOUBU_FIELD_REQUIRED) != 0;

  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
    case HOUBU_FIELD_RECORD:
      return *HOUBU_FIELD_AT (self, field, gpointer) == NULL;
    case HOUBU_FIELD_INTEGER:
    case HOUBU_FIELD_TIME:
      return *HOUBU_FIELD_AT (self, field, gint64) == HOUBU_UNSET;
    case HOUBU_FIELD_CHOICE:
    case HOUBU_FIELD_ENUM:
      return *HOUBU_FIELD_AT (self, field, int) == 0;
    case HOUBU_FIELD_RECORDS:
      return !required &&
             g_list_model_get_n_items (*HOUBU_FIELD_AT (self, field, GListModel *)) == 0;
    case HOUBU_FIELD_STRINGS:
      return !required && **HOUBU_FIELD_AT (self, field, char **) == NULL;
    case HOUBU_FIELD_INTEGERS:
      return !required && (*HOUBU_FIELD_AT (self, field, GArray *))->len == 0;
    case HOUBU_FIELD_BOOLEAN:
      return !required && !*HOUBU_FIELD_AT (self, field, gboolean);
    default:
      g_assert_not_reached ();
    }
}

static void
append_value (GString *text, const HoubuField *field, HoubuRecord *self)
{
  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
      append_string (text, *HOUBU_FIELD_AT (self, field, char *));
      break;
    case HOUBU_FIELD_INTEGER:
      append_integer (text, *HOUBU_FIELD_AT (self, field, gint64));
      break;
    case HOUBU_FIELD_TIME:
      append_time (text, *HOUBU_FIELD_AT (self, field, gint64));
      break;
    case HOUBU_FIELD_BOOLEAN:
      g_string_append (text, *HOUBU_FIELD_AT (self, field, gboolean) ? "true" : "false");
      break;
    case HOUBU_FIELD_CHOICE:
      g_string_append (text,
                       *HOUBU_FIELD_AT (self, field, int) == HOUBU_CHOICE_YES ? "true" : "false");
      break;
    case HOUBU_FIELD_ENUM:
      append_word (text, field->type (), *HOUBU_FIELD_AT (self, field, int));
      break;
    case HOUBU_FIELD_RECORD:
      houbu_record_append_to (*HOUBU_FIELD_AT (self, field, HoubuRecord *), text);
      break;
    case HOUBU_FIELD_RECORDS:
      append_records (text, *HOUBU_FIELD_AT (self, field, GListModel *));
      break;
    case HOUBU_FIELD_STRINGS:
      append_strings (text, *HOUBU_FIELD_AT (self, field, char **));
      break;
    case HOUBU_FIELD_INTEGERS:
      append_integers (text, *HOUBU_FIELD_AT (self, field, GArray *));
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * houbu_record_append_to:
 * @self: a record
 * @text: where its JSON goes
 *
 * Writes the record at the end of @text. Absent fields are left out, except those that the
 * contract wants as `null`.
 */
void
houbu_record_append_to (HoubuRecord *self, GString *text)
{
  HoubuRecordClass *klass = NULL;
  const HoubuFieldFlags as_null = HOUBU_FIELD_REQUIRED | HOUBU_FIELD_NULLABLE;
  char mark = '{';

  g_return_if_fail (HOUBU_IS_RECORD (self));
  g_return_if_fail (text != NULL);

  klass = HOUBU_RECORD_GET_CLASS (self);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];
      gboolean absent = field_is_absent (field, self);

      if (absent && (field->flags & as_null) != as_null)
        continue;
      g_string_append_c (text, mark);
      g_string_append_c (text, '"');
      g_string_append (text, field->name);
      g_string_append (text, "\":");
      if (absent)
        g_string_append (text, "null");
      else
        append_value (text, field, self);
      mark = ',';
    }
  g_string_append (text, mark == '{' ? "{}" : "}");
}

/**
 * houbu_record_to_text:
 * @self: a record
 *
 * Returns: (transfer full): its JSON
 */
char *
houbu_record_to_text (HoubuRecord *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (HOUBU_IS_RECORD (self), NULL);

  text = g_string_sized_new (256);
  houbu_record_append_to (self, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * houbu_record_to_bytes:
 * @self: a record
 *
 * Returns: (transfer full): its JSON
 */
GBytes *
houbu_record_to_bytes (HoubuRecord *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (HOUBU_IS_RECORD (self), NULL);

  text = g_string_sized_new (256);
  houbu_record_append_to (self, text);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/**
 * houbu_record_to_json:
 * @self: a record
 *
 * Returns: (transfer full): its JSON as a tree
 */
JsonNode *
houbu_record_to_json (HoubuRecord *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (HOUBU_IS_RECORD (self), NULL);

  text = houbu_record_to_text (self);
  return json_from_string (text, NULL);
}
