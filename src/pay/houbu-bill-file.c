/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-bill-file.h"

#include "houbu-bill-archive.h"
#include "houbu-form.h"
#include "houbu-provider.h"

#include <string.h>

/* Columns, found by what stands in their heading. */
typedef enum
{
  COLUMN_TRANSACTION,
  COLUMN_ORDER,
  COLUMN_KIND,
  COLUMN_AMOUNT,
  COLUMN_REQUEST,
} Column;

static const char *const headings[] = {
  [COLUMN_TRANSACTION] = "交易号", [COLUMN_ORDER] = "商户订单号",   [COLUMN_KIND] = "业务类型",
  [COLUMN_AMOUNT] = "订单金额",    [COLUMN_REQUEST] = "退款批次号",
};

#define N_COLUMNS G_N_ELEMENTS (headings)
#define KIND_PAYMENT "交易"
#define KIND_REFUND "退款"

/* Files of Chinese programs are in one of two encodings. */
static char *
decode (GBytes *file, GError **error)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (file, &length);

  /* A NUL would hide what comes after it. */
  if (length > 0 && memchr (bytes, '\0', length) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the bill is no text");
      return NULL;
    }
  if (g_utf8_validate (bytes, (gssize) length, NULL))
    return g_strndup (bytes, length);
  return g_convert (bytes, (gssize) length, "UTF-8", "GB18030", NULL, NULL, error);
}

/* The cells of a line, without the blanks that pad them. */
static GPtrArray *
split_line (const char *line)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = line;; p++)
    {
      if (*p == '\0' || (*p == ',' && !quoted))
        {
          g_ptr_array_add (cells, g_strstrip (g_strdup (cell->str)));
          g_string_truncate (cell, 0);
        }
      else if (*p == '"')
        quoted = !quoted;
      else
        g_string_append_c (cell, *p);
      if (*p == '\0')
        return cells;
    }
}

static gboolean
find_columns (GPtrArray *cells, guint *columns)
{
  for (guint column = 0; column < N_COLUMNS; column++)
    {
      columns[column] = G_MAXUINT;
      for (guint i = 0; i < cells->len && columns[column] == G_MAXUINT; i++)
        if (strstr (g_ptr_array_index (cells, i), headings[column]) != NULL)
          columns[column] = i;
      if (columns[column] == G_MAXUINT)
        return FALSE;
    }
  return TRUE;
}

static gboolean
fail (GError **error, guint line)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "line %u cannot be read", line);
  return FALSE;
}

static gboolean
read_line (GPtrArray *cells, const guint *columns, GPtrArray *lines, guint number, GError **error)
{
  g_autoptr (HoubuBillLine) line = g_new0 (HoubuBillLine, 1);
  const char *values[N_COLUMNS];
  const char *amount;

  for (guint column = 0; column < N_COLUMNS; column++)
    {
      if (columns[column] >= cells->len)
        return fail (error, number);
      values[column] = g_ptr_array_index (cells, columns[column]);
    }
  line->is_refund = g_str_equal (values[COLUMN_KIND], KIND_REFUND);
  if (!line->is_refund && !g_str_equal (values[COLUMN_KIND], KIND_PAYMENT))
    return fail (error, number);
  amount = values[COLUMN_AMOUNT];
  if (!houbu_form_read_amount (*amount == '-' ? amount + 1 : amount, &line->amount_fen))
    return fail (error, number);
  line->entry = g_strdup (values[line->is_refund ? COLUMN_REQUEST : COLUMN_TRANSACTION]);
  line->number = g_strdup (values[COLUMN_ORDER]);
  g_ptr_array_add (lines, g_steal_pointer (&line));
  return TRUE;
}

/**
 * houbu_bill_file_read:
 * @file: a bill
 * @error: #G_IO_ERROR_INVALID_DATA, naming the line
 *
 * Reads every line of a bill or none. What stands in lines that begin with `#` is for people.
 *
 * Returns: (transfer full) (element-type HoubuBillLine): payments and refunds
 */
GPtrArray *
houbu_bill_file_read (GBytes *file, GError **error)
{
  g_autoptr (GBytes) plain = houbu_bill_archive_unpack (file, error);
  g_autofree char *text = plain != NULL ? decode (plain, error) : NULL;
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_bill_line_free);
  g_auto (GStrv) rows = NULL;
  guint columns[N_COLUMNS];
  gboolean headed = FALSE;
  guint number = 1;

  if (text == NULL)
    return NULL;
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) cells = NULL;

      if (*g_strstrip (rows[i]) == '\0' || *rows[i] == '#')
        continue;
      number = i + 1;
      cells = split_line (rows[i]);
      if (!headed)
        headed = find_columns (cells, columns);
      else if (!read_line (cells, columns, lines, number, error))
        return NULL;
      if (!headed)
        break;
    }
  /* A day without payments has its heading all the same. */
  if (!headed)
    {
      fail (error, number);
      return NULL;
    }
  return g_steal_pointer (&lines);
}
