/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live-channel.h"

#include <time.h>

#include "houbu-error.h"

#include "houbu-answer.h"
#include "houbu-backoff.h"
#include "houbu-connection-private.h"
#include "houbu-event-parser.h"
#include "houbu-renewal.h"

/* The server says something every 15 s; three times that is silence. */
#define SILENCE_SECONDS 45
#define TICK_SECONDS 10
#define SUSPENDED_US (2 * G_USEC_PER_SEC)
#define FIRST_WAIT_MS 1000
#define MOST_WAIT_MS 30000
#define BYE_WAIT_MS 2000
#define SPREAD_MS 3000
#define STEADY_US (10 * G_USEC_PER_SEC)
#define CHUNK_BYTES 16384

struct _HoubuLiveChannel
{
  GObject parent_instance;

  /* owned */
  HoubuConnection *connection;
  SoupSession *soup;         /* its own: a stream must not take a place among the requests */
  GCancellable *cancellable; /* (nullable): of the stream that is open or being opened */
  GNetworkMonitor *network;

  HoubuLiveState state;
  gint64 last_seen;
  gint64 sequence;
  gint64 asleep; /* µs that this computer has slept since it started */
  guint failures;
  guint retry_id;
  guint tick_id;
};

/* One opening of the stream. Callbacks of a stream that is no longer wanted find another
 * cancellable. */
typedef struct
{
  HoubuLiveChannel *live;    /* (owned) */
  GCancellable *cancellable; /* (owned) */
  SoupMessage *message;      /* (owned) */
  GInputStream *stream;      /* (owned) (nullable) */
  HoubuEventParser *parser;  /* (owned) */
  char *token;               /* (owned) (nullable) */
  gint64 opened_at;          /* monotonic; 0 = not open */
} Stream;

enum
{
  PROP_STATE = 1,
  PROP_LAST_SEEN,
  N_PROPS
};

enum
{
  EVENT,
  RESYNC,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuLiveChannel, houbu_live_channel, G_TYPE_OBJECT)

static void open_stream (HoubuLiveChannel *self);
static void read_more (Stream *stream);

static void
stream_free (Stream *stream)
{
  g_clear_object (&stream->live);
  g_clear_object (&stream->cancellable);
  g_clear_object (&stream->message);
  g_clear_object (&stream->stream);
  g_clear_pointer (&stream->parser, houbu_event_parser_free);
  g_free (stream->token);
  g_free (stream);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stream, stream_free)

static gboolean
is_wanted (const Stream *stream)
{
  return stream->live->cancellable == stream->cancellable;
}

static void
set_state (HoubuLiveChannel *self, HoubuLiveState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
heard (HoubuLiveChannel *self)
{
  self->last_seen = g_get_real_time ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LAST_SEEN]);
}

static void
drop_stream (HoubuLiveChannel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry_id, g_source_remove);
}

static gboolean
retry_cb (gpointer user_data)
{
  HoubuLiveChannel *self = user_data;

  self->retry_id = 0;
  open_stream (self);
  return G_SOURCE_REMOVE;
}

static void
come_back_in (HoubuLiveChannel *self, guint delay_ms)
{
  drop_stream (self);
  set_state (self, HOUBU_LIVE_STALE);
  self->retry_id = g_timeout_add (delay_ms, retry_cb, self);
}

/* @retry_after: seconds, or HOUBU_UNSET when the server did not say. */
static void
stream_lost (Stream *stream, gint64 retry_after)
{
  HoubuLiveChannel *self = stream->live;

  if (stream->opened_at != 0 && g_get_monotonic_time () - stream->opened_at > STEADY_US)
    self->failures = 0;
  self->failures++;
  if (retry_after != HOUBU_UNSET)
    come_back_in (self, houbu_backoff_after_ms (retry_after, SPREAD_MS, g_random_double ()));
  else
    come_back_in (self, houbu_backoff_delay_ms (self->failures, FIRST_WAIT_MS, MOST_WAIT_MS,
                                                g_random_double ()));
}

static void
server_leaves (Stream *stream)
{
  gint64 retry = houbu_event_parser_get_retry_ms (stream->parser);
  guint wait = retry >= 0 ? (guint) MIN (retry, 60 * 1000) : BYE_WAIT_MS;

  stream->live->failures = 0;
  come_back_in (stream->live, wait + (guint) (wait * g_random_double ()));
}

static void
event_cb (const HoubuStreamEvent *event, gpointer user_data)
{
  Stream *stream = user_data;
  HoubuLiveChannel *self = stream->live;
  gint64 sequence = 0;
  g_autoptr (GBytes) data = NULL;

  if (!is_wanted (stream))
    return;
  if (g_ascii_string_to_signed (event->id, 10, 1, G_MAXINT64, &sequence, NULL))
    self->sequence = MAX (self->sequence, sequence);
  if (g_str_equal (event->type, "bye"))
    server_leaves (stream);
  else if (g_str_equal (event->type, "resync"))
    {
      drop_stream (self);
      set_state (self, HOUBU_LIVE_STALE);
      g_signal_emit (self, signals[RESYNC], 0);
    }
  else
    {
      data = g_bytes_new (event->data, event->length);
      g_signal_emit (self, signals[EVENT], 0, event->type, data);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Stream) stream = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) some = g_input_stream_read_bytes_finish (stream->stream, result, &error);
  gsize length = some != NULL ? g_bytes_get_size (some) : 0;

  if (!is_wanted (stream))
    return;
  if (length == 0)
    {
      stream_lost (stream, HOUBU_UNSET);
      return;
    }
  heard (stream->live);
  if (!houbu_event_parser_feed (stream->parser, g_bytes_get_data (some, NULL), length, event_cb,
                                stream) &&
      is_wanted (stream))
    stream_lost (stream, HOUBU_UNSET);
  if (is_wanted (stream))
    read_more (g_steal_pointer (&stream));
}

static void
read_more (Stream *stream)
{
  g_input_stream_read_bytes_async (stream->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   stream->cancellable, read_cb, stream);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Stream) stream = user_data;
  g_autoptr (GError) error = NULL;
  gboolean renewed = houbu_renewal_run_finish (HOUBU_CONNECTION (source), result, &error);

  if (!is_wanted (stream))
    return;
  if (renewed)
    open_stream (stream->live);
  else if (houbu_connection_get_signed_in (HOUBU_CONNECTION (source)))
    stream_lost (stream, HOUBU_UNSET);
  else
    houbu_live_channel_stop (stream->live);
}

static gboolean
is_event_stream (SoupMessage *message)
{
  const char *type =
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return soup_message_get_status (message) == SOUP_STATUS_OK && type != NULL &&
         g_ascii_strcasecmp (type, "text/event-stream") == 0;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Stream) stream = user_data;
  g_autoptr (GError) error = NULL;

  stream->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (!is_wanted (stream))
    return;
  if (stream->stream == NULL)
    stream_lost (stream, HOUBU_UNSET);
  else if (soup_message_get_status (stream->message) == SOUP_STATUS_UNAUTHORIZED)
    {
      Stream *kept = g_steal_pointer (&stream);

      houbu_renewal_run_async (kept->live->connection, kept->token, kept->cancellable, renewed_cb,
                               kept);
    }
  else if (!is_event_stream (stream->message))
    stream_lost (stream, houbu_answer_get_retry_after (stream->message));
  else
    {
      stream->opened_at = g_get_monotonic_time ();
      heard (stream->live);
      set_state (stream->live, HOUBU_LIVE_LIVE);
      read_more (g_steal_pointer (&stream));
    }
}

static void
open_stream (HoubuLiveChannel *self)
{
  Stream *stream = g_new0 (Stream, 1);
  g_autofree char *last = g_strdup_printf ("%" G_GINT64_FORMAT, self->sequence);
  SoupMessageHeaders *headers = NULL;

  drop_stream (self);
  self->cancellable = g_cancellable_new ();
  stream->live = g_object_ref (self);
  stream->cancellable = g_object_ref (self->cancellable);
  stream->parser = houbu_event_parser_new ();
  stream->token = g_strdup (houbu_connection_get_token (self->connection));
  stream->message = houbu_connection_new_message (self->connection, "GET", "/v1/events");
  headers = soup_message_get_request_headers (stream->message);
  soup_message_headers_replace (headers, "Accept", "text/event-stream");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Last-Event-ID", last);
  soup_session_send_async (self->soup, stream->message, G_PRIORITY_DEFAULT, stream->cancellable,
                           opened_cb, stream);
}

/* How long this computer has slept: the boot clock runs meanwhile, the monotonic one does not. */
static gint64
time_asleep (void)
{
  struct timespec since_boot = { 0 };

  if (clock_gettime (CLOCK_BOOTTIME, &since_boot) != 0)
    return 0;
  return (gint64) since_boot.tv_sec * G_USEC_PER_SEC + since_boot.tv_nsec / 1000 -
         g_get_monotonic_time ();
}

/* After a sleep the socket looks alive until its time-out; the server has long forgotten it. */
static gboolean
tick_cb (gpointer user_data)
{
  HoubuLiveChannel *self = user_data;
  gint64 asleep = time_asleep ();

  if (asleep - self->asleep > SUSPENDED_US)
    {
      set_state (self, HOUBU_LIVE_STALE);
      open_stream (self);
    }
  self->asleep = asleep;
  return G_SOURCE_CONTINUE;
}

/* Only a hint to try sooner: a campus network without internet counts as unavailable here. */
static void
network_changed_cb (GNetworkMonitor *network, gboolean available, HoubuLiveChannel *self)
{
  if (self->retry_id == 0)
    return;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_id = g_timeout_add ((guint) (FIRST_WAIT_MS * g_random_double ()), retry_cb, self);
}

static void
houbu_live_channel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HoubuLiveChannel *self = HOUBU_LIVE_CHANNEL (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_LAST_SEEN:
      g_value_set_int64 (value, self->last_seen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_live_channel_dispose (GObject *object)
{
  HoubuLiveChannel *self = HOUBU_LIVE_CHANNEL (object);

  drop_stream (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->soup);
  g_clear_object (&self->connection);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (houbu_live_channel_parent_class)->dispose (object);
}

static void
houbu_live_channel_class_init (HoubuLiveChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = houbu_live_channel_get_property;
  object_class->dispose = houbu_live_channel_dispose;

  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, HOUBU_TYPE_LIVE_STATE, HOUBU_LIVE_OFFLINE, read);
  props[PROP_LAST_SEEN] = g_param_spec_int64 ("last-seen", NULL, NULL, 0, G_MAXINT64, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[EVENT] = g_signal_new ("event", HOUBU_TYPE_LIVE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BYTES);
  signals[RESYNC] = g_signal_new ("resync", HOUBU_TYPE_LIVE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_live_channel_init (HoubuLiveChannel *self)
{
  self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (network_changed_cb), self,
                           0);
}

/**
 * houbu_live_channel_new:
 * @connection: (transfer none): a connection
 *
 * Returns: (transfer full): a channel that is not started
 */
HoubuLiveChannel *
houbu_live_channel_new (HoubuConnection *connection)
{
  HoubuLiveChannel *self = NULL;

  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  self = g_object_new (HOUBU_TYPE_LIVE_CHANNEL, NULL);
  self->connection = g_object_ref (connection);
  self->soup = houbu_connection_new_soup_session (connection, SILENCE_SECONDS);
  /* A decoder would hold events back until its buffer is full. */
  soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_CONTENT_DECODER);
  return self;
}

/**
 * houbu_live_channel_start:
 * @self: a channel; one that runs is started anew
 * @after_sequence: the number that the full state was read at
 */
void
houbu_live_channel_start (HoubuLiveChannel *self, gint64 after_sequence)
{
  g_return_if_fail (HOUBU_IS_LIVE_CHANNEL (self));

  self->sequence = after_sequence;
  self->failures = 0;
  self->asleep = time_asleep ();
  if (self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
  if (self->state == HOUBU_LIVE_OFFLINE)
    set_state (self, HOUBU_LIVE_CONNECTING);
  open_stream (self);
}

/**
 * houbu_live_channel_stop:
 * @self: a channel
 */
void
houbu_live_channel_stop (HoubuLiveChannel *self)
{
  g_return_if_fail (HOUBU_IS_LIVE_CHANNEL (self));

  drop_stream (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  set_state (self, HOUBU_LIVE_OFFLINE);
}

/**
 * houbu_live_channel_retry_now:
 * @self: a channel
 *
 * Ends the wait before the next attempt, if there is one.
 */
void
houbu_live_channel_retry_now (HoubuLiveChannel *self)
{
  g_return_if_fail (HOUBU_IS_LIVE_CHANNEL (self));

  if (self->retry_id == 0)
    return;
  self->failures = 0;
  open_stream (self);
}

/**
 * houbu_live_channel_get_state:
 * @self: a channel
 *
 * Returns: how it stands
 */
HoubuLiveState
houbu_live_channel_get_state (HoubuLiveChannel *self)
{
  g_return_val_if_fail (HOUBU_IS_LIVE_CHANNEL (self), HOUBU_LIVE_OFFLINE);

  return self->state;
}

/**
 * houbu_live_channel_get_last_seen:
 * @self: a channel
 *
 * Returns: when the server was last heard, µs since the epoch; 0 = never
 */
gint64
houbu_live_channel_get_last_seen (HoubuLiveChannel *self)
{
  g_return_val_if_fail (HOUBU_IS_LIVE_CHANNEL (self), 0);

  return self->last_seen;
}

/**
 * houbu_live_channel_get_sequence:
 * @self: a channel
 *
 * Returns: the number of the last event, or what it was started after
 */
gint64
houbu_live_channel_get_sequence (HoubuLiveChannel *self)
{
  g_return_val_if_fail (HOUBU_IS_LIVE_CHANNEL (self), 0);

  return self->sequence;
}
