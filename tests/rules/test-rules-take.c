/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

/* What joining and enrolling need alike, in the order of the comment over check_common(). */
static const Case common_cases[] = {
  { "no registration", "registration=-", 1500, "step_missing", "R9" },
  { "withdrawn", "withdrawn", 1500, "withdrawn", "R5" },
  { "written at another school", "school=T", 1500, "other_campus", "R8" },
  { "written at another school of the province", "school=T province=P", 1500, "other_campus",
    "R8" },
  { "own school unknown", "own-school=- school=-", 1500, "other_campus", "R8" },
  { "oral in another province", "subject=F item=w,1,paid province=Q", 1500, "other_campus", "R8" },
  { "own province unknown", "subject=F item=w,1,paid own-province=- province=-", 1500,
    "other_campus", "R8" },
  { "oral at another school, kept to the school", "subject=F item=w,1,paid school=T scope", 1500,
    "other_campus", "R8" },
  { "before the exam opens", "", 999, "window_closed", "R5" },
  { "when the exam closes", "waitlist=2500", 2000, "window_closed", "R5" },
  { "after the exam closed", "waitlist=2500", 2001, "window_closed", "R5" },
  { "before the campus opens", "campus-opens=1200", 1199, "window_closed", "R5" },
  { "when the campus closes", "campus-closes=1800", 1800, "window_closed", "R5" },
  { "after the campus closed", "campus-closes=1800", 1801, "window_closed", "R5" },
  { "a campus cannot open before the exam", "campus-opens=500", 999, "window_closed", "R5" },
  { "a campus cannot close after the exam", "campus-closes=2500 waitlist=2500", 2000,
    "window_closed", "R5" },
  { "not qualified", "subject=5", 1500, "not_qualified", "R1" },
  { "a review gives no other language", "subject=4 review", 1500, "not_qualified", "R1" },
  { "a review gives no level 4", "subject=1 qualified=3 review", 1500, "not_qualified", "R1" },
  { "waits for it", "item=e1,1,waiting,7 queue=1", 1500, "already_waiting", "R2", "e1" },
  { "holds it", "item=s1,1,unpaid,7", 1500, "same_level", "R2", "s1" },
  { "waits for the level at another campus", "item=e1,1,waiting,8", 1500, "same_level", "R2",
    "e1" },
  { "waits for another language", "item=e1,3,waiting,8", 1500, "same_level", "R2", "e1" },
  { "unpaid in another language", "item=s1,3,unpaid,8,1501", 1500, "same_level", "R2", "s1" },
  { "paying in another language", "item=s1,3,paying,8,1400", 1500, "same_level", "R2", "s1" },
  { "locked in another language", "item=s1,3,locked,8,-,1501", 1500, "same_level", "R2", "s1" },
  { "lock over, its hold not", "item=s1,3,locked,8,-,1001", 1500, "same_level", "R2", "s1" },
  { "paid in another language", "item=s1,3,paid,8", 1500, "same_level", "R2", "s1" },
  { "oral of the level", "subject=F item=w,1,paid item=o1,F,unpaid,8,1501", 1500, "same_level",
    "R2", "o1" },
  { "oral without anything", "subject=F", 1500, "written_required", "R3" },
  { "oral, written only waits", "subject=F item=e1,1,waiting,8", 1500, "written_required", "R3" },
  { "oral, written in Japanese", "subject=F item=s1,3,paid,8", 1500, "written_required", "R3" },
  { "oral, written at its deadline", "subject=F item=s1,1,unpaid,8,1500", 1500, "written_required",
    "R3" },
  { "oral, written cancelled", "subject=F item=s1,1,cancelled,8", 1500, "written_required", "R3" },
  { "oral of level 6, written of level 4", "subject=S qualified=S item=s1,1,paid,8", 1500,
    "written_required", "R3" },
  { "no exam time", "exam=-", 1500, "exam_time_unset", "R5" },
};

/* What enrolling needs beyond that, and where it is allowed. */
static const Case enrol_cases[] = {
  { "no fee", "fee=-", 1500, "fee_unset", "R5" },
  { "fee of nothing", "fee=0", 1500, "fee_unset", "R5" },
  { "fee below nothing", "fee=-1", 1500, "fee_unset", "R5" },
  { "when payment closes", "pay=1500", 1500, "window_closed", "R5" },
  { "after payment closed", "pay=1500", 1501, "window_closed", "R5" },
  { "full", "capacity=2", 1500, "no_seat", "Q2" },
  { "over capacity", "capacity=1", 1500, "no_seat", "Q2" },
  { "no capacity at all", "capacity=0 inuse=0", 1500, "no_seat", "Q2" },
  { "full with a queue", "capacity=2 queue=1", 1500, "no_seat", "Q2" },
  { "a seat, but somebody waits", "queue=1", 1500, "queue_not_empty", "Q2" },
  { "somebody waits until the waitlist closes", "queue=1 waitlist=1501", 1500, "queue_not_empty",
    "Q2" },
  { "the waitlist has closed: nobody waits", "queue=1 waitlist=1500", 1500, "none" },
  { "allowed", "", 1500, "none" },
  { "the last seat", "capacity=3", 1500, "none" },
  { "when the exam opens", "", 1000, "none" },
  { "just after", "", 1001, "none" },
  { "just before the exam closes", "", 1999, "none" },
  { "when the campus opens", "campus-opens=1200", 1200, "none" },
  { "just after the campus opened", "campus-opens=1200", 1201, "none" },
  { "just before the campus closes", "campus-closes=1800", 1799, "none" },
  { "just before payment closes", "pay=1501", 1500, "none" },
  { "another level is another matter", "item=s1,2,paid,8", 1500, "none" },
  { "another kind is another matter", "item=s1,F,unpaid,8", 1500, "none" },
  { "a hold at its deadline is gone", "item=s1,3,unpaid,8,1500", 1500, "none" },
  { "a lock and its hold are over", "item=s1,3,locked,8,-,1000", 1500, "none" },
  { "ended items are history", "item=s1,3,expired,8 item=s2,1,cancelled,7 item=s3,1,refunded,7",
    1500, "none" },
  { "an entry past the close of the waitlist is gone", "item=e1,3,waiting,8 waitlist=1500", 1500,
    "none" },
  { "CET-6 by a review", "subject=2 review", 1500, "none" },
  { "SET-6 by a review", "subject=S review item=s1,2,paid,8", 1500, "none" },
  { "oral, written unpaid", "subject=F item=s1,1,unpaid,8,1501", 1500, "none" },
  { "oral, written paying", "subject=F item=s1,1,paying,8,1400", 1500, "none" },
  { "oral, written locked", "subject=F item=s1,1,locked,8,-,1501", 1500, "none" },
  { "oral, written paid", "subject=F item=s1,1,paid,8", 1500, "none" },
  { "oral at another school of the province", "subject=F item=s1,1,paid,8 school=T", 1500, "none" },
};

/* Where joining differs: Q3 and Q7. */
static const Case join_cases[] = {
  { "a seat and no queue", "", 1500, "seats_free", "Q3" },
  { "the last seat", "capacity=3", 1500, "seats_free", "Q3" },
  { "a stale queue and a seat", "queue=1 waitlist=1500", 1500, "seats_free", "Q3" },
  { "when the waitlist closes", "capacity=2 waitlist=1500", 1500, "window_closed", "Q7" },
  { "after the waitlist closed", "capacity=2 waitlist=1500", 1501, "window_closed", "Q7" },
  { "just before the waitlist closes", "capacity=2 waitlist=1501", 1500, "none" },
  { "full", "capacity=2", 1500, "none" },
  { "over capacity", "capacity=1", 1500, "none" },
  { "full with a queue", "capacity=2 queue=5", 1500, "none" },
  { "a seat, but somebody waits", "queue=1", 1500, "none" },
  { "no fee yet", "fee=-", 1500, "none" },
  { "no fee yet and full", "fee=0 capacity=2", 1500, "none" },
  { "payment has closed", "pay=1500", 1500, "none" },
  { "little time to pay", "pay=1600 capacity=2", 1500, "none" },
  { "oral, written unpaid", "subject=F capacity=2 item=s1,1,unpaid,8,1501", 1500, "none" },
  { "when the exam opens", "capacity=2", 1000, "none" },
  { "just before the exam closes", "capacity=2", 1999, "none" },
};

/* A row of the board: the action, and for `none` why. */
static const struct
{
  Case row;
  const char *action;
} board_cases[] = {
  { { "waits", "item=e1,1,waiting,7 queue=1", 1500, "none", NULL, "e1" }, "waiting" },
  { { "holds", "item=s1,1,unpaid,7,1501", 1500, "none", NULL, "s1" }, "enrolled" },
  { { "has paid", "item=s1,1,paid,7", 2500, "none", NULL, "s1" }, "enrolled" },
  { { "can enrol", "", 1500, "none" }, "enrol" },
  { { "can enrol again", "item=s1,1,unpaid,7,1500", 1500, "none" }, "enrol" },
  { { "can join", "capacity=2", 1500, "none" }, "join" },
  { { "can join without a fee", "fee=-", 1500, "none" }, "join" },
  { { "full, waitlist closed", "capacity=2 waitlist=1500", 1500, "no_seat", "Q2" }, "none" },
  { { "no fee, waitlist closed", "fee=- waitlist=1500", 1500, "fee_unset", "R5" }, "none" },
  { { "has another", "item=s1,3,paid,8", 1500, "same_level", "R2", "s1" }, "none" },
  { { "closed", "", 2000, "window_closed", "R5" }, "none" },
  { { "not qualified", "subject=5", 1500, "not_qualified", "R1" }, "none" },
};

/* Each common case refuses a direct enrolment. */
static void
test_common_enrol (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (common_cases); i++)
    {
      g_autoptr (World) world = world_new (common_cases[i].changes);
      assert_decision (&common_cases[i],
                       houbu_rules_check_enrol (&world->window, &world->offering, &world->person,
                                                common_cases[i].now));
    }
}

/* Each common case refuses a place in a queue, of a full offering too. */
static void
test_common_join (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (common_cases); i++)
    for (int full = 0; full <= 1; full++)
      {
        g_autoptr (World) world = world_new (common_cases[i].changes);
        if (full)
          world->offering.capacity = world->offering.seats_in_use;
        assert_decision (&common_cases[i],
                         houbu_rules_check_join (&world->window, &world->offering, &world->person,
                                                 common_cases[i].now));
      }
}

/* R5 and Q2 for a direct enrolment. */
static void
test_enrol (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (enrol_cases); i++)
    {
      g_autoptr (World) world = world_new (enrol_cases[i].changes);
      assert_decision (&enrol_cases[i],
                       houbu_rules_check_enrol (&world->window, &world->offering, &world->person,
                                                enrol_cases[i].now));
    }
}

/* Q3 and Q7 for a place in a queue. */
static void
test_join (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (join_cases); i++)
    {
      g_autoptr (World) world = world_new (join_cases[i].changes);
      assert_decision (&join_cases[i], houbu_rules_check_join (&world->window, &world->offering,
                                                               &world->person, join_cases[i].now));
    }
}

/* Q3: over all cases, joining says `seats_free` exactly where a direct enrolment succeeds. */
static void
test_join_mirrors_enrol (void)
{
  const Case *tables[] = { common_cases, enrol_cases, join_cases };
  const gsize sizes[] = { G_N_ELEMENTS (common_cases), G_N_ELEMENTS (enrol_cases),
                          G_N_ELEMENTS (join_cases) };

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (gsize i = 0; i < sizes[t]; i++)
      {
        const Case *row = &tables[t][i];
        g_autoptr (World) world = world_new (row->changes);
        HoubuDecision enrol =
            houbu_rules_check_enrol (&world->window, &world->offering, &world->person, row->now);
        HoubuDecision join =
            houbu_rules_check_join (&world->window, &world->offering, &world->person, row->now);
        g_test_message ("%s", row->name);
        g_assert_cmpint (enrol.refusal == HOUBU_REFUSAL_NONE, ==,
                         join.refusal == HOUBU_REFUSAL_SEATS_FREE);
      }
}

/* A row of the board offers what the two checks allow. */
static void
test_board (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (board_cases); i++)
    {
      const Case *row = &board_cases[i].row;
      g_autoptr (World) world = world_new (row->changes);
      HoubuBoardAction action =
          houbu_rules_offering_action (&world->window, &world->offering, &world->person, row->now);
      assert_decision (row, action.decision);
      g_assert_cmpstr (houbu_action_to_word (action.action), ==, board_cases[i].action);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/take/common-enrol", test_common_enrol);
  g_test_add_func ("/rules/take/common-join", test_common_join);
  g_test_add_func ("/rules/take/enrol", test_enrol);
  g_test_add_func ("/rules/take/join", test_join);
  g_test_add_func ("/rules/take/join-mirrors-enrol", test_join_mirrors_enrol);
  g_test_add_func ("/rules/take/board", test_board);
  return g_test_run ();
}
