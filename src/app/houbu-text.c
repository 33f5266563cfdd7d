/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-text.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include "houbu-identity.h"
#include "houbu-subject-info.h"

#define DAY G_TIME_SPAN_DAY
#define HOUR G_TIME_SPAN_HOUR
#define MINUTE G_TIME_SPAN_MINUTE
#define SECOND G_TIME_SPAN_SECOND

/* The words of each enum, indexed by its values; the first is for "unset". */
static const char *const sex_words[] = { "", NC_ ("sex", "Male"), NC_ ("sex", "Female") };

static const char *const enrolment_state_words[] = {
  "",
  N_ ("Unpaid"),
  N_ ("Payment under way"),
  N_ ("Locked for the payment by the school"),
  N_ ("Paid"),
  N_ ("Cancelled"),
  N_ ("Deleted, not paid in time"),
  N_ ("Withdrawn"),
  N_ ("Refunded"),
};

static const char *const obtained_words[] = { "", N_ ("Registered directly"),
                                              N_ ("From the waitlist") };

static const char *const report_form_words[] = { "", NC_ ("score report", "Paper"),
                                                 NC_ ("score report", "Electronic") };

static const char *const entry_state_words[] = {
  "", N_ ("Waiting"), N_ ("Got a seat"), N_ ("Cancelled by you"), N_ ("No seat"),
};

static const char *const entry_reason_words[] = {
  "",
  N_ ("Giving up this subject and the wait"),
  N_ ("Taking it at another campus"),
  N_ ("Taking another subject"),
  N_ ("The wait is too long"),
  N_ ("Another reason"),
  N_ ("The waitlist has closed"),
  N_ ("No longer qualified"),
  N_ ("Another subject of the same level was taken"),
  N_ ("The written subject was lost"),
  N_ ("The subject is no longer offered there"),
  N_ ("The registration was deleted"),
  N_ ("Ended by an operator"),
};

static const char *const status_words[] = {
  "",
  N_ ("Not registered (or registered with another account)"),
  N_ ("Registered, no subject chosen yet"),
  N_ ("Waiting for a seat"),
  N_ ("Seat held, not paid yet"),
  N_ ("Registered and paid"),
};

/* Cancel reasons are the first reasons of an entry, in the same order. */
G_STATIC_ASSERT ((int) HOUBU_WAITLIST_CANCEL_REASON_OTHER == (int) HOUBU_ENTRY_REASON_OTHER);
/* The rule book and the contract list the same documents in the same order. */
G_STATIC_ASSERT ((int) HOUBU_ID_TYPE_FOREIGN_PERMANENT_RESIDENT_ID ==
                 (int) HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID);
G_STATIC_ASSERT (G_N_ELEMENTS (enrolment_state_words) == HOUBU_ENROLMENT_STATE_REFUNDED + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (entry_state_words) == HOUBU_ENTRY_STATE_FAILED + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (entry_reason_words) == HOUBU_ENTRY_REASON_OPERATOR + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (status_words) == HOUBU_REGISTRATION_STATUS_REGISTERED + 1);

static const char *
word (const char *const *words, guint n_words, guint value)
{
  if (value >= n_words || *words[value] == '\0')
    return "";
  return _ (words[value]);
}

#define WORD(words, value) word (words, G_N_ELEMENTS (words), value)

static GDateTime *
local_time (gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / SECOND);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

static gboolean
same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/**
 * houbu_text_language:
 *
 * Returns: the language of the app as the server and the rule book name it, "zh-CN" or "en"
 */
const char *
houbu_text_language (void)
{
  /* Translators: the code of the language that you translate to, such as zh_CN; not shown */
  return g_str_has_prefix (C_ ("language code", "en"), "zh") ? "zh-CN" : "en";
}

/**
 * houbu_text_money:
 * @fen: an amount in fen
 *
 * Returns: (transfer full): such as "¥30.00"
 */
char *
houbu_text_money (gint64 fen)
{
  return g_strdup_printf ("¥%" PRId64 ".%02d", fen / 100, (int) (fen % 100));
}

/**
 * houbu_text_time:
 * @at: µs since the epoch
 *
 * Returns: (transfer full): local date and time
 */
char *
houbu_text_time (gint64 at)
{
  g_autoptr (GDateTime) time = local_time (at);

  if (time == NULL)
    return g_strdup ("");
  /* Translators: a date and time, see g_date_time_format() */
  return g_date_time_format (time, _ ("%-d %b %Y, %H:%M"));
}

/**
 * houbu_text_moment:
 * @at: µs since the epoch
 * @now: the present moment
 *
 * Returns: (transfer full): local time, with the day only as far as it is needed
 */
char *
houbu_text_moment (gint64 at, gint64 now)
{
  g_autoptr (GDateTime) time = local_time (at);
  g_autoptr (GDateTime) today = local_time (now);
  g_autoptr (GDateTime) tomorrow = NULL;

  if (time == NULL || today == NULL)
    return g_strdup ("");
  tomorrow = g_date_time_add_days (today, 1);
  if (same_day (time, today))
    /* Translators: a time of today, see g_date_time_format() */
    return g_date_time_format (time, _ ("%H:%M"));
  if (same_day (time, tomorrow))
    /* Translators: a time of tomorrow, see g_date_time_format() */
    return g_date_time_format (time, _ ("tomorrow %H:%M"));
  return houbu_text_time (at);
}

/**
 * houbu_text_span:
 * @from: µs since the epoch
 * @to: (nullable): µs since the epoch, or %HOUBU_UNSET
 *
 * Returns: (transfer full): local date and time, "from – to"
 */
char *
houbu_text_span (gint64 from, gint64 to)
{
  g_autoptr (GDateTime) begin = local_time (from);
  g_autoptr (GDateTime) end = to != HOUBU_UNSET ? local_time (to) : NULL;
  g_autofree char *first = houbu_text_time (from);
  g_autofree char *second = NULL;

  if (begin == NULL || end == NULL)
    return g_steal_pointer (&first);
  second = same_day (begin, end) ? g_date_time_format (end, _ ("%H:%M")) : houbu_text_time (to);
  return g_strdup_printf ("%s – %s", first, second);
}

/**
 * houbu_text_left:
 * @span: µs
 *
 * Returns: (transfer full): a span of time in its two largest units, seconds only in the last
 * minute
 */
char *
houbu_text_left (gint64 span)
{
  const int days = (int) (span / DAY);
  const int hours = (int) (span % DAY / HOUR);
  const int minutes = (int) (span % HOUR / MINUTE);

  if (span < MINUTE)
    /* Translators: a span of time, %d seconds */
    return g_strdup_printf (_ ("%d s"), (int) (MAX (span, 0) / SECOND));
  if (days > 0)
    /* Translators: a span of time, %d days and %d hours */
    return g_strdup_printf (_ ("%d d %d h"), days, hours);
  if (hours > 0)
    /* Translators: a span of time, %d hours and %d minutes */
    return g_strdup_printf (_ ("%d h %d min"), hours, minutes);
  /* Translators: a span of time, %d minutes */
  return g_strdup_printf (_ ("%d min"), minutes);
}

/**
 * houbu_text_ago:
 * @span: µs
 *
 * Returns: (transfer full): how long ago, such as "3 min ago"
 */
char *
houbu_text_ago (gint64 span)
{
  g_autofree char *left = NULL;

  if (span < MINUTE)
    return g_strdup (_ ("just now"));
  left = houbu_text_left (span);
  /* Translators: %s is a span of time such as "3 min" */
  return g_strdup_printf (_ ("%s ago"), left);
}

/**
 * houbu_text_place:
 * @code: code of a school or campus
 * @name: its name
 *
 * Returns: (transfer full): both, the way the manual writes them
 */
char *
houbu_text_place (const char *code, const char *name)
{
  /* Translators: the name of a school or campus and its code */
  return g_strdup_printf (_ ("%2$s (%1$s)"), code, name);
}

/**
 * houbu_text_subject:
 * @code: the code of a subject
 *
 * Returns: its name, or @code itself when it is not known here
 */
const char *
houbu_text_subject (const char *code)
{
  const HoubuSubjectInfo *info = houbu_subject_info_find (code);

  return info != NULL ? houbu_subject_info_get_name (info, houbu_text_language ()) : code;
}

/**
 * houbu_text_subject_name:
 * @subject: a subject
 *
 * An event is written once for all who listen, so what it says has one language.
 *
 * Returns: its name in the user's language, or as the server has it when it is not known here
 */
const char *
houbu_text_subject_name (HoubuSubject *subject)
{
  const HoubuSubjectInfo *info = houbu_subject_info_find (houbu_subject_get_code (subject));

  if (info == NULL)
    return houbu_subject_get_name (subject);
  return houbu_subject_info_get_name (info, houbu_text_language ());
}

/**
 * houbu_text_subjects:
 * @codes: (nullable) (array zero-terminated=1): codes of subjects
 *
 * Returns: (transfer full): their names
 */
char *
houbu_text_subjects (const char *const *codes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; codes != NULL && codes[i] != NULL; i++)
    {
      if (i > 0)
        /* Translators: between the names of subjects in a list */
        g_string_append (text, _ (", "));
      g_string_append (text, houbu_text_subject (codes[i]));
    }
  return g_string_free (text, FALSE);
}

/**
 * houbu_text_sex:
 * @sex: as in the school's record
 *
 * Returns: the word for it
 */
const char *
houbu_text_sex (HoubuSex sex)
{
  if ((guint) sex == 0 || (guint) sex >= G_N_ELEMENTS (sex_words))
    return "";
  return g_dpgettext2 (NULL, "sex", sex_words[sex]);
}

/**
 * houbu_text_id_type:
 * @type: a kind of identity document
 *
 * Returns: the word for it
 */
const char *
houbu_text_id_type (HoubuIdType type)
{
  return houbu_identity_type_get_name ((HoubuIdentityType) type, houbu_text_language ());
}

/**
 * houbu_text_enrolment_state:
 * @state: a state
 *
 * Returns: the word for it
 */
const char *
houbu_text_enrolment_state (HoubuEnrolmentState state)
{
  return WORD (enrolment_state_words, state);
}

/**
 * houbu_text_obtained_by:
 * @by: how a seat was obtained
 *
 * Returns: the word for it
 */
const char *
houbu_text_obtained_by (HoubuObtainedBy by)
{
  return WORD (obtained_words, by);
}

/**
 * houbu_text_report_form:
 * @form: the form of a score report
 *
 * Returns: the word for it
 */
const char *
houbu_text_report_form (HoubuReportForm form)
{
  if ((guint) form == 0 || (guint) form >= G_N_ELEMENTS (report_form_words))
    return "";
  return g_dpgettext2 (NULL, "score report", report_form_words[form]);
}

/**
 * houbu_text_entry_state:
 * @state: a state of a place in a queue
 *
 * Returns: the word for it
 */
const char *
houbu_text_entry_state (HoubuEntryState state)
{
  return WORD (entry_state_words, state);
}

/**
 * houbu_text_entry_reason:
 * @reason: why a place in a queue ended
 *
 * Returns: the words for it
 */
const char *
houbu_text_entry_reason (HoubuEntryReason reason)
{
  return WORD (entry_reason_words, reason);
}

/**
 * houbu_text_cancel_reason:
 * @reason: why a candidate leaves a queue
 *
 * Returns: the words for it
 */
const char *
houbu_text_cancel_reason (HoubuWaitlistCancelReason reason)
{
  return WORD (entry_reason_words, (guint) reason);
}

/**
 * houbu_text_status:
 * @status: how far a registration is
 *
 * Returns: the words for it
 */
const char *
houbu_text_status (HoubuRegistrationStatus status)
{
  return WORD (status_words, status);
}
