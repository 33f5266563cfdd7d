/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-chain.h"

#include <nettle/sha2.h>
#include <string.h>

#define LONGEST_NUMBER 24

static void
add_bytes (struct sha256_ctx *sum, const char *bytes, gsize length)
{
  sha256_update (sum, length, (const guint8 *) bytes);
}

/* Decimal digits into the end of @digits; each join hashes a dozen numbers, too many for printf. */
static const char *
format_number (char digits[LONGEST_NUMBER], gint64 number)
{
  guint64 rest = number < 0 ? -(guint64) number : (guint64) number;
  char *first = digits + LONGEST_NUMBER - 1;

  *first = '\0';
  do
    {
      *--first = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);
  if (number < 0)
    *--first = '-';
  return first;
}

/* `length:text,` for each field and `-,` for NULL: no two rows give the same text. */
static void
add_text (struct sha256_ctx *sum, const char *text)
{
  char digits[LONGEST_NUMBER];
  const char *length;
  gsize n_bytes;

  if (text == NULL)
    {
      add_bytes (sum, "-,", 2);
      return;
    }
  n_bytes = strlen (text);
  length = format_number (digits, (gint64) n_bytes);
  add_bytes (sum, length, strlen (length));
  add_bytes (sum, ":", 1);
  add_bytes (sum, text, n_bytes);
  add_bytes (sum, ",", 1);
}

static void
add_number (struct sha256_ctx *sum, gint64 number)
{
  char digits[LONGEST_NUMBER];

  add_text (sum, format_number (digits, number));
}

static void
add_key (struct sha256_ctx *sum, gint64 key)
{
  if (key == 0)
    add_text (sum, NULL);
  else
    add_number (sum, key);
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
  struct sha256_ctx sum;

  sha256_init (&sum);
  if (before != NULL)
    sha256_update (&sum, HOUBU_CHAIN_BYTES, before);
  add_text (&sum, "houbu-journal-1");
  add_number (&sum, event->at);
  add_text (&sum, type);
  add_text (&sum, event->actor);
  add_text (&sum, event->request);
  add_key (&sum, event->exam);
  add_key (&sum, event->offering);
  add_key (&sum, event->registration);
  add_key (&sum, event->item);
  add_text (&sum, event->from_state);
  add_text (&sum, event->to_state);
  add_key (&sum, event->queue_number);
  add_text (&sum, event->data);
  add_key (&sum, event->chain_number);
  sha256_digest (&sum, HOUBU_CHAIN_BYTES, hash);
}
