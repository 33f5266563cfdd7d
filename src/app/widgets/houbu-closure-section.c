/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-closure-section.h"

#include <glib/gi18n.h>

#include "houbu-closure.h"
#include "houbu-page.h"
#include "houbu-spoken.h"

#define SPACING 12

struct _HoubuClosureSection
{
  AdwBin parent_instance;

  /* children */
  GtkLabel *label;
  GtkWidget *button;

  HoubuServices *services; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HoubuClosureSection, houbu_closure_section, ADW_TYPE_BIN)

static void
on_clicked_cb (HoubuClosureSection *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), HOUBU_TYPE_PAGE);
  HoubuProgress progress = houbu_journey_get_progress (houbu_services_get_journey (self->services));

  if (page != NULL)
    houbu_page_go (HOUBU_PAGE (page), houbu_flow_next_page (&progress), NULL);
}

static void
houbu_closure_section_dispose (GObject *object)
{
  g_clear_object (&HOUBU_CLOSURE_SECTION (object)->services);
  G_OBJECT_CLASS (houbu_closure_section_parent_class)->dispose (object);
}

static void
houbu_closure_section_class_init (HoubuClosureSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_closure_section_dispose;
}

static void
houbu_closure_section_init (HoubuClosureSection *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *heading =
      g_object_new (GTK_TYPE_LABEL, "label", _ ("The registration was deleted"), "xalign", 0.0f,
                    "wrap", TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_widget_add_css_class (heading, "title-2");
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, NULL);
  self->button =
      g_object_new (GTK_TYPE_BUTTON, "use-underline", TRUE, "halign", GTK_ALIGN_START, NULL);
  houbu_spoken_set_button_label (GTK_BUTTON (self->button), _ ("_Register Again"));
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * houbu_closure_section_show:
 * @self: a section
 * @services: whose candidate it is about
 */
void
houbu_closure_section_show (HoubuClosureSection *self, HoubuServices *services)
{
  HoubuCandidate *candidate = houbu_services_get_candidate (services);
  const gboolean told = houbu_closure_is_told (candidate);
  g_autofree char *text = told ? houbu_closure_describe (candidate) : NULL;

  g_return_if_fail (HOUBU_IS_CLOSURE_SECTION (self));

  g_set_object (&self->services, services);
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (self->button, told && houbu_closure_can_return (candidate));
  gtk_widget_set_visible (GTK_WIDGET (self), told);
}
