/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-lab.h"

#include <glib/gi18n.h>
#include <sys/resource.h>

#include "houbu-wipe.h"

#define IDLE_KEY "lab-idle-seconds"
#define DEFAULT_IDLE_SECONDS 300

struct _HoubuLab
{
  GObject parent_instance;

  GSettings *settings; /* (owned) (nullable) */
  gboolean server_asks;
  HoubuLabSource source;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuLab, houbu_lab, G_TYPE_OBJECT)

/*
 * Who switches it on, the hardest to change first:
 * - the environment;
 * - the setting, locked;
 * - the server;
 * - the setting, open.
 */
static HoubuLabSource
find_source (HoubuLab *self)
{
  const gboolean set =
      self->settings != NULL && g_settings_get_boolean (self->settings, HOUBU_LAB_KEY);

  if (g_strcmp0 (g_getenv ("HOUBU_LAB"), "1") == 0)
    return HOUBU_LAB_BY_ENVIRONMENT;
  if (set && !g_settings_is_writable (self->settings, HOUBU_LAB_KEY))
    return HOUBU_LAB_BY_LOCK;
  if (self->server_asks)
    return HOUBU_LAB_BY_SERVER;
  return set ? HOUBU_LAB_BY_SETTING : HOUBU_LAB_OFF;
}

/* Neither the disk nor a core dump nor freed memory gets anything. */
static void
apply (HoubuLab *self)
{
  const gboolean on = self->source != HOUBU_LAB_OFF;
  struct rlimit core;

  houbu_wipe_set_on (on);
  if (on && getrlimit (RLIMIT_CORE, &core) == 0)
    {
      core.rlim_cur = 0;
      setrlimit (RLIMIT_CORE, &core);
    }
  if (self->settings == NULL)
    return;
  if (on)
    g_settings_delay (self->settings);
  else
    g_settings_apply (self->settings);
}

static void
update (HoubuLab *self)
{
  const HoubuLabSource source = find_source (self);

  if (self->source == source)
    return;
  self->source = source;
  apply (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Settings that were once held back are so for ever; without lab mode each is written at once. */
static void
on_unapplied_notify_cb (HoubuLab *self)
{
  if (self->source == HOUBU_LAB_OFF && g_settings_get_has_unapplied (self->settings))
    g_settings_apply (self->settings);
}

static void
houbu_lab_dispose (GObject *object)
{
  g_clear_object (&HOUBU_LAB (object)->settings);
  G_OBJECT_CLASS (houbu_lab_parent_class)->dispose (object);
}

static void
houbu_lab_class_init (HoubuLabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_lab_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_lab_init (HoubuLab *self)
{
}

/**
 * houbu_lab_new:
 * @settings: (nullable): may switch it on; in lab mode nothing that is set there is written
 *
 * Returns: (transfer full): lab mode, on or off
 */
HoubuLab *
houbu_lab_new (GSettings *settings)
{
  HoubuLab *self = g_object_new (HOUBU_TYPE_LAB, NULL);

  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      g_signal_connect_object (settings, "changed::" HOUBU_LAB_KEY, G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "writable-changed::" HOUBU_LAB_KEY, G_CALLBACK (update),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "notify::has-unapplied",
                               G_CALLBACK (on_unapplied_notify_cb), self, G_CONNECT_SWAPPED);
    }
  update (self);
  return self;
}

/**
 * houbu_lab_is_on:
 * @self: (nullable): lab mode
 *
 * Returns: whether others use this computer too
 */
gboolean
houbu_lab_is_on (HoubuLab *self)
{
  return self != NULL && self->source != HOUBU_LAB_OFF;
}

/**
 * houbu_lab_get_source:
 * @self: lab mode
 *
 * Returns: who has switched it on
 */
HoubuLabSource
houbu_lab_get_source (HoubuLab *self)
{
  g_return_val_if_fail (HOUBU_IS_LAB (self), HOUBU_LAB_OFF);
  return self->source;
}

/**
 * houbu_lab_describe:
 * @self: lab mode
 *
 * Returns: (transfer full): whether it is on and who says so
 */
char *
houbu_lab_describe (HoubuLab *self)
{
  g_return_val_if_fail (HOUBU_IS_LAB (self), NULL);
  switch (self->source)
    {
    case HOUBU_LAB_BY_ENVIRONMENT:
      return g_strdup (_ ("On: whoever set up this computer says so (HOUBU_LAB)"));
    case HOUBU_LAB_BY_LOCK:
      return g_strdup (_ ("On: the administrator of this computer has locked it"));
    case HOUBU_LAB_BY_SETTING:
      return g_strdup (_ ("On: set on this computer"));
    case HOUBU_LAB_BY_SERVER:
      return g_strdup (_ ("On: the server says that this is a shared computer"));
    case HOUBU_LAB_OFF:
    default:
      return g_strdup (_ ("Off"));
    }
}

/**
 * houbu_lab_follow_server:
 * @self: lab mode
 * @asks: whether the server in use says that this is a shared computer
 */
void
houbu_lab_follow_server (HoubuLab *self, gboolean asks)
{
  g_return_if_fail (HOUBU_IS_LAB (self));
  self->server_asks = asks;
  update (self);
}

/**
 * houbu_lab_get_idle_seconds:
 * @self: lab mode
 *
 * Returns: after how long without input somebody is signed out
 */
guint
houbu_lab_get_idle_seconds (HoubuLab *self)
{
  g_return_val_if_fail (HOUBU_IS_LAB (self), DEFAULT_IDLE_SECONDS);
  return self->settings != NULL ? g_settings_get_uint (self->settings, IDLE_KEY)
                                : DEFAULT_IDLE_SECONDS;
}
