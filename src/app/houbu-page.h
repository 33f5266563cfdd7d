/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-page-state.h"
#include "houbu-services.h"

G_BEGIN_DECLS

#define HOUBU_TYPE_PAGE (houbu_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (HoubuPage, houbu_page, HOUBU, PAGE, AdwBin)

/**
 * HoubuPageClass:
 * @activate: the page has come to the front
 * @deactivate: the page is being left; its requests have been cancelled
 * @reload: ask the server again
 * @apply_state: show and hide what depends on the page's own state; runs after every change
 * @receive: take what the page before hands over
 * @find_field: the widget that holds a field of the wire format, to lead the eye and the focus
 */
struct _HoubuPageClass
{
  AdwBinClass parent_class;

  void (*activate) (HoubuPage *self);
  void (*deactivate) (HoubuPage *self);
  void (*reload) (HoubuPage *self);
  void (*apply_state) (HoubuPage *self);
  void (*receive) (HoubuPage *self, GObject *what);
  GtkWidget *(*find_field) (HoubuPage *self, const char *field);
};

HoubuServices *houbu_page_get_services (HoubuPage *self);
const char *houbu_page_get_title (HoubuPage *self);
HoubuPageState houbu_page_get_state (HoubuPage *self);
void houbu_page_set_state (HoubuPage *self, HoubuPageState state);
gboolean houbu_page_has_content (HoubuPage *self);
gboolean houbu_page_get_busy (HoubuPage *self);
void houbu_page_set_busy (HoubuPage *self, gboolean busy);
GCancellable *houbu_page_get_cancellable (HoubuPage *self);

void houbu_page_fail (HoubuPage *self, const GError *error);
void houbu_page_show_problem (HoubuPage *self, const GError *error);
void houbu_page_show_problem_text (HoubuPage *self, const char *title, const char *text);
void houbu_page_clear_problem (HoubuPage *self);
void houbu_page_focus_field (HoubuPage *self, const char *field);

void houbu_page_go (HoubuPage *self, const char *page, GObject *what);
void houbu_page_say (HoubuPage *self, const char *text);

void houbu_page_activate (HoubuPage *self);
void houbu_page_deactivate (HoubuPage *self);
void houbu_page_reload (HoubuPage *self);
gboolean houbu_page_can_reload (HoubuPage *self);
void houbu_page_receive (HoubuPage *self, GObject *what);

G_END_DECLS
