#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop portal that takes the question for the app's secret and never answers it, as when its
signal comes before anybody listens."""

from gi.repository import Gio, GLib

SECRET = """
<node><interface name="org.freedesktop.portal.Secret">
  <method name="RetrieveSecret">
    <arg type="h" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface></node>
"""


def called(_bus, _sender, _path, _interface, _method, _values, invocation):
    invocation.return_value(GLib.Variant('(o)', ('/org/freedesktop/portal/desktop/request/1/1',)))


def read(*_unused):
    return GLib.Variant('u', 1)


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    interface, = Gio.DBusNodeInfo.new_for_xml(SECRET).interfaces
    bus.register_object('/org/freedesktop/portal/desktop', interface, called, read, None)
    Gio.bus_own_name_on_connection(bus, 'org.freedesktop.portal.Desktop', Gio.BusNameOwnerFlags.NONE)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
