/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-basis.h"

#include "houbu-engine.h"
#include "houbu-store.h"

#include <sodium.h>

/**
 * houbu_basis_new:
 *
 * Returns: (transfer full): what nothing is known of yet
 */
HoubuBasis *
houbu_basis_new (void)
{
  HoubuBasis *basis = g_atomic_rc_box_new0 (HoubuBasis);

  basis->topics = g_array_new (FALSE, FALSE, sizeof (HoubuTopic));
  return basis;
}

/**
 * houbu_basis_ref:
 * @basis: a basis
 *
 * Returns: (transfer full): the same one
 */
HoubuBasis *
houbu_basis_ref (HoubuBasis *basis)
{
  return g_atomic_rc_box_acquire (basis);
}

static void
clear (gpointer data)
{
  HoubuBasis *basis = data;

  g_array_unref (basis->topics);
}

/**
 * houbu_basis_unref:
 * @basis: (transfer full): a basis
 */
void
houbu_basis_unref (HoubuBasis *basis)
{
  g_atomic_rc_box_release_full (basis, clear);
}

/**
 * houbu_basis_begin:
 * @basis: a basis
 * @now: clock reading with which the operation decides
 *
 * Forgets what an earlier run has said.
 */
void
houbu_basis_begin (HoubuBasis *basis, gint64 now)
{
  basis->complete = FALSE;
  basis->from = now;
  basis->until = G_MAXINT64;
  g_array_set_size (basis->topics, 0);
}

/**
 * houbu_basis_add_offering:
 * @basis: a basis
 * @offering: key of an offering that the answer tells of
 */
void
houbu_basis_add_offering (HoubuBasis *basis, gint64 offering)
{
  const HoubuTopic topic = houbu_topic_of_offering (offering);

  g_array_append_val (basis->topics, topic);
}

/**
 * houbu_basis_add_registration:
 * @basis: a basis
 * @registration: key of the registration whose items the answer depends on
 */
void
houbu_basis_add_registration (HoubuBasis *basis, gint64 registration)
{
  const HoubuTopic topic = houbu_topic_of_registration (registration);

  g_array_append_val (basis->topics, topic);
}

/**
 * houbu_basis_end_at:
 * @basis: a basis
 * @time: a clock reading at which the answer may become another, if it is still ahead
 */
void
houbu_basis_end_at (HoubuBasis *basis, gint64 time)
{
  if (time > basis->from)
    basis->until = MIN (basis->until, time);
}

/**
 * houbu_basis_complete:
 * @basis: a basis
 * @answer: the encoded answer
 *
 * Says that all is said. In the thread that made the answer: a digest takes a while.
 */
void
houbu_basis_complete (HoubuBasis *basis, GBytes *answer)
{
  guint8 hash[crypto_generichash_BYTES_MIN];
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (answer, &length);

  G_STATIC_ASSERT (HOUBU_BASIS_TAG_BYTES == 2 * crypto_generichash_BYTES_MIN + 1);
  crypto_generichash (hash, sizeof hash, bytes, length, NULL, 0);
  sodium_bin2hex (basis->tag, sizeof basis->tag, hash, sizeof hash);
}

/**
 * houbu_basis_holds:
 * @basis: a complete basis
 * @engine: the engine that gave the answer
 * @moment: the present
 *
 * Returns: whether it would give the same one now
 */
gboolean
houbu_basis_holds (HoubuBasis *basis, HoubuEngine *engine, const HoubuMoment *moment)
{
  return moment->now >= basis->from && moment->now < basis->until &&
         houbu_store_holds (houbu_engine_get_store (engine), basis->mark,
                            (const HoubuTopic *) basis->topics->data, basis->topics->len);
}
