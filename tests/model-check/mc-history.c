/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-history.h"

#include <string.h>

#define HEADER "houbu model check 2"

McHistory *
mc_history_new (const McWorld *world)
{
  McHistory *history = g_new0 (McHistory, 1);

  history->world = *world;
  history->commands = g_array_new (FALSE, TRUE, sizeof (McCommand));
  return history;
}

McHistory *
mc_history_copy (const McHistory *history)
{
  McHistory *copy = mc_history_new (&history->world);

  g_array_append_vals (copy->commands, history->commands->data, history->commands->len);
  return copy;
}

void
mc_history_free (McHistory *history)
{
  g_array_unref (history->commands);
  g_free (history);
}

char *
mc_history_print (const McHistory *history)
{
  GString *text = g_string_new (HEADER "\n");

  mc_world_print (&history->world, text);
  for (guint i = 0; i < history->commands->len; i++)
    {
      g_autofree char *line = mc_command_print (&g_array_index (history->commands, McCommand, i));
      g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}

/* Lines that begin with # are remarks. */
McHistory *
mc_history_parse (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  McWorld empty = { 0 };
  g_autoptr (McHistory) history = mc_history_new (&empty);
  gboolean has_header = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      McCommand command;
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      if (!has_header && g_str_equal (lines[i], HEADER))
        has_header = TRUE;
      else if (has_header && mc_world_parse (&history->world, lines[i]))
        continue;
      else if (has_header && mc_command_parse (lines[i], &command))
        g_array_append_val (history->commands, command);
      else
        {
          g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "line %u: %s", i + 1, lines[i]);
          return NULL;
        }
    }
  return g_steal_pointer (&history);
}

/* The lines that only one of the two has. */
static char *
describe_difference (const char *left, const char *right)
{
  g_auto (GStrv) lefts = g_strsplit (left, "\n", -1);
  g_auto (GStrv) rights = g_strsplit (right, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lefts[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) rights, lefts[i]))
      g_string_append_printf (out, "  - %s\n", lefts[i]);
  for (guint i = 0; rights[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) lefts, rights[i]))
      g_string_append_printf (out, "  + %s\n", rights[i]);
  return g_string_free (out, FALSE);
}

typedef struct
{
  const McSubject *subject;
  gpointer self;
} Running;

static char *
compare_step (Running *left, Running *right, guint step, const McCommand *command, gint64 now)
{
  g_autofree char *line = mc_command_print (command);
  g_autofree char *left_answer = left->subject->apply (left->self, command, now);
  g_autofree char *right_answer = right->subject->apply (right->self, command, now);
  g_autofree char *left_dump = NULL;
  g_autofree char *right_dump = NULL;
  g_autofree char *difference = NULL;

  if (!g_str_equal (left_answer, right_answer))
    return g_strdup_printf ("step %u, %s, at %" G_GINT64_FORMAT ":\n  %s says %s\n  %s says %s\n",
                            step, line, now - MC_EPOCH, left->subject->name, left_answer,
                            right->subject->name, right_answer);
  if (command->kind == MC_CLOCK || mc_is_reading (command))
    return NULL;
  left_dump = left->subject->dump (left->self);
  right_dump = right->subject->dump (right->self);
  if (g_str_equal (left_dump, right_dump))
    return NULL;
  difference = describe_difference (left_dump, right_dump);
  return g_strdup_printf ("step %u, %s, at %" G_GINT64_FORMAT ": %s, with -, and %s, with +:\n%s",
                          step, line, now - MC_EPOCH, left->subject->name, right->subject->name,
                          difference);
}

static char *
compare_steps (const McHistory *history, Running *left, Running *right)
{
  gint64 now = MC_EPOCH - G_TIME_SPAN_MINUTE;
  char *difference = NULL;

  for (guint i = 0; i < history->commands->len; i++)
    {
      const McCommand *command = &g_array_index (history->commands, McCommand, i);
      if (command->kind == MC_CLOCK)
        now += command->value;
      difference = compare_step (left, right, i + 1, command, now);
      if (difference != NULL)
        return difference;
    }
  difference = left->subject->check (left->self, now);
  return difference != NULL ? difference : right->subject->check (right->self, now);
}

char *
mc_history_compare (const McHistory *history, const McSubject *left, const McSubject *right)
{
  Running one = { left, NULL };
  Running other = { right, NULL };
  char *difference;

  one.self = left->create (&history->world);
  other.self = right->create (&history->world);
  difference = compare_steps (history, &one, &other);
  left->destroy (one.self);
  right->destroy (other.self);
  return difference;
}

static gboolean
still_differs (const McHistory *history, const McSubject *left, const McSubject *right)
{
  g_autofree char *difference = mc_history_compare (history, left, right);

  return difference != NULL;
}

/* Removing a stretch keeps the clock where it was for what follows: its steps are added up. */
static McHistory *
without (const McHistory *history, guint from, guint n_commands)
{
  McHistory *rest = mc_history_copy (history);
  McCommand step = { .kind = MC_CLOCK };

  for (guint i = from; i < from + n_commands; i++)
    if (g_array_index (rest->commands, McCommand, i).kind == MC_CLOCK)
      step.value += g_array_index (rest->commands, McCommand, i).value;
  g_array_remove_range (rest->commands, from, n_commands);
  if (step.value > 0 && n_commands > 1)
    g_array_insert_val (rest->commands, from, step);
  return rest;
}

/* Halves, quarters, … single commands, as long as leaving one out keeps the difference. */
static McHistory *
shrink_commands (McHistory *history, const McSubject *left, const McSubject *right)
{
  guint chunk = history->commands->len / 2;

  while (chunk > 0)
    {
      gboolean smaller = FALSE;
      for (guint from = 0; from + chunk <= history->commands->len;)
        {
          McHistory *rest = without (history, from, chunk);
          if (rest->commands->len < history->commands->len && still_differs (rest, left, right))
            {
              mc_history_free (history);
              history = rest;
              smaller = TRUE;
              continue;
            }
          mc_history_free (rest);
          from += chunk;
        }
      if (!smaller || chunk > history->commands->len)
        chunk = MIN (chunk / 2, history->commands->len);
    }
  return history;
}

/* Then smaller numbers: shorter steps of the clock, lower capacities. */
static void
shrink_numbers (McHistory *history, const McSubject *left, const McSubject *right)
{
  for (guint i = 0; i < history->commands->len; i++)
    {
      McCommand *command = &g_array_index (history->commands, McCommand, i);
      gint64 value = command->value;
      for (gint64 smaller = 0; smaller < value; smaller += MAX ((value - smaller + 1) / 2, 1))
        {
          command->value = smaller;
          if (still_differs (history, left, right))
            break;
          command->value = value;
        }
    }
}

McHistory *
mc_history_shrink (const McHistory *history, const McSubject *left, const McSubject *right)
{
  McHistory *shrunk = shrink_commands (mc_history_copy (history), left, right);

  shrink_numbers (shrunk, left, right);
  return shrunk;
}
