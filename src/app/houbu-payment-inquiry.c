/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-inquiry.h"

#include "houbu-error.h"

/* How often to look by oneself: the server asks the platform in any case, so this is no hurry. */
#define LOOK_SECONDS 10

struct _HoubuPaymentInquiry
{
  GObject parent_instance;

  HoubuServices *services;   /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of what is asked now */
  char *order;               /* (owned) (nullable): id of the one that is followed */
  guint timer;
  gboolean reading; /* only what the server knows, which gives way to a question */
  gboolean by_user; /* the one who waits for the answer */
  gboolean in_doubt;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuPaymentInquiry, houbu_payment_inquiry, G_TYPE_OBJECT)

static HoubuPaymentService *
get_service (HoubuPaymentInquiry *self)
{
  return houbu_services_get_payment (self->services);
}

static void
tell_changed (HoubuPaymentInquiry *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Without an answer nothing is known. */
static void
settle_failure (HoubuPaymentInquiry *self, const GError *error)
{
  if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_PROVIDER_SILENT) ||
      houbu_error_is_connection_trouble (error))
    self->in_doubt = TRUE;
  if (self->by_user)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

/* Hands on what was heard. Returns: whether the answer is still wanted */
static gboolean
take_answer (HoubuPaymentInquiry *self, GObject *source, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuPayment) order =
      houbu_payment_service_order_finish (HOUBU_PAYMENT_SERVICE (source), result, &failure);

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  g_clear_object (&self->cancellable);
  self->reading = FALSE;
  if (order != NULL)
    houbu_candidate_apply (houbu_services_get_candidate (self->services), HOUBU_RECORD (order));
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return TRUE;
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPaymentInquiry) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!take_answer (self, source, result, &error))
    return;
  if (error != NULL)
    settle_failure (self, error);
  else
    self->in_doubt = FALSE;
  tell_changed (self);
}

/* The server's own knowledge, which needs no platform. It ends no doubt about what that one says.
 */
static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPaymentInquiry) self = user_data;

  take_answer (self, source, result, NULL);
}

static void
drop_request (HoubuPaymentInquiry *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->reading = FALSE;
}

static gboolean
on_look_cb (gpointer user_data)
{
  HoubuPaymentInquiry *self = user_data;
  HoubuCandidate *candidate = houbu_services_get_candidate (self->services);

  if (self->cancellable != NULL)
    return G_SOURCE_CONTINUE;
  if (self->in_doubt)
    houbu_payment_inquiry_ask (self, FALSE);
  else if (houbu_candidate_get_live_state (candidate) != HOUBU_LIVE_LIVE)
    {
      self->cancellable = g_cancellable_new ();
      self->reading = TRUE;
      houbu_payment_service_get_async (get_service (self), self->order, self->cancellable,
                                       on_read_cb, g_object_ref (self));
    }
  return G_SOURCE_CONTINUE;
}

static void
houbu_payment_inquiry_dispose (GObject *object)
{
  HoubuPaymentInquiry *self = HOUBU_PAYMENT_INQUIRY (object);

  houbu_payment_inquiry_stop (self);
  g_clear_object (&self->services);
  G_OBJECT_CLASS (houbu_payment_inquiry_parent_class)->dispose (object);
}

static void
houbu_payment_inquiry_class_init (HoubuPaymentInquiryClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_payment_inquiry_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
houbu_payment_inquiry_init (HoubuPaymentInquiry *self)
{
}

/**
 * houbu_payment_inquiry_new:
 * @services: how to ask
 *
 * Returns: (transfer full): an inquiry that follows no order yet
 */
HoubuPaymentInquiry *
houbu_payment_inquiry_new (HoubuServices *services)
{
  HoubuPaymentInquiry *self;

  g_return_val_if_fail (HOUBU_IS_SERVICES (services), NULL);
  self = g_object_new (HOUBU_TYPE_PAYMENT_INQUIRY, NULL);
  self->services = g_object_ref (services);
  return self;
}

/**
 * houbu_payment_inquiry_follow:
 * @self: an inquiry
 * @order: id of an open order
 * @in_doubt: whether it may have been paid meanwhile: then the platform is asked at once
 *
 * Keeps looking at the order until it is told to stop. Following the same one again changes
 * nothing.
 */
void
houbu_payment_inquiry_follow (HoubuPaymentInquiry *self, const char *order, gboolean in_doubt)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_INQUIRY (self) && order != NULL);
  if (g_strcmp0 (self->order, order) == 0)
    return;
  houbu_payment_inquiry_stop (self);
  self->order = g_strdup (order);
  self->in_doubt = in_doubt;
  self->timer = g_timeout_add_seconds (LOOK_SECONDS, on_look_cb, self);
  if (in_doubt)
    houbu_payment_inquiry_ask (self, FALSE);
}

/**
 * houbu_payment_inquiry_ask:
 * @self: an inquiry
 * @by_user: whether the user waits for the answer
 *
 * Has the platform asked now, if an order is followed and it is not being asked already.
 */
void
houbu_payment_inquiry_ask (HoubuPaymentInquiry *self, gboolean by_user)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_INQUIRY (self));
  if (self->order == NULL)
    return;
  if (self->reading)
    drop_request (self);
  if (self->cancellable != NULL)
    {
      self->by_user |= by_user;
      return;
    }
  self->by_user = by_user;
  self->cancellable = g_cancellable_new ();
  houbu_payment_service_refresh_async (get_service (self), self->order, self->cancellable,
                                       on_answered_cb, g_object_ref (self));
  tell_changed (self);
}

/**
 * houbu_payment_inquiry_stop:
 * @self: an inquiry
 *
 * Follows nothing any more; what is being asked is dropped.
 */
void
houbu_payment_inquiry_stop (HoubuPaymentInquiry *self)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_INQUIRY (self));
  drop_request (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->order, g_free);
  self->in_doubt = FALSE;
  self->by_user = FALSE;
}

/**
 * houbu_payment_inquiry_is_asking:
 * @self: an inquiry
 *
 * Returns: whether an answer is awaited
 */
gboolean
houbu_payment_inquiry_is_asking (HoubuPaymentInquiry *self)
{
  g_return_val_if_fail (HOUBU_IS_PAYMENT_INQUIRY (self), FALSE);
  return self->cancellable != NULL && !self->reading;
}

/**
 * houbu_payment_inquiry_is_in_doubt:
 * @self: an inquiry
 *
 * Returns: whether the order may have been paid without anybody here knowing
 */
gboolean
houbu_payment_inquiry_is_in_doubt (HoubuPaymentInquiry *self)
{
  g_return_val_if_fail (HOUBU_IS_PAYMENT_INQUIRY (self), FALSE);
  return self->in_doubt;
}
