/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-error.h"

#include <string.h>

/* The one error domain. What happened is the code, what exactly was wrong the problem; the texts
 * of both come from the tables of the contract, in two languages. */

/* As the contract limits them: a caller's own words must not make an answer too long. */
#define MAX_FIELD 128
#define MAX_VALUE 200
#define TYPE_PREFIX "urn:houbu:error:"

/**
 * HoubuErrorPrivate:
 * @problem: what exactly was wrong
 * @field: (owned) (nullable): the field that is wrong
 * @conflict: (owned) (nullable): the item in the way
 * @value: (owned) (nullable): an argument of the sentence
 * @limit: an argument of the sentence, or %HOUBU_UNSET
 * @retry_after: seconds, or %HOUBU_UNSET
 * @lines: (owned) (nullable): what is wrong with a file
 * @said: (owned) (nullable): the words of the server, when the error came from there
 */
typedef struct
{
  HoubuProblem problem;
  char *field;
  char *conflict;
  char *value;
  gint64 limit;
  gint64 retry_after;
  GListModel *lines;
  HoubuProblemDetails *said;
} HoubuErrorPrivate;

static void
houbu_error_private_init (HoubuErrorPrivate *priv)
{
  priv->limit = HOUBU_UNSET;
  priv->retry_after = HOUBU_UNSET;
}

static void
houbu_error_private_copy (const HoubuErrorPrivate *source, HoubuErrorPrivate *priv)
{
  priv->problem = source->problem;
  priv->field = g_strdup (source->field);
  priv->conflict = g_strdup (source->conflict);
  priv->value = g_strdup (source->value);
  priv->limit = source->limit;
  priv->retry_after = source->retry_after;
  g_set_object (&priv->lines, source->lines);
  g_set_object (&priv->said, source->said);
}

static void
houbu_error_private_clear (HoubuErrorPrivate *priv)
{
  g_free (priv->field);
  g_free (priv->conflict);
  g_free (priv->value);
  g_clear_object (&priv->lines);
  g_clear_object (&priv->said);
}

G_DEFINE_EXTENDED_ERROR (HoubuError, houbu_error)

static gboolean
is_chinese (const char *language)
{
  return language != NULL && g_str_has_prefix (language, "zh");
}

static HoubuErrorPrivate *
get_private (const GError *error)
{
  return g_error_matches (error, HOUBU_ERROR, error != NULL ? error->code : 0)
             ? houbu_error_get_private (error)
             : NULL;
}

static char *
shorten (const char *text, glong characters)
{
  const char *end = NULL;

  if (text == NULL || g_utf8_strlen (text, -1) <= characters)
    return g_strdup (text);
  end = g_utf8_offset_to_pointer (text, characters);
  return g_strndup (text, end - text);
}

static void
read_pairs (HoubuErrorPrivate *priv, va_list args)
{
  for (const char *key = va_arg (args, const char *); key != NULL;
       key = va_arg (args, const char *))
    {
      if (g_str_equal (key, "field"))
        priv->field = shorten (va_arg (args, const char *), MAX_FIELD);
      else if (g_str_equal (key, "conflict"))
        priv->conflict = g_strdup (va_arg (args, const char *));
      else if (g_str_equal (key, "value"))
        priv->value = shorten (va_arg (args, const char *), MAX_VALUE);
      else if (g_str_equal (key, "limit"))
        priv->limit = va_arg (args, gint64);
      else if (g_str_equal (key, "retry-after"))
        priv->retry_after = va_arg (args, gint64);
      else
        g_assert_not_reached ();
    }
}

static char *
argument_to_text (const HoubuErrorPrivate *args, const char *name, gsize length)
{
  const char *text = NULL;

  if (strncmp (name, "limit", length) == 0 && args->limit != HOUBU_UNSET)
    return g_strdup_printf ("%" G_GINT64_FORMAT, args->limit);
  if (strncmp (name, "field", length) == 0)
    text = args->field;
  else if (strncmp (name, "value", length) == 0)
    text = args->value;
  else if (strncmp (name, "conflict", length) == 0)
    text = args->conflict;
  return g_strdup (text != NULL ? text : "?");
}

/* Writes the template with the arguments in place of the names in braces. One pass: what a caller
 * wrote may hold braces itself. */
static char *
fill (const char *template, const HoubuErrorPrivate *args)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = template; *at != '\0';)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;

      if (close != NULL)
        {
          g_autofree char *word = argument_to_text (args, at + 1, close - at - 1);

          g_string_append (text, word);
          at = close + 1;
        }
      else
        g_string_append_c (text, *at++);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
problem_to_sentence (const HoubuErrorPrivate *args, const char *language)
{
  const HoubuProblemInfo *info = &houbu_problem_table[args->problem];

  if (args->problem == HOUBU_PROBLEM_NONE)
    return NULL;
  return fill (is_chinese (language) ? info->text_zh : info->text_en, args);
}

/**
 * houbu_problem_to_sentence:
 * @problem: what is wrong
 * @language: "zh-CN" or "en"
 * @field: (nullable): the argument `{field}`
 * @value: (nullable): the argument `{value}`
 * @limit: the argument `{limit}`, or %HOUBU_UNSET
 *
 * Returns: (transfer full) (nullable): the sentence, %NULL for %HOUBU_PROBLEM_NONE
 */
char *
houbu_problem_to_sentence (
    HoubuProblem problem, const char *language, const char *field, const char *value, gint64 limit)
{
  HoubuErrorPrivate args = { problem, (char *) field, NULL, (char *) value, limit, 0, NULL, NULL };

  g_return_val_if_fail ((guint) problem < HOUBU_N_PROBLEMS, NULL);

  return problem_to_sentence (&args, language);
}

/**
 * houbu_error_set:
 * @error: (nullable): return location
 * @code: what happened
 * @problem: what exactly was wrong, or %HOUBU_PROBLEM_NONE
 * @...: names and values of arguments, %NULL
 *
 * Sets an error of the domain %HOUBU_ERROR. The arguments are `"field"`, `"conflict"`, `"value"`
 * (strings) and `"limit"`, `"retry-after"` (#gint64; cast them).
 */
void
houbu_error_set (GError **error, HoubuErrorCode code, HoubuProblem problem, ...)
{
  g_autoptr (GError) made = NULL;
  g_autofree char *detail = NULL;
  HoubuErrorPrivate *priv = NULL;
  va_list args;

  g_return_if_fail ((guint) code < HOUBU_N_ERRORS);
  g_return_if_fail ((guint) problem < HOUBU_N_PROBLEMS);

  if (error == NULL)
    return;
  made = g_error_new_literal (HOUBU_ERROR, (int) code, houbu_error_table[code].title_en);
  priv = houbu_error_get_private (made);
  priv->problem = problem;
  va_start (args, problem);
  read_pairs (priv, args);
  va_end (args);
  detail = houbu_error_get_detail (made, "en");
  if (detail != NULL)
    {
      g_free (made->message);
      made->message = g_steal_pointer (&detail);
    }
  g_propagate_error (error, g_steal_pointer (&made));
}

/**
 * houbu_error_set_lines:
 * @error: an error of the domain %HOUBU_ERROR
 * @lines: (element-type HoubuInvalidCsvLine): what is wrong with a file
 *
 * Adds the lines that an `invalid_csv` comes with.
 */
void
houbu_error_set_lines (GError *error, GListModel *lines)
{
  HoubuErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  g_return_if_fail (G_IS_LIST_MODEL (lines));

  g_set_object (&priv->lines, lines);
}

/**
 * houbu_error_info:
 * @code: a code
 *
 * Returns: (transfer none): its row of the error table
 */
const HoubuErrorInfo *
houbu_error_info (HoubuErrorCode code)
{
  g_return_val_if_fail ((guint) code < HOUBU_N_ERRORS, NULL);

  return &houbu_error_table[code];
}

/**
 * houbu_error_code_from_word:
 * @word: a name from the wire
 * @code: (out): its code
 *
 * Returns: whether there is such a code
 */
gboolean
houbu_error_code_from_word (const char *word, HoubuErrorCode *code)
{
  g_return_val_if_fail (word != NULL, FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  for (guint i = 0; i < HOUBU_N_ERRORS; i++)
    if (g_str_equal (houbu_error_table[i].word, word))
      {
        *code = (HoubuErrorCode) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * houbu_error_code_get_title:
 * @code: a code
 * @language: "zh-CN" or "en"
 *
 * Returns: what happened, in words
 */
const char *
houbu_error_code_get_title (HoubuErrorCode code, const char *language)
{
  const HoubuErrorInfo *info = houbu_error_info (code);

  return is_chinese (language) ? info->title_zh : info->title_en;
}

/**
 * houbu_error_is_retryable:
 * @error: (nullable): an error
 *
 * Returns: whether the same request may be sent again as it is
 */
gboolean
houbu_error_is_retryable (const GError *error)
{
  return get_private (error) != NULL && houbu_error_table[error->code].retryable;
}

/**
 * houbu_error_get_problem:
 * @error: (nullable): an error
 *
 * Returns: what exactly was wrong
 */
HoubuProblem
houbu_error_get_problem (const GError *error)
{
  HoubuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->problem : HOUBU_PROBLEM_NONE;
}

/**
 * houbu_error_get_field:
 * @error: (nullable): an error
 *
 * Returns: (nullable): the field that is wrong
 */
const char *
houbu_error_get_field (const GError *error)
{
  HoubuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->field : NULL;
}

/**
 * houbu_error_get_conflict:
 * @error: (nullable): an error
 *
 * Returns: (nullable): id of the item in the way
 */
const char *
houbu_error_get_conflict (const GError *error)
{
  HoubuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->conflict : NULL;
}

/**
 * houbu_error_get_retry_after:
 * @error: (nullable): an error
 *
 * Returns: seconds to wait, or %HOUBU_UNSET
 */
gint64
houbu_error_get_retry_after (const GError *error)
{
  HoubuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->retry_after : HOUBU_UNSET;
}

/**
 * houbu_error_get_lines:
 * @error: (nullable): an error
 *
 * Returns: (transfer none) (nullable) (element-type HoubuInvalidCsvLine): what is wrong with a file
 */
GListModel *
houbu_error_get_lines (const GError *error)
{
  HoubuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->lines : NULL;
}

/**
 * houbu_error_get_title:
 * @error: an error of any domain
 * @language: "zh-CN" or "en"
 *
 * What happened. The words of the server are taken when it used a code that this program does not
 * know; an error of another domain is %HOUBU_ERROR_INTERNAL here.
 *
 * Returns: (transfer none): a sentence
 */
const char *
houbu_error_get_title (const GError *error, const char *language)
{
  HoubuErrorPrivate *priv = get_private (error);

  if (priv == NULL)
    return houbu_error_code_get_title (HOUBU_ERROR_INTERNAL, language);
  if (priv->said != NULL && houbu_problem_details_get_title (priv->said) != NULL)
    return houbu_problem_details_get_title (priv->said);
  return houbu_error_code_get_title ((HoubuErrorCode) error->code, language);
}

/**
 * houbu_error_get_hint:
 * @error: an error of any domain
 * @language: "zh-CN" or "en"
 *
 * Returns: (transfer none) (nullable): what to do
 */
const char *
houbu_error_get_hint (const GError *error, const char *language)
{
  HoubuErrorPrivate *priv = get_private (error);
  const HoubuErrorInfo *info =
      houbu_error_info (priv != NULL ? (HoubuErrorCode) error->code : HOUBU_ERROR_INTERNAL);

  if (priv != NULL && priv->said != NULL)
    return houbu_problem_details_get_hint (priv->said);
  return is_chinese (language) ? info->hint_zh : info->hint_en;
}

/**
 * houbu_error_get_detail:
 * @error: an error of any domain
 * @language: "zh-CN" or "en"
 *
 * Returns: (transfer full) (nullable): what exactly was wrong
 */
char *
houbu_error_get_detail (const GError *error, const char *language)
{
  HoubuErrorPrivate *priv = get_private (error);

  if (priv == NULL)
    return NULL;
  if (priv->said != NULL)
    return g_strdup (houbu_problem_details_get_detail (priv->said));
  return problem_to_sentence (priv, language);
}

static void
add_lines (HoubuProblemDetails *problem, GListModel *lines)
{
  GListStore *store = houbu_problem_details_get_lines (problem);

  for (guint i = 0; lines != NULL && i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (GObject) line = g_list_model_get_item (lines, i);

      g_list_store_append (store, line);
    }
}

/**
 * houbu_error_to_problem:
 * @error: an error of any domain
 * @language: "zh-CN" or "en"
 *
 * Turns an error into what goes over the wire. An error of another domain becomes `internal`
 * without a word of its own: those are for the log.
 *
 * Returns: (transfer full): the problem
 */
HoubuProblemDetails *
houbu_error_to_problem (const GError *error, const char *language)
{
  g_autoptr (HoubuProblemDetails) problem = houbu_problem_details_new ();
  g_autofree char *detail = houbu_error_get_detail (error, language);
  const HoubuErrorInfo *info = NULL;
  g_autofree char *type = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  info = houbu_error_info (error->domain == HOUBU_ERROR ? (HoubuErrorCode) error->code
                                                        : HOUBU_ERROR_INTERNAL);
  if (info->status == 0)
    info = houbu_error_info (HOUBU_ERROR_INTERNAL);
  type = g_strconcat (TYPE_PREFIX, info->word, NULL);
  houbu_problem_details_set_type_uri (problem, type);
  houbu_problem_details_set_title (problem, houbu_error_get_title (error, language));
  houbu_problem_details_set_status (problem, info->status);
  houbu_problem_details_set_detail (problem, detail);
  houbu_problem_details_set_code (problem, info->word);
  houbu_problem_details_set_field (problem, houbu_error_get_field (error));
  houbu_problem_details_set_hint (problem, houbu_error_get_hint (error, language));
  houbu_problem_details_set_conflict (problem, houbu_error_get_conflict (error));
  houbu_problem_details_set_retry_after (problem, houbu_error_get_retry_after (error));
  add_lines (problem, houbu_error_get_lines (error));
  return g_steal_pointer (&problem);
}

/* A code that this program does not know still has a status, which says enough to act on. */
static HoubuErrorCode
code_from_status (gint64 status)
{
  switch (status)
    {
    case 401:
      return HOUBU_ERROR_UNAUTHENTICATED;
    case 403:
      return HOUBU_ERROR_FORBIDDEN;
    case 404:
      return HOUBU_ERROR_NOT_FOUND;
    case 409:
      return HOUBU_ERROR_STATE_CHANGED;
    case 429:
      return HOUBU_ERROR_TOO_MANY_REQUESTS;
    case 502:
    case 503:
    case 504:
      return HOUBU_ERROR_BUSY;
    default:
      return status >= 500 ? HOUBU_ERROR_INTERNAL : HOUBU_ERROR_BAD_REQUEST;
    }
}

/**
 * houbu_error_from_problem:
 * @problem: what the server said
 *
 * Turns what came over the wire into an error again. Titles, hints and details stay the server's.
 *
 * Returns: (transfer full): an error of the domain %HOUBU_ERROR
 */
GError *
houbu_error_from_problem (HoubuProblemDetails *problem)
{
  GError *error = NULL;
  HoubuErrorPrivate *priv = NULL;
  HoubuErrorCode code;
  const char *message = NULL;

  g_return_val_if_fail (HOUBU_IS_PROBLEM_DETAILS (problem), NULL);

  if (!houbu_error_code_from_word (houbu_problem_details_get_code (problem), &code) ||
      houbu_error_table[code].status == 0)
    code = code_from_status (houbu_problem_details_get_status (problem));
  message = houbu_problem_details_get_detail (problem);
  if (message == NULL)
    message = houbu_problem_details_get_title (problem);
  error = g_error_new_literal (HOUBU_ERROR, (int) code, message);
  priv = houbu_error_get_private (error);
  priv->field = g_strdup (houbu_problem_details_get_field (problem));
  priv->conflict = g_strdup (houbu_problem_details_get_conflict (problem));
  priv->retry_after = houbu_problem_details_get_retry_after (problem);
  priv->lines = G_LIST_MODEL (g_object_ref (houbu_problem_details_get_lines (problem)));
  priv->said = g_object_ref (problem);
  return error;
}
