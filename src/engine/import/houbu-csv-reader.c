/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-csv-reader.h"

#include <csv.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "houbu-limits.h"

/* Reads a file of any size in the memory of one record. libcsv gets the bytes as they are: in
 * GB 18030 no trailing byte looks like a comma, a quote or a line's end, so each cell is converted
 * by itself and a bad one is known by its line. */

#define BUFFER_BYTES 65536

typedef struct
{
  const HoubuCsvHandler *handler;
  gpointer data;
  struct csv_parser parser;
  GIConv converter; /* (GIConv) -1 when the file is UTF-8 */

  GPtrArray *cells;     /* (owned) (element-type utf8): of the record being read */
  HoubuProblem problem; /* what is wrong with it */
  gint64 line;          /* where the reader is */
  gint64 record_line;   /* where the record began */
  gint64 record_bytes;  /* how long it is so far */
  gint64 n_records;
  gboolean at_start;     /* nothing of the file was seen yet */
  gboolean in_record;    /* a record goes on in the next line */
  gboolean after_return; /* a carriage return stood last */
  gboolean skipping;     /* a broken record is left out up to its line's end */
  gboolean stopped;
} Reader;

static void
reader_clear (Reader *reader)
{
  csv_free (&reader->parser);
  g_ptr_array_unref (reader->cells);
  if (reader->converter != (GIConv) -1)
    g_iconv_close (reader->converter);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static void
reader_init (Reader *reader,
             HoubuCsvEncoding encoding,
             const HoubuCsvHandler *handler,
             gpointer data)
{
  reader->handler = handler;
  reader->data = data;
  reader->converter =
      encoding == HOUBU_CSV_GB18030 ? g_iconv_open ("UTF-8", "GB18030") : (GIConv) -1;
  reader->cells = g_ptr_array_new_with_free_func (g_free);
  reader->line = 1;
  reader->at_start = TRUE;
  csv_init (&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
}

static char *
convert (Reader *reader, const char *text, gsize length)
{
  g_autofree char *converted = NULL;
  gsize read = 0, written = 0;

  if (reader->converter == (GIConv) -1)
    return g_utf8_validate_len (text, length, NULL) ? g_strndup (text, length) : NULL;
  converted =
      g_convert_with_iconv (text, (gssize) length, reader->converter, &read, &written, NULL);
  return converted != NULL && read == length ? g_steal_pointer (&converted) : NULL;
}

static void
on_cell (void *text, size_t length, void *data)
{
  Reader *reader = data;
  g_autofree char *cell = NULL;

  if (length > 0 && memchr (text, '\0', length) != NULL)
    reader->problem = HOUBU_PROBLEM_NUL_CHARACTER;
  else
    cell = convert (reader, length > 0 ? text : "", length);
  if (cell == NULL && reader->problem == HOUBU_PROBLEM_NONE)
    reader->problem = HOUBU_PROBLEM_BAD_ENCODING;
  g_ptr_array_add (reader->cells,
                   cell != NULL ? g_strstrip (g_steal_pointer (&cell)) : g_strdup (""));
}

static void
report (Reader *reader, HoubuProblem problem, gint64 limit)
{
  reader->handler->problem (reader->record_line, problem, limit, reader->data);
}

static void
begin_next_record (Reader *reader)
{
  g_ptr_array_set_size (reader->cells, 0);
  reader->problem = HOUBU_PROBLEM_NONE;
}

static void
on_record (int mark, void *data)
{
  Reader *reader = data;

  if (reader->stopped)
    return;
  if (++reader->n_records > HOUBU_LIMIT_CSV_LINES)
    {
      report (reader, HOUBU_PROBLEM_TOO_MANY_LINES, HOUBU_LIMIT_CSV_LINES);
      reader->stopped = TRUE;
    }
  else if (reader->problem != HOUBU_PROBLEM_NONE)
    report (reader, reader->problem, HOUBU_UNSET);
  else if (!reader->handler->row (reader->record_line, (const char *const *) reader->cells->pdata,
                                  reader->cells->len, reader->data))
    reader->stopped = TRUE;
  begin_next_record (reader);
}

/* The quotes of a record do not match: say so and go on with the next line. */
static void
give_up_record (Reader *reader)
{
  report (reader, HOUBU_PROBLEM_BAD_QUOTES, HOUBU_UNSET);
  csv_free (&reader->parser);
  csv_init (&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
  begin_next_record (reader);
  reader->skipping = TRUE;
}

/* A piece is what stands up to a line's end, the end with it, or up to the end of the buffer. */
static void
read_piece (Reader *reader, const char *piece, gsize length)
{
  gboolean ends_line = piece[length - 1] == '\n' || piece[length - 1] == '\r';

  if (!reader->in_record)
    {
      reader->record_line = reader->line;
      reader->record_bytes = 0;
    }
  if (!reader->skipping)
    {
      reader->record_bytes += (gint64) length;
      if (csv_parse (&reader->parser, piece, length, on_cell, on_record, reader) != length)
        give_up_record (reader);
      /* libcsv's word for "no record has begun", be it after one or after a blank line, is 0. */
      reader->in_record = reader->parser.pstate != 0;
    }
  if (reader->record_bytes > HOUBU_LIMIT_CSV_LINE_BYTES)
    {
      report (reader, HOUBU_PROBLEM_TOO_MANY_BYTES, HOUBU_LIMIT_CSV_LINE_BYTES);
      reader->stopped = TRUE;
    }
  if (ends_line)
    {
      reader->line++;
      reader->skipping = FALSE;
    }
}

static gsize
piece_length (const char *at, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (at[i] == '\n' || at[i] == '\r')
      return i + 1;
  return length;
}

static void
read_buffer (Reader *reader, const char *at, gsize length)
{
  static const char mark[] = { '\xef', '\xbb', '\xbf' };

  if (reader->at_start && length >= sizeof mark && memcmp (at, mark, sizeof mark) == 0)
    {
      at += sizeof mark;
      length -= sizeof mark;
    }
  reader->at_start = FALSE;
  while (length > 0 && !reader->stopped)
    {
      gsize piece = piece_length (at, length);

      /* The second half of a line's end that is written with two characters. */
      if (reader->after_return && *at == '\n')
        reader->line--;
      read_piece (reader, at, piece);
      reader->after_return = at[piece - 1] == '\r';
      at += piece;
      length -= piece;
    }
}

static void
finish (Reader *reader)
{
  if (reader->stopped || reader->skipping)
    return;
  if (csv_fini (&reader->parser, on_cell, on_record, reader) != 0)
    report (reader, HOUBU_PROBLEM_BAD_QUOTES, HOUBU_UNSET);
}

/**
 * houbu_csv_read:
 * @fd: a file that can be read again and again; it is read from its beginning
 * @encoding: how it is encoded; a byte-order mark of UTF-8 is skipped
 * @handler: who gets records and problems
 * @data: handed to @handler
 * @error: return location for what the disk says, %HOUBU_ERROR_BUSY
 *
 * Reads a file of comma-separated values. Blank lines are skipped. The number of a record is that
 * of the line on which it begins.
 *
 * Returns: whether the file could be read, be there problems or not
 */
gboolean
houbu_csv_read (int fd,
                HoubuCsvEncoding encoding,
                const HoubuCsvHandler *handler,
                gpointer data,
                GError **error)
{
  g_auto (Reader) reader = { 0 };
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  off_t offset = 0;

  reader_init (&reader, encoding, handler, data);
  while (!reader.stopped)
    {
      ssize_t length = pread (fd, buffer, BUFFER_BYTES, offset);

      if (length < 0 && errno == EINTR)
        continue;
      if (length < 0)
        {
          houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, NULL);
          return FALSE;
        }
      if (length == 0)
        break;
      read_buffer (&reader, buffer, (gsize) length);
      offset += length;
    }
  finish (&reader);
  return TRUE;
}
