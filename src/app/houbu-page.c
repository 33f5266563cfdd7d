/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page.h"

#include "houbu-error-text.h"
#include "houbu-page-private.h"
#include "houbu-spoken.h"

typedef struct
{
  /* owned */
  HoubuServices *services;   /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) */
  char *title;               /* (owned) (nullable) */

  /* borrowed */
  HoubuPageFrame *frame;

  HoubuPageState state;
  gboolean busy;
} HoubuPagePrivate;

enum
{
  PROP_SERVICES = 1,
  PROP_TITLE,
  PROP_STATE,
  PROP_BUSY,
  PROP_CONTENT,
  PROP_BOTTOM,
  PROP_WIDTH,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_TEXT,
  N_PROPS
};

enum
{
  SIGNAL_GO,
  SIGNAL_SAY,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HoubuPage, houbu_page, ADW_TYPE_BIN)

static HoubuPagePrivate *
get_private (HoubuPage *self)
{
  return houbu_page_get_instance_private (self);
}

static gboolean
shows_content (HoubuPagePrivate *priv)
{
  return priv->state == HOUBU_PAGE_READY || priv->state == HOUBU_PAGE_STALE;
}

static HoubuLiveState
get_live_state (HoubuPagePrivate *priv)
{
  if (priv->services == NULL)
    return HOUBU_LIVE_OFFLINE;
  return houbu_candidate_get_live_state (houbu_services_get_candidate (priv->services));
}

/* The window's banner tells of a lost connection already; once is enough. */
static HoubuPageState
get_shown_state (HoubuPagePrivate *priv)
{
  if (priv->state == HOUBU_PAGE_STALE && get_live_state (priv) == HOUBU_LIVE_STALE)
    return HOUBU_PAGE_READY;
  return priv->state;
}

static void
apply_state (HoubuPage *self)
{
  HoubuPagePrivate *priv = get_private (self);

  houbu_page_frame_apply (priv->frame, get_shown_state (priv), priv->busy);
  if (HOUBU_PAGE_GET_CLASS (self)->apply_state != NULL)
    HOUBU_PAGE_GET_CLASS (self)->apply_state (self);
}

/* Where the candidate connected to; practice runs here, wherever that is. */
static const char *
get_server (HoubuPagePrivate *priv)
{
  if (priv->services == NULL || houbu_services_get_practice (priv->services) != NULL)
    return NULL;
  return houbu_connection_get_server (houbu_services_get_connection (priv->services));
}

/* The connection is back: what could not be asked for is asked for again. */
static void
on_live_state_notify_cb (HoubuPage *self)
{
  HoubuPagePrivate *priv = get_private (self);
  const gboolean failed = priv->state == HOUBU_PAGE_STALE || priv->state == HOUBU_PAGE_ERROR;

  if (!failed || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (get_live_state (priv) == HOUBU_LIVE_LIVE)
    houbu_page_reload (self);
  else
    apply_state (self);
}

static void
on_frame_retry_cb (HoubuPageFrame *frame, HoubuPage *self)
{
  houbu_page_reload (self);
}

static void
houbu_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HoubuPagePrivate *priv = get_private (HOUBU_PAGE (object));

  switch (prop_id)
    {
    case PROP_SERVICES:
      g_value_set_object (value, priv->services);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_STATE:
      g_value_set_enum (value, priv->state);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, priv->busy);
      break;
    default: /* the rest is the frame's, under the same names */
      g_object_get_property (G_OBJECT (priv->frame), pspec->name, value);
    }
}

static void
set_title (HoubuPage *self, const char *title)
{
  HoubuPagePrivate *priv = get_private (self);

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

static void
houbu_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  HoubuPage *self = HOUBU_PAGE (object);
  HoubuPagePrivate *priv = get_private (self);

  switch (prop_id)
    {
    case PROP_SERVICES:
      priv->services = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_STATE:
      houbu_page_set_state (self, g_value_get_enum (value));
      break;
    case PROP_BUSY:
      houbu_page_set_busy (self, g_value_get_boolean (value));
      break;
    default: /* the rest is the frame's, under the same names */
      g_object_set_property (G_OBJECT (priv->frame), pspec->name, value);
    }
}

static void
houbu_page_constructed (GObject *object)
{
  HoubuPagePrivate *priv = get_private (HOUBU_PAGE (object));

  G_OBJECT_CLASS (houbu_page_parent_class)->constructed (object);
  houbu_spoken_tidy (GTK_WIDGET (object));
  if (priv->services != NULL)
    g_signal_connect_object (houbu_services_get_candidate (priv->services), "notify::live-state",
                             G_CALLBACK (on_live_state_notify_cb), object, G_CONNECT_SWAPPED);
  if (get_server (priv) != NULL)
    houbu_page_frame_set_server (priv->frame, get_server (priv));
  apply_state (HOUBU_PAGE (object));
}

static void
houbu_page_dispose (GObject *object)
{
  HoubuPage *self = HOUBU_PAGE (object);
  HoubuPagePrivate *priv = get_private (self);

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->services);
  G_OBJECT_CLASS (houbu_page_parent_class)->dispose (object);
}

static void
houbu_page_finalize (GObject *object)
{
  g_free (get_private (HOUBU_PAGE (object))->title);
  G_OBJECT_CLASS (houbu_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  props[PROP_SERVICES] =
      g_param_spec_object ("services", NULL, NULL, HOUBU_TYPE_SERVICES,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, HOUBU_TYPE_PAGE_STATE, HOUBU_PAGE_LOADING, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_BOTTOM] = g_param_spec_object ("bottom", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 860, flags);
  props[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  props[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
install_signals (GType type)
{
  /* go (page, what): the page asks to be followed by another one */
  signals[SIGNAL_GO] = g_signal_new ("go", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_OBJECT);
  /* say (text): a short word of success that may be missed without harm */
  signals[SIGNAL_SAY] = g_signal_new ("say", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
houbu_page_class_init (HoubuPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = houbu_page_constructed;
  object_class->get_property = houbu_page_get_property;
  object_class->set_property = houbu_page_set_property;
  object_class->dispose = houbu_page_dispose;
  object_class->finalize = houbu_page_finalize;
  install_properties (object_class);
  install_signals (G_TYPE_FROM_CLASS (klass));
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_page_init (HoubuPage *self)
{
  HoubuPagePrivate *priv = get_private (self);

  priv->frame = g_object_new (HOUBU_TYPE_PAGE_FRAME, NULL);
  g_signal_connect_object (priv->frame, "retry", G_CALLBACK (on_frame_retry_cb), self, 0);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->frame));
}

/**
 * houbu_page_get_services:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): how to talk to the server; %NULL on pages that come before
 *   there is one
 */
HoubuServices *
houbu_page_get_services (HoubuPage *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE (self), NULL);
  return get_private (self)->services;
}

/**
 * houbu_page_get_frame: (skip)
 * @self: a page
 *
 * Returns: (transfer none): what stands around the content
 */
HoubuPageFrame *
houbu_page_get_frame (HoubuPage *self)
{
  return get_private (self)->frame;
}

/**
 * houbu_page_get_title:
 * @self: a page
 *
 * Returns: (nullable): the name of the page for the header bar
 */
const char *
houbu_page_get_title (HoubuPage *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE (self), NULL);
  return get_private (self)->title;
}

/**
 * houbu_page_get_state:
 * @self: a page
 *
 * Returns: what the page shows now
 */
HoubuPageState
houbu_page_get_state (HoubuPage *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE (self), HOUBU_PAGE_LOADING);
  return get_private (self)->state;
}

/**
 * houbu_page_set_state:
 * @self: a page
 * @state: what to show from now on
 *
 * Also runs the page's own apply_state when @state is what it was: its data may have changed.
 */
void
houbu_page_set_state (HoubuPage *self, HoubuPageState state)
{
  HoubuPagePrivate *priv = get_private (self);

  g_return_if_fail (HOUBU_IS_PAGE (self));
  if (priv->state != state)
    {
      priv->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  apply_state (self);
}

/**
 * houbu_page_has_content:
 * @self: a page
 *
 * Returns: %TRUE when the page shows something that a failure must not take away
 */
gboolean
houbu_page_has_content (HoubuPage *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE (self), FALSE);
  return shows_content (get_private (self));
}

/**
 * houbu_page_get_busy:
 * @self: a page
 *
 * Returns: %TRUE while an answer to something the candidate asked for is awaited
 */
gboolean
houbu_page_get_busy (HoubuPage *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE (self), FALSE);
  return get_private (self)->busy;
}

/**
 * houbu_page_set_busy:
 * @self: a page
 * @busy: whether an answer is awaited
 *
 * A busy page cannot be changed; what was typed stays.
 */
void
houbu_page_set_busy (HoubuPage *self, gboolean busy)
{
  HoubuPagePrivate *priv = get_private (self);

  g_return_if_fail (HOUBU_IS_PAGE (self));
  if (priv->busy == busy)
    return;
  priv->busy = busy;
  apply_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/**
 * houbu_page_get_cancellable:
 * @self: a page
 *
 * Returns: (transfer none): cancelled when the page is left
 */
GCancellable *
houbu_page_get_cancellable (HoubuPage *self)
{
  HoubuPagePrivate *priv = get_private (self);

  g_return_val_if_fail (HOUBU_IS_PAGE (self), NULL);
  if (priv->cancellable == NULL)
    priv->cancellable = g_cancellable_new ();
  return priv->cancellable;
}

/**
 * houbu_page_fail:
 * @self: a page
 * @error: why asking for the page's data failed; nothing happens for a cancelled request
 *
 * A page with content keeps it and turns stale, a page without shows the error.
 */
void
houbu_page_fail (HoubuPage *self, const GError *error)
{
  HoubuPagePrivate *priv = get_private (self);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (HOUBU_IS_PAGE (self) && error != NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  title = houbu_error_text_get_title (error);
  text = houbu_error_text_get_body_of_server (error, get_server (priv));
  houbu_page_frame_set_error (priv->frame, title, text);
  houbu_page_set_state (self, shows_content (priv) ? HOUBU_PAGE_STALE : HOUBU_PAGE_ERROR);
}

/**
 * houbu_page_go:
 * @self: a page
 * @page: the name of the page to show next
 * @what: (nullable): what to hand over to it
 */
void
houbu_page_go (HoubuPage *self, const char *page, GObject *what)
{
  g_return_if_fail (HOUBU_IS_PAGE (self) && page != NULL);
  g_signal_emit (self, signals[SIGNAL_GO], 0, page, what);
}

/**
 * houbu_page_say:
 * @self: a page
 * @text: a short word of success
 */
void
houbu_page_say (HoubuPage *self, const char *text)
{
  g_return_if_fail (HOUBU_IS_PAGE (self) && text != NULL);
  g_signal_emit (self, signals[SIGNAL_SAY], 0, text);
}

/**
 * houbu_page_activate:
 * @self: a page that has come to the front
 */
void
houbu_page_activate (HoubuPage *self)
{
  g_return_if_fail (HOUBU_IS_PAGE (self));
  if (HOUBU_PAGE_GET_CLASS (self)->activate != NULL)
    HOUBU_PAGE_GET_CLASS (self)->activate (self);
}

/**
 * houbu_page_deactivate:
 * @self: a page that is being left
 *
 * Cancels its requests; what was typed stays.
 */
void
houbu_page_deactivate (HoubuPage *self)
{
  HoubuPagePrivate *priv = get_private (self);

  g_return_if_fail (HOUBU_IS_PAGE (self));
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  houbu_page_set_busy (self, FALSE);
  houbu_page_clear_problem (self);
  if (HOUBU_PAGE_GET_CLASS (self)->deactivate != NULL)
    HOUBU_PAGE_GET_CLASS (self)->deactivate (self);
}

/**
 * houbu_page_reload:
 * @self: a page
 *
 * Asks the server again for what the page shows.
 */
void
houbu_page_reload (HoubuPage *self)
{
  g_return_if_fail (HOUBU_IS_PAGE (self));
  if (HOUBU_PAGE_GET_CLASS (self)->reload != NULL)
    HOUBU_PAGE_GET_CLASS (self)->reload (self);
}

/**
 * houbu_page_can_reload:
 * @self: a page
 *
 * Returns: %TRUE when there is something to ask the server for again
 */
gboolean
houbu_page_can_reload (HoubuPage *self)
{
  g_return_val_if_fail (HOUBU_IS_PAGE (self), FALSE);
  return HOUBU_PAGE_GET_CLASS (self)->reload != NULL;
}

/**
 * houbu_page_receive:
 * @self: a page
 * @what: what the page before hands over
 */
void
houbu_page_receive (HoubuPage *self, GObject *what)
{
  g_return_if_fail (HOUBU_IS_PAGE (self) && G_IS_OBJECT (what));
  if (HOUBU_PAGE_GET_CLASS (self)->receive != NULL)
    HOUBU_PAGE_GET_CLASS (self)->receive (self, what);
}
