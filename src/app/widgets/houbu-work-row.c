/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-work-row.h"

#include <glib/gi18n.h>

#include "houbu-error-text.h"
#include "houbu-spoken.h"

typedef enum
{
  STATE_OFFER,
  STATE_WORKING,
  STATE_DONE,
  STATE_FAILED,
} State;

struct _HoubuWorkRow
{
  AdwActionRow parent_instance;

  HoubuCaptchaRow *captcha_row;     /* (owned) (nullable) */
  HoubuCaptchaChallenge *challenge; /* (owned) (nullable) */
  HoubuWork *work;                  /* (owned) (nullable): under way */
  GCancellable *cancellable;        /* (owned) (nullable): of what is under way */
  char *problem;                    /* (owned) (nullable): why it failed */
  State state;
  guint timer;

  /* borrowed */
  GtkWidget *bar;
  GtkButton *button;
};

/* How often the bar moves. */
#define BEAT_MS 100
#define BAR_WIDTH 72

typedef enum
{
  PROP_CAPTCHA_ROW = 1,
} HoubuWorkRowProperty;

static GParamSpec *properties[PROP_CAPTCHA_ROW + 1];

G_DEFINE_FINAL_TYPE (HoubuWorkRow, houbu_work_row, ADW_TYPE_ACTION_ROW)

static const char *
get_title (HoubuWorkRow *self)
{
  switch (self->state)
    {
    case STATE_WORKING:
      return _ ("Computing…");
    case STATE_DONE:
      return _ ("The captcha is solved by computation");
    case STATE_FAILED:
      return _ ("The computation did not succeed");
    case STATE_OFFER:
    default:
      return _ ("Solve by computation instead of reading the picture");
    }
}

static const char *
get_subtitle (HoubuWorkRow *self)
{
  switch (self->state)
    {
    case STATE_WORKING:
      return _ ("Please wait; nothing has to be read or typed");
    case STATE_DONE:
      return _ ("Go on within three minutes");
    case STATE_FAILED:
      return self->problem;
    case STATE_OFFER:
    default:
      return _ ("Takes this computer a few seconds");
    }
}

static void
apply_state (HoubuWorkRow *self)
{
  const gboolean offers = self->state == STATE_OFFER || self->state == STATE_FAILED;
  g_autofree char *spoken = g_strdup_printf ("%s. %s", get_title (self), get_subtitle (self));
  const char *label = offers                         ? _ ("Compute")
                      : self->state == STATE_WORKING ? _ ("Cancel")
                                                     : _ ("Read a Picture");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), get_title (self));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), get_subtitle (self));
  houbu_spoken_set (GTK_WIDGET (self), spoken);
  gtk_button_set_label (self->button, label);
  gtk_widget_set_visible (self->bar, self->state == STATE_WORKING);
  houbu_spoken_mark (GTK_WIDGET (self), FALSE);
}

static void
stop (HoubuWorkRow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->work);
  g_clear_object (&self->challenge);
  g_clear_handle_id (&self->timer, g_source_remove);
}

/* Words that change reach nobody who only listens; a focus that moves does. */
static void
enter_state (HoubuWorkRow *self, State state)
{
  const gboolean told = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  self->state = state;
  apply_state (self);
  if (told && (state == STATE_DONE || state == STATE_FAILED))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Takes @problem. The picture is there again. */
static void
fail (HoubuWorkRow *self, char *problem)
{
  stop (self);
  g_free (self->problem);
  self->problem = problem;
  enter_state (self, STATE_FAILED);
  houbu_captcha_row_set_worker (self->captcha_row, NULL);
  houbu_captcha_row_renew (self->captcha_row);
}

static void
fail_with (HoubuWorkRow *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  fail (self, houbu_error_text_get_title (error));
}

static gboolean
on_beat_cb (gpointer user_data)
{
  HoubuWorkRow *self = user_data;
  HoubuServices *services = houbu_captcha_row_get_services (self->captcha_row);
  const gint64 now = houbu_candidate_get_server_now (houbu_services_get_candidate (services));

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar),
                                 houbu_work_get_progress (self->work));
  if (now < houbu_captcha_challenge_get_expires_at (self->challenge))
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  fail (self, g_strdup (_ ("This computer was too slow. Try again, or read the picture.")));
  return G_SOURCE_REMOVE;
}

static void
on_worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWorkRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = houbu_work_run_finish (HOUBU_WORK (source), result, &error);

  if (answer == NULL)
    {
      fail_with (self, error);
      return;
    }
  houbu_captcha_row_set_worked (self->captcha_row, self->challenge, answer);
  stop (self);
  enter_state (self, STATE_DONE);
}

static void
on_challenge_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWorkRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuCaptchaChallenge) challenge =
      houbu_account_service_new_captcha_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);

  if (challenge == NULL)
    {
      fail_with (self, error);
      return;
    }
  self->challenge = g_steal_pointer (&challenge);
  self->work = houbu_work_new (houbu_captcha_challenge_get_challenge (self->challenge),
                               (guint) houbu_captcha_challenge_get_difficulty (self->challenge));
  self->timer = g_timeout_add (BEAT_MS, on_beat_cb, self);
  houbu_work_run_async (self->work, self->cancellable, on_worked_cb, g_object_ref (self));
}

static void
start (HoubuWorkRow *self)
{
  HoubuServices *services = houbu_captcha_row_get_services (self->captcha_row);

  stop (self);
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), 0);
  enter_state (self, STATE_WORKING);
  houbu_account_service_new_captcha_async (houbu_services_get_account (services),
                                           HOUBU_CAPTCHA_KIND_WORK, self->cancellable,
                                           on_challenge_got_cb, g_object_ref (self));
}

static void
offer (HoubuWorkRow *self)
{
  stop (self);
  enter_state (self, STATE_OFFER);
  if (self->captcha_row != NULL)
    houbu_captcha_row_set_worker (self->captcha_row, NULL);
}

static void
on_button_clicked_cb (GtkButton *button, HoubuWorkRow *self)
{
  if (self->state == STATE_OFFER || self->state == STATE_FAILED)
    {
      houbu_captcha_row_set_worker (self->captcha_row, GTK_WIDGET (self));
      start (self);
      return;
    }
  offer (self);
  houbu_captcha_row_renew (self->captcha_row);
}

static void
houbu_work_row_unmap (GtkWidget *widget)
{
  HoubuWorkRow *self = HOUBU_WORK_ROW (widget);

  GTK_WIDGET_CLASS (houbu_work_row_parent_class)->unmap (widget);
  /* The next one to come here may be somebody else. */
  if (self->state != STATE_OFFER)
    offer (self);
}

static void
set_captcha_row (HoubuWorkRow *self, HoubuCaptchaRow *row)
{
  if (!g_set_object (&self->captcha_row, row))
    return;
  if (row != NULL)
    g_signal_connect_object (row, "work-wanted", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAPTCHA_ROW]);
}

static void
houbu_work_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((HoubuWorkRowProperty) id)
    {
    case PROP_CAPTCHA_ROW:
      set_captcha_row (HOUBU_WORK_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_work_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((HoubuWorkRowProperty) id)
    {
    case PROP_CAPTCHA_ROW:
      g_value_set_object (value, HOUBU_WORK_ROW (object)->captcha_row);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_work_row_dispose (GObject *object)
{
  HoubuWorkRow *self = HOUBU_WORK_ROW (object);

  stop (self);
  g_clear_object (&self->captcha_row);
  g_clear_pointer (&self->problem, g_free);
  G_OBJECT_CLASS (houbu_work_row_parent_class)->dispose (object);
}

static void
houbu_work_row_class_init (HoubuWorkRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_work_row_dispose;
  object_class->set_property = houbu_work_row_set_property;
  object_class->get_property = houbu_work_row_get_property;
  GTK_WIDGET_CLASS (klass)->unmap = houbu_work_row_unmap;
  properties[PROP_CAPTCHA_ROW] =
      g_param_spec_object ("captcha-row", NULL, NULL, HOUBU_TYPE_CAPTCHA_ROW,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
houbu_work_row_init (HoubuWorkRow *self)
{
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->bar = gtk_progress_bar_new ();
  gtk_widget_set_size_request (self->bar, BAR_WIDTH, -1);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  houbu_spoken_set (self->bar, _ ("Progress of the computation"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->bar);
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_button_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
  apply_state (self);
}
