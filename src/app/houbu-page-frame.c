/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-frame.h"

#include <glib/gi18n.h>

#include "houbu-reflow.h"
#include "houbu-spoken.h"
#include "houbu-text-size.h"

struct _HoubuPageFrame
{
  AdwBin parent_instance;

  /* template */
  GtkWidget *bottom_bar;
  AdwClamp *bottom_clamp;
  GtkWidget *busy_bar;
  AdwClamp *clamp;
  AdwBin *content_bin;
  AdwStatusPage *empty_page;
  AdwStatusPage *error_page;
  GtkWidget *loading_box;
  GtkLabel *loading_text;
  GtkWidget *problem_bar;
  GtkLabel *problem_text;
  GtkLabel *problem_title;
  GtkWidget *scroller;
  GtkSpinner *spinner;
  GtkWidget *stale_bar;

  GtkWidget *marked; /* (owned) (nullable): the field that the problem is about */
  guint pulse;
  int width; /* of the content at the usual size of text */
};

enum
{
  PROP_CONTENT = 1,
  PROP_BOTTOM,
  PROP_WIDTH,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_TEXT,
  N_PROPS
};

enum
{
  SIGNAL_RETRY,
  N_SIGNALS
};

#define DEFAULT_WIDTH 860
#define PULSE_MS 120

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuPageFrame, houbu_page_frame, ADW_TYPE_BIN)

static gboolean
pulse_cb (gpointer user_data)
{
  HoubuPageFrame *self = user_data;

  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->busy_bar));
  return G_SOURCE_CONTINUE;
}

static void
apply_busy (HoubuPageFrame *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->content_bin), !busy);
  gtk_widget_set_sensitive (self->bottom_bar, !busy);
  gtk_widget_set_opacity (self->busy_bar, busy ? 1 : 0);
  /* It keeps its place, so only the eye would know that it is not there. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->busy_bar), GTK_ACCESSIBLE_STATE_HIDDEN, !busy,
                               -1);
  if (busy && self->pulse == 0)
    self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  if (!busy)
    g_clear_handle_id (&self->pulse, g_source_remove);
}

/* A line holds as many words whatever their size. */
static void
apply_width (HoubuPageFrame *self)
{
  const int width = houbu_text_size_scale (GTK_WIDGET (self), self->width);
  AdwClamp *clamps[] = { self->clamp, self->bottom_clamp };

  for (guint i = 0; i < G_N_ELEMENTS (clamps); i++)
    {
      adw_clamp_set_maximum_size (clamps[i], width);
      adw_clamp_set_tightening_threshold (clamps[i], width * 3 / 4);
    }
}

static void
on_retry_clicked_cb (GtkButton *button, HoubuPageFrame *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

static void
on_problem_close_clicked_cb (GtkButton *button, HoubuPageFrame *self)
{
  houbu_page_frame_clear_problem (self);
}

static void
houbu_page_frame_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HoubuPageFrame *self = HOUBU_PAGE_FRAME (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_bin_get_child (self->content_bin));
      break;
    case PROP_BOTTOM:
      g_value_set_object (value, adw_clamp_get_child (self->bottom_clamp));
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    case PROP_EMPTY_TITLE:
      g_value_set_string (value, adw_status_page_get_title (self->empty_page));
      break;
    case PROP_EMPTY_TEXT:
      g_value_set_string (value, adw_status_page_get_description (self->empty_page));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_page_frame_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  HoubuPageFrame *self = HOUBU_PAGE_FRAME (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      adw_bin_set_child (self->content_bin, g_value_get_object (value));
      break;
    case PROP_BOTTOM:
      adw_clamp_set_child (self->bottom_clamp, g_value_get_object (value));
      break;
    case PROP_WIDTH:
      self->width = g_value_get_int (value);
      apply_width (self);
      break;
    case PROP_EMPTY_TITLE:
      adw_status_page_set_title (self->empty_page, g_value_get_string (value));
      break;
    case PROP_EMPTY_TEXT:
      adw_status_page_set_description (self->empty_page, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
houbu_page_frame_dispose (GObject *object)
{
  HoubuPageFrame *self = HOUBU_PAGE_FRAME (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->marked);
  gtk_widget_dispose_template (GTK_WIDGET (self), HOUBU_TYPE_PAGE_FRAME);
  G_OBJECT_CLASS (houbu_page_frame_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_BOTTOM] = g_param_spec_object ("bottom", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, DEFAULT_WIDTH, flags);
  props[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  props[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
houbu_page_frame_class_init (HoubuPageFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = houbu_page_frame_get_property;
  object_class->set_property = houbu_page_frame_set_property;
  object_class->dispose = houbu_page_frame_dispose;
  install_properties (object_class);
  signals[SIGNAL_RETRY] =
      g_signal_new ("retry", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (HOUBU_TYPE_REFLOW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/houbu/Houbu/ui/houbu-page-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, bottom_clamp);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, clamp);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, content_bin);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, empty_page);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, error_page);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, loading_box);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, loading_text);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, problem_bar);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, problem_text);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, problem_title);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, scroller);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, spinner);
  gtk_widget_class_bind_template_child (widget_class, HoubuPageFrame, stale_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_problem_close_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
houbu_page_frame_init (HoubuPageFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->width = DEFAULT_WIDTH;
  apply_width (self);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (apply_width), self, G_CONNECT_SWAPPED);
}

/**
 * houbu_page_frame_apply:
 * @self: a frame
 * @state: what to show
 * @busy: whether an answer to something the candidate asked for is awaited
 *
 * The one place that shows and hides.
 */
void
houbu_page_frame_apply (HoubuPageFrame *self, HoubuPageState state, gboolean busy)
{
  const gboolean content = state == HOUBU_PAGE_READY || state == HOUBU_PAGE_STALE;

  g_return_if_fail (HOUBU_IS_PAGE_FRAME (self));
  /* Hidden for real, not only covered: a screen reader must not come across them. */
  gtk_widget_set_visible (self->loading_box, state == HOUBU_PAGE_LOADING);
  gtk_spinner_set_spinning (self->spinner, state == HOUBU_PAGE_LOADING);
  gtk_widget_set_visible (self->scroller, content);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_page), state == HOUBU_PAGE_EMPTY);
  gtk_widget_set_visible (GTK_WIDGET (self->error_page), state == HOUBU_PAGE_ERROR);
  gtk_widget_set_visible (self->stale_bar, state == HOUBU_PAGE_STALE);
  gtk_widget_set_visible (self->bottom_bar,
                          content && adw_clamp_get_child (self->bottom_clamp) != NULL);
  apply_busy (self, busy);
}

/**
 * houbu_page_frame_set_server:
 * @self: a frame
 * @address: of the server that is asked while the state is "loading"
 */
void
houbu_page_frame_set_server (HoubuPageFrame *self, const char *address)
{
  g_autofree char *text = NULL;

  g_return_if_fail (HOUBU_IS_PAGE_FRAME (self) && address != NULL);
  /* Translators: %s is the address of a server */
  text = g_strdup_printf (_ ("Waiting for the answer of %s"), address);
  gtk_label_set_text (self->loading_text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->loading_text), TRUE);
}

/**
 * houbu_page_frame_set_error:
 * @self: a frame
 * @title: what went wrong
 * @text: (nullable): what to do about it
 *
 * What the state "error" tells.
 */
void
houbu_page_frame_set_error (HoubuPageFrame *self, const char *title, const char *text)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (HOUBU_IS_PAGE_FRAME (self) && title != NULL);
  /* The description is markup, and the text may come from a server. */
  escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;
  adw_status_page_set_title (self->error_page, title);
  adw_status_page_set_description (self->error_page, escaped);
}

/**
 * houbu_page_frame_show_problem:
 * @self: a frame
 * @title: what is wrong, a few words
 * @text: (nullable): what to do about it
 *
 * Shows a problem above the content until it is closed or solved. The focus goes there, as nobody
 * hears of words that appear; houbu_page_frame_mark() may lead it on to a field.
 */
void
houbu_page_frame_show_problem (HoubuPageFrame *self, const char *title, const char *text)
{
  const gboolean more = text != NULL && *text != '\0';
  g_autofree char *spoken = NULL;

  g_return_if_fail (HOUBU_IS_PAGE_FRAME (self) && title != NULL);
  spoken = more ? g_strdup_printf ("%s %s", title, text) : g_strdup (title);
  gtk_label_set_text (self->problem_title, title);
  houbu_spoken_set (self->problem_bar, spoken);
  gtk_label_set_text (self->problem_text, more ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_text), more);
  gtk_widget_set_visible (self->problem_bar, TRUE);
  gtk_widget_grab_focus (self->problem_bar);
}

/**
 * houbu_page_frame_clear_problem:
 * @self: a frame
 *
 * Takes the problem away, and the mark on the field.
 */
void
houbu_page_frame_clear_problem (HoubuPageFrame *self)
{
  g_return_if_fail (HOUBU_IS_PAGE_FRAME (self));
  gtk_widget_set_visible (self->problem_bar, FALSE);
  houbu_page_frame_mark (self, NULL);
}

/**
 * houbu_page_frame_mark:
 * @self: a frame
 * @field: (nullable): the field that a problem is about, %NULL for none
 *
 * Shows which field is wrong, one at a time.
 */
void
houbu_page_frame_mark (HoubuPageFrame *self, GtkWidget *field)
{
  g_return_if_fail (HOUBU_IS_PAGE_FRAME (self));
  if (self->marked != NULL)
    {
      houbu_spoken_mark (self->marked, FALSE);
      houbu_spoken_explain (self->marked, NULL);
    }
  g_set_object (&self->marked, field);
  if (field == NULL)
    return;
  houbu_spoken_mark (field, TRUE);
  if (gtk_widget_get_visible (self->problem_bar))
    houbu_spoken_explain (field, gtk_label_get_text (self->problem_title));
}
