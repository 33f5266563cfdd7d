/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-lab-networks.h"

/**
 * houbu_lab_networks_parse:
 * @text: addresses and networks such as `10.20.0.0/16`, parted by commas; `all` stands for any
 *
 * Reads which computers are used by several people.
 *
 * Returns: (transfer full) (nullable) (element-type GInetAddressMask): the networks, or %NULL when
 *   one of them is none, or there is none
 */
GPtrArray *
houbu_lab_networks_parse (const char *text)
{
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_strstrip (words[i]);
      GInetAddressMask *mask;

      if (g_str_equal (word, "all"))
        {
          g_ptr_array_add (networks, g_inet_address_mask_new_from_string ("0.0.0.0/0", NULL));
          g_ptr_array_add (networks, g_inet_address_mask_new_from_string ("::/0", NULL));
          continue;
        }
      mask = g_inet_address_mask_new_from_string (word, NULL);
      if (mask == NULL)
        return NULL;
      g_ptr_array_add (networks, mask);
    }
  return networks->len > 0 ? g_steal_pointer (&networks) : NULL;
}

/**
 * houbu_lab_networks_hold:
 * @networks: (nullable) (element-type GInetAddressMask): what houbu_lab_networks_parse() returned
 * @address: (nullable): of a client
 *
 * Returns: whether the client is in one of them; nobody knows that of one without an address
 */
gboolean
houbu_lab_networks_hold (GPtrArray *networks, const char *address)
{
  g_autoptr (GInetAddress) inet = NULL;

  if (networks == NULL || address == NULL)
    return FALSE;
  inet = g_inet_address_new_from_string (address);
  for (guint i = 0; inet != NULL && i < networks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (networks, i), inet))
      return TRUE;
  return FALSE;
}
