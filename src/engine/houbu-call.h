/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-basis.h"
#include "houbu-record.h"

G_BEGIN_DECLS

#define HOUBU_TOKEN_HASH_BYTES 32

/* Who makes a call. */
typedef enum
{
  HOUBU_CALLER_NONE,
  HOUBU_CALLER_CANDIDATE,
  HOUBU_CALLER_OPERATOR,
} HoubuCallerKind;

/* How far an operator's hand reaches (O1). */
typedef enum
{
  HOUBU_ROLE_NONE,
  HOUBU_ROLE_SCHOOL,
  HOUBU_ROLE_PROVINCE,
  HOUBU_ROLE_NATIONAL,
} HoubuRole;

const char *houbu_role_to_string (HoubuRole role);
HoubuRole houbu_role_from_string (const char *word);

/*
 * HoubuCaller: whom a token belongs to. But for what is named as HoubuSessions' or the main
 * thread's it never changes after it was made, so it may be shared by threads and kept by an event
 * stream. What each request needs stands first, and together: of
 * thousands of sessions few stay in the processor's cache.
 */
struct _HoubuCaller
{
  guint8 token_hash[HOUBU_TOKEN_HASH_BYTES];
  HoubuCallerKind kind;
  guint foreign;     /* of HoubuSessions, as the next two: what others had written when it asked */
  gint64 seen_at;    /* as the store knows it */
  gint64 checked_at; /* monotonic: how old this knowledge is is no matter of the wall clock */
  gint64 expires_at; /* absolute end of the session */
  gint64 account;    /* of a candidate: key in the store */

  /* of the main thread alone: a memo costs one look into memory, a table three */
  HoubuMemo allowance; /* in HoubuLimiter */
  HoubuMemo kept;      /* the answer that was kept and asked for last */

  char *actor; /* (owned) (nullable): what houbu_caller_dup_actor() says */

  /* candidates */
  char *account_id;   /* (owned): opaque, fit for journals and logs */
  char *account_name; /* (owned) (nullable) */
  char *phone_masked; /* (owned) */

  /* operators */
  gint64 operator_key;
  char *operator_name; /* (owned) (nullable) */
  HoubuRole role;
  char *scope; /* (owned) (nullable): code of the province or school */
};

HoubuCaller *houbu_caller_new (HoubuCallerKind kind);
HoubuCaller *houbu_caller_ref (HoubuCaller *caller);
void houbu_caller_unref (HoubuCaller *caller);
char *houbu_caller_dup_actor (const HoubuCaller *caller);

/*
 * HoubuCall: one request on its way through the engine. The transport fills it on the main
 * thread, hands it over, and looks at it again only when the call has finished.
 */
struct _HoubuCall
{
  /* set by the transport */
  HoubuCaller *caller;   /* (owned): kind NONE when nobody signed in */
  const char *language;  /* (borrowed, static): "en" or "zh-CN" */
  GHashTable *path;      /* (owned) (nullable) (element-type utf8 utf8): parameters in the path */
  GHashTable *query;     /* (owned) (nullable) (element-type utf8 utf8): those of the query */
  HoubuRecord *request;  /* (owned) (nullable): the decoded body */
  GBytes *body;          /* (owned) (nullable): its bytes as they came */
  gboolean needs_key;    /* the route takes an idempotency key */
  char *idempotency_key; /* (owned) (nullable) */
  char *address;         /* (owned) (nullable): of the client */
  char *bearer;          /* (owned) (nullable): the token itself, for refreshing */
  guint status;          /* of a good answer; an operation may change it */
  HoubuBasis *basis;     /* (owned) (nullable): of an answer that is to be kept */

  char *password_hash; /* (owned) (nullable): of a new password, before the operation writes */

  /* set by the engine each time before it runs */
  HoubuEngine *engine; /* (owned) */
  gint64 now;
  GError *refusal;      /* (owned) (nullable): see houbu_call_refuse() */
  gint64 ended_account; /* whose tokens the operation revoked, or 0 */
  GPtrArray *messages;  /* (owned) (element-type HoubuMessage): to send after the commit */
};

HoubuCall *houbu_call_new (void);
HoubuCall *houbu_call_ref (HoubuCall *call);
void houbu_call_unref (HoubuCall *call);

void houbu_call_set_caller (HoubuCall *call, HoubuCaller *caller);
void houbu_call_set_language (HoubuCall *call, const char *language);
void houbu_call_set_path (HoubuCall *call, const char *name, const char *value);
void houbu_call_set_query (HoubuCall *call, const char *name, const char *value);
void houbu_call_set_request (HoubuCall *call, HoubuRecord *request, GBytes *body);

const char *houbu_call_get_path (HoubuCall *call, const char *name);
const char *houbu_call_get_query (HoubuCall *call, const char *name);
gboolean houbu_call_is_chinese (HoubuCall *call);
void houbu_call_refuse (HoubuCall *call, GError *refusal);
void houbu_call_add_message (HoubuCall *call, const char *phone, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCaller, houbu_caller_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCall, houbu_call_unref)

G_END_DECLS
