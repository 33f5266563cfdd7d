/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-target.h"

#include "houbu-operation.h"

G_BEGIN_DECLS

typedef struct _HoubuExchange HoubuExchange;

/* Who may call a route. A row that says nothing lets nobody in. */
typedef enum
{
  HOUBU_WHO_NOBODY,
  HOUBU_WHO_ANYONE,
  HOUBU_WHO_CANDIDATE,
  HOUBU_WHO_OPERATOR,
  HOUBU_WHO_NATIONAL, /* operators who reach everywhere; smaller scopes are the engine's to check */
  HOUBU_WHO_MONITOR,  /* loopback, or anyone when the configuration says so */
} HoubuWho;

typedef enum
{
  HOUBU_ROUTE_PLAIN = 0,
  HOUBU_ROUTE_KEY = 1 << 0,       /* takes an idempotency key */
  HOUBU_ROUTE_NO_ORIGIN = 1 << 1, /* refuses browsers' pages */
  HOUBU_ROUTE_CSV = 1 << 2,       /* the body is a file, streamed */
  HOUBU_ROUTE_ETAG = 1 << 3,      /* rarely changes: conditional requests are answered */
  HOUBU_ROUTE_UNLIMITED = 1 << 4, /* not counted against anyone's rate */
  HOUBU_ROUTE_CALLER = 1 << 5,    /* for anyone, but a candidate who asks is known */
  HOUBU_ROUTE_FORM = 1 << 6,      /* the body is a form, taken byte for byte */
  HOUBU_ROUTE_KEPT = 1 << 7,      /* a candidate's, kept until the store moves; conditional */
} HoubuRouteFlags;

/* A route that is more than "decode, run, encode". `begin` may be NULL. */
typedef struct
{
  void (*begin) (HoubuExchange *exchange);
  void (*complete) (HoubuExchange *exchange);
} HoubuRouteHandler;

typedef struct
{
  const char *method;
  const char *path; /* `{name}` stands for one segment */
  HoubuWho who;
  HoubuRouteFlags flags;
  GType (*request) (void);          /* (nullable): record of the body */
  const HoubuOperation *operation;  /* (nullable) */
  guint status;                     /* of success */
  const char *query;                /* (nullable): parameters that are known, parted by spaces */
  const HoubuRouteHandler *handler; /* (nullable) */
} HoubuRoute;

typedef struct
{
  const HoubuRoute *route; /* (nullable): NULL when nothing matches */
  GHashTable *parameters;  /* (owned) (nullable) */
  char *allow; /* (owned) (nullable): methods of the path when only the method differs */
} HoubuRouteMatch;

HoubuRouteMatch houbu_routes_match (const char *method, const HoubuHttpTarget *target);
void houbu_route_match_clear (HoubuRouteMatch *match);

guint houbu_routes_count (void);
const HoubuRoute *houbu_routes_get (guint index);
guint houbu_route_get_index (const HoubuRoute *route);
const HoubuRoute *houbu_routes_find_kept (const char *method, const char *target);
gboolean houbu_route_knows_parameter (const HoubuRoute *route, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuRouteMatch, houbu_route_match_clear)

G_END_DECLS
