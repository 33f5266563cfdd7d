/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-campus-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "houbu-spoken.h"
#include "houbu-text.h"

struct _HoubuCampusDialog
{
  AdwWindow parent_instance;

  /* template */
  GtkListBox *list;
  GtkWidget *nothing_label;
  GtkSearchEntry *search_entry;

  GTask *task;               /* (owned) (nullable): until it is answered */
  GtkFilterListModel *found; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HoubuCampusDialog, houbu_campus_dialog, ADW_TYPE_WINDOW)

static gboolean
holds (const char *text, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  HoubuCampusDialog *self = user_data;
  HoubuSchool *school = houbu_campus_choice_get_school (item);
  g_autofree char *search =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));
  g_autofree char *needle = g_utf8_casefold (search, -1);

  return g_str_has_prefix (houbu_campus_choice_get_code (item), search) ||
         g_str_has_prefix (houbu_school_get_code (school), search) ||
         holds (houbu_campus_choice_get_name (item), needle) ||
         holds (houbu_school_get_name (school), needle);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HoubuSchool *school = houbu_campus_choice_get_school (item);
  g_autofree char *title =
      houbu_text_place (houbu_campus_choice_get_code (item), houbu_campus_choice_get_name (item));
  g_autofree char *place =
      houbu_text_place (houbu_school_get_code (school), houbu_school_get_name (school));
  g_autofree char *subjects = houbu_text_subjects (houbu_campus_choice_get_subjects (item));
  g_autofree char *subtitle = g_strdup_printf ("%s\n%s", place, subjects);
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", subtitle, "use-markup", FALSE,
                    "subtitle-lines", 0, "activatable", TRUE, NULL);

  houbu_spoken_set (row, title);
  return row;
}

static void
update (HoubuCampusDialog *self)
{
  const gboolean some = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->list), some);
  gtk_widget_set_visible (self->nothing_label, !some);
}

static void
on_search_changed_cb (GtkSearchEntry *entry, HoubuCampusDialog *self)
{
  if (self->found == NULL)
    return;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->found), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
answer (HoubuCampusDialog *self, HoubuCampusChoice *campus)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_pointer (task, campus, g_object_unref);
}

static void
choose (HoubuCampusDialog *self, guint index)
{
  HoubuCampusChoice *campus = g_list_model_get_item (G_LIST_MODEL (self->found), index);

  if (campus == NULL)
    return;
  answer (self, campus);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HoubuCampusDialog *self)
{
  choose (self, (guint) gtk_list_box_row_get_index (row));
}

/* Enter takes the only one, or the first, that was found. */
static void
on_search_activated_cb (GtkSearchEntry *entry, HoubuCampusDialog *self)
{
  choose (self, 0);
}

static gboolean
houbu_campus_dialog_close_request (GtkWindow *window)
{
  answer (HOUBU_CAMPUS_DIALOG (window), NULL);
  return GTK_WINDOW_CLASS (houbu_campus_dialog_parent_class)->close_request (window);
}

static void
houbu_campus_dialog_dispose (GObject *object)
{
  HoubuCampusDialog *self = HOUBU_CAMPUS_DIALOG (object);

  answer (self, NULL);
  g_clear_object (&self->found);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_CAMPUS_DIALOG);
  G_OBJECT_CLASS (houbu_campus_dialog_parent_class)->dispose (object);
}

static void
houbu_campus_dialog_class_init (HoubuCampusDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_campus_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = houbu_campus_dialog_close_request;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-campus-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuCampusDialog, list);
  gtk_widget_class_bind_template_child (widget_class, HoubuCampusDialog, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuCampusDialog, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
}

static void
houbu_campus_dialog_init (HoubuCampusDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  houbu_spoken_tidy (GTK_WIDGET (self));
}

/**
 * houbu_campus_dialog_ask_async:
 * @parent: the widget that asks
 * @campuses: (element-type HoubuCampusChoice): what may be chosen
 * @cancellable: (nullable): closes the dialog unanswered
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for a campus.
 */
void
houbu_campus_dialog_ask_async (GtkWidget *parent,
                               GListModel *campuses,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  HoubuCampusDialog *self = g_object_new (HOUBU_TYPE_CAMPUS_DIALOG, NULL);
  GtkCustomFilter *filter = gtk_custom_filter_new (matches, self, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (self->task, houbu_campus_dialog_ask_async);
  self->found = gtk_filter_list_model_new (g_object_ref (campuses), GTK_FILTER (filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->found), make_row, NULL, NULL);
  update (self);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), self,
                             G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * houbu_campus_dialog_ask_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): the campus chosen
 */
HoubuCampusChoice *
houbu_campus_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
