/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-intention.h"

#include <string.h>

struct _HoubuIntention
{
  GObject parent_instance;

  char *key;     /* (owned) (nullable): set while the outcome is open */
  char *content; /* (owned) (nullable): digest of what @key was used for */
};

G_DEFINE_FINAL_TYPE (HoubuIntention, houbu_intention, G_TYPE_OBJECT)

static void
houbu_intention_finalize (GObject *object)
{
  HoubuIntention *self = HOUBU_INTENTION (object);

  g_free (self->key);
  g_free (self->content);
  G_OBJECT_CLASS (houbu_intention_parent_class)->finalize (object);
}

static void
houbu_intention_class_init (HoubuIntentionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_intention_finalize;
}

static void
houbu_intention_init (HoubuIntention *self)
{
}

/**
 * houbu_intention_new:
 *
 * Returns: (transfer full): an intention that nothing has been asked for yet
 */
HoubuIntention *
houbu_intention_new (void)
{
  return g_object_new (HOUBU_TYPE_INTENTION, NULL);
}

static char *
digest (const char *path, GBytes *body)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) path, (gssize) strlen (path) + 1);
  if (body != NULL)
    {
      gsize length = 0;
      const guchar *bytes = g_bytes_get_data (body, &length);

      if (length > 0)
        g_checksum_update (checksum, bytes, (gssize) length);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * houbu_intention_begin:
 * @self: an intention
 * @path: method and path of the request
 * @body: (nullable): what is sent
 *
 * The same key as before while the outcome of the same content is open, otherwise a new one: the
 * server refuses one key with two contents.
 *
 * Returns: (transfer none): the idempotency key; valid until the next call
 */
const char *
houbu_intention_begin (HoubuIntention *self, const char *path, GBytes *body)
{
  g_autofree char *content = NULL;

  g_return_val_if_fail (HOUBU_IS_INTENTION (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  content = digest (path, body);
  if (self->key == NULL || g_strcmp0 (self->content, content) != 0)
    {
      g_free (self->key);
      self->key = g_uuid_string_random ();
      g_free (self->content);
      self->content = g_steal_pointer (&content);
    }
  return self->key;
}

/**
 * houbu_intention_settle:
 * @self: an intention
 *
 * A definite answer came, yes or no: asking again means it anew.
 */
void
houbu_intention_settle (HoubuIntention *self)
{
  g_return_if_fail (HOUBU_IS_INTENTION (self));

  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->content, g_free);
}

/**
 * houbu_intention_is_open:
 * @self: an intention
 *
 * Returns: whether something was asked for and its outcome is not known
 */
gboolean
houbu_intention_is_open (HoubuIntention *self)
{
  g_return_val_if_fail (HOUBU_IS_INTENTION (self), FALSE);

  return self->key != NULL;
}
