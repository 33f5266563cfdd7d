/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-chain.h"

#include <string.h>

/* `length:text,` for each field and `-,` for NULL: no two rows give the same text. */
static void
add_text (GString *canonical, const char *text)
{
  if (text == NULL)
    g_string_append (canonical, "-,");
  else
    g_string_append_printf (canonical, "%zu:%s,", strlen (text), text);
}

static void
add_number (GString *canonical, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  add_text (canonical, text);
}

static void
add_key (GString *canonical, gint64 key)
{
  if (key == 0)
    add_text (canonical, NULL);
  else
    add_number (canonical, key);
}

/**
 * houbu_chain_hash:
 * @event: a row
 * @type: the word of its type, as it stands in the row
 * @before: (nullable): hash of the row before in its chain; %NULL for the first and without a chain
 * @hash: (out): SHA-256 of @before and the row's canonical text
 */
void
houbu_chain_hash (const HoubuJournalEvent *event,
                  const char *type,
                  const guint8 *before,
                  guint8 hash[HOUBU_CHAIN_BYTES])
{
  g_autoptr (GString) canonical = g_string_sized_new (256);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = HOUBU_CHAIN_BYTES;

  add_text (canonical, "houbu-journal-1");
  add_number (canonical, event->at);
  add_text (canonical, type);
  add_text (canonical, event->actor);
  add_text (canonical, event->request);
  add_key (canonical, event->exam);
  add_key (canonical, event->offering);
  add_key (canonical, event->registration);
  add_key (canonical, event->item);
  add_text (canonical, event->from_state);
  add_text (canonical, event->to_state);
  add_key (canonical, event->queue_number);
  add_text (canonical, event->data);
  add_key (canonical, event->chain_number);

  if (before != NULL)
    g_checksum_update (sum, before, HOUBU_CHAIN_BYTES);
  g_checksum_update (sum, (const guchar *) canonical->str, (gssize) canonical->len);
  g_checksum_get_digest (sum, hash, &length);
}
