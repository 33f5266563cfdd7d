/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-written-page.h"

struct _HoubuWrittenPage
{
  HoubuBoardPage parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuWrittenPage, houbu_written_page, HOUBU_TYPE_BOARD_PAGE)

static void
houbu_written_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HOUBU_TYPE_WRITTEN_PAGE);
  G_OBJECT_CLASS (houbu_written_page_parent_class)->dispose (object);
}

static void
houbu_written_page_class_init (HoubuWrittenPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_written_page_dispose;
  HOUBU_BOARD_PAGE_CLASS (klass)->kind = HOUBU_SUBJECT_KIND_WRITTEN;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/houbu/Houbu/ui/houbu-written-page.ui");
}

static void
houbu_written_page_init (HoubuWrittenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
