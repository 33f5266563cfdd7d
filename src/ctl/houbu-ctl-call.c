/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "houbu-ctl-password.h"

/* Importing a school takes minutes before the server says anything, exporting a province too. */
#define TRANSFER_TIMEOUT_SECONDS 900
#define ATTEMPTS 3
#define MOST_PAGES 100000

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

/* This program does one thing at a time. */
static gpointer
wait_for (HoubuCtl *ctl, GAsyncResult **answer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  while (*answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = g_steal_pointer (answer);
  return houbu_connection_send_finish (ctl->connection, result, error);
}

static gpointer
finish (HoubuCtl *ctl, GAsyncResult **answer, HoubuCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  gpointer record = wait_for (ctl, answer, &error);

  *code = error != NULL ? houbu_ctl_report (ctl, error) : HOUBU_CTL_DONE;
  return record;
}

/**
 * houbu_ctl_call:
 * @ctl: a run that is signed in
 * @method: HTTP method; a `POST` gets an idempotency key
 * @path: path and query
 * @body: (nullable): a record
 * @reply_type: type of the answer, or %G_TYPE_NONE
 * @code: (out): what the program ends with if it ends now
 *
 * Returns: (transfer full) (nullable): the answer; %NULL when none was expected or @code is not 0
 */
gpointer
houbu_ctl_call (HoubuCtl *ctl,
                const char *method,
                const char *path,
                gpointer body,
                GType reply_type,
                HoubuCtlExit *code)
{
  GAsyncResult *answer = NULL;
  g_autofree char *key = g_uuid_string_random ();

  houbu_connection_send_async (ctl->connection, method, path, body, reply_type,
                               g_str_equal (method, "POST") ? key : NULL, NULL, answered_cb,
                               &answer);
  return finish (ctl, &answer, code);
}

static char *
path_after (const char *path, const char *after)
{
  g_autofree char *escaped = NULL;

  if (after == NULL)
    return g_strdup (path);
  escaped = g_uri_escape_string (after, NULL, FALSE);
  return g_strconcat (path, strchr (path, '?') != NULL ? "&after=" : "?after=", escaped, NULL);
}

static void
append_items (gpointer list, gpointer page)
{
  g_autoptr (GListModel) items = NULL;
  g_autoptr (GListModel) more = NULL;

  g_object_get (list, "items", &items, NULL);
  g_object_get (page, "items", &more, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (more); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (more, i);

      g_list_store_append (G_LIST_STORE (items), item);
    }
}

/**
 * houbu_ctl_call_all:
 * @ctl: a run that is signed in
 * @path: path and query of a list
 * @list_type: type of its pages, with `items` and `next`
 * @code: (out): what the program ends with if it ends now
 *
 * Returns: (transfer full) (nullable): one page that holds all of them
 */
gpointer
houbu_ctl_call_all (HoubuCtl *ctl, const char *path, GType list_type, HoubuCtlExit *code)
{
  g_autoptr (HoubuRecord) all = NULL;
  g_autofree char *next = NULL;

  for (guint i = 0; i == 0 || (next != NULL && *next != '\0' && i < MOST_PAGES); i++)
    {
      g_autofree char *page_path = path_after (path, next);
      g_autoptr (HoubuRecord) page = houbu_ctl_call (ctl, "GET", page_path, NULL, list_type, code);

      if (page == NULL)
        return NULL;
      g_clear_pointer (&next, g_free);
      g_object_get (page, "next", &next, NULL);
      if (all == NULL)
        all = g_steal_pointer (&page);
      else
        append_items (all, page);
    }
  g_object_set (all, "next", NULL, NULL);
  return g_steal_pointer (&all);
}

/**
 * houbu_ctl_upload:
 * @ctl: a run that is signed in
 * @path: path and query
 * @file: what to send
 * @content_type: its media type
 * @reply_type: type of the answer
 * @code: (out): what the program ends with if it ends now
 *
 * Returns: (transfer full) (nullable): the answer
 */
gpointer
houbu_ctl_upload (HoubuCtl *ctl,
                  const char *path,
                  GFile *file,
                  const char *content_type,
                  GType reply_type,
                  HoubuCtlExit *code)
{
  GAsyncResult *answer = NULL;
  g_autofree char *key = g_uuid_string_random ();

  houbu_connection_set_patience (ctl->connection, 1, TRANSFER_TIMEOUT_SECONDS);
  houbu_connection_upload_async (ctl->connection, path, file, content_type, reply_type, key, NULL,
                                 answered_cb, &answer);
  return finish (ctl, &answer, code);
}

/**
 * houbu_ctl_download:
 * @ctl: a run that is signed in
 * @path: path and query of what is no record
 * @sink: where it goes
 * @code: (out): what the program ends with
 *
 * Returns: whether all of it is there
 */
gboolean
houbu_ctl_download (HoubuCtl *ctl, const char *path, GOutputStream *sink, HoubuCtlExit *code)
{
  GAsyncResult *answer = NULL;
  g_autoptr (HoubuRecord) nothing = NULL;

  houbu_connection_set_patience (ctl->connection, ATTEMPTS, TRANSFER_TIMEOUT_SECONDS);
  houbu_connection_download_async (ctl->connection, path, sink, NULL, answered_cb, &answer);
  nothing = finish (ctl, &answer, code);
  return *code == HOUBU_CTL_DONE;
}

static gboolean
connect_to_server (HoubuCtl *ctl, HoubuCtlExit *code)
{
  g_autoptr (GError) error = NULL;

  houbu_ctl_use_language (ctl); /* the option may stand behind the command too */
  if (ctl->server == NULL || ctl->operator_name == NULL)
    {
      *code = houbu_ctl_usage (ctl->server == NULL ? _ ("--server is missing.")
                                                   : _ ("--operator is missing."));
      return FALSE;
    }
  ctl->connection = houbu_connection_new_for_text (ctl->server, &error);
  if (ctl->connection == NULL)
    {
      *code = houbu_ctl_usage ("--server %s: %s", ctl->server, error->message);
      return FALSE;
    }
  houbu_connection_set_patience (ctl->connection, ATTEMPTS, 30);
  if (ctl->language != NULL)
    houbu_connection_set_language (ctl->connection,
                                   g_str_has_prefix (ctl->language, "zh") ? "zh-CN" : "en");
  return TRUE;
}

static char *
get_password (HoubuCtl *ctl, HoubuCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  char *password = ctl->password_file != NULL
                       ? houbu_ctl_password_read_file (ctl->password_file, &error)
                       : houbu_ctl_password_ask (ctl->operator_name, &error);

  if (password == NULL)
    *code = houbu_ctl_usage ("%s", error->message);
  return password;
}

/**
 * houbu_ctl_sign_in:
 * @ctl: a run with its options
 * @code: (out): what the program ends with if it ends now
 *
 * Returns: whether the operator is signed in
 */
gboolean
houbu_ctl_sign_in (HoubuCtl *ctl, HoubuCtlExit *code)
{
  g_autoptr (HoubuAdminSignIn) request = houbu_admin_sign_in_new ();
  g_autoptr (HoubuOperatorSession) reply = NULL;
  g_autoptr (HoubuSession) session = houbu_session_new ();
  GAsyncResult *answer = NULL;
  char *password = NULL;

  if (!connect_to_server (ctl, code))
    return FALSE;
  password = get_password (ctl, code);
  if (password == NULL)
    return FALSE;
  houbu_admin_sign_in_set_name (request, ctl->operator_name);
  houbu_admin_sign_in_set_password (request, password);
  houbu_ctl_password_free (password);
  houbu_connection_send_async (ctl->connection, "POST", "/v1/admin/sessions",
                               HOUBU_RECORD (request), HOUBU_TYPE_OPERATOR_SESSION, NULL, NULL,
                               answered_cb, &answer);
  reply = finish (ctl, &answer, code);
  if (reply == NULL)
    return FALSE;
  houbu_session_set_token (session, houbu_operator_session_get_token (reply));
  houbu_connection_set_session (ctl->connection, session);
  ctl->signed_in = TRUE;
  return TRUE;
}

/**
 * houbu_ctl_sign_out:
 * @ctl: a run
 *
 * Leaves no session behind. When that fails it ends by itself, and what was asked for is done all
 * the same.
 */
void
houbu_ctl_sign_out (HoubuCtl *ctl)
{
  GAsyncResult *answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) nothing = NULL;

  if (!ctl->signed_in)
    return;
  houbu_connection_set_patience (ctl->connection, 1, 5);
  houbu_connection_send_async (ctl->connection, "DELETE", "/v1/admin/sessions", NULL, G_TYPE_NONE,
                               NULL, NULL, answered_cb, &answer);
  nothing = wait_for (ctl, &answer, &error);
  if (error != NULL)
    g_debug ("The session ends by itself: %s", error->message);
}

/**
 * houbu_ctl_path:
 * @prefix: what stands before
 * @segment: one part of a path, as it was typed
 * @suffix: what stands after
 *
 * Returns: (transfer full): the path
 */
char *
houbu_ctl_path (const char *prefix, const char *segment, const char *suffix)
{
  g_autofree char *escaped = g_uri_escape_string (segment, NULL, FALSE);

  return g_strconcat (prefix, escaped, suffix, NULL);
}
