/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "export/houbu-export.h"
#include "houbu-error.h"
#include "houbu-http-exchange.h"
#include "houbu-http-spool.h"

/* The table lies on the disk before the answer begins: an export is whole, or an error. */
static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HoubuHttpRequest) request = data;
  HoubuExchange *exchange = houbu_http_request_get_data (request);
  g_autoptr (GError) error = NULL;
  g_autofree char *disposition = NULL;
  HoubuHttpReply *reply = NULL;
  gint64 size = 0;
  int fd = houbu_export_finish (HOUBU_ENGINE (source), result, &size, &error);

  if (fd < 0)
    {
      houbu_exchange_fail (exchange, error);
      return;
    }
  disposition = g_strdup_printf ("attachment; filename=\"%s.csv\"",
                                 houbu_call_get_path (exchange->call, "kind"));
  reply = houbu_http_reply_new_file (200, "text/csv; charset=utf-8; header=present", fd,
                                     (guint64) size);
  houbu_http_reply_add_header (reply, "Content-Disposition", disposition);
  houbu_exchange_answer (exchange, reply);
}

static void
on_complete (HoubuExchange *exchange)
{
  g_autoptr (GError) error = NULL;
  int fd = houbu_http_spool_open ();

  if (fd >= 0)
    {
      houbu_export_async (houbu_http_service_get_engine (exchange->service), exchange->call, fd,
                          on_exported, houbu_http_request_ref (exchange->request));
      return;
    }
  houbu_error_set (&error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_STORE_FAILING, "retry-after",
                   (gint64) 10, NULL);
  houbu_exchange_fail (exchange, error);
}

const HoubuRouteHandler houbu_handler_exports = { NULL, on_complete };
