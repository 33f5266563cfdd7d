/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-self-check-page.h"

#include <glib/gi18n.h>

#include "houbu-places.h"
#include "houbu-self-check.h"
#include "houbu-spoken.h"

struct _HoubuSelfCheckPage
{
  HoubuPage parent_instance;

  /* template */
  GtkWidget *again_button;
  GtkWidget *copy_button;
  GtkListBox *list;
  GtkLabel *verdict_label;

  HoubuSelfCheck *check; /* (owned) (nullable): what was found out last */
};

G_DEFINE_FINAL_TYPE (HoubuSelfCheckPage, houbu_self_check_page, HOUBU_TYPE_PAGE)

/* How each state looks; never by colour alone. */
static const struct
{
  const char *icon, *style;
} looks[] = {
  [HOUBU_SELF_CHECK_OK] = { "emblem-ok-symbolic", "success" },
  [HOUBU_SELF_CHECK_DOUBT] = { "dialog-warning-symbolic", "warning" },
  [HOUBU_SELF_CHECK_FAILED] = { "dialog-error-symbolic", "error" },
};

static GtkWidget *
make_row (HoubuSelfCheckWhat what, const HoubuSelfCheckRow *found)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (looks[found->state].icon);
  GtkWidget *word = gtk_label_new (houbu_self_check_get_word (found->state));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), houbu_self_check_get_title (what));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), found->text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  found->text, -1);
  gtk_widget_add_css_class (image, looks[found->state].style);
  gtk_widget_add_css_class (word, "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), word);
  houbu_spoken_tidy (row);
  houbu_spoken_set (image, houbu_self_check_get_word (found->state));
  return row;
}

static void
houbu_self_check_page_apply_state (HoubuPage *page)
{
  HoubuSelfCheckPage *self = HOUBU_SELF_CHECK_PAGE (page);
  GtkWidget *row;

  if (self->check == NULL)
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    gtk_list_box_append (self->list, make_row (i, &self->check->rows[i]));
  gtk_label_set_text (self->verdict_label, houbu_self_check_has_failed (self->check)
                                               ? _ ("Candidates Cannot Register Here Yet")
                                               : _ ("Candidates Can Register Here"));
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuSelfCheckPage) self = user_data;
  HoubuSelfCheck *check = houbu_self_check_run_finish (result, NULL);

  if (check == NULL)
    return;
  g_clear_pointer (&self->check, houbu_self_check_free);
  self->check = check;
  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}

static HoubuLab *
get_lab (HoubuServices *services)
{
  g_autoptr (GSettings) settings = NULL;

  if (services != NULL && houbu_services_get_lab (services) != NULL)
    return g_object_ref (houbu_services_get_lab (services));
  settings = houbu_places_open_settings ();
  return houbu_lab_new (settings);
}

/* Nobody registers for good where one practises. */
static HoubuConnection *
get_connection (HoubuServices *services)
{
  if (services == NULL || houbu_services_get_practice (services) != NULL)
    return NULL;
  return houbu_services_get_connection (services);
}

static void
run_check (HoubuPage *page)
{
  HoubuServices *services = houbu_page_get_services (page);
  g_autoptr (HoubuLab) lab = get_lab (services);

  if (houbu_page_get_busy (page))
    return;
  houbu_page_set_busy (page, houbu_page_has_content (page));
  houbu_self_check_run_async (get_connection (services), lab, houbu_page_get_cancellable (page),
                              on_checked_cb, g_object_ref (page));
}

static void
on_again_clicked_cb (GtkButton *button, HoubuPage *page)
{
  run_check (page);
}

static void
on_copy_clicked_cb (GtkButton *button, HoubuSelfCheckPage *self)
{
  g_autofree char *text = houbu_self_check_to_text (self->check);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  houbu_page_say (HOUBU_PAGE (self), _ ("Copied"));
}

static void
houbu_self_check_page_dispose (GObject *object)
{
  g_clear_pointer (&HOUBU_SELF_CHECK_PAGE (object)->check, houbu_self_check_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_SELF_CHECK_PAGE);
  G_OBJECT_CLASS (houbu_self_check_page_parent_class)->dispose (object);
}

static void
houbu_self_check_page_class_init (HoubuSelfCheckPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_self_check_page_dispose;
  page_class->activate = run_check;
  page_class->apply_state = houbu_self_check_page_apply_state;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-self-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuSelfCheckPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuSelfCheckPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuSelfCheckPage, list);
  gtk_widget_class_bind_template_child (widget_class, HoubuSelfCheckPage, verdict_label);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
}

static void
houbu_self_check_page_init (HoubuSelfCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
