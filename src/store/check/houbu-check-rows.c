/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-check-private.h"

/*
 * Checks of the tables as they stand. Each statement walks an index or the keys of a table, so the
 * size of a store costs time, not memory. They are written apart from the statements of the use
 * cases on purpose: a mistake there must not hide itself here.
 */

#define SEAT "('unpaid', 'paying', 'locked', 'paid')"

#define ROW HOUBU_CHECK_ROW

#define TIMED_ROW(invariant_, depth_, text_)                                                       \
  {                                                                                                \
    .invariant = invariant_, .depth = depth_, .takes_now = TRUE, .sql = {                          \
      "check-" invariant_,                                                                         \
      text_                                                                                        \
    }                                                                                              \
  }

const HoubuCheckRow houbu_check_rows[] = {
  /* No offering has more seats in use than its capacity, unless an operator forced a cut. */
  ROW ("I-S1",
       HOUBU_CHECK_CHEAP,
       "SELECT 'offering ' || o.key || ' has ' || e.n || ' seats in use and a capacity of '"
       " || o.capacity AS text"
       " FROM (SELECT offering, count(*) AS n FROM enrolment WHERE active = 1 GROUP BY offering) e"
       " JOIN offering o ON o.key = e.offering WHERE e.n > o.capacity AND o.over_capacity = 0"),
  ROW ("I-S1",
       HOUBU_CHECK_CHEAP,
       "SELECT 'offering ' || key || ' is marked over capacity but is not' AS text FROM offering"
       " WHERE over_capacity = 1 AND seats_in_use <= capacity"),

  /* The counters are what a recount of the rows gives. */
  ROW ("I-S2",
       HOUBU_CHECK_CHEAP,
       "SELECT 'offering ' || o.key || ' counts ' || o.seats_in_use || ' seats in use, there are '"
       " || coalesce(e.n, 0) AS text FROM offering o LEFT JOIN"
       " (SELECT offering, count(*) AS n FROM enrolment WHERE active = 1 GROUP BY offering) e"
       " ON e.offering = o.key WHERE o.seats_in_use <> coalesce(e.n, 0)"),
  ROW ("I-S2",
       HOUBU_CHECK_CHEAP,
       "SELECT 'offering ' || o.key || ' counts ' || o.waiting || ' waiting, there are '"
       " || coalesce(w.n, 0) AS text FROM offering o LEFT JOIN"
       " (SELECT offering, count(*) AS n FROM entry WHERE active = 1 GROUP BY offering) w"
       " ON w.offering = o.key WHERE o.waiting <> coalesce(w.n, 0)"),

  /* One seat per session, person, level and kind, over all accounts. */
  ROW ("I-S3",
       HOUBU_CHECK_FULL,
       "SELECT 'person ' || person || ' has ' || count(*) || ' ' || kind || ' seats of level '"
       " || level AS text FROM enrolment WHERE active = 1"
       " GROUP BY exam, person, level, kind HAVING count(*) > 1"),

  /* An oral item needs the English written seat of its level. */
  ROW ("I-S4",
       HOUBU_CHECK_FULL,
       "SELECT 'oral enrolment ' || e.key || ' has no written seat beside it' AS text"
       " FROM enrolment e WHERE e.active = 1 AND e.kind = 'oral' AND NOT EXISTS (SELECT 1 FROM"
       " enrolment w JOIN offering o ON o.key = w.offering WHERE w.exam = e.exam AND"
       " w.person = e.person AND w.level = e.level AND w.kind = 'written' AND w.active = 1 AND"
       " o.subject IN ('1', '2'))"),
  ROW ("I-S4",
       HOUBU_CHECK_FULL,
       "SELECT 'oral entry ' || e.key || ' has no written seat beside it' AS text"
       " FROM entry e WHERE e.active = 1 AND e.kind = 'oral' AND NOT EXISTS (SELECT 1 FROM"
       " enrolment w JOIN offering o ON o.key = w.offering WHERE w.exam = e.exam AND"
       " w.person = e.person AND w.level = e.level AND w.kind = 'written' AND w.active = 1 AND"
       " o.subject IN ('1', '2'))"),

  /* What was admitted was qualified, and says of itself what its registration and offering say. */
  ROW ("I-S6",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || e.key || ' does not fit its registration or offering' AS text"
       " FROM enrolment e JOIN registration r ON r.key = e.registration"
       " JOIN offering o ON o.key = e.offering WHERE e.exam <> o.exam OR e.exam <> r.exam"
       " OR e.person <> r.person OR e.fee_fen <= 0"
       " OR e.kind <> CASE WHEN o.subject IN ('F', 'S') THEN 'oral' ELSE 'written' END"
       " OR e.level <> CASE WHEN o.subject IN ('1', '3', '5', '7', '9', 'F') THEN 4 ELSE 6 END"),
  ROW ("I-S6",
       HOUBU_CHECK_FULL,
       "SELECT 'entry ' || e.key || ' does not fit its registration or offering' AS text"
       " FROM entry e JOIN registration r ON r.key = e.registration"
       " JOIN offering o ON o.key = e.offering WHERE e.exam <> o.exam OR e.exam <> r.exam"
       " OR e.person <> r.person"
       " OR e.kind <> CASE WHEN o.subject IN ('F', 'S') THEN 'oral' ELSE 'written' END"
       " OR e.level <> CASE WHEN o.subject IN ('1', '3', '5', '7', '9', 'F') THEN 4 ELSE 6 END"),
  ROW ("I-S6",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || e.key || ' is of a subject that registration ' || r.key"
       " || ' is not qualified for' AS text FROM enrolment e JOIN registration r"
       " ON r.key = e.registration JOIN offering o ON o.key = e.offering WHERE e.active = 1 AND"
       " instr(';' || r.qualified || ';', ';' || o.subject || ';') = 0"
       " AND (o.subject NOT IN ('2', 'S') OR NOT EXISTS (SELECT 1 FROM review v"
       " WHERE v.person = e.person AND v.state = 'approved'))"),
  ROW (
      "I-S6",
      HOUBU_CHECK_FULL,
      "SELECT 'written enrolment ' || e.key || ' is at another school than its candidate' AS text"
      " FROM enrolment e JOIN registration r ON r.key = e.registration JOIN offering o"
      " ON o.key = e.offering JOIN campus a ON a.code = r.campus JOIN campus b ON b.code = o.campus"
      " WHERE e.active = 1 AND e.kind = 'written' AND a.school <> b.school"),

  /* Nothing holds a seat for ever by mistake. */
  ROW ("I-S8",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || key || ' is ' || state || ' without what ends that' AS text"
       " FROM enrolment WHERE active = 1 AND ((state IN ('unpaid', 'paying') AND deadline IS NULL)"
       " OR (state = 'locked' AND (lock_owner IS NULL OR lock_until IS NULL)))"),
  ROW ("I-S8",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || key || ' is ' || state || ' and marked ' ||"
       " CASE active WHEN 1 THEN 'active' ELSE 'ended' END AS text FROM enrolment"
       " WHERE active <> (state IN " SEAT ") OR (active = 1) <> (ended_at IS NULL)"),

  /* Numbers rise in the order of the joins. */
  ROW ("I-Q2",
       HOUBU_CHECK_FULL,
       "SELECT 'entry ' || key || ' has a smaller queue number than one made later' AS text"
       " FROM (SELECT key, lead(key) OVER (PARTITION BY offering ORDER BY queue_number) AS next"
       " FROM entry) WHERE next < key"),
  ROW ("I-Q2",
       HOUBU_CHECK_FULL,
       "SELECT 'offering ' || offering || ' gave queue number ' || queue_number || ' twice' AS text"
       " FROM entry GROUP BY offering, queue_number HAVING count(*) > 1"),

  /* A wait ends only in one of its ways, and says which. */
  ROW ("I-Q4",
       HOUBU_CHECK_FULL,
       "SELECT 'entry ' || key || ' is ' || state || ' without what belongs to that' AS text"
       " FROM entry WHERE active <> (state = 'waiting') OR (active = 1) <> (ended_at IS NULL)"
       " OR (state IN ('cancelled', 'failed') AND reason IS NULL)"
       " OR (state = 'promoted') <> (enrolment IS NOT NULL)"
       " OR state NOT IN ('waiting', 'promoted', 'cancelled', 'failed')"),

  /* One wait per session, person, level and kind, and none beside a seat. */
  ROW ("I-Q5",
       HOUBU_CHECK_FULL,
       "SELECT 'person ' || person || ' waits ' || count(*) || ' times for ' || kind || ' level '"
       " || level AS text FROM entry WHERE active = 1"
       " GROUP BY exam, person, level, kind HAVING count(*) > 1"),
  ROW ("I-Q5",
       HOUBU_CHECK_FULL,
       "SELECT 'entry ' || w.key || ' waits beside enrolment ' || e.key AS text FROM entry w"
       " JOIN enrolment e ON e.exam = w.exam AND e.person = w.person AND e.level = w.level"
       " AND e.kind = w.kind AND e.active = 1 WHERE w.active = 1"),

  /* Who cancels and joins again stands behind. */
  ROW ("I-Q6",
       HOUBU_CHECK_FULL,
       "SELECT 'entry ' || w.key || ' waits before entry ' || old.key || ' that it follows' AS text"
       " FROM entry w JOIN entry old ON old.registration = w.registration AND"
       " old.offering = w.offering AND old.key < w.key AND old.queue_number >= w.queue_number"
       " WHERE w.active = 1"),

  /* A promotion is a whole: the entry, its seat, at the same time. */
  ROW ("I-Q8",
       HOUBU_CHECK_FULL,
       "SELECT 'entry ' || w.key || ' was promoted without a seat of its own' AS text FROM entry w"
       " LEFT JOIN enrolment e ON e.key = w.enrolment WHERE w.state = 'promoted' AND"
       " (e.key IS NULL OR e.registration <> w.registration OR e.offering <> w.offering"
       " OR e.obtained_by <> 'waitlist' OR e.created_at <> w.ended_at)"),
  ROW ("I-Q8",
       HOUBU_CHECK_FULL,
       "SELECT 'enrolment ' || e.key || ' came from no entry of the waitlist' AS text"
       " FROM enrolment e WHERE e.obtained_by = 'waitlist' AND NOT EXISTS"
       " (SELECT 1 FROM entry w WHERE w.enrolment = e.key AND w.state = 'promoted')"),

  /* No free seat beside somebody who waits, where nothing stands in the way of a promotion. */
  TIMED_ROW ("I-Q9",
             HOUBU_CHECK_FULL,
             "SELECT 'offering ' || o.key || ' has ' || (o.capacity - o.seats_in_use)"
             " || ' free seats and ' || o.waiting || ' waiting' AS text FROM offering o JOIN exam x"
             " ON x.key = o.exam WHERE o.waiting > 0 AND o.seats_in_use < o.capacity"
             " AND o.promotion_pending = 0 AND o.withdrawn = 0 AND o.fee_fen IS NOT NULL"
             " AND o.exam_starts_at IS NOT NULL"
             " AND x.registration_opens_at <= $now"
             " AND (o.registration_opens_at IS NULL OR o.registration_opens_at <= $now)"
             " AND (o.registration_closes_at IS NULL OR $now < o.registration_closes_at)"
             " AND $now < x.waitlist_closes_at AND $now < x.payment_closes_at"
             " AND x.payment_closes_at - $now >= x.min_pay_window_seconds * 1000000"),

  /* A position cannot grow: nobody holds a number that is still to be given. */
  ROW ("I-Q10",
       HOUBU_CHECK_FULL,
       "SELECT 'offering ' || o.key || ' gave number ' || m.n || ' but would give '"
       " || (o.last_queue_number + 1) || ' next' AS text FROM (SELECT offering, max(queue_number)"
       " AS n FROM entry GROUP BY offering) m JOIN offering o ON o.key = m.offering"
       " WHERE m.n > o.last_queue_number"),

  /*
   * Nobody waits on after the close, once a daemon has been at work after it: the journal tells.
   * Five seconds are the sweeper's.
   */
  TIMED_ROW ("I-Q13",
             HOUBU_CHECK_FULL,
             "SELECT 'offering ' || o.key || ' has ' || o.waiting || ' waiting after the close'"
             " AS text FROM offering o JOIN exam x ON x.key = o.exam WHERE o.waiting > 0"
             " AND $now > x.waitlist_closes_at + 5000000 AND EXISTS (SELECT 1 FROM journal j"
             " WHERE j.seq > (SELECT max(seq) - 1000 FROM journal)"
             " AND j.at > x.waitlist_closes_at + 5000000)"),

  /* A registration that was closed has nothing left, and one with something left is not empty. */
  ROW ("I-H8",
       HOUBU_CHECK_FULL,
       "SELECT 'registration ' || r.key || ' is closed and has enrolment ' || e.key AS text"
       " FROM enrolment e JOIN registration r ON r.key = e.registration WHERE e.active = 1"
       " AND r.state <> 'active'"),
  ROW ("I-H8",
       HOUBU_CHECK_FULL,
       "SELECT 'registration ' || r.key || ' is closed and has entry ' || w.key AS text"
       " FROM entry w JOIN registration r ON r.key = w.registration WHERE w.active = 1"
       " AND r.state <> 'active'"),
  ROW ("I-H8",
       HOUBU_CHECK_FULL,
       "SELECT 'registration ' || r.key || ' counts as empty but is not' AS text"
       " FROM registration r WHERE r.state = 'active' AND r.empty_since IS NOT NULL"
       " AND (EXISTS (SELECT 1 FROM enrolment e WHERE e.registration = r.key AND e.active = 1)"
       " OR EXISTS (SELECT 1 FROM entry w WHERE w.registration = r.key AND w.active = 1))"),

  /* One that has nothing says since when, or it would never be closed. */
  ROW ("P9",
       HOUBU_CHECK_FULL,
       "SELECT 'registration ' || r.key || ' has nothing and does not say since when' AS text"
       " FROM registration r WHERE r.state = 'active' AND r.empty_since IS NULL"
       " AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.registration = r.key AND e.active = 1)"
       " AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.registration = r.key AND w.active = 1)"),

  /* Each effect is in the journal: a registration begins and ends with a row of its own. */
  ROW ("I-I2",
       HOUBU_CHECK_FULL,
       "SELECT 'registration ' || r.key || ' is ' || r.state || ' and the journal does not say so'"
       " AS text FROM registration r LEFT JOIN (SELECT registration,"
       " sum(type = 'registration_created') AS begun, sum(type = 'registration_closed') AS ended"
       " FROM journal WHERE type IN ('registration_created', 'registration_closed')"
       " GROUP BY registration) j ON j.registration = r.key"
       " WHERE coalesce(j.begun, 0) <> 1 OR coalesce(j.ended, 0) <> (r.state = 'closed')"),

  /* A review stands as its rows of the journal give it, and an approved one never changes. */
  ROW ("O5",
       HOUBU_CHECK_FULL,
       "SELECT 'review ' || v.key || ' is ' || v.state || ', the journal gives '"
       " || coalesce(j.state, 'none') AS text FROM review v LEFT JOIN (SELECT item,"
       " to_state AS state, max(seq) AS seq FROM journal WHERE type = 'review_changed'"
       " GROUP BY item) j ON j.item = v.key WHERE j.state IS NOT v.state"),
  ROW ("O5",
       HOUBU_CHECK_FULL,
       "SELECT 'review ' || item || ' did not begin once, or changed after it was approved' AS text"
       " FROM journal WHERE type = 'review_changed' GROUP BY item"
       " HAVING sum(from_state IS NULL) <> 1 OR sum(from_state = 'approved') > 0"),
  ROW ("O5",
       HOUBU_CHECK_FULL,
       "SELECT 'review ' || v.key || ' was approved by nobody' AS text FROM review v"
       " WHERE v.state = 'approved' AND v.finding <> 'passed' AND v.note IS NULL"),

  /* What candidates are told is what an operator signed for: published once, taken back once. */
  ROW ("I-A5",
       HOUBU_CHECK_FULL,
       "SELECT 'notice ' || n.key || ' does not stand as the journal says' AS text"
       " FROM notice n LEFT JOIN (SELECT item, sum(from_state IS NULL) AS begun,"
       " sum(to_state = 'removed') AS ended FROM journal WHERE type = 'notice_changed'"
       " GROUP BY item) j ON j.item = n.key WHERE coalesce(j.begun, 0) <> 1"
       " OR coalesce(j.ended, 0) <> (n.removed_at IS NOT NULL)"),
};

const guint houbu_check_n_rows = G_N_ELEMENTS (houbu_check_rows);
