/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-tally.h"

#include "houbu-error.h"

struct _HoubuCrowdTally
{
  GArray *took[HOUBU_CROWD_N_KINDS]; /* (owned) (element-type gint64) */
  GHashTable *refusals;              /* (owned) (element-type utf8 guint) */
};

static const char *const words[] = {
  [HOUBU_CROWD_EXAM] = "exam",
  [HOUBU_CROWD_CAPTCHA] = "captcha",
  [HOUBU_CROWD_SIGN_IN] = "sign-in",
  [HOUBU_CROWD_STATE] = "state",
  [HOUBU_CROWD_AGREEMENT] = "agreement",
  [HOUBU_CROWD_ACCEPT] = "accept",
  [HOUBU_CROWD_QUERY] = "query",
  [HOUBU_CROWD_REGISTER] = "register",
  [HOUBU_CROWD_BOARD] = "board",
  [HOUBU_CROWD_ENROL] = "enrol",
  [HOUBU_CROWD_JOIN] = "join",
  [HOUBU_CROWD_REPORT_FORM] = "report-form",
  [HOUBU_CROWD_ORDER] = "order",
  [HOUBU_CROWD_PAY_PAGE] = "pay-page",
  [HOUBU_CROWD_PAYMENT] = "payment",
  [HOUBU_CROWD_CANCEL_ENTRY] = "cancel-entry",
  [HOUBU_CROWD_CANCEL_SEAT] = "cancel-seat",
  [HOUBU_CROWD_SIGN_OUT] = "sign-out",
};
G_STATIC_ASSERT (G_N_ELEMENTS (words) == HOUBU_CROWD_N_KINDS);

/**
 * houbu_crowd_tally_new:
 *
 * Returns: (transfer full): a tally of nothing
 */
HoubuCrowdTally *
houbu_crowd_tally_new (void)
{
  HoubuCrowdTally *self = g_new0 (HoubuCrowdTally, 1);

  for (guint i = 0; i < HOUBU_CROWD_N_KINDS; i++)
    self->took[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->refusals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * houbu_crowd_tally_free:
 * @self: (transfer full): a tally
 */
void
houbu_crowd_tally_free (HoubuCrowdTally *self)
{
  for (guint i = 0; i < HOUBU_CROWD_N_KINDS; i++)
    g_array_unref (self->took[i]);
  g_hash_table_unref (self->refusals);
  g_free (self);
}

static const char *
code_of (const GError *error)
{
  return error->domain == HOUBU_ERROR ? houbu_error_info ((HoubuErrorCode) error->code)->word
                                      : g_quark_to_string (error->domain);
}

/**
 * houbu_crowd_tally_add:
 * @self: a tally
 * @kind: what was asked
 * @took: µs until the answer
 * @error: (nullable): the answer, when it was a refusal
 */
void
houbu_crowd_tally_add (HoubuCrowdTally *self, HoubuCrowdKind kind, gint64 took, const GError *error)
{
  g_return_if_fail (self != NULL && kind < HOUBU_CROWD_N_KINDS);

  g_array_append_val (self->took[kind], took);
  if (error != NULL)
    g_hash_table_insert (
        self->refusals, g_strdup (code_of (error)),
        GUINT_TO_POINTER (houbu_crowd_tally_get_refused (self, code_of (error)) + 1));
}

static int
compare_int64 (gconstpointer a, gconstpointer b)
{
  const gint64 left = *(const gint64 *) a;
  const gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static gint64
at_share (GArray *sorted, guint percent)
{
  guint rank = (sorted->len * percent + 99) / 100;

  return g_array_index (sorted, gint64, MAX (rank, 1) - 1);
}

/**
 * houbu_crowd_tally_get_times:
 * @self: a tally
 * @kind: what was asked
 * @times: (out caller-allocates): how long it took; all zero when nobody asked
 */
void
houbu_crowd_tally_get_times (HoubuCrowdTally *self, HoubuCrowdKind kind, HoubuCrowdTimes *times)
{
  GArray *took = NULL;

  g_return_if_fail (self != NULL && kind < HOUBU_CROWD_N_KINDS && times != NULL);

  *times = (HoubuCrowdTimes){ 0 };
  took = self->took[kind];
  if (took->len == 0)
    return;
  g_array_sort (took, compare_int64);
  times->asked = took->len;
  times->p50 = at_share (took, 50);
  times->p90 = at_share (took, 90);
  times->p99 = at_share (took, 99);
  times->most = at_share (took, 100);
}

/**
 * houbu_crowd_tally_get_asked:
 * @self: a tally
 *
 * Returns: how often anything was asked
 */
guint
houbu_crowd_tally_get_asked (HoubuCrowdTally *self)
{
  guint asked = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < HOUBU_CROWD_N_KINDS; i++)
    asked += self->took[i]->len;
  return asked;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * houbu_crowd_tally_list_refusals:
 * @self: a tally
 *
 * Returns: (transfer container) (element-type utf8): the codes that came, in alphabetical order
 */
GPtrArray *
houbu_crowd_tally_list_refusals (HoubuCrowdTally *self)
{
  GPtrArray *codes = NULL;
  GHashTableIter iter;
  gpointer code = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  codes = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->refusals);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    g_ptr_array_add (codes, code);
  g_ptr_array_sort (codes, compare_words);
  return codes;
}

/**
 * houbu_crowd_tally_get_refused:
 * @self: a tally
 * @code: a code of the contract
 *
 * Returns: how often it came
 */
guint
houbu_crowd_tally_get_refused (HoubuCrowdTally *self, const char *code)
{
  g_return_val_if_fail (self != NULL && code != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->refusals, code));
}

/**
 * houbu_crowd_kind_to_word:
 * @kind: what is asked
 *
 * Returns: (transfer none): its word in tables
 */
const char *
houbu_crowd_kind_to_word (HoubuCrowdKind kind)
{
  g_return_val_if_fail (kind < HOUBU_CROWD_N_KINDS, NULL);

  return words[kind];
}
