/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-bill-archive.h"
#include "houbu-bill-file.h"
#include "houbu-provider.h"

#include <string.h>

/* A bill in an archive, as a platform hands it out, and archives that are none. */

#define STORED 0
#define DEFLATED 8

#define BILL                                                                                       \
  "#业务明细\n交易号,商户订单号,业务类型,订单金额（元）,退款批次号\n"  \
  "T1,x1,交易,30.00,\nT2,x2,交易,60.00,\nT1,x1,退款,-30.00,r1\n"
#define SUMMARY "#汇总\n交易,2\n"

/* An archive under construction. */
typedef struct
{
  GByteArray *files;     /* (owned) */
  GByteArray *directory; /* (owned) */
  guint n_files;
} Zip;

static void
append_number (GByteArray *bytes, guint32 number, guint width)
{
  for (guint i = 0; i < width; i++)
    {
      const guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* The check sum of archives, bit by bit. */
static guint32
checksum (const guint8 *bytes, gsize length)
{
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum & 1) != 0 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
    }
  return ~sum;
}

static GBytes *
deflate (GBytes *plain)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (GInputStream) packing =
      g_converter_input_stream_new (memory, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) packed = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (packed, packing, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (packed));
}

static void
zip_begin (Zip *self)
{
  self->files = g_byte_array_new ();
  self->directory = g_byte_array_new ();
  self->n_files = 0;
}

/* The part that stands both before a file and in the directory. */
static void
append_head (GByteArray *bytes, guint method, guint32 sum, gsize packed, gsize plain, gsize name)
{
  append_number (bytes, 20, 2); /* version */
  append_number (bytes, 0, 2);
  append_number (bytes, method, 2);
  append_number (bytes, 0, 4); /* time */
  append_number (bytes, sum, 4);
  append_number (bytes, (guint32) packed, 4);
  append_number (bytes, (guint32) plain, 4);
  append_number (bytes, (guint32) name, 2);
  append_number (bytes, 0, 2);
}

/* @said_length: what the archive says of its length. */
static void
zip_add_as (Zip *self, const char *name, guint method, GBytes *plain, gsize said_length)
{
  g_autoptr (GBytes) packed = method == DEFLATED ? deflate (plain) : g_bytes_ref (plain);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (plain, &length);
  guint32 sum = checksum (bytes, length);
  gsize offset = self->files->len;

  append_number (self->files, 0x04034b50, 4);
  append_head (self->files, method, sum, g_bytes_get_size (packed), said_length, strlen (name));
  g_byte_array_append (self->files, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (self->files, g_bytes_get_data (packed, NULL),
                       (guint) g_bytes_get_size (packed));
  append_number (self->directory, 0x02014b50, 4);
  append_number (self->directory, 20, 2);
  append_head (self->directory, method, sum, g_bytes_get_size (packed), said_length, strlen (name));
  append_number (self->directory, 0, 2); /* comment */
  append_number (self->directory, 0, 4);
  append_number (self->directory, 0, 4);
  append_number (self->directory, (guint32) offset, 4);
  g_byte_array_append (self->directory, (const guint8 *) name, (guint) strlen (name));
  self->n_files++;
}

static void
zip_add (Zip *self, const char *name, guint method, GBytes *plain)
{
  zip_add_as (self, name, method, plain, g_bytes_get_size (plain));
}

static GBytes *
zip_end (Zip *self)
{
  guint directory_at = self->files->len;
  guint directory_size = self->directory->len;

  g_byte_array_append (self->files, self->directory->data, directory_size);
  append_number (self->files, 0x06054b50, 4);
  append_number (self->files, 0, 4);
  append_number (self->files, self->n_files, 2);
  append_number (self->files, self->n_files, 2);
  append_number (self->files, directory_size, 4);
  append_number (self->files, directory_at, 4);
  append_number (self->files, 0, 2);
  g_byte_array_unref (self->directory);
  return g_byte_array_free_to_bytes (self->files);
}

static GBytes *
encode (const char *text, const char *encoding)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  char *bytes = g_convert (text, -1, encoding, "UTF-8", NULL, &length, &error);

  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

static GBytes *
make_archive (guint method, const char *encoding)
{
  g_autoptr (GBytes) bill = encode (BILL, encoding);
  g_autoptr (GBytes) summary = encode (SUMMARY, encoding);
  Zip zip;

  zip_begin (&zip);
  zip_add (&zip, "20220830_summary.csv", method, summary);
  zip_add (&zip, "20220830_detail.csv", method, bill);
  return zip_end (&zip);
}

static void
assert_bad (GBytes *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (houbu_bill_file_read (file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* The bill and not its summary, packed or not, in either encoding. */
static void
test_archive (void)
{
  static const guint methods[] = { STORED, DEFLATED };
  static const char *const encodings[] = { "UTF-8", "GB18030" };

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) archive = make_archive (methods[i / 2], encodings[i % 2]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines = houbu_bill_file_read (archive, &error);
      const HoubuBillLine *last;

      g_assert_no_error (error);
      g_assert_cmpuint (lines->len, ==, 3);
      last = g_ptr_array_index (lines, 2);
      g_assert_true (last->is_refund);
      g_assert_cmpstr (last->entry, ==, "r1");
      g_assert_cmpstr (last->number, ==, "x1");
      g_assert_cmpint (last->amount_fen, ==, 3000);
    }
}

/* Wherever it is cut off, it is no bill; least of all a shorter one. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) archive = make_archive (DEFLATED, "GB18030");

  for (gsize length = 4; length < g_bytes_get_size (archive); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (archive, 0, length);

      assert_bad (part);
    }
}

/* Whichever bit of the bill was turned over on the way, it is noticed. */
static void
test_damaged (void)
{
  static const guint methods[] = { STORED, DEFLATED };
  g_autoptr (GBytes) bill = encode (BILL, "GB18030");

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (GBytes) archive = NULL;
      gsize begin = 30 + strlen ("b.csv");
      gsize end;
      Zip zip;

      zip_begin (&zip);
      zip_add (&zip, "b.csv", methods[i], bill);
      end = zip.files->len;
      archive = zip_end (&zip);
      for (gsize at = begin; at < end; at++)
        {
          g_autofree guint8 *copy =
              g_memdup2 (g_bytes_get_data (archive, NULL), g_bytes_get_size (archive));
          g_autoptr (GBytes) damaged = NULL;

          copy[at] ^= (guint8) (1 << (at % 8));
          damaged = g_bytes_new (copy, g_bytes_get_size (archive));
          assert_bad (damaged);
        }
    }
}

/* More comes out than was said, or more is said than anybody has: neither fills the memory. */
static void
test_bomb (void)
{
  static const gsize said[] = { 100, 0, (8u << 20) - 1, (8u << 20) + 1, 0xffffffff };
  g_autofree guint8 *zeros = g_malloc0 (8u << 20);
  g_autoptr (GBytes) plain = g_bytes_new (zeros, 8u << 20);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_autoptr (GBytes) archive = NULL;
      g_autoptr (GError) error = NULL;
      Zip zip;

      zip_begin (&zip);
      zip_add_as (&zip, "b.csv", DEFLATED, plain, said[i]);
      archive = zip_end (&zip);
      g_assert_cmpuint (g_bytes_get_size (archive), <, 32768);
      g_assert_null (houbu_bill_archive_unpack (archive, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* What points out of the archive, or is packed in a way that nobody knows. */
static void
test_lies (void)
{
  static const struct
  {
    const char *name;
    guint from_end; /* of the directory's only entry: 46 bytes and its name, before the end's 22 */
    guint8 byte;
  } lies[] = {
    { "another method", 22 + 51 - 10, 9 },    { "an offset outside", 22 + 51 - 45, 0x7f },
    { "packed too long", 22 + 51 - 23, 1 },   { "no signature", 22 + 51, 0 },
    { "a directory outside", 22 - 19, 0x7f }, { "more files than there are", 22 - 10, 2 },
  };
  g_autoptr (GBytes) bill = encode (BILL, "UTF-8");

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GBytes) archive = NULL;
      g_autoptr (GBytes) lying = NULL;
      g_autofree guint8 *copy = NULL;
      gsize length;
      Zip zip;

      g_test_message ("%s", lies[i].name);
      zip_begin (&zip);
      zip_add (&zip, "b.csv", DEFLATED, bill);
      archive = zip_end (&zip);
      length = g_bytes_get_size (archive);
      copy = g_memdup2 (g_bytes_get_data (archive, NULL), length);
      copy[length - lies[i].from_end] = lies[i].byte;
      lying = g_bytes_new (copy, length);
      assert_bad (lying);
    }
}

/* A file that ends before its heading, or has a NUL in it, is not a day without payments. */
static void
test_cut_bill (void)
{
  static const char with_nul[] = BILL "\0T3,x3,交易,30.00,\n";
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) notes = g_bytes_new_static ("#业务明细\n", strlen ("#业务明细\n"));
  g_autoptr (GBytes) cut = g_bytes_new_static (with_nul, sizeof with_nul - 1);

  assert_bad (nothing);
  assert_bad (notes);
  assert_bad (cut);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pay/bill/archive", test_archive);
  g_test_add_func ("/pay/bill/archive/truncated", test_truncated);
  g_test_add_func ("/pay/bill/archive/damaged", test_damaged);
  g_test_add_func ("/pay/bill/archive/bomb", test_bomb);
  g_test_add_func ("/pay/bill/archive/lies", test_lies);
  g_test_add_func ("/pay/bill/cut", test_cut_bill);
  return g_test_run ();
}
