/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sheet.h"

#include <cairo-pdf.h>
#include <gio/gio.h>

#include "houbu-glyphs.h"

#define LARGEST 10.5
#define SMALLEST 5.0
#define STEP 0.5
/* Of the size of the text. */
#define TITLE 1.9
#define HEADING 1.2
#define SMALL 0.85
#define LEADING 0.55
#define LINE 1.35
#define NAME_SHARE 0.26
#define POINTS_PER_INCH 72.0

typedef enum
{
  BLOCK_HEADING,
  BLOCK_FACT,
  BLOCK_TEXT,
} BlockKind;

typedef struct
{
  BlockKind kind;
  char *name;  /* (owned) (nullable): of a fact */
  char *value; /* (owned) */
} Block;

struct _HoubuSheet
{
  char *title;       /* (owned) */
  char *subtitle;    /* (owned) */
  GPtrArray *blocks; /* (owned) (element-type Block) */
};

/* Where the next line goes. Without a @cr it only measures. */
typedef struct
{
  cairo_t *cr; /* (nullable) */
  PangoContext *context;
  double width;
  double size;
  double y;
} Pen;

static void
block_free (Block *block)
{
  g_free (block->name);
  g_free (block->value);
  g_free (block);
}

static void
add_block (HoubuSheet *self, BlockKind kind, const char *name, const char *value)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->name = g_strdup (name);
  block->value = g_strdup (value);
  g_ptr_array_add (self->blocks, block);
}

/* Setting */

static PangoLayout *
make_layout (const Pen *pen, const char *text, double width, double size, PangoWeight weight)
{
  PangoLayout *layout = pango_layout_new (pen->context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *spelt = houbu_glyphs_spell (pen->context, text);

  /* Fonts of different scripts have lines of different heights; on the page all are alike. */
  pango_attr_list_insert (attributes,
                          pango_attr_line_height_new_absolute ((int) (size * LINE * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);
  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, spelt, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

static double
measure (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

static void
show_layout (const Pen *pen, PangoLayout *layout, double x, double below)
{
  if (pen->cr == NULL)
    return;
  cairo_move_to (pen->cr, x, pen->y + below);
  pango_cairo_show_layout (pen->cr, layout);
}

/* Sets a text at @x without going on to the next line; returns its height. */
static double
set_text (Pen *pen, const char *text, double x, double width, double size, PangoWeight weight)
{
  PangoLayout *layout = make_layout (pen, text, width, size, weight);
  double height;

  show_layout (pen, layout, x, 0);
  height = measure (layout);
  g_object_unref (layout);
  return height;
}

static void
set_rule (Pen *pen)
{
  if (pen->cr == NULL)
    return;
  cairo_set_line_width (pen->cr, 0.5);
  cairo_move_to (pen->cr, 0, pen->y);
  cairo_line_to (pen->cr, pen->width, pen->y);
  cairo_stroke (pen->cr);
}

static void
set_heading (Pen *pen, const char *text)
{
  pen->y += pen->size * 1.2;
  pen->y += set_text (pen, text, 0, pen->width, pen->size * HEADING, PANGO_WEIGHT_BOLD);
  pen->y += pen->size * LEADING * 0.6;
  set_rule (pen);
  pen->y += pen->size * LEADING;
}

/* Both stand on one line, whatever their scripts. */
static void
set_fact (Pen *pen, const Block *block)
{
  const double name_width = pen->width * NAME_SHARE;
  const double value_x = name_width + pen->size;
  PangoLayout *name = make_layout (pen, block->name, name_width, pen->size, PANGO_WEIGHT_NORMAL);
  PangoLayout *value =
      make_layout (pen, block->value, pen->width - value_x, pen->size, PANGO_WEIGHT_MEDIUM);
  const double name_base = (double) pango_layout_get_baseline (name) / PANGO_SCALE;
  const double value_base = (double) pango_layout_get_baseline (value) / PANGO_SCALE;
  const double name_y = MAX (value_base - name_base, 0);
  const double value_y = MAX (name_base - value_base, 0);

  show_layout (pen, name, 0, name_y);
  show_layout (pen, value, value_x, value_y);
  pen->y += MAX (name_y + measure (name), value_y + measure (value)) + pen->size * LEADING;
  g_object_unref (name);
  g_object_unref (value);
}

static void
set_block (Pen *pen, const Block *block)
{
  switch (block->kind)
    {
    case BLOCK_HEADING:
      set_heading (pen, block->value);
      break;
    case BLOCK_FACT:
      set_fact (pen, block);
      break;
    case BLOCK_TEXT:
    default:
      pen->y += set_text (pen, block->value, 0, pen->width, pen->size * SMALL, PANGO_WEIGHT_NORMAL);
      pen->y += pen->size * LEADING;
    }
}

static double
set_page (HoubuSheet *self, Pen *pen)
{
  pen->y = 0;
  pen->y += set_text (pen, self->title, 0, pen->width, pen->size * TITLE, PANGO_WEIGHT_BOLD);
  pen->y += pen->size * LEADING;
  pen->y += set_text (pen, self->subtitle, 0, pen->width, pen->size, PANGO_WEIGHT_NORMAL);
  for (guint i = 0; i < self->blocks->len; i++)
    set_block (pen, g_ptr_array_index (self->blocks, i));
  return pen->y;
}

static double
find_size (HoubuSheet *self, PangoContext *context, double width, double height)
{
  Pen pen = { .context = context, .width = width, .size = LARGEST };

  while (pen.size > SMALLEST && set_page (self, &pen) > height)
    pen.size -= STEP;
  return pen.size;
}

/**
 * houbu_sheet_new:
 * @title: what it is
 * @subtitle: what it is about
 *
 * Returns: (transfer full): an empty sheet
 */
HoubuSheet *
houbu_sheet_new (const char *title, const char *subtitle)
{
  HoubuSheet *self = g_new0 (HoubuSheet, 1);

  g_return_val_if_fail (title != NULL && subtitle != NULL, self);
  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  return self;
}

/**
 * houbu_sheet_free:
 * @self: (transfer full) (nullable): a sheet
 */
void
houbu_sheet_free (HoubuSheet *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->subtitle);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * houbu_sheet_add_heading:
 * @self: a sheet
 * @text: over what comes next
 */
void
houbu_sheet_add_heading (HoubuSheet *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);
  add_block (self, BLOCK_HEADING, NULL, text);
}

/**
 * houbu_sheet_add_fact:
 * @self: a sheet
 * @name: what it is called
 * @value: (nullable): nothing is added without
 */
void
houbu_sheet_add_fact (HoubuSheet *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && name != NULL);
  if (value != NULL && *value != '\0')
    add_block (self, BLOCK_FACT, name, value);
}

/**
 * houbu_sheet_add_text:
 * @self: a sheet
 * @text: a paragraph in small type
 */
void
houbu_sheet_add_text (HoubuSheet *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);
  add_block (self, BLOCK_TEXT, NULL, text);
}

/**
 * houbu_sheet_draw:
 * @self: a sheet
 * @cr: where to draw; its units are points
 * @context: how text is set there
 * @width: of the page without its margins, in points
 * @height: likewise
 */
void
houbu_sheet_draw (HoubuSheet *self, cairo_t *cr, PangoContext *context, double width, double height)
{
  Pen pen = { .cr = cr, .context = context, .width = width };

  g_return_if_fail (self != NULL && cr != NULL && PANGO_IS_CONTEXT (context));
  houbu_glyphs_set_chinese (context);
  pen.size = find_size (self, context, width, height);
  cairo_set_source_rgb (cr, 0, 0, 0);
  set_page (self, &pen);
}

static cairo_status_t
write_pdf (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * houbu_sheet_to_pdf:
 * @self: a sheet
 * @error: what the drawing failed with
 *
 * Returns: (transfer full) (nullable): an A4 page as PDF, with its fonts in it
 */
GBytes *
houbu_sheet_to_pdf (HoubuSheet *self, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (write_pdf, bytes, HOUBU_SHEET_WIDTH, HOUBU_SHEET_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_status_t status;

  pango_cairo_context_set_resolution (context, POINTS_PER_INCH);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_translate (cr, HOUBU_SHEET_MARGIN, HOUBU_SHEET_MARGIN);
  houbu_sheet_draw (self, cr, context, HOUBU_SHEET_WIDTH - 2 * HOUBU_SHEET_MARGIN,
                    HOUBU_SHEET_HEIGHT - 2 * HOUBU_SHEET_MARGIN);
  cairo_show_page (cr);
  g_object_unref (context);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}
