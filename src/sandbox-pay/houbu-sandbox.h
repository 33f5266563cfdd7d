/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-form.h"
#include "houbu-http-reply.h"
#include "houbu-http-request.h"
#include "houbu-sandbox-ledger.h"
#include "houbu-signer.h"

G_BEGIN_DECLS

/**
 * HoubuSandboxMischief:
 * @lose: so many notifications are sent off and never arrive
 * @repeat: each that arrives is sent so many times more
 * @delay_ms: each waits so long first
 * @reorder: the newest goes first, and none goes alone
 * @forge: so many false ones are sent beside the true ones
 * @slow_ms: every answer of the gateway waits so long
 * @silent: the gateway does what it is asked and does not answer
 *
 * What the platform is told to do wrong.
 */
typedef struct
{
  guint lose;
  guint repeat;
  guint delay_ms;
  guint reorder;
  guint forge;
  guint slow_ms;
  guint silent;
} HoubuSandboxMischief;

/* All that the platform holds. */
typedef struct
{
  /* owned */
  HoubuSandboxLedger *ledger;
  HoubuSigner *signer;
  char *app_id;
  char *base_url;   /* where its own pages are, without a slash at the end */
  char *control;    /* the word that its controls are for */
  GArray *schedule; /* (element-type guint): seconds after which a notification is sent again */

  HoubuSandboxMischief mischief;
} HoubuSandbox;

gint64 houbu_sandbox_now (void);
char *houbu_sandbox_random (guint bytes);

/* The gateway: a signed form in, a signed object out. */
HoubuForm *houbu_sandbox_gateway_verify (HoubuSandbox *self, HoubuForm *form);
char *houbu_sandbox_gateway_answer (HoubuSandbox *self, HoubuForm *form);
HoubuSandboxTrade *houbu_sandbox_gateway_begin_page (HoubuSandbox *self, HoubuForm *form);
char *houbu_sandbox_gateway_bill (HoubuSandbox *self, const char *day);

/* Its pages. */
HoubuHttpReply *
houbu_sandbox_page_show (HoubuSandbox *self, const HoubuSandboxTrade *trade, const char *language);
HoubuHttpReply *houbu_sandbox_page_missing (const char *language);

/* Its controls. */
gboolean houbu_sandbox_control_set (HoubuSandbox *self, HoubuForm *form);
char *houbu_sandbox_control_show (HoubuSandbox *self);

G_END_DECLS
