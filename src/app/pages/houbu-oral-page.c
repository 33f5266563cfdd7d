/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-oral-page.h"

struct _HoubuOralPage
{
  HoubuBoardPage parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuOralPage, houbu_oral_page, HOUBU_TYPE_BOARD_PAGE)

static void
houbu_oral_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_ORAL_PAGE);
  G_OBJECT_CLASS (houbu_oral_page_parent_class)->dispose (object);
}

static void
houbu_oral_page_class_init (HoubuOralPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_oral_page_dispose;
  HOUBU_BOARD_PAGE_CLASS (klass)->kind = HOUBU_SUBJECT_KIND_ORAL;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/houbu/Houbu/ui/houbu-oral-page.ui");
}

static void
houbu_oral_page_init (HoubuOralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
