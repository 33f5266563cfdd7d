/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-journey.h"

struct _HoubuJourney
{
  GObject parent_instance;

  HoubuCandidate *candidate; /* (owned) */
  char *agreed_version;      /* (owned) (nullable): of the agreement that was accepted */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuJourney, houbu_journey, G_TYPE_OBJECT)

static void
emit_changed (HoubuJourney *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Another account has accepted nothing that this one did. */
static void
on_account_notify_cb (HoubuJourney *self)
{
  g_clear_pointer (&self->agreed_version, g_free);
  emit_changed (self);
}

/* Seats and orders change in place: what is to be paid follows from their states. */
static void
on_items_changed_cb (
    HoubuJourney *self, guint position, guint removed, guint added, GListModel *list)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      g_signal_handlers_disconnect_by_func (item, emit_changed, self);
      g_signal_connect_object (item, "notify", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
    }
  emit_changed (self);
}

static void
houbu_journey_finalize (GObject *object)
{
  HoubuJourney *self = HOUBU_JOURNEY (object);

  g_clear_object (&self->candidate);
  g_free (self->agreed_version);
  G_OBJECT_CLASS (houbu_journey_parent_class)->finalize (object);
}

static void
houbu_journey_class_init (HoubuJourneyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_journey_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_journey_init (HoubuJourney *self)
{
}

static void
watch (HoubuJourney *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * houbu_journey_new:
 * @candidate: who
 *
 * Returns: (transfer full): their journey
 */
HoubuJourney *
houbu_journey_new (HoubuCandidate *candidate)
{
  HoubuJourney *self = g_object_new (HOUBU_TYPE_JOURNEY, NULL);
  GCallback changed = G_CALLBACK (emit_changed);

  self->candidate = g_object_ref (candidate);
  watch (self, candidate, "notify::account", G_CALLBACK (on_account_notify_cb));
  watch (self, candidate, "notify::status", changed);
  watch (self, candidate, "notify::exam", changed);
  watch (self, candidate, "notify::registration", changed);
  watch (self, houbu_candidate_get_enrolments (candidate), "items-changed",
         G_CALLBACK (on_items_changed_cb));
  watch (self, houbu_candidate_get_payments (candidate), "items-changed",
         G_CALLBACK (on_items_changed_cb));
  watch (self, houbu_candidate_get_entries (candidate), "items-changed", changed);
  return self;
}

/**
 * houbu_journey_get_progress:
 * @self: a journey
 *
 * Returns: how far the candidate has come
 */
HoubuProgress
houbu_journey_get_progress (HoubuJourney *self)
{
  HoubuExam *exam = houbu_candidate_get_exam (self->candidate);
  const gboolean agreed = self->agreed_version != NULL &&
                          (exam == NULL || g_strcmp0 (houbu_exam_get_agreement_version (exam),
                                                      self->agreed_version) == 0);

  return houbu_flow_read_progress (self->candidate, agreed);
}

/**
 * houbu_journey_learn_agreement:
 * @self: a journey
 * @agreement: the agreement as the server has it now
 *
 * Remembers which version was accepted, so that it is asked for again only when it changed.
 */
void
houbu_journey_learn_agreement (HoubuJourney *self, HoubuAgreement *agreement)
{
  const gboolean accepted = houbu_agreement_get_accepted_at (agreement) != HOUBU_UNSET;

  g_return_if_fail (HOUBU_IS_JOURNEY (self));
  g_free (self->agreed_version);
  self->agreed_version = accepted ? g_strdup (houbu_agreement_get_version (agreement)) : NULL;
  emit_changed (self);
}
