/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-form.h"

#include <string.h>

/* More than any message of the platform has. */
#define MOST_FIELDS 100

/* One yuan. */
#define FEN 100
#define MOST_YUAN G_GINT64_CONSTANT (1000000000)

struct _HoubuForm
{
  GTree *fields; /* (owned) (element-type utf8 utf8) */
};

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

/**
 * houbu_form_new:
 *
 * Returns: (transfer full): a form without fields
 */
HoubuForm *
houbu_form_new (void)
{
  HoubuForm *self = g_new0 (HoubuForm, 1);

  self->fields = g_tree_new_full (compare_names, NULL, g_free, g_free);
  return self;
}

/**
 * houbu_form_free:
 * @self: (transfer full) (nullable): a form
 */
void
houbu_form_free (HoubuForm *self)
{
  if (self == NULL)
    return;
  g_tree_unref (self->fields);
  g_free (self);
}

/**
 * houbu_form_set:
 * @self: a form
 * @name: of a field
 * @value: its value
 */
void
houbu_form_set (HoubuForm *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  g_tree_insert (self->fields, g_strdup (name), g_strdup (value));
}

/**
 * houbu_form_get:
 * @self: a form
 * @name: of a field
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
houbu_form_get (HoubuForm *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_tree_lookup (self->fields, name);
}

/**
 * houbu_form_get_size:
 * @self: a form
 *
 * Returns: how many fields it has
 */
guint
houbu_form_get_size (HoubuForm *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) g_tree_nnodes (self->fields);
}

static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');
  g_autofree char *plain = g_uri_unescape_string (spaced, NULL);

  if (plain == NULL || !g_utf8_validate (plain, -1, NULL))
    return NULL;
  return g_steal_pointer (&plain);
}

static gboolean
parse_field (HoubuForm *self, char *text)
{
  char *equals = strchr (text, '=');
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (equals == NULL)
    return FALSE;
  *equals = '\0';
  name = decode (text);
  value = decode (equals + 1);
  if (name == NULL || *name == '\0' || value == NULL || houbu_form_get (self, name) != NULL)
    return FALSE;
  houbu_form_set (self, name, value);
  return TRUE;
}

/**
 * houbu_form_parse:
 * @text: form-encoded fields
 * @length: bytes of @text, or -1
 *
 * Returns: (transfer full) (nullable): the fields; %NULL when the text is no form, names a field
 *   twice or is not UTF-8
 */
HoubuForm *
houbu_form_parse (const char *text, gssize length)
{
  g_autoptr (HoubuForm) self = houbu_form_new ();
  g_autofree char *copy = NULL;
  g_auto (GStrv) parts = NULL;
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  if (size == 0 || memchr (text, '\0', size) != NULL)
    return NULL;
  copy = g_strndup (text, size);
  parts = g_strsplit (copy, "&", MOST_FIELDS + 1);
  if (g_strv_length (parts) > MOST_FIELDS)
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    if (!parse_field (self, parts[i]))
      return NULL;
  return g_steal_pointer (&self);
}

typedef struct
{
  GString *text;
  gboolean with_sign_type;
} Writing;

static void
append_name (GString *text, const char *name)
{
  if (text->len > 0)
    g_string_append_c (text, '&');
  g_string_append (text, name);
  g_string_append_c (text, '=');
}

static gboolean
append_signed (gpointer name, gpointer value, gpointer data)
{
  Writing *writing = data;

  if (strcmp (name, "sign") == 0 || *(const char *) value == '\0' ||
      (!writing->with_sign_type && strcmp (name, "sign_type") == 0))
    return FALSE;
  append_name (writing->text, name);
  g_string_append (writing->text, value);
  return FALSE;
}

/**
 * houbu_form_to_signed_text:
 * @self: a form
 * @with_sign_type: whether `sign_type` is signed too: in requests it is, in notifications not
 *
 * Returns: (transfer full): the fields that have a value, but for the signature, sorted by name
 */
char *
houbu_form_to_signed_text (HoubuForm *self, gboolean with_sign_type)
{
  Writing writing = { g_string_new (NULL), with_sign_type };

  g_return_val_if_fail (self != NULL, NULL);

  g_tree_foreach (self->fields, append_signed, &writing);
  return g_string_free (writing.text, FALSE);
}

static gboolean
append_encoded (gpointer name, gpointer value, gpointer data)
{
  GString *text = data;

  append_name (text, name);
  g_string_append_uri_escaped (text, value, NULL, FALSE);
  return FALSE;
}

/**
 * houbu_form_encode:
 * @self: a form
 *
 * Returns: (transfer full): all fields, form-encoded
 */
char *
houbu_form_encode (HoubuForm *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  g_tree_foreach (self->fields, append_encoded, text);
  return g_string_free (text, FALSE);
}

/**
 * houbu_form_write_amount:
 * @fen: an amount
 *
 * Returns: (transfer full): the amount in yuan with two decimals
 */
char *
houbu_form_write_amount (gint64 fen)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", fen / FEN, (int) (fen % FEN));
}

/**
 * houbu_form_read_amount:
 * @text: (nullable): an amount in yuan
 * @fen: (out): the amount
 *
 * Digits, and no more than two decimals: "30", "30.5" and "30.00" are fine, " 30", "3e1" and
 * "30.001" are not.
 *
 * Returns: whether it is an amount
 */
gboolean
houbu_form_read_amount (const char *text, gint64 *fen)
{
  g_auto (GStrv) parts = NULL;
  guint64 yuan = 0;
  guint64 rest = 0;

  if (text == NULL)
    return FALSE;
  parts = g_strsplit (text, ".", -1);
  if (g_strv_length (parts) < 1 || g_strv_length (parts) > 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, MOST_YUAN, &yuan, NULL))
    return FALSE;
  if (parts[1] != NULL &&
      (strlen (parts[1]) > 2 || !g_ascii_string_to_unsigned (parts[1], 10, 0, 99, &rest, NULL)))
    return FALSE;
  if (parts[1] != NULL && strlen (parts[1]) == 1)
    rest *= 10;
  *fen = (gint64) (yuan * FEN + rest);
  return TRUE;
}

/**
 * houbu_form_write_time:
 * @at: a time, µs
 *
 * Returns: (transfer full): the time of day in Beijing, such as 2022-08-30 11:12:36
 */
char *
houbu_form_write_time (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (
      at / G_TIME_SPAN_SECOND + HOUBU_FORM_TIME_ZONE_US / G_TIME_SPAN_SECOND);

  return g_date_time_format (time, "%Y-%m-%d %H:%M:%S");
}

/**
 * houbu_form_read_time:
 * @text: (nullable): a time as houbu_form_write_time() writes it
 * @at: (out): the time, µs
 *
 * Returns: whether it is a time
 */
gboolean
houbu_form_read_time (const char *text, gint64 *at)
{
  g_autofree char *iso = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL || strlen (text) != strlen ("2022-08-30 11:12:36") || text[10] != ' ')
    return FALSE;
  iso = g_strconcat (text, "+08:00", NULL);
  iso[10] = 'T';
  time = g_date_time_new_from_iso8601 (iso, NULL);
  if (time == NULL)
    return FALSE;
  *at = g_date_time_to_unix (time) * G_TIME_SPAN_SECOND;
  return TRUE;
}
