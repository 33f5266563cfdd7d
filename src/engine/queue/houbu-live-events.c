/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live-events.h"

#include "houbu-exam-record.h"
#include "houbu-item-records.h"
#include "houbu-journal.h"
#include "houbu-limits.h"
#include "houbu-notice-record.h"
#include "houbu-payment-record.h"
#include "houbu-registration-record.h"
#include "houbu-review-record.h"

/* What happened to one thing since the last batch: only its newest state is told. */
typedef struct
{
  gint64 key;
  gint64 seq;   /* of the newest row about it */
  GArray *left; /* (owned) (element-type gint64): offerings: queue numbers that left */
  gboolean moved;
} Touched;

/* The journal rows of a batch, sorted by what they are about. */
typedef struct
{
  HoubuTx *tx;
  const HoubuLiveReader *reader; /* (nullable) */
  GHashTable *watchers;          /* (nullable) (element-type gint64) */
  GHashTable *watched;           /* (owned) (element-type gint64 gboolean): registrations */
  HoubuExamRow *exam;            /* (owned) (nullable) */
  GError *failure;               /* (owned) (nullable) */
  gint64 now;
  GHashTable *offerings;     /* (owned) (element-type gint64 Touched) */
  GHashTable *enrolments;    /* (owned) */
  GHashTable *entries;       /* (owned) */
  GHashTable *payments;      /* (owned) */
  GHashTable *registrations; /* (owned) */
  GHashTable *notices;       /* (owned) */
  GHashTable *reviews;       /* (owned) */
  gint64 exam_seq;           /* of the newest row about it, or 0 */
  GPtrArray *events;         /* (owned) (element-type HoubuLiveEvent) */
} Batch;

static void
touched_free (Touched *touched)
{
  g_clear_pointer (&touched->left, g_array_unref);
  g_free (touched);
}

static GHashTable *
touched_table_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) touched_free);
}

static void
batch_clear (Batch *batch)
{
  g_clear_pointer (&batch->exam, houbu_exam_row_free);
  g_clear_pointer (&batch->watched, g_hash_table_unref);
  g_clear_error (&batch->failure);
  g_clear_pointer (&batch->offerings, g_hash_table_unref);
  g_clear_pointer (&batch->enrolments, g_hash_table_unref);
  g_clear_pointer (&batch->entries, g_hash_table_unref);
  g_clear_pointer (&batch->payments, g_hash_table_unref);
  g_clear_pointer (&batch->registrations, g_hash_table_unref);
  g_clear_pointer (&batch->notices, g_hash_table_unref);
  g_clear_pointer (&batch->reviews, g_hash_table_unref);
  g_clear_pointer (&batch->events, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static Touched *
touch (GHashTable *table, gint64 key, gint64 seq)
{
  Touched *touched = g_hash_table_lookup (table, &key);

  if (touched == NULL)
    {
      touched = g_new0 (Touched, 1);
      touched->key = key;
      touched->left = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (table, &touched->key, touched);
    }
  touched->seq = MAX (touched->seq, seq);
  return touched;
}

static gboolean
has_key (GArray *keys, gint64 key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, gint64, i) == key)
      return TRUE;
  return FALSE;
}

/* Of ten thousand who join in a minute few may be looking: what nobody would get is not made. */
static gboolean
is_watched (Batch *batch, gint64 registration)
{
  gpointer known = NULL;
  gboolean watched = FALSE;
  gint64 account = 0;

  if (batch->watchers == NULL)
    return TRUE;
  if (g_hash_table_lookup_extended (batch->watched, &registration, NULL, &known))
    return GPOINTER_TO_INT (known);
  if (batch->failure != NULL ||
      !houbu_store_live_find_account (batch->tx, registration, &account, &batch->failure))
    return FALSE;
  watched = g_hash_table_contains (batch->watchers, &account);
  g_hash_table_insert (batch->watched, g_memdup2 (&registration, sizeof registration),
                       GINT_TO_POINTER (watched));
  return watched;
}

static gboolean
is_wanted (Batch *batch, gint64 registration)
{
  if (batch->reader != NULL)
    return has_key (batch->reader->registrations, registration);
  return is_watched (batch, registration);
}

/* A join and a departure both change how many wait. */
static void
sort_entry_row (Batch *batch, const HoubuJournalEvent *row)
{
  Touched *offering = touch (batch->offerings, row->offering, row->seq);

  offering->moved = TRUE;
  if (row->type != HOUBU_JOURNAL_ENTRY_JOINED)
    g_array_append_val (offering->left, row->queue_number);
  if (is_wanted (batch, row->registration))
    touch (batch->entries, row->item, row->seq);
}

static void
sort_row (Batch *batch, const HoubuJournalEvent *row)
{
  switch (row->type)
    {
    case HOUBU_JOURNAL_ENTRY_JOINED:
    case HOUBU_JOURNAL_ENTRY_PROMOTED:
    case HOUBU_JOURNAL_ENTRY_CANCELLED:
    case HOUBU_JOURNAL_ENTRY_FAILED:
      sort_entry_row (batch, row);
      break;
    case HOUBU_JOURNAL_ENROLMENT_CREATED:
    case HOUBU_JOURNAL_ENROLMENT_CHANGED:
      touch (batch->offerings, row->offering, row->seq);
      if (is_wanted (batch, row->registration))
        touch (batch->enrolments, row->item, row->seq);
      break;
    case HOUBU_JOURNAL_PAYMENT_OPENED:
    case HOUBU_JOURNAL_PAYMENT_CHANGED:
      if (is_wanted (batch, row->registration))
        touch (batch->payments, row->item, row->seq);
      break;
    case HOUBU_JOURNAL_OFFERING_ADDED:
    case HOUBU_JOURNAL_OFFERING_CHANGED:
      touch (batch->offerings, row->offering, row->seq);
      break;
    case HOUBU_JOURNAL_EXAM_CREATED:
    case HOUBU_JOURNAL_EXAM_CHANGED:
    case HOUBU_JOURNAL_NEWS_CHANGED:
      batch->exam_seq = row->seq;
      break;
    case HOUBU_JOURNAL_NOTICE_CHANGED:
      touch (batch->notices, row->item, row->seq);
      break;
    case HOUBU_JOURNAL_REVIEW_CHANGED:
      touch (batch->reviews, row->item, row->seq);
      break;
    /* Registrations come below; what operators do with files, pages and accounts is told to nobody.
     */
    default:
      break;
    }
  if (row->registration != 0 && is_wanted (batch, row->registration))
    touch (batch->registrations, row->registration, row->seq);
}

static HoubuView
get_view (const Batch *batch, const char *language)
{
  return (HoubuView){ &batch->exam->window, batch->now, language };
}

static HoubuLiveEvent *
add_event (Batch *batch, gint64 seq, const char *type, HoubuAudience audience)
{
  HoubuLiveEvent *event = g_new0 (HoubuLiveEvent, 1);

  event->seq = seq;
  event->type = type;
  event->audience = audience;
  g_ptr_array_add (batch->events, event);
  return event;
}

/* For records that have no text of ours in them. */
static void
set_data (HoubuLiveEvent *event, HoubuRecord *record)
{
  event->data = houbu_record_to_bytes (record);
  event->data_en = g_bytes_ref (event->data);
}

static void
add_queue_moved_part (
    Batch *batch, const Touched *touched, const HoubuOfferingRow *row, gint64 head, guint first)
{
  g_autoptr (HoubuQueueMoved) record = houbu_queue_moved_new ();
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *id = houbu_offering_row_dup_id (row);
  HoubuLiveEvent *event = add_event (batch, touched->seq, "queue_moved", HOUBU_AUDIENCE_QUEUE);

  if (first < touched->left->len)
    g_array_append_vals (left, &g_array_index (touched->left, gint64, first),
                         MIN (touched->left->len - first, HOUBU_LIMIT_QUEUE_MOVED_NUMBERS));
  houbu_queue_moved_set_offering (record, id);
  houbu_queue_moved_set_left (record, left);
  houbu_queue_moved_set_waiting (record, row->waiting);
  if (head != 0)
    houbu_queue_moved_set_head (record, head);
  event->offering = row->key;
  set_data (event, HOUBU_RECORD (record));
}

static gboolean
add_queue_moved (Batch *batch, const Touched *touched, const HoubuOfferingRow *row, GError **error)
{
  GError *failure = NULL;
  g_autoptr (HoubuEntryRow) head = houbu_store_entry_find_head (batch->tx, row->key, &failure);
  guint first = 0;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  do
    {
      add_queue_moved_part (batch, touched, row, head != NULL ? head->queue_number : 0, first);
      first += HOUBU_LIMIT_QUEUE_MOVED_NUMBERS;
    }
  while (first < touched->left->len);
  return TRUE;
}

/* Whether only the school's own candidates have the row on their board, or those of the province
 * (R8). */
static gboolean
is_of_school (const Batch *batch, const HoubuOfferingRow *row)
{
  return row->subject->kind == HOUBU_KIND_WRITTEN ||
         batch->exam->window.oral_scope == HOUBU_ORAL_SCOPE_SCHOOL;
}

/* Rows of the board go to those who have them on their board. */
static void
add_offering_changed (Batch *batch, const Touched *touched, const HoubuOfferingRow *row)
{
  gboolean of_school = is_of_school (batch, row);
  const HoubuView zh = get_view (batch, "zh-CN");
  const HoubuView en = get_view (batch, "en");
  g_autoptr (HoubuOffering) record = houbu_item_record_offering (row, NULL, &zh);
  g_autoptr (HoubuOffering) record_en = houbu_item_record_offering (row, NULL, &en);
  HoubuLiveEvent *event = add_event (batch, touched->seq, "offering_changed",
                                     of_school ? HOUBU_AUDIENCE_SCHOOL : HOUBU_AUDIENCE_PROVINCE);

  event->offering = row->key;
  event->school = g_strdup (row->place.school);
  event->province = g_strdup (row->place.province);
  event->data = houbu_record_to_bytes (HOUBU_RECORD (record));
  event->data_en = houbu_record_to_bytes (HOUBU_RECORD (record_en));
}

/* Who catches up gets the rows that a broadcast would have brought, no others. */
static gboolean
is_on_board (const Batch *batch, const HoubuOfferingRow *row)
{
  const HoubuLiveReader *reader = batch->reader;

  return reader == NULL ||
         (is_of_school (batch, row) ? g_strcmp0 (reader->school, row->place.school) == 0
                                    : g_strcmp0 (reader->province, row->place.province) == 0);
}

static gboolean
add_offering (Batch *batch, const Touched *touched, gboolean queues, GError **error)
{
  g_autoptr (HoubuOfferingRow) row = NULL;

  row = houbu_store_offering_load (batch->tx, touched->key, batch->now, error);
  if (row == NULL)
    return FALSE;
  if (!queues)
    {
      if (is_on_board (batch, row))
        add_offering_changed (batch, touched, row);
      return TRUE;
    }
  if (!touched->moved ||
      (batch->reader != NULL && !has_key (batch->reader->offerings, touched->key)))
    return TRUE;
  return add_queue_moved (batch, touched, row, error);
}

static gboolean
add_entry (Batch *batch, const Touched *touched, GError **error)
{
  const HoubuView zh = get_view (batch, "zh-CN");
  const HoubuView en = get_view (batch, "en");
  g_autoptr (HoubuEntryRow) row = houbu_store_entry_load (batch->tx, touched->key, error);
  g_autoptr (HoubuEntry) record = NULL;
  g_autoptr (HoubuEntry) record_en = NULL;
  HoubuLiveEvent *event = NULL;

  if (row == NULL)
    return FALSE;
  record = houbu_item_record_entry (batch->tx, row, &zh, error);
  if (record == NULL)
    return FALSE;
  record_en = houbu_item_record_entry (batch->tx, row, &en, error);
  if (record_en == NULL)
    return FALSE;
  event = add_event (batch, touched->seq, "entry_changed", HOUBU_AUDIENCE_ACCOUNT);
  event->account = row->account;
  event->offering = row->offering;
  event->waiting = row->state == HOUBU_WAIT_WAITING;
  event->data = houbu_record_to_bytes (HOUBU_RECORD (record));
  event->data_en = houbu_record_to_bytes (HOUBU_RECORD (record_en));
  return TRUE;
}

static gboolean
add_enrolment (Batch *batch, const Touched *touched, GError **error)
{
  const HoubuView zh = get_view (batch, "zh-CN");
  const HoubuView en = get_view (batch, "en");
  g_autoptr (HoubuEnrolmentRow) row = houbu_store_enrolment_load (batch->tx, touched->key, error);
  g_autoptr (HoubuEnrolment) record = NULL;
  g_autoptr (HoubuEnrolment) record_en = NULL;
  HoubuLiveEvent *event = NULL;

  if (row == NULL)
    return FALSE;
  record = houbu_item_record_enrolment (row, &zh);
  record_en = houbu_item_record_enrolment (row, &en);
  event = add_event (batch, touched->seq, "enrolment_changed", HOUBU_AUDIENCE_ACCOUNT);
  event->account = row->account;
  event->offering = row->offering;
  event->data = houbu_record_to_bytes (HOUBU_RECORD (record));
  event->data_en = houbu_record_to_bytes (HOUBU_RECORD (record_en));
  return TRUE;
}

static gboolean
add_payment (Batch *batch, const Touched *touched, GError **error)
{
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (batch->tx, touched->key, error);
  g_autoptr (HoubuPayment) record = NULL;
  g_autoptr (HoubuPayment) record_en = NULL;
  HoubuLiveEvent *event = NULL;

  if (row == NULL)
    return FALSE;
  record = houbu_payment_record_new (batch->tx, row, "zh-CN", error);
  if (record == NULL)
    return FALSE;
  record_en = houbu_payment_record_new (batch->tx, row, "en", error);
  if (record_en == NULL)
    return FALSE;
  event = add_event (batch, touched->seq, "payment_changed", HOUBU_AUDIENCE_ACCOUNT);
  event->account = row->account;
  event->data = houbu_record_to_bytes (HOUBU_RECORD (record));
  event->data_en = houbu_record_to_bytes (HOUBU_RECORD (record_en));
  return TRUE;
}

static gboolean
add_registration (Batch *batch, const Touched *touched, GError **error)
{
  g_autoptr (HoubuRegistrationSummary) summary =
      houbu_store_live_load_summary (batch->tx, touched->key, error);
  g_autoptr (HoubuRegistrationState) record = NULL;
  HoubuLiveEvent *event = NULL;

  if (summary == NULL)
    return FALSE;
  record = houbu_registration_record_new_state (summary);
  event = add_event (batch, touched->seq, "registration_changed", HOUBU_AUDIENCE_ACCOUNT);
  event->account = summary->account;
  event->school = g_steal_pointer (&summary->school);
  event->province = g_steal_pointer (&summary->province);
  set_data (event, HOUBU_RECORD (record));
  return TRUE;
}

/* A notice of a session before this one concerns nobody any more. */
static gboolean
is_shown (const Batch *batch, const HoubuNoticeRow *row)
{
  const HoubuLiveReader *reader = batch->reader;

  return row->exam == batch->exam->key &&
         (reader == NULL ||
          (row->school != NULL     ? g_strcmp0 (row->school, reader->school) == 0
           : row->province != NULL ? g_strcmp0 (row->province, reader->province) == 0
                                   : TRUE));
}

static gboolean
add_notice (Batch *batch, const Touched *touched, GError **error)
{
  g_autoptr (HoubuNoticeRow) row = houbu_store_notice_load (batch->tx, touched->key, error);
  g_autoptr (HoubuNotice) record = NULL;
  HoubuLiveEvent *event = NULL;

  if (row == NULL)
    return FALSE;
  if (!is_shown (batch, row))
    return TRUE;
  record = houbu_notice_record_new (row);
  event = add_event (batch, touched->seq, "notice",
                     row->school != NULL     ? HOUBU_AUDIENCE_SCHOOL
                     : row->province != NULL ? HOUBU_AUDIENCE_PROVINCE
                                             : HOUBU_AUDIENCE_ALL);
  event->school = g_strdup (row->school);
  event->province = g_strdup (row->province);
  set_data (event, HOUBU_RECORD (record));
  return TRUE;
}

static gboolean
add_review (Batch *batch, const Touched *touched, GError **error)
{
  g_autoptr (HoubuReviewRow) row = houbu_store_review_load (batch->tx, touched->key, error);
  g_autoptr (HoubuReview) record = NULL;
  HoubuLiveEvent *event = NULL;

  if (row == NULL)
    return FALSE;
  if (batch->reader != NULL && batch->reader->account != row->account)
    return TRUE;
  record = houbu_review_record_new (row);
  event = add_event (batch, touched->seq, "review_changed", HOUBU_AUDIENCE_ACCOUNT);
  event->account = row->account;
  set_data (event, HOUBU_RECORD (record));
  return TRUE;
}

static gboolean
add_exam (Batch *batch, GError **error)
{
  g_autoptr (HoubuExam) record =
      houbu_exam_record_load (batch->tx, batch->exam, batch->now, "zh-CN", error);
  g_autoptr (HoubuExam) record_en = NULL;
  HoubuLiveEvent *event = NULL;

  if (record == NULL)
    return FALSE;
  record_en = houbu_exam_record_load (batch->tx, batch->exam, batch->now, "en", error);
  if (record_en == NULL)
    return FALSE;
  event = add_event (batch, batch->exam_seq, "exam_changed", HOUBU_AUDIENCE_ALL);
  event->data = houbu_record_to_bytes (HOUBU_RECORD (record));
  event->data_en = houbu_record_to_bytes (HOUBU_RECORD (record_en));
  return TRUE;
}

typedef gboolean (*AddFunc) (Batch *batch, const Touched *touched, GError **error);

static gboolean
add_each (Batch *batch, GHashTable *table, AddFunc add, GError **error)
{
  GHashTableIter iter;
  gpointer touched = NULL;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &touched))
    if (!add (batch, touched, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_queue (Batch *batch, const Touched *touched, GError **error)
{
  return add_offering (batch, touched, TRUE, error);
}

static gboolean
add_board_row (Batch *batch, const Touched *touched, GError **error)
{
  return add_offering (batch, touched, FALSE, error);
}

/* Movements first: the items' own positions are counted after them. */
static int
compare_events (gconstpointer a, gconstpointer b)
{
  const HoubuLiveEvent *left = *(HoubuLiveEvent *const *) a;
  const HoubuLiveEvent *right = *(HoubuLiveEvent *const *) b;
  gboolean left_moves = left->audience == HOUBU_AUDIENCE_QUEUE;
  gboolean right_moves = right->audience == HOUBU_AUDIENCE_QUEUE;

  if (left_moves != right_moves)
    return left_moves ? -1 : 1;
  return left->seq < right->seq ? -1 : left->seq > right->seq;
}

/**
 * houbu_live_events_build:
 * @tx: a reading transaction
 * @rows: (element-type HoubuJournalEvent): journal rows, oldest first
 * @after_seq: rows up to this number are left out
 * @whom: for whom; its hash table is only looked into
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Tells what the rows mean: each thing that changed once, as it is now; `queue_moved` first, the
 * rest in the order of the journal.
 *
 * Returns: (transfer full) (element-type HoubuLiveEvent): the events
 */
GPtrArray *
houbu_live_events_build (HoubuTx *tx,
                         GPtrArray *rows,
                         gint64 after_seq,
                         const HoubuLiveFor *whom,
                         gint64 now,
                         GError **error)
{
  g_auto (Batch) batch = {
    .tx = tx,
    .reader = whom->reader,
    .watchers = whom->watchers,
    .now = now,
  };

  batch.events = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_event_free);
  batch.watched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  batch.offerings = touched_table_new ();
  batch.enrolments = touched_table_new ();
  batch.entries = touched_table_new ();
  batch.payments = touched_table_new ();
  batch.registrations = touched_table_new ();
  batch.notices = touched_table_new ();
  batch.reviews = touched_table_new ();
  for (guint i = 0; i < rows->len; i++)
    if (((HoubuJournalEvent *) g_ptr_array_index (rows, i))->seq > after_seq)
      sort_row (&batch, g_ptr_array_index (rows, i));
  if (rows->len == 0)
    return g_steal_pointer (&batch.events);
  if (batch.failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&batch.failure));
      return NULL;
    }

  batch.exam = houbu_store_exam_load_current (tx, error);
  if (batch.exam == NULL)
    return NULL;
  if (!add_each (&batch, batch.offerings, add_queue, error) ||
      !add_each (&batch, batch.entries, add_entry, error) ||
      !add_each (&batch, batch.enrolments, add_enrolment, error) ||
      !add_each (&batch, batch.payments, add_payment, error) ||
      !add_each (&batch, batch.offerings, add_board_row, error) ||
      !add_each (&batch, batch.registrations, add_registration, error) ||
      !add_each (&batch, batch.notices, add_notice, error) ||
      !add_each (&batch, batch.reviews, add_review, error) ||
      (batch.exam_seq != 0 && !add_exam (&batch, error)))
    return NULL;
  g_ptr_array_sort (batch.events, compare_events);
  return g_steal_pointer (&batch.events);
}
