/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-error.h"
#include "houbu-http-exchange.h"
#include "houbu-live-hub.h"

/* Without the header a stream starts now. */
static gboolean
read_last_event_id (HoubuExchange *exchange, gint64 *after_seq)
{
  const char *text = houbu_http_request_get_known (exchange->request, HOUBU_HEADER_LAST_EVENT_ID);

  *after_seq = -1;
  return text == NULL || g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, after_seq, NULL);
}

static void
refuse (HoubuExchange *exchange, HoubuErrorCode code, HoubuProblem problem)
{
  g_autoptr (GError) error = NULL;

  if (code == HOUBU_ERROR_INVALID_FIELD)
    houbu_error_set (&error, code, problem, "field", "Last-Event-ID", NULL);
  else
    houbu_error_set (&error, code, problem, "retry-after", (gint64) 5, NULL);
  houbu_exchange_fail (exchange, error);
}

static void
on_complete (HoubuExchange *exchange)
{
  HoubuLiveHub *hub = houbu_http_service_get_hub (exchange->service);
  g_autoptr (HoubuHttpStream) stream = NULL;
  HoubuHttpReply *reply;
  gint64 after_seq;

  if (!read_last_event_id (exchange, &after_seq))
    {
      refuse (exchange, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BAD_FORMAT);
      return;
    }
  if (!houbu_live_hub_has_room (hub))
    {
      refuse (exchange, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE);
      return;
    }
  reply = houbu_http_reply_new (200, "text/event-stream", NULL);
  /* nginx would gather events into blocks. */
  houbu_http_reply_add_header (reply, "X-Accel-Buffering", "no");
  stream = houbu_exchange_answer_stream (exchange, reply);
  if (stream != NULL)
    houbu_live_hub_add (hub, stream, exchange->call->caller,
                        houbu_http_request_get_bearer (exchange->request), exchange->language,
                        after_seq);
}

const HoubuRouteHandler houbu_handler_events = { NULL, on_complete };
