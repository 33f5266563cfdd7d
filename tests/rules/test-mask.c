/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-mask.h"

/* Document numbers show little, and less the shorter they are. */
static void
test_identity (void)
{
  static const struct
  {
    const char *number;
    const char *masked;
  } cases[] = {
    { "110105194912311234", "110***********1234" },
    { "99300000000000000000", "993*************0000" },
    { "USA310090123456", "US**********456" },
    { "99301000037", "9********37" },
    { "A1234563", "A******3" },
    { "AB123", "****3" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = houbu_mask_identity (cases[i].number);
      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

/* Whatever its length, a masked number hides most of it. */
static void
test_identity_hides (void)
{
  for (gsize length = 0; length <= 20; length++)
    {
      g_autofree char *number = g_strnfill (length, '7');
      g_autofree char *masked = houbu_mask_identity (number);
      gsize shown = 0;
      for (gsize i = 0; i < length; i++)
        shown += masked[i] == '7';
      g_assert_cmpuint (strlen (masked), ==, length);
      g_assert_cmpuint (shown * 10, <=, length * 4);
    }
}

/* Phones show three in front and four at the end, like everywhere in the country. */
static void
test_phone (void)
{
  static const struct
  {
    const char *phone;
    const char *masked;
  } cases[] = {
    { "13812341234", "138****1234" },
    { "138", "1*8" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = houbu_mask_phone (cases[i].phone);
      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

/* Phones as they are typed, and which of them are mobile numbers of the mainland. */
static void
test_phone_valid (void)
{
  static const struct
  {
    const char *typed;
    const char *normalised;
    gboolean valid;
  } cases[] = {
    { "13900000001", "13900000001", TRUE },
    { "１３９０００００００１", "13900000001", TRUE },
    { " 139 0000-0001 ", "13900000001", TRUE },
    { "+86 139 0000 0001", "13900000001", TRUE },
    { "19900000001", "19900000001", TRUE },
    { "12900000001", "12900000001", FALSE },
    { "23900000001", "23900000001", FALSE },
    { "1390000000", "1390000000", FALSE },
    { "139000000011", "139000000011", FALSE },
    { "1390000000a", "1390000000a", FALSE },
    { "", "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normalised = houbu_phone_normalise (cases[i].typed);
      g_assert_cmpstr (normalised, ==, cases[i].normalised);
      g_assert_cmpint (houbu_phone_is_valid (normalised), ==, cases[i].valid);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/mask/identity", test_identity);
  g_test_add_func ("/rules/mask/identity-hides", test_identity_hides);
  g_test_add_func ("/rules/mask/phone", test_phone);
  g_test_add_func ("/rules/mask/phone-valid", test_phone_valid);
  return g_test_run ();
}
