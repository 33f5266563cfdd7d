/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "houbu-json-gate.h"

static gboolean
is_read_alike (JsonNode *node, const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonNode) other = json_from_string (text, NULL);

  return other != NULL && json_node_equal (node, other);
}

/* Whatever the bytes are, the gate says yes or no; and what it takes json-glib reads alike. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = houbu_json_gate_parse ((const char *) data, (gssize) size, &error);

  g_assert ((node != NULL) == (error == NULL));
  g_assert (node == NULL || JSON_NODE_HOLDS_OBJECT (node));
  g_assert (node == NULL || is_read_alike (node, data, size));
  return 0;
}
