/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-text-size.h"

/* What `gtk-xft-dpi` is where text has its usual size. */
#define USUAL_DPI (96 * 1024)

/**
 * houbu_text_size_scale:
 * @widget: where the text stands
 * @pixels: a width made for text of the usual size
 *
 * Returns: as many pixels as the same text takes at the size that the user has chosen; never less
 */
int
houbu_text_size_scale (GtkWidget *widget, int pixels)
{
  int dpi = 0;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), pixels);

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > USUAL_DPI ? (int) ((gint64) pixels * dpi / USUAL_DPI) : pixels;
}
