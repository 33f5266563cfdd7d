/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-captcha-row.h"

#include <glib/gi18n.h>

#include "houbu-spoken.h"

struct _HoubuCaptchaRow
{
  AdwEntryRow parent_instance;

  HoubuServices *services;        /* (owned) (nullable) */
  GCancellable *cancellable;      /* (owned) (nullable) */
  HoubuCaptchaChallenge *captcha; /* (owned) (nullable) */
  char *worked;                   /* (owned) (nullable): the answer that was computed */

  /* borrowed */
  GtkWidget *worker; /* (nullable): computes instead of the picture */
  GtkPicture *picture;
  GtkWidget *button;
};

#define PICTURE_HEIGHT 40
#define PICTURE_WIDTH 104

enum
{
  SIGNAL_WORK_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuCaptchaRow, houbu_captcha_row, ADW_TYPE_ENTRY_ROW)

static GdkTexture *
read_picture (HoubuCaptchaChallenge *captcha)
{
  const char *base64 = houbu_captcha_challenge_get_image_png (captcha);
  g_autoptr (GBytes) bytes = NULL;
  guchar *png;
  gsize length;

  if (base64 == NULL || *base64 == '\0')
    return NULL;
  png = g_base64_decode (base64, &length);
  bytes = g_bytes_new_take (png, length);
  return gdk_texture_new_from_bytes (bytes, NULL);
}

static void
show_picture (HoubuCaptchaRow *self)
{
  g_autoptr (GdkTexture) texture = self->captcha != NULL ? read_picture (self->captcha) : NULL;

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
}

static void
on_captcha_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCaptchaRow) self = user_data;
  g_autoptr (GError) error = NULL;
  HoubuCaptchaChallenge *captcha =
      houbu_account_service_new_captcha_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Without a picture the server says at signing in whether it wants one. */
  g_clear_object (&self->captcha);
  self->captcha = captcha;
  gtk_widget_set_sensitive (self->button, TRUE);
  show_picture (self);
}

static void
on_button_clicked_cb (GtkButton *button, HoubuCaptchaRow *self)
{
  houbu_captcha_row_renew (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The row's own focus is in its entry, which has nothing to say while somebody computes. */
static gboolean
houbu_captcha_row_grab_focus (GtkWidget *widget)
{
  HoubuCaptchaRow *self = HOUBU_CAPTCHA_ROW (widget);

  if (self->worker != NULL)
    return gtk_widget_grab_focus (self->worker);
  return GTK_WIDGET_CLASS (houbu_captcha_row_parent_class)->grab_focus (widget);
}

static void
houbu_captcha_row_dispose (GObject *object)
{
  HoubuCaptchaRow *self = HOUBU_CAPTCHA_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->captcha);
  g_clear_object (&self->services);
  g_clear_pointer (&self->worked, g_free);
  G_OBJECT_CLASS (houbu_captcha_row_parent_class)->dispose (object);
}

static void
houbu_captcha_row_class_init (HoubuCaptchaRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_captcha_row_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = houbu_captcha_row_grab_focus;
  signals[SIGNAL_WORK_WANTED] =
      g_signal_new ("work-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_button (HoubuCaptchaRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Show another picture"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show another picture"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked_cb), self, 0);
  return button;
}

static void
houbu_captcha_row_init (HoubuCaptchaRow *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Captcha"));
  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->picture), PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_widget_set_valign (GTK_WIDGET (self->picture), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "houbu-captcha");
  gtk_picture_set_alternative_text (self->picture, _ ("Picture with letters and digits to type"));
  houbu_spoken_set (GTK_WIDGET (self->picture), _ ("Picture with letters and digits to type"));
  /* The picture is larger than needed; a narrow window has to leave room for the answer. */
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self),
                            g_object_new (ADW_TYPE_CLAMP, "maximum-size", PICTURE_WIDTH,
                                          "tightening-threshold", PICTURE_WIDTH, "accessible-role",
                                          GTK_ACCESSIBLE_ROLE_GROUP, "child", self->picture, NULL));
  self->button = make_button (self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->button);
  show_picture (self);
}

/**
 * houbu_captcha_row_set_services:
 * @self: a row
 * @services: how to ask for pictures
 */
void
houbu_captcha_row_set_services (HoubuCaptchaRow *self, HoubuServices *services)
{
  g_return_if_fail (HOUBU_IS_CAPTCHA_ROW (self));
  g_set_object (&self->services, services);
}

/**
 * houbu_captcha_row_get_services:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): how to ask for captchas
 */
HoubuServices *
houbu_captcha_row_get_services (HoubuCaptchaRow *self)
{
  g_return_val_if_fail (HOUBU_IS_CAPTCHA_ROW (self), NULL);
  return self->services;
}

/**
 * houbu_captcha_row_renew:
 * @self: a row
 *
 * Asks for another picture, or has another answer computed; the one before is taken away.
 */
void
houbu_captcha_row_renew (HoubuCaptchaRow *self)
{
  g_return_if_fail (HOUBU_IS_CAPTCHA_ROW (self) && self->services != NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  houbu_captcha_row_clear (self);
  if (self->worker != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_WORK_WANTED], 0);
      return;
    }
  gtk_widget_set_sensitive (self->button, FALSE);
  houbu_account_service_new_captcha_async (houbu_services_get_account (self->services),
                                           HOUBU_CAPTCHA_KIND_IMAGE, self->cancellable,
                                           on_captcha_got_cb, g_object_ref (self));
}

/**
 * houbu_captcha_row_clear:
 * @self: a row
 *
 * Takes the picture and the answer away: they have been used.
 */
void
houbu_captcha_row_clear (HoubuCaptchaRow *self)
{
  g_return_if_fail (HOUBU_IS_CAPTCHA_ROW (self));
  g_clear_object (&self->captcha);
  g_clear_pointer (&self->worked, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self), "");
  show_picture (self);
}

/**
 * houbu_captcha_row_get_id:
 * @self: a row
 *
 * Returns: (nullable): the id of the picture that is shown, or of what was computed
 */
const char *
houbu_captcha_row_get_id (HoubuCaptchaRow *self)
{
  g_return_val_if_fail (HOUBU_IS_CAPTCHA_ROW (self), NULL);
  return self->captcha != NULL ? houbu_captcha_challenge_get_id (self->captcha) : NULL;
}

/**
 * houbu_captcha_row_get_answer:
 * @self: a row
 *
 * Returns: (nullable): what was typed or computed, %NULL when nothing was
 */
const char *
houbu_captcha_row_get_answer (HoubuCaptchaRow *self)
{
  const char *text;

  g_return_val_if_fail (HOUBU_IS_CAPTCHA_ROW (self), NULL);
  if (self->worker != NULL)
    return self->worked;
  text = gtk_editable_get_text (GTK_EDITABLE (self));
  return *text != '\0' ? text : NULL;
}

/**
 * houbu_captcha_row_set_worker:
 * @self: a row
 * @worker: (nullable): the row that computes from now on; %NULL when a picture is to be read
 *
 * Takes away what there was; houbu_captcha_row_renew() asks for something new.
 */
void
houbu_captcha_row_set_worker (HoubuCaptchaRow *self, GtkWidget *worker)
{
  g_return_if_fail (HOUBU_IS_CAPTCHA_ROW (self));
  g_cancellable_cancel (self->cancellable);
  houbu_captcha_row_clear (self);
  self->worker = worker;
  gtk_widget_set_sensitive (GTK_WIDGET (self), worker == NULL);
}

/**
 * houbu_captcha_row_set_worked:
 * @self: a row with a worker
 * @challenge: what was asked
 * @answer: what was computed
 *
 * Keeps the answer for whoever asks with houbu_captcha_row_get_answer().
 */
void
houbu_captcha_row_set_worked (HoubuCaptchaRow *self,
                              HoubuCaptchaChallenge *challenge,
                              const char *answer)
{
  g_return_if_fail (HOUBU_IS_CAPTCHA_ROW (self) && self->worker != NULL);
  g_set_object (&self->captcha, challenge);
  g_free (self->worked);
  self->worked = g_strdup (answer);
}

/**
 * houbu_captcha_row_is_working:
 * @self: a row
 *
 * Returns: whether an answer is being computed and is not there yet
 */
gboolean
houbu_captcha_row_is_working (HoubuCaptchaRow *self)
{
  g_return_val_if_fail (HOUBU_IS_CAPTCHA_ROW (self), FALSE);
  return self->worker != NULL && self->worked == NULL;
}

/**
 * houbu_captcha_row_get_field:
 * @self: a row
 *
 * Returns: (transfer none): the row that the answer comes from, for the focus and the mark
 */
GtkWidget *
houbu_captcha_row_get_field (HoubuCaptchaRow *self)
{
  g_return_val_if_fail (HOUBU_IS_CAPTCHA_ROW (self), NULL);
  return self->worker != NULL ? self->worker : GTK_WIDGET (self);
}
