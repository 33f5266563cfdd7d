/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-background-portal.h"

#include <glib/gi18n.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

/**
 * houbu_background_portal_ask:
 * @application: a registered application
 *
 * Asks the desktop to let the app run without a window. Where there is no such portal nobody keeps
 * it from doing so, and a refusal shows by the app being ended: neither is an error here.
 */
void
houbu_background_portal_ask (GApplication *application)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  GVariantBuilder options;

  if (bus == NULL)
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("Tell you of a seat as soon as it is yours")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}
