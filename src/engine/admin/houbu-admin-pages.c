/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-admin-journal.h"
#include "houbu-admin-text.h"
#include "houbu-error.h"
#include "houbu-operator-scope.h"
#include "houbu-records.h"
#include "houbu-store-exam.h"
#include "houbu-texts.h"

#include <string.h>

#define BUILT_IN "built_in"
#define EDITED "edited"

static const char *const languages[] = { "en", "zh-CN" };

/* The text of the path: the operator's own if there is one. */
typedef struct
{
  const char *kind;
  const char *language;
  HoubuPageRow *row; /* (owned) */
  gboolean edited;
} Text;

static void
text_clear (Text *text)
{
  g_clear_pointer (&text->row, houbu_page_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Text, text_clear)

static gboolean
load_text (HoubuTx *tx, const char *kind, const char *language, Text *text, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *text = (Text){ kind, language, houbu_store_page_find (tx, kind, language, &failure), FALSE };
  text->edited = text->row != NULL;
  if (failure == NULL && text->row == NULL)
    text->row = houbu_text_load (tx, kind, language, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (text->row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return text->row != NULL;
}

static gboolean
load_text_of_path (HoubuTx *tx, HoubuCall *call, Text *text, GError **error)
{
  return load_text (tx, houbu_call_get_path (call, "kind"), houbu_call_get_path (call, "language"),
                    text, error);
}

static HoubuAdminPage *
make_record (const Text *text)
{
  HoubuAdminPage *record = houbu_admin_page_new ();

  houbu_admin_page_set_kind (record, houbu_text_kind_from_string (text->kind));
  houbu_admin_page_set_language (record, text->language);
  houbu_admin_page_set_title (record, text->row->title);
  houbu_admin_page_set_edited (record, text->edited);
  houbu_admin_page_set_updated_at (record, text->row->updated_at);
  return record;
}

static HoubuRecord *
show (const Text *text)
{
  HoubuAdminPage *record = make_record (text);

  houbu_admin_page_set_body (record, text->row->body);
  return HOUBU_RECORD (record);
}

static HoubuRecord *
list_pages (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  g_autoptr (HoubuAdminPageList) list = houbu_admin_page_list_new ();

  if (!houbu_operator_scope_get (call, &scope, error))
    return NULL;
  for (int kind = 1; houbu_text_kind_to_string (kind) != NULL; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
      {
        g_auto (Text) text = { 0 };
        g_autoptr (HoubuAdminPage) record = NULL;

        if (!load_text (tx, houbu_text_kind_to_string (kind), languages[i], &text, error))
          return NULL;
        record = make_record (&text);
        g_list_store_append (houbu_admin_page_list_get_items (list), record);
      }
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static HoubuRecord *
get_page (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  g_auto (Text) text = { 0 };

  if (!houbu_operator_scope_get (call, &scope, error) ||
      !load_text_of_path (tx, call, &text, error))
    return NULL;
  return show (&text);
}

/* 2022-08 is followed by 2022-08.2, that by 2022-08.3. */
static char *
next_version (const char *version)
{
  const char *point = strrchr (version, '.');
  guint64 number = 0;

  if (point != NULL && g_ascii_string_to_unsigned (point + 1, 10, 2, G_MAXINT32, &number, NULL))
    return g_strdup_printf ("%.*s.%" G_GUINT64_FORMAT, (int) (point - version), version,
                            number + 1);
  return g_strconcat (version, ".2", NULL);
}

/* What somebody accepted is not what stands there now: it has to be accepted again. */
static gboolean
renew_agreement (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_find_current (tx, &failure);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autofree char *before = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (exam == NULL)
    return TRUE;
  before = g_steal_pointer (&exam->agreement_version);
  exam->agreement_version = next_version (before);
  houbu_admin_journal_add_text (data, "agreement_version", exam->agreement_version, before);
  return houbu_store_exam_update (tx, exam, error) &&
         houbu_admin_journal (
             tx, call, &(HoubuAdminAct){ .type = HOUBU_JOURNAL_EXAM_CHANGED, .exam = exam->key },
             data, error);
}

static gboolean
write_change (HoubuTx *tx, HoubuCall *call, const Text *text, const Text *before, GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuAdminAct act = {
    .type = HOUBU_JOURNAL_PAGE_CHANGED,
    .from_state = before->edited ? EDITED : BUILT_IN,
    .to_state = text->edited ? EDITED : BUILT_IN,
  };

  houbu_journal_data_add_text (data, "kind", text->kind);
  houbu_journal_data_add_text (data, "language", text->language);
  houbu_admin_journal_add_text (data, "title", text->row->title, before->row->title);
  houbu_admin_journal_add_digest (data, "body", text->row->body, before->row->body);
  return houbu_admin_journal (tx, call, &act, data, error) &&
         (!g_str_equal (text->kind, HOUBU_TEXT_AGREEMENT) || renew_agreement (tx, call, error));
}

static HoubuRecord *
set_page (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuPageChange *request = HOUBU_PAGE_CHANGE (call->request);
  g_auto (Text) before = { 0 };
  g_auto (Text) text = { 0 };
  gboolean same;

  if (!houbu_operator_check_national (call, error) ||
      !load_text_of_path (tx, call, &before, error) ||
      !load_text_of_path (tx, call, &text, error) ||
      !houbu_admin_text_read (&text.row->title, &text.row->body,
                              houbu_page_change_get_title (request),
                              houbu_page_change_get_body (request), error))
    return NULL;
  same = g_str_equal (text.row->title, before.row->title) &&
         g_str_equal (text.row->body, before.row->body);
  if (same)
    return show (&before);
  text.edited = TRUE;
  text.row->updated_at = call->now;
  if (!houbu_store_page_set (tx, text.row, error) ||
      !write_change (tx, call, &text, &before, error))
    return NULL;
  return show (&text);
}

static HoubuRecord *
remove_page (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (Text) before = { 0 };
  g_auto (Text) text = { 0 };

  if (!houbu_operator_check_national (call, error) || !load_text_of_path (tx, call, &before, error))
    return NULL;
  if (!before.edited)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  else if (houbu_store_page_remove (tx, before.kind, before.language, error) &&
           load_text_of_path (tx, call, &text, error))
    write_change (tx, call, &text, &before, error);
  return NULL;
}

const HoubuOperation houbu_operation_list_admin_pages = {
  .name = "list_admin_pages",
  .mode = HOUBU_OPERATION_READ,
  .run = list_pages,
};

const HoubuOperation houbu_operation_get_admin_page = {
  .name = "get_admin_page",
  .mode = HOUBU_OPERATION_READ,
  .run = get_page,
};

const HoubuOperation houbu_operation_set_page = {
  .name = "set_page",
  .mode = HOUBU_OPERATION_WRITE,
  .run = set_page,
};

const HoubuOperation houbu_operation_remove_page = {
  .name = "remove_page",
  .mode = HOUBU_OPERATION_WRITE,
  .run = remove_page,
};
