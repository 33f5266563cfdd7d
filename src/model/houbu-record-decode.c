/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-record-private.h"

#include "houbu-error.h"
#include "houbu-json-gate.h"
#include "houbu-plain-text.h"
#include "houbu-time.h"

/* Where the decoder is: the record it fills, and the way to it, which names the field in errors
 * as `student.school.code` or `offerings[0]`. */
typedef struct
{
  const char *way;
  HoubuDecode mode;
} Place;

static gboolean
decode_object (HoubuRecord *record, JsonObject *object, Place place, GError **error);

static char *
name_in (Place place, const char *field)
{
  return place.way == NULL ? g_strdup (field) : g_strconcat (place.way, ".", field, NULL);
}

static void
refuse (GError **error, const char *way, HoubuProblem problem, gint64 limit)
{
  if (limit == HOUBU_UNSET)
    houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", way, NULL);
  else
    houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", way, "limit", limit, NULL);
}

static gboolean
refuse_type (GError **error, const char *way, const char *wanted)
{
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_WRONG_TYPE, "field", way,
                   "value", wanted, NULL);
  return FALSE;
}

static gboolean
check_string (const HoubuField *field,
              const GRegex *pattern,
              const char *value,
              const char *way,
              GError **error)
{
  gint64 length = g_utf8_strlen (value, -1);

  if (length < field->minimum)
    {
      refuse (error, way, HOUBU_PROBLEM_TOO_SHORT, field->minimum);
      return FALSE;
    }
  if (field->maximum >= 0 && length > field->maximum)
    {
      refuse (error, way, HOUBU_PROBLEM_TOO_LONG, field->maximum);
      return FALSE;
    }
  if (pattern != NULL && !g_regex_match (pattern, value, 0, NULL))
    {
      refuse (error, way, HOUBU_PROBLEM_BAD_FORMAT, HOUBU_UNSET);
      return FALSE;
    }
  return TRUE;
}

static const char *
read_string (JsonNode *node, const char *way, GError **error)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  refuse_type (error, way, "a string");
  return NULL;
}

static gboolean
read_integer (
    const HoubuField *field, JsonNode *node, gint64 *value, const char *way, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse_type (error, way, "an integer");
  *value = json_node_get_int (node);
  if (*value < field->minimum)
    {
      refuse (error, way, HOUBU_PROBLEM_TOO_SMALL, field->minimum);
      return FALSE;
    }
  if (*value > field->maximum)
    {
      refuse (error, way, HOUBU_PROBLEM_TOO_LARGE, field->maximum);
      return FALSE;
    }
  return TRUE;
}

/* What a server says is shown to people: nothing in it may turn the text around. */
static gboolean
decode_string (HoubuRecord *record, guint index, JsonNode *node, Place place, GError **error)
{
  HoubuRecordClass *klass = HOUBU_RECORD_GET_CLASS (record);
  const char *value = read_string (node, place.way, error);

  if (value == NULL ||
      !check_string (&klass->fields[index], klass->patterns[index], value, place.way, error))
    return FALSE;
  houbu_record_take_string (record, index,
                            place.mode == HOUBU_DECODE_LENIENT ? houbu_plain_text_unturned (value)
                                                               : g_strdup (value));
  return TRUE;
}

static gboolean
decode_time (HoubuRecord *record, guint index, JsonNode *node, const char *way, GError **error)
{
  const char *text = read_string (node, way, error);
  gint64 value;

  if (text == NULL)
    return FALSE;
  if (!houbu_time_parse (text, &value))
    {
      refuse (error, way, HOUBU_PROBLEM_BAD_TIME, HOUBU_UNSET);
      return FALSE;
    }
  houbu_record_set_integer (record, index, value);
  return TRUE;
}

static gboolean
decode_word (HoubuRecord *record, guint index, JsonNode *node, const char *way, GError **error)
{
  const HoubuField *field = &HOUBU_RECORD_GET_CLASS (record)->fields[index];
  const char *text = read_string (node, way, error);
  g_autoptr (GEnumClass) words = NULL;
  GEnumValue *word = NULL;

  if (text == NULL)
    return FALSE;
  words = g_type_class_ref (field->type ());
  word = g_enum_get_value_by_nick (words, text);
  if (word == NULL || word->value == 0)
    {
      refuse (error, way, HOUBU_PROBLEM_NOT_A_CHOICE, HOUBU_UNSET);
      return FALSE;
    }
  houbu_record_set_word (record, index, word->value);
  return TRUE;
}

static HoubuRecord *
decode_new (GType type, JsonNode *node, Place place, GError **error)
{
  g_autoptr (HoubuRecord) record = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse_type (error, place.way, "an object");
      return NULL;
    }
  record = g_object_new (type, NULL);
  if (!decode_object (record, json_node_get_object (node), place, error))
    return NULL;
  return g_steal_pointer (&record);
}

static JsonArray *
read_array (const HoubuField *field, JsonNode *node, const char *way, GError **error)
{
  gint64 length;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      refuse_type (error, way, "an array");
      return NULL;
    }
  length = json_array_get_length (json_node_get_array (node));
  if (length < field->min_items)
    {
      refuse (error, way, HOUBU_PROBLEM_TOO_FEW, field->min_items);
      return NULL;
    }
  if (field->max_items >= 0 && length > field->max_items)
    {
      refuse (error, way, HOUBU_PROBLEM_TOO_MANY, field->max_items);
      return NULL;
    }
  return json_node_get_array (node);
}

static gboolean
decode_records (
    HoubuRecord *record, const HoubuField *field, JsonArray *array, Place place, GError **error)
{
  GListStore *list = *HOUBU_FIELD_AT (record, field, GListStore *);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *way = g_strdup_printf ("%s[%u]", place.way, i);
      Place inside = { way, place.mode };
      g_autoptr (HoubuRecord) item =
          decode_new (field->type (), json_array_get_element (array, i), inside, error);

      if (item == NULL)
        return FALSE;
      g_list_store_append (list, item);
    }
  return TRUE;
}

static gboolean
decode_strings (HoubuRecord *record, guint index, JsonArray *array, const char *way, GError **error)
{
  HoubuRecordClass *klass = HOUBU_RECORD_GET_CLASS (record);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *inside = g_strdup_printf ("%s[%u]", way, i);
      const char *value = read_string (json_array_get_element (array, i), inside, error);

      if (value == NULL ||
          !check_string (&klass->fields[index], klass->patterns[index], value, inside, error))
        return FALSE;
      g_strv_builder_add (builder, value);
    }
  values = g_strv_builder_end (builder);
  houbu_record_set_strings (record, index, (const char *const *) values);
  return TRUE;
}

static gboolean
decode_integers (
    HoubuRecord *record, const HoubuField *field, JsonArray *array, const char *way, GError **error)
{
  GArray *list = *HOUBU_FIELD_AT (record, field, GArray *);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *inside = g_strdup_printf ("%s[%u]", way, i);
      gint64 value;

      if (!read_integer (field, json_array_get_element (array, i), &value, inside, error))
        return FALSE;
      g_array_append_val (list, value);
    }
  return TRUE;
}

static gboolean
decode_list (HoubuRecord *record, guint index, JsonNode *node, Place place, GError **error)
{
  const HoubuField *field = &HOUBU_RECORD_GET_CLASS (record)->fields[index];
  JsonArray *array = read_array (field, node, place.way, error);

  if (array == NULL)
    return FALSE;
  if (field->kind == HOUBU_FIELD_RECORDS)
    return decode_records (record, field, array, place, error);
  if (field->kind == HOUBU_FIELD_STRINGS)
    return decode_strings (record, index, array, place.way, error);
  return decode_integers (record, field, array, place.way, error);
}

static gboolean
decode_child (HoubuRecord *record, guint index, JsonNode *node, Place place, GError **error)
{
  const HoubuField *field = &HOUBU_RECORD_GET_CLASS (record)->fields[index];
  g_autoptr (HoubuRecord) child = decode_new (field->type (), node, place, error);

  if (child == NULL)
    return FALSE;
  houbu_record_set_record (record, index, child);
  return TRUE;
}

static gboolean
decode_boolean (HoubuRecord *record, guint index, JsonNode *node, const char *way, GError **error)
{
  const HoubuField *field = &HOUBU_RECORD_GET_CLASS (record)->fields[index];
  gboolean value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse_type (error, way, "true or false");
  value = json_node_get_boolean (node);
  if (field->kind == HOUBU_FIELD_CHOICE)
    houbu_record_set_word (record, index, value ? HOUBU_CHOICE_YES : HOUBU_CHOICE_NO);
  else
    houbu_record_set_boolean (record, index, value);
  return TRUE;
}

static gboolean
decode_scalar (HoubuRecord *record, guint index, JsonNode *node, Place place, GError **error)
{
  const HoubuField *field = &HOUBU_RECORD_GET_CLASS (record)->fields[index];
  const char *way = place.way;
  gint64 value;

  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
      return decode_string (record, index, node, place, error);
    case HOUBU_FIELD_TIME:
      return decode_time (record, index, node, way, error);
    case HOUBU_FIELD_ENUM:
      return decode_word (record, index, node, way, error);
    case HOUBU_FIELD_BOOLEAN:
    case HOUBU_FIELD_CHOICE:
      return decode_boolean (record, index, node, way, error);
    case HOUBU_FIELD_INTEGER:
      if (!read_integer (field, node, &value, way, error))
        return FALSE;
      houbu_record_set_integer (record, index, value);
      return TRUE;
    case HOUBU_FIELD_RECORD:
    case HOUBU_FIELD_RECORDS:
    case HOUBU_FIELD_STRINGS:
    case HOUBU_FIELD_INTEGERS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
decode_field (HoubuRecord *record, guint index, JsonNode *node, Place place, GError **error)
{
  const HoubuField *field = &HOUBU_RECORD_GET_CLASS (record)->fields[index];
  g_autofree char *way = name_in (place, field->name);
  Place inside = { way, place.mode };

  if (JSON_NODE_HOLDS_NULL (node) && (field->flags & HOUBU_FIELD_NULLABLE) != 0)
    return TRUE;
  if (field->kind == HOUBU_FIELD_RECORD)
    return decode_child (record, index, node, inside, error);
  if (field->kind == HOUBU_FIELD_RECORDS || field->kind == HOUBU_FIELD_STRINGS ||
      field->kind == HOUBU_FIELD_INTEGERS)
    return decode_list (record, index, node, inside, error);
  return decode_scalar (record, index, node, inside, error);
}

static gboolean
check_unknown (HoubuRecordClass *klass, JsonObject *object, Place place, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      gboolean known = FALSE;

      for (guint i = 0; i < klass->n_fields && !known; i++)
        known = g_str_equal (klass->fields[i].name, name);
      if (!known)
        {
          g_autofree char *way = name_in (place, name);

          refuse (error, way, HOUBU_PROBLEM_UNKNOWN_FIELD, HOUBU_UNSET);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
decode_object (HoubuRecord *record, JsonObject *object, Place place, GError **error)
{
  HoubuRecordClass *klass = HOUBU_RECORD_GET_CLASS (record);

  if (place.mode == HOUBU_DECODE_STRICT && !check_unknown (klass, object, place, error))
    return FALSE;
  for (guint i = 0; i < klass->n_fields; i++)
    {
      JsonNode *node = json_object_get_member (object, klass->fields[i].name);

      if (node != NULL)
        {
          if (!decode_field (record, i, node, place, error))
            return FALSE;
        }
      else if ((klass->fields[i].flags & HOUBU_FIELD_REQUIRED) != 0)
        {
          g_autofree char *way = name_in (place, klass->fields[i].name);

          refuse (error, way, HOUBU_PROBLEM_REQUIRED, HOUBU_UNSET);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * houbu_record_from_json:
 * @type: the type of the record
 * @node: a tree that came through houbu_json_gate_parse()
 * @mode: what to do with unknown fields
 * @error: return location, %HOUBU_ERROR_INVALID_FIELD naming the field
 *
 * Reads a record.
 *
 * Returns: (transfer full) (nullable): the record, of @type
 */
HoubuRecord *
houbu_record_from_json (GType type, JsonNode *node, HoubuDecode mode, GError **error)
{
  Place place = { NULL, mode };

  g_return_val_if_fail (g_type_is_a (type, HOUBU_TYPE_RECORD), NULL);
  g_return_val_if_fail (node != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return decode_new (type, node, place, error);
}

/**
 * houbu_record_from_bytes:
 * @type: the type of the record
 * @bytes: JSON from outside
 * @mode: what to do with unknown fields
 * @error: return location, %HOUBU_ERROR_BAD_JSON or %HOUBU_ERROR_INVALID_FIELD naming the field
 *
 * Reads a record through the gate.
 *
 * Returns: (transfer full) (nullable): the record, of @type
 */
HoubuRecord *
houbu_record_from_bytes (GType type, GBytes *bytes, HoubuDecode mode, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  const char *text;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = g_bytes_get_data (bytes, &length);
  node = houbu_json_gate_parse (text, (gssize) length, error);
  if (node == NULL)
    return NULL;
  return houbu_record_from_json (type, node, mode, error);
}
