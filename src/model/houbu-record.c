/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-record-private.h"

#include <string.h>

/* What every generated record has in common: its properties, comparing, copying. All of it goes by
 * the table of fields that the subclass hands over, so that a record's own code is its struct, that
 * table and typed accessors. */

G_DEFINE_ABSTRACT_TYPE (HoubuRecord, houbu_record, G_TYPE_OBJECT)

static void
notify_field (HoubuRecord *self, guint index)
{
  g_object_notify_by_pspec (G_OBJECT (self), HOUBU_RECORD_GET_CLASS (self)->pspecs[index]);
}

static const HoubuField *
field_at (HoubuRecord *self, guint index)
{
  g_assert (index < HOUBU_RECORD_GET_CLASS (self)->n_fields);
  return &HOUBU_RECORD_GET_CLASS (self)->fields[index];
}

static gboolean
integers_equal (GArray *a, GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0);
}

static gboolean
lists_equal (GListModel *a, GListModel *b)
{
  guint n = g_list_model_get_n_items (a);

  if (n != g_list_model_get_n_items (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HoubuRecord) item_a = g_list_model_get_item (a, i);
      g_autoptr (HoubuRecord) item_b = g_list_model_get_item (b, i);

      if (!houbu_record_equal (item_a, item_b))
        return FALSE;
    }
  return TRUE;
}

static gboolean
field_equal (const HoubuField *field, HoubuRecord *a, HoubuRecord *b)
{
  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
      return g_strcmp0 (*HOUBU_FIELD_AT (a, field, char *), *HOUBU_FIELD_AT (b, field, char *)) ==
             0;
    case HOUBU_FIELD_INTEGER:
    case HOUBU_FIELD_TIME:
      return *HOUBU_FIELD_AT (a, field, gint64) == *HOUBU_FIELD_AT (b, field, gint64);
    case HOUBU_FIELD_BOOLEAN:
      return *HOUBU_FIELD_AT (a, field, gboolean) == *HOUBU_FIELD_AT (b, field, gboolean);
    case HOUBU_FIELD_CHOICE:
    case HOUBU_FIELD_ENUM:
      return *HOUBU_FIELD_AT (a, field, int) == *HOUBU_FIELD_AT (b, field, int);
    case HOUBU_FIELD_RECORD:
      return houbu_record_equal (*HOUBU_FIELD_AT (a, field, HoubuRecord *),
                                 *HOUBU_FIELD_AT (b, field, HoubuRecord *));
    case HOUBU_FIELD_RECORDS:
      return lists_equal (*HOUBU_FIELD_AT (a, field, GListModel *),
                          *HOUBU_FIELD_AT (b, field, GListModel *));
    case HOUBU_FIELD_STRINGS:
      return g_strv_equal (*HOUBU_FIELD_AT (a, field, const char *const *),
                           *HOUBU_FIELD_AT (b, field, const char *const *));
    case HOUBU_FIELD_INTEGERS:
      return integers_equal (*HOUBU_FIELD_AT (a, field, GArray *),
                             *HOUBU_FIELD_AT (b, field, GArray *));
    default:
      g_assert_not_reached ();
    }
}

/* The row's own items change where they can, so that whoever is bound to one sees it move and not
 * vanish. */
static void
assign_list (HoubuRecord *self, guint index, GListStore *list, GListModel *source)
{
  g_autoptr (GPtrArray) copies = NULL;
  guint n = g_list_model_get_n_items (source);

  if (lists_equal (G_LIST_MODEL (list), source))
    return;
  if (n == g_list_model_get_n_items (G_LIST_MODEL (list)))
    {
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (HoubuRecord) item = g_list_model_get_item (G_LIST_MODEL (list), i);
          g_autoptr (HoubuRecord) other = g_list_model_get_item (source, i);

          houbu_record_assign (item, other);
        }
      notify_field (self, index);
      return;
    }
  copies = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HoubuRecord) other = g_list_model_get_item (source, i);

      g_ptr_array_add (copies, houbu_record_copy (other));
    }
  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), copies->pdata, n);
  notify_field (self, index);
}

static void
assign_record (HoubuRecord *self, guint index, HoubuRecord *source)
{
  HoubuRecord *present = *HOUBU_FIELD_AT (self, field_at (self, index), HoubuRecord *);
  g_autoptr (HoubuRecord) copy = NULL;

  if (houbu_record_equal (present, source))
    return;
  copy = source != NULL ? houbu_record_copy (source) : NULL;
  houbu_record_set_record (self, index, copy);
}

static void
assign_field (HoubuRecord *self, guint index, HoubuRecord *source)
{
  const HoubuField *field = field_at (self, index);

  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
      houbu_record_set_string (self, index, *HOUBU_FIELD_AT (source, field, char *));
      break;
    case HOUBU_FIELD_INTEGER:
    case HOUBU_FIELD_TIME:
      houbu_record_set_integer (self, index, *HOUBU_FIELD_AT (source, field, gint64));
      break;
    case HOUBU_FIELD_BOOLEAN:
      houbu_record_set_boolean (self, index, *HOUBU_FIELD_AT (source, field, gboolean));
      break;
    case HOUBU_FIELD_CHOICE:
    case HOUBU_FIELD_ENUM:
      houbu_record_set_word (self, index, *HOUBU_FIELD_AT (source, field, int));
      break;
    case HOUBU_FIELD_RECORD:
      assign_record (self, index, *HOUBU_FIELD_AT (source, field, HoubuRecord *));
      break;
    case HOUBU_FIELD_RECORDS:
      assign_list (self, index, *HOUBU_FIELD_AT (self, field, GListStore *),
                   *HOUBU_FIELD_AT (source, field, GListModel *));
      break;
    case HOUBU_FIELD_STRINGS:
      houbu_record_set_strings (self, index, *HOUBU_FIELD_AT (source, field, const char *const *));
      break;
    case HOUBU_FIELD_INTEGERS:
      houbu_record_set_integers (self, index, *HOUBU_FIELD_AT (source, field, GArray *));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
houbu_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HoubuRecord *self = HOUBU_RECORD (object);
  const HoubuField *field = field_at (self, prop_id - 1);

  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
      g_value_set_string (value, *HOUBU_FIELD_AT (self, field, char *));
      break;
    case HOUBU_FIELD_INTEGER:
    case HOUBU_FIELD_TIME:
      g_value_set_int64 (value, *HOUBU_FIELD_AT (self, field, gint64));
      break;
    case HOUBU_FIELD_BOOLEAN:
      g_value_set_boolean (value, *HOUBU_FIELD_AT (self, field, gboolean));
      break;
    case HOUBU_FIELD_CHOICE:
      g_value_set_int (value, *HOUBU_FIELD_AT (self, field, int));
      break;
    case HOUBU_FIELD_ENUM:
      g_value_set_enum (value, *HOUBU_FIELD_AT (self, field, int));
      break;
    case HOUBU_FIELD_RECORD:
    case HOUBU_FIELD_RECORDS:
      g_value_set_object (value, *HOUBU_FIELD_AT (self, field, GObject *));
      break;
    case HOUBU_FIELD_STRINGS:
    case HOUBU_FIELD_INTEGERS:
      g_value_set_boxed (value, *HOUBU_FIELD_AT (self, field, gpointer));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_record_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  HoubuRecord *self = HOUBU_RECORD (object);
  guint index = prop_id - 1;

  switch (field_at (self, index)->kind)
    {
    case HOUBU_FIELD_STRING:
      houbu_record_set_string (self, index, g_value_get_string (value));
      break;
    case HOUBU_FIELD_INTEGER:
    case HOUBU_FIELD_TIME:
      houbu_record_set_integer (self, index, g_value_get_int64 (value));
      break;
    case HOUBU_FIELD_BOOLEAN:
      houbu_record_set_boolean (self, index, g_value_get_boolean (value));
      break;
    case HOUBU_FIELD_CHOICE:
      houbu_record_set_word (self, index, g_value_get_int (value));
      break;
    case HOUBU_FIELD_ENUM:
      houbu_record_set_word (self, index, g_value_get_enum (value));
      break;
    case HOUBU_FIELD_RECORD:
      houbu_record_set_record (self, index, g_value_get_object (value));
      break;
    case HOUBU_FIELD_STRINGS:
      houbu_record_set_strings (self, index, g_value_get_boxed (value));
      break;
    case HOUBU_FIELD_INTEGERS:
      houbu_record_set_integers (self, index, g_value_get_boxed (value));
      break;
    case HOUBU_FIELD_RECORDS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_record_finalize (GObject *object)
{
  HoubuRecordClass *klass = HOUBU_RECORD_GET_CLASS (object);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];

      if (field->kind == HOUBU_FIELD_STRING)
        g_free (*HOUBU_FIELD_AT (object, field, char *));
      else if (field->kind == HOUBU_FIELD_RECORD || field->kind == HOUBU_FIELD_RECORDS)
        g_clear_object (HOUBU_FIELD_AT (object, field, GObject *));
      else if (field->kind == HOUBU_FIELD_STRINGS)
        g_strfreev (*HOUBU_FIELD_AT (object, field, char **));
      else if (field->kind == HOUBU_FIELD_INTEGERS)
        g_array_unref (*HOUBU_FIELD_AT (object, field, GArray *));
    }
  G_OBJECT_CLASS (houbu_record_parent_class)->finalize (object);
}

static void
houbu_record_class_init (HoubuRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_record_finalize;
}

static void
houbu_record_init (HoubuRecord *self)
{
}

static GParamSpec *
field_to_pspec (const HoubuField *field)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const char *name = field->property;

  switch (field->kind)
    {
    case HOUBU_FIELD_STRING:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    case HOUBU_FIELD_INTEGER:
    case HOUBU_FIELD_TIME:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, HOUBU_UNSET, flags);
    case HOUBU_FIELD_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case HOUBU_FIELD_CHOICE:
      return g_param_spec_int (name, NULL, NULL, HOUBU_CHOICE_UNSET, HOUBU_CHOICE_YES,
                               HOUBU_CHOICE_UNSET, flags);
    case HOUBU_FIELD_ENUM:
      return g_param_spec_enum (name, NULL, NULL, field->type (), 0, flags);
    case HOUBU_FIELD_RECORD:
      return g_param_spec_object (name, NULL, NULL, field->type (), flags);
    case HOUBU_FIELD_RECORDS:
      return g_param_spec_object (name, NULL, NULL, G_TYPE_LIST_MODEL, flags & ~G_PARAM_WRITABLE);
    case HOUBU_FIELD_STRINGS:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, flags);
    case HOUBU_FIELD_INTEGERS:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_ARRAY, flags);
    default:
      g_assert_not_reached ();
    }
}

void
houbu_record_class_set_fields (HoubuRecordClass *klass, const HoubuField *fields, guint n_fields)
{
  /* GObject takes these two from the class that installs a property and does not inherit them. */
  G_OBJECT_CLASS (klass)->get_property = houbu_record_get_property;
  G_OBJECT_CLASS (klass)->set_property = houbu_record_set_property;
  klass->fields = fields;
  klass->n_fields = n_fields;
  klass->patterns = g_new0 (GRegex *, n_fields);
  klass->pspecs = g_new0 (GParamSpec *, n_fields);
  for (guint i = 0; i < n_fields; i++)
    {
      klass->pspecs[i] = field_to_pspec (&fields[i]);
      g_object_class_install_property (G_OBJECT_CLASS (klass), i + 1, klass->pspecs[i]);
      if (fields[i].pattern != NULL)
        {
          klass->patterns[i] =
              g_regex_new (fields[i].pattern, G_REGEX_OPTIMIZE | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
          g_assert (klass->patterns[i] != NULL);
        }
    }
}

void
houbu_record_init_fields (HoubuRecord *self)
{
  HoubuRecordClass *klass = HOUBU_RECORD_GET_CLASS (self);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const HoubuField *field = &klass->fields[i];

      if (field->kind == HOUBU_FIELD_INTEGER || field->kind == HOUBU_FIELD_TIME)
        *HOUBU_FIELD_AT (self, field, gint64) = HOUBU_UNSET;
      else if (field->kind == HOUBU_FIELD_RECORDS)
        *HOUBU_FIELD_AT (self, field, GListStore *) = g_list_store_new (field->type ());
      else if (field->kind == HOUBU_FIELD_STRINGS)
        *HOUBU_FIELD_AT (self, field, char **) = g_new0 (char *, 1);
      else if (field->kind == HOUBU_FIELD_INTEGERS)
        *HOUBU_FIELD_AT (self, field, GArray *) = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
}

void
houbu_record_take_string (HoubuRecord *self, guint index, char *value)
{
  char **place = HOUBU_FIELD_AT (self, field_at (self, index), char *);

  g_free (*place);
  *place = value;
  notify_field (self, index);
}

void
houbu_record_set_string (HoubuRecord *self, guint index, const char *value)
{
  if (g_strcmp0 (*HOUBU_FIELD_AT (self, field_at (self, index), char *), value) != 0)
    houbu_record_take_string (self, index, g_strdup (value));
}

void
houbu_record_set_integer (HoubuRecord *self, guint index, gint64 value)
{
  gint64 *place = HOUBU_FIELD_AT (self, field_at (self, index), gint64);

  if (*place == value)
    return;
  *place = value;
  notify_field (self, index);
}

void
houbu_record_set_boolean (HoubuRecord *self, guint index, gboolean value)
{
  gboolean *place = HOUBU_FIELD_AT (self, field_at (self, index), gboolean);

  value = !!value;
  if (*place == value)
    return;
  *place = value;
  notify_field (self, index);
}

void
houbu_record_set_word (HoubuRecord *self, guint index, int value)
{
  int *place = HOUBU_FIELD_AT (self, field_at (self, index), int);

  if (*place == value)
    return;
  *place = value;
  notify_field (self, index);
}

void
houbu_record_set_record (HoubuRecord *self, guint index, gpointer value)
{
  const HoubuField *field = field_at (self, index);

  g_assert (value == NULL || G_TYPE_CHECK_INSTANCE_TYPE (value, field->type ()));
  if (g_set_object (HOUBU_FIELD_AT (self, field, GObject *), value))
    notify_field (self, index);
}

void
houbu_record_set_strings (HoubuRecord *self, guint index, const char *const *value)
{
  static const char *const none[] = { NULL };
  char ***place = HOUBU_FIELD_AT (self, field_at (self, index), char **);

  if (value == NULL)
    value = none;
  if (g_strv_equal ((const char *const *) *place, value))
    return;
  g_strfreev (*place);
  *place = g_strdupv ((char **) value);
  notify_field (self, index);
}

void
houbu_record_set_integers (HoubuRecord *self, guint index, GArray *value)
{
  GArray *own = *HOUBU_FIELD_AT (self, field_at (self, index), GArray *);

  if (own == value || (value != NULL && integers_equal (own, value)))
    return;
  g_array_set_size (own, 0);
  if (value != NULL && value->len > 0)
    g_array_append_vals (own, value->data, value->len);
  notify_field (self, index);
}

/**
 * houbu_record_copy:
 * @self: a record
 *
 * Makes a deep copy.
 *
 * Returns: (transfer full): the copy
 */
HoubuRecord *
houbu_record_copy (HoubuRecord *self)
{
  HoubuRecord *copy = NULL;

  g_return_val_if_fail (HOUBU_IS_RECORD (self), NULL);

  copy = g_object_new (G_OBJECT_TYPE (self), NULL);
  houbu_record_assign (copy, self);
  return copy;
}

/**
 * houbu_record_equal:
 * @a: (nullable): a record
 * @b: (nullable): another one
 *
 * Compares type and fields, deeply. Two %NULLs are equal.
 *
 * Returns: whether they say the same
 */
gboolean
houbu_record_equal (HoubuRecord *a, HoubuRecord *b)
{
  HoubuRecordClass *klass = NULL;

  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || G_OBJECT_TYPE (a) != G_OBJECT_TYPE (b))
    return FALSE;
  klass = HOUBU_RECORD_GET_CLASS (a);
  for (guint i = 0; i < klass->n_fields; i++)
    if (!field_equal (&klass->fields[i], a, b))
      return FALSE;
  return TRUE;
}

/**
 * houbu_record_assign:
 * @self: a record
 * @source: a record of the same type
 *
 * Makes @self say what @source says, with a notification for each property that changes: the
 * live update of a row that widgets are bound to.
 */
void
houbu_record_assign (HoubuRecord *self, HoubuRecord *source)
{
  g_return_if_fail (HOUBU_IS_RECORD (self));
  g_return_if_fail (HOUBU_IS_RECORD (source));
  g_return_if_fail (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (source));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < HOUBU_RECORD_GET_CLASS (self)->n_fields; i++)
    assign_field (self, i, source);
  g_object_thaw_notify (G_OBJECT (self));
}
