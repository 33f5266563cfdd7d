/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScriptedPeer:
 *
 * A server on loopback that answers each request with the bytes that a test wrote for it, good or
 * bad. It runs in threads of its own and knows no HTTP beyond where a request ends.
 */
typedef struct _ScriptedPeer ScriptedPeer;

typedef enum
{
  PEER_CLOSE, /* close after the bytes */
  PEER_KEEP,  /* wait for the next request on this connection */
  PEER_HANG,  /* say nothing more, until the test ends or the client goes */
} PeerEnd;

ScriptedPeer *scripted_peer_new (void);
void scripted_peer_free (ScriptedPeer *peer);
const char *scripted_peer_get_url (ScriptedPeer *peer);

/* What to answer to requests whose first line begins with @route; the last answer of a route is
 * repeated. */
void scripted_peer_say (ScriptedPeer *peer, const char *route, const char *bytes, PeerEnd end);
void scripted_peer_say_slowly (ScriptedPeer *peer,
                               const char *route,
                               const char *bytes,
                               gsize piece,
                               guint pause_ms,
                               PeerEnd end);
void scripted_peer_say_json (ScriptedPeer *peer, const char *route, guint status, const char *json);
void scripted_peer_say_problem (
    ScriptedPeer *peer, const char *route, guint status, const char *code, const char *more);

/* The requests so far: heads and bodies as they came. */
guint scripted_peer_count (ScriptedPeer *peer, const char *route);
char *scripted_peer_get_request (ScriptedPeer *peer, const char *route, guint number);
char *
scripted_peer_get_header (ScriptedPeer *peer, const char *route, guint number, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedPeer, scripted_peer_free)

G_END_DECLS
