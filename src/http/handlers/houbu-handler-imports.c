/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-error.h"
#include "houbu-http-exchange.h"
#include "houbu-http-spool.h"
#include "import/houbu-import.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The file goes to the disk as it comes, so its size costs no memory. */
typedef struct
{
  int fd; /* (owned), or -1 */
  gboolean failed;
} Spool;

static void
spool_free (gpointer data)
{
  Spool *spool = data;

  if (spool->fd >= 0)
    close (spool->fd);
  g_free (spool);
}

static int
take_fd (Spool *spool)
{
  int fd = spool->fd;

  spool->fd = -1;
  return fd;
}

static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize part = write (fd, bytes, length);

      if (part < 0 && errno == EINTR)
        continue;
      if (part <= 0)
        return FALSE;
      bytes += part;
      length -= (gsize) part;
    }
  return TRUE;
}

static gboolean
on_piece (HoubuHttpRequest *request, const char *bytes, gsize length, gpointer data)
{
  HoubuExchange *exchange = data;
  Spool *spool = exchange->state;

  if (!spool->failed && !write_all (spool->fd, bytes, length))
    spool->failed = TRUE;
  return !spool->failed;
}

static void
fail_busy (HoubuExchange *exchange)
{
  g_autoptr (GError) error = NULL;

  houbu_error_set (&error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_STORE_FAILING, "retry-after",
                   (gint64) 10, NULL);
  houbu_exchange_fail (exchange, error);
}

/* Called when it is known that the caller is an operator: nobody else fills the disk. */
static void
on_begin (HoubuExchange *exchange)
{
  Spool *spool = g_new0 (Spool, 1);

  spool->fd = houbu_http_spool_open ();
  exchange->state = spool;
  exchange->free_state = spool_free;
  houbu_call_set_path (exchange->call, "kind", strrchr (exchange->route->path, '/') + 1);
  if (spool->fd < 0)
    fail_busy (exchange);
  else
    houbu_http_request_set_sink (exchange->request, on_piece);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HoubuHttpRequest) request = data;
  HoubuExchange *exchange = houbu_http_request_get_data (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  guint status = 0;

  body = houbu_import_finish (HOUBU_ENGINE (source), result, &status, &error);
  if (body == NULL)
    houbu_exchange_fail (exchange, error);
  else
    houbu_exchange_answer (exchange, houbu_http_reply_new (status, "application/json", body));
}

static void
on_complete (HoubuExchange *exchange)
{
  Spool *spool = exchange->state;

  if (spool->failed || lseek (spool->fd, 0, SEEK_SET) != 0)
    {
      fail_busy (exchange);
      return;
    }
  exchange->call->status = exchange->route->status;
  houbu_import_async (houbu_http_service_get_engine (exchange->service), exchange->call,
                      take_fd (spool), NULL, on_imported,
                      houbu_http_request_ref (exchange->request));
}

const HoubuRouteHandler houbu_handler_imports = { on_begin, on_complete };
