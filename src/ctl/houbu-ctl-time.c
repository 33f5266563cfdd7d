/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-time.h"

#include <string.h>

#include "houbu-record.h"

/* `2026-12-12 09:00` becomes `2026-12-12T09:00:00`; whatever is written more fully stays. */
static char *
complete (const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  char *blank = strchr (plain, ' ');

  if (blank != NULL)
    *blank = 'T';
  if (strlen (plain) == strlen ("2026-12-12T09:00"))
    return g_strconcat (plain, ":00", NULL);
  return g_steal_pointer (&plain);
}

/**
 * houbu_ctl_time_parse:
 * @text: RFC 3339, or a local date and time such as `2026-12-12 09:00`
 * @time: (out): µs since the epoch
 *
 * Returns: whether @text is a time
 */
gboolean
houbu_ctl_time_parse (const char *text, gint64 *time)
{
  g_autofree char *full = complete (text);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (full, local);

  if (date == NULL)
    return FALSE;
  *time = g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
  return TRUE;
}

/**
 * houbu_ctl_time_to_string:
 * @time: µs since the epoch, or %HOUBU_UNSET
 *
 * Returns: (transfer full): the local time with its zone, in a form that houbu_ctl_time_parse()
 * takes
 */
char *
houbu_ctl_time_to_string (gint64 time)
{
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (time == HOUBU_UNSET)
    return g_strdup ("");
  date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  local = date != NULL ? g_date_time_to_local (date) : NULL;
  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S%:z") : g_strdup ("?");
}
