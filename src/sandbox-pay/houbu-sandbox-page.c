/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sandbox.h"

#include <string.h>

/* What stands on the page, in both languages. */
typedef struct
{
  const char *language;
  const char *title;
  const char *notice;
  const char *order;
  const char *amount;
  const char *until;
  const char *zone;
  const char *choose;
  const char *methods[3];
  const char *pay;
  const char *paid;
  const char *closed;
  const char *over;
  const char *back;
  const char *missing;
  const char *other;
  const char *other_code;
} Words;

static const char *const method_names[] = { "wallet", "card", "credit" };

static const Words words[] = {
  {
      .language = "zh-CN",
      .title = "支付沙箱",
      .notice = "这是练习用的支付平台，不会产生真实扣款。",
      .order = "订单",
      .amount = "应付金额",
      .until = "支付截止",
      .zone = "北京时间",
      .choose = "选择支付方式",
      .methods = { "练习钱包余额", "练习储蓄卡（尾号 0001）", "练习信用卡（尾号 0002）" },
      .pay = "确认支付",
      .paid = "支付成功",
      .closed = "订单已关闭",
      .over = "已超过支付时间",
      .back = "请返回报名系统查看支付状态。",
      .missing = "没有找到该订单",
      .other = "English",
      .other_code = "en",
  },
  {
      .language = "en",
      .title = "Payment sandbox",
      .notice = "This platform is for practice. No real money moves.",
      .order = "Order",
      .amount = "To pay",
      .until = "Pay before",
      .zone = "Beijing time",
      .choose = "Choose how to pay",
      .methods = { "Practice wallet", "Practice debit card (0001)", "Practice credit card (0002)" },
      .pay = "Pay",
      .paid = "Paid",
      .closed = "This order is closed",
      .over = "The time to pay is over",
      .back = "Go back to Houbu to see the state of your payment.",
      .missing = "There is no such order",
      .other = "中文",
      .other_code = "zh",
  },
};

static const char *const style =
    ":root{color-scheme:light dark;accent-color:#1c6b5f}body{margin:1rem;font:16px/1.5 system-ui,"
    "'Noto Sans CJK SC',sans-serif;background:#eef1f0;color:#1d2726}main{max-width:26rem;"
    "margin:8vh auto;background:#fff;border-radius:12px;padding:1.5rem;box-shadow:0 1px 4px #0002}"
    "h1{font-size:1.15rem;margin:0;display:flex;justify-content:space-between;"
    "align-items:baseline}h1 a{font-weight:400;font-size:.9rem;color:#1c6b5f}p.notice{"
    "background:#fff6d8;border-radius:8px;padding:.5rem .75rem;font-size:.9rem}dl{display:grid;"
    "grid-template-columns:auto 1fr;align-items:baseline;gap:.5rem 1rem;margin:1rem 0}"
    "dt{white-space:nowrap}dt,small{color:#52605e}dd{margin:0;text-align:right;overflow-wrap:"
    "anywhere}"
    "small{white-space:nowrap}dd.sum{font-size:1.6rem;font-weight:600}fieldset{border:0;padding:0;"
    "margin:0 0 1rem}legend{font-weight:600;margin-bottom:.5rem;padding:0}label{display:flex;"
    "gap:.75rem;align-items:center;border:1px solid #c9d2d0;border-radius:8px;"
    "padding:.65rem .75rem;margin-bottom:.5rem;cursor:pointer}label input{margin:0}"
    "label:focus-within{outline:2px solid #1c6b5f}button{font:inherit;width:100%;padding:.7rem;"
    "border-radius:8px;border:1px solid #1c6b5f;background:#1c6b5f;color:#fff;cursor:pointer}"
    "button:focus-visible{outline:3px solid #9fd3c9}.state{font-size:1.3rem;font-weight:600;"
    "text-align:center;margin:1.5rem 0 .5rem}#paid{color:#1c6b5f}.back{text-align:center;"
    "color:#52605e}@media(prefers-color-scheme:dark){:root{accent-color:#7ccfbf}body{"
    "background:#141918;color:#e6ecea}main{background:#1f2625}p.notice{background:#3a3317}"
    "dt,small,.back{color:#9fadaa}label{border-color:#3f4b49}h1 a,#paid{color:#7ccfbf}}";

static const Words *
find_words (const char *language)
{
  return language != NULL && g_ascii_strncasecmp (language, "en", 2) == 0 ? &words[1] : &words[0];
}

static HoubuHttpReply *
make_reply (guint status, const Words *say, const char *content)
{
  g_autofree char *page = g_strdup_printf (
      "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">"
      "<meta name=\"generator\" "
      "content=\"houbu-sandbox-pay\"><title>%s</title><style>%s</style></head>"
      "<body><main><h1>%s<a href=\"?lang=%s\" lang=\"%s\">%s</a></h1><p class=\"notice\">%s</p>%s"
      "</main></body></html>\n",
      say->language, say->title, style, say->title, say->other_code, say->other_code, say->other,
      say->notice, content);
  HoubuHttpReply *reply = houbu_http_reply_new (status, "text/html; charset=utf-8", NULL);

  reply->body = g_bytes_new (page, strlen (page));
  houbu_http_reply_add_header (reply, "Content-Security-Policy",
                               "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                               "frame-ancestors 'none'; base-uri 'none'");
  houbu_http_reply_add_header (reply, "Cache-Control", "no-store");
  houbu_http_reply_add_header (reply, "Referrer-Policy", "no-referrer");
  return reply;
}

static void
append_methods (GString *text, const Words *say)
{
  g_string_append_printf (text, "<form method=\"post\"><fieldset><legend>%s</legend>", say->choose);
  for (guint i = 0; i < G_N_ELEMENTS (method_names); i++)
    g_string_append_printf (
        text, "<label><input type=\"radio\" name=\"method\" value=\"%s\"%s>%s</label>",
        method_names[i], i == 0 ? " checked" : "", say->methods[i]);
  g_string_append_printf (
      text, "</fieldset><button name=\"action\" value=\"pay\">%s</button></form>", say->pay);
}

static void
append_state (GString *text, const Words *say, const char *state, const char *id)
{
  g_string_append_printf (text,
                          "<p class=\"state\" id=\"%s\" role=\"status\">%s</p>"
                          "<p class=\"back\">%s</p>",
                          id, state, say->back);
}

/* The page of an order, with what can be done now. */
HoubuHttpReply *
houbu_sandbox_page_show (HoubuSandbox *self, const HoubuSandboxTrade *trade, const char *language)
{
  const Words *say = find_words (language);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *amount = houbu_form_write_amount (trade->amount_fen);
  g_autofree char *until = houbu_form_write_time (trade->expires_at);
  g_autofree char *subject = g_markup_escape_text (trade->subject, -1);

  g_string_append_printf (text,
                          "<dl><dt>%s</dt><dd>%s<br><small>%s</small></dd><dt>%s</dt>"
                          "<dd class=\"sum\">¥%s</dd>",
                          say->order, subject, trade->number, say->amount, amount);
  if (trade->state == HOUBU_SANDBOX_WAITING && trade->expires_at > 0)
    g_string_append_printf (text, "<dt>%s</dt><dd>%s<br><small>%s</small></dd>", say->until, until,
                            say->zone);
  g_string_append (text, "</dl>");
  if (trade->state == HOUBU_SANDBOX_PAID)
    append_state (text, say, say->paid, "paid");
  else if (trade->state == HOUBU_SANDBOX_CLOSED)
    append_state (text, say, say->closed, "closed");
  else if (trade->expires_at > 0 && houbu_sandbox_now () >= trade->expires_at)
    append_state (text, say, say->over, "over");
  else
    append_methods (text, say);
  return make_reply (200, say, text->str);
}

HoubuHttpReply *
houbu_sandbox_page_missing (const char *language)
{
  const Words *say = find_words (language);
  g_autofree char *text =
      g_strdup_printf ("<p class=\"state\" id=\"missing\">%s</p>", say->missing);

  return make_reply (404, say, text);
}
