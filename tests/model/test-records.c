/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-error.h"
#include "houbu-json-gate.h"
#include "houbu-record-private.h"
#include "houbu-records.h"

#include <string.h>

/* The examples of the contract, {"Exam": [{…}], …}, and the record types that go with them. */
static JsonNode *examples;

typedef struct
{
  const char *name;
  GType type;
} RecordType;

static GArray *
record_types (void)
{
  GArray *types = g_array_new (FALSE, FALSE, sizeof (RecordType));

#define ADD(c_name, gtype)                                                                         \
  {                                                                                                \
    RecordType row = { #c_name + strlen ("Houbu"), gtype };                                        \
    g_array_append_val (types, row);                                                               \
  }
  HOUBU_FOR_EACH_RECORD (ADD)
#undef ADD
  return types;
}

typedef void (*ExampleFunc) (const RecordType *record, JsonObject *example);

static void
for_each_example (ExampleFunc func)
{
  g_autoptr (GArray) types = record_types ();

  for (guint i = 0; i < types->len; i++)
    {
      const RecordType *record = &g_array_index (types, RecordType, i);
      JsonArray *array =
          json_object_get_array_member (json_node_get_object (examples), record->name);

      g_test_message ("%s", record->name);
      g_assert_nonnull (array);
      g_assert_cmpint (json_array_get_length (array), >, 0);
      for (guint j = 0; j < json_array_get_length (array); j++)
        func (record, json_array_get_object_element (array, j));
    }
}

static JsonNode *
copy_of (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}

static HoubuRecord *
decode (const RecordType *record, JsonNode *node, HoubuDecode mode, GError **error)
{
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return houbu_record_from_bytes (record->type, bytes, mode, error);
}

static HoubuRecord *
decode_example (const RecordType *record, JsonObject *example)
{
  g_autoptr (JsonNode) node = copy_of (example);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) decoded = decode (record, node, HOUBU_DECODE_STRICT, &error);

  g_assert_no_error (error);
  g_assert_nonnull (decoded);
  return g_steal_pointer (&decoded);
}

static void
round_trip (const RecordType *record, JsonObject *example)
{
  g_autoptr (HoubuRecord) decoded = decode_example (record, example);
  g_autoptr (HoubuRecord) copy = houbu_record_copy (decoded);
  g_autoptr (HoubuRecord) again = NULL;
  g_autoptr (JsonNode) encoded = houbu_record_to_json (decoded);

  for (guint i = 0; i < HOUBU_RECORD_GET_CLASS (decoded)->n_fields; i++)
    {
      const char *name = HOUBU_RECORD_GET_CLASS (decoded)->fields[i].name;
      JsonNode *wanted = json_object_get_member (example, name);
      JsonNode *written = json_object_get_member (json_node_get_object (encoded), name);

      if (wanted != NULL)
        g_assert_true (json_node_equal (wanted, written));
    }
  g_assert_true (houbu_record_equal (decoded, copy));
  again = decode (record, encoded, HOUBU_DECODE_STRICT, NULL);
  g_assert_true (houbu_record_equal (decoded, again));
}

/* What an example says comes out of the record again as it went in, and a copy is equal. */
static void
test_round_trip (void)
{
  for_each_example (round_trip);
}

/* Every field of every record is in an example of its own, so the tests here reach it. */
static void
test_examples_are_complete (void)
{
  g_autoptr (GArray) types = record_types ();

  for (guint i = 0; i < types->len; i++)
    {
      const RecordType *record = &g_array_index (types, RecordType, i);
      g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);
      JsonArray *array =
          json_object_get_array_member (json_node_get_object (examples), record->name);

      for (guint f = 0; f < klass->n_fields; f++)
        {
          gboolean found = FALSE;

          g_test_message ("%s.%s", record->name, klass->fields[f].name);
          for (guint j = 0; j < json_array_get_length (array) && !found; j++)
            found = json_object_has_member (json_array_get_object_element (array, j),
                                            klass->fields[f].name);
          g_assert_true (found);
        }
    }
}

static void
assert_refused (const RecordType *record, JsonNode *node, const char *field, int problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) decoded = decode (record, node, HOUBU_DECODE_STRICT, &error);

  g_assert_null (decoded);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD);
  g_assert_cmpstr (houbu_error_get_field (error), ==, field);
  g_assert_cmpint (houbu_error_get_problem (error), ==, problem);
}

static void
without_each_field (const RecordType *record, JsonObject *example)
{
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];
      g_autoptr (JsonNode) node = copy_of (example);

      if (!json_object_has_member (json_node_get_object (node), field->name))
        continue;
      json_object_remove_member (json_node_get_object (node), field->name);
      if ((field->flags & HOUBU_FIELD_REQUIRED) != 0)
        assert_refused (record, node, field->name, HOUBU_PROBLEM_REQUIRED);
      else
        {
          g_autoptr (HoubuRecord) decoded = decode (record, node, HOUBU_DECODE_STRICT, NULL);

          g_assert_nonnull (decoded);
        }
    }
}

/* Without a required field the error names it; without any other all is well. */
static void
test_missing (void)
{
  for_each_example (without_each_field);
}

static void
with_wrong_types (const RecordType *record, JsonObject *example)
{
  static const char *const values[] = { "1", "1.5", "\"x\"", "true", "{}", "[]", "null" };
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        const HoubuField *field = &klass->fields[i];
        g_autoptr (JsonNode) node = copy_of (example);
        g_autoptr (JsonNode) value = json_from_string (values[v], NULL);
        gboolean is_text = field->kind == HOUBU_FIELD_STRING || field->kind == HOUBU_FIELD_TIME ||
                           field->kind == HOUBU_FIELD_ENUM;
        gboolean is_list = field->kind == HOUBU_FIELD_RECORDS ||
                           field->kind == HOUBU_FIELD_STRINGS ||
                           field->kind == HOUBU_FIELD_INTEGERS;

        if ((field->kind == HOUBU_FIELD_INTEGER && v == 0) || (is_text && v == 2) ||
            ((field->kind == HOUBU_FIELD_BOOLEAN || field->kind == HOUBU_FIELD_CHOICE) && v == 3) ||
            (field->kind == HOUBU_FIELD_RECORD && v == 4) || (is_list && v == 5) ||
            ((field->flags & HOUBU_FIELD_NULLABLE) != 0 && v == 6))
          continue;
        g_test_message ("%s.%s = %s", record->name, field->name, values[v]);
        json_object_set_member (json_node_get_object (node), field->name, g_steal_pointer (&value));
        assert_refused (record, node, field->name, HOUBU_PROBLEM_WRONG_TYPE);
      }
}

/* A value of any other type than the contract's is refused: no "12" for 12, no 1.5, no null. */
static void
test_wrong_type (void)
{
  for_each_example (with_wrong_types);
}

static void
with_unknown_field (const RecordType *record, JsonObject *example)
{
  g_autoptr (JsonNode) node = copy_of (example);
  g_autoptr (HoubuRecord) lenient = NULL;
  g_autoptr (HoubuRecord) plain = decode_example (record, example);

  json_object_set_string_member (json_node_get_object (node), "is_admin", "yes");
  assert_refused (record, node, "is_admin", HOUBU_PROBLEM_UNKNOWN_FIELD);
  lenient = decode (record, node, HOUBU_DECODE_LENIENT, NULL);
  g_assert_true (houbu_record_equal (lenient, plain));
}

/* A field that is not in the contract is refused in a request and ignored in an answer. */
static void
test_unknown_field (void)
{
  for_each_example (with_unknown_field);
}

static void
set_string (JsonNode *node, const HoubuField *field, const char *value)
{
  if (field->kind == HOUBU_FIELD_STRINGS)
    {
      g_autoptr (JsonArray) array = json_array_new ();

      json_array_add_string_element (array, value);
      json_object_set_array_member (json_node_get_object (node), field->name,
                                    g_steal_pointer (&array));
    }
  else
    json_object_set_string_member (json_node_get_object (node), field->name, value);
}

static void
with_long_strings (const RecordType *record, JsonObject *example)
{
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];
      g_autoptr (JsonNode) node = copy_of (example);
      g_autofree char *inside = g_strconcat (field->name, "[0]", NULL);
      gboolean is_list = field->kind == HOUBU_FIELD_STRINGS;
      g_autofree char *value = NULL;

      if ((field->kind != HOUBU_FIELD_STRING && !is_list) || field->maximum < 0)
        continue;
      value = g_strnfill (field->maximum + 1, '9');
      set_string (node, field, value);
      assert_refused (record, node, is_list ? inside : field->name, HOUBU_PROBLEM_TOO_LONG);
      if (field->minimum > 0)
        {
          set_string (node, field, "");
          assert_refused (record, node, is_list ? inside : field->name, HOUBU_PROBLEM_TOO_SHORT);
        }
      if (field->pattern != NULL)
        {
          g_autofree char *bad = g_strnfill (MAX (field->minimum, 1), '\n');

          set_string (node, field, bad);
          assert_refused (record, node, is_list ? inside : field->name, HOUBU_PROBLEM_BAD_FORMAT);
        }
    }
}

/* One character more than the limit, an empty string where one is wanted, a line break in an id. */
static void
test_strings (void)
{
  for_each_example (with_long_strings);
}

/* Every string of a request and of an answer has a limit. */
static void
test_every_string_is_limited (void)
{
  g_autoptr (GArray) types = record_types ();

  for (guint i = 0; i < types->len; i++)
    {
      const RecordType *record = &g_array_index (types, RecordType, i);
      g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

      for (guint f = 0; f < klass->n_fields; f++)
        {
          const HoubuField *field = &klass->fields[f];

          g_test_message ("%s.%s", record->name, field->name);
          if (field->kind == HOUBU_FIELD_STRING || field->kind == HOUBU_FIELD_STRINGS)
            g_assert_true (field->maximum > 0 || field->pattern != NULL);
          if (field->kind == HOUBU_FIELD_STRINGS || field->kind == HOUBU_FIELD_RECORDS ||
              field->kind == HOUBU_FIELD_INTEGERS)
            g_assert_cmpint (field->max_items, >, 0);
        }
    }
}

static void
with_numbers_out_of_range (const RecordType *record, JsonObject *example)
{
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];
      g_autoptr (JsonNode) node = copy_of (example);
      JsonObject *object = json_node_get_object (node);

      if (field->kind != HOUBU_FIELD_INTEGER)
        continue;
      json_object_set_int_member (object, field->name, field->minimum - 1);
      assert_refused (record, node, field->name, HOUBU_PROBLEM_TOO_SMALL);
      if (field->maximum == G_GINT64_CONSTANT (9007199254740991))
        continue;
      json_object_set_int_member (object, field->name, field->maximum + 1);
      assert_refused (record, node, field->name, HOUBU_PROBLEM_TOO_LARGE);
    }
}

/* One less than the least and one more than the most. */
static void
test_numbers (void)
{
  for_each_example (with_numbers_out_of_range);
}

static void
with_unknown_words (const RecordType *record, JsonObject *example)
{
  static const char *const words[] = { "no_such_word", "", "unset", "UNPAID" };
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    for (guint w = 0; w < G_N_ELEMENTS (words); w++)
      {
        const HoubuField *field = &klass->fields[i];
        g_autoptr (JsonNode) node = copy_of (example);

        if (field->kind != HOUBU_FIELD_ENUM)
          continue;
        json_object_set_string_member (json_node_get_object (node), field->name, words[w]);
        assert_refused (record, node, field->name, HOUBU_PROBLEM_NOT_A_CHOICE);
      }
}

/* A word that is not in the contract, or only stands for "absent" in C. */
static void
test_words (void)
{
  for_each_example (with_unknown_words);
}

static void
with_bad_times (const RecordType *record, JsonObject *example)
{
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      g_autoptr (JsonNode) node = copy_of (example);

      if (klass->fields[i].kind != HOUBU_FIELD_TIME)
        continue;
      json_object_set_string_member (json_node_get_object (node), klass->fields[i].name,
                                     "2022-08-30");
      assert_refused (record, node, klass->fields[i].name, HOUBU_PROBLEM_BAD_TIME);
    }
}

/* A day is not a time. */
static void
test_times (void)
{
  for_each_example (with_bad_times);
}

static void
with_long_lists (const RecordType *record, JsonObject *example)
{
  g_autoptr (HoubuRecordClass) klass = g_type_class_ref (record->type);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];
      g_autoptr (JsonNode) node = copy_of (example);
      g_autoptr (JsonArray) array = json_array_new ();
      JsonObject *object = json_node_get_object (node);

      if (field->kind != HOUBU_FIELD_STRINGS && field->kind != HOUBU_FIELD_INTEGERS &&
          field->kind != HOUBU_FIELD_RECORDS)
        continue;
      if (field->min_items > 0)
        {
          json_object_set_array_member (object, field->name, json_array_new ());
          assert_refused (record, node, field->name, HOUBU_PROBLEM_TOO_FEW);
        }
      for (gint64 n = 0; n <= field->max_items; n++)
        json_array_add_null_element (array);
      json_object_set_array_member (object, field->name, g_steal_pointer (&array));
      assert_refused (record, node, field->name, HOUBU_PROBLEM_TOO_MANY);
    }
}

/* Lists have limits of their own. */
static void
test_lists (void)
{
  for_each_example (with_long_lists);
}

static void
add_tests (void)
{
  g_test_add_func ("/model/records/round-trip", test_round_trip);
  g_test_add_func ("/model/records/examples-are-complete", test_examples_are_complete);
  g_test_add_func ("/model/records/missing", test_missing);
  g_test_add_func ("/model/records/wrong-type", test_wrong_type);
  g_test_add_func ("/model/records/unknown-field", test_unknown_field);
  g_test_add_func ("/model/records/strings", test_strings);
  g_test_add_func ("/model/records/every-string-is-limited", test_every_string_is_limited);
  g_test_add_func ("/model/records/numbers", test_numbers);
  g_test_add_func ("/model/records/words", test_words);
  g_test_add_func ("/model/records/times", test_times);
  g_test_add_func ("/model/records/lists", test_lists);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  int result;

  g_test_init (&argc, &argv, NULL);
  if (argc != 2 || !json_parser_load_from_file (parser, argv[1], &error))
    g_error ("the examples of the contract are the argument: %s",
             error != NULL ? error->message : "none given");
  examples = json_parser_steal_root (parser);
  add_tests ();
  result = g_test_run ();
  json_node_unref (examples);
  return result;
}
