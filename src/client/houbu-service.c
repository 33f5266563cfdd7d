/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-service.h"

#include <string.h>

#include "houbu-error.h"

#include "houbu-service-private.h"

/* More pages than any list of ours has; a server that says "next" for ever is not followed for
 * ever. */
#define MOST_PAGES 50

typedef struct
{
  HoubuConnection *connection; /* (owned) */
} HoubuServicePrivate;

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HoubuService, houbu_service, G_TYPE_OBJECT)

typedef struct
{
  char *path;        /* (owned) */
  GListStore *items; /* (owned) (nullable): made with the first page */
  GType list_type;
  guint pages;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_free (listing->path);
  g_clear_object (&listing->items);
  g_free (listing);
}

static void
houbu_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, houbu_service_get_connection (HOUBU_SERVICE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_service_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HoubuServicePrivate *priv = houbu_service_get_instance_private (HOUBU_SERVICE (object));

  switch (id)
    {
    case PROP_CONNECTION:
      priv->connection = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_service_dispose (GObject *object)
{
  HoubuServicePrivate *priv = houbu_service_get_instance_private (HOUBU_SERVICE (object));

  g_clear_object (&priv->connection);
  G_OBJECT_CLASS (houbu_service_parent_class)->dispose (object);
}

static void
houbu_service_class_init (HoubuServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = houbu_service_get_property;
  object_class->set_property = houbu_service_set_property;
  object_class->dispose = houbu_service_dispose;

  props[PROP_CONNECTION] =
      g_param_spec_object ("connection", NULL, NULL, HOUBU_TYPE_CONNECTION,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
houbu_service_init (HoubuService *self)
{
}

/**
 * houbu_service_get_connection:
 * @self: a service
 *
 * Returns: (transfer none): the connection it sends on
 */
HoubuConnection *
houbu_service_get_connection (HoubuService *self)
{
  HoubuServicePrivate *priv = houbu_service_get_instance_private (self);

  g_return_val_if_fail (HOUBU_IS_SERVICE (self), NULL);

  return priv->connection;
}

/* For the services */

static gboolean
is_definite (const GError *error)
{
  return error == NULL || (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
                           !houbu_error_is_connection_trouble (error));
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuIntention *intention = g_task_get_task_data (task);
  GError *error = NULL;
  HoubuRecord *record = houbu_connection_send_finish (HOUBU_CONNECTION (source), result, &error);

  if (intention != NULL && is_definite (error))
    houbu_intention_settle (intention);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, record, g_object_unref);
}

/* @service is a HoubuService, @body a HoubuRecord or NULL: gpointers, as every caller has a
 * subtype. */
void
houbu_service_call_async (gpointer service,
                          HoubuServiceMode mode,
                          const char *method,
                          const char *path,
                          gpointer body,
                          GType reply_type,
                          HoubuIntention *intention,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  const char *key = NULL;

  g_task_set_source_tag (task, houbu_service_call_async);
  if (mode == HOUBU_SERVICE_ONCE)
    {
      HoubuIntention *meant = intention != NULL ? g_object_ref (intention) : houbu_intention_new ();
      g_autoptr (GBytes) bytes = body != NULL ? houbu_record_to_bytes (body) : NULL;
      g_autofree char *what = g_strconcat (method, " ", path, NULL);

      key = houbu_intention_begin (meant, what, bytes);
      g_task_set_task_data (task, meant, g_object_unref);
    }
  houbu_connection_send_async (houbu_service_get_connection (service), method, path, body,
                               reply_type, key, cancellable, called_cb, task);
}

/* The record that the call expected. */
gpointer
houbu_service_call_finish (gpointer service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The same for a call that expects no record, or none that anybody wants. */
gboolean
houbu_service_done_finish (gpointer service, GAsyncResult *result, GError **error)
{
  g_autoptr (HoubuRecord) record = NULL;
  g_autoptr (GError) own = NULL;

  g_return_val_if_fail (g_task_is_valid (result, service), FALSE);

  record = g_task_propagate_pointer (G_TASK (result), &own);
  if (own == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

static void fetch_page (GTask *task, const char *after);

static void
take_page (Listing *listing, GListModel *page)
{
  if (listing->items == NULL)
    listing->items = g_list_store_new (g_list_model_get_item_type (page));
  for (guint i = 0; i < g_list_model_get_n_items (page); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (page, i);

      g_list_store_append (listing->items, item);
    }
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Listing *listing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) page = NULL;
  g_autofree char *next = NULL;
  g_autoptr (HoubuRecord) record =
      houbu_connection_send_finish (HOUBU_CONNECTION (source), result, &error);

  if (record == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_object_get (record, "items", &page, "next", &next, NULL);
  take_page (listing, page);
  if (next != NULL && *next != '\0' && ++listing->pages < MOST_PAGES)
    fetch_page (g_steal_pointer (&task), next);
  else
    g_task_return_pointer (task, g_object_ref (listing->items), g_object_unref);
}

static void
fetch_page (GTask *task, const char *after)
{
  Listing *listing = g_task_get_task_data (task);
  g_autofree char *path = houbu_service_query (listing->path, "after", after, NULL);

  houbu_connection_send_async (houbu_service_get_connection (g_task_get_source_object (task)),
                               "GET", path, NULL, listing->list_type, NULL,
                               g_task_get_cancellable (task), page_cb, task);
}

/* A list with all its pages. @list_type has `items` and `next`. */
void
houbu_service_list_async (gpointer service,
                          const char *path,
                          GType list_type,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  Listing *listing = g_new0 (Listing, 1);

  listing->path = g_strdup (path);
  listing->list_type = list_type;
  g_task_set_source_tag (task, houbu_service_list_async);
  g_task_set_task_data (task, listing, listing_free);
  fetch_page (task, NULL);
}

GListModel *
houbu_service_list_finish (gpointer service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A path with one part that came from elsewhere. */
char *
houbu_service_path (const char *prefix, const char *segment, const char *suffix)
{
  g_autofree char *escaped = g_uri_escape_string (segment, NULL, FALSE);

  return g_strconcat (prefix, escaped, suffix, NULL);
}

/* @path with the name and value pairs that have a value, NULL-terminated. */
char *
houbu_service_query (const char *path, ...)
{
  g_autoptr (GString) result = g_string_new (path);
  const char *name = NULL;
  va_list arguments;

  va_start (arguments, path);
  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      const char *value = va_arg (arguments, const char *);

      if (value == NULL || *value == '\0')
        continue;
      g_string_append_c (result, strchr (result->str, '?') != NULL ? '&' : '?');
      g_string_append_printf (result, "%s=", name);
      g_string_append_uri_escaped (result, value, NULL, FALSE);
    }
  va_end (arguments);
  return g_string_free (g_steal_pointer (&result), FALSE);
}
