/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-private.h"

#include <string.h>

/* In the order of HoubuHttpHeader. */
static const struct
{
  const char *name;
  gsize length;
  gboolean single; /* given twice, two readers could take different ones */
} headers[HOUBU_N_HEADERS] = {
#define HEADER(name, single)                                                                       \
  {                                                                                                \
    name, sizeof name - 1, single                                                                  \
  }
  HEADER ("Content-Length", TRUE),   HEADER ("Transfer-Encoding", TRUE), HEADER ("Host", TRUE),
  HEADER ("Authorization", TRUE),    HEADER ("Content-Type", TRUE),      HEADER ("Origin", TRUE),
  HEADER ("Idempotency-Key", TRUE),  HEADER ("Last-Event-ID", TRUE),     HEADER ("X-Real-IP", TRUE),
  HEADER ("Accept-Language", FALSE), HEADER ("If-None-Match", FALSE),    HEADER ("Expect", FALSE),
#undef HEADER
};

typedef struct
{
  HoubuHttpRequest *request;
  guint count;
  const char *problem;
} Head;

static gboolean
is_token (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && name[i] != '-' &&
        (name[i] == '\0' || strchr ("!#$%&'*+.^_`|~", name[i]) == NULL))
      return FALSE;
  return length > 0;
}

/* Eight bytes at once; a tab counts as not plain, too. */
static gboolean
is_plain_word (const char *bytes)
{
  const guint64 ones = G_MAXUINT64 / 0xff;
  guint64 word, del;

  memcpy (&word, bytes, sizeof word);
  del = word ^ ones * 0x7f;
  return ((((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & ones * 0x80) == 0;
}

static gboolean
is_printable (const char *value, gsize length)
{
  gsize plain = 0;

  while (length - plain >= sizeof (guint64) && is_plain_word (value + plain))
    plain += sizeof (guint64);
  for (gsize i = plain; i < length; i++)
    {
      guchar byte = (guchar) value[i];

      if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_named (const char *name, gsize length, HoubuHttpHeader header)
{
  return headers[header].length == length && (memcmp (name, headers[header].name, length) == 0 ||
                                              g_ascii_strcasecmp (name, headers[header].name) == 0);
}

/* The first of several counts, as libmicrohttpd has it. FALSE when it is none of them. */
static gboolean
note_header (Head *head, const char *name, gsize length, const char *value)
{
  const char **known = head->request->known;

  for (guint i = 0; i < HOUBU_N_HEADERS; i++)
    {
      if (!is_named (name, length, i))
        continue;
      if (known[i] == NULL)
        known[i] = value != NULL ? value : "";
      else if (headers[i].single)
        head->problem = "a header is there twice";
      return TRUE;
    }
  return FALSE;
}

static enum MHD_Result
on_header (void *data,
           enum MHD_ValueKind kind,
           const char *name,
           size_t name_length,
           const char *value,
           size_t value_length)
{
  Head *head = data;

  head->count++;
  if (name == NULL || (value != NULL && !is_printable (value, value_length)) ||
      (!note_header (head, name, name_length, value) && !is_token (name, name_length)))
    {
      head->problem = "a header line is malformed";
      return MHD_NO;
    }
  return head->problem == NULL ? MHD_YES : MHD_NO;
}

/* Length and encoding at once, or an encoding that is not ours, is how requests are smuggled. */
static const char *
check_framing (HoubuHttpRequest *self)
{
  const char *length = self->known[HOUBU_HEADER_CONTENT_LENGTH];
  const char *encoding = self->known[HOUBU_HEADER_TRANSFER_ENCODING];

  if (length != NULL && encoding != NULL)
    return "length and transfer encoding exclude each other";
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "chunked") != 0)
    return "the transfer encoding is not known";
  if (length != NULL &&
      !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &self->declared, NULL))
    return "the length is malformed";
  self->chunked = encoding != NULL;
  return NULL;
}

/*
 * houbu_http_request_check_head:
 * @self: a request whose head is complete
 * @version: of HTTP
 * @max_headers: limit of header lines
 *
 * Refuses what the layers of a proxied service could read in two ways, before anything else looks
 * at the request.
 *
 * Returns: (nullable): what is wrong, or %NULL
 */
const char *
houbu_http_request_check_head (HoubuHttpRequest *self, const char *version, guint max_headers)
{
  Head head = { self, 0, NULL };

  if (strcmp (version, MHD_HTTP_VERSION_1_1) != 0 && strcmp (version, MHD_HTTP_VERSION_1_0) != 0)
    return "the version of HTTP is not known";
  MHD_get_connection_values_n (self->connection->mhd, MHD_HEADER_KIND, on_header, &head);
  if (head.problem != NULL)
    return head.problem;
  if (head.count > max_headers)
    return "there are too many headers";
  return check_framing (self);
}

/*
 * houbu_http_request_parse_target:
 * @self: a request
 *
 * Returns: whether its target can be taken apart
 */
gboolean
houbu_http_request_parse_target (HoubuHttpRequest *self)
{
  self->target = houbu_http_target_parse (self->raw_target);
  return self->target != NULL;
}

/**
 * houbu_http_request_get_raw_target:
 * @self: a request
 *
 * Returns: the target as it was sent
 */
const char *
houbu_http_request_get_raw_target (HoubuHttpRequest *self)
{
  return self->raw_target;
}

/**
 * houbu_http_request_get_known:
 * @self: a request whose head is complete
 * @header: which header
 *
 * Returns: (nullable): its value, valid until the request is answered
 */
const char *
houbu_http_request_get_known (HoubuHttpRequest *self, HoubuHttpHeader header)
{
  return self->connection != NULL ? self->known[header] : NULL;
}

/**
 * houbu_http_request_get_bearer:
 * @self: a request whose head is complete
 *
 * Returns: (nullable): the token of the Authorization header
 */
const char *
houbu_http_request_get_bearer (HoubuHttpRequest *self)
{
  const char *header = houbu_http_request_get_known (self, HOUBU_HEADER_AUTHORIZATION);

  if (header == NULL ||
      (strncmp (header, "Bearer ", 7) != 0 && g_ascii_strncasecmp (header, "Bearer ", 7) != 0))
    return NULL;
  header += 7;
  while (*header == ' ')
    header++;
  return *header != '\0' ? header : NULL;
}

/**
 * houbu_http_request_get_header:
 * @self: a request
 * @name: name of a header
 *
 * Returns: (nullable): its value, valid until the request is answered
 */
const char *
houbu_http_request_get_header (HoubuHttpRequest *self, const char *name)
{
  if (self->connection == NULL)
    return NULL;
  return MHD_lookup_connection_value (self->connection->mhd, MHD_HEADER_KIND, name);
}
