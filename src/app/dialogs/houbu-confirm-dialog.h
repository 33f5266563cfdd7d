/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HoubuConfirm:
 * @heading: what is asked
 * @body: (nullable): what follows from it
 * @accept: the word of the button that does it, with a mnemonic
 * @refuse: (nullable): the word of the button that does not; %NULL for "Cancel"
 * @destructive: it cannot be taken back: the safe button is the default one
 * @extra: (nullable) (transfer floating): a widget below the text
 *
 * A question before something is done.
 */
typedef struct
{
  const char *heading;
  const char *body;
  const char *accept;
  const char *refuse;
  gboolean destructive;
  GtkWidget *extra;
} HoubuConfirm;

GtkWindow *houbu_confirm_dialog_ask_async (GtkWidget *parent,
                                           const HoubuConfirm *confirm,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean houbu_confirm_dialog_ask_finish (GAsyncResult *result);
void houbu_confirm_dialog_set_can_accept (GtkWindow *dialog, gboolean can_accept);
GtkWidget *houbu_confirm_dialog_box_row (GtkWidget *row);
void houbu_confirm_dialog_tell (GtkWidget *parent, const char *heading, const char *body);

G_END_DECLS
