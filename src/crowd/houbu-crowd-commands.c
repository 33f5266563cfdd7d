/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-commands.h"

#include <stdio.h>

#include "houbu-crowd-people.h"
#include "houbu-error.h"

#define DEFAULT_CANDIDATES 60
#define DEFAULT_CAMPUSES 5
#define DEFAULT_SUBJECTS "1,2,3,5,7,9"
/* Far from any real one, and the same tomorrow. */
#define DEFAULT_EXAM_DAY "2036-06-14"

static int complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

static int
complain (const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "houbu-crowd: %s\n", text);
  return HOUBU_CROWD_USAGE;
}

static gboolean
parse (const char *words, const GOptionEntry *entries, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    complain ("%s", error->message);
  else if (argc > 1)
    complain ("“%s” is one word too many", argv[1]);
  else
    return TRUE;
  return FALSE;
}

/* --------------------------------------------------------------------------------------------- */
/* people */

typedef struct
{
  int candidates;
  int seed;
  int campuses;
  char *subjects;
  int seats;
  char *exam_day;
  char *out;
} PeopleOptions;

static void
people_options_clear (PeopleOptions *options)
{
  g_free (options->subjects);
  g_free (options->exam_day);
  g_free (options->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PeopleOptions, people_options_clear)

static gboolean
is_subject (const char *word)
{
  return g_regex_match_simple ("^[1-9FS]$", word, 0, 0);
}

/* What is wrong, or NULL. */
static const char *
find_problem (const PeopleOptions *options, char **subjects)
{
  if (options->out == NULL)
    return "--out is missing";
  if (options->candidates < 1 || options->candidates > HOUBU_CROWD_MOST_CANDIDATES)
    return "--candidates is a number from 1 to 200000";
  if (options->campuses < 1 || options->campuses > HOUBU_CROWD_MOST_CAMPUSES)
    return "--campuses is a number from 1 to 10";
  if (options->seed < 0)
    return "--seed is a number from 0 on";
  if (options->seats < -1)
    return "--seats is a number from 0 on";
  if (!g_regex_match_simple ("^\\d{4}-\\d{2}-\\d{2}$", options->exam_day, 0, 0))
    return "--exam-day is a day such as 2036-06-14";
  if (*subjects == NULL)
    return "--subjects names no subject";
  for (guint i = 0; subjects[i] != NULL; i++)
    if (!is_subject (subjects[i]))
      return "--subjects is a list of subject codes such as 1,2,3,F";
  return NULL;
}

/**
 * houbu_crowd_command_people:
 * @argc: number of words
 * @argv: the words; the first is the command
 *
 * Returns: an exit status
 */
int
houbu_crowd_command_people (int argc, char **argv)
{
  g_auto (PeopleOptions)
      options = { .candidates = DEFAULT_CANDIDATES, .campuses = DEFAULT_CAMPUSES, .seats = -1 };
  const GOptionEntry entries[] = {
    { "candidates", 'n', 0, G_OPTION_ARG_INT, &options.candidates, "How many people (60)", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT, &options.seed, "The same seed, the same files (0)", "S" },
    { "campuses", 0, 0, G_OPTION_ARG_INT, &options.campuses, "Campuses of the school (5)", "N" },
    { "subjects", 0, 0, G_OPTION_ARG_STRING, &options.subjects,
      "Subjects that each campus offers (" DEFAULT_SUBJECTS ")", "LIST" },
    { "seats", 0, 0, G_OPTION_ARG_INT, &options.seats,
      "Seats over all offerings (half as many as people)", "N" },
    { "exam-day", 0, 0, G_OPTION_ARG_STRING, &options.exam_day,
      "When the exam takes place (" DEFAULT_EXAM_DAY ")", "DAY" },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out, "Folder for the files", "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) subjects = NULL;
  g_autoptr (GError) error = NULL;
  HoubuCrowdSchool school;
  const char *problem = NULL;

  if (!parse ("– write the files of a generated school", entries, argc, argv))
    return HOUBU_CROWD_USAGE;
  if (options.exam_day == NULL)
    options.exam_day = g_strdup (DEFAULT_EXAM_DAY);
  subjects = g_strsplit (options.subjects != NULL ? options.subjects : DEFAULT_SUBJECTS, ",", -1);
  problem = find_problem (&options, subjects);
  if (problem != NULL)
    return complain ("%s", problem);
  school = (HoubuCrowdSchool){
    .candidates = (guint) options.candidates,
    .campuses = (guint) options.campuses,
    .subjects = (const char *const *) subjects,
    .seats = (guint) (options.seats >= 0 ? options.seats : options.candidates / 2),
    .exam_day = options.exam_day,
    .seed = (guint32) options.seed,
  };
  if (!houbu_crowd_people_write (&school, options.out, &error))
    return complain ("%s", error->message);
  printf ("%u people, %u offerings, %u seats\n", school.candidates,
          school.campuses * g_strv_length (subjects), school.seats);
  return HOUBU_CROWD_DONE;
}

/* --------------------------------------------------------------------------------------------- */
/* run */

typedef struct
{
  char *server;
  char *people;
  char *temper;
  char *arrivals;
  char *offering;
  char *decisions;
  int seed;
  int skip;
  int most_seconds;
  double span;
  double pace;
  gboolean control;
  gboolean quiet;
  gboolean json;
} RunOptions;

static void
run_options_clear (RunOptions *options)
{
  g_free (options->server);
  g_free (options->people);
  g_free (options->temper);
  g_free (options->arrivals);
  g_free (options->offering);
  g_free (options->decisions);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunOptions, run_options_clear)

static const char *
find_run_problem (const RunOptions *options, HoubuCrowdRunOptions *run)
{
  if (options->server == NULL)
    return "--server is missing";
  if (options->people == NULL)
    return "--people is missing";
  run->temper = houbu_crowd_temper_find (options->temper != NULL ? options->temper : "school");
  if (run->temper == NULL)
    return "--temper is school or practice";
  if (!houbu_crowd_curve_from_word (options->arrivals != NULL ? options->arrivals : "rush",
                                    &run->curve))
    return "--arrivals is rush, steady or last-hour";
  if (options->seed < 0 || options->skip < 0 || options->most_seconds < 0 || options->span < 0)
    return "--seed, --skip, --for and --over are numbers from 0 on";
  if (options->pace <= 0 || options->pace > 100)
    return "--pace is a number above 0, at most 100";
  run->span = options->span > 0 ? options->span : houbu_crowd_curve_get_span (run->curve);
  run->seed = (guint32) options->seed;
  run->most_seconds = (guint) options->most_seconds;
  run->offering = options->offering;
  run->pace = options->pace;
  run->control = options->control;
  run->quiet = options->quiet;
  return NULL;
}

static int
report (const RunOptions *options, HoubuCrowdRun *run, HoubuCrowdExit exit)
{
  HoubuCrowdReport result;
  g_autofree char *text = NULL;
  g_autofree char *decisions = NULL;
  g_autoptr (GError) error = NULL;

  if (exit != HOUBU_CROWD_DONE && exit != HOUBU_CROWD_VIOLATED)
    return exit;
  houbu_crowd_run_get_report (run, &result);
  text =
      options->json ? houbu_crowd_report_to_json (&result) : houbu_crowd_report_to_table (&result);
  fputs (text, stdout);
  if (options->decisions == NULL)
    return exit;
  decisions = houbu_crowd_run_dup_decisions (run);
  if (!g_file_set_contents (options->decisions, decisions, -1, &error))
    return complain ("%s", error->message);
  return exit;
}

static int
run_with (const RunOptions *options)
{
  HoubuCrowdRunOptions run_options = { 0 };
  const char *problem = find_run_problem (options, &run_options);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuServerAddress) address = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (HoubuCrowdRun) run = NULL;

  if (problem != NULL)
    return complain ("%s", problem);
  address = houbu_server_address_parse (options->server, &error);
  if (address == NULL)
    return complain ("--server: %s", houbu_error_get_title (error, "en"));
  people = houbu_crowd_people_read (options->people, &error);
  if (people == NULL)
    return complain ("%s", error->message);
  if ((guint) options->skip >= people->len)
    return complain ("--skip leaves nobody");
  g_ptr_array_remove_range (people, 0, (guint) options->skip);
  run_options.address = address;
  run_options.people = people;
  run = houbu_crowd_run_new (&run_options);
  return report (options, run, houbu_crowd_run_go (run));
}

/**
 * houbu_crowd_command_run:
 * @argc: number of words
 * @argv: the words; the first is the command
 *
 * Returns: an exit status
 */
int
houbu_crowd_command_run (int argc, char **argv)
{
  g_auto (RunOptions) options = { .pace = 1 };
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &options.server, "Address of the server", "URL" },
    { "people", 'p', 0, G_OPTION_ARG_FILENAME, &options.people,
      "Folder with students.csv and accounts.csv", "DIR" },
    { "skip", 0, 0, G_OPTION_ARG_INT, &options.skip, "Leave out the first of them", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT, &options.seed, "The same seed, the same decisions (0)",
      "S" },
    { "arrivals", 'a', 0, G_OPTION_ARG_STRING, &options.arrivals,
      "How they come: rush (the default), steady or last-hour", "CURVE" },
    { "over", 0, 0, G_OPTION_ARG_DOUBLE, &options.span,
      "Within how many seconds they come (60, 600 or 3600)", "SECONDS" },
    { "temper", 't', 0, G_OPTION_ARG_STRING, &options.temper,
      "How they behave: school (the default) or practice", "NAME" },
    { "offering", 0, 0, G_OPTION_ARG_STRING, &options.offering, "The only one that anybody wants",
      "ID" },
    { "for", 0, 0, G_OPTION_ARG_INT, &options.most_seconds,
      "End after so long at the latest, not when all are done", "SECONDS" },
    { "pace", 0, 0, G_OPTION_ARG_DOUBLE, &options.pace,
      "How fast they think: 2 is twice as fast (1)", "NUMBER" },
    { "control", 0, 0, G_OPTION_ARG_NONE, &options.control,
      "Obey pause, resume and pace NUMBER on standard input, and end with it", NULL },
    { "decisions", 0, 0, G_OPTION_ARG_FILENAME, &options.decisions, "Write down what they decided",
      "FILE" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "No progress", NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options.json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!parse ("– send people to a rehearsal", entries, argc, argv))
    return HOUBU_CROWD_USAGE;
  return run_with (&options);
}
