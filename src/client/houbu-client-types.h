/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuLiveState:
 * @HOUBU_LIVE_OFFLINE: nobody listens: not signed in, or no attempt is under way
 * @HOUBU_LIVE_CONNECTING: the first connection is being made; nothing on screen is older than it
 * looks
 * @HOUBU_LIVE_LIVE: the event stream is open and heard from
 * @HOUBU_LIVE_STALE: the stream was lost or cannot be opened; attempts go on
 *
 * How far what is on screen can be trusted.
 */
typedef enum
{
  HOUBU_LIVE_OFFLINE,
  HOUBU_LIVE_CONNECTING,
  HOUBU_LIVE_LIVE,
  HOUBU_LIVE_STALE,
} HoubuLiveState;

#define HOUBU_TYPE_LIVE_STATE (houbu_live_state_get_type ())
GType houbu_live_state_get_type (void);

/**
 * HoubuSignedOutReason:
 * @HOUBU_SIGNED_OUT_ASKED: the candidate signed out
 * @HOUBU_SIGNED_OUT_EXPIRED: the server no longer takes the session
 * @HOUBU_SIGNED_OUT_EVERYWHERE: the candidate signed out on all devices
 */
typedef enum
{
  HOUBU_SIGNED_OUT_ASKED,
  HOUBU_SIGNED_OUT_EXPIRED,
  HOUBU_SIGNED_OUT_EVERYWHERE,
} HoubuSignedOutReason;

#define HOUBU_TYPE_SIGNED_OUT_REASON (houbu_signed_out_reason_get_type ())
GType houbu_signed_out_reason_get_type (void);

typedef struct _HoubuCandidate HoubuCandidate;
typedef struct _HoubuConnection HoubuConnection;
typedef struct _HoubuIntention HoubuIntention;
typedef struct _HoubuKeyring HoubuKeyring;
typedef struct _HoubuLiveChannel HoubuLiveChannel;
typedef struct _HoubuService HoubuService;
typedef struct _HoubuWait HoubuWait;

G_END_DECLS
