/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "houbu-json-gate.h"

/* Whatever the bytes are, the gate says yes or no; and what it lets through json-glib can read. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = houbu_json_gate_parse ((const char *) data, (gssize) size, &error);

  g_assert ((node != NULL) == (error == NULL));
  g_assert (node == NULL || JSON_NODE_HOLDS_OBJECT (node));
  g_assert (houbu_json_gate_check ((const char *) data, (gssize) size, NULL) == (node != NULL));
  return 0;
}
