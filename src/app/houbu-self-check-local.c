/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-self-check-local.h"

#include <glib/gi18n.h>
#include <string.h>

#include "houbu-text.h"

/* What the manual and names are written with; the last is a name's rare character. */
#define COMMON_TEXT "候补报名考试"
#define RARE_TEXT "𠮷"
/* Deadlines go by the server's clock, so a small difference only looks odd. */
#define CLOCK_DOUBT G_TIME_SPAN_MINUTE
/* From here on certificates seem to have run out, or not to be valid yet. */
#define CLOCK_FAILED G_TIME_SPAN_DAY
#define LITTLE_MEMORY_KB (400 * 1024)
#define LITTLE_DISK_BYTES (200 * 1024 * 1024)

static void
set (HoubuSelfCheckRow *row, HoubuSelfCheckState state, char *text)
{
  row->state = state;
  g_free (row->text);
  row->text = text;
}

/*
 * @ahead: µs
 *
 *   within a minute           fine
 *   more                      a doubt: times on screen look odd
 *   a day or more             failed: no certificate can be verified
 */
HoubuSelfCheckState
houbu_self_check_judge_clock (gint64 ahead)
{
  const gint64 difference = ABS (ahead);

  if (difference >= CLOCK_FAILED)
    return HOUBU_SELF_CHECK_FAILED;
  return difference > CLOCK_DOUBT ? HOUBU_SELF_CHECK_DOUBT : HOUBU_SELF_CHECK_OK;
}

/* @ahead: µs that this computer's clock is ahead of the server's, negative: behind */
void
houbu_self_check_clock (HoubuSelfCheckRow *row, gint64 ahead)
{
  const HoubuSelfCheckState state = houbu_self_check_judge_clock (ahead);
  g_autofree char *span = houbu_text_left (ABS (ahead));

  if (state == HOUBU_SELF_CHECK_OK)
    set (row, state, g_strdup (_ ("Agrees with the server's")));
  else if (ahead > 0)
    /* Translators: %s is a span of time such as "3 min" */
    set (row, state, g_strdup_printf (_ ("%s ahead of the server's: set it"), span));
  else
    /* Translators: %s is a span of time such as "3 min" */
    set (row, state, g_strdup_printf (_ ("%s behind the server's: set it"), span));
}

static gboolean
has_glyphs (const char *text)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);
  gboolean complete;

  pango_layout_set_text (layout, text, -1);
  complete = pango_layout_get_unknown_glyphs_count (layout) == 0;
  g_object_unref (layout);
  g_object_unref (context);
  return complete;
}

void
houbu_self_check_fonts (HoubuSelfCheckRow *row)
{
  if (!has_glyphs (COMMON_TEXT))
    set (row, HOUBU_SELF_CHECK_FAILED,
         g_strdup (_ ("No font for Chinese: install one, such as Noto Sans CJK")));
  else if (!has_glyphs (RARE_TEXT))
    set (row, HOUBU_SELF_CHECK_DOUBT,
         g_strdup (_ ("Chinese is there; rare characters in names are shown by their number")));
  else
    set (row, HOUBU_SELF_CHECK_OK, g_strdup (_ ("Chinese is there, rare characters too")));
}

/* "GdkX11Display" → "X11" */
static char *
get_short_name (gpointer object, const char *before, const char *after)
{
  const char *name = G_OBJECT_TYPE_NAME (object);
  g_autofree char *rest = NULL;

  if (g_str_has_prefix (name, before))
    name += strlen (before);
  rest = g_strdup (name);
  if (g_str_has_suffix (rest, after))
    rest[strlen (rest) - strlen (after)] = '\0';
  return g_steal_pointer (&rest);
}

static char *
find_renderer (GdkDisplay *display)
{
  GdkSurface *surface = gdk_surface_new_toplevel (display);
  g_autoptr (GskRenderer) renderer = gsk_renderer_new_for_surface (surface);
  char *name = renderer != NULL ? get_short_name (renderer, "Gsk", "Renderer") : NULL;

  if (renderer != NULL)
    gsk_renderer_unrealize (renderer);
  gdk_surface_destroy (surface);
  g_object_unref (surface);
  return name;
}

/* GTK may have been told to begin and have found none. */
gboolean
houbu_self_check_has_screen (void)
{
  return gtk_is_initialized () && gdk_display_get_default () != NULL;
}

void
houbu_self_check_screen (HoubuSelfCheckRow *row)
{
  GdkDisplay *display = houbu_self_check_has_screen () ? gdk_display_get_default () : NULL;
  g_autofree char *kind = NULL;
  g_autofree char *renderer = NULL;

  if (display == NULL)
    {
      set (row, HOUBU_SELF_CHECK_DOUBT, g_strdup (_ ("None here: this was asked for without one")));
      return;
    }
  kind = get_short_name (display, "Gdk", "Display");
  renderer = find_renderer (display);
  if (renderer == NULL)
    set (row, HOUBU_SELF_CHECK_FAILED, g_strdup (_ ("Nothing can be drawn on it")));
  else if (strcmp (renderer, "Cairo") == 0)
    set (row, HOUBU_SELF_CHECK_DOUBT,
         /* Translators: %s is the kind of screen, such as X11 */
         g_strdup_printf (_ ("%s, drawn without the graphics card: works, but slower"), kind));
  else
    set (row, HOUBU_SELF_CHECK_OK,
         /* Translators: the kind of screen, such as X11, and what draws on it, such as GL */
         g_strdup_printf (_ ("%s, drawn by %s"), kind, renderer));
}

/* @meminfo: (nullable): what /proc/meminfo says */
void
houbu_self_check_memory (HoubuSelfCheckRow *row, const char *meminfo)
{
  const char *line = meminfo != NULL ? strstr (meminfo, "MemAvailable:") : NULL;
  const guint64 free_kb =
      line != NULL ? g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) : 0;
  g_autofree char *size = g_format_size (free_kb * 1024);

  if (line == NULL)
    set (row, HOUBU_SELF_CHECK_DOUBT, g_strdup (_ ("The system does not say")));
  else if (free_kb < LITTLE_MEMORY_KB)
    /* Translators: %s is an amount of memory or disk space */
    set (row, HOUBU_SELF_CHECK_DOUBT, g_strdup_printf (_ ("Only %s are free"), size));
  else
    /* Translators: %s is an amount of memory or disk space */
    set (row, HOUBU_SELF_CHECK_OK, g_strdup_printf (_ ("%s are free"), size));
}

void
houbu_self_check_disk (HoubuSelfCheckRow *row)
{
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  g_autoptr (GFileInfo) info =
      g_file_query_filesystem_info (home, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  guint64 bytes;
  g_autofree char *size = NULL;

  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    {
      set (row, HOUBU_SELF_CHECK_DOUBT, g_strdup (_ ("The system does not say")));
      return;
    }
  bytes = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  size = g_format_size (bytes);
  if (bytes < LITTLE_DISK_BYTES)
    set (row, HOUBU_SELF_CHECK_DOUBT, g_strdup_printf (_ ("Only %s are free"), size));
  else
    set (row, HOUBU_SELF_CHECK_OK, g_strdup_printf (_ ("%s are free"), size));
}
