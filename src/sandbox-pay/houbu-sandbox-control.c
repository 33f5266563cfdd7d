/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sandbox.h"

#include <json-glib/json-glib.h>
#include <stddef.h>

#define MOST 3600000

static const struct
{
  const char *name;
  gsize offset;
} knobs[] = {
  { "lose", offsetof (HoubuSandboxMischief, lose) },
  { "repeat", offsetof (HoubuSandboxMischief, repeat) },
  { "delay-ms", offsetof (HoubuSandboxMischief, delay_ms) },
  { "reorder", offsetof (HoubuSandboxMischief, reorder) },
  { "forge", offsetof (HoubuSandboxMischief, forge) },
  { "slow-ms", offsetof (HoubuSandboxMischief, slow_ms) },
  { "silent", offsetof (HoubuSandboxMischief, silent) },
};

/* Each field of the form is a knob and a number; all of them or none. */
gboolean
houbu_sandbox_control_set (HoubuSandbox *self, HoubuForm *form)
{
  HoubuSandboxMischief mischief = self->mischief;

  guint known = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    {
      const char *value = houbu_form_get (form, knobs[i].name);
      guint64 number = 0;

      if (value == NULL)
        continue;
      if (!g_ascii_string_to_unsigned (value, 10, 0, MOST, &number, NULL))
        return FALSE;
      known++;
      G_STRUCT_MEMBER (guint, &mischief, knobs[i].offset) = (guint) number;
    }
  if (known == 0 || known != houbu_form_get_size (form))
    return FALSE;
  self->mischief = mischief;
  return TRUE;
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

/* The knobs as they are, and the sums of the books. */
char *
houbu_sandbox_control_show (HoubuSandbox *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  gint64 captured = 0;
  gint64 refunded = 0;

  houbu_sandbox_ledger_sum (self->ledger, &captured, &refunded);
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    add_number (builder, knobs[i].name, G_STRUCT_MEMBER (guint, &self->mischief, knobs[i].offset));
  add_number (builder, "captured_fen", captured);
  add_number (builder, "refunded_fen", refunded);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
