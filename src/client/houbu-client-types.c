/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-client-types.h"

GType
houbu_live_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { HOUBU_LIVE_OFFLINE, "HOUBU_LIVE_OFFLINE", "offline" },
    { HOUBU_LIVE_CONNECTING, "HOUBU_LIVE_CONNECTING", "connecting" },
    { HOUBU_LIVE_LIVE, "HOUBU_LIVE_LIVE", "live" },
    { HOUBU_LIVE_STALE, "HOUBU_LIVE_STALE", "stale" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("HoubuLiveState", values));
  return type;
}

GType
houbu_signed_out_reason_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { HOUBU_SIGNED_OUT_ASKED, "HOUBU_SIGNED_OUT_ASKED", "asked" },
    { HOUBU_SIGNED_OUT_EXPIRED, "HOUBU_SIGNED_OUT_EXPIRED", "expired" },
    { HOUBU_SIGNED_OUT_EVERYWHERE, "HOUBU_SIGNED_OUT_EVERYWHERE", "everywhere" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("HoubuSignedOutReason", values));
  return type;
}
