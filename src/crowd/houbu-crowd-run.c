/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-run.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "houbu-crowd-control.h"
#include "houbu-crowd-member.h"
#include "houbu-error.h"
#include "houbu-exam-service.h"

/* How often the server is asked whether this is a rehearsal still. */
#define GUARD_SECONDS 10
#define PROGRESS_SECONDS 5
/* How long the last looks may take. */
#define LAST_LOOK_SECONDS 60

struct _HoubuCrowdRun
{
  HoubuCrowdRunOptions options;
  HoubuCrowdStage stage;
  HoubuConnection *guard;    /* (owned): asks about the rehearsal and nothing else */
  GPtrArray *members;        /* (owned) (element-type HoubuCrowdMember) */
  GCancellable *cancellable; /* (owned) */
  GMainLoop *loop;           /* (owned) */
  gint64 began_at;
  gint64 ended_at;
  guint guard_timer;
  guint progress_timer;
  guint end_timer;
  guint interrupt;
  guint terminate;
  gboolean is_begun;
  gboolean is_ending;
  HoubuCrowdExit exit;
};

static double
seconds_since (gint64 moment)
{
  return (double) (g_get_monotonic_time () - moment) / G_USEC_PER_SEC;
}

/* --------------------------------------------------------------------------------------------- */
/* The end */

static void
stop (HoubuCrowdRun *self, HoubuCrowdExit exit)
{
  self->exit = exit;
  self->ended_at = g_get_monotonic_time ();
  g_main_loop_quit (self->loop);
}

static gboolean
on_last_look_late (gpointer user_data)
{
  HoubuCrowdRun *self = user_data;

  self->end_timer = 0;
  stop (self, HOUBU_CROWD_DONE);
  return G_SOURCE_REMOVE;
}

/* Everybody looks once more: what still waits at the end tells who was served before it. */
static void
begin_end (HoubuCrowdRun *self)
{
  if (self->is_ending)
    return;
  self->is_ending = TRUE;
  g_clear_handle_id (&self->end_timer, g_source_remove);
  self->end_timer = g_timeout_add_seconds (LAST_LOOK_SECONDS, on_last_look_late, self);
  /* Their clock may stand still. */
  houbu_crowd_clock_set_paused (self->stage.clock, FALSE);
  for (guint i = 0; i < self->members->len; i++)
    houbu_crowd_member_finish (g_ptr_array_index (self->members, i));
  if (self->members->len == 0)
    stop (self, HOUBU_CROWD_DONE);
}

static void
on_input_closed (gpointer user_data)
{
  begin_end (user_data);
}

static gboolean
on_time_over (gpointer user_data)
{
  HoubuCrowdRun *self = user_data;

  self->end_timer = 0;
  begin_end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_signal (gpointer user_data)
{
  HoubuCrowdRun *self = user_data;

  if (self->is_begun && !self->is_ending)
    begin_end (self);
  else
    stop (self, HOUBU_CROWD_DONE);
  return G_SOURCE_CONTINUE;
}

static void
refuse (HoubuCrowdRun *self, const char *why)
{
  fprintf (stderr, "houbu-crowd: %s\n", why);
  stop (self, HOUBU_CROWD_NO_REHEARSAL);
}

static void
on_stage_changed (gpointer user_data)
{
  HoubuCrowdRun *self = user_data;

  if (self->stage.is_live)
    refuse (self, "the server no longer declares a rehearsal; everybody leaves");
  else if (self->stage.done == self->members->len)
    stop (self, HOUBU_CROWD_DONE);
}

/* --------------------------------------------------------------------------------------------- */
/* Progress */

static gboolean
on_progress (gpointer user_data)
{
  HoubuCrowdRun *self = user_data;
  HoubuCrowdFindings findings;

  houbu_crowd_witness_judge (self->stage.witness, &findings);
  fprintf (stderr,
           "%6.0f s  here %5u  waiting %5u  seated %5u  done %5u  requests %7u  promotions %5u  "
           "inversions %u  oversold %u\n",
           seconds_since (self->began_at), self->stage.present, self->stage.waiting,
           self->stage.seated, self->stage.done, houbu_crowd_tally_get_asked (self->stage.tally),
           findings.promoted, findings.inversions + findings.grown, findings.oversold);
  return G_SOURCE_CONTINUE;
}

/* --------------------------------------------------------------------------------------------- */
/* The beginning: nothing is sent to a server that is not a rehearsal */

static void
begin (HoubuCrowdRun *self)
{
  self->is_begun = TRUE;
  self->began_at = g_get_monotonic_time ();
  houbu_crowd_clock_set_pace (self->stage.clock, self->options.pace);
  for (guint i = 0; i < self->members->len; i++)
    houbu_crowd_member_begin (g_ptr_array_index (self->members, i));
  if (!self->options.quiet)
    self->progress_timer = g_timeout_add_seconds (PROGRESS_SECONDS, on_progress, self);
  if (self->options.most_seconds > 0)
    self->end_timer = g_timeout_add_seconds (self->options.most_seconds, on_time_over, self);
}

static void
on_exam (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuCrowdRun *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuExam) exam =
      houbu_exam_service_current_finish (HOUBU_EXAM_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NO_EXAM))
    refuse (self, "the server has no exam session, so it declares no rehearsal");
  else if (exam == NULL && !self->is_begun)
    {
      fprintf (stderr, "houbu-crowd: %s\n", houbu_error_get_title (error, "en"));
      stop (self, HOUBU_CROWD_UNREACHABLE);
    }
  else if (exam != NULL && !houbu_exam_get_rehearsal (exam))
    refuse (self, "the server's exam session is not a rehearsal (an operator says so with "
                  "“houbuctl exam set --rehearsal yes”); nobody is sent there");
  else if (!self->is_begun)
    begin (self);
}

static gboolean
ask_exam (gpointer user_data)
{
  HoubuCrowdRun *self = user_data;
  g_autoptr (HoubuExamService) service = houbu_exam_service_new (self->guard);

  houbu_exam_service_current_async (service, self->cancellable, on_exam, self);
  return G_SOURCE_CONTINUE;
}

/* Each candidate has a stream and a connection for requests. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

/* --------------------------------------------------------------------------------------------- */

/**
 * houbu_crowd_run_new:
 * @options: what the run is to be; what it points to outlives the run
 *
 * Returns: (transfer full): a run that has not begun
 */
HoubuCrowdRun *
houbu_crowd_run_new (const HoubuCrowdRunOptions *options)
{
  HoubuCrowdRun *self = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (HoubuCrowdRun, 1);
  self->options = *options;
  self->stage = (HoubuCrowdStage){
    .address = options->address,
    .clock = houbu_crowd_clock_new (),
    .tally = houbu_crowd_tally_new (),
    .witness = houbu_crowd_witness_new (),
    .offering = options->offering,
    .changed = on_stage_changed,
    .user_data = self,
  };
  self->guard = houbu_connection_new (options->address);
  self->cancellable = g_cancellable_new ();
  self->loop = g_main_loop_new (NULL, FALSE);
  self->members = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < options->people->len; i++)
    g_ptr_array_add (self->members, houbu_crowd_member_new (
                                        &self->stage, g_ptr_array_index (options->people, i),
                                        houbu_crowd_plan_new (options->temper, options->curve,
                                                              options->span, options->seed, i)));
  return self;
}

/**
 * houbu_crowd_run_free:
 * @self: (transfer full): a run
 */
void
houbu_crowd_run_free (HoubuCrowdRun *self)
{
  g_ptr_array_unref (self->members);
  houbu_crowd_clock_free (self->stage.clock);
  houbu_crowd_tally_free (self->stage.tally);
  houbu_crowd_witness_free (self->stage.witness);
  g_object_unref (self->guard);
  g_object_unref (self->cancellable);
  g_main_loop_unref (self->loop);
  g_free (self);
}

/**
 * houbu_crowd_run_go:
 * @self: a run that has not begun
 *
 * Returns: how it ended
 */
HoubuCrowdExit
houbu_crowd_run_go (HoubuCrowdRun *self)
{
  HoubuCrowdReport report;

  g_return_val_if_fail (self != NULL, HOUBU_CROWD_USAGE);

  raise_descriptor_limit ();
  self->began_at = g_get_monotonic_time ();
  self->interrupt = g_unix_signal_add (SIGINT, on_signal, self);
  self->terminate = g_unix_signal_add (SIGTERM, on_signal, self);
  self->guard_timer = g_timeout_add_seconds (GUARD_SECONDS, ask_exam, self);
  if (self->options.control)
    houbu_crowd_control_listen (self->stage.clock, self->cancellable, on_input_closed, self);
  ask_exam (self);
  g_main_loop_run (self->loop);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->guard_timer, g_source_remove);
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  g_clear_handle_id (&self->end_timer, g_source_remove);
  g_clear_handle_id (&self->interrupt, g_source_remove);
  g_clear_handle_id (&self->terminate, g_source_remove);
  houbu_crowd_run_get_report (self, &report);
  if (self->exit == HOUBU_CROWD_DONE && !houbu_crowd_report_is_clean (&report))
    self->exit = HOUBU_CROWD_VIOLATED;
  return self->exit;
}

/**
 * houbu_crowd_run_get_report:
 * @self: a run
 * @report: (out caller-allocates): what came of it until now; lasts as long as the run
 */
void
houbu_crowd_run_get_report (HoubuCrowdRun *self, HoubuCrowdReport *report)
{
  g_return_if_fail (self != NULL && report != NULL);

  *report = (HoubuCrowdReport){
    .candidates = self->members->len,
    .seed = self->options.seed,
    .seconds = (double) (self->ended_at - self->began_at) / G_USEC_PER_SEC,
    .paid = self->stage.paid,
    .tally = self->stage.tally,
  };
  houbu_crowd_witness_judge (self->stage.witness, &report->findings);
}

/**
 * houbu_crowd_run_dup_decisions:
 * @self: a run
 *
 * Returns: (transfer full): what each candidate decided, candidate by candidate
 */
char *
houbu_crowd_run_dup_decisions (HoubuCrowdRun *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->members->len; i++)
    g_string_append (text, houbu_crowd_member_get_log (g_ptr_array_index (self->members, i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
