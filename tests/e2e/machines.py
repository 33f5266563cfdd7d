#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Houbu on unfriendly machines, each with an assertion and a picture: what is missing is done
without. `machines.py FOLDER [NAME…]`."""

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import desktop
from backend import BUILD, PRACTICE_PASSWORD, Backend, Candidate
from tour import HOUBU, LANGUAGE, OFFERING, QUIET
from two_windows import register
from words import Words, program_environment

NOWHERE = 'unix:path=/nonexistent'


class Machine:
    """A desktop, a server, and the app on them."""

    def __init__(self, screen, backend, folder):
        self.screen, self.backend, self.folder = screen, backend, folder
        self.words = Words(LANGUAGE)
        self.window = self.child = None
        self.accounts = iter(range(1, 11))

    @contextmanager
    def app(self, *options, without=(), **environment):
        """The app for as long as it is needed; it must live to the end."""
        import walk
        environment = {**program_environment(LANGUAGE), 'G_DEBUG': 'fatal-criticals', **environment}
        unset = [word for name in without for word in ('-u', name)]
        self.child = self.screen.start('env', *unset, HOUBU, *options, **environment)
        self.window = walk.Window('houbu', limit=120)
        try:
            yield self.window
            assert self.child.poll() is None, f'the app ended with {self.child.returncode}'
        except Exception:
            self.screen.picture(self.folder / 'stopped-here.png')
            raise
        finally:
            desktop.stop(self.child)

    def check_itself(self, without, **environment):
        """What `houbu --self-check` says, which must find that one can register."""
        environment = {**os.environ, **program_environment('en'), **environment}
        for name in without:
            environment.pop(name, None)
        done = subprocess.run([HOUBU, '--self-check', '--server', self.backend.url],
                              env=environment, capture_output=True, text=True, timeout=120,
                              check=False)
        assert done.returncode == 0, done
        return done.stdout

    def candidate(self):
        """Somebody who waits in the full queue: the account and the API as its owner."""
        account = f'139{next(self.accounts):08}'
        candidate = Candidate(self.backend, account)
        register(candidate, account)
        candidate.ask('POST', '/v1/waitlist-entries', {'offering': OFFERING})
        return account, candidate

    def sign_in(self, account):
        self.window.wait_find('text', self.words('Account Name or Phone'), limit=60)
        self.window.fill(self.words('Account Name or Phone'), account)
        self.window.fill(self.words('Password'), PRACTICE_PASSWORD)
        self.press('_Sign In')

    def watch(self, account):
        """Signed in, and looking at the place in the queue as it moves."""
        self.sign_in(account)
        self.press('_Watch Your Place in the Queue')
        self.window.wait_says(self.words.begin('Position %<PRId64> of %<PRId64> waiting'), 30)
        self.window.wait_says(self.words('live'), 30)

    def promote(self, candidate):
        entry = candidate.ask('GET', '/v1/registration')['entries'][0]
        capacity = candidate.offering(OFFERING)['capacity']
        self.backend.ctl('capacity', OFFERING, capacity + entry['position'])

    def press(self, text):
        self.window.press(self.words.label(text), exact=True, limit=30)

    def says(self, text, limit=30):
        self.window.wait_says(self.words(text), limit)

    def picture(self, name):
        time.sleep(QUIET)
        self.screen.picture(self.folder / f'{name}.png')


def no_keyring(machine):
    """Said before somebody counts on it; signing in goes all the same."""
    desktop.forbid_keyring()
    account, _ = machine.candidate()
    with machine.app('--server', machine.backend.url):
        machine.says('There is no keyring here, so you stay signed in only until you close the app.')
        machine.picture('no-keyring')
        machine.watch(account)


def no_network_manager(machine):
    """No NetworkManager, and no system bus to ask for one: the position is live."""
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url, DBUS_SYSTEM_BUS_ADDRESS=NOWHERE):
        machine.watch(account)
        machine.picture('no-network-manager')
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)


def no_notifications(machine):
    """Nobody shows notifications: the seat is told in the window."""
    assert not desktop.has_bus_name('org.freedesktop.Notifications')
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url):
        machine.watch(account)
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
        machine.picture('no-notifications')


def no_printer(machine):
    """No print system: the dialog offers a file, and can be left."""
    account, _ = machine.candidate()
    with machine.app('--server', machine.backend.url, CUPS_SERVER='/nonexistent'):
        machine.watch(account)
        machine.press('_Print Summary…')
        desktop.wait_for(lambda: any('Print to File' in said or '打印到文件' in said
                                     for said in machine.window.words()), 30, 'a file to print to')
        machine.picture('no-printer')
        machine.screen.key('Escape')
        machine.says('My Record')


def no_gl(machine):
    """No OpenGL: nothing of it is loaded, and the window is drawn."""
    account, _ = machine.candidate()
    with machine.app('--server', machine.backend.url, without=['GSK_RENDERER'],
                     GDK_DEBUG='gl-disable'):
        machine.watch(account)
        loaded = Path(f'/proc/{machine.child.pid}/maps').read_text()
        assert not re.search(r'_dri\.so|libGL(X|ESv2|)[_.]', loaded), loaded
        machine.picture('no-gl')
        colours = subprocess.run(['identify', '-format', '%k', machine.folder / 'no-gl.png'],
                                 capture_output=True, text=True, check=True).stdout
        assert int(colours) > 100, f'{colours} colours on the screen'


def bare(machine):
    """Nothing of all this: no keyring, no network manager, no notifications, no printer, no GL."""
    desktop.forbid_keyring()
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url, without=['GSK_RENDERER'],
                     GDK_DEBUG='gl-disable', CUPS_SERVER='/nonexistent',
                     DBUS_SYSTEM_BUS_ADDRESS=NOWHERE):
        machine.watch(account)
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
        machine.picture('bare')
    for without in ((), ('DISPLAY', 'WAYLAND_DISPLAY')):
        said = machine.check_itself(without, CUPS_SERVER='/nonexistent', GDK_DEBUG='gl-disable')
        for name in ('Server', 'Clock', 'Fonts', 'Memory'):
            assert f'[Fine] {name}: ' in said, said
        for name in ('Printer', 'Notifications', 'Keyring'):
            assert f'[Look at This] {name}: ' in said, said
        assert ('without a screen' in said) == bool(without), said


@contextmanager
def weston(machine):
    """A Wayland desktop on this one; the environment that leads there."""
    compositor = machine.screen.start(
        'weston', '--no-config', '--backend=x11-backend.so', '--use-pixman', '--width=1366',
        '--height=768', '--idle-time=0', '--socket=houbu-test', '--log=/dev/null')
    socket = Path(os.environ['XDG_RUNTIME_DIR']) / 'houbu-test'
    desktop.wait_for(socket.exists, 60, 'weston')
    try:
        yield {'GDK_BACKEND': 'wayland', 'WAYLAND_DISPLAY': 'houbu-test'}
    finally:
        desktop.stop(compositor)


def wayland(machine):
    """Under Wayland, in weston, as under X11."""
    account, candidate = machine.candidate()
    with weston(machine) as environment, \
            machine.app('--server', machine.backend.url, without=['DISPLAY'], **environment):
        machine.watch(account)
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
        machine.picture('wayland')


def x11(machine):
    """Under X11 without a window manager's help beyond the least, and without Wayland."""
    account, _ = machine.candidate()
    with machine.app('--server', machine.backend.url, without=['WAYLAND_DISPLAY'],
                     GDK_BACKEND='x11'):
        machine.watch(account)
        machine.picture('x11')


ALL = (no_keyring, no_network_manager, no_notifications, no_printer, no_gl, bare, x11, wayland)


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / 'machines'
    folder.mkdir(parents=True, exist_ok=True)
    words = sys.argv[2:]
    wanted = [case for case in ALL if case.__name__ in words or not words]
    for case in wanted:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix='houbu-machine-') as data, \
                desktop.Desktop(keyring=False) as screen, \
                Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend:
            case(Machine(screen, backend, folder))
        print(f'{case.__name__}: {time.monotonic() - began:.1f} s', flush=True)


if __name__ == '__main__':
    desktop.enter()
    main()
