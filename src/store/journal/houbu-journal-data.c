/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-journal-data.h"

#include <string.h>

struct _HoubuJournalData
{
  GString *text; /* (owned): without the closing brace */
  char *closed;  /* (owned) (nullable): with it */
};

HoubuJournalData *
houbu_journal_data_new (void)
{
  HoubuJournalData *self = g_new0 (HoubuJournalData, 1);

  self->text = g_string_new ("{");
  return self;
}

void
houbu_journal_data_free (HoubuJournalData *self)
{
  g_string_free (self->text, TRUE);
  g_free (self->closed);
  g_free (self);
}

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (text, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (text, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

static void
append_key (HoubuJournalData *self, const char *key)
{
  if (self->text->len > 1)
    g_string_append_c (self->text, ',');
  append_quoted (self->text, key);
  g_string_append_c (self->text, ':');
}

void
houbu_journal_data_add_int64 (HoubuJournalData *self, const char *key, gint64 value)
{
  g_return_if_fail (self != NULL && key != NULL);

  append_key (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
houbu_journal_data_add_int64_or_null (HoubuJournalData *self,
                                      const char *key,
                                      gint64 value,
                                      gint64 absent)
{
  if (value == absent)
    houbu_journal_data_add_null (self, key);
  else
    houbu_journal_data_add_int64 (self, key, value);
}

/**
 * houbu_journal_data_add_text:
 * @self: the data
 * @key: a key not added yet
 * @value: (nullable): UTF-8; %NULL is null
 */
void
houbu_journal_data_add_text (HoubuJournalData *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL && key != NULL);

  if (value == NULL)
    {
      houbu_journal_data_add_null (self, key);
      return;
    }
  append_key (self, key);
  append_quoted (self->text, value);
}

void
houbu_journal_data_add_null (HoubuJournalData *self, const char *key)
{
  g_return_if_fail (self != NULL && key != NULL);

  append_key (self, key);
  g_string_append (self->text, "null");
}

/**
 * houbu_journal_data_get_text:
 * @self: the data
 *
 * Returns: (transfer none): the JSON object, until the next addition
 */
const char *
houbu_journal_data_get_text (HoubuJournalData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_free (self->closed);
  self->closed = g_strconcat (self->text->str, "}", NULL);
  return self->closed;
}

/* Reads what the writer above makes, at *p; anything else is no match. */
static gboolean
scan_quoted (const char **p, GString *out)
{
  if (**p != '"')
    return FALSE;
  for ((*p)++; **p != '"'; (*p)++)
    {
      if (**p == '\0')
        return FALSE;
      if (**p != '\\')
        {
          g_string_append_c (out, **p);
          continue;
        }
      (*p)++;
      if (**p == '"' || **p == '\\')
        g_string_append_c (out, **p);
      else if (g_str_has_prefix (*p, "u00") && g_ascii_isxdigit ((*p)[3]) &&
               g_ascii_isxdigit ((*p)[4]))
        {
          g_string_append_c (
              out, (char) (g_ascii_xdigit_value ((*p)[3]) * 16 + g_ascii_xdigit_value ((*p)[4])));
          *p += 4;
        }
      else
        return FALSE;
    }
  (*p)++;
  return TRUE;
}

static HoubuJournalValue
scan_value (const char **p, gint64 *number, GString *text)
{
  char *end = NULL;

  if (**p == '"')
    return scan_quoted (p, text) ? HOUBU_JOURNAL_VALUE_TEXT : HOUBU_JOURNAL_VALUE_ABSENT;
  if (g_str_has_prefix (*p, "null"))
    {
      *p += strlen ("null");
      return HOUBU_JOURNAL_VALUE_NULL;
    }
  *number = g_ascii_strtoll (*p, &end, 10);
  if (end == *p)
    return HOUBU_JOURNAL_VALUE_ABSENT;
  *p = end;
  return HOUBU_JOURNAL_VALUE_INT64;
}

/**
 * houbu_journal_data_lookup:
 * @data: (nullable): text made by HoubuJournalData
 * @key: what to look for
 * @number: (out) (optional): a number
 * @text: (out) (optional) (transfer full): a text
 *
 * Returns: what @key holds; %HOUBU_JOURNAL_VALUE_ABSENT also where @data is not ours
 */
HoubuJournalValue
houbu_journal_data_lookup (const char *data, const char *key, gint64 *number, char **text)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value_text = g_string_new (NULL);
  const char *p = data;

  g_return_val_if_fail (key != NULL, HOUBU_JOURNAL_VALUE_ABSENT);

  if (data == NULL || *p != '{')
    return HOUBU_JOURNAL_VALUE_ABSENT;
  do
    {
      HoubuJournalValue value;
      gint64 value_number = 0;

      p++;
      g_string_truncate (name, 0);
      g_string_truncate (value_text, 0);
      if (!scan_quoted (&p, name) || *p++ != ':')
        return HOUBU_JOURNAL_VALUE_ABSENT;
      value = scan_value (&p, &value_number, value_text);
      if (value == HOUBU_JOURNAL_VALUE_ABSENT)
        return value;
      if (strcmp (name->str, key) != 0)
        continue;
      if (number != NULL && value == HOUBU_JOURNAL_VALUE_INT64)
        *number = value_number;
      if (text != NULL && value == HOUBU_JOURNAL_VALUE_TEXT)
        *text = g_strdup (value_text->str);
      return value;
    }
  while (*p == ',');
  return HOUBU_JOURNAL_VALUE_ABSENT;
}
