/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sandbox.h"

#include "houbu-json-gate.h"

#include <string.h>

/* A request whose time lies further away is a replay. */
#define MOST_AGE (15 * G_TIME_SPAN_MINUTE)

#define MOST_NUMBER 64

typedef struct
{
  HoubuSandbox *sandbox;
  HoubuForm *form;
  JsonObject *content;
  JsonBuilder *builder; /* of the answer */
} Call;

static void
say (Call *call, const char *name, const char *value)
{
  json_builder_set_member_name (call->builder, name);
  json_builder_add_string_value (call->builder, value);
}

static void
say_done (Call *call)
{
  say (call, "code", "10000");
  say (call, "msg", "Success");
}

static void
say_refused (Call *call, const char *reason)
{
  say (call, "code", "40004");
  say (call, "msg", "Business Failed");
  say (call, "sub_code", reason);
}

static const char *
wanted (Call *call, const char *name)
{
  return json_object_get_string_member_with_default (call->content, name, NULL);
}

static gboolean
is_number (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= MOST_NUMBER &&
         strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") == length;
}

static char *
make_trade_no (void)
{
  g_autofree char *day = houbu_form_write_time (houbu_sandbox_now ());
  GString *text = g_string_new (NULL);

  for (const char *p = day; *p != ' '; p++)
    if (*p != '-')
      g_string_append_c (text, *p);
  g_string_append_printf (text, "%010u%08u", g_random_int (), g_random_int () % 100000000);
  return g_string_free (text, FALSE);
}

/* The order of a request, new or known; NULL when it contradicts what is known. */
static HoubuSandboxTrade *
begin_trade (Call *call)
{
  const char *number = wanted (call, "out_trade_no");
  const char *subject = wanted (call, "subject");
  g_autoptr (HoubuSandboxTrade) trade = g_new0 (HoubuSandboxTrade, 1);
  g_autoptr (HoubuSandboxTrade) known = NULL;

  if (!is_number (number) || subject == NULL ||
      !houbu_form_read_amount (wanted (call, "total_amount"), &trade->amount_fen) ||
      trade->amount_fen <= 0 ||
      (wanted (call, "time_expire") != NULL &&
       !houbu_form_read_time (wanted (call, "time_expire"), &trade->expires_at)))
    return NULL;
  trade->number = g_strdup (number);
  trade->trade_no = make_trade_no ();
  trade->page = houbu_sandbox_random (16);
  trade->subject = g_strdup (subject);
  trade->notify_url = g_strdup (houbu_form_get (call->form, "notify_url"));
  trade->created_at = houbu_sandbox_now ();
  houbu_sandbox_ledger_add (call->sandbox->ledger, trade);
  known = houbu_sandbox_ledger_find (call->sandbox->ledger, HOUBU_SANDBOX_BY_NUMBER, number);
  return known->amount_fen == trade->amount_fen ? g_steal_pointer (&known) : NULL;
}

static HoubuSandboxTrade *
find_trade (Call *call)
{
  const char *number = wanted (call, "out_trade_no");
  const char *trade_no = wanted (call, "trade_no");

  if (number != NULL)
    return houbu_sandbox_ledger_find (call->sandbox->ledger, HOUBU_SANDBOX_BY_NUMBER, number);
  if (trade_no != NULL)
    return houbu_sandbox_ledger_find (call->sandbox->ledger, HOUBU_SANDBOX_BY_TRADE_NO, trade_no);
  return NULL;
}

static void
precreate (Call *call)
{
  g_autoptr (HoubuSandboxTrade) trade = begin_trade (call);
  g_autofree char *code = NULL;

  if (trade == NULL)
    {
      say_refused (call, "ACQ.INVALID_PARAMETER");
      return;
    }
  if (trade->state != HOUBU_SANDBOX_WAITING)
    {
      say_refused (call, trade->state == HOUBU_SANDBOX_PAID ? "ACQ.TRADE_HAS_SUCCESS"
                                                            : "ACQ.TRADE_HAS_CLOSE");
      return;
    }
  code = g_strconcat (call->sandbox->base_url, "/q/", trade->page, NULL);
  say_done (call);
  say (call, "out_trade_no", trade->number);
  say (call, "qr_code", code);
}

static void
query (Call *call)
{
  static const char *const states[] = { "WAIT_BUYER_PAY", "TRADE_SUCCESS", "TRADE_CLOSED" };
  g_autoptr (HoubuSandboxTrade) trade = find_trade (call);
  g_autofree char *amount = NULL;
  g_autofree char *paid_at = NULL;

  if (trade == NULL)
    {
      say_refused (call, "ACQ.TRADE_NOT_EXIST");
      return;
    }
  amount = houbu_form_write_amount (trade->amount_fen);
  say_done (call);
  say (call, "out_trade_no", trade->number);
  say (call, "trade_no", trade->trade_no);
  say (call, "trade_status", states[trade->state]);
  say (call, "total_amount", amount);
  if (trade->state != HOUBU_SANDBOX_PAID)
    return;
  paid_at = houbu_form_write_time (trade->paid_at);
  say (call, "send_pay_date", paid_at);
}

static void
close_trade (Call *call)
{
  g_autoptr (HoubuSandboxTrade) trade = find_trade (call);

  if (trade == NULL)
    say_refused (call, "ACQ.TRADE_NOT_EXIST");
  else if (!houbu_sandbox_ledger_close_trade (call->sandbox->ledger, trade->key))
    say_refused (call, "ACQ.TRADE_STATUS_ERROR");
  else
    {
      say_done (call);
      say (call, "out_trade_no", trade->number);
      say (call, "trade_no", trade->trade_no);
    }
}

static void
refund (Call *call)
{
  g_autoptr (HoubuSandboxTrade) trade = find_trade (call);
  const char *request = wanted (call, "out_request_no");
  g_autofree char *amount = NULL;
  g_autofree char *time = NULL;
  gint64 fen = 0;
  gint64 at = 0;

  if (trade == NULL)
    {
      say_refused (call, "ACQ.TRADE_NOT_EXIST");
      return;
    }
  if (!is_number (request) || !houbu_form_read_amount (wanted (call, "refund_amount"), &fen) ||
      fen <= 0)
    {
      say_refused (call, "ACQ.INVALID_PARAMETER");
      return;
    }
  if (!houbu_sandbox_ledger_refund (call->sandbox->ledger, trade->key, request, fen,
                                    houbu_sandbox_now (), &at))
    {
      say_refused (call, "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
      return;
    }
  amount = houbu_form_write_amount (fen);
  time = houbu_form_write_time (at);
  say_done (call);
  say (call, "out_trade_no", trade->number);
  say (call, "trade_no", trade->trade_no);
  say (call, "refund_fee", amount);
  say (call, "gmt_refund_pay", time);
}

static void
name_bill (Call *call)
{
  const char *day = wanted (call, "bill_date");
  g_autofree char *url = NULL;

  if (day == NULL || strlen (day) != strlen ("2022-08-30") ||
      strspn (day, G_CSET_DIGITS "-") != strlen (day))
    {
      say_refused (call, "isv.invalid-parameter");
      return;
    }
  url = g_strconcat (call->sandbox->base_url, "/bill/", call->sandbox->control, "/", day, NULL);
  say_done (call);
  say (call, "bill_download_url", url);
}

static const struct
{
  const char *method;
  void (*answer) (Call *call);
} methods[] = {
  { "alipay.trade.precreate", precreate },
  { "alipay.trade.query", query },
  { "alipay.trade.close", close_trade },
  { "alipay.trade.refund", refund },
  { "alipay.data.dataservice.bill.downloadurl.query", name_bill },
};

/* Only the application's own signature, over all fields, counts. */
HoubuForm *
houbu_sandbox_gateway_verify (HoubuSandbox *self, HoubuForm *form)
{
  g_autofree char *text = houbu_form_to_signed_text (form, TRUE);
  gint64 at = 0;

  if (g_strcmp0 (houbu_form_get (form, "sign_type"), "RSA2") != 0 ||
      g_strcmp0 (houbu_form_get (form, "app_id"), self->app_id) != 0 ||
      !houbu_signer_verify (self->signer, text, -1, houbu_form_get (form, "sign")))
    return NULL;
  return houbu_form_read_time (houbu_form_get (form, "timestamp"), &at) ? form : NULL;
}

static char *
sign_answer (HoubuSandbox *self, const char *name, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *signature = houbu_signer_sign (self->signer, text, &error);

  if (signature == NULL)
    g_error ("nothing can be signed: %s", error->message);
  return g_strdup_printf ("{\"%s\":%s,\"sign\":\"%s\"}", name, text, signature);
}

static char *
name_node (const char *method)
{
  g_autofree char *name = g_strdelimit (g_strdup (method), ".", '_');

  return g_strconcat (name, "_response", NULL);
}

static void
run (Call *call, const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_strcmp0 (methods[i].method, method) == 0)
      {
        methods[i].answer (call);
        return;
      }
  say_refused (call, "isv.invalid-method");
}

static JsonNode *
read_content (HoubuForm *form)
{
  const char *content = houbu_form_get (form, "biz_content");

  return content != NULL ? houbu_json_gate_parse (content, -1, NULL) : NULL;
}

/* What the application hears; one that is not the application hears no more than that. */
char *
houbu_sandbox_gateway_answer (HoubuSandbox *self, HoubuForm *form)
{
  const char *method = houbu_form_get (form, "method");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) content = read_content (form);
  g_autofree char *name = NULL;
  Call call = { .sandbox = self, .form = form, .builder = builder };
  gint64 at = 0;

  json_builder_begin_object (builder);
  if (houbu_sandbox_gateway_verify (self, form) == NULL || method == NULL || content == NULL ||
      !houbu_form_read_time (houbu_form_get (form, "timestamp"), &at) ||
      ABS (houbu_sandbox_now () - at) > MOST_AGE)
    {
      say_refused (&call, "isv.invalid-signature");
      json_builder_end_object (builder);
      return sign_answer (self, "error_response", builder);
    }
  call.content = json_node_get_object (content);
  run (&call, method);
  json_builder_end_object (builder);
  name = name_node (method);
  return sign_answer (self, name, builder);
}

/* The order of a link that a payer opens, which may be older than a request. */
HoubuSandboxTrade *
houbu_sandbox_gateway_begin_page (HoubuSandbox *self, HoubuForm *form)
{
  g_autoptr (JsonNode) content = read_content (form);
  Call call = { .sandbox = self, .form = form };

  if (houbu_sandbox_gateway_verify (self, form) == NULL || content == NULL ||
      g_strcmp0 (houbu_form_get (form, "method"), "alipay.trade.page.pay") != 0)
    return NULL;
  call.content = json_node_get_object (content);
  return begin_trade (&call);
}

/* A day's payments and refunds, as a file. */
char *
houbu_sandbox_gateway_bill (HoubuSandbox *self, const char *day)
{
  g_autofree char *midnight = g_strconcat (day, " 00:00:00", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  GString *text = g_string_new ("#业务明细\n交易号,商户订单号,业务类型,商品名称,完成时间,"
                                "订单金额（元）,退款批次号/请求号\n");
  gint64 from = 0;

  if (!houbu_form_read_time (midnight, &from))
    from = G_MAXINT64 - G_TIME_SPAN_DAY;
  lines = houbu_sandbox_ledger_list_lines (self->ledger, from, from + G_TIME_SPAN_DAY);
  for (guint i = 0; i < lines->len; i++)
    {
      const HoubuSandboxLine *line = g_ptr_array_index (lines, i);
      g_autofree char *amount = houbu_form_write_amount (line->amount_fen);
      g_autofree char *time = houbu_form_write_time (line->at);
      g_autofree char *subject = g_strdelimit (g_strdup (line->subject), ",\"\r\n", ' ');

      g_string_append_printf (text, "%s\t,%s\t,%s,%s,%s,%s%s,%s\n", line->trade_no, line->number,
                              line->is_refund ? "退款" : "交易", subject, time,
                              line->is_refund ? "-" : "", amount, line->request);
    }
  return g_string_free (text, FALSE);
}
