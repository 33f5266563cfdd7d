/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-practice-phone.h"

#include <string.h>

struct _HoubuPracticePhone
{
  GObject parent_instance;

  GFile *outbox;             /* (owned) */
  GFileMonitor *monitor;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  char *known;               /* (owned) (nullable): the newest line when it was made */
  char *number;              /* (owned) (nullable) */
  char *text;                /* (owned) (nullable) */
};

enum
{
  PROP_NUMBER = 1,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HoubuPracticePhone, houbu_practice_phone, G_TYPE_OBJECT)

/* The outbox has one line for each message, "TIME NUMBER TEXT". */
static char *
read_last_line (const char *contents, gsize length)
{
  g_autofree char *text = g_strndup (contents, length);
  const char *start;

  g_strchomp (text);
  start = strrchr (text, '\n');
  return g_strdup (start != NULL ? start + 1 : text);
}

static void
take_line (HoubuPracticePhone *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 3);

  if (g_strv_length (parts) < 3)
    return;
  g_free (self->known);
  self->known = g_strdup (line);
  g_free (self->number);
  self->number = g_strdup (parts[1]);
  g_free (self->text);
  self->text = g_strdup (parts[2]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NUMBER]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPracticePhone) self = user_data;
  g_autofree char *contents = NULL;
  g_autofree char *line = NULL;
  gsize length = 0;

  /* Not there yet: nothing was sent. */
  if (!g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, NULL))
    return;
  line = read_last_line (contents, length);
  if (g_strcmp0 (line, self->known) != 0)
    take_line (self, line);
}

static void
on_changed_cb (HoubuPracticePhone *self)
{
  g_file_load_contents_async (self->outbox, self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
houbu_practice_phone_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HoubuPracticePhone *self = HOUBU_PRACTICE_PHONE (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_string (value, self->number);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_practice_phone_dispose (GObject *object)
{
  HoubuPracticePhone *self = HOUBU_PRACTICE_PHONE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_object (&self->outbox);
  G_OBJECT_CLASS (houbu_practice_phone_parent_class)->dispose (object);
}

static void
houbu_practice_phone_finalize (GObject *object)
{
  HoubuPracticePhone *self = HOUBU_PRACTICE_PHONE (object);

  g_free (self->known);
  g_free (self->number);
  g_free (self->text);
  G_OBJECT_CLASS (houbu_practice_phone_parent_class)->finalize (object);
}

static void
houbu_practice_phone_class_init (HoubuPracticePhoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = houbu_practice_phone_get_property;
  object_class->dispose = houbu_practice_phone_dispose;
  object_class->finalize = houbu_practice_phone_finalize;
  props[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, NULL, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
houbu_practice_phone_init (HoubuPracticePhone *self)
{
  self->cancellable = g_cancellable_new ();
}

/* What an earlier practice left there is not news. */
static void
remember_last_line (HoubuPracticePhone *self)
{
  g_autofree char *contents = NULL;
  gsize length = 0;

  if (g_file_load_contents (self->outbox, NULL, &contents, &length, NULL, NULL))
    self->known = read_last_line (contents, length);
}

/**
 * houbu_practice_phone_new:
 * @outbox: path of the file that the practice server writes its messages to
 *
 * Returns: (transfer full): a phone that follows the file
 */
HoubuPracticePhone *
houbu_practice_phone_new (const char *outbox)
{
  HoubuPracticePhone *self;

  g_return_val_if_fail (outbox != NULL, NULL);
  self = g_object_new (HOUBU_TYPE_PRACTICE_PHONE, NULL);
  self->outbox = g_file_new_for_path (outbox);
  remember_last_line (self);
  self->monitor = g_file_monitor_file (self->outbox, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    {
      g_file_monitor_set_rate_limit (self->monitor, 100);
      g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  return self;
}

/**
 * houbu_practice_phone_get_number:
 * @self: a phone
 *
 * Returns: (nullable): whom the newest message was for
 */
const char *
houbu_practice_phone_get_number (HoubuPracticePhone *self)
{
  g_return_val_if_fail (HOUBU_IS_PRACTICE_PHONE (self), NULL);
  return self->number;
}

/**
 * houbu_practice_phone_get_text:
 * @self: a phone
 *
 * Returns: (nullable): what it says
 */
const char *
houbu_practice_phone_get_text (HoubuPracticePhone *self)
{
  g_return_val_if_fail (HOUBU_IS_PRACTICE_PHONE (self), NULL);
  return self->text;
}
