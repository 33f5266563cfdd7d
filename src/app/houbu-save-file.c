/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-save-file.h"

#include <glib/gi18n.h>

#include "houbu-save-dialog.h"

/* A file on its way to the disk. */
typedef struct
{
  HoubuPage *page; /* (owned) */
  GBytes *content; /* (owned) */
  char *said;      /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->page);
  g_bytes_unref (saving->content);
  g_free (saving->said);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    houbu_page_say (saving->page, saving->said);
  else
    houbu_page_show_problem_text (saving->page, _ ("The File Was Not Saved"), error->message);
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GFile) file = houbu_save_dialog_ask_finish (result);
  GBytes *content = saving->content;

  if (file == NULL)
    return;
  houbu_page_clear_problem (saving->page);
  g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_saved_cb, g_steal_pointer (&saving));
}

/**
 * houbu_save_file:
 * @page: where it is asked for
 * @title: what is to be saved
 * @name: what to call the file
 * @content: what stands in it
 * @said: what to say when it is saved
 *
 * Saves a file where the candidate wants it; the page says what came of it.
 */
void
houbu_save_file (
    HoubuPage *page, const char *title, const char *name, GBytes *content, const char *said)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->page = g_object_ref (page);
  saving->content = g_bytes_ref (content);
  saving->said = g_strdup (said);
  houbu_save_dialog_ask_async (GTK_WIDGET (page), title, name, on_file_chosen_cb, saving);
}
