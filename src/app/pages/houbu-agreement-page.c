/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-agreement-page.h"

#include <glib/gi18n.h>

#include "houbu-pages.h"
#include "houbu-reflow.h"
#include "houbu-rich-text.h"
#include "houbu-text-dialog.h"
#include "houbu-text.h"

struct _HoubuAgreementPage
{
  HoubuPage parent_instance;

  /* template */
  GtkLabel *accepted_label;
  GtkWidget *agree_button;
  GtkWidget *answer_box;
  GtkWidget *bottom_box;
  GtkWidget *continue_button;
  GtkCheckButton *read_check;
  GtkBox *sections_box;

  HoubuAgreement *agreement; /* (owned) (nullable) */
  HoubuIntention *intention; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HoubuAgreementPage, houbu_agreement_page, HOUBU_TYPE_PAGE)

#define PARAGRAPH_SPACING 6

static gboolean
is_accepted (HoubuAgreementPage *self)
{
  return self->agreement != NULL &&
         houbu_agreement_get_accepted_at (self->agreement) != HOUBU_UNSET;
}

static void
fill_section (GtkBox *box, HoubuAgreementSection *section)
{
  const char *const *paragraphs = houbu_agreement_section_get_paragraphs (section);

  gtk_box_append (
      box, houbu_rich_text_paragraph (houbu_agreement_section_get_title (section), "title-4"));
  for (guint i = 0; paragraphs != NULL && paragraphs[i] != NULL; i++)
    gtk_box_append (box, houbu_rich_text_paragraph (paragraphs[i], "houbu-paragraph"));
}

static void
fill_sections (HoubuAgreementPage *self)
{
  GListModel *sections = G_LIST_MODEL (houbu_agreement_get_sections (self->agreement));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections_box))) != NULL)
    gtk_box_remove (self->sections_box, child);
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HoubuAgreementSection) section = g_list_model_get_item (sections, i);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, PARAGRAPH_SPACING);

      fill_section (GTK_BOX (box), section);
      gtk_box_append (self->sections_box, box);
    }
}

static void
take_agreement (HoubuAgreementPage *self, HoubuAgreement *agreement)
{
  const gboolean other =
      self->agreement == NULL || g_strcmp0 (houbu_agreement_get_version (self->agreement),
                                            houbu_agreement_get_version (agreement)) != 0;

  g_set_object (&self->agreement, agreement);
  if (other)
    {
      gtk_check_button_set_active (self->read_check, FALSE);
      fill_sections (self);
    }
  houbu_journey_learn_agreement (
      houbu_services_get_journey (houbu_page_get_services (HOUBU_PAGE (self))), agreement);
  houbu_page_set_state (HOUBU_PAGE (self), HOUBU_PAGE_READY);
}

static void
on_agreement_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuAgreementPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuAgreement) agreement =
      houbu_agreement_service_get_finish (HOUBU_AGREEMENT_SERVICE (source), result, &error);

  if (agreement != NULL)
    take_agreement (self, agreement);
  else
    houbu_page_fail (HOUBU_PAGE (self), error);
}

static void
houbu_agreement_page_reload (HoubuPage *page)
{
  if (!houbu_page_has_content (page))
    houbu_page_set_state (page, HOUBU_PAGE_LOADING);
  houbu_agreement_service_get_async (houbu_services_get_agreement (houbu_page_get_services (page)),
                                     houbu_page_get_cancellable (page), on_agreement_got_cb,
                                     g_object_ref (page));
}

static void
go_on (HoubuAgreementPage *self)
{
  HoubuProgress progress = houbu_journey_get_progress (
      houbu_services_get_journey (houbu_page_get_services (HOUBU_PAGE (self))));

  houbu_page_go (HOUBU_PAGE (self), houbu_flow_next_page (&progress), NULL);
}

static void
on_accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuAgreementPage) self = user_data;
  g_autoptr (GError) error = NULL;

  houbu_page_set_busy (HOUBU_PAGE (self), FALSE);
  if (!houbu_agreement_service_accept_finish (HOUBU_AGREEMENT_SERVICE (source), result, &error))
    {
      houbu_page_show_problem (HOUBU_PAGE (self), error);
      return;
    }
  /* What the server answers when asked again: accepted, by its clock. */
  houbu_agreement_set_accepted_at (self->agreement,
                                   houbu_candidate_get_server_now (houbu_services_get_candidate (
                                       houbu_page_get_services (HOUBU_PAGE (self)))));
  take_agreement (self, self->agreement);
  go_on (self);
}

static void
on_agree_clicked_cb (GtkButton *button, HoubuAgreementPage *self)
{
  houbu_page_clear_problem (HOUBU_PAGE (self));
  houbu_page_set_busy (HOUBU_PAGE (self), TRUE);
  houbu_agreement_service_accept_async (
      houbu_services_get_agreement (houbu_page_get_services (HOUBU_PAGE (self))),
      houbu_agreement_get_version (self->agreement), self->intention,
      houbu_page_get_cancellable (HOUBU_PAGE (self)), on_accepted_cb, g_object_ref (self));
}

static void
on_disagree_clicked_cb (GtkButton *button, HoubuAgreementPage *self)
{
  houbu_page_go (HOUBU_PAGE (self), HOUBU_PAGE_NAME_HOME, NULL);
}

static void
on_continue_clicked_cb (GtkButton *button, HoubuAgreementPage *self)
{
  go_on (self);
}

static void
on_read_toggled_cb (GtkCheckButton *check, HoubuAgreementPage *self)
{
  houbu_page_set_state (HOUBU_PAGE (self), houbu_page_get_state (HOUBU_PAGE (self)));
}

static void
on_user_agreement_clicked_cb (GtkButton *button, HoubuAgreementPage *self)
{
  houbu_text_dialog_show (GTK_WIDGET (self), houbu_page_get_services (HOUBU_PAGE (self)),
                          HOUBU_PAGE_KIND_USER_AGREEMENT);
}

static void
on_privacy_clicked_cb (GtkButton *button, HoubuAgreementPage *self)
{
  houbu_text_dialog_show (GTK_WIDGET (self), houbu_page_get_services (HOUBU_PAGE (self)),
                          HOUBU_PAGE_KIND_PRIVACY_POLICY);
}

static void
houbu_agreement_page_apply_state (HoubuPage *page)
{
  HoubuAgreementPage *self = HOUBU_AGREEMENT_PAGE (page);
  const gboolean accepted = is_accepted (self);
  const gboolean read = gtk_check_button_get_active (self->read_check);
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->answer_box, !accepted);
  gtk_widget_set_visible (self->continue_button, accepted);
  gtk_widget_set_visible (GTK_WIDGET (self->read_check), !accepted);
  gtk_widget_set_visible (GTK_WIDGET (self->accepted_label), accepted);
  gtk_widget_set_sensitive (self->agree_button, read);
  gtk_widget_set_tooltip_text (self->agree_button,
                               read ? NULL : _ ("Tick that you have read it first"));
  if (!accepted)
    return;
  when = houbu_text_time (houbu_agreement_get_accepted_at (self->agreement));
  /* Translators: %s is a date and time */
  text = g_strdup_printf (_ ("You agreed on %s."), when);
  gtk_label_set_text (self->accepted_label, text);
}

static void
houbu_agreement_page_dispose (GObject *object)
{
  HoubuAgreementPage *self = HOUBU_AGREEMENT_PAGE (object);

  g_clear_object (&self->agreement);
  g_clear_object (&self->intention);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_AGREEMENT_PAGE);
  G_OBJECT_CLASS (houbu_agreement_page_parent_class)->dispose (object);
}

static void
houbu_agreement_page_class_init (HoubuAgreementPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HoubuPageClass *page_class = HOUBU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_agreement_page_dispose;
  page_class->activate = houbu_agreement_page_reload;
  page_class->reload = houbu_agreement_page_reload;
  page_class->apply_state = houbu_agreement_page_apply_state;
  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-agreement-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, accepted_label);
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, agree_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, answer_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, bottom_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, read_check);
  gtk_widget_class_bind_template_child (widget_class, HoubuAgreementPage, sections_box);
  gtk_widget_class_bind_template_callback (widget_class, on_agree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_continue_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_disagree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_privacy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_read_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_user_agreement_clicked_cb);
}

static void
houbu_agreement_page_init (HoubuAgreementPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->intention = houbu_intention_new ();
}
