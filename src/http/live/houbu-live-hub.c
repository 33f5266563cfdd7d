/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "houbu-http"

#include "houbu-live-hub.h"

#include "houbu-engine.h"
#include "houbu-live-frame.h"
#include "houbu-live-index.h"
#include "houbu-live-reader.h"
#include "houbu-live.h"

#include <string.h>

/*
 * One reading of the journal serves all streams. Readings follow one another at PAUSE or more, so
 * an offering speaks four times a second at most, however many commits there are; a stream that
 * begins is caught up in the same snapshot, so that nothing is told twice or left out.
 */
#define PAUSE_US (250 * 1000)
#define RETRY_US (1 * G_USEC_PER_SEC)
#define TICK_SECONDS 1
/* Rows that one reading tells of; whoever missed more fetches the full state. */
#define ROWS 5000
/* Streams caught up in one reading: bounds how long the others wait for it. */
#define JOINS 256
#define BYE_RETRY_MS 1500

struct _HoubuLiveHub
{
  HoubuEngine *engine; /* (owned) */
  const HoubuHttpOptions *options;
  HoubuLiveIndex *index; /* (owned) */
  GQueue silence;        /* all readers, longest silence first */
  GQueue joining;        /* (element-type HoubuLiveReader) (borrowed): in the order of coming */
  GPtrArray *reading;    /* (owned) (nullable): readers (nullable each) in the reading under way */
  GPtrArray *touched;    /* (owned): readers with a share in the batch being dealt out */
  GCancellable *cancellable; /* (owned) */
  GSource *pump;             /* (owned) (nullable): the next reading */
  guint tick;
  gint64 read_at;   /* monotonic: begin of the last reading */
  gint64 seq;       /* what all joined readers have; -1 before the first reading */
  gint64 committed; /* the newest row known to be there; -1 before the first */
  gboolean dirty;   /* something was committed since the last reading began */
  gboolean ended;
  HoubuLiveCounters counters;
};

static void schedule (HoubuLiveHub *self, gint64 pause);

static void
forget (HoubuLiveHub *self, HoubuLiveReader *reader)
{
  guint at;

  houbu_live_index_remove (self->index, reader);
  g_queue_unlink (&self->silence, &reader->link);
  g_queue_remove (&self->joining, reader);
  if (self->reading != NULL && g_ptr_array_find (self->reading, reader, &at))
    self->reading->pdata[at] = NULL;
  self->counters.streams--;
  houbu_live_reader_free (reader);
}

static void
on_stream_closed (HoubuHttpStream *stream, gpointer data)
{
  HoubuLiveReader *reader = data;

  forget (reader->hub, reader);
}

static void
note_speech (HoubuLiveHub *self, HoubuLiveReader *reader)
{
  reader->spoken_at = g_get_monotonic_time ();
  g_queue_unlink (&self->silence, &reader->link);
  g_queue_push_tail_link (&self->silence, &reader->link);
}

/* Whoever falls behind is cut off and resumes; what it does not take is not kept for it, and the
 * others never wait. */
static void
check_pace (HoubuLiveHub *self, HoubuLiveReader *reader, gint64 now)
{
  gint64 since = houbu_http_stream_get_pending_since (reader->stream);
  gint64 patience = (gint64) self->options->stream_seconds * G_USEC_PER_SEC;

  if (houbu_http_stream_get_pending (reader->stream) <= self->options->stream_bytes &&
      (since == 0 || now - since <= patience))
    return;
  self->counters.slow++;
  g_message ("A slow reader of events was cut off");
  houbu_http_stream_cut (reader->stream);
}

static void
say (HoubuLiveHub *self, HoubuLiveReader *reader, GBytes *bytes)
{
  houbu_http_stream_push (reader->stream, bytes);
  note_speech (self, reader);
}

/* ---- dealing out a batch */

typedef struct
{
  HoubuLiveHub *hub;
  const HoubuLiveEvent *event;
  HoubuLiveFrames *frames;
} Deal;

static void
deal_to (HoubuLiveReader *reader, gpointer data)
{
  Deal *deal = data;

  if (!reader->joined)
    return;
  if (reader->batch->len == 0)
    g_ptr_array_add (deal->hub->touched, reader);
  houbu_live_reader_deal (reader, deal->frames);
}

/* An account's own events also say where it waits from now on, and which board it sees. */
static void
deal_to_own (HoubuLiveReader *reader, gpointer data)
{
  Deal *deal = data;
  const HoubuLiveEvent *event = deal->event;

  deal_to (reader, data);
  if (!reader->joined)
    return;
  if (event->offering != 0 && strcmp (event->type, "entry_changed") == 0)
    houbu_live_index_wait (deal->hub->index, reader, event->offering, event->waiting);
  if (event->school != NULL || event->province != NULL)
    houbu_live_index_place (deal->hub->index, reader, event->school, event->province);
}

static void
deal_event (HoubuLiveHub *self, const HoubuLiveEvent *event, HoubuLiveFrames *frames)
{
  Deal deal = { self, event, frames };

  switch (event->audience)
    {
    case HOUBU_AUDIENCE_ACCOUNT:
      houbu_live_index_each_account (self->index, event->account, deal_to_own, &deal);
      break;
    case HOUBU_AUDIENCE_QUEUE:
      houbu_live_index_each_queue (self->index, event->offering, deal_to, &deal);
      break;
    case HOUBU_AUDIENCE_SCHOOL:
      if (event->school != NULL)
        houbu_live_index_each_place (self->index, event->school, FALSE, deal_to, &deal);
      break;
    case HOUBU_AUDIENCE_PROVINCE:
      if (event->province != NULL)
        houbu_live_index_each_place (self->index, event->province, TRUE, deal_to, &deal);
      break;
    case HOUBU_AUDIENCE_ALL:
      houbu_live_index_each (self->index, deal_to, &deal);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
flush_touched (HoubuLiveHub *self, gint64 seq)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->touched->len; i++)
    {
      HoubuLiveReader *reader = g_ptr_array_index (self->touched, i);

      self->counters.events += houbu_live_reader_flush (reader, seq);
      note_speech (self, reader);
      check_pace (self, reader, now);
    }
  g_ptr_array_set_size (self->touched, 0);
}

static void
deal_out (HoubuLiveHub *self, HoubuLiveBatch *batch)
{
  g_autoptr (GPtrArray) all = NULL;
  HoubuLiveEvent resync = { .type = "resync", .audience = HOUBU_AUDIENCE_ALL };

  all = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_frames_free);
  for (guint i = 0; !batch->too_old && i < batch->events->len; i++)
    {
      const HoubuLiveEvent *event = g_ptr_array_index (batch->events, i);

      g_ptr_array_add (all, houbu_live_frames_new (event->type, event->data, event->data_en));
      deal_event (self, event, g_ptr_array_index (all, i));
    }
  if (batch->too_old)
    {
      g_ptr_array_add (all, houbu_live_frames_new (resync.type, NULL, NULL));
      deal_event (self, &resync, g_ptr_array_index (all, 0));
      self->counters.resyncs += self->touched->len;
    }
  flush_touched (self, batch->last_seq);
}

/* ---- catching up */

static void
tell_missed (HoubuLiveHub *self, HoubuLiveReader *reader, HoubuLiveJoin *join, gint64 seq)
{
  g_autoptr (GPtrArray) all = NULL;

  all = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_frames_free);
  if (join->too_old)
    {
      g_ptr_array_add (all, houbu_live_frames_new ("resync", NULL, NULL));
      self->counters.resyncs++;
    }
  for (guint i = 0; !join->too_old && join->events != NULL && i < join->events->len; i++)
    {
      const HoubuLiveEvent *event = g_ptr_array_index (join->events, i);

      g_ptr_array_add (all, houbu_live_frames_new (event->type, event->data, event->data_en));
    }
  for (guint i = 0; i < all->len; i++)
    houbu_live_reader_deal (reader, g_ptr_array_index (all, i));
  self->counters.events += houbu_live_reader_flush (reader, seq);
  note_speech (self, reader);
}

static void
finish_join (HoubuLiveHub *self, HoubuLiveReader *reader, HoubuLiveJoin *join, gint64 seq)
{
  tell_missed (self, reader, join, seq);
  for (guint i = 0; join->offerings != NULL && i < join->offerings->len; i++)
    houbu_live_index_wait (self->index, reader, g_array_index (join->offerings, gint64, i), TRUE);
  houbu_live_index_place (self->index, reader, join->school, join->province);
  reader->joined = TRUE;
}

static void
finish_joins (HoubuLiveHub *self, GPtrArray *readers, HoubuLiveBatch *batch)
{
  for (guint i = 0; i < readers->len && i < batch->joins->len; i++)
    {
      HoubuLiveReader *reader = g_ptr_array_index (readers, i);

      if (reader != NULL)
        finish_join (self, reader, g_ptr_array_index (batch->joins, i), batch->last_seq);
    }
}

/* ---- reading */

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  HoubuLiveHub *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuLiveBatch) batch = NULL;
  g_autoptr (GPtrArray) readers = NULL;

  batch = houbu_engine_read_live_finish (HOUBU_ENGINE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the hub is gone */
  self = data;
  readers = g_steal_pointer (&self->reading);
  if (batch == NULL)
    {
      g_warning ("The journal cannot be read: %s", error->message);
      for (guint i = readers->len; i > 0; i--)
        if (readers->pdata[i - 1] != NULL)
          g_queue_push_head (&self->joining, readers->pdata[i - 1]);
      self->dirty = TRUE;
      schedule (self, RETRY_US);
      return;
    }
  if (self->seq >= 0)
    deal_out (self, batch);
  finish_joins (self, readers, batch);
  self->seq = batch->last_seq;
  self->committed = MAX (self->committed, self->seq);
  if (self->dirty || self->joining.length > 0)
    schedule (self, self->joining.length > JOINS ? 0 : PAUSE_US);
}

static GPtrArray *
take_joining (HoubuLiveHub *self)
{
  GPtrArray *joins = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_join_free);

  self->reading = g_ptr_array_new ();
  while (self->joining.length > 0 && joins->len < JOINS)
    {
      HoubuLiveReader *reader = g_queue_pop_head (&self->joining);

      g_ptr_array_add (self->reading, reader);
      g_ptr_array_add (joins, houbu_live_join_new (reader->caller->account, reader->after_seq));
    }
  return joins;
}

/* While nobody has joined there is nothing to tell, only the newest number to learn. */
static gboolean
on_pump (gpointer data)
{
  HoubuLiveHub *self = data;
  GHashTable *watchers = houbu_live_index_dup_watchers (self->index);
  gint64 after_seq = g_hash_table_size (watchers) > 0 ? self->seq : -1;

  g_clear_pointer (&self->pump, g_source_unref);
  self->dirty = FALSE;
  self->read_at = g_get_monotonic_time ();
  houbu_engine_read_live_async (self->engine, after_seq, watchers, take_joining (self), ROWS,
                                self->cancellable, on_read, self);
  return G_SOURCE_REMOVE;
}

/* The next reading begins `pause` after the last one began; after a quiet time that is now. */
static void
schedule (HoubuLiveHub *self, gint64 pause)
{
  gint64 wait = self->read_at + pause - g_get_monotonic_time ();

  if (self->pump != NULL || self->reading != NULL || self->ended)
    return;
  if (self->counters.streams == 0 && self->seq >= 0)
    return;
  self->pump = g_timeout_source_new (wait > 0 ? (guint) ((wait + 999) / 1000) : 0);
  g_source_set_callback (self->pump, on_pump, self, NULL);
  g_source_attach (self->pump, g_main_context_get_thread_default ());
}

static void
on_committed (HoubuLiveHub *self, gint64 last_seq)
{
  self->committed = MAX (self->committed, last_seq);
  self->dirty = TRUE;
  schedule (self, PAUSE_US);
}

/* ---- whose token is good */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HoubuHttpStream) stream = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuCaller) caller = NULL;

  caller = houbu_engine_authenticate_finish (HOUBU_ENGINE (source), result, &error);
  /* The stream outlives its reader and even the hub: ending it then does nothing. */
  if (caller == NULL)
    houbu_http_stream_end (stream);
}

static void
check_token (HoubuLiveReader *reader, gpointer data)
{
  HoubuLiveHub *self = data;

  houbu_engine_authenticate_async (self->engine, reader->token, NULL, on_checked,
                                   houbu_http_stream_ref (reader->stream));
}

static void
on_session_ended (HoubuLiveHub *self, gint64 account)
{
  houbu_live_index_each_account (self->index, account, check_token, self);
}

/* ---- time */

static void
beat (HoubuLiveHub *self, HoubuLiveReader *reader, GBytes *comment, gint64 now)
{
  g_autoptr (HoubuCaller) caller = NULL;

  say (self, reader, comment);
  check_pace (self, reader, now);
  caller = houbu_engine_authenticate_cached (self->engine, reader->token);
  if (caller == NULL)
    check_token (reader, self);
  else
    houbu_engine_touch_session (self->engine, caller);
}

static gboolean
on_tick (gpointer data)
{
  HoubuLiveHub *self = data;
  g_autoptr (GBytes) comment = houbu_live_frame_comment ();
  gint64 now = g_get_monotonic_time ();
  gint64 before = now - (gint64) self->options->heartbeat_seconds * G_USEC_PER_SEC;
  HoubuLiveReader *head;

  while ((head = g_queue_peek_head (&self->silence)) != NULL && head->spoken_at <= before)
    beat (self, head, comment, now);
  return G_SOURCE_CONTINUE;
}

/**
 * houbu_live_hub_new:
 * @engine: the engine whose commits are told
 * @options: (transfer none): outlives the hub
 *
 * Makes the hub on the thread-default main context.
 *
 * Returns: (transfer full): a hub without readers
 */
HoubuLiveHub *
houbu_live_hub_new (HoubuEngine *engine, const HoubuHttpOptions *options)
{
  HoubuLiveHub *self = g_new0 (HoubuLiveHub, 1);

  self->engine = g_object_ref (engine);
  self->options = options;
  self->index = houbu_live_index_new ();
  self->touched = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->seq = -1;
  self->committed = -1;
  g_queue_init (&self->silence);
  g_queue_init (&self->joining);
  g_signal_connect_swapped (engine, "committed", G_CALLBACK (on_committed), self);
  g_signal_connect_swapped (engine, "session-ended", G_CALLBACK (on_session_ended), self);
  self->tick = g_timeout_add_seconds (TICK_SECONDS, on_tick, self);
  schedule (self, 0);
  return self;
}

/**
 * houbu_live_hub_free:
 * @self: (transfer full): a hub
 *
 * Frees the hub; streams that are still open are cut.
 */
void
houbu_live_hub_free (HoubuLiveHub *self)
{
  HoubuLiveReader *reader;

  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  g_source_remove (self->tick);
  if (self->pump != NULL)
    g_source_destroy (self->pump);
  g_clear_pointer (&self->pump, g_source_unref);
  while ((reader = g_queue_peek_head (&self->silence)) != NULL)
    {
      houbu_http_stream_cut (reader->stream);
      forget (self, reader);
    }
  houbu_live_index_free (self->index);
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  g_ptr_array_unref (self->touched);
  g_object_unref (self->cancellable);
  g_object_unref (self->engine);
  g_free (self);
}

/**
 * houbu_live_hub_has_room:
 * @self: a hub
 *
 * Returns: whether one more stream may be opened
 */
gboolean
houbu_live_hub_has_room (HoubuLiveHub *self)
{
  return !self->ended && self->counters.streams < self->options->streams;
}

/* An account that opens more than its share loses the stream that it opened first: after a broken
 * connection that is the dead one. */
static void
make_room (HoubuLiveHub *self, gint64 account)
{
  if (houbu_live_index_count_account (self->index, account) < self->options->streams_per_account)
    return;
  houbu_http_stream_cut (houbu_live_index_get_oldest (self->index, account)->stream);
}

/**
 * houbu_live_hub_add:
 * @self: a hub
 * @stream: (transfer none): an answer that has begun
 * @caller: who reads it
 * @token: by which token
 * @language: of texts: "en" or "zh-CN"
 * @after_seq: the last event that the reader has, or -1 to start now
 *
 * Takes a stream in. A comment goes out at once, events when the reader has caught up.
 */
void
houbu_live_hub_add (HoubuLiveHub *self,
                    HoubuHttpStream *stream,
                    HoubuCaller *caller,
                    const char *token,
                    const char *language,
                    gint64 after_seq)
{
  g_autoptr (GBytes) comment = houbu_live_frame_comment ();
  HoubuLiveReader *reader = houbu_live_reader_new (stream, caller, token);

  make_room (self, caller->account);
  reader->hub = self;
  /* "Now" is when the stream was opened, not when its turn to be read for comes. */
  reader->after_seq = after_seq < 0 ? self->committed : after_seq;
  reader->language = strcmp (language, "en") == 0 ? HOUBU_LIVE_ENGLISH : HOUBU_LIVE_CHINESE;
  houbu_http_stream_set_closed_func (stream, on_stream_closed, reader);
  houbu_live_index_add (self->index, reader);
  g_queue_push_tail_link (&self->silence, &reader->link);
  g_queue_push_tail (&self->joining, reader);
  self->counters.streams++;
  say (self, reader, comment);
  schedule (self, PAUSE_US);
}

static void
say_bye_to (HoubuLiveReader *reader, gpointer data)
{
  houbu_http_stream_push (reader->stream, data);
  houbu_http_stream_end (reader->stream);
}

/**
 * houbu_live_hub_say_bye:
 * @self: a hub
 *
 * Ends all streams with `bye`, which tells their readers to come back in a moment.
 */
void
houbu_live_hub_say_bye (HoubuLiveHub *self)
{
  g_autoptr (GBytes) bye = houbu_live_frame_bye (BYE_RETRY_MS);

  self->ended = TRUE;
  houbu_live_index_each (self->index, say_bye_to, bye);
}

/**
 * houbu_live_hub_get_counters:
 * @self: a hub
 *
 * Returns: what happened so far
 */
HoubuLiveCounters
houbu_live_hub_get_counters (HoubuLiveHub *self)
{
  self->counters.seq = self->seq;
  return self->counters;
}
