#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app without a window: it says so, tells of a seat and of its payment, opens their pages from
the notifications, takes stale ones back, can be stopped, and is started by a notification when it does not run.
Then it tells of a wait that was cancelled, of one that failed, and of a registration that was closed by
itself; in lab mode too, where nobody learns a name from it.

A notification server of the test's own stands on the session bus and keeps what it is given.
"""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import desktop
from backend import (BUILD, PRACTICE_PASSWORD, Backend, Candidate, let_a_day_pass, record_of)
from desktop import wait_for
from journey import pay
from tour import HOUBU, OFFERING
from two_windows import register
from words import Words, program_environment

ACCOUNT = '13900000031'  # waits at the head of the practice queue
OTHERS = ('13900000001', '13900000002')
CONFIG = '[captcha]\nmode=after-failures\n'
SUBJECT = '英语四级笔试'
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
    folder.mkdir(parents=True, exist_ok=True)
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


def sign_in(screen, backend, words, account=ACCOUNT, lab=False, remember=True):
    import walk
    app = screen.start(HOUBU, '--server', backend.url, G_DEBUG='fatal-criticals',
                       HOUBU_LAB='1' if lab else '0', **program_environment(LANGUAGE))
    window = walk.Window('houbu')
    window.wait_find('text', words('Account Name or Phone'))
    window.fill(words('Account Name or Phone'), account)
    window.fill(words('Password'), PRACTICE_PASSWORD)
    if remember:
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
        '{subject}', SUBJECT), seat
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


class Watched:
    """A candidate whose app nobody looks at: it has no window, or in lab mode one put away."""

    def __init__(self, screen, backend, shown, account, lab):
        self.screen, self.backend, self.shown, self.lab = screen, backend, shown, lab
        self.words = Words(LANGUAGE)
        self.candidate = Candidate(backend, account)
        register(self.candidate, account)
        row = self.candidate.offering(OFFERING)
        backend.ctl('capacity', OFFERING, row['capacity'] - row['remaining'])
        student = record_of(account)
        self.secrets = [account, 'practice-' + account[-2:], student['name'],
                        student['id_number'], SUBJECT]
        self.join()
        self.app, self.window = sign_in(screen, backend, self.words, account, lab,
                                        remember=False)
        if lab:
            self.check_titles()
            subprocess.run(['xdotool', 'windowminimize', screen.active_window_id()], check=True)
            wait_for(lambda: not self.screen.active_window_id(), 15, 'the window to be put away')
        else:
            close_window(screen, shown)

    def check_titles(self):
        """Of all windows there are."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'],
                               capture_output=True, text=True, check=False).stdout.split()
        titles = [subprocess.run(['xdotool', 'getwindowname', window], capture_output=True,
                                 text=True, check=True).stdout.strip() for window in found]
        assert self.words('Houbu') in titles, titles
        self.must_be_nameless(titles)

    def must_be_nameless(self, said):
        told = [secret for secret in self.secrets if secret in str(said)]
        assert not told, (told, said)

    def registration(self):
        return self.candidate.ask('GET', '/v1/registration')

    def join(self):
        self.candidate.ask('POST', '/v1/waitlist-entries', {'offering': OFFERING})

    def told(self, prefix, title, body):
        """What the desktop shows; its page is the one with the details."""
        notification = self.shown.wait(prefix)
        if self.lab:
            self.must_be_nameless(notification)
            title = 'News of Your Registration'
        wanted = self.words(title).replace('{subject}', SUBJECT)
        assert notification['title'] == wanted, notification
        assert notification['body'].startswith(self.words.begin(body)), notification
        assert (notification['default-action'], notification['default-action-target']) == (
            'app.show-page', 'details'), notification

    def gets_seat(self):
        """And gives it up on another device: what was told is taken back."""
        capacity = self.candidate.offering(OFFERING)['capacity']
        self.backend.ctl('capacity', OFFERING, capacity + 1)
        self.told('seat-', 'You have a seat: {subject}', 'Pay until %s (%s left)')
        seat, = self.registration()['enrolments']
        self.candidate.ask('DELETE', f'/v1/enrolments/{seat["id"]}')
        self.shown.wait_gone('seat-')
        self.backend.ctl('capacity', OFFERING, capacity)
        self.join()

    def cancels(self):
        """On another device."""
        entry, = self.registration()['entries']
        self.candidate.ask('POST', f'/v1/waitlist-entries/{entry["id"]}/cancellation',
                           {'reason': 'waited_too_long'})
        self.told(f'wait-{entry["id"]}', 'The wait has ended: {subject}', 'The wait is too long')
        self.join()

    def fails(self):
        """The waitlist closes, for everybody."""
        entry, = self.registration()['entries']
        close_waitlist(self.backend, -1)
        self.told(f'wait-{entry["id"]}', 'The wait has ended: {subject}', 'The waitlist has closed')
        close_waitlist(self.backend, 30)

    def closes(self):
        """A day later there is no registration any more."""
        assert not self.registration()['entries']
        let_a_day_pass(self.backend.data / 'houbu.db')
        self.told('registration-', 'The registration was deleted',
                  'It was deleted by itself on %s, because for 24 hours it had neither a subject '
                  'nor a wait.')

    def comes_back(self):
        """From the notification to what it tells of; who leaves takes all of them along."""
        import walk
        click('show-page', 'details')
        self.window = walk.Window('houbu')
        self.window.wait_says(self.words('The registration was deleted'))
        if self.lab:  # the dialog that tells of the seat is there as well
            assert self.window.says(self.words.begin('You Have a Seat: %s')), self.window.words()
            self.check_titles()
        click('quit')
        wait_for(lambda: self.app.poll() is not None, 20, 'the end of the app')
        assert self.app.poll() == 0, self.app.poll()
        for prefix in ('wait-', 'registration-'):
            self.shown.wait_gone(prefix)


def close_waitlist(backend, hours):
    """So many hours from now."""
    at = time.strftime('%Y-%m-%d %H:%M', time.localtime(time.time() + hours * 3600))
    backend.ctl('exam', 'set', '--waitlist-closes-at', at)


def tell_ends(screen, backend, shown):
    """Each of them is the only one who waits: nobody takes a seat before them."""
    close_waitlist(backend, -1)
    close_waitlist(backend, 30)
    for account, lab in zip(OTHERS, (False, True)):
        watched = Watched(screen, backend, shown, account, lab)
        if lab:
            watched.gets_seat()
        watched.cancels()
        watched.fails()
        watched.closes()
        watched.comes_back()


def main():
    with tempfile.TemporaryDirectory(prefix='houbu-notifications-') as data, \
            desktop.Desktop() as screen:
        shown = Notifications()
        for number, part in enumerate((walk_through, tell_ends)):
            wish_background()
            with Backend(f'{data}/{number}', '--practice', config=CONFIG) as backend:
                part(screen, backend, shown)


if __name__ == '__main__':
    desktop.enter()
    main()
