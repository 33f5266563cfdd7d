/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "houbu-records.h"

static GType
type_of (uint8_t number)
{
  const GType types[] = {
#define TYPE(name, gtype) gtype,
    HOUBU_FOR_EACH_RECORD (TYPE)
#undef TYPE
  };

  return types[number % G_N_ELEMENTS (types)];
}

/* The first byte says which record. What is decoded says the same after a way over the wire. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (HoubuRecord) record = NULL;
  g_autoptr (HoubuRecord) again = NULL;

  if (size < 1)
    return 0;
  bytes = g_bytes_new_static (data + 1, size - 1);
  record = houbu_record_from_bytes (type_of (data[0]), bytes, HOUBU_DECODE_LENIENT, NULL);
  if (record == NULL)
    return 0;
  written = houbu_record_to_bytes (record);
  again = houbu_record_from_bytes (type_of (data[0]), written, HOUBU_DECODE_STRICT, NULL);
  g_assert (again != NULL && houbu_record_equal (record, again));
  return 0;
}
