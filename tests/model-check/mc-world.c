/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-world.h"

#include <stdlib.h>

/* One word a command, then its numbers: kind account offering other value. */
static const char *const kind_words[MC_N_KINDS] = {
  [MC_CLOCK] = "clock",
  [MC_SWEEP] = "sweep",
  [MC_REGISTER] = "register",
  [MC_UNREGISTER] = "unregister",
  [MC_ENROL] = "enrol",
  [MC_JOIN] = "join",
  [MC_CANCEL_SEAT] = "cancel-seat",
  [MC_CANCEL_PLACE] = "cancel-place",
  [MC_CAPACITY] = "capacity",
  [MC_FEE] = "fee",
  [MC_WITHDRAW] = "withdraw",
  [MC_HOLD] = "hold",
  [MC_MIN_PAY] = "min-pay",
  [MC_WAITLIST] = "waitlist",
  [MC_CAMPUS_OPENS] = "campus-opens",
  [MC_CAMPUS_CLOSES] = "campus-closes",
  [MC_REVIEW] = "review",
  [MC_DECIDE] = "decide",
  [MC_LOCK] = "lock",
  [MC_UNLOCK] = "unlock",
  [MC_BOARD] = "board",
  [MC_PLACES] = "places",
  [MC_SEATS] = "seats",
  [MC_FORM] = "form",
  [MC_FORMS_CLOSE] = "forms-close",
  [MC_ORDER] = "order",
  [MC_PAY] = "pay",
  [MC_NOTICE] = "notice",
  [MC_REFRESH] = "refresh",
  [MC_CLOSE_ORDER] = "close-order",
  [MC_RETURN] = "return",
  [MC_REFUND] = "refund",
  [MC_SILENCE] = "silence",
};

static int
compare_lines (gconstpointer one, gconstpointer other)
{
  return g_strcmp0 (*(const char *const *) one, *(const char *const *) other);
}

/* The same lines in an order of their own, so that it does not matter who wrote which first. */
char *
mc_sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

/* Spreads a seed over all bits (splitmix64), so that 1, 2, 3 are as good as any. */
guint64
mc_mix (guint64 seed)
{
  guint64 z = seed + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/* Campuses 0 and 1 belong to school 0, campus 2 to school 1. */
int
mc_world_school (int campus)
{
  return campus == 2 ? 1 : 0;
}

/* The last two accounts are second ones of the first two persons. */
int
mc_world_person (int account)
{
  return account % MC_N_PERSONS;
}

gboolean
mc_is_reading (const McCommand *command)
{
  return command->kind == MC_BOARD || command->kind == MC_PLACES || command->kind == MC_SEATS;
}

/* An exam's own change leaves every queue to the sweeper. */
gboolean
mc_wakes_timers (const McCommand *command)
{
  return command->kind == MC_HOLD || command->kind == MC_MIN_PAY || command->kind == MC_WAITLIST ||
         command->kind == MC_SWEEP;
}

gboolean
mc_world_may_set (const McWorld *world, const McCommand *command)
{
  const McOffering *o = &world->offerings[command->offering];

  if (command->kind == MC_HOLD)
    return command->value >= 1;
  if (command->kind == MC_WAITLIST)
    return command->value > 0;
  if (command->kind == MC_CAMPUS_OPENS)
    return o->closes == MC_UNSET || MC_EPOCH + command->value < o->closes;
  if (command->kind == MC_CAMPUS_CLOSES)
    return o->opens == MC_UNSET || MC_EPOCH + command->value > o->opens;
  return TRUE;
}

static McOffering
offering (GRand *rand, char subject, int campus)
{
  McOffering made = {
    subject, campus, MIN (g_rand_int_range (rand, 0, 4), g_rand_int_range (rand, 0, 4)),
    1500,    TRUE,   MC_UNSET,
    MC_UNSET
  };

  if (g_rand_int_range (rand, 0, 8) == 0)
    made.fee = MC_UNSET;
  if (g_rand_int_range (rand, 0, 12) == 0)
    made.exam_time = FALSE;
  if (g_rand_int_range (rand, 0, 8) == 0)
    made.opens = MC_EPOCH + g_rand_int_range (rand, -5, 6) * G_TIME_SPAN_HOUR;
  if (g_rand_int_range (rand, 0, 6) == 0)
    made.closes = MC_EPOCH + g_rand_int_range (rand, 30, 80) * G_TIME_SPAN_HOUR;
  return made;
}

void
mc_world_init (McWorld *world, guint64 seed)
{
  static const char *const qualified[] = { "1;3;F", "1;2;3;F;S", "1", "3" };
  guint64 mixed = mc_mix (seed);
  guint32 words[] = { (guint32) mixed, (guint32) (mixed >> 32) };
  g_autoptr (GRand) rand = g_rand_new_with_seed_array (words, G_N_ELEMENTS (words));

  *world = (McWorld){ .seed = seed, .opens = MC_EPOCH, .forms_close = MC_UNSET };
  world->closes = MC_EPOCH + 72 * G_TIME_SPAN_HOUR;
  world->payment_closes = world->closes + g_rand_int_range (rand, -3, 7) * G_TIME_SPAN_HOUR;
  world->waitlist_closes = world->closes + g_rand_int_range (rand, -2, 2) * 6 * G_TIME_SPAN_HOUR;
  world->hold_seconds = g_rand_boolean (rand) ? 24 * 3600 : 1800;
  /* In some worlds it is always too late to promote, and queues only grow. */
  world->min_pay_seconds =
      g_rand_int_range (rand, 0, 5) == 0 ? 80 * 3600 : g_rand_int_range (rand, 0, 3) * 3600;
  world->n_offerings = 4;
  world->offerings[0] = offering (rand, '1', 0);
  world->offerings[1] = g_rand_boolean (rand) ? offering (rand, '3', 0) : offering (rand, '1', 1);
  world->offerings[2] = offering (rand, 'F', g_rand_int_range (rand, 0, MC_N_CAMPUSES));
  world->offerings[3] =
      offering (rand, g_rand_boolean (rand) ? '1' : '2', g_rand_int_range (rand, 1, MC_N_CAMPUSES));
  if (world->offerings[3].campus == world->offerings[1].campus &&
      world->offerings[3].subject == world->offerings[1].subject)
    world->n_offerings = 3;
  world->n_persons = MC_N_PERSONS;
  for (int i = 0; i < MC_N_PERSONS; i++)
    world->qualified[i] = g_rand_int_range (rand, 0, 4) > 0
                              ? qualified[0]
                              : qualified[g_rand_int_range (rand, 0, G_N_ELEMENTS (qualified))];
}

/* "exam SEED PAYMENT WAITLIST HOLD MIN_PAY", then "offering SUBJECT CAMPUS CAPACITY FEE EXAM_TIME
 * OPENS CLOSES" and "person QUALIFIED" in their order. Times count from MC_EPOCH; registration is
 * open from 0 to 72 hours. */
void
mc_world_print (const McWorld *world, GString *text)
{
  g_string_append_printf (
      text, "exam %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %d\n",
      world->seed, world->payment_closes - MC_EPOCH, world->waitlist_closes - MC_EPOCH,
      world->hold_seconds, world->min_pay_seconds);
  for (int i = 0; i < world->n_offerings; i++)
    {
      const McOffering *o = &world->offerings[i];
      g_string_append_printf (text,
                              "offering %c %d %d %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              o->subject, o->campus, o->capacity, o->fee, o->exam_time,
                              o->opens == MC_UNSET ? MC_UNSET : o->opens - MC_EPOCH,
                              o->closes == MC_UNSET ? MC_UNSET : o->closes - MC_EPOCH);
    }
  for (int i = 0; i < MC_N_PERSONS; i++)
    g_string_append_printf (text, "person %s\n", world->qualified[i]);
}

static gint64
parse_time (const char *word)
{
  gint64 time = g_ascii_strtoll (word, NULL, 10);

  return time == MC_UNSET ? MC_UNSET : MC_EPOCH + time;
}

static void
parse_exam (McWorld *world, char **words)
{
  world->seed = g_ascii_strtoull (words[1], NULL, 10);
  world->opens = MC_EPOCH;
  world->forms_close = MC_UNSET;
  world->closes = MC_EPOCH + 72 * G_TIME_SPAN_HOUR;
  world->payment_closes = parse_time (words[2]);
  world->waitlist_closes = parse_time (words[3]);
  world->hold_seconds = atoi (words[4]);
  world->min_pay_seconds = atoi (words[5]);
}

static void
parse_offering (McOffering *o, char **words)
{
  o->subject = words[1][0];
  o->campus = atoi (words[2]);
  o->capacity = atoi (words[3]);
  o->fee = atoi (words[4]);
  o->exam_time = atoi (words[5]);
  o->opens = parse_time (words[6]);
  o->closes = parse_time (words[7]);
}

gboolean
mc_world_parse (McWorld *world, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n_words = g_strv_length (words);

  if (g_str_equal (words[0], "exam") && n_words == 6)
    parse_exam (world, words);
  else if (g_str_equal (words[0], "offering") && n_words == 8 &&
           world->n_offerings < MC_MAX_OFFERINGS)
    parse_offering (&world->offerings[world->n_offerings++], words);
  else if (g_str_equal (words[0], "person") && n_words == 2 && world->n_persons < MC_N_PERSONS)
    world->qualified[world->n_persons++] = g_intern_string (words[1]);
  else
    return FALSE;
  return TRUE;
}

char *
mc_command_print (const McCommand *command)
{
  return g_strdup_printf ("%s %d %d %d %" G_GINT64_FORMAT, kind_words[command->kind],
                          command->account, command->offering, command->other, command->value);
}

gboolean
mc_command_parse (const char *line, McCommand *command)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (g_strv_length (words) != 5)
    return FALSE;
  for (guint kind = 0; kind < MC_N_KINDS; kind++)
    if (g_str_equal (words[0], kind_words[kind]))
      {
        command->kind = kind;
        command->account = (int) g_ascii_strtoll (words[1], NULL, 10);
        command->offering = (int) g_ascii_strtoll (words[2], NULL, 10);
        command->other = (int) g_ascii_strtoll (words[3], NULL, 10);
        command->value = g_ascii_strtoll (words[4], NULL, 10);
        return TRUE;
      }
  return FALSE;
}
