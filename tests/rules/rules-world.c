/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules-world.h"

static gint64
parse_number (const char *text)
{
  if (g_str_equal (text, "-"))
    return HOUBU_NONE;
  return g_ascii_strtoll (text, NULL, 10);
}

static const char *
parse_text (const char *text)
{
  return g_str_equal (text, "-") ? NULL : text;
}

static void
add_item (World *world, const char *text)
{
  char **part = g_strsplit (text, ",", -1);
  guint n_parts = g_strv_length (part);
  HoubuItem *item = &world->items[world->n_items++];

  g_assert_cmpuint (world->n_items, <=, WORLD_MAX_ITEMS);
  g_assert_cmpuint (n_parts, >=, 3);
  g_ptr_array_add (world->parts, part);
  item->id = part[0];
  item->subject = houbu_subject_info_find (part[1]);
  item->is_entry = g_str_equal (part[2], "waiting");
  item->state = houbu_seat_state_from_word (part[2]);
  item->offering = n_parts > 3 ? parse_number (part[3]) : 99;
  item->deadline = n_parts > 4 ? parse_number (part[4]) : HOUBU_NONE;
  item->lock_until = n_parts > 5 ? parse_number (part[5]) : HOUBU_NONE;
  g_assert_nonnull (item->subject);
}

static gboolean
change_number (World *world, const char *key, const char *value)
{
  const struct
  {
    const char *key;
    gint64 *field;
  } fields[] = {
    { "opens", &world->window.registration_opens_at },
    { "closes", &world->window.registration_closes_at },
    { "pay", &world->window.payment_closes_at },
    { "waitlist", &world->window.waitlist_closes_at },
    { "hold", &world->window.hold_us },
    { "minpay", &world->window.min_pay_window_us },
    { "grace", &world->window.grace_us },
    { "capacity", &world->offering.capacity },
    { "inuse", &world->offering.seats_in_use },
    { "queue", &world->offering.waiting },
    { "fee", &world->offering.fee_fen },
    { "exam", &world->offering.exam_starts_at },
    { "campus-opens", &world->offering.opens_at },
    { "campus-closes", &world->offering.closes_at },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].key, key))
      {
        *fields[i].field = parse_number (value);
        return TRUE;
      }
  return FALSE;
}

static gboolean
change_text (World *world, const char *key, const char *value)
{
  const struct
  {
    const char *key;
    const char **field;
  } fields[] = {
    { "school", &world->offering.school },           { "province", &world->offering.province },
    { "own-school", &world->person.school },         { "own-province", &world->person.province },
    { "registration", &world->person.registration },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].key, key))
      {
        *fields[i].field = parse_text (value);
        return TRUE;
      }
  return FALSE;
}

static void
change (World *world, const char *key, const char *value)
{
  if (change_number (world, key, value) || change_text (world, key, value))
    return;
  if (g_str_equal (key, "item"))
    add_item (world, value);
  else if (g_str_equal (key, "subject"))
    world->offering.subject = houbu_subject_info_find (value);
  else if (g_str_equal (key, "withdrawn"))
    world->offering.withdrawn = TRUE;
  else if (g_str_equal (key, "review"))
    world->person.review_approved = TRUE;
  else if (g_str_equal (key, "scope"))
    world->window.oral_scope = HOUBU_ORAL_SCOPE_SCHOOL;
  else if (g_str_equal (key, "qualified"))
    g_assert_true (houbu_subject_set_parse (value, &world->person.qualified));
  else
    g_error ("no such change: %s", key);
}

World *
world_new (const char *changes)
{
  World *world = g_new0 (World, 1);

  world->window =
      (HoubuExamWindow){ 1000, 2000, 3000, 2000, 500, 200, 50, HOUBU_ORAL_SCOPE_PROVINCE };
  world->offering = (HoubuOfferingState){
    .key = 7,
    .subject = houbu_subject_info_find ("1"),
    .capacity = 10,
    .seats_in_use = 2,
    .fee_fen = 1,
    .exam_starts_at = 9000,
    .opens_at = HOUBU_NONE,
    .closes_at = HOUBU_NONE,
    .school = "S",
    .province = "P",
  };
  world->person = (HoubuPersonState){ .registration = "r", .school = "S", .province = "P" };
  g_assert_true (houbu_subject_set_parse ("1;3;F", &world->person.qualified));
  world->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  world->words = g_strsplit (changes, " ", -1);
  for (guint i = 0; world->words[i] != NULL; i++)
    {
      char *value = strchr (world->words[i], '=');
      if (world->words[i][0] == '\0')
        continue;
      if (value != NULL)
        *value++ = '\0';
      change (world, world->words[i], value != NULL ? value : "");
    }
  world->person.items = world->items;
  world->person.n_items = world->n_items;
  return world;
}

void
world_free (World *world)
{
  g_ptr_array_unref (world->parts);
  g_strfreev (world->words);
  g_free (world);
}

const HoubuItem *
world_find (World *world, const char *id)
{
  for (gsize i = 0; i < world->n_items; i++)
    if (g_str_equal (world->items[i].id, id))
      return &world->items[i];
  g_error ("no item %s", id);
}

void
assert_decision (const Case *row, HoubuDecision decision)
{
  g_test_message ("%s", row->name);
  g_assert_cmpstr (houbu_refusal_to_word (decision.refusal), ==, row->refusal);
  g_assert_cmpstr (decision.rule, ==, row->rule);
  g_assert_cmpstr (decision.conflict, ==, row->conflict);
}
