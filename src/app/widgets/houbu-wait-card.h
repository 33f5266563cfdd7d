/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuWaitCard:
 *
 * One place in a queue, as it is watched: position, how many wait, how it moved, since when. It
 * never shows a chance, because nobody knows one.
 *
 * Signal: `cancel (wait: HoubuWait)`: the candidate wants to leave the queue.
 */
#define HOUBU_TYPE_WAIT_CARD (houbu_wait_card_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWaitCard, houbu_wait_card, HOUBU, WAIT_CARD, AdwBin)

GtkWidget *houbu_wait_card_new (HoubuCandidate *candidate, HoubuWait *wait);

G_END_DECLS
