/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-csv-writer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES (64 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* What a spreadsheet takes for the beginning of a formula; the tab and the line ends because it
 * passes over them and looks at what follows. */
#define FORMULA_SIGNS "=+-@\t\r\n"

struct _HoubuCsvWriter
{
  int fd; /* (borrowed) */
  GString *buffer;
  gint64 written;
};

/**
 * houbu_csv_writer_new:
 * @fd: a file that is written from its beginning, which stays the caller's
 *
 * Returns: (transfer full): a writer
 */
HoubuCsvWriter *
houbu_csv_writer_new (int fd)
{
  HoubuCsvWriter *self = g_new0 (HoubuCsvWriter, 1);

  self->fd = fd;
  self->buffer = g_string_sized_new (BUFFER_BYTES + BUFFER_BYTES / 4);
  return self;
}

/**
 * houbu_csv_writer_free:
 * @self: (transfer full) (nullable): a writer; what was not flushed is lost
 */
void
houbu_csv_writer_free (HoubuCsvWriter *self)
{
  if (self == NULL)
    return;
  g_string_free (self->buffer, TRUE);
  g_free (self);
}

static gboolean
is_formula (const char *cell)
{
  return *cell != '\0' && strchr (FORMULA_SIGNS, *cell) != NULL;
}

static void
append_quoted (GString *buffer, const char *cell)
{
  for (const char *c = cell; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (buffer, '"');
      g_string_append_c (buffer, *c);
    }
}

static void
append_cell (GString *buffer, const char *cell)
{
  gboolean quoted = is_formula (cell) || strpbrk (cell, "\",\r\n") != NULL;

  if (quoted)
    g_string_append_c (buffer, '"');
  /* The apostrophe is how spreadsheets are told that a cell is text. */
  if (is_formula (cell))
    g_string_append_c (buffer, '\'');
  append_quoted (buffer, cell);
  if (quoted)
    g_string_append_c (buffer, '"');
}

/**
 * houbu_csv_writer_add_mark:
 * @self: a writer to which nothing was added yet
 *
 * Begins the file with a byte order mark, by which some spreadsheets know UTF-8.
 */
void
houbu_csv_writer_add_mark (HoubuCsvWriter *self)
{
  g_return_if_fail (self->written == 0 && self->buffer->len == 0);

  g_string_append (self->buffer, BYTE_ORDER_MARK);
}

/**
 * houbu_csv_writer_add_row:
 * @self: a writer
 * @cells: (array length=n_cells): the cells, %NULL for an empty one
 * @n_cells: how many
 *
 * Returns: whether the disk took it
 */
gboolean
houbu_csv_writer_add_row (HoubuCsvWriter *self, const char *const *cells, gsize n_cells)
{
  for (gsize i = 0; i < n_cells; i++)
    {
      if (i > 0)
        g_string_append_c (self->buffer, ',');
      if (cells[i] != NULL)
        append_cell (self->buffer, cells[i]);
    }
  g_string_append (self->buffer, "\r\n");
  return self->buffer->len < BUFFER_BYTES || houbu_csv_writer_flush (self);
}

/**
 * houbu_csv_writer_flush:
 * @self: a writer
 *
 * Returns: whether the disk took all that was added
 */
gboolean
houbu_csv_writer_flush (HoubuCsvWriter *self)
{
  const char *bytes = self->buffer->str;
  gsize left = self->buffer->len;

  while (left > 0)
    {
      gssize part = write (self->fd, bytes, left);

      if (part < 0 && errno == EINTR)
        continue;
      if (part <= 0)
        return FALSE;
      bytes += part;
      left -= (gsize) part;
      self->written += part;
    }
  g_string_truncate (self->buffer, 0);
  return TRUE;
}

/**
 * houbu_csv_writer_get_size:
 * @self: a writer
 *
 * Returns: bytes that are in the file
 */
gint64
houbu_csv_writer_get_size (HoubuCsvWriter *self)
{
  return self->written;
}
