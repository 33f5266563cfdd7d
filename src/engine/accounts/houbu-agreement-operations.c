/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-error.h"
#include "houbu-records.h"
#include "houbu-store-accounts.h"
#include "houbu-store-exam.h"
#include "houbu-texts.h"

#include <string.h>

#define HEADING "# "

/* A line that begins with the heading mark opens a section, a blank line ends a paragraph. */
static void
add_sections (HoubuAgreement *record, const HoubuPageRow *text)
{
  GListStore *sections = houbu_agreement_get_sections (record);
  g_auto (GStrv) blocks = g_strsplit (text->body, "\n\n", -1);
  g_autoptr (GStrvBuilder) paragraphs = g_strv_builder_new ();
  g_autoptr (HoubuAgreementSection) section = houbu_agreement_section_new ();

  houbu_agreement_section_set_title (section, text->title);
  for (gsize i = 0; blocks[i] != NULL || section != NULL; i++)
    {
      gboolean heading = blocks[i] == NULL || g_str_has_prefix (blocks[i], HEADING);

      if (heading)
        {
          g_auto (GStrv) list = g_strv_builder_end (paragraphs);

          houbu_agreement_section_set_paragraphs (section, (const char *const *) list);
          if (list[0] != NULL)
            g_list_store_append (sections, section);
          g_clear_object (&section);
          if (blocks[i] == NULL)
            break;
          section = houbu_agreement_section_new ();
          houbu_agreement_section_set_title (section, g_strstrip (blocks[i] + strlen (HEADING)));
        }
      else if (*g_strstrip (blocks[i]) != '\0')
        g_strv_builder_add (paragraphs, blocks[i]);
    }
}

static HoubuRecord *
to_record (HoubuTx *tx,
           HoubuCall *call,
           const HoubuExamRow *exam,
           const HoubuAccountRow *account,
           GError **error)
{
  g_autoptr (HoubuPageRow) text = NULL;
  HoubuAgreement *record;

  text = houbu_text_load (tx, HOUBU_TEXT_AGREEMENT, call->language, error);
  if (text == NULL)
    return NULL;
  record = houbu_agreement_new ();
  houbu_agreement_set_version (record, exam->agreement_version);
  add_sections (record, text);
  if (g_strcmp0 (account->agreement_version, exam->agreement_version) == 0)
    houbu_agreement_set_accepted_at (record, account->agreement_at);
  return HOUBU_RECORD (record);
}

static HoubuAccountRow *
load_account (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  HoubuAccountRow *account = houbu_store_account_by_key (tx, call->caller->account, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (account == NULL)
    houbu_error_set (error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
  return account;
}

static HoubuRecord *
get_agreement (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuAccountRow) account = NULL;

  if (exam == NULL)
    return NULL;
  account = load_account (tx, call, error);
  return account != NULL ? to_record (tx, call, exam, account, error) : NULL;
}

const HoubuOperation houbu_operation_get_agreement = {
  .name = "get_agreement",
  .mode = HOUBU_OPERATION_READ,
  .run = get_agreement,
};

static HoubuRecord *
accept_agreement (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuAgreementAcceptance *request = HOUBU_AGREEMENT_ACCEPTANCE (call->request);
  const char *version = houbu_agreement_acceptance_get_version (request);
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuAccountRow) account = NULL;

  if (exam == NULL)
    return NULL;
  if (!g_str_equal (version, exam->agreement_version))
    {
      houbu_error_set (error, HOUBU_ERROR_STEP_MISSING, HOUBU_PROBLEM_AGREEMENT_CHANGED, "field",
                       "version", NULL);
      return NULL;
    }
  account = load_account (tx, call, error);
  if (account == NULL)
    return NULL;
  /* Who accepts again keeps the time of the first consent. */
  if (g_strcmp0 (account->agreement_version, version) != 0)
    {
      if (!houbu_store_account_accept (tx, account->key, version, call->now, error))
        return NULL;
      g_free (account->agreement_version);
      account->agreement_version = g_strdup (version);
      account->agreement_at = call->now;
    }
  return to_record (tx, call, exam, account, error);
}

const HoubuOperation houbu_operation_accept_agreement = {
  .name = "accept_agreement",
  .mode = HOUBU_OPERATION_WRITE,
  .run = accept_agreement,
};
