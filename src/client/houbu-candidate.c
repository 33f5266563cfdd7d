/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-candidate.h"

#include "houbu-candidate-private.h"

/* After a shorter break the events that were missed are enough. */
#define LONG_BREAK_US (30 * G_USEC_PER_SEC)
/* A smaller difference of the clocks is within what the measurement can tell. */
#define CLOCK_STEP_US (100 * 1000)

enum
{
  PROP_CONNECTION = 1,
  PROP_KEYRING,
  PROP_EXAM,
  PROP_ACCOUNT,
  PROP_REGISTRATION,
  PROP_STATUS,
  PROP_LIVE_STATE,
  PROP_LAST_UPDATED,
  PROP_SERVER_TIME_OFFSET,
  PROP_REFRESHING,
  PROP_ENROLMENTS,
  PROP_ENTRIES,
  PROP_COMPLETED_ENTRIES,
  PROP_OFFERINGS,
  PROP_NOTICES,
  PROP_PAYMENTS,
  N_PROPS
};

enum
{
  PROMOTED,
  SIGNED_OUT,
  NOT_REMEMBERED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuCandidate, houbu_candidate, G_TYPE_OBJECT)

static void
set_live_state (HoubuCandidate *self, HoubuLiveState state)
{
  if (self->live_state == state)
    return;
  self->live_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIVE_STATE]);
}

static void
live_state_cb (HoubuLiveChannel *live, GParamSpec *pspec, HoubuCandidate *self)
{
  HoubuLiveState before = self->live_state;
  HoubuLiveState state = houbu_live_channel_get_state (live);
  gint64 now = g_get_monotonic_time ();

  set_live_state (self, state);
  if (state == HOUBU_LIVE_STALE && before != HOUBU_LIVE_STALE)
    self->stale_since = now;
  else if (state == HOUBU_LIVE_LIVE && before == HOUBU_LIVE_STALE &&
           now - self->stale_since > LONG_BREAK_US)
    houbu_candidate_refresh_later (self);
}

static void
last_seen_cb (HoubuLiveChannel *live, GParamSpec *pspec, HoubuCandidate *self)
{
  houbu_candidate_touch (self);
}

static void
event_cb (HoubuLiveChannel *live, const char *type, GBytes *data, HoubuCandidate *self)
{
  houbu_candidate_take_event (self, type, data);
}

static void
resync_cb (HoubuLiveChannel *live, HoubuCandidate *self)
{
  houbu_candidate_refresh_later (self);
}

static void
session_cb (HoubuConnection *connection, GParamSpec *pspec, HoubuCandidate *self)
{
  if (self->remembered)
    houbu_candidate_remember (self);
}

static void
session_lost_cb (HoubuConnection *connection, HoubuCandidate *self)
{
  houbu_candidate_forget_session (self, HOUBU_SIGNED_OUT_EXPIRED);
}

static void
houbu_candidate_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HoubuCandidate *self = HOUBU_CANDIDATE (object);

  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_KEYRING:
      g_value_set_object (value, self->keyring);
      break;
    case PROP_EXAM:
      g_value_set_object (value, self->exam);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_REGISTRATION:
      g_value_set_object (value, self->registration);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, houbu_candidate_get_status (self));
      break;
    case PROP_LIVE_STATE:
      g_value_set_enum (value, self->live_state);
      break;
    case PROP_LAST_UPDATED:
      g_value_set_int64 (value, self->last_updated);
      break;
    case PROP_SERVER_TIME_OFFSET:
      g_value_set_int64 (value, self->server_time_offset);
      break;
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refreshing > 0);
      break;
    case PROP_ENROLMENTS:
      g_value_set_object (value, self->enrolments);
      break;
    case PROP_ENTRIES:
      g_value_set_object (value, self->entries);
      break;
    case PROP_COMPLETED_ENTRIES:
      g_value_set_object (value, self->completed);
      break;
    case PROP_OFFERINGS:
      g_value_set_object (value, self->offerings);
      break;
    case PROP_NOTICES:
      g_value_set_object (value, self->notices);
      break;
    case PROP_PAYMENTS:
      g_value_set_object (value, self->payments);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_candidate_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HoubuCandidate *self = HOUBU_CANDIDATE (object);

  switch (id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_KEYRING:
      self->keyring = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_candidate_constructed (GObject *object)
{
  HoubuCandidate *self = HOUBU_CANDIDATE (object);

  G_OBJECT_CLASS (houbu_candidate_parent_class)->constructed (object);
  self->live = houbu_live_channel_new (self->connection);
  self->accounts = houbu_account_service_new (self->connection);
  self->exams = houbu_exam_service_new (self->connection);
  self->registrations = houbu_registration_service_new (self->connection);
  self->waitlist = houbu_waitlist_service_new (self->connection);
  self->board = houbu_offering_service_new (self->connection);
  g_signal_connect_object (self->connection, "notify::session", G_CALLBACK (session_cb), self, 0);
  g_signal_connect_object (self->connection, "session-lost", G_CALLBACK (session_lost_cb), self, 0);
  g_signal_connect_object (self->live, "notify::state", G_CALLBACK (live_state_cb), self, 0);
  g_signal_connect_object (self->live, "notify::last-seen", G_CALLBACK (last_seen_cb), self, 0);
  g_signal_connect_object (self->live, "event", G_CALLBACK (event_cb), self, 0);
  g_signal_connect_object (self->live, "resync", G_CALLBACK (resync_cb), self, 0);
}

static void
houbu_candidate_dispose (GObject *object)
{
  HoubuCandidate *self = HOUBU_CANDIDATE (object);

  if (self->live != NULL)
    houbu_live_channel_stop (self->live);
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  g_clear_handle_id (&self->board_timer, g_source_remove);
  g_clear_object (&self->work);
  g_clear_object (&self->live);
  g_clear_object (&self->accounts);
  g_clear_object (&self->exams);
  g_clear_object (&self->registrations);
  g_clear_object (&self->waitlist);
  g_clear_object (&self->board);
  g_clear_object (&self->connection);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (houbu_candidate_parent_class)->dispose (object);
}

static void
houbu_candidate_finalize (GObject *object)
{
  HoubuCandidate *self = HOUBU_CANDIDATE (object);

  g_clear_object (&self->exam);
  g_clear_object (&self->account);
  g_clear_object (&self->registration);
  g_clear_object (&self->enrolments);
  g_clear_object (&self->entries);
  g_clear_object (&self->completed);
  g_clear_object (&self->offerings);
  g_clear_object (&self->notices);
  g_clear_object (&self->payments);
  g_ptr_array_unref (self->promoted);
  g_free (self->board_campus);
  G_OBJECT_CLASS (houbu_candidate_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  props[PROP_CONNECTION] =
      g_param_spec_object ("connection", NULL, NULL, HOUBU_TYPE_CONNECTION, construct);
  props[PROP_KEYRING] = g_param_spec_object ("keyring", NULL, NULL, HOUBU_TYPE_KEYRING, construct);
  props[PROP_EXAM] = g_param_spec_object ("exam", NULL, NULL, HOUBU_TYPE_EXAM, read);
  props[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, HOUBU_TYPE_ACCOUNT_INFO, read);
  props[PROP_REGISTRATION] =
      g_param_spec_object ("registration", NULL, NULL, HOUBU_TYPE_REGISTRATION, read);
  props[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, HOUBU_TYPE_REGISTRATION_STATUS,
                                          HOUBU_REGISTRATION_STATUS_UNSET, read);
  props[PROP_LIVE_STATE] =
      g_param_spec_enum ("live-state", NULL, NULL, HOUBU_TYPE_LIVE_STATE, HOUBU_LIVE_OFFLINE, read);
  props[PROP_LAST_UPDATED] =
      g_param_spec_int64 ("last-updated", NULL, NULL, 0, G_MAXINT64, 0, read);
  props[PROP_SERVER_TIME_OFFSET] =
      g_param_spec_int64 ("server-time-offset", NULL, NULL, G_MININT64, G_MAXINT64, 0, read);
  props[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, read);
  props[PROP_ENROLMENTS] = g_param_spec_object ("enrolments", NULL, NULL, G_TYPE_LIST_MODEL, read);
  props[PROP_ENTRIES] = g_param_spec_object ("entries", NULL, NULL, G_TYPE_LIST_MODEL, read);
  props[PROP_COMPLETED_ENTRIES] =
      g_param_spec_object ("completed-entries", NULL, NULL, G_TYPE_LIST_MODEL, read);
  props[PROP_OFFERINGS] = g_param_spec_object ("offerings", NULL, NULL, G_TYPE_LIST_MODEL, read);
  props[PROP_NOTICES] = g_param_spec_object ("notices", NULL, NULL, G_TYPE_LIST_MODEL, read);
  props[PROP_PAYMENTS] = g_param_spec_object ("payments", NULL, NULL, G_TYPE_LIST_MODEL, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
houbu_candidate_class_init (HoubuCandidateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = houbu_candidate_get_property;
  object_class->set_property = houbu_candidate_set_property;
  object_class->constructed = houbu_candidate_constructed;
  object_class->dispose = houbu_candidate_dispose;
  object_class->finalize = houbu_candidate_finalize;
  install_properties (object_class);

  signals[PROMOTED] =
      g_signal_new ("promoted", HOUBU_TYPE_CANDIDATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, HOUBU_TYPE_ENTRY, HOUBU_TYPE_ENROLMENT);
  signals[SIGNED_OUT] =
      g_signal_new ("signed-out", HOUBU_TYPE_CANDIDATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, HOUBU_TYPE_SIGNED_OUT_REASON);
  signals[NOT_REMEMBERED] = g_signal_new ("not-remembered", HOUBU_TYPE_CANDIDATE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
houbu_candidate_init (HoubuCandidate *self)
{
  self->enrolments = g_list_store_new (HOUBU_TYPE_ENROLMENT);
  self->entries = g_list_store_new (HOUBU_TYPE_WAIT);
  self->completed = g_list_store_new (HOUBU_TYPE_ENTRY);
  self->offerings = g_list_store_new (HOUBU_TYPE_OFFERING);
  self->notices = g_list_store_new (HOUBU_TYPE_NOTICE);
  self->payments = g_list_store_new (HOUBU_TYPE_PAYMENT);
  self->promoted = g_ptr_array_new_with_free_func (g_object_unref);
  self->work = g_cancellable_new ();
}

/**
 * houbu_candidate_new:
 * @connection: the server
 * @keyring: (nullable): where to remember the session, %NULL for nowhere
 *
 * Returns: (transfer full): a candidate who is not signed in
 */
HoubuCandidate *
houbu_candidate_new (HoubuConnection *connection, HoubuKeyring *keyring)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_CANDIDATE, "connection", connection, "keyring", keyring, NULL);
}

/**
 * houbu_candidate_get_connection:
 * @self: a candidate
 *
 * Returns: (transfer none): the server
 */
HoubuConnection *
houbu_candidate_get_connection (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return self->connection;
}

/**
 * houbu_candidate_get_exam:
 * @self: a candidate
 *
 * Returns: (transfer none) (nullable): the exam session, once it was fetched
 */
HoubuExam *
houbu_candidate_get_exam (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return self->exam;
}

/**
 * houbu_candidate_get_account:
 * @self: a candidate
 *
 * Returns: (transfer none) (nullable): who is signed in
 */
HoubuAccountInfo *
houbu_candidate_get_account (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return self->account;
}

/**
 * houbu_candidate_get_registration:
 * @self: a candidate
 *
 * Returns: (transfer none) (nullable): the registration, once it was fetched
 */
HoubuRegistration *
houbu_candidate_get_registration (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return self->registration;
}

/**
 * houbu_candidate_get_live_state:
 * @self: a candidate
 *
 * Returns: how far what is shown can be trusted
 */
HoubuLiveState
houbu_candidate_get_live_state (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), HOUBU_LIVE_OFFLINE);

  return self->live_state;
}

/**
 * houbu_candidate_get_last_updated:
 * @self: a candidate
 *
 * Returns: when the server was last heard, µs since the epoch on this computer's clock; 0 = never
 */
gint64
houbu_candidate_get_last_updated (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), 0);

  return self->last_updated;
}

/**
 * houbu_candidate_get_server_now:
 * @self: a candidate
 *
 * Returns: the time on the server's clock, the one that deadlines go by, µs since the epoch
 */
gint64
houbu_candidate_get_server_now (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), 0);

  return g_get_real_time () + self->server_time_offset;
}

/**
 * houbu_candidate_get_status:
 * @self: a candidate
 *
 * Returns: how the registration stands; `UNSET` when it was not fetched
 */
HoubuRegistrationStatus
houbu_candidate_get_status (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), HOUBU_REGISTRATION_STATUS_UNSET);

  return self->registration != NULL ? houbu_registration_get_status (self->registration)
                                    : HOUBU_REGISTRATION_STATUS_UNSET;
}

/**
 * houbu_candidate_reconnect:
 * @self: a candidate
 *
 * Tries to hear the server again now, if an attempt is being waited for.
 */
void
houbu_candidate_reconnect (HoubuCandidate *self)
{
  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  houbu_live_channel_retry_now (self->live);
}

/* For the rest of the candidate */

/* The difference of the clocks, unless it is the one we know. */
void
houbu_candidate_set_clock (HoubuCandidate *self, gint64 offset)
{
  if (ABS (offset - self->server_time_offset) < CLOCK_STEP_US)
    return;
  self->server_time_offset = offset;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SERVER_TIME_OFFSET]);
}

void
houbu_candidate_set_exam (HoubuCandidate *self, HoubuExam *exam)
{
  if (self->exam != NULL)
    houbu_record_assign (HOUBU_RECORD (self->exam), HOUBU_RECORD (exam));
  else
    self->exam = g_object_ref (exam);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXAM]);
}

void
houbu_candidate_set_account (HoubuCandidate *self, HoubuAccountInfo *account)
{
  if (g_set_object (&self->account, account))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACCOUNT]);
}

void
houbu_candidate_set_registration (HoubuCandidate *self, HoubuRegistration *registration)
{
  if (self->registration != NULL && registration != NULL)
    houbu_record_assign (HOUBU_RECORD (self->registration), HOUBU_RECORD (registration));
  else
    g_set_object (&self->registration, registration);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REGISTRATION]);
  houbu_candidate_notify_status (self);
}

void
houbu_candidate_notify_status (HoubuCandidate *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

void
houbu_candidate_touch (HoubuCandidate *self)
{
  self->last_updated = g_get_real_time ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LAST_UPDATED]);
}

void
houbu_candidate_begin_refresh (HoubuCandidate *self)
{
  if (self->refreshing++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REFRESHING]);
}

void
houbu_candidate_end_refresh (HoubuCandidate *self)
{
  g_assert (self->refreshing > 0);

  if (--self->refreshing == 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REFRESHING]);
}

void
houbu_candidate_tell_promoted (HoubuCandidate *self, HoubuEntry *entry, HoubuEnrolment *enrolment)
{
  g_signal_emit (self, signals[PROMOTED], 0, entry, enrolment);
}

void
houbu_candidate_tell_not_remembered (HoubuCandidate *self, const GError *error)
{
  g_signal_emit (self, signals[NOT_REMEMBERED], 0, error);
}

void
houbu_candidate_tell_signed_out (HoubuCandidate *self, HoubuSignedOutReason reason)
{
  g_signal_emit (self, signals[SIGNED_OUT], 0, reason);
}
