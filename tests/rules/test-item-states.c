/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-item-reasons.h"
#include "houbu-item-states.h"
#include "houbu-refusal.h"

/* P1, written out once more: from, to, and by whom (the first letters of candidate, promotion,
 * clock (T), consequence (Q), payment (M), operator). */
static const struct
{
  const char *from;
  const char *to;
  const char *causes;
} seat_table[] = {
  { "none", "unpaid", "CP" },    { "unpaid", "paying", "M" },   { "paying", "unpaid", "M" },
  { "unpaid", "locked", "O" },   { "locked", "unpaid", "OT" },  { "unpaid", "cancelled", "C" },
  { "unpaid", "expired", "T" },  { "unpaid", "revoked", "QO" }, { "paying", "paid", "M" },
  { "paying", "expired", "T" },  { "paying", "revoked", "QO" }, { "locked", "paid", "MO" },
  { "locked", "revoked", "QO" }, { "expired", "paid", "M" },    { "paid", "refunded", "OM" },
};

static const struct
{
  const char *from;
  const char *to;
  const char *causes;
} wait_table[] = {
  { "none", "waiting", "C" },
  { "waiting", "promoted", "PO" },
  { "waiting", "cancelled", "C" },
  { "waiting", "failed", "PTQO" },
};

static const char cause_letters[HOUBU_N_CAUSES] = {
  [HOUBU_BY_CANDIDATE] = 'C',   [HOUBU_BY_PROMOTION] = 'P', [HOUBU_BY_CLOCK] = 'T',
  [HOUBU_BY_CONSEQUENCE] = 'Q', [HOUBU_BY_PAYMENT] = 'M',   [HOUBU_BY_OPERATOR] = 'O',
};

/* P1: of all pairs of states and causes exactly those of the table are transitions. */
static void
test_seat_transitions (void)
{
  for (guint from = 0; from < HOUBU_N_SEAT_STATES; from++)
    for (guint to = 0; to < HOUBU_N_SEAT_STATES; to++)
      {
        const char *causes = "";
        for (gsize i = 0; i < G_N_ELEMENTS (seat_table); i++)
          if (g_str_equal (seat_table[i].from, houbu_seat_state_to_word (from)) &&
              g_str_equal (seat_table[i].to, houbu_seat_state_to_word (to)))
            causes = seat_table[i].causes;
        for (guint cause = 0; cause < HOUBU_N_CAUSES; cause++)
          g_assert_cmpint (houbu_seat_may_change (from, to, cause), ==,
                           strchr (causes, cause_letters[cause]) != NULL);
        g_assert_cmpint (houbu_seat_may_become (from, to), ==, causes[0] != '\0');
      }
}

/* The same for waitlist entries; in particular nothing leaves an ended state (Q6). */
static void
test_wait_transitions (void)
{
  for (guint from = 0; from < HOUBU_N_WAIT_STATES; from++)
    for (guint to = 0; to < HOUBU_N_WAIT_STATES; to++)
      {
        const char *causes = "";
        for (gsize i = 0; i < G_N_ELEMENTS (wait_table); i++)
          if (g_str_equal (wait_table[i].from, houbu_wait_state_to_word (from)) &&
              g_str_equal (wait_table[i].to, houbu_wait_state_to_word (to)))
            causes = wait_table[i].causes;
        for (guint cause = 0; cause < HOUBU_N_CAUSES; cause++)
          g_assert_cmpint (houbu_wait_may_change (from, to, cause), ==,
                           strchr (causes, cause_letters[cause]) != NULL);
        g_assert_cmpint (houbu_wait_may_become (from, to), ==, causes[0] != '\0');
      }
}

/* Q1: four states hold a seat. */
static void
test_holds (void)
{
  for (guint state = 0; state < HOUBU_N_SEAT_STATES; state++)
    g_assert_cmpint (houbu_seat_state_holds (state), ==,
                     state == HOUBU_SEAT_UNPAID || state == HOUBU_SEAT_PAYING ||
                         state == HOUBU_SEAT_LOCKED || state == HOUBU_SEAT_PAID);
}

typedef const char *(*ToWord) (guint value);
typedef guint (*FromWord) (const char *word);
typedef const char *(*GetName) (guint value, const char *language);

static void
assert_words (guint n_values, ToWord to_word, FromWord from_word, GetName get_name)
{
  g_assert_cmpuint (from_word (NULL), ==, 0);
  g_assert_cmpuint (from_word (""), ==, 0);
  g_assert_cmpuint (from_word ("nonsense"), ==, 0);
  for (guint value = 1; value < n_values; value++)
    {
      g_assert_cmpuint (from_word (to_word (value)), ==, value);
      if (get_name == NULL)
        continue;
      g_assert_true (g_str_is_ascii (get_name (value, "en")));
      g_assert_false (g_str_is_ascii (get_name (value, "zh-CN")));
    }
}

/* Each word names one value and back; each value has a name in both languages. */
static void
test_words (void)
{
  assert_words (HOUBU_N_SEAT_STATES, (ToWord) houbu_seat_state_to_word,
                (FromWord) houbu_seat_state_from_word, (GetName) houbu_seat_state_get_name);
  assert_words (HOUBU_N_WAIT_STATES, (ToWord) houbu_wait_state_to_word,
                (FromWord) houbu_wait_state_from_word, (GetName) houbu_wait_state_get_name);
  assert_words (HOUBU_N_CANCEL_REASONS, (ToWord) houbu_cancel_reason_to_word,
                (FromWord) houbu_cancel_reason_from_word, (GetName) houbu_cancel_reason_get_name);
  assert_words (HOUBU_N_FAIL_REASONS, (ToWord) houbu_fail_reason_to_word,
                (FromWord) houbu_fail_reason_from_word, (GetName) houbu_fail_reason_get_name);
  assert_words (HOUBU_N_END_REASONS, (ToWord) houbu_end_reason_to_word,
                (FromWord) houbu_end_reason_from_word, (GetName) houbu_end_reason_get_name);
  assert_words (HOUBU_N_REFUSALS, (ToWord) houbu_refusal_to_word,
                (FromWord) houbu_refusal_from_word, NULL);
}

/* The manual's words, which candidates know. */
static void
test_manual_words (void)
{
  g_assert_cmpstr (houbu_wait_state_get_name (HOUBU_WAIT_WAITING, "zh-CN"), ==, "正在候补");
  g_assert_cmpstr (houbu_wait_state_get_name (HOUBU_WAIT_PROMOTED, "zh-CN"), ==, "候补成功");
  g_assert_cmpstr (houbu_wait_state_get_name (HOUBU_WAIT_CANCELLED, "zh-CN"), ==, "考生取消");
  g_assert_cmpstr (houbu_wait_state_get_name (HOUBU_WAIT_FAILED, "zh-CN"), ==, "候补失败");
  g_assert_cmpstr (houbu_cancel_reason_get_name (HOUBU_CANCEL_GIVE_UP, "zh-CN"), ==,
                   "放弃科目报考及候补");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/states/seat-transitions", test_seat_transitions);
  g_test_add_func ("/rules/states/wait-transitions", test_wait_transitions);
  g_test_add_func ("/rules/states/holds", test_holds);
  g_test_add_func ("/rules/states/words", test_words);
  g_test_add_func ("/rules/states/manual-words", test_manual_words);
  return g_test_run ();
}
