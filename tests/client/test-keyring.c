/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client-support.h"
#include "houbu-candidate-session.h"
#include "houbu-error.h"
#include "houbu-keyring.h"
#include "scripted-peer.h"

#define SERVER "https://a.example"
#define OTHER "https://b.example"
#define SESSION(token, refresh)                                                                    \
  "{\"token\":\"" token "\",\"expires_at\":\"2036-08-30T14:54:26Z\",\"refresh_token\":\"" refresh  \
  "\",\"account\":{\"phone_masked\":\"139****0001\"}}"

static gboolean
store (HoubuKeyring *keyring, const char *server, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_keyring_store_async (keyring, server, "139****0001", token, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_keyring_store_finish (keyring, result, error);
}

static char *
look_up (HoubuKeyring *keyring, const char *server, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_keyring_lookup_async (keyring, server, NULL, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_keyring_lookup_finish (keyring, result, error);
}

static gboolean
clear (HoubuKeyring *keyring, const char *server, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_keyring_clear_async (keyring, server, NULL, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_keyring_clear_finish (keyring, result, error);
}

static gboolean
check (HoubuKeyring *keyring, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_keyring_check_async (keyring, SERVER, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_keyring_check_finish (keyring, result, error);
}

static gboolean
is_keyring_trouble (const GError *error)
{
  return g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_MISSING) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_LOCKED);
}

/* Without a keyring each call says just that, soon, and breaks nothing. */
static void
test_missing (void)
{
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  g_autoptr (GError) stored = NULL;
  g_autoptr (GError) looked_up = NULL;
  g_autoptr (GError) cleared = NULL;
  g_autoptr (GError) checked = NULL;

  g_assert_false (check (keyring, &checked));
  g_assert_true (is_keyring_trouble (checked));
  g_assert_false (store (keyring, SERVER, "token", &stored));
  g_assert_true (is_keyring_trouble (stored));
  g_assert_null (look_up (keyring, SERVER, &looked_up));
  g_assert_true (is_keyring_trouble (looked_up));
  g_assert_false (clear (keyring, SERVER, &cleared));
  g_assert_true (is_keyring_trouble (cleared));
}

static GDBusMessage *
swallow_call (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_object_unref (message);
  return NULL;
}

/* A connection that has the keyring's name on the bus and answers nothing. */
static GDBusConnection *
silent_keyring_new (void)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) owned = NULL;
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  g_dbus_connection_add_filter (bus, swallow_call, NULL, NULL);
  owned = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 4u), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

/* A keyring that answers nothing is given up, at each try anew; who gives up first is told just
 * that. */
static void
test_silent (void)
{
  g_autoptr (GDBusConnection) bus = silent_keyring_new ();
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) cancelled = NULL;

  houbu_keyring_set_patience (keyring, 200);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (check (keyring, &error));
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_KEYRING_SILENT);
    }
  houbu_keyring_set_patience (keyring, 60000);
  houbu_keyring_check_async (keyring, SERVER, cancellable, keep_result_cb, &result);
  settle (5);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  wait_until (result != NULL);
  g_assert_false (houbu_keyring_check_finish (keyring, result, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What is forgotten while the keyring is asked about it takes no keyring away. */
static void
test_check_while_cleared (void)
{
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GAsyncResult) cleared = NULL;
      g_autoptr (GAsyncResult) checked = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (store (keyring, SERVER, "token", NULL));
      houbu_keyring_clear_async (keyring, SERVER, NULL, NULL, keep_result_cb, &cleared);
      houbu_keyring_check_async (keyring, SERVER, NULL, keep_result_cb, &checked);
      wait_until (cleared != NULL && checked != NULL);
      houbu_keyring_clear_finish (keyring, cleared, &error);
      g_assert_no_error (error);
      houbu_keyring_check_finish (keyring, checked, &error);
      g_assert_no_error (error);
    }
}

static void
have_routes (ScriptedPeer *peer)
{
  scripted_peer_say_json (peer, "POST /v1/sessions", 201,
                          SESSION ("t1t1t1t1t1t1t1t1", "r1r1r1r1r1r1r1r1"));
  scripted_peer_say_json (peer, "POST /v1/sessions/refresh", 201,
                          SESSION ("t2t2t2t2t2t2t2t2", "r2r2r2r2r2r2r2r2"));
  scripted_peer_say (peer, "GET /", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", PEER_KEEP);
  scripted_peer_say (peer, "DELETE /", "HTTP/1.1 204 Done\r\nContent-Length: 0\r\n\r\n", PEER_KEEP);
}

static HoubuCandidate *
candidate_new (ScriptedPeer *peer)
{
  g_autoptr (HoubuConnection) connection =
      houbu_connection_new_for_text (scripted_peer_get_url (peer), NULL);
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();

  houbu_connection_set_patience (connection, 1, 2);
  return houbu_candidate_new (connection, keyring);
}

static gboolean
sign_in (HoubuCandidate *candidate)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_candidate_sign_in_async (candidate, "13900000001", "practice-2022", NULL, NULL, TRUE, NULL,
                                 keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_candidate_sign_in_finish (candidate, result, NULL);
}

static gboolean
restore (HoubuCandidate *candidate, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_candidate_restore_async (candidate, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_candidate_restore_finish (candidate, result, error);
}

static void
end (HoubuCandidate *candidate)
{
  g_object_run_dispose (G_OBJECT (candidate));
  settle (20);
  g_object_unref (candidate);
  settle (5);
}

static void
not_remembered_cb (HoubuCandidate *candidate, GError *error, guint *count)
{
  g_assert_true (is_keyring_trouble (error));
  (*count)++;
}

/* Signing in with "remember me" and no keyring: signed in, and told that it is for this session
 * only. */
static void
test_sign_in_without (void)
{
  g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
  HoubuCandidate *candidate = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  have_routes (peer);
  candidate = candidate_new (peer);
  g_signal_connect (candidate, "not-remembered", G_CALLBACK (not_remembered_cb), &count);
  g_assert_true (sign_in (candidate));
  wait_until (count == 1);
  g_assert_nonnull (houbu_candidate_get_account (candidate));
  end (candidate);
  candidate = candidate_new (peer);
  g_assert_false (restore (candidate, &error));
  g_assert_true (is_keyring_trouble (error));
  end (candidate);
}

/* What is stored is found under its server only, replaced, and gone when cleared. */
static void
test_round_trip (void)
{
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *nothing = look_up (keyring, SERVER, &error);
  g_autofree char *second = NULL;
  g_autofree char *other = NULL;
  g_autofree char *gone = NULL;

  g_assert_no_error (error);
  g_assert_null (nothing);
  g_assert_true (check (keyring, &error));
  g_assert_true (store (keyring, SERVER, "token-1", &error));
  g_assert_true (store (keyring, SERVER, "token-2", &error));
  g_assert_true (store (keyring, OTHER, "token-3", &error));
  g_assert_true (check (keyring, &error));
  g_assert_no_error (error);
  second = look_up (keyring, SERVER, &error);
  other = look_up (keyring, OTHER, &error);
  g_assert_cmpstr (second, ==, "token-2");
  g_assert_cmpstr (other, ==, "token-3");
  g_assert_true (clear (keyring, SERVER, &error));
  g_assert_true (clear (keyring, SERVER, &error));
  gone = look_up (keyring, SERVER, &error);
  g_assert_no_error (error);
  g_assert_null (gone);
  g_assert_true (clear (keyring, OTHER, &error));
}

static gboolean
keyring_holds (const char *server, const char *token)
{
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  g_autofree char *held = look_up (keyring, server, NULL);

  return g_strcmp0 (held, token) == 0;
}

/* Signed in, app closed, app opened: signed in again with the token, which is replaced; signed out:
 * gone. */
static void
test_restore (void)
{
  g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HoubuCandidate *candidate = NULL;

  have_routes (peer);
  candidate = candidate_new (peer);
  g_assert_true (sign_in (candidate));
  wait_until (keyring_holds (scripted_peer_get_url (peer), "r1r1r1r1r1r1r1r1"));
  end (candidate);
  candidate = candidate_new (peer);
  g_assert_true (restore (candidate, &error));
  g_assert_no_error (error);
  wait_until (keyring_holds (scripted_peer_get_url (peer), "r2r2r2r2r2r2r2r2"));
  houbu_candidate_sign_out_async (candidate, FALSE, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  wait_until (keyring_holds (scripted_peer_get_url (peer), NULL));
  end (candidate);
}

/* Another account signs in: it is the one that is remembered then. */
static void
test_other_account (void)
{
  g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  g_autoptr (GAsyncResult) stored = NULL;
  const char *server = scripted_peer_get_url (peer);
  HoubuCandidate *candidate = NULL;

  have_routes (peer);
  houbu_keyring_store_async (keyring, server, "137****9999", "r9r9r9r9r9r9r9r9", NULL,
                             keep_result_cb, &stored);
  wait_until (stored != NULL);
  candidate = candidate_new (peer);
  g_assert_true (sign_in (candidate));
  wait_until (keyring_holds (server, "r1r1r1r1r1r1r1r1"));
  g_assert_true (clear (keyring, server, NULL));
  end (candidate);
}

/* A token that the server refuses is forgotten; one that could not be tried is kept. */
static void
test_restore_refused (void)
{
  g_autoptr (ScriptedPeer) peer = scripted_peer_new ();
  g_autoptr (HoubuKeyring) keyring = houbu_keyring_new ();
  g_autoptr (GError) away = NULL;
  g_autoptr (GError) refused = NULL;
  HoubuCandidate *candidate = NULL;

  scripted_peer_say (peer, "POST /v1/sessions/refresh", "", PEER_CLOSE);
  scripted_peer_say_problem (peer, "POST /v1/sessions/refresh", 401, "unauthenticated", "");
  g_assert_true (store (keyring, scripted_peer_get_url (peer), "r1r1r1r1r1r1r1r1", NULL));
  candidate = candidate_new (peer);
  g_assert_false (restore (candidate, &away));
  g_assert_true (houbu_error_is_connection_trouble (away));
  g_assert_true (keyring_holds (scripted_peer_get_url (peer), "r1r1r1r1r1r1r1r1"));
  g_assert_false (restore (candidate, &refused));
  g_assert_error (refused, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
  wait_until (keyring_holds (scripted_peer_get_url (peer), NULL));
  end (candidate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (g_getenv ("HOUBU_TEST_KEYRING"), "silent") == 0)
    {
      g_test_add_func ("/keyring/silent", test_silent);
    }
  else if (g_getenv ("HOUBU_TEST_KEYRING") == NULL)
    {
      g_test_add_func ("/keyring/missing", test_missing);
      g_test_add_func ("/keyring/sign-in-without", test_sign_in_without);
    }
  else
    {
      g_test_add_func ("/keyring/round-trip", test_round_trip);
      g_test_add_func ("/keyring/check-while-cleared", test_check_while_cleared);
      g_test_add_func ("/keyring/restore", test_restore);
      g_test_add_func ("/keyring/other-account", test_other_account);
      g_test_add_func ("/keyring/restore-refused", test_restore_refused);
    }
  return g_test_run ();
}
