/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-bill-file.h"
#include "houbu-form.h"
#include "houbu-gateway.h"
#include "houbu-provider.h"

#include <string.h>

/* Amounts are whole fen, and nothing else is an amount. */
static void
test_amounts (void)
{
  static const struct
  {
    const char *text;
    gint64 fen;
  } good[] = { { "30.00", 3000 }, { "30", 3000 }, { "30.5", 3050 }, { "0.01", 1 }, { "0", 0 } };
  static const char *const bad[] = { "",
                                     "-1",
                                     " 1",
                                     "1 ",
                                     "1.",
                                     ".5",
                                     "1.001",
                                     "1e3",
                                     "0x1",
                                     "1,00",
                                     "1.0.0",
                                     "+1",
                                     "99999999999999999999",
                                     "1.-5" };
  gint64 fen = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (houbu_form_read_amount (good[i].text, &fen));
      g_assert_cmpint (fen, ==, good[i].fen);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("“%s”", bad[i]);
      g_assert_false (houbu_form_read_amount (bad[i], &fen));
    }
  g_assert_false (houbu_form_read_amount (NULL, &fen));
  for (gint64 each = 0; each < 1000; each += 7)
    {
      g_autofree char *text = houbu_form_write_amount (each);

      g_assert_true (houbu_form_read_amount (text, &fen));
      g_assert_cmpint (fen, ==, each);
    }
}

/* Times are Beijing's, to the second. */
static void
test_times (void)
{
  const gint64 at = G_GINT64_CONSTANT (1661829156) * G_TIME_SPAN_SECOND;
  g_autofree char *text = houbu_form_write_time (at);
  gint64 read = 0;

  g_assert_cmpstr (text, ==, "2022-08-30 11:12:36");
  g_assert_true (houbu_form_read_time (text, &read));
  g_assert_cmpint (read, ==, at);
  g_assert_false (houbu_form_read_time ("2022-08-30T11:12:36", &read));
  g_assert_false (houbu_form_read_time ("2022-02-30 11:12:36", &read));
  g_assert_false (houbu_form_read_time ("2022-08-30 11:12:3", &read));
  g_assert_false (houbu_form_read_time (NULL, &read));
}

/* What is signed is sorted and plain, without what is empty and without the signature. */
static void
test_signed_text (void)
{
  g_autoptr (HoubuForm) form = houbu_form_parse ("b=2&a=%E7%AC%94+1&sign=x&c=&sign_type=RSA2", -1);
  g_autofree char *request = houbu_form_to_signed_text (form, TRUE);
  g_autofree char *notice = houbu_form_to_signed_text (form, FALSE);

  g_assert_cmpstr (request, ==, "a=笔 1&b=2&sign_type=RSA2");
  g_assert_cmpstr (notice, ==, "a=笔 1&b=2");
}

/* A form is a form, or nothing of it is taken. */
static void
test_bad_forms (void)
{
  static const char *const bad[] = {
    "a", "a=1&a=2", "=1", "a=%zz", "a=%ff", "a=1&", "a=%00x", "&"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("“%s”", bad[i]);
      g_assert_null (houbu_form_parse (bad[i], -1));
    }
  g_assert_null (houbu_form_parse ("", 0));
  g_assert_null (houbu_form_parse ("a=\0", 3));
}

/* What was encoded comes out as it went in. */
static void
test_round_trip (void)
{
  g_autoptr (HoubuForm) form = houbu_form_new ();
  g_autoptr (HoubuForm) again = NULL;
  g_autofree char *text = NULL;

  houbu_form_set (form, "content", "{\"a\":\"1&2=3+4 %\"}");
  houbu_form_set (form, "subject", "笔试 报名费");
  text = houbu_form_encode (form);
  again = houbu_form_parse (text, -1);
  g_assert_cmpuint (houbu_form_get_size (again), ==, 2);
  g_assert_cmpstr (houbu_form_get (again, "content"), ==, "{\"a\":\"1&2=3+4 %\"}");
  g_assert_cmpstr (houbu_form_get (again, "subject"), ==, "笔试 报名费");
}

/* The node whose signature is checked is the root's own, byte for byte. */
static void
test_node (void)
{
  static const struct
  {
    const char *text, *node;
  } cases[] = {
    { "{\"x_response\":{\"a\":1},\"sign\":\"s\"}", "{\"a\":1}" },
    { "{\"sign\":\"s\", \"x_response\" : {\"a\": \"}\\\"\"} }", "{\"a\": \"}\\\"\"}" },
    { "{\"y\":{\"x_response\":{\"a\":2}},\"x_response\":{\"a\":1}}", "{\"a\":1}" },
    { "{\"y\":[{\"x_response\":{\"a\":2}}]}", NULL },
    { "{\"x_response\":\"text\"}", NULL },
    { "{}", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *node = houbu_gateway_find_node (cases[i].text, "x_response");

      g_assert_cmpstr (node, ==, cases[i].node);
    }
}

#define BILL                                                                                                             \
  "#账务明细\n交易号,商户订单号,业务类型,商品名称,订单金额（元）,退款批次号/请求号\n" \
  "T1\t,x1\t,交易,\"报名费,笔试\",30.00,\nT1\t,x1\t,退款,报名费,-30.00,r1\n#完\n"

static void
assert_bill (GBytes *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = houbu_bill_file_read (file, &error);
  const HoubuBillLine *payment = NULL;
  const HoubuBillLine *refund = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 2);
  payment = g_ptr_array_index (lines, 0);
  refund = g_ptr_array_index (lines, 1);
  g_assert_false (payment->is_refund);
  g_assert_cmpstr (payment->entry, ==, "T1");
  g_assert_cmpstr (payment->number, ==, "x1");
  g_assert_cmpint (payment->amount_fen, ==, 3000);
  g_assert_true (refund->is_refund);
  g_assert_cmpstr (refund->entry, ==, "r1");
  g_assert_cmpint (refund->amount_fen, ==, 3000);
}

/* A bill in either encoding, with what stands in it for people. */
static void
test_bill (void)
{
  g_autoptr (GBytes) plain = g_bytes_new_static (BILL, strlen (BILL));
  gsize length = 0;
  char *other = g_convert (BILL, -1, "GB18030", "UTF-8", NULL, &length, NULL);
  g_autoptr (GBytes) chinese = g_bytes_new_take (other, length);

  assert_bill (plain);
  assert_bill (chinese);
}

/* What cannot be read is no bill: not a shorter one. */
static void
test_bad_bill (void)
{
  static const char *const bad[] = {
    "nothing\n",
    "交易号,商户订单号,业务类型,订单金额（元）,退款批次号\nT1,x1,交易,much,\n",
    "交易号,商户订单号,业务类型,订单金额（元）,退款批次号\nT1,x1,礼物,1.00,\n",
    "交易号,商户订单号,业务类型,订单金额（元）,退款批次号\nT1,x1\n",
    "PK\003\004broken",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static (bad[i], strlen (bad[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (houbu_bill_file_read (file, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pay/form/amounts", test_amounts);
  g_test_add_func ("/pay/form/times", test_times);
  g_test_add_func ("/pay/form/signed-text", test_signed_text);
  g_test_add_func ("/pay/form/bad", test_bad_forms);
  g_test_add_func ("/pay/form/round-trip", test_round_trip);
  g_test_add_func ("/pay/gateway/node", test_node);
  g_test_add_func ("/pay/bill/good", test_bill);
  g_test_add_func ("/pay/bill/bad", test_bad_bill);
  return g_test_run ();
}
