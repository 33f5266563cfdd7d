/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-self-check.h"

#include <glib/gi18n.h>
#include <gtk/gtkunixprint.h>
#include "houbu-error.h"

#include "houbu-error-text.h"
#include "houbu-self-check-local.h"

/* Whoever asks does not wait longer for one of them. */
#define PATIENCE_SECONDS 8

/* A check under way; each thing that is asked for holds a reference. */
typedef struct
{
  HoubuSelfCheck *check;     /* (owned) (nullable): NULL once it is handed over */
  HoubuLab *lab;             /* (owned) */
  HoubuCandidate *candidate; /* (owned) (nullable): has the server's clock */
  guint asked;               /* what has not been answered yet */
  guint patience;            /* source */
  guint printers;
} Run;

static void
run_free (Run *run)
{
  g_clear_handle_id (&run->patience, g_source_remove);
  g_clear_pointer (&run->check, houbu_self_check_free);
  g_clear_object (&run->lab);
  g_clear_object (&run->candidate);
  g_free (run);
}

/* Takes @text. */
static void
answer (GTask *task, HoubuSelfCheckWhat what, HoubuSelfCheckState state, char *text)
{
  Run *run = g_task_get_task_data (task);
  HoubuSelfCheckRow *row = run->check != NULL ? &run->check->rows[what] : NULL;

  if (row == NULL)
    {
      g_free (text);
      return;
    }
  row->state = state;
  g_free (row->text);
  row->text = text;
}

static void
finish (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->check == NULL)
    return;
  g_clear_handle_id (&run->patience, g_source_remove);
  g_task_return_pointer (task, g_steal_pointer (&run->check),
                         (GDestroyNotify) houbu_self_check_free);
}

static void
begin_one (GTask *task)
{
  ((Run *) g_task_get_task_data (task))->asked++;
}

static void
end_one (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (--run->asked == 0)
    finish (task);
}

/* What has not answered by now keeps what it was begun with. */
static gboolean
on_patience_over_cb (gpointer user_data)
{
  GTask *task = user_data;

  ((Run *) g_task_get_task_data (task))->patience = 0;
  finish (task);
  return G_SOURCE_REMOVE;
}

static void
answer_keyring_unused (GTask *task)
{
  answer (task, HOUBU_SELF_CHECK_KEYRING, HOUBU_SELF_CHECK_OK,
          g_strdup (_ ("Not used in lab mode")));
}

/* The server */

static void
answer_not_compared (GTask *task, const GError *error)
{
  g_autofree char *why = houbu_error_text_get_title (error);

  answer (task, HOUBU_SELF_CHECK_CLOCK, HOUBU_SELF_CHECK_DOUBT,
          /* Translators: why the clock was not compared with the server's */
          g_strdup_printf (_ ("Not compared: %s"), why));
}

static void
on_exam_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_refresh_exam_finish (HOUBU_CANDIDATE (source), result, &error))
    answer_not_compared (task, error);
  else if (run->check != NULL)
    houbu_self_check_clock (&run->check->rows[HOUBU_SELF_CHECK_CLOCK],
                            g_get_real_time () -
                                houbu_candidate_get_server_now (HOUBU_CANDIDATE (source)));
  end_one (task);
}

static char *
describe_server (HoubuConnection *connection, HoubuHealth *health)
{
  const char *address = houbu_connection_get_server (connection);

  if (g_str_has_prefix (address, "https:"))
    /* Translators: the address of a server and its version */
    return g_strdup_printf (_ ("%s answers, version %s, over TLS"), address,
                            houbu_health_get_version (health));
  /* Translators: the address of a server and its version */
  return g_strdup_printf (_ ("%s answers, version %s, on this computer"), address,
                          houbu_health_get_version (health));
}

/* Who looks after the network needs more than a candidate is told. */
static char *
describe_failure (HoubuConnection *connection, const GError *error)
{
  g_autofree char *line = houbu_error_text_get_line (error);

  if (houbu_error_get_problem (error) == HOUBU_PROBLEM_CERTIFICATE_UNTRUSTED)
    /* Translators: %s is what is wrong with the certificate of a server, as a sentence */
    return g_strdup_printf (_ ("%s Where that is the school itself, install its certificate on "
                               "this computer."),
                            line);
  if (!g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_UNREACHABLE))
    return g_steal_pointer (&line);
  /* Translators: %s is the address of a server */
  return g_strdup_printf (
      _ ("%s cannot be reached: look at the address, the network and the proxy"),
      houbu_connection_get_server (connection));
}

/* The keyring may have answered already. */
static void
follow_server (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  houbu_lab_follow_server (run->lab, TRUE);
  answer (task, HOUBU_SELF_CHECK_LAB, HOUBU_SELF_CHECK_OK, houbu_lab_describe (run->lab));
  answer_keyring_unused (task);
}

static void
on_health_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuHealth) health =
      houbu_exam_service_health_finish (HOUBU_EXAM_SERVICE (source), result, &error);

  if (health == NULL)
    answer (task, HOUBU_SELF_CHECK_SERVER, HOUBU_SELF_CHECK_FAILED,
            describe_failure (houbu_candidate_get_connection (run->candidate), error));
  else
    {
      answer (task, HOUBU_SELF_CHECK_SERVER, HOUBU_SELF_CHECK_OK,
              describe_server (houbu_candidate_get_connection (run->candidate), health));
      if (houbu_health_get_shared_computer (health))
        follow_server (task);
    }
  end_one (task);
}

static void
ask_server (GTask *task, HoubuConnection *connection)
{
  Run *run = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (HoubuExamService) exams = NULL;

  if (connection == NULL)
    {
      answer (task, HOUBU_SELF_CHECK_SERVER, HOUBU_SELF_CHECK_FAILED,
              g_strdup (_ ("None is set: candidates are asked for its address")));
      answer (task, HOUBU_SELF_CHECK_CLOCK, HOUBU_SELF_CHECK_DOUBT,
              g_strdup (_ ("Not compared without a server")));
      return;
    }
  run->candidate = houbu_candidate_new (connection, NULL);
  exams = houbu_exam_service_new (connection);
  begin_one (task);
  houbu_exam_service_health_async (exams, cancellable, on_health_got_cb, g_object_ref (task));
  begin_one (task);
  houbu_candidate_refresh_exam_async (run->candidate, cancellable, on_exam_got_cb,
                                      g_object_ref (task));
}

/* The keyring */

static void
on_keyring_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (houbu_lab_is_on (run->lab))
    answer_keyring_unused (task);
  else if (houbu_keyring_check_finish (HOUBU_KEYRING (source), result, &error))
    answer (task, HOUBU_SELF_CHECK_KEYRING, HOUBU_SELF_CHECK_OK, g_strdup (_ ("Can be used")));
  else if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED))
    answer (task, HOUBU_SELF_CHECK_KEYRING, HOUBU_SELF_CHECK_DOUBT,
            g_strdup (_ ("Locked: whoever is to be remembered has to unlock it")));
  else if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_SILENT))
    answer (task, HOUBU_SELF_CHECK_KEYRING, HOUBU_SELF_CHECK_DOUBT,
            g_strdup (_ ("Does not answer: nobody can be remembered")));
  else
    answer (
        task, HOUBU_SELF_CHECK_KEYRING, HOUBU_SELF_CHECK_DOUBT,
        g_strdup (_ ("None: nobody can be remembered; install one such as gnome-keyring, unless "
                     "others use this computer too")));
  end_one (task);
}

static void
ask_keyring (GTask *task, HoubuConnection *connection)
{
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  const char *server = connection != NULL ? houbu_connection_get_server (connection) : "";

  begin_one (task);
  houbu_keyring_check_async (keyring, server, g_task_get_cancellable (task), on_keyring_asked_cb,
                             g_object_ref (task));
}

/* Notifications */

static gboolean
is_shown_by (const char *name)
{
  return g_str_equal (name, "org.gtk.Notifications") ||
         g_str_equal (name, "org.freedesktop.Notifications");
}

static void
on_names_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autofree const char **names = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(^a&s)", &names);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (is_shown_by (names[i]))
      answer (task, HOUBU_SELF_CHECK_NOTIFICATIONS, HOUBU_SELF_CHECK_OK,
              g_strdup (_ ("Shown by the desktop")));
  end_one (task);
}

static void
ask_bus (GTask *task, GDBusConnection *bus, const char *method)
{
  begin_one (task);
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method, NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task),
                          on_names_got_cb, g_object_ref (task));
}

/* Whoever shows them runs, or is started when one is sent. */
static void
on_bus_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    {
      ask_bus (task, bus, "ListNames");
      ask_bus (task, bus, "ListActivatableNames");
    }
  end_one (task);
}

static void
ask_notifications (GTask *task)
{
  answer (task, HOUBU_SELF_CHECK_NOTIFICATIONS, HOUBU_SELF_CHECK_DOUBT,
          g_strdup (_ ("Nobody shows them: seats and deadlines are told in the window only")));
  begin_one (task);
  g_bus_get (G_BUS_TYPE_SESSION, g_task_get_cancellable (task), on_bus_got_cb, g_object_ref (task));
}

/* Printers */

static gboolean
on_printer_cb (GtkPrinter *printer, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);

  if (gtk_printer_is_virtual (printer))
    return FALSE;
  run->printers++;
  answer (
      task, HOUBU_SELF_CHECK_PRINTER, HOUBU_SELF_CHECK_OK,
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u printer", "%u printers", run->printers),
                       run->printers));
  return FALSE;
}

static void
on_printers_told_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  end_one (task);
}

/* GTK finds them, and that only with a display. */
static void
ask_printers (GTask *task)
{
  if (!houbu_self_check_has_screen ())
    {
      answer (task, HOUBU_SELF_CHECK_PRINTER, HOUBU_SELF_CHECK_DOUBT,
              g_strdup (_ ("Not looked for without a screen")));
      return;
    }
  answer (task, HOUBU_SELF_CHECK_PRINTER, HOUBU_SELF_CHECK_DOUBT,
          g_strdup (_ ("None: tickets and summaries can be saved as PDF files")));
  begin_one (task);
  gtk_enumerate_printers (on_printer_cb, g_object_ref (task), on_printers_told_cb, FALSE);
}

static void
look_around (Run *run)
{
  HoubuSelfCheckRow *rows = run->check->rows;
  g_autofree char *meminfo = NULL;

  g_file_get_contents ("/proc/meminfo", &meminfo, NULL, NULL);
  houbu_self_check_fonts (&rows[HOUBU_SELF_CHECK_FONTS]);
  houbu_self_check_screen (&rows[HOUBU_SELF_CHECK_SCREEN]);
  houbu_self_check_memory (&rows[HOUBU_SELF_CHECK_MEMORY], meminfo);
  houbu_self_check_disk (&rows[HOUBU_SELF_CHECK_DISK]);
  rows[HOUBU_SELF_CHECK_LAB].text = houbu_lab_describe (run->lab);
}

/**
 * houbu_self_check_run_async:
 * @connection: (nullable): the server to reach
 * @lab: lab mode
 * @cancellable: (nullable): ends it
 * @callback: called when everything has answered, or had time to
 * @user_data: for @callback
 *
 * Looks whether Houbu can be used on this computer.
 */
void
houbu_self_check_run_async (HoubuConnection *connection,
                            HoubuLab *lab,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  g_task_set_source_tag (task, houbu_self_check_run_async);
  run->check = g_new0 (HoubuSelfCheck, 1);
  run->lab = g_object_ref (lab);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    run->check->rows[i] = (HoubuSelfCheckRow){
      i == HOUBU_SELF_CHECK_SERVER ? HOUBU_SELF_CHECK_FAILED : HOUBU_SELF_CHECK_DOUBT,
      g_strdup (_ ("No answer in time")),
    };
  g_clear_pointer (&run->check->rows[HOUBU_SELF_CHECK_LAB].text, g_free);
  run->check->rows[HOUBU_SELF_CHECK_LAB].state = HOUBU_SELF_CHECK_OK;
  look_around (run);
  begin_one (task);
  ask_server (task, connection);
  ask_keyring (task, connection);
  ask_notifications (task);
  ask_printers (task);
  run->patience =
      g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, PATIENCE_SECONDS, on_patience_over_cb,
                                  g_object_ref (task), g_object_unref);
  end_one (task);
}

/**
 * houbu_self_check_run_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found out
 */
HoubuSelfCheck *
houbu_self_check_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_self_check_free:
 * @check: (transfer full): what was found out
 */
void
houbu_self_check_free (HoubuSelfCheck *check)
{
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    g_free (check->rows[i].text);
  g_free (check);
}

/**
 * houbu_self_check_get_title:
 * @what: what was looked at
 *
 * Returns: its name
 */
const char *
houbu_self_check_get_title (HoubuSelfCheckWhat what)
{
  static const char *const titles[] = {
    [HOUBU_SELF_CHECK_SERVER] = N_ ("Server"),
    [HOUBU_SELF_CHECK_CLOCK] = N_ ("Clock"),
    [HOUBU_SELF_CHECK_FONTS] = N_ ("Fonts"),
    [HOUBU_SELF_CHECK_SCREEN] = N_ ("Screen"),
    [HOUBU_SELF_CHECK_PRINTER] = N_ ("Printer"),
    [HOUBU_SELF_CHECK_NOTIFICATIONS] = N_ ("Notifications"),
    [HOUBU_SELF_CHECK_KEYRING] = N_ ("Keyring"),
    [HOUBU_SELF_CHECK_LAB] = N_ ("Lab Mode"),
    [HOUBU_SELF_CHECK_MEMORY] = N_ ("Memory"),
    [HOUBU_SELF_CHECK_DISK] = N_ ("Disk Space"),
  };

  g_return_val_if_fail (what < G_N_ELEMENTS (titles), NULL);
  return _ (titles[what]);
}

/**
 * houbu_self_check_get_word:
 * @state: how something is
 *
 * Returns: a word for it
 */
const char *
houbu_self_check_get_word (HoubuSelfCheckState state)
{
  switch (state)
    {
    case HOUBU_SELF_CHECK_OK:
      return _ ("Fine");
    case HOUBU_SELF_CHECK_DOUBT:
      return _ ("Look at This");
    case HOUBU_SELF_CHECK_FAILED:
    default:
      return C_ ("self-check", "Failed");
    }
}

/**
 * houbu_self_check_to_text:
 * @check: what was found out
 *
 * Returns: (transfer full): the same as lines of text
 */
char *
houbu_self_check_to_text (const HoubuSelfCheck *check)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (check != NULL, NULL);
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    {
      g_autofree char *line = NULL;

      /* Translators: one line of a report: how it is, what it is, details */
      line = g_strdup_printf (_ ("[%s] %s: %s"), houbu_self_check_get_word (check->rows[i].state),
                              houbu_self_check_get_title (i), check->rows[i].text);
      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * houbu_self_check_has_failed:
 * @check: what was found out
 *
 * Returns: whether candidates cannot register here as it is
 */
gboolean
houbu_self_check_has_failed (const HoubuSelfCheck *check)
{
  g_return_val_if_fail (check != NULL, TRUE);
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    if (check->rows[i].state == HOUBU_SELF_CHECK_FAILED)
      return TRUE;
  return FALSE;
}
