/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-private.h"

#include <glib/gi18n.h>

#include "houbu-error-text.h"
#include "houbu-error.h"

/* The row that holds a field of the wire format is known by its title. */
static const char *
name_field (HoubuPage *self, const char *field)
{
  HoubuPageClass *klass = HOUBU_PAGE_GET_CLASS (self);
  GtkWidget *row =
      field != NULL && klass->find_field != NULL ? klass->find_field (self, field) : NULL;

  return ADW_IS_PREFERENCES_ROW (row) ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))
                                      : NULL;
}

static void
describe_problem (HoubuPage *self, const GError *error, char **title, char **text)
{
  const char *field = houbu_error_text_get_field (error);
  const char *name = name_field (self, field);

  if (name == NULL || !g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD))
    {
      *title = houbu_error_text_get_title (error);
      *text = houbu_error_text_get_body (error);
      return;
    }
  *title = houbu_error_text_get_detail_naming (error, name);
  *text = g_strdup (_ ("Correct it and try again; nothing else that you typed is lost."));
}

/**
 * houbu_page_show_problem_text:
 * @self: a page
 * @title: what is wrong, a few words
 * @text: (nullable): what to do about it
 *
 * Shows a problem above the page until it is closed or solved. Nothing typed is lost.
 */
void
houbu_page_show_problem_text (HoubuPage *self, const char *title, const char *text)
{
  HoubuPageFrame *frame = houbu_page_get_frame (self);

  g_return_if_fail (HOUBU_IS_PAGE (self) && title != NULL);
  houbu_page_frame_show_problem (frame, title, text);
}

/**
 * houbu_page_show_problem:
 * @self: a page
 * @error: why what the candidate asked for failed; nothing happens for a cancelled request
 *
 * Shows the problem and leads to the field that caused it, if one did.
 */
void
houbu_page_show_problem (HoubuPage *self, const GError *error)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (HOUBU_IS_PAGE (self) && error != NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  describe_problem (self, error, &title, &text);
  houbu_page_show_problem_text (self, title, text);
  houbu_page_focus_field (self, houbu_error_text_get_field (error));
}

/**
 * houbu_page_clear_problem:
 * @self: a page
 *
 * Takes the problem away, and the mark on the field.
 */
void
houbu_page_clear_problem (HoubuPage *self)
{
  HoubuPageFrame *frame = houbu_page_get_frame (self);

  g_return_if_fail (HOUBU_IS_PAGE (self));
  houbu_page_frame_clear_problem (frame);
}

/**
 * houbu_page_focus_field:
 * @self: a page
 * @field: (nullable): the name of a field in the wire format
 *
 * Marks the field as wrong and puts the focus there.
 */
void
houbu_page_focus_field (HoubuPage *self, const char *field)
{
  HoubuPageClass *klass = HOUBU_PAGE_GET_CLASS (self);
  GtkWidget *widget;

  g_return_if_fail (HOUBU_IS_PAGE (self));
  houbu_page_frame_mark (houbu_page_get_frame (self), NULL);
  if (field == NULL || klass->find_field == NULL)
    return;
  widget = klass->find_field (self, field);
  if (widget == NULL)
    return;
  houbu_page_frame_mark (houbu_page_get_frame (self), widget);
  gtk_widget_grab_focus (widget);
}
