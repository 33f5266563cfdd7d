/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-reminders.h"

/* How far before the deadline; the nearer ones come last. */
static const gint64 spans[] = { 6 * G_TIME_SPAN_HOUR, G_TIME_SPAN_HOUR };

/* How many of the spans a seat has come into. */
typedef struct
{
  gint64 deadline;
  guint n_passed;
} Known;

struct _HoubuReminders
{
  GHashTable *known; /* (owned) (element-type utf8 Known): by id of the enrolment */
};

static guint
count_passed (gint64 left)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (spans) && left <= spans[n])
    n++;
  return n;
}

/**
 * houbu_reminders_new:
 *
 * Returns: (transfer full): reminders of nothing yet
 */
HoubuReminders *
houbu_reminders_new (void)
{
  HoubuReminders *self = g_new0 (HoubuReminders, 1);

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * houbu_reminders_free:
 * @self: (transfer full) (nullable): reminders
 */
void
houbu_reminders_free (HoubuReminders *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->known);
  g_free (self);
}

/*
 * 1. seen for the first time, or with another deadline   not due: whoever looks sees it
 * 2. has come into a nearer span since                   due, once
 * 3. its deadline has come                               not due any more
 */
static gboolean
is_due (HoubuReminders *self, HoubuEnrolment *enrolment, gint64 now)
{
  const gint64 deadline = houbu_enrolment_get_deadline (enrolment);
  const guint n_passed = count_passed (deadline - now);
  Known *known = g_hash_table_lookup (self->known, houbu_enrolment_get_id (enrolment));
  gboolean due;

  if (known == NULL || known->deadline != deadline)
    {
      known = g_new0 (Known, 1);
      known->deadline = deadline;
      known->n_passed = n_passed;
      g_hash_table_replace (self->known, g_strdup (houbu_enrolment_get_id (enrolment)), known);
      return FALSE;
    }
  due = n_passed > known->n_passed && now < deadline;
  known->n_passed = n_passed;
  return due;
}

/**
 * houbu_reminders_take_due:
 * @self: reminders
 * @enrolments: (element-type HoubuEnrolment): all seats of the candidate
 * @now: the server's clock
 *
 * Returns: (transfer full) (element-type HoubuEnrolment): the unpaid ones of which the candidate is
 *   to be reminded now
 */
GPtrArray *
houbu_reminders_take_due (HoubuReminders *self, GListModel *enrolments, gint64 now)
{
  GPtrArray *due = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (self != NULL && G_IS_LIST_MODEL (enrolments), due);
  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);

      if (houbu_enrolment_get_state (enrolment) == HOUBU_ENROLMENT_STATE_UNPAID &&
          houbu_enrolment_get_deadline (enrolment) != HOUBU_UNSET && is_due (self, enrolment, now))
        g_ptr_array_add (due, g_steal_pointer (&enrolment));
    }
  return due;
}
