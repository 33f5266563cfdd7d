#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app without a window: it says so, tells of a seat and of its payment, opens their pages from
the notifications, takes stale ones back, can be stopped, and is started by a notification when it does not run.

A notification server of the test's own stands on the session bus and keeps what it is given.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import desktop
from backend import BUILD, PRACTICE_PASSWORD, Backend, Candidate
from desktop import wait_for
from journey import pay
from tour import HOUBU, OFFERING
from words import Words, program_environment

ACCOUNT = '13900000031'  # waits at the head of the practice queue
LANGUAGE = 'zh_CN'
NAME = 'org.houbu.Houbu'

INTERFACE = """<node><interface name="org.gtk.Notifications">
<method name="AddNotification"><arg type="s"/><arg type="s"/><arg type="a{sv}"/></method>
<method name="RemoveNotification"><arg type="s"/><arg type="s"/></method>
</interface></node>"""


class Notifications:
    """What the desktop shows: notifications by id."""

    def __init__(self):
        from gi.repository import Gio, GLib
        self.shown = {}
        self.loop = GLib.MainLoop()
        self.owned = threading.Event()
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]

        def on_bus(bus, _name):
            bus.register_object('/org/gtk/Notifications', interface, self._on_call, None, None)

        def run():
            context = GLib.MainContext.new()
            context.push_thread_default()
            self.loop = GLib.MainLoop.new(context, False)
            Gio.bus_own_name(Gio.BusType.SESSION, 'org.gtk.Notifications',
                             Gio.BusNameOwnerFlags.NONE, on_bus, lambda *_: self.owned.set(), None)
            self.loop.run()

        threading.Thread(target=run, daemon=True).start()
        assert self.owned.wait(10), 'the name of the notification server is taken'

    def _on_call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        values = parameters.unpack()
        if method == 'AddNotification':
            self.shown[values[1]] = values[2]
        else:
            self.shown.pop(values[1], None)
        invocation.return_value(None)

    def find(self, prefix):
        return next((value for name, value in list(self.shown.items())
                     if name.startswith(prefix)), None)

    def wait(self, prefix):
        return wait_for(lambda: self.find(prefix), 15, f'the notification {prefix}')

    def wait_gone(self, prefix):
        wait_for(lambda: self.find(prefix) is None, 15, f'the end of the notification {prefix}')


def click(action, target=None):
    """What the desktop does when a notification or its button is clicked."""
    parameter = f'[<"{target}">]' if target else '[]'
    subprocess.run(['gdbus', 'call', '--session', '--dest', NAME,
                    '--object-path', '/' + NAME.replace('.', '/'),
                    '--method', 'org.freedesktop.Application.ActivateAction',
                    action, parameter, '{}'], check=True, stdout=subprocess.DEVNULL)


def wish_background():
    """As the switch in the preferences does."""
    folder = Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings'
    folder.mkdir(parents=True)
    (folder / 'keyfile').write_text('[org/houbu/Houbu]\nbackground-watch=true\n')


def install_service():
    """The session bus of the test learns how to start the app, and with which environment."""
    folder = Path(os.environ['XDG_DATA_HOME']) / 'dbus-1/services'
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(BUILD / f'root/share/dbus-1/services/{NAME}.service', folder)
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus',
                    '--object-path', '/org/freedesktop/DBus',
                    '--method', 'org.freedesktop.DBus.ReloadConfig'],
                   stdout=subprocess.DEVNULL, check=True)
    environment = {**program_environment(LANGUAGE), 'DISPLAY': os.environ['DISPLAY'],
                   **{name: os.environ[name] for name in ('XDG_CONFIG_HOME', 'XDG_DATA_HOME')}}
    subprocess.run(['dbus-update-activation-environment',
                    *(f'{name}={value}' for name, value in environment.items())], check=True)


def sign_in(screen, backend, words, account=ACCOUNT):
    import walk
    app = screen.start(HOUBU, '--server', backend.url, **program_environment(LANGUAGE))
    window = walk.Window('houbu')
    window.wait_find('text', words('Account Name or Phone'))
    window.fill(words('Account Name or Phone'), account)
    window.fill(words('Password'), PRACTICE_PASSWORD)
    window.press(words('Remember Me'), kind='check')
    window.press(words.label('_Sign In'), exact=True)
    window.wait_says(words('Waiting for a seat'))
    return app, window


def close_window(screen, shown):
    screen.key('alt+F4')
    watching = shown.wait('watching')
    assert watching['buttons'][0]['action'] == 'app.stop-watching', watching


def open_order(candidate):
    """What the app does, or another device of the candidate's; returns it with its links."""
    for seat in candidate.ask('GET', '/v1/registration')['enrolments']:
        if seat['state'] == 'unpaid':
            candidate.ask('PUT', f'/v1/enrolments/{seat["id"]}/report-form',
                          {'report_form': 'paper'})
    order = candidate.ask('POST', '/v1/payments', {'kind': 'written'})
    assert order['state'] == 'paying' and order['amount_fen'] == 3000, order
    return order


def walk_through(screen, backend, shown):
    import walk
    words = Words(LANGUAGE)
    candidate = Candidate(backend, ACCOUNT)
    app, _window = sign_in(screen, backend, words)
    close_window(screen, shown)
    assert app.poll() is None

    # A seat, told without a window.
    backend.ctl('capacity', OFFERING, candidate.offering(OFFERING)['capacity'] + 1)
    seat = shown.wait('seat-')
    assert seat['title'] == words('You have a seat: {subject}').replace(
        '{subject}', '英语四级笔试'), seat
    assert (seat['default-action'], seat['default-action-target']) == (
        'app.show-page', 'details'), seat
    assert candidate.ask('GET', '/v1/registration')['student']['name'] not in str(seat), seat

    # Clicked, it opens the page; the app no longer watches without a window.
    click('show-page', 'details')
    window = walk.Window('houbu')
    window.wait_says(words('Unpaid'))
    shown.wait_gone('watching')

    # An order is opened elsewhere: what was told of the seat is stale.
    close_window(screen, shown)
    order = open_order(candidate)
    shown.wait_gone('seat-')

    # Closed there and opened again: the one is told, the other takes that back.
    candidate.ask('POST', f'/v1/payments/{order["id"]}/close')
    told = shown.wait('order-')
    assert told['title'] == words('Closed without payment: {sum}').replace('{sum}', '¥30.00'), told
    order = open_order(candidate)
    shown.wait_gone('order-')

    # The money comes: told once, for the order and not for its seat, and it opens its page.
    pay(order['pay_url'])
    told = shown.wait('order-')
    assert told['title'] == words('Paid: {sum}').replace('{sum}', '¥30.00'), told
    assert (told['default-action'], told['default-action-target']) == (
        'app.show-page', 'payment'), told
    assert not shown.find('end-'), shown.shown
    click('show-page', 'payment')
    window = walk.Window('houbu')
    window.wait_says(words('Paid'))
    shown.wait_gone('watching')

    # Closed again and stopped, it ends.
    close_window(screen, shown)
    click('stop-watching')
    wait_for(lambda: app.poll() is not None, 10, 'the end of the app')
    assert app.poll() == 0, app.poll()
    shown.wait_gone('watching')

    # A notification that outlived the app starts it, on its page.
    install_service()
    click('show-page', 'details')
    walk.Window('houbu').wait_says(words('My Record'))
    click('quit')


def main():
    wish_background()
    with tempfile.TemporaryDirectory(prefix='houbu-notifications-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=after-failures\n') as backend:
        shown = Notifications()
        walk_through(screen, backend, shown)


if __name__ == '__main__':
    desktop.enter()
    main()
