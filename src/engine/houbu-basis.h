/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

#define HOUBU_BASIS_TAG_BYTES 33

/*
 * HoubuBasis: what the answer to a call rests on, so that whoever keeps it knows whether it would
 * still be the same. The transport hangs an empty one on a call; an operation that fills it says
 * that its answer depends on nothing else.
 */
struct _HoubuBasis
{
  gboolean complete;               /* the operation has said all */
  guint64 mark;                    /* see houbu_store_look(): from before the store was asked */
  gint64 from;                     /* clock reading of the answer */
  gint64 until;                    /* the first one at which it may be another */
  GArray *topics;                  /* (owned) (element-type guint16): see HoubuTopic */
  char tag[HOUBU_BASIS_TAG_BYTES]; /* digest of the answer */
};

HoubuBasis *houbu_basis_new (void);
HoubuBasis *houbu_basis_ref (HoubuBasis *basis);
void houbu_basis_unref (HoubuBasis *basis);

void houbu_basis_begin (HoubuBasis *basis, gint64 now);
void houbu_basis_add_offering (HoubuBasis *basis, gint64 offering);
void houbu_basis_add_registration (HoubuBasis *basis, gint64 registration);
void houbu_basis_end_at (HoubuBasis *basis, gint64 time);
void houbu_basis_complete (HoubuBasis *basis, GBytes *answer);

gboolean houbu_basis_holds (HoubuBasis *basis, HoubuEngine *engine, const HoubuMoment *moment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuBasis, houbu_basis_unref)

G_END_DECLS
