/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-record.h"

G_BEGIN_DECLS

typedef enum
{
  HOUBU_FIELD_STRING,
  HOUBU_FIELD_INTEGER,
  HOUBU_FIELD_TIME,
  HOUBU_FIELD_BOOLEAN,
  HOUBU_FIELD_CHOICE,
  HOUBU_FIELD_ENUM,
  HOUBU_FIELD_RECORD,
  HOUBU_FIELD_RECORDS,
  HOUBU_FIELD_STRINGS,
  HOUBU_FIELD_INTEGERS,
} HoubuFieldKind;

typedef enum
{
  HOUBU_FIELD_OPTIONAL = 0,
  HOUBU_FIELD_REQUIRED = 1 << 0,
  HOUBU_FIELD_NULLABLE = 1 << 1,
} HoubuFieldFlags;

/**
 * HoubuField:
 * @name: its name on the wire
 * @property: its name as a property
 * @flags: whether it may be missing or null
 * @minimum: smallest value of an integer (or of those in a list), least characters of a string
 * @maximum: largest value, most characters; a negative one sets no limit for strings
 * @min_items: least elements of a list
 * @max_items: most elements of a list
 * @pattern: (nullable): what a string (or those in a list) has to match
 * @type: (nullable): the enumeration or record it holds
 * @offset: where its value lies in the instance
 *
 * One field of a record: all that the codec knows about it.
 */
struct _HoubuField
{
  const char *name;
  const char *property;
  HoubuFieldKind kind;
  HoubuFieldFlags flags;
  gint64 minimum;
  gint64 maximum;
  gint64 min_items;
  gint64 max_items;
  const char *pattern;
  GType (*type) (void);
  gsize offset;
};

#define HOUBU_FIELD_AT(record, field, ctype)                                                       \
  ((ctype *) (gpointer) (((char *) (record)) + (field)->offset))

/* For the generated code. */
void
houbu_record_class_set_fields (HoubuRecordClass *klass, const HoubuField *fields, guint n_fields);
void houbu_record_init_fields (HoubuRecord *self);
void houbu_record_set_string (HoubuRecord *self, guint index, const char *value);
void houbu_record_set_integer (HoubuRecord *self, guint index, gint64 value);
void houbu_record_set_boolean (HoubuRecord *self, guint index, gboolean value);
void houbu_record_set_word (HoubuRecord *self, guint index, int value);
void houbu_record_set_record (HoubuRecord *self, guint index, gpointer value);
void houbu_record_set_strings (HoubuRecord *self, guint index, const char *const *value);
void houbu_record_set_integers (HoubuRecord *self, guint index, GArray *value);

/* Between the parts of the codec. */
void houbu_record_take_string (HoubuRecord *self, guint index, char *value);

G_END_DECLS
