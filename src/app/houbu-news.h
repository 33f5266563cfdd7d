/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-candidate.h"
#include "houbu-lab.h"

G_BEGIN_DECLS

/**
 * HoubuNewsKind:
 * @HOUBU_NEWS_SEAT: a seat that was got
 * @HOUBU_NEWS_DEADLINE: a deadline that comes near
 * @HOUBU_NEWS_END: the end of a seat, good or bad
 * @HOUBU_NEWS_ORDER: what became of an order
 * @HOUBU_NEWS_WAIT: a wait that has ended
 * @HOUBU_NEWS_REGISTRATION: the end of the registration
 *
 * What is told on the desktop; of each thing, one notification a kind.
 */
typedef enum
{
  HOUBU_NEWS_SEAT,
  HOUBU_NEWS_DEADLINE,
  HOUBU_NEWS_END,
  HOUBU_NEWS_ORDER,
  HOUBU_NEWS_WAIT,
  HOUBU_NEWS_REGISTRATION,
} HoubuNewsKind;

/**
 * HoubuNews:
 *
 * Tells a candidate on the desktop what has happened, if they want to hear of it and do not see it
 * on screen, and takes back what is no longer so.
 */
#define HOUBU_TYPE_NEWS (houbu_news_get_type ())
G_DECLARE_FINAL_TYPE (HoubuNews, houbu_news, HOUBU, NEWS, GObject)

HoubuNews *houbu_news_new (GtkApplication *application, GSettings *settings, HoubuLab *lab);
void houbu_news_withdraw (HoubuNews *self, HoubuNewsKind kind, const char *id);

void houbu_news_tell_seat (HoubuNews *self, HoubuEnrolment *enrolment, gint64 now);
void houbu_news_tell_deadline (HoubuNews *self, HoubuEnrolment *enrolment, gint64 now);
void houbu_news_tell_seat_state (HoubuNews *self, HoubuEnrolment *enrolment, GListModel *orders);
void houbu_news_tell_order (HoubuNews *self, HoubuPayment *order);
void houbu_news_tell_wait_end (HoubuNews *self, HoubuEntry *entry);
void houbu_news_tell_closing (HoubuNews *self, HoubuCandidate *candidate);

G_END_DECLS
