/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-check-private.h"

/*
 * Checks of where the money is. As those of the other tables, they are written apart from the
 * statements of the use cases.
 */

#define ROW HOUBU_CHECK_ROW

/* What the rows that an order's sums are made of add up to. */
#define SUMS                                                                                       \
  " FROM payment_order p LEFT JOIN (SELECT payment, sum(amount_fen) AS captured FROM"              \
  " payment_capture GROUP BY payment) c ON c.payment = p.key LEFT JOIN (SELECT payment,"           \
  " sum(fee_fen) AS applied FROM payment_line WHERE applied = 1 GROUP BY payment) l"               \
  " ON l.payment = p.key LEFT JOIN (SELECT k.payment AS payment, sum(CASE f.state WHEN 'due' THEN" \
  " f.amount_fen ELSE 0 END) AS due, sum(CASE f.state WHEN 'done' THEN f.amount_fen ELSE 0 END)"   \
  " AS done FROM payment_refund f JOIN payment_capture k ON k.key = f.capture GROUP BY k.payment)" \
  " r ON r.payment = p.key"

/* What the journal says was taken in, with who said so. */
#define TOLD                                                                                       \
  "WITH told AS (SELECT item AS payment, actor, at, CASE WHEN json_valid (data) THEN"              \
  " json_extract (data, '$.transaction') END AS transaction_id FROM journal"                       \
  " WHERE type = 'payment_changed') "

/*
 * Until when each provider is known to have been heard: its last answer to the opening of an order
 * but for the last ten minutes. What was to be asked of it before that has been asked, and put off
 * if it had to be.
 */
#define HEARD                                                                                      \
  "WITH heard AS (SELECT actor, at FROM journal WHERE type = 'payment_changed'"                    \
  " AND from_state = 'created' AND to_state = 'paying'), newest AS (SELECT actor, max(at) AS at"   \
  " FROM heard GROUP BY actor), known AS (SELECT substr(h.actor, 10) AS provider, max(h.at) AS at" \
  " FROM heard h JOIN newest n ON n.actor = h.actor WHERE h.at <= n.at - 600000000"                \
  " GROUP BY h.actor) "

const HoubuCheckRow houbu_check_money_rows[] = {
  /* Captured is applied, refunded, on its way back and in doubt together, to the fen. */
  ROW ("I-P1",
       HOUBU_CHECK_CHEAP,
       "SELECT 'payment ' || key || ' took in ' || captured_fen || ' fen and knows where '"
       " || (applied_fen + refund_due_fen + refunded_fen + suspense_fen) || ' are' AS text"
       " FROM payment_order WHERE captured_fen <> applied_fen + refund_due_fen + refunded_fen"
       " + suspense_fen OR min(applied_fen, refund_due_fen, refunded_fen, suspense_fen) < 0"),
  ROW ("I-P1",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || p.key || ' says otherwise than its rows where its money is'"
       " AS text" SUMS " WHERE p.captured_fen <> coalesce(c.captured, 0)"
       " OR p.applied_fen <> coalesce(l.applied, 0) OR p.refund_due_fen <> coalesce(r.due, 0)"
       " OR p.refunded_fen <> coalesce(r.done, 0)"),
  ROW ("I-P1",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || p.key || ' is over ' || p.amount_fen || ' fen, its seats cost '"
       " || sum(l.fee_fen) AS text FROM payment_order p JOIN payment_line l ON l.payment = p.key"
       " GROUP BY p.key HAVING sum(l.fee_fen) <> p.amount_fen"),

  /* One credit for a transaction. */
  ROW ("I-P2",
       HOUBU_CHECK_FULL,
       "SELECT 'transaction ' || transaction_id || ' of ' || provider || ' counts twice' AS text"
       " FROM payment_capture GROUP BY provider, transaction_id HAVING count(*) > 1"),

  /* What came is what was asked for, or is in doubt. */
  ROW ("I-P3",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || p.key || ' took in ' || c.amount_fen || ' fen for ' || p.amount_fen"
       " AS text FROM payment_capture c JOIN payment_order p ON p.key = c.payment"
       " WHERE c.amount_fen <> p.amount_fen AND p.suspense_fen = 0 AND c.returned_fen = 0"),

  /* Nothing comes in but on the word of the order's own provider, which the journal kept once. */
  ROW ("I-P4",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || p.key || ' is of ' || p.provider || ', its money came by '"
       " || c.provider AS text FROM payment_capture c JOIN payment_order p ON p.key = c.payment"
       " WHERE c.provider <> p.provider"),
  ROW ("I-P4",
       HOUBU_CHECK_FULL,
       TOLD "SELECT 'capture ' || c.key || ' was told of ' || count(t.payment) || ' times by its"
            " provider' AS text FROM payment_capture c LEFT JOIN told t ON t.payment = c.payment"
            " AND t.transaction_id = c.transaction_id AND t.actor = 'provider:' || c.provider"
            " AND t.at = c.noticed_at GROUP BY c.key HAVING count(t.payment) <> 1"),

  /* The state of an order follows from its money. */
  ROW ("I-P5",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || key || ' is ' || state || ', its money says otherwise' AS text"
       " FROM payment_order WHERE state <> CASE WHEN suspense_fen > 0 THEN 'review'"
       " WHEN refund_due_fen > 0 THEN 'refund_due' WHEN applied_fen > 0 THEN 'paid'"
       " WHEN refunded_fen > 0 THEN 'refunded'"
       " WHEN state IN ('created', 'paying', 'closed') THEN state ELSE 'closed' END"),

  /* Whatever may have brought money, or has to go back, is asked about, and is not left behind. */
  ROW ("I-P6",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || key || ' is open and nobody asks about it' AS text"
       " FROM payment_order WHERE open = 1 AND ask_at IS NULL"),
  ROW ("I-P6",
       HOUBU_CHECK_FULL,
       HEARD "SELECT 'payment ' || p.key || ' was not asked about, though its provider was heard'"
             " AS text FROM payment_order p JOIN known k ON k.provider = p.provider"
             " WHERE p.ask_at < k.at"),
  ROW ("I-P6",
       HOUBU_CHECK_FULL,
       HEARD "SELECT 'refund ' || f.key || ' was not asked for, though its provider was heard'"
             " AS text FROM payment_refund f JOIN payment_capture c ON c.key = f.capture"
             " JOIN known k ON k.provider = c.provider WHERE f.ask_at < k.at"),

  /* What came for a seat either pays for it or goes back, and only once. */
  ROW ("I-P7",
       HOUBU_CHECK_FULL,
       "SELECT text FROM (SELECT 'payment ' || l.payment || ' took in ' || count(c.key)"
       " || ' times what enrolment ' || l.enrolment || ' costs and used it '"
       " || (l.applied + coalesce(f.n, 0)) || ' times' AS text,"
       " count(c.key) - l.applied - coalesce(f.n, 0) AS odd FROM payment_line l"
       " JOIN payment_order p ON p.key = l.payment LEFT JOIN payment_capture c"
       " ON c.payment = p.key AND c.amount_fen = p.amount_fen LEFT JOIN (SELECT k.payment AS"
       " payment, r.enrolment AS enrolment, count(*) AS n FROM payment_refund r"
       " JOIN payment_capture k ON k.key = r.capture GROUP BY k.payment, r.enrolment) f"
       " ON f.payment = l.payment AND f.enrolment = l.enrolment"
       " GROUP BY l.payment, l.enrolment) WHERE odd <> 0"),

  /* A seat is paid for once, and only one that is paid. */
  ROW ("I-P8",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || enrolment || ' is paid for ' || count(*) || ' times' AS text"
       " FROM payment_line WHERE applied = 1 GROUP BY enrolment HAVING count(*) > 1"),
  ROW ("I-P8",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || e.key || ' is ' || e.state || ' and money of payment '"
       " || l.payment || ' pays for it' AS text FROM payment_line l JOIN enrolment e"
       " ON e.key = l.enrolment WHERE l.applied = 1 AND e.state <> 'paid'"),

  /* Paid is paid for, by money or by an operator who says so. */
  ROW ("I-P9",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || e.key || ' is paid and nobody paid for it' AS text"
       " FROM enrolment e WHERE e.state = 'paid' AND NOT EXISTS (SELECT 1 FROM payment_line l"
       " WHERE l.enrolment = e.key AND l.applied = 1 AND l.fee_fen >= e.fee_fen)"
       " AND e.key NOT IN (SELECT item FROM journal WHERE type = 'enrolment_changed'"
       " AND from_state = 'locked' AND to_state = 'paid' AND actor LIKE 'operator:%')"),

  /* No more goes back than came. */
  ROW ("I-P10",
       HOUBU_CHECK_FULL,
       "SELECT 'capture ' || c.key || ' of ' || c.amount_fen || ' fen returns ' || c.returned_fen"
       " || ', its refunds are ' || coalesce(f.n, 0) AS text FROM payment_capture c LEFT JOIN"
       " (SELECT capture, sum(amount_fen) AS n FROM payment_refund GROUP BY capture) f"
       " ON f.capture = c.key WHERE c.returned_fen <> coalesce(f.n, 0)"
       " OR c.returned_fen > c.amount_fen"),

  /* What was answered with "success" is there: the journal's row and the money are one commit. */
  ROW ("I-P11",
       HOUBU_CHECK_FULL,
       TOLD "SELECT 'transaction ' || t.transaction_id || ' of payment ' || t.payment"
            " || ' was taken in and is not there' AS text FROM told t"
            " LEFT JOIN payment_capture c ON c.payment = t.payment"
            " AND c.transaction_id = t.transaction_id"
            " WHERE t.transaction_id IS NOT NULL AND c.key IS NULL"),

  /* Who is paying has an open order, and one at most. */
  ROW ("P3",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || e.key || ' is paying without an open order' AS text"
       " FROM enrolment e WHERE e.state = 'paying' AND (SELECT count(*) FROM payment_line l"
       " JOIN payment_order p ON p.key = l.payment WHERE l.enrolment = e.key AND p.open = 1) <> 1"),
  ROW ("P3",
       HOUBU_CHECK_FULL,
       "SELECT 'payment ' || p.key || ' is of another registration or kind than enrolment '"
       " || e.key AS text FROM payment_line l JOIN payment_order p ON p.key = l.payment"
       " JOIN enrolment e ON e.key = l.enrolment WHERE e.registration <> p.registration"
       " OR e.kind <> p.kind OR e.exam <> p.exam"),
};

const guint houbu_check_n_money_rows = G_N_ELEMENTS (houbu_check_money_rows);
