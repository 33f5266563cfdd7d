/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-captcha.h"

#include <cairo/cairo.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <sodium.h>
#include <string.h>

#define WIDTH 180
#define HEIGHT 60
#define LETTERS 5
#define LINES 4
#define DOTS 120

/* Nothing that looks like something else: no I, O, Q, S, Z, B, G, 0, 1, 2, 5, 8. */
static const char alphabet[] = "ACDEFHJKLMNPRTUVWXY34679";

static double
between (double low, double high)
{
  return low + (high - low) * randombytes_uniform (10001) / 10000.0;
}

/**
 * houbu_captcha_random_answer:
 *
 * Returns: (transfer full): letters and digits to be drawn
 */
char *
houbu_captcha_random_answer (void)
{
  char *answer = g_new0 (char, LETTERS + 1);

  for (gsize i = 0; i < LETTERS; i++)
    answer[i] = alphabet[randombytes_uniform (sizeof alphabet - 1)];
  return answer;
}

/* Bends the current path by two waves, so that no line of it stays straight. */
static void
bend (cairo_t *cr)
{
  cairo_path_t *path = cairo_copy_path (cr);
  double phase = between (0, 2 * G_PI), height = between (2, 4), length = between (30, 50);

  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    for (int j = 1; j < path->data[i].header.length; j++)
      {
        cairo_path_data_t *point = &path->data[i + j];
        double x = point->point.x, y = point->point.y;

        point->point.x = x + height / 2 * sin (phase + y / length * 4);
        point->point.y = y + height * sin (phase + x / length * 4);
      }
  cairo_new_path (cr);
  cairo_append_path (cr, path);
  cairo_path_destroy (path);
}

static gboolean
draw_letter (cairo_t *cr, const char letter[2], double x)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autofree char *font = g_strdup_printf ("Sans Bold %d", 24 + (int) randombytes_uniform (7));
  PangoFontDescription *description = pango_font_description_from_string (font);
  int width, height;
  gboolean drawn;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, letter, 1);
  drawn = pango_layout_get_unknown_glyphs_count (layout) == 0;
  pango_layout_get_pixel_size (layout, &width, &height);

  cairo_save (cr);
  cairo_translate (cr, x, HEIGHT / 2.0 + between (-5, 5));
  cairo_rotate (cr, between (-0.4, 0.4));
  cairo_translate (cr, -width / 2.0, -height / 2.0);
  pango_cairo_layout_path (cr, layout);
  cairo_restore (cr);
  return drawn;
}

static void
draw_noise (cairo_t *cr)
{
  for (gsize i = 0; i < LINES; i++)
    {
      cairo_set_source_rgba (cr, between (0, 0.5), between (0, 0.5), between (0, 0.5), 0.7);
      cairo_set_line_width (cr, between (1, 2));
      cairo_move_to (cr, between (0, WIDTH / 4.0), between (0, HEIGHT));
      cairo_curve_to (cr, between (0, WIDTH), between (0, HEIGHT), between (0, WIDTH),
                      between (0, HEIGHT), between (WIDTH * 0.75, WIDTH), between (0, HEIGHT));
      cairo_stroke (cr);
    }
  for (gsize i = 0; i < DOTS; i++)
    {
      cairo_set_source_rgba (cr, between (0, 0.6), between (0, 0.6), between (0, 0.6), 0.6);
      cairo_arc (cr, between (0, WIDTH), between (0, HEIGHT), between (0.5, 1.2), 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * houbu_captcha_draw:
 * @answer: what to draw
 * @error: return location
 *
 * Takes milliseconds; not for the main thread.
 *
 * Returns: (transfer full): a PNG picture; %NULL when this machine has no font
 */
GBytes *
houbu_captcha_draw (const char *answer, GError **error)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  g_autoptr (GByteArray) png = g_byte_array_new ();
  gsize length;
  gboolean drawn = TRUE;

  g_return_val_if_fail (answer != NULL && *answer != '\0', NULL);

  length = strlen (answer);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, between (0.9, 1), between (0.9, 1), between (0.9, 1));
  cairo_paint (cr);
  for (gsize i = 0; i < length; i++)
    {
      char letter[2] = { answer[i], '\0' };

      drawn = draw_letter (cr, letter, WIDTH * (i + 0.5) / length + between (-3, 3)) && drawn;
      bend (cr);
      cairo_set_source_rgb (cr, between (0, 0.5), between (0, 0.5), between (0, 0.5));
      cairo_fill (cr);
    }
  draw_noise (cr);
  drawn = cairo_surface_write_to_png_stream (surface, append, png) == CAIRO_STATUS_SUCCESS && drawn;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (drawn)
    return g_byte_array_free_to_bytes (g_steal_pointer (&png));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       "A captcha cannot be drawn: is a font installed?");
  return NULL;
}
