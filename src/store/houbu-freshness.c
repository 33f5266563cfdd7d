/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-freshness.h"

/* Things share slots: a change of one then makes a few others look changed, never the reverse. */
#define N_SLOTS 8192
/* While a commit is under way. */
#define NEVER G_MAXUINT64

struct _HoubuFreshness
{
  const HoubuDriver *driver; /* (not owned) */
  gpointer watcher;          /* (owned): a connection that only counts commits */

  GMutex mutex; /* for all below */
  guint64 time; /* moves when a change begins and when it ends */
  guint64 everything;
  guint64 slots[N_SLOTS];
  gint64 commits;     /* as the database counts them, when last looked at; -1 unknown */
  gboolean under_way; /* a commit of this process, which may or may not be counted yet */
  gboolean mixed;     /* and others have committed since it began */
  guint foreign;      /* how often others were found to have committed */
};

/**
 * houbu_freshness_new:
 * @driver: how the database is reached
 * @location: where it is
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Returns: (transfer full) (nullable): a record in which nothing has changed yet
 */
HoubuFreshness *
houbu_freshness_new (const HoubuDriver *driver, const char *location, GError **error)
{
  gpointer watcher = driver->open (location, HOUBU_DRIVER_READ, error);
  HoubuFreshness *self;

  if (watcher == NULL)
    return NULL;
  self = g_new0 (HoubuFreshness, 1);
  self->driver = driver;
  self->watcher = watcher;
  self->time = 1;
  self->commits = -1;
  g_mutex_init (&self->mutex);
  return self;
}

/**
 * houbu_freshness_free:
 * @self: (transfer full): a record
 */
void
houbu_freshness_free (HoubuFreshness *self)
{
  self->driver->close (self->watcher);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gint64
count_commits (HoubuFreshness *self)
{
  return self->driver->count_commits != NULL ? self->driver->count_commits (self->watcher) : -1;
}

/* Takes note of commits that are not this process's. FALSE when commits cannot be counted. */
static gboolean
look_for_others (HoubuFreshness *self)
{
  gint64 commits = count_commits (self);

  if (commits < 0)
    return FALSE;
  if (commits == self->commits || (self->under_way && commits == self->commits + 1))
    return TRUE;
  self->foreign++;
  self->everything = ++self->time;
  self->commits = commits;
  self->mixed = self->under_way;
  return TRUE;
}

static void
set_touched (HoubuFreshness *self, const HoubuTouched *touched, guint64 time)
{
  if (touched->everything)
    self->everything = time;
  for (guint i = 0; i < touched->topics->len; i++)
    self->slots[g_array_index (touched->topics, HoubuTopic, i)] = time;
}

/**
 * houbu_freshness_announce:
 * @self: a record
 * @touched: what the transaction of the writer has changed, which is about to be committed
 *
 * To be called while the writer has its lock, so that the next commit is its own.
 */
void
houbu_freshness_announce (HoubuFreshness *self, const HoubuTouched *touched)
{
  g_mutex_lock (&self->mutex);
  look_for_others (self);
  self->under_way = TRUE;
  self->mixed = FALSE;
  self->time++;
  set_touched (self, touched, NEVER);
  g_mutex_unlock (&self->mutex);
}

/**
 * houbu_freshness_count:
 * @self: a record
 * @committed: whether what was announced was committed and had rows; after a failure nobody knows,
 *   and if it was it is taken for somebody else's
 *
 * To be called as soon as the commit is over.
 */
void
houbu_freshness_count (HoubuFreshness *self, gboolean committed)
{
  g_mutex_lock (&self->mutex);
  /* Who can say which of them was counted before it was looked at? */
  if (self->mixed)
    {
      self->commits = count_commits (self);
      self->everything = ++self->time;
    }
  else if (committed && self->commits >= 0)
    self->commits++;
  self->under_way = self->mixed = FALSE;
  g_mutex_unlock (&self->mutex);
}

/**
 * houbu_freshness_settle:
 * @self: a record
 * @touched: what was announced
 *
 * To be called when what was committed may be told.
 */
void
houbu_freshness_settle (HoubuFreshness *self, const HoubuTouched *touched)
{
  g_mutex_lock (&self->mutex);
  set_touched (self, touched, ++self->time);
  g_mutex_unlock (&self->mutex);
}

/**
 * houbu_freshness_look:
 * @self: a record
 *
 * Returns: the present; what is read from now on is at least as new
 */
HoubuPresent
houbu_freshness_look (HoubuFreshness *self)
{
  HoubuPresent present;

  g_mutex_lock (&self->mutex);
  present.time = look_for_others (self) ? self->time : 0;
  present.foreign = self->foreign;
  g_mutex_unlock (&self->mutex);
  return present;
}

/**
 * houbu_freshness_holds:
 * @self: a record
 * @mark: when something was asked for
 * @topics: what it was about
 * @n_topics: how many
 *
 * Returns: whether the answer would be the same now; %FALSE when that cannot be told
 */
gboolean
houbu_freshness_holds (HoubuFreshness *self, guint64 mark, const HoubuTopic *topics, gsize n_topics)
{
  gboolean holds;

  g_mutex_lock (&self->mutex);
  holds = look_for_others (self) && self->everything <= mark;
  for (gsize i = 0; holds && i < n_topics; i++)
    holds = self->slots[topics[i]] <= mark;
  g_mutex_unlock (&self->mutex);
  return holds;
}

static HoubuTopic
make_topic (gint64 key, guint salt)
{
  guint64 mixed = ((guint64) key * 2 + salt) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  return (HoubuTopic) (mixed >> 40) % N_SLOTS;
}

/**
 * houbu_topic_of_offering:
 * @offering: key of an offering
 *
 * Returns: all that can be read of it
 */
HoubuTopic
houbu_topic_of_offering (gint64 offering)
{
  return make_topic (offering, 0);
}

/**
 * houbu_topic_of_registration:
 * @registration: key of a registration
 *
 * Returns: it and what it has
 */
HoubuTopic
houbu_topic_of_registration (gint64 registration)
{
  return make_topic (registration, 1);
}
