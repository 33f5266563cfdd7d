-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 1. Times are microseconds since 1970 UTC, money is integer fen, `key` is an internal
-- integer, `id` is what stands on the wire. Every table says what it is for and how long a row is
-- kept. A row of an exam session is kept until the session is closed and archived by the operator
-- ("exam"); a personal row at most two years after the person's last registration ("person").

-- Facts about this store itself. Kept for ever.
CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------
-- Places. Public.

-- Kept for ever.
CREATE TABLE province (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Kept for ever.
CREATE TABLE school (
  code     TEXT NOT NULL PRIMARY KEY,
  province TEXT NOT NULL REFERENCES province (code),
  name     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX school_by_province ON school (province);

-- Kept for ever.
CREATE TABLE campus (
  code   TEXT NOT NULL PRIMARY KEY,
  school TEXT NOT NULL REFERENCES school (code),
  name   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX campus_by_school ON campus (school);

-- ---------------------------------------------------------------------------------------------
-- Exam sessions and what they offer. Public.

-- A session with its windows and limits. Retention: exam.
CREATE TABLE exam (
  key                    INTEGER PRIMARY KEY AUTOINCREMENT,
  id                     TEXT NOT NULL UNIQUE,
  name                   TEXT NOT NULL,
  -- windows
  registration_opens_at  INTEGER NOT NULL,
  registration_closes_at INTEGER NOT NULL,
  payment_closes_at      INTEGER NOT NULL,
  waitlist_closes_at     INTEGER NOT NULL,
  report_form_closes_at  INTEGER,
  -- parameters of the rules
  hold_seconds           INTEGER NOT NULL CHECK (hold_seconds >= 1),
  min_pay_window_seconds INTEGER NOT NULL CHECK (min_pay_window_seconds >= 0),
  grace_seconds          INTEGER NOT NULL CHECK (grace_seconds >= 0),
  oral_scope             TEXT NOT NULL DEFAULT 'province' CHECK (oral_scope IN ('school', 'province')),
  agreement_version      TEXT NOT NULL,
  -- nobody registers for good in it: virtual candidates may come
  rehearsal              INTEGER NOT NULL DEFAULT 0 CHECK (rehearsal IN (0, 1)),
  -- the one that candidates see
  current                INTEGER NOT NULL DEFAULT 0 CHECK (current IN (0, 1)),
  created_at             INTEGER NOT NULL,
  CHECK (registration_opens_at < registration_closes_at)
) STRICT;
CREATE UNIQUE INDEX exam_current ON exam (current) WHERE current = 1;

-- The unit that is scarce. The counters (capacity to chain_hash) are written by the offering lock
-- only; the checker recounts them. Its id on the wire is <campus>-<subject>. Retention: exam.
CREATE TABLE offering (
  key                    INTEGER PRIMARY KEY AUTOINCREMENT,
  exam                   INTEGER NOT NULL REFERENCES exam (key),
  campus                 TEXT NOT NULL REFERENCES campus (code),
  subject                TEXT NOT NULL CHECK (subject IN ('1','2','3','4','5','6','7','8','9','F','S')),
  -- NULL is "not set yet": may be waited for, promotes nobody
  fee_fen                INTEGER CHECK (fee_fen > 0),
  exam_starts_at         INTEGER,
  exam_ends_at           INTEGER,
  -- NULL is "the exam's"
  registration_opens_at  INTEGER,
  registration_closes_at INTEGER,
  withdrawn              INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  -- counters of the lock
  capacity               INTEGER NOT NULL CHECK (capacity >= 0),
  seats_in_use           INTEGER NOT NULL DEFAULT 0 CHECK (seats_in_use >= 0),
  waiting                INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
  last_queue_number      INTEGER NOT NULL DEFAULT 0 CHECK (last_queue_number >= waiting),
  -- a release that still has promotions to make
  promotion_pending      INTEGER NOT NULL DEFAULT 0 CHECK (promotion_pending IN (0, 1)),
  -- an operator's forced cut
  over_capacity          INTEGER NOT NULL DEFAULT 0 CHECK (over_capacity IN (0, 1)),
  -- last link of the journal's chain of this offering
  chain_number           INTEGER NOT NULL DEFAULT 0 CHECK (chain_number >= 0),
  chain_hash             BLOB CHECK (length(chain_hash) = 32),
  UNIQUE (exam, campus, subject),
  CONSTRAINT never_oversold CHECK (seats_in_use <= capacity OR over_capacity = 1),
  CHECK ((chain_number = 0) = (chain_hash IS NULL))
) STRICT;
CREATE INDEX offering_by_campus ON offering (campus);
CREATE INDEX offering_promotion_pending ON offering (key) WHERE promotion_pending = 1;

-- ---------------------------------------------------------------------------------------------
-- People.

-- An identity document; everything that must hold per person hangs on it. Retention: person.
CREATE TABLE person (
  key       INTEGER PRIMARY KEY AUTOINCREMENT,
  -- keyed hash of type and normalised number: look-up by equality without storing the number
  lookup    BLOB NOT NULL UNIQUE,
  id_type   TEXT NOT NULL,
  -- encrypted number; the key is in a file beside the store
  id_cipher BLOB NOT NULL,
  -- what pages show
  id_masked TEXT NOT NULL
) STRICT;

-- What the school imported; shown to the person and copied into a registration. Retention: person.
CREATE TABLE student (
  key             INTEGER PRIMARY KEY AUTOINCREMENT,
  person          INTEGER NOT NULL UNIQUE REFERENCES person (key),
  name            TEXT NOT NULL,
  sex             TEXT NOT NULL CHECK (sex IN ('male', 'female')),
  campus          TEXT NOT NULL REFERENCES campus (code),
  education_level TEXT NOT NULL,
  study_years     INTEGER NOT NULL,
  entry_year      INTEGER NOT NULL,
  grade           TEXT NOT NULL,
  department      TEXT NOT NULL,
  major           TEXT NOT NULL,
  class_name      TEXT NOT NULL,
  student_number  TEXT NOT NULL,
  remark          TEXT,
  -- codes joined by ';', such as '1;3;F'
  qualified       TEXT NOT NULL,
  updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX student_by_campus ON student (campus);

-- ---------------------------------------------------------------------------------------------
-- Accounts and what lets them in.

-- Retention: person; one without a registration ends with its last session.
CREATE TABLE account (
  key               INTEGER PRIMARY KEY AUTOINCREMENT,
  id                TEXT NOT NULL UNIQUE,
  -- to sign in with
  phone             TEXT NOT NULL UNIQUE,
  name              TEXT UNIQUE,
  password_hash     TEXT NOT NULL,
  -- bound by the first successful qualification query
  person            INTEGER REFERENCES person (key),
  -- consent
  agreement_version TEXT,
  agreement_at      INTEGER,
  created_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX account_by_person ON account (person) WHERE person IS NOT NULL;

-- Only hashes of tokens are stored. Kept until expires_at; removed by the sweeper.
CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY,
  account    INTEGER NOT NULL REFERENCES account (key),
  device     TEXT NOT NULL,
  remembered INTEGER NOT NULL DEFAULT 0 CHECK (remembered IN (0, 1)),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account, device);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Kept until expires_at, used ones too, so that their reuse ends the device.
CREATE TABLE refresh (
  token_hash BLOB NOT NULL PRIMARY KEY,
  account    INTEGER NOT NULL REFERENCES account (key),
  device     TEXT NOT NULL,
  used       INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_by_account ON refresh (account, device);
CREATE INDEX refresh_by_expiry ON refresh (expires_at);

-- Kept three minutes; removed by the sweeper.
CREATE TABLE captcha (
  id          TEXT NOT NULL PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('image', 'work')),
  -- image: hash of the answer; work: the challenge
  answer_hash BLOB NOT NULL,
  difficulty  INTEGER,
  expires_at  INTEGER NOT NULL,
  used        INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX captcha_by_expiry ON captcha (expires_at);

-- A code on its way to a phone; neither number nor code is here, only keyed hashes. Kept until it
-- is used or expires.
CREATE TABLE verification_code (
  -- purpose, number and, for a change of phone, the account
  target     BLOB NOT NULL PRIMARY KEY,
  code_hash  BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX verification_code_by_expiry ON verification_code (expires_at);

-- A qualification query that may still become a registration. Kept fifteen minutes.
CREATE TABLE query (
  id         TEXT NOT NULL PRIMARY KEY,
  account    INTEGER NOT NULL REFERENCES account (key),
  student    INTEGER NOT NULL REFERENCES student (key),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX query_by_expiry ON query (expires_at);

-- Attempts that are limited (sign-in failures, qualification queries, messages to phones), by keyed
-- hash of whom or what they aim at. Kept while `since` lies inside the kind's window.
CREATE TABLE counter (
  kind    TEXT NOT NULL,
  target  BLOB NOT NULL,
  since   INTEGER NOT NULL,
  -- the newest attempt: what the delay between two is counted from
  last_at INTEGER NOT NULL,
  count   INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX counter_by_age ON counter (since);

-- ---------------------------------------------------------------------------------------------
-- Registrations.

-- A person's part in an exam session. Retention: exam, and never longer than person.
CREATE TABLE registration (
  key             INTEGER PRIMARY KEY AUTOINCREMENT,
  id              TEXT NOT NULL UNIQUE,
  exam            INTEGER NOT NULL REFERENCES exam (key),
  account         INTEGER NOT NULL REFERENCES account (key),
  person          INTEGER NOT NULL REFERENCES person (key),
  state           TEXT NOT NULL CHECK (state IN ('active', 'closed')),
  -- the student record as it was confirmed
  name            TEXT NOT NULL,
  sex             TEXT NOT NULL CHECK (sex IN ('male', 'female')),
  campus          TEXT NOT NULL REFERENCES campus (code),
  education_level TEXT NOT NULL,
  study_years     INTEGER NOT NULL,
  entry_year      INTEGER NOT NULL,
  grade           TEXT NOT NULL,
  department      TEXT NOT NULL,
  major           TEXT NOT NULL,
  class_name      TEXT NOT NULL,
  student_number  TEXT NOT NULL,
  remark          TEXT,
  qualified       TEXT NOT NULL,
  -- life
  created_at      INTEGER NOT NULL,
  closed_at       INTEGER,
  closed_reason   TEXT,
  -- since when it has neither a seat nor a waiting entry (rule P9)
  empty_since     INTEGER,
  CHECK ((state = 'active') = (closed_at IS NULL)),
  CHECK ((state = 'active') = (closed_reason IS NULL))
) STRICT;
-- Rule R9: one per person and exam, and one per account
CREATE UNIQUE INDEX registration_active_person ON registration (exam, person) WHERE state = 'active';
CREATE UNIQUE INDEX registration_active_account ON registration (exam, account) WHERE state = 'active';
CREATE INDEX registration_by_account ON registration (account, exam);
CREATE INDEX registration_by_person ON registration (person);
CREATE INDEX registration_empty ON registration (empty_since)
  WHERE state = 'active' AND empty_since IS NOT NULL;

-- The checks below write IN with more than two values as OR: SQLite builds a table of its own for
-- such a list, for each row that it checks.

-- A seat. exam, person, level and kind repeat what registration and offering say, so that an index
-- can back rule R2; `active` repeats the state, because a state in an index predicate is slow.
-- Retention: exam, and never longer than person.
CREATE TABLE enrolment (
  key          INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  registration INTEGER NOT NULL REFERENCES registration (key),
  offering     INTEGER NOT NULL REFERENCES offering (key),
  exam         INTEGER NOT NULL REFERENCES exam (key),
  person       INTEGER NOT NULL REFERENCES person (key),
  level        INTEGER NOT NULL CHECK (level IN (4, 6)),
  kind         TEXT NOT NULL CHECK (kind IN ('written', 'oral')),
  active       INTEGER NOT NULL CHECK (active IN (0, 1)),
  state        TEXT NOT NULL CHECK (state = 'unpaid' OR state = 'paying' OR state = 'locked'
                                    OR state = 'paid' OR state = 'cancelled' OR state = 'expired'
                                    OR state = 'revoked' OR state = 'refunded'),
  obtained_by  TEXT NOT NULL CHECK (obtained_by IN ('direct', 'waitlist')),
  fee_fen      INTEGER NOT NULL CHECK (fee_fen > 0),
  -- until when an unpaid seat is held
  deadline     INTEGER,
  report_form  TEXT CHECK (report_form IN ('paper', 'electronic')),
  arrangement  TEXT NOT NULL DEFAULT 'pending' CHECK (arrangement IN ('pending', 'arranged')),
  -- where the exam is sat, once it is arranged
  admission_ticket TEXT,
  room         TEXT,
  seat         TEXT,
  ticket_printing  TEXT CHECK (ticket_printing IN ('self', 'school')),
  -- a school's group payment
  lock_owner   TEXT,
  lock_until   INTEGER,
  -- life
  created_at   INTEGER NOT NULL,
  ended_at     INTEGER,
  ended_reason TEXT,
  CHECK (active = (state = 'unpaid' OR state = 'paying' OR state = 'locked' OR state = 'paid')),
  CHECK ((arrangement = 'arranged') = (admission_ticket IS NOT NULL)),
  CHECK ((arrangement = 'arranged') = (room IS NOT NULL)),
  CHECK ((arrangement = 'arranged') = (seat IS NOT NULL)),
  CHECK ((arrangement = 'arranged') = (ticket_printing IS NOT NULL)),
  CHECK ((active = 1) = (ended_at IS NULL)),
  CHECK ((active = 1) = (ended_reason IS NULL)),
  CHECK (state NOT IN ('unpaid', 'paying') OR deadline IS NOT NULL),
  CHECK (state <> 'locked' OR (lock_owner IS NOT NULL AND lock_until IS NOT NULL
                               AND deadline IS NULL))
) STRICT;
-- One ticket a candidate, one candidate a chair
CREATE UNIQUE INDEX enrolment_by_ticket ON enrolment (exam, admission_ticket)
  WHERE active = 1 AND admission_ticket IS NOT NULL;
CREATE UNIQUE INDEX enrolment_by_seat ON enrolment (offering, room, seat)
  WHERE active = 1 AND room IS NOT NULL;
-- Rule R2 in the database
CREATE UNIQUE INDEX enrolment_one_per_level ON enrolment (exam, person, level, kind) WHERE active = 1;
CREATE INDEX enrolment_by_registration ON enrolment (registration);
CREATE INDEX enrolment_by_offering ON enrolment (offering) WHERE active = 1;
CREATE INDEX enrolment_by_deadline ON enrolment (deadline) WHERE state = 'unpaid';
-- the next hold to end in an offering: what a candidate who waits there looks at
CREATE INDEX enrolment_by_hold ON enrolment (offering, deadline) WHERE state = 'unpaid';
CREATE INDEX enrolment_by_lock_end ON enrolment (lock_until) WHERE state = 'locked';

-- A place in a queue; the order is queue_number and nothing else. Never revived, never deleted by
-- the clock. Retention: exam, and never longer than person.
CREATE TABLE entry (
  key          INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  registration INTEGER NOT NULL REFERENCES registration (key),
  offering     INTEGER NOT NULL REFERENCES offering (key),
  exam         INTEGER NOT NULL REFERENCES exam (key),
  person       INTEGER NOT NULL REFERENCES person (key),
  level        INTEGER NOT NULL CHECK (level IN (4, 6)),
  kind         TEXT NOT NULL CHECK (kind IN ('written', 'oral')),
  queue_number INTEGER NOT NULL CHECK (queue_number > 0),
  active       INTEGER NOT NULL CHECK (active IN (0, 1)),
  state        TEXT NOT NULL CHECK (state = 'waiting' OR state = 'promoted' OR state = 'cancelled'
                                    OR state = 'failed'),
  -- why it ended; the note is the candidate's own words
  reason       TEXT,
  note         TEXT CHECK (length(note) <= 100),
  joined_at    INTEGER NOT NULL,
  ended_at     INTEGER,
  -- what a promotion gave
  enrolment    INTEGER REFERENCES enrolment (key),
  CHECK (active = (state = 'waiting')),
  CHECK ((active = 1) = (ended_at IS NULL)),
  CHECK ((state = 'promoted') = (enrolment IS NOT NULL)),
  CHECK ((state IN ('cancelled', 'failed')) = (reason IS NOT NULL)),
  CHECK (note IS NULL OR state = 'cancelled')
) STRICT;
CREATE UNIQUE INDEX entry_by_enrolment ON entry (enrolment) WHERE enrolment IS NOT NULL;
CREATE UNIQUE INDEX entry_by_number ON entry (offering, queue_number);
CREATE UNIQUE INDEX entry_one_per_level ON entry (exam, person, level, kind) WHERE active = 1;
CREATE INDEX entry_waiting ON entry (offering, queue_number) WHERE active = 1;
CREATE INDEX entry_by_registration ON entry (registration);

-- ---------------------------------------------------------------------------------------------
-- Money. No personal data.

-- An order at the payment provider, over all unpaid seats of one kind (rule P3). Its id is its
-- number there. captured = applied + refund_due + refunded + suspense, at any time. Kept as long as
-- accounts have to be.
CREATE TABLE payment_order (
  key            INTEGER PRIMARY KEY AUTOINCREMENT,
  id             TEXT NOT NULL UNIQUE,
  registration   INTEGER NOT NULL REFERENCES registration (key),
  exam           INTEGER NOT NULL REFERENCES exam (key),
  kind           TEXT NOT NULL CHECK (kind IN ('written', 'oral')),
  provider       TEXT NOT NULL,
  open           INTEGER NOT NULL CHECK (open IN (0, 1)),
  state          TEXT NOT NULL CHECK (state IN ('created', 'paying', 'paid', 'closed', 'refund_due',
                                                'refunded', 'review')),
  -- where the money is
  amount_fen     INTEGER NOT NULL CHECK (amount_fen > 0),
  captured_fen   INTEGER NOT NULL DEFAULT 0 CHECK (captured_fen >= 0),
  applied_fen    INTEGER NOT NULL DEFAULT 0 CHECK (applied_fen >= 0),
  refund_due_fen INTEGER NOT NULL DEFAULT 0 CHECK (refund_due_fen >= 0),
  refunded_fen   INTEGER NOT NULL DEFAULT 0 CHECK (refunded_fen >= 0),
  suspense_fen   INTEGER NOT NULL DEFAULT 0 CHECK (suspense_fen >= 0),
  -- where to pay, once the provider has answered
  pay_url        TEXT,
  qr_text        TEXT,
  -- when to ask the provider next, NULL when nothing is left to ask; how often it was asked in vain
  ask_at         INTEGER,
  attempts       INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- life; the earliest deadline of its seats
  expires_at     INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  ended_at       INTEGER,
  CONSTRAINT no_money_lost
    CHECK (captured_fen = applied_fen + refund_due_fen + refunded_fen + suspense_fen),
  CHECK (open = (state IN ('created', 'paying'))),
  CHECK ((open = 1) = (ended_at IS NULL)),
  CHECK (open = 0 OR (captured_fen = 0 AND ask_at IS NOT NULL)),
  CHECK ((state = 'closed') <= (captured_fen = 0)),
  CHECK ((state = 'review') = (suspense_fen > 0)),
  CHECK ((pay_url IS NULL) = (qr_text IS NULL))
) STRICT;
-- Rule P3: one open order at a time
CREATE UNIQUE INDEX payment_one_open ON payment_order (registration, kind) WHERE open = 1;
CREATE INDEX payment_by_registration ON payment_order (registration);
CREATE INDEX payment_to_ask ON payment_order (ask_at) WHERE ask_at IS NOT NULL;

-- A seat of an order; applied says that money of this order pays for it now. Kept with its order.
CREATE TABLE payment_line (
  payment   INTEGER NOT NULL REFERENCES payment_order (key),
  enrolment INTEGER NOT NULL REFERENCES enrolment (key),
  fee_fen   INTEGER NOT NULL CHECK (fee_fen > 0),
  applied   INTEGER NOT NULL DEFAULT 0 CHECK (applied IN (0, 1)),
  PRIMARY KEY (payment, enrolment)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_line_by_enrolment ON payment_line (enrolment);
-- A seat is paid for once (I-P8)
CREATE UNIQUE INDEX payment_line_once ON payment_line (enrolment) WHERE applied = 1;

-- What the provider took in. A transaction of a provider counts once, however often it is told of.
-- Kept with its order.
CREATE TABLE payment_capture (
  key            INTEGER PRIMARY KEY AUTOINCREMENT,
  payment        INTEGER NOT NULL REFERENCES payment_order (key),
  provider       TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  amount_fen     INTEGER NOT NULL CHECK (amount_fen > 0),
  -- what goes back or went back of it, never more than came
  returned_fen   INTEGER NOT NULL DEFAULT 0 CHECK (returned_fen >= 0),
  -- by the provider's clock, and by ours
  captured_at    INTEGER NOT NULL,
  noticed_at     INTEGER NOT NULL,
  CONSTRAINT never_returned_twice CHECK (returned_fen <= amount_fen),
  UNIQUE (provider, transaction_id)
) STRICT;
CREATE INDEX payment_capture_by_payment ON payment_capture (payment);
CREATE INDEX payment_capture_by_day ON payment_capture (captured_at);

-- Money that goes back. Its id is the number of the request at the provider, used once. Kept with
-- its order.
CREATE TABLE payment_refund (
  key         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  capture     INTEGER NOT NULL REFERENCES payment_capture (key),
  -- the seat that it was for
  enrolment   INTEGER REFERENCES enrolment (key),
  amount_fen  INTEGER NOT NULL CHECK (amount_fen > 0),
  state       TEXT NOT NULL CHECK (state IN ('due', 'done')),
  ask_at      INTEGER,
  attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  created_at  INTEGER NOT NULL,
  -- by the provider's clock
  refunded_at INTEGER,
  CHECK ((state = 'due') = (ask_at IS NOT NULL)),
  CHECK ((state = 'done') = (refunded_at IS NOT NULL))
) STRICT;
CREATE INDEX payment_refund_by_capture ON payment_refund (capture);
CREATE INDEX payment_refund_to_ask ON payment_refund (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX payment_refund_by_day ON payment_refund (refunded_at) WHERE refunded_at IS NOT NULL;

-- ---------------------------------------------------------------------------------------------
-- What happened.

-- Ids and states only, no personal data. Kept at least six months, then archived with its exam.
-- Append-only; no foreign keys, since it outlives what it tells of.
CREATE TABLE journal (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  at           INTEGER NOT NULL,
  type         TEXT NOT NULL,
  actor        TEXT NOT NULL,
  request      TEXT,
  exam         INTEGER,
  offering     INTEGER,
  registration INTEGER,
  item         INTEGER,
  from_state   TEXT,
  to_state     TEXT,
  queue_number INTEGER,
  data         TEXT,
  -- number in the offering's chain; the hash covers the row and, in a chain, the row before
  chain_number INTEGER,
  chain_hash   BLOB NOT NULL CHECK (length(chain_hash) = 32),
  CHECK ((offering IS NULL) = (chain_number IS NULL))
) STRICT;
CREATE UNIQUE INDEX journal_chain ON journal (offering, chain_number) WHERE offering IS NOT NULL;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;

-- Answers given, so that a repeated request gets the same one. Kept 48 hours.
CREATE TABLE idempotency (
  actor       TEXT NOT NULL,
  key         TEXT NOT NULL,
  body_digest BLOB NOT NULL,
  status      INTEGER NOT NULL,
  body        BLOB NOT NULL,
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- ---------------------------------------------------------------------------------------------
-- Operators and the texts they edit.

-- Kept while the operator serves; the journal names them.
CREATE TABLE operator (
  key           INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL UNIQUE,
  role          TEXT NOT NULL CHECK (role IN ('national', 'province', 'school')),
  -- code of the province or school
  scope         TEXT,
  password_hash TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  CHECK ((role = 'national') = (scope IS NULL))
) STRICT;

-- Kept until expires_at.
CREATE TABLE operator_session (
  token_hash BLOB NOT NULL PRIMARY KEY,
  operator   INTEGER NOT NULL REFERENCES operator (key),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX operator_session_by_operator ON operator_session (operator);
CREATE INDEX operator_session_by_expiry ON operator_session (expires_at);

-- Public texts, one row a kind and language. Kept for ever.
CREATE TABLE page (
  kind       TEXT NOT NULL,
  language   TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
  title      TEXT NOT NULL,
  body       TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;

-- Public. Retention: exam.
CREATE TABLE news (
  key          INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  exam         INTEGER REFERENCES exam (key),
  title        TEXT NOT NULL,
  body         TEXT NOT NULL,
  -- NULL is shown in every language
  language     TEXT CHECK (language IN ('zh-CN', 'en')),
  published_at INTEGER NOT NULL,
  removed_at   INTEGER
) STRICT;
CREATE INDEX news_by_exam ON news (exam, published_at);

-- What operators tell candidates: those of a province, of a school, or all. Retention: exam.
CREATE TABLE notice (
  key          INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  exam         INTEGER NOT NULL REFERENCES exam (key),
  -- both NULL is "for everyone"
  province     TEXT REFERENCES province (code),
  school       TEXT REFERENCES school (code),
  title        TEXT NOT NULL,
  body         TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  removed_at   INTEGER,
  CHECK (province IS NULL OR school IS NULL)
) STRICT;
CREATE INDEX notice_by_exam ON notice (exam, published_at) WHERE removed_at IS NULL;

-- ---------------------------------------------------------------------------------------------
-- Qualification for CET-6 by an earlier CET-4.

-- Results of earlier exams, as imported: neither ticket nor document stands here in clear, only
-- what they can be compared by. Kept while reviews are checked against them.
CREATE TABLE result (
  ticket    BLOB NOT NULL PRIMARY KEY,
  -- as person.lookup
  holder    BLOB NOT NULL,
  subject   TEXT NOT NULL,
  exam_year INTEGER NOT NULL,
  score     INTEGER NOT NULL CHECK (score >= 0)
) STRICT, WITHOUT ROWID;

-- One per account; an approved one is final and counts for the person. Retention: person.
CREATE TABLE review (
  key        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  account    INTEGER NOT NULL UNIQUE REFERENCES account (key),
  person     INTEGER NOT NULL REFERENCES person (key),
  -- encrypted: the school has to read it
  ticket     BLOB NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('approved', 'pending', 'refused')),
  finding    TEXT NOT NULL CHECK (finding IN ('passed', 'unknown_ticket', 'other_document',
                                              'before_2005', 'score_too_low')),
  -- an operator's words
  note       TEXT,
  created_at INTEGER NOT NULL,
  decided_at INTEGER,
  CHECK ((state = 'pending') = (decided_at IS NULL)),
  CHECK (note IS NULL OR state <> 'pending')
) STRICT;
CREATE INDEX review_by_person ON review (person, state);
CREATE TRIGGER review_approved_is_final BEFORE UPDATE OF state ON review WHEN OLD.state = 'approved'
BEGIN SELECT RAISE (ABORT, 'an approved review is final'); END;
