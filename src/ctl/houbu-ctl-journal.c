/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "houbu-ctl-table.h"

#define FOLLOW_SECONDS 2

typedef struct
{
  char *offering; /* (owned) (nullable) */
  gint64 after;
  gint64 limit; /* 0 = all */
  gboolean follow;
} JournalOptions;

static char *
make_path (const JournalOptions *options)
{
  g_autoptr (GString) path = g_string_new ("/v1/admin/journal");

  g_string_append_printf (path, "?after=%" G_GINT64_FORMAT, options->after);
  if (options->offering != NULL)
    {
      g_string_append (path, "&offering=");
      g_string_append_uri_escaped (path, options->offering, NULL, FALSE);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static HoubuCtlTable *
table_new (void)
{
  HoubuCtlTable *table =
      houbu_ctl_table_new (_ ("Row"), _ ("When"), _ ("What"), _ ("Offering"), _ ("Item"),
                           _ ("Number"), _ ("From"), _ ("To"), _ ("Who"), _ ("More"), NULL);

  houbu_ctl_table_align_right (table, 0);
  houbu_ctl_table_align_right (table, 5);
  return table;
}

static void
add_row (HoubuCtlTable *table, HoubuJournalRecord *row)
{
  houbu_ctl_table_add_number (table, houbu_journal_record_get_seq (row));
  houbu_ctl_table_add_time (table, houbu_journal_record_get_at (row));
  houbu_ctl_table_add_text (
      table, houbu_journal_record_type_to_string (houbu_journal_record_get_record_type (row)));
  houbu_ctl_table_add_text (table, houbu_journal_record_get_offering (row));
  houbu_ctl_table_add_text (table, houbu_journal_record_get_item (row));
  houbu_ctl_table_add_number (table, houbu_journal_record_get_queue_number (row));
  houbu_ctl_table_add_text (table, houbu_journal_record_get_from_state (row));
  houbu_ctl_table_add_text (table, houbu_journal_record_get_to_state (row));
  houbu_ctl_table_add_text (table, houbu_journal_record_get_actor (row));
  houbu_ctl_table_add_text (table, houbu_journal_record_get_data (row));
}

/* Cuts the list at the limit that is left. */
static void
cut (GListStore *items, gint64 limit)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (items));

  if (limit > 0 && n_items > limit)
    g_list_store_splice (items, (guint) limit, n_items - (guint) limit, NULL, 0);
}

static void
print_rows (HoubuCtl *ctl, HoubuJournalRecordList *list)
{
  g_autoptr (HoubuCtlTable) table = NULL;
  GListModel *items = G_LIST_MODEL (houbu_journal_record_list_get_items (list));

  if (ctl->json)
    {
      houbu_ctl_print_record (list);
      return;
    }
  table = table_new ();
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HoubuJournalRecord) row = g_list_model_get_item (items, i);

      add_row (table, row);
    }
  houbu_ctl_table_print (table);
}

/* Pages are only as many as the limit needs: a journal is long. */
static HoubuJournalRecordList *
fetch (HoubuCtl *ctl, JournalOptions *options, HoubuCtlExit *code)
{
  g_autoptr (HoubuJournalRecordList) all = houbu_journal_record_list_new ();
  GListStore *rows = houbu_journal_record_list_get_items (all);
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = make_path (options);
      g_autoptr (HoubuJournalRecordList) page =
          houbu_ctl_call (ctl, "GET", path, NULL, HOUBU_TYPE_JOURNAL_RECORD_LIST, code);
      GListModel *items = NULL;

      if (page == NULL)
        return NULL;
      items = G_LIST_MODEL (houbu_journal_record_list_get_items (page));
      for (guint i = 0; i < g_list_model_get_n_items (items); i++)
        {
          g_autoptr (HoubuJournalRecord) row = g_list_model_get_item (items, i);

          options->after = MAX (options->after, houbu_journal_record_get_seq (row));
          g_list_store_append (rows, row);
        }
      more =
          houbu_journal_record_list_get_next (page) != NULL &&
          g_list_model_get_n_items (items) > 0 &&
          (options->limit == 0 || g_list_model_get_n_items (G_LIST_MODEL (rows)) < options->limit);
    }
  cut (rows, options->limit);
  return g_steal_pointer (&all);
}

/* Until it is interrupted, or the server goes: rows as they are written, one JSON document a row.
 */
static HoubuCtlExit
follow (HoubuCtl *ctl, JournalOptions *options)
{
  HoubuCtlExit code = HOUBU_CTL_DONE;

  options->limit = 0;
  while (TRUE)
    {
      g_autoptr (HoubuJournalRecordList) list = fetch (ctl, options, &code);
      GListModel *items = NULL;

      if (list == NULL)
        return code;
      items = G_LIST_MODEL (houbu_journal_record_list_get_items (list));
      if (!ctl->json && g_list_model_get_n_items (items) > 0)
        print_rows (ctl, list);
      for (guint i = 0; ctl->json && i < g_list_model_get_n_items (items); i++)
        {
          g_autoptr (HoubuJournalRecord) row = g_list_model_get_item (items, i);

          houbu_ctl_print_record (row);
        }
      fflush (stdout);
      g_usleep (FOLLOW_SECONDS * G_USEC_PER_SEC);
    }
}

static HoubuCtlExit
run_journal (HoubuCtl *ctl, int argc, char **argv)
{
  JournalOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "offering", 0, 0, G_OPTION_ARG_STRING, &options.offering, N_ ("Only rows of this offering"),
      "OFFERING" },
    { "after", 0, 0, G_OPTION_ARG_INT64, &options.after, N_ ("Only rows after this one"), "ROW" },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &options.limit, N_ ("No more rows than this"), "N" },
    { "follow", 'f', 0, G_OPTION_ARG_NONE, &options.follow,
      N_ ("Go on with rows as they are written"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = houbu_ctl_option_context (ctl, &houbu_ctl_journal, entries);
  HoubuCtlExit code = HOUBU_CTL_DONE;
  g_autofree char *offering = NULL;
  g_autoptr (HoubuJournalRecordList) list = NULL;
  gboolean right = houbu_ctl_parse (context, &argc, &argv, 0);

  offering = options.offering;
  if (!right)
    return HOUBU_CTL_USAGE;
  if (options.after < 0 || options.limit < 0)
    return houbu_ctl_usage (_ ("--after and --limit are not negative."));
  if (!houbu_ctl_sign_in (ctl, &code))
    return code;
  if (options.follow)
    return follow (ctl, &options);
  list = fetch (ctl, &options, &code);
  if (list != NULL)
    print_rows (ctl, list);
  return code;
}

const HoubuCtlCommand houbu_ctl_journal = {
  "journal", "", N_ ("Show what was changed, when, by whom, oldest first."), run_journal
};
