/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-report.h"

static double
to_ms (gint64 us)
{
  return (double) us / 1000;
}

/* --------------------------------------------------------------------------------------------- */
/* For people */

static void
append_times (GString *text, HoubuCrowdTally *tally)
{
  g_string_append_printf (text, "%-14s %8s %10s %10s %10s %10s\n", "request", "asked", "p50 ms",
                          "p90 ms", "p99 ms", "max ms");
  for (guint kind = 0; kind < HOUBU_CROWD_N_KINDS; kind++)
    {
      HoubuCrowdTimes times;

      houbu_crowd_tally_get_times (tally, kind, &times);
      if (times.asked > 0)
        g_string_append_printf (text, "%-14s %8u %10.1f %10.1f %10.1f %10.1f\n",
                                houbu_crowd_kind_to_word (kind), times.asked, to_ms (times.p50),
                                to_ms (times.p90), to_ms (times.p99), to_ms (times.most));
    }
  g_string_append_printf (text, "%-14s %8u\n", "all", houbu_crowd_tally_get_asked (tally));
}

static void
append_refusals (GString *text, HoubuCrowdTally *tally)
{
  g_autoptr (GPtrArray) codes = houbu_crowd_tally_list_refusals (tally);

  if (codes->len == 0)
    return;
  g_string_append_printf (text, "\n%-23s %8s\n", "refusal", "came");
  for (guint i = 0; i < codes->len; i++)
    {
      const char *code = g_ptr_array_index (codes, i);

      g_string_append_printf (text, "%-23s %8u\n", code,
                              houbu_crowd_tally_get_refused (tally, code));
    }
}

/**
 * houbu_crowd_report_to_table:
 * @report: what came of a run
 *
 * Returns: (transfer full): the table that people read
 */
char *
houbu_crowd_report_to_table (const HoubuCrowdReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const HoubuCrowdFindings *findings = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  findings = &report->findings;
  g_string_append_printf (text, "%u candidates, seed %u, %.1f s\n\n", report->candidates,
                          report->seed, report->seconds);
  append_times (text, report->tally);
  append_refusals (text, report->tally);
  g_string_append_printf (text, "\n%-23s %8u\n%-23s %8u\n%-23s %8u\n%-23s %8u\n%-23s %8u\n",
                          "promotions", findings->promoted, "orders paid", report->paid,
                          "order inversions", findings->inversions, "positions grown",
                          findings->grown, "oversold", findings->oversold);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --------------------------------------------------------------------------------------------- */
/* For programs. All names are words of ours: nothing in them needs escaping. */

static void
append_number (GString *text, const char *name, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "\"%s\":%s", name,
                          g_ascii_formatd (digits, sizeof digits, "%.1f", value));
}

static void
append_times_json (GString *text, HoubuCrowdTally *tally)
{
  const char *mark = "";

  for (guint kind = 0; kind < HOUBU_CROWD_N_KINDS; kind++)
    {
      HoubuCrowdTimes times;

      houbu_crowd_tally_get_times (tally, kind, &times);
      if (times.asked == 0)
        continue;
      g_string_append_printf (text, "%s\"%s\":{\"asked\":%u,", mark,
                              houbu_crowd_kind_to_word (kind), times.asked);
      append_number (text, "p50_ms", to_ms (times.p50));
      g_string_append_c (text, ',');
      append_number (text, "p90_ms", to_ms (times.p90));
      g_string_append_c (text, ',');
      append_number (text, "p99_ms", to_ms (times.p99));
      g_string_append_c (text, ',');
      append_number (text, "max_ms", to_ms (times.most));
      g_string_append_c (text, '}');
      mark = ",";
    }
}

static void
append_refusals_json (GString *text, HoubuCrowdTally *tally)
{
  g_autoptr (GPtrArray) codes = houbu_crowd_tally_list_refusals (tally);

  for (guint i = 0; i < codes->len; i++)
    g_string_append_printf (text, "%s\"%s\":%u", i > 0 ? "," : "",
                            (const char *) g_ptr_array_index (codes, i),
                            houbu_crowd_tally_get_refused (tally, g_ptr_array_index (codes, i)));
}

/**
 * houbu_crowd_report_to_json:
 * @report: what came of a run
 *
 * Returns: (transfer full): the same as one JSON object
 */
char *
houbu_crowd_report_to_json (const HoubuCrowdReport *report)
{
  g_autoptr (GString) text = g_string_new ("{");

  g_return_val_if_fail (report != NULL, NULL);

  g_string_append_printf (text, "\"candidates\":%u,\"seed\":%u,", report->candidates, report->seed);
  append_number (text, "seconds", report->seconds);
  g_string_append_printf (text, ",\"asked\":%u,\"requests\":{",
                          houbu_crowd_tally_get_asked (report->tally));
  append_times_json (text, report->tally);
  g_string_append (text, "},\"refusals\":{");
  append_refusals_json (text, report->tally);
  g_string_append_printf (
      text, "},\"promotions\":%u,\"paid\":%u,\"inversions\":%u,\"grown\":%u,\"oversold\":%u}\n",
      report->findings.promoted, report->paid, report->findings.inversions, report->findings.grown,
      report->findings.oversold);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * houbu_crowd_report_is_clean:
 * @report: what came of a run
 *
 * Returns: whether the server kept every promise that candidates can check
 */
gboolean
houbu_crowd_report_is_clean (const HoubuCrowdReport *report)
{
  g_return_val_if_fail (report != NULL, FALSE);

  return report->findings.inversions == 0 && report->findings.grown == 0 &&
         report->findings.oversold == 0;
}
