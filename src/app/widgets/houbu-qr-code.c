/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-qr-code.h"

#include <gtk/gtk.h>
#include <qrencode.h>

struct _HoubuQrCode
{
  GObject parent_instance;

  QRcode *code; /* (owned) */
};

/* What the standard asks for around the code. */
#define QUIET_MODULES 4
/* As large as it likes to be; a picture makes it fit. */
#define MODULE_PIXELS 5
#define IS_DARK 1

static int
count_modules (HoubuQrCode *self)
{
  return self->code->width + 2 * QUIET_MODULES;
}

static void
draw_modules (HoubuQrCode *self, cairo_t *cr)
{
  const int width = self->code->width;

  for (int i = 0; i < width * width; i++)
    if ((self->code->data[i] & IS_DARK) != 0)
      cairo_rectangle (cr, i % width + QUIET_MODULES, i / width + QUIET_MODULES, 1, 1);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill (cr);
}

/* Modules are whole pixels where there is room for it: a blurred code is harder to read. */
static double
fit (HoubuQrCode *self, double width, double height)
{
  const double scale = MIN (width, height) / count_modules (self);

  return scale > 1 ? (int) scale : scale;
}

static void
houbu_qr_code_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  HoubuQrCode *self = HOUBU_QR_CODE (paintable);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  const double scale = fit (self, width, height);
  const double size = scale * count_modules (self);
  cairo_t *cr = gtk_snapshot_append_cairo (GTK_SNAPSHOT (snapshot), &bounds);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_translate (cr, (int) ((width - size) / 2), (int) ((height - size) / 2));
  cairo_scale (cr, scale, scale);
  draw_modules (self, cr);
  cairo_destroy (cr);
}

static GdkPaintableFlags
houbu_qr_code_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static int
houbu_qr_code_get_intrinsic_size (GdkPaintable *paintable)
{
  return count_modules (HOUBU_QR_CODE (paintable)) * MODULE_PIXELS;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = houbu_qr_code_snapshot;
  iface->get_flags = houbu_qr_code_get_flags;
  iface->get_intrinsic_width = houbu_qr_code_get_intrinsic_size;
  iface->get_intrinsic_height = houbu_qr_code_get_intrinsic_size;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HoubuQrCode,
                               houbu_qr_code,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init))

static void
houbu_qr_code_finalize (GObject *object)
{
  g_clear_pointer (&HOUBU_QR_CODE (object)->code, QRcode_free);
  G_OBJECT_CLASS (houbu_qr_code_parent_class)->finalize (object);
}

static void
houbu_qr_code_class_init (HoubuQrCodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_qr_code_finalize;
}

static void
houbu_qr_code_init (HoubuQrCode *self)
{
}

/**
 * houbu_qr_code_new:
 * @text: what it says
 *
 * Returns: (transfer full) (nullable): the code, %NULL for a text that is empty or too long for one
 */
HoubuQrCode *
houbu_qr_code_new (const char *text)
{
  g_autoptr (HoubuQrCode) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  self = g_object_new (HOUBU_TYPE_QR_CODE, NULL);
  self->code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  return self->code != NULL ? g_steal_pointer (&self) : NULL;
}
