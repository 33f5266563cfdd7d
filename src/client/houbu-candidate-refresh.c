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

typedef struct
{
  HoubuRegistration *registration; /* (owned) (nullable) */
  guint readings;
} Refresh;

typedef struct
{
  HoubuSubjectKind kind;
  char *campus; /* (owned) (nullable) */
} Board;

static void ask_registration (GTask *task);

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  g_clear_object (&refresh->registration);
  g_free (refresh);
}

static void
board_free (gpointer data)
{
  Board *board = data;

  g_free (board->campus);
  g_free (board);
}

/* Ends a refresh. Takes @error; NULL = all went well. */
static void
refresh_done (GTask *task, GError *error)
{
  houbu_candidate_end_refresh (g_task_get_source_object (task));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* The stream goes on exactly where the state was read, whatever it has shown meanwhile. */
static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  Refresh *refresh = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GListModel) completed = houbu_waitlist_service_list_completed_finish (
      HOUBU_WAITLIST_SERVICE (source), result, &error);
  gint64 sequence = 0;

  if (completed == NULL)
    {
      refresh_done (task, error);
      return;
    }
  sequence = MAX (houbu_registration_get_event_seq (refresh->registration), 0);
  if (houbu_live_channel_get_state (self->live) == HOUBU_LIVE_LIVE &&
      sequence < houbu_live_channel_get_sequence (self->live) &&
      ++refresh->readings < MOST_READINGS)
    {
      ask_registration (g_steal_pointer (&task));
      return;
    }
  houbu_candidate_take_full_state (self, refresh->registration, completed);
  houbu_candidate_touch (self);
  houbu_live_channel_start (self->live, sequence);
  refresh_done (task, NULL);
}

static void
registration_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  Refresh *refresh = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_object (&refresh->registration);
  refresh->registration =
      houbu_registration_service_get_finish (HOUBU_REGISTRATION_SERVICE (source), result, &error);
  if (refresh->registration == NULL)
    refresh_done (task, error);
  else
    houbu_waitlist_service_list_completed_async (self->waitlist, g_task_get_cancellable (task),
                                                 completed_cb, g_object_ref (task));
}

static void
ask_registration (GTask *task)
{
  HoubuCandidate *self = g_task_get_source_object (task);

  houbu_registration_service_get_async (self->registrations, g_task_get_cancellable (task),
                                        registration_cb, task);
}

static void
exam_first_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!houbu_candidate_refresh_exam_finish (HOUBU_CANDIDATE (source), result, &error))
    refresh_done (task, error);
  else
    ask_registration (g_steal_pointer (&task));
}

/**
 * houbu_candidate_refresh_async:
 * @self: a candidate who is signed in
 * @cancellable: (nullable): ends it
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

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  task = g_task_new (self, cancellable != NULL ? cancellable : self->work, callback, user_data);
  g_task_set_source_tag (task, houbu_candidate_refresh_async);
  g_task_set_task_data (task, g_new0 (Refresh, 1), refresh_free);
  houbu_candidate_begin_refresh (self);
  houbu_candidate_refresh_exam_async (self, g_task_get_cancellable (task), exam_first_cb, task);
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
