/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HOUBU_UNSET:
 *
 * The value of an integer or time that is absent.
 */
#define HOUBU_UNSET G_MININT64

/**
 * HoubuChoice:
 * @HOUBU_CHOICE_UNSET: absent
 * @HOUBU_CHOICE_NO: false
 * @HOUBU_CHOICE_YES: true
 *
 * A boolean where absent and false differ.
 */
typedef enum
{
  HOUBU_CHOICE_UNSET,
  HOUBU_CHOICE_NO,
  HOUBU_CHOICE_YES,
} HoubuChoice;

/**
 * HoubuDecode:
 * @HOUBU_DECODE_STRICT: a field that the contract does not know is an error: for requests
 * @HOUBU_DECODE_LENIENT: such a field is ignored: for answers of a newer server
 *
 * Both refuse missing, oversized and wrongly typed fields and unknown words.
 */
typedef enum
{
  HOUBU_DECODE_STRICT,
  HOUBU_DECODE_LENIENT,
} HoubuDecode;

#define HOUBU_TYPE_RECORD (houbu_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (HoubuRecord, houbu_record, HOUBU, RECORD, GObject)

typedef struct _HoubuField HoubuField;

/**
 * HoubuRecordClass:
 * @fields: (element-type HoubuField) (array length=n_fields): the table of the fields
 * @patterns: (owned): what strings have to match, by field
 * @pspecs: (owned): properties, by field
 *
 * A message of the contract. The subclasses are generated from it; all of them are final.
 */
struct _HoubuRecordClass
{
  GObjectClass parent_class;

  const HoubuField *fields;
  guint n_fields;
  GRegex **patterns;
  GParamSpec **pspecs;
};

HoubuRecord *houbu_record_from_bytes (GType type, GBytes *bytes, HoubuDecode mode, GError **error);
HoubuRecord *houbu_record_from_json (GType type, JsonNode *node, HoubuDecode mode, GError **error);
JsonNode *houbu_record_to_json (HoubuRecord *self);
GBytes *houbu_record_to_bytes (HoubuRecord *self);
char *houbu_record_to_text (HoubuRecord *self);
void houbu_record_append_to (HoubuRecord *self, GString *text);

HoubuRecord *houbu_record_copy (HoubuRecord *self);
gboolean houbu_record_equal (HoubuRecord *a, HoubuRecord *b);
void houbu_record_assign (HoubuRecord *self, HoubuRecord *source);

G_END_DECLS
