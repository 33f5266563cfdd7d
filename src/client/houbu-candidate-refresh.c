/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-candidate-session.h"

#include "houbu-error.h"

#include "houbu-candidate-private.h"
#include "houbu-list-merge.h"

/* An answer that is older than what the stream has shown meanwhile is asked for again, this often.
 */
#define MOST_READINGS 3
#define BOARD_DELAY_MS 300
#define BOARD_SPREAD_MS 500

/* One reading of the full state, for everybody who asked for it before it came to the registration:
 * what they may have changed is in it. It ends with the session, not with the page that asked. */
struct _HoubuReading
{
  HoubuCandidate *candidate;       /* (owned) */
  GCancellable *cancellable;       /* (owned) */
  HoubuRegistration *registration; /* (owned) (nullable) */
  GPtrArray *tasks;                /* (owned) (element-type GTask): who waits for it */
  guint readings;
};

typedef struct
{
  HoubuSubjectKind kind;
  char *campus; /* (owned) (nullable) */
} Board;

static void ask_registration (HoubuReading *reading);

static HoubuReading *
reading_new (HoubuCandidate *self)
{
  HoubuReading *reading = g_new0 (HoubuReading, 1);

  reading->candidate = g_object_ref (self);
  reading->cancellable = g_object_ref (self->work);
  reading->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  return reading;
}

static void
reading_free (HoubuReading *reading)
{
  g_clear_object (&reading->registration);
  g_ptr_array_unref (reading->tasks);
  g_object_unref (reading->cancellable);
  g_object_unref (reading->candidate);
  g_free (reading);
}

/* Whoever asks from now on gets a reading of their own. */
static void
close_reading (HoubuReading *reading)
{
  if (reading->candidate->reading == reading)
    reading->candidate->reading = NULL;
}

static void
board_free (gpointer data)
{
  Board *board = data;

  g_free (board->campus);
  g_free (board);
}

/* Tells everybody who waited and ends the reading. @error: (nullable): NULL = all went well */
static void
reading_done (HoubuReading *reading, const GError *error)
{
  close_reading (reading);
  houbu_candidate_end_refresh (reading->candidate);
  for (guint i = 0; i < reading->tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (reading->tasks, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
  reading_free (reading);
}

/* The stream goes on exactly where the state was read, whatever it has shown meanwhile. */
static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuReading *reading = user_data;
  HoubuCandidate *self = reading->candidate;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) completed = houbu_waitlist_service_list_completed_finish (
      HOUBU_WAITLIST_SERVICE (source), result, &error);
  gint64 sequence = 0;

  if (completed == NULL)
    {
      reading_done (reading, error);
      return;
    }
  sequence = MAX (houbu_registration_get_event_seq (reading->registration), 0);
  if (houbu_live_channel_get_state (self->live) == HOUBU_LIVE_LIVE &&
      sequence < houbu_live_channel_get_sequence (self->live) &&
      ++reading->readings < MOST_READINGS)
    {
      ask_registration (reading);
      return;
    }
  houbu_candidate_take_full_state (self, reading->registration, completed);
  houbu_candidate_touch (self);
  houbu_live_channel_start (self->live, sequence);
  reading_done (reading, NULL);
}

static void
registration_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuReading *reading = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_object (&reading->registration);
  reading->registration =
      houbu_registration_service_get_finish (HOUBU_REGISTRATION_SERVICE (source), result, &error);
  if (reading->registration == NULL)
    reading_done (reading, error);
  else
    houbu_waitlist_service_list_completed_async (reading->candidate->waitlist, reading->cancellable,
                                                 completed_cb, reading);
}

static void
ask_registration (HoubuReading *reading)
{
  close_reading (reading);
  houbu_registration_service_get_async (reading->candidate->registrations, reading->cancellable,
                                        registration_cb, reading);
}

static void
exam_first_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuReading *reading = user_data;
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_refresh_exam_finish (HOUBU_CANDIDATE (source), result, &error))
    reading_done (reading, error);
  else
    ask_registration (reading);
}

/**
 * houbu_candidate_refresh_async:
 * @self: a candidate who is signed in
 * @cancellable: (nullable): for who asks; what is being fetched may serve others as well
 * @callback: called when the state is new
 * @user_data: for @callback
 *
 * Fetches the exam, the registration and the finished entries, and hears the events from there on.
 */
void
houbu_candidate_refresh_async (HoubuCandidate *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = NULL;
  gboolean first = FALSE;

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  first = self->reading == NULL;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_candidate_refresh_async);
  if (first)
    self->reading = reading_new (self);
  g_ptr_array_add (self->reading->tasks, task);
  if (!first)
    return;
  houbu_candidate_begin_refresh (self);
  houbu_candidate_refresh_exam_async (self, self->reading->cancellable, exam_first_cb,
                                      self->reading);
}

/**
 * houbu_candidate_refresh_finish:
 * @self: a candidate
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the state is new
 */
gboolean
houbu_candidate_refresh_finish (HoubuCandidate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
exam_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  gint64 *asked = g_task_get_task_data (task);
  gint64 answered = g_get_real_time ();
  GError *error = NULL;
  g_autoptr (HoubuExam) exam =
      houbu_exam_service_current_finish (HOUBU_EXAM_SERVICE (source), result, &error);

  if (exam == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (houbu_exam_get_server_time (exam) != HOUBU_UNSET)
    houbu_candidate_set_clock (self, houbu_exam_get_server_time (exam) -
                                         (*asked + (answered - *asked) / 2));
  houbu_candidate_set_exam (self, exam);
  g_task_return_boolean (task, TRUE);
}

/**
 * houbu_candidate_refresh_exam_async:
 * @self: a candidate, signed in or not
 * @cancellable: (nullable): ends it
 * @callback: called when the exam is there
 * @user_data: for @callback
 */
void
houbu_candidate_refresh_exam_async (HoubuCandidate *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = NULL;
  gint64 now = g_get_real_time ();

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_candidate_refresh_exam_async);
  g_task_set_task_data (task, g_memdup2 (&now, sizeof now), g_free);
  houbu_exam_service_current_async (self->exams, cancellable, exam_cb, task);
}

/**
 * houbu_candidate_refresh_exam_finish:
 * @self: a candidate
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the exam is there
 */
gboolean
houbu_candidate_refresh_exam_finish (HoubuCandidate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
board_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  Board *board = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GListModel) rows =
      houbu_offering_service_list_finish (HOUBU_OFFERING_SERVICE (source), result, &error);

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Two boards may be asked for in a row; the one that was asked for last is shown. */
  if (board->kind == self->board_kind && g_strcmp0 (board->campus, self->board_campus) == 0)
    houbu_list_merge (self->offerings, rows);
  g_task_return_boolean (task, TRUE);
}

/**
 * houbu_candidate_show_offerings_async:
 * @self: a candidate who is signed in
 * @kind: written or oral
 * @campus: (nullable): code of the campus, %NULL for the candidate's own
 * @cancellable: (nullable): ends it
 * @callback: called when the model `offerings` holds these rows
 * @user_data: for @callback
 *
 * Fills the model `offerings`; it is kept up to date from then on.
 */
void
houbu_candidate_show_offerings_async (HoubuCandidate *self,
                                      HoubuSubjectKind kind,
                                      const char *campus,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task = NULL;
  Board *board = NULL;

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  board = g_new0 (Board, 1);
  board->kind = kind;
  board->campus = g_strdup (campus);
  g_task_set_source_tag (task, houbu_candidate_show_offerings_async);
  g_task_set_task_data (task, board, board_free);
  if (kind != self->board_kind || g_strcmp0 (campus, self->board_campus) != 0)
    g_list_store_remove_all (self->offerings);
  self->board_kind = kind;
  if (campus != self->board_campus)
    {
      g_free (self->board_campus);
      self->board_campus = g_strdup (campus);
    }
  houbu_offering_service_list_async (self->board, kind, campus, cancellable, board_cb, task);
}

/**
 * houbu_candidate_show_offerings_finish:
 * @self: a candidate
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the rows came
 */
gboolean
houbu_candidate_show_offerings_finish (HoubuCandidate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Nobody waits for these: a failure shows in the live state, and the next event tries again. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_refresh_finish (HOUBU_CANDIDATE (source), result, &error))
    g_debug ("No fresh state: %s", error->message);
}

void
houbu_candidate_refresh_later (HoubuCandidate *self)
{
  if (self->account != NULL && self->refreshing == 0)
    houbu_candidate_refresh_async (self, self->work, refreshed_cb, NULL);
}

static void
board_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_show_offerings_finish (HOUBU_CANDIDATE (source), result, &error))
    g_debug ("No fresh board: %s", error->message);
}

static gboolean
board_timer_cb (gpointer user_data)
{
  HoubuCandidate *self = user_data;

  self->board_timer = 0;
  houbu_candidate_show_offerings_async (self, self->board_kind, self->board_campus, self->work,
                                        board_shown_cb, NULL);
  return G_SOURCE_REMOVE;
}

/* One seat that moves makes everybody ask: a little later, and not all at once. */
void
houbu_candidate_refresh_board_soon (HoubuCandidate *self)
{
  if (self->account == NULL || self->board_timer != 0 ||
      self->board_kind == HOUBU_SUBJECT_KIND_UNSET)
    return;
  self->board_timer = g_timeout_add (
      BOARD_DELAY_MS + (guint) (BOARD_SPREAD_MS * g_random_double ()), board_timer_cb, self);
}
