/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sweeper.h"

#include <time.h>

#include "houbu-store.h"
#include "houbu-sweep.h"
#include "houbu-sweeper-private.h"

/* Wall and boot time may drift apart by this much between two sweeps (I-H6). */
#define CLOCK_TOLERANCE (120 * G_TIME_SPAN_SECOND)

/* What has outlived its use is no hurry. */
#define FORGET_INTERVAL G_TIME_SPAN_MINUTE

struct _HoubuSweeper
{
  GObject parent_instance;

  /* owned */
  HoubuEngine *engine;
  GMainContext *context;
  GSource *timer; /* (nullable) */

  gint64 interval;
  HoubuReadClock read_wall;
  HoubuReadClock read_boot;
  gint64 clock_offset; /* wall minus boot time at the last sweep */
  gint64 forgotten_at; /* by the engine's clock */
  guint n_running;     /* functions with the store */
  gboolean woken;      /* a release is unfinished */
  gboolean again;      /* something may be left */
  gint halted;         /* atomic */
};

G_DEFINE_FINAL_TYPE (HoubuSweeper, houbu_sweeper, G_TYPE_OBJECT)

typedef enum
{
  PROP_HALTED = 1,
} HoubuSweeperProperty;

static GParamSpec *properties[PROP_HALTED + 1];

static G_DEFINE_QUARK (houbu - sweeper, sweeper);

static void go_on (HoubuSweeper *self);

static gint64
read_boot_time (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &time);
  return (gint64) time.tv_sec * G_TIME_SPAN_SECOND + time.tv_nsec / 1000;
}

static void
set_halted (HoubuSweeper *self, gboolean halted)
{
  if (g_atomic_int_get (&self->halted) == halted)
    return;
  g_atomic_int_set (&self->halted, halted);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HALTED]);
}

/* A wall clock that jumped may be wrong, and an end by the clock cannot be undone. */
static gboolean
check_clock (HoubuSweeper *self)
{
  gint64 offset = self->read_wall () - self->read_boot ();

  if (ABS (offset - self->clock_offset) > CLOCK_TOLERANCE)
    set_halted (self, TRUE);
  else
    self->clock_offset = offset;
  return !houbu_sweeper_get_halted (self);
}

static HoubuSweepPlan *
plan_new (HoubuSweeper *self)
{
  return houbu_sweep_plan_new (self->engine,
                               houbu_clock_now (houbu_engine_get_clock (self->engine)));
}

static HoubuSweepPlan *
plan_new_for_one (HoubuSweepPlan *plan, guint i)
{
  HoubuSweepPlan *one = houbu_sweep_plan_new (plan->engine, plan->now);

  if (i < plan->offerings->len)
    g_array_append_val (one->offerings, g_array_index (plan->offerings, gint64, i));
  else
    g_array_append_val (one->registrations,
                        g_array_index (plan->registrations, gint64, i - plan->offerings->len));
  return one;
}

static guint
plan_size (HoubuSweepPlan *plan)
{
  return plan->offerings->len + plan->registrations->len;
}

static gboolean
should_forget (HoubuSweeper *self)
{
  gint64 now = houbu_clock_now (houbu_engine_get_clock (self->engine));

  if (self->forgotten_at != 0 && ABS (now - self->forgotten_at) < FORGET_INTERVAL)
    return FALSE;
  self->forgotten_at = now;
  return TRUE;
}

static void
end_running (HoubuSweeper *self)
{
  self->n_running--;
  go_on (self);
}

/* A chunk that was done may have left more, which shall not wait for the timer. What failed does:
 * the next sweep finds it again, and the store tells of its own health. */
static void
on_swept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSweeper) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    self->again = TRUE;
  else
    g_debug ("sweeping failed: %s", error->message);
  end_running (self);
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSweeper) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    g_debug ("forgetting failed: %s", error->message);
  end_running (self);
}

static void
write_plan (HoubuSweeper *self,
            HoubuStoreFunc func,
            HoubuSweepPlan *plan,
            GAsyncReadyCallback callback)
{
  self->n_running++;
  houbu_store_write_async (houbu_engine_get_store (self->engine), func, plan,
                           (GDestroyNotify) houbu_sweep_plan_free, NULL, callback,
                           g_object_ref (self));
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSweeper) self = user_data;
  g_autoptr (GError) error = NULL;
  HoubuSweepPlan *plan = houbu_store_result_get_data (result);

  if (houbu_store_read_finish (HOUBU_STORE (source), result, &error) && self->timer != NULL)
    for (guint i = 0; i < plan_size (plan); i++)
      write_plan (self, houbu_sweep_one, plan_new_for_one (plan, i), on_swept);
  end_running (self);
}

static void
sweep (HoubuSweeper *self)
{
  if (self->timer == NULL || !check_clock (self))
    return;
  if (self->n_running > 0)
    {
      self->again = TRUE;
      return;
    }
  if (should_forget (self))
    write_plan (self, houbu_sweep_forget, plan_new (self), on_forgotten);
  self->n_running++;
  houbu_store_read_async (houbu_engine_get_store (self->engine), houbu_sweep_find, plan_new (self),
                          (GDestroyNotify) houbu_sweep_plan_free, NULL, on_found,
                          g_object_ref (self));
}

static gboolean
on_timer (gpointer user_data)
{
  sweep (user_data);
  return G_SOURCE_CONTINUE;
}

/* One thing after the other, so that no two chunks come to stand in one transaction. */
static void
go_on (HoubuSweeper *self)
{
  if (self->n_running > 0)
    return;
  if (self->woken)
    {
      self->woken = FALSE;
      if (self->timer != NULL && !houbu_sweeper_get_halted (self))
        write_plan (self, houbu_sweep_marked, plan_new (self), on_swept);
    }
  else if (self->again)
    {
      self->again = FALSE;
      sweep (self);
    }
}

/* The transaction that left a marker may not be committed yet, but what goes to the writer now runs
 * after it. */
static gboolean
on_woken (gpointer user_data)
{
  HoubuSweeper *self = user_data;

  self->woken = TRUE;
  go_on (self);
  return G_SOURCE_REMOVE;
}

static void
houbu_sweeper_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  HoubuSweeper *self = HOUBU_SWEEPER (object);

  switch ((HoubuSweeperProperty) property_id)
    {
    case PROP_HALTED:
      g_value_set_boolean (value, houbu_sweeper_get_halted (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
houbu_sweeper_dispose (GObject *object)
{
  HoubuSweeper *self = HOUBU_SWEEPER (object);

  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_clear_pointer (&self->timer, g_source_unref);
    }
  g_clear_object (&self->engine);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (houbu_sweeper_parent_class)->dispose (object);
}

static void
houbu_sweeper_class_init (HoubuSweeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_sweeper_dispose;
  object_class->get_property = houbu_sweeper_get_property;

  /**
   * HoubuSweeper:halted:
   *
   * Whether wall and boot time disagree, so that nothing ends by the clock until an operator
   * confirms the time.
   */
  properties[PROP_HALTED] =
      g_param_spec_boolean ("halted", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
houbu_sweeper_init (HoubuSweeper *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->interval = HOUBU_SWEEPER_INTERVAL;
  self->read_wall = g_get_real_time;
  self->read_boot = read_boot_time;
  self->clock_offset = g_get_real_time () - read_boot_time ();
}

/**
 * houbu_sweeper_new:
 * @engine: an engine
 *
 * Returns: (transfer full): a sweeper that does not run yet
 */
HoubuSweeper *
houbu_sweeper_new (HoubuEngine *engine)
{
  HoubuSweeper *self = NULL;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine), NULL);

  self = g_object_new (HOUBU_TYPE_SWEEPER, NULL);
  self->engine = g_object_ref (engine);
  return self;
}

/**
 * houbu_sweeper_start:
 * @self: a sweeper
 *
 * Sweeps at once and from then on by itself, in the main context in which it was made. The engine
 * keeps it until houbu_sweeper_stop().
 */
void
houbu_sweeper_start (HoubuSweeper *self)
{
  g_return_if_fail (HOUBU_IS_SWEEPER (self));
  g_return_if_fail (self->timer == NULL);

  g_object_set_qdata_full (G_OBJECT (self->engine), sweeper_quark (), g_object_ref (self),
                           g_object_unref);
  self->timer = g_timeout_source_new (self->interval / G_TIME_SPAN_MILLISECOND);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->context);
  sweep (self);
}

/**
 * houbu_sweeper_stop:
 * @self: a sweeper
 *
 * Starts nothing more. What is with the store already is still done.
 */
void
houbu_sweeper_stop (HoubuSweeper *self)
{
  g_return_if_fail (HOUBU_IS_SWEEPER (self));

  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_object_set_qdata (G_OBJECT (self->engine), sweeper_quark (), NULL);
}

/**
 * houbu_sweeper_run:
 * @self: a sweeper
 * @error: what the store failed with
 *
 * Sweeps, blocking, until nothing is due: for tests and the command line.
 *
 * Returns: %FALSE when it failed or the clock is in doubt
 */
gboolean
houbu_sweeper_run (HoubuSweeper *self, GError **error)
{
  HoubuStore *store = NULL;

  g_return_val_if_fail (HOUBU_IS_SWEEPER (self), FALSE);

  store = houbu_engine_get_store (self->engine);
  while (check_clock (self))
    {
      g_autoptr (HoubuSweepPlan) plan = plan_new (self);

      if (!houbu_store_read (store, houbu_sweep_find, plan, error))
        return FALSE;
      if (plan_size (plan) == 0)
        return houbu_store_write (store, houbu_sweep_forget, plan, error);
      for (guint i = 0; i < plan_size (plan); i++)
        {
          g_autoptr (HoubuSweepPlan) one = plan_new_for_one (plan, i);

          if (!houbu_store_write (store, houbu_sweep_one, one, error))
            return FALSE;
        }
    }
  return FALSE;
}

/**
 * houbu_sweeper_get_halted:
 * @self: a sweeper
 *
 * Returns: whether it waits for somebody to confirm the time
 */
gboolean
houbu_sweeper_get_halted (HoubuSweeper *self)
{
  g_return_val_if_fail (HOUBU_IS_SWEEPER (self), FALSE);

  return g_atomic_int_get (&self->halted);
}

/**
 * houbu_sweeper_confirm_clock:
 * @self: a sweeper
 *
 * An operator says that the wall clock is right as it is now.
 */
void
houbu_sweeper_confirm_clock (HoubuSweeper *self)
{
  g_return_if_fail (HOUBU_IS_SWEEPER (self));

  self->clock_offset = self->read_wall () - self->read_boot ();
  set_halted (self, FALSE);
  sweep (self);
}

/**
 * houbu_sweeper_set_interval:
 * @self: a sweeper that does not run yet
 * @interval: time between sweeps, in microseconds
 *
 * Lets a test see what happens without the timer.
 */
void
houbu_sweeper_set_interval (HoubuSweeper *self, gint64 interval)
{
  self->interval = interval;
}

/**
 * houbu_sweeper_set_clocks:
 * @self: a sweeper
 * @wall: what tells the time of the day
 * @boot: what tells the time since the machine started
 *
 * Lets a test make the clock jump.
 */
void
houbu_sweeper_set_clocks (HoubuSweeper *self, HoubuReadClock wall, HoubuReadClock boot)
{
  self->read_wall = wall;
  self->read_boot = boot;
  self->clock_offset = wall () - boot ();
}

static gpointer
dup_sweeper (gpointer data, gpointer user_data)
{
  return data != NULL ? g_object_ref (data) : NULL;
}

/* From any thread: the sweeper that runs for @engine. */
static HoubuSweeper *
ref_sweeper (HoubuEngine *engine)
{
  if (engine == NULL)
    return NULL;
  return g_object_dup_qdata (G_OBJECT (engine), sweeper_quark (), dup_sweeper, NULL);
}

/**
 * houbu_sweeper_wake:
 * @engine: (nullable): an engine
 *
 * Has the sweeper of @engine, if one runs, go on with unfinished releases after the present
 * transaction. May be called from any thread.
 */
void
houbu_sweeper_wake (HoubuEngine *engine)
{
  HoubuSweeper *self = ref_sweeper (engine);
  g_autoptr (GSource) source = NULL;

  if (self == NULL)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_woken, self, g_object_unref);
  g_source_attach (source, self->context);
}

/**
 * houbu_sweeper_is_halted:
 * @engine: (nullable): an engine
 *
 * Returns: whether nothing may end by the clock now. May be called from any thread.
 */
gboolean
houbu_sweeper_is_halted (HoubuEngine *engine)
{
  g_autoptr (HoubuSweeper) self = ref_sweeper (engine);

  return self != NULL && houbu_sweeper_get_halted (self);
}
