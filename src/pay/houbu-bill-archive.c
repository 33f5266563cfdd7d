/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-bill-archive.h"

#include <string.h>

/* The parts of an archive that matter here, by the offsets of their fields. */
#define END_SIZE 22
#define END_SIGNATURE 0x06054b50
#define END_COUNT 10
#define END_DIRECTORY 16
#define ENTRY_SIZE 46
#define ENTRY_SIGNATURE 0x02014b50
#define ENTRY_METHOD 10
#define ENTRY_SUM 16
#define ENTRY_PACKED 20
#define ENTRY_PLAIN 24
#define ENTRY_NAME 28
#define ENTRY_EXTRA 30
#define ENTRY_COMMENT 32
#define ENTRY_OFFSET 42
#define LOCAL_SIZE 30
#define LOCAL_SIGNATURE 0x04034b50
#define LOCAL_NAME 26
#define LOCAL_EXTRA 28

#define SUM_POLYNOMIAL 0xedb88320

#define METHOD_STORED 0
#define METHOD_DEFLATED 8

#define MOST_BYTES (256u << 20)

typedef struct
{
  const guint8 *bytes;
  gsize length;
} Archive;

typedef struct
{
  guint method;
  guint32 sum;
  gsize packed;
  gsize plain;
  gsize offset;
} Entry;

static guint32
number_at (const Archive *self, gsize offset, guint width)
{
  guint32 number = 0;

  if (offset > self->length || self->length - offset < width)
    return 0;
  for (guint i = width; i > 0; i--)
    number = number << 8 | self->bytes[offset + i - 1];
  return number;
}

/* The check sum of archives (CRC-32). */
static guint32
sum_up (GBytes *plain)
{
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (plain, &length);
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = sum >> 1 ^ (SUM_POLYNOMIAL & -(sum & 1));
    }
  return ~sum;
}

static gboolean
find_end (const Archive *self, gsize *end)
{
  if (self->length < END_SIZE)
    return FALSE;
  for (gsize at = self->length - END_SIZE; at > 0; at--)
    if (number_at (self, at, 4) == END_SIGNATURE)
      {
        *end = at;
        return TRUE;
      }
  return FALSE;
}

static gboolean
find_largest (const Archive *self, Entry *largest)
{
  gsize end = 0;
  gsize at = 0;
  gboolean found = FALSE;

  if (!find_end (self, &end))
    return FALSE;
  at = number_at (self, end + END_DIRECTORY, 4);
  for (guint left = number_at (self, end + END_COUNT, 2); left > 0; left--)
    {
      const Entry entry = {
        number_at (self, at + ENTRY_METHOD, 2), number_at (self, at + ENTRY_SUM, 4),
        number_at (self, at + ENTRY_PACKED, 4), number_at (self, at + ENTRY_PLAIN, 4),
        number_at (self, at + ENTRY_OFFSET, 4),
      };

      if (number_at (self, at, 4) != ENTRY_SIGNATURE)
        return FALSE;
      if (!found || entry.plain > largest->plain)
        *largest = entry;
      found = TRUE;
      at += ENTRY_SIZE + number_at (self, at + ENTRY_NAME, 2) +
            number_at (self, at + ENTRY_EXTRA, 2) + number_at (self, at + ENTRY_COMMENT, 2);
    }
  return found;
}

static GBytes *
inflate (const guint8 *packed, const Entry *entry)
{
  g_autoptr (GZlibDecompressor) decompressor =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autofree guint8 *plain = g_malloc (entry->plain + 1);
  gsize taken = 0;
  gsize made = 0;
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result == G_CONVERTER_CONVERTED && made <= entry->plain)
    {
      gsize read = 0;
      gsize written = 0;

      result = g_converter_convert (G_CONVERTER (decompressor), packed + taken,
                                    entry->packed - taken, plain + made, entry->plain + 1 - made,
                                    G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      taken += read;
      made += written;
    }
  if (result != G_CONVERTER_FINISHED || made != entry->plain)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&plain), made);
}

static GBytes *
unpack (const Archive *self, const Entry *entry)
{
  gsize start = entry->offset + LOCAL_SIZE + number_at (self, entry->offset + LOCAL_NAME, 2) +
                number_at (self, entry->offset + LOCAL_EXTRA, 2);

  if (number_at (self, entry->offset, 4) != LOCAL_SIGNATURE || start > self->length ||
      self->length - start < entry->packed || entry->plain > MOST_BYTES)
    return NULL;
  if (entry->method == METHOD_STORED && entry->packed == entry->plain)
    return g_bytes_new (self->bytes + start, entry->plain);
  return entry->method == METHOD_DEFLATED ? inflate (self->bytes + start, entry) : NULL;
}

/**
 * houbu_bill_archive_unpack:
 * @file: an archive, or any other file
 * @error: #G_IO_ERROR_INVALID_DATA when the archive is broken
 *
 * A bill comes in an archive together with its summary, which is the smaller file.
 *
 * Returns: (transfer full): the largest file of the archive, or @file when it is none
 */
GBytes *
houbu_bill_archive_unpack (GBytes *file, GError **error)
{
  Archive archive = { 0 };
  Entry entry = { 0 };
  GBytes *plain = NULL;

  g_return_val_if_fail (file != NULL, NULL);

  archive.bytes = g_bytes_get_data (file, &archive.length);
  if (number_at (&archive, 0, 4) != LOCAL_SIGNATURE)
    return g_bytes_ref (file);
  if (find_largest (&archive, &entry))
    plain = unpack (&archive, &entry);
  if (plain != NULL && sum_up (plain) != entry.sum)
    g_clear_pointer (&plain, g_bytes_unref);
  if (plain == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the archive is broken");
  return plain;
}
