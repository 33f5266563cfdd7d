#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Houbu on unfriendly machines, each with an assertion and a picture: what is missing is done
without, and the self-check says what it is and what to do. `machines.py FOLDER [NAME…]`."""

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import desktop
import school_network
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

    def check_itself(self, *expected, server=None, status=0, without=(), **environment):
        """What `houbu --self-check` says: a line that begins with each of `expected`."""
        environment = {**os.environ, **program_environment('en'), **environment}
        for name in without:
            environment.pop(name, None)
        done = subprocess.run([HOUBU, '--self-check', '--server', server or self.backend.url],
                              env=environment, capture_output=True, text=True, timeout=120,
                              check=False)
        assert done.returncode == status, done
        for line in expected:
            assert any(said.startswith(line) for said in done.stdout.splitlines()), \
                f'no line “{line}” in {done.stdout}'
        return done.stdout

    def look_at_check(self, text, *values):
        """The same on its page, which has to say this; the menu leads there."""
        desktop.wait_for(lambda: self.window.find('button', self.words.label('_Later')) is None, 30,
                         'the dialog to close')  # keys go to it until then
        self.screen.key('F10')
        self.window.wait_says(self.words.label('_Check This Computer'))
        self.screen.key('c')
        self.says(text, *values)

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

    def says(self, text, *values, limit=30):
        self.window.wait_says(self.words(text, *values), limit)

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
    machine.check_itself('[Look at This] Keyring: None: nobody can be remembered; install one ')


def no_network_manager(machine):
    """No NetworkManager, and no system bus to ask for one: the position is live."""
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url, DBUS_SYSTEM_BUS_ADDRESS=NOWHERE):
        machine.watch(account)
        machine.picture('no-network-manager')
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
    machine.check_itself('[Fine] Server: ', DBUS_SYSTEM_BUS_ADDRESS=NOWHERE)


def no_notifications(machine):
    """Nobody shows notifications: the seat is told in the window."""
    assert not desktop.has_bus_name('org.freedesktop.Notifications')
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url):
        machine.watch(account)
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
        machine.picture('no-notifications')
    machine.check_itself('[Look at This] Notifications: Nobody shows them: seats and deadlines are '
                         'told in the window only')


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
    machine.check_itself('[Look at This] Printer: None: tickets and summaries can be saved as PDF files',
                         CUPS_SERVER='/nonexistent')


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
    machine.check_itself('[Look at This] Screen: X11, drawn without the graphics card: works, but '
                         'slower', GDK_DEBUG='gl-disable')


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
        machine.press('_Later')
        machine.look_at_check('None: nobody can be remembered; install one such as gnome-keyring, '
                              'unless others use this computer too')
        machine.picture('bare-check')
    doubts = [f'[Look at This] {name}: ' for name in ('Printer', 'Notifications', 'Keyring')]
    for without in ((), ('DISPLAY', 'WAYLAND_DISPLAY')):
        said = machine.check_itself('[Fine] Server: ', '[Fine] Clock: ', '[Fine] Fonts: ',
                                    '[Fine] Memory: ', *doubts, without=without,
                                    CUPS_SERVER='/nonexistent', GDK_DEBUG='gl-disable')
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


def fake_time(shift):
    """An environment in which a program reads a clock that is wrong by so many seconds."""
    done = subprocess.run(['faketime', '-f', shift, 'sh', '-c', 'echo "$LD_PRELOAD"'],
                          capture_output=True, text=True, check=True)
    return {'LD_PRELOAD': done.stdout.strip(), 'FAKETIME': shift,
            'FAKETIME_DONT_FAKE_MONOTONIC': '1', 'DONT_FAKE_MONOTONIC': '1'}


def wrong_clock(machine, name, shift, text):
    """What is left is counted by the server's clock, and the day is named by it."""
    wrong = fake_time(shift)
    day = machine.words('%d d %d h', 1, 0)
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url, **wrong):
        machine.watch(account)
        machine.promote(candidate)
        machine.press('_Later')
        seat = candidate.ask('GET', '/v1/registration')['enrolments'][0]
        until = time.strftime('%H:%M', time.localtime(deadline(seat)))

        def counts_down():
            """Both from the server's clock: when it ends, and how long that is from now."""
            left = int(deadline(seat) - time.time()) // 60
            return any(machine.window.says(machine.words(
                'Pay until %s (%s left)', until, machine.words('%d min', minutes)))
                for minutes in (left, left + 1))
        desktop.wait_for(counts_down, 60, f'a countdown to {until}')
        machine.picture(name)
        machine.look_at_check(text, day)
        machine.picture(f'{name}-check')
    return wrong


def deadline(seat):
    """Seconds since the epoch at which an unpaid seat is given up."""
    return datetime.fromisoformat(seat['deadline'].replace('Z', '+00:00')).timestamp()


def clock_ahead(machine):
    """The clock is a day ahead."""
    wrong = wrong_clock(machine, 'clock-ahead', '+86700', '%s ahead of the server\'s: set it')
    machine.check_itself('[Failed] Clock: 1 d 0 h ahead of the server\'s: set it', status=1, **wrong)


def clock_behind(machine):
    """The clock is a day behind."""
    wrong_clock(machine, 'clock-behind', '-86700', '%s behind the server\'s: set it')


def fits(machine):
    """The window is on the screen, whole."""
    window = machine.screen.active_window_id()
    said = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window],
                          capture_output=True, text=True, check=True).stdout
    at = {key: int(value) for key, value in re.findall(r'(X|Y|WIDTH|HEIGHT)=(-?\d+)', said)}
    assert at['X'] >= 0 and at['Y'] >= 0, at
    assert at['X'] + at['WIDTH'] <= machine.screen.width, at
    assert at['Y'] + at['HEIGHT'] <= machine.screen.height, at


def larger(machine, name):
    """Everything there is to read and to press, at 125 %."""
    account, candidate = machine.candidate()
    with machine.app('--server', machine.backend.url):
        machine.says('Account Name or Phone')
        fits(machine)
        machine.picture(f'{name}-sign-in')
        machine.watch(account)
        fits(machine)
        machine.picture(name)
        machine.promote(candidate)
        machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
        fits(machine)
        machine.picture(f'{name}-seat')


def larger_text(machine):
    """1366 × 768 with text at 125 %, as GNOME has it under X11."""
    larger(machine, 'larger-text')


def larger_screen(machine):
    """1366 × 768 with everything at 125 %: what is left of the screen, as Wayland has it."""
    larger(machine, 'larger-screen')


larger_text.screen = {'text_scale': 1.25}
larger_screen.screen = {'width': 1092, 'height': 614}


def school(machine):
    """A LAN without internet, and a server whose certificate is the school's own. Without the
    school's authority it is refused, and named; with it all is as everywhere."""
    assert not school_network.has_internet()
    folder = Path(machine.backend.folder) / 'school'
    with school_network.school_server(folder, machine.backend):
        with machine.app():
            machine.window.wait_find('text', machine.words('Address'), limit=60)
            machine.window.fill(machine.words('Address'), school_network.URL)
            machine.press('_Connect')
            machine.window.wait_says(school_network.AUTHORITY, 60)
            machine.picture('school-unknown')
        machine.check_itself(
            f'[Failed] Server: The server cannot prove who it is. Its certificate was issued by '
            f'“{school_network.AUTHORITY}”, which this computer does not trust.',
            server=school_network.URL, status=1)
        school_network.trust_school(folder)
        account, candidate = machine.candidate()
        with machine.app('--server', school_network.URL):
            machine.watch(account)
            machine.promote(candidate)
            machine.window.wait_says(machine.words.begin('You Have a Seat: %s'), 30)
            machine.press('_Later')
            machine.picture('school')
        machine.check_itself(f'[Fine] Server: {school_network.URL} answers', '[Fine] Clock: ',
                             server=school_network.URL)
        machine.check_itself(
            '[Failed] Server: The server cannot prove who it is. By this computer\'s clock its '
            'certificate begins only on ', server=school_network.URL, status=1,
            **fake_time('-86700'))


def proxy(machine):
    """The desktop's proxy is used, by environment and by GNOME's settings, with its exceptions;
    never for this computer."""
    folder = Path(machine.backend.folder) / 'school'
    target = f'CONNECT {school_network.NAME}:443'
    with school_network.school_server(folder, machine.backend), school_network.Proxy() as carrier:
        school_network.trust_school(folder)
        named = {'https_proxy': carrier.url, 'http_proxy': carrier.url}
        account, _ = machine.candidate()
        with machine.app('--server', school_network.URL, **named):
            machine.watch(account)
            machine.picture('proxy')
        # The requests and the event stream.
        assert len(carrier.asked) > 1 and set(carrier.asked) == {target}, carrier.asked
        for server, environment in ((school_network.URL, {**named, 'no_proxy': school_network.NAME}),
                                    (machine.backend.url, named)):
            carrier.asked.clear()
            machine.check_itself('[Fine] Server: ', server=server, **environment)
            assert not carrier.asked, carrier.asked
        gnome = {'XDG_CURRENT_DESKTOP': 'GNOME'}
        host, port = carrier.url.removeprefix('http://').split(':')
        for key, value in (('.https host', host), ('.https port', port), (' mode', 'manual')):
            subprocess.run(['gsettings', 'set', *f'org.gnome.system.proxy{key}'.split(), value],
                           env={**os.environ, **program_environment('en')}, check=True)
        machine.check_itself('[Fine] Server: ', server=school_network.URL, **gnome)
        assert carrier.asked == [target] * len(carrier.asked) and carrier.asked, carrier.asked
        machine.check_itself('[Failed] Server: ', server=school_network.URL, status=1,
                             https_proxy=f'http://{school_network.ADDRESS}:9')


school.apart = proxy.apart = True

ALL = (no_keyring, no_network_manager, no_notifications, no_printer, no_gl, bare, x11, wayland,
       clock_ahead, clock_behind, larger_text, larger_screen, school, proxy)


def try_out(case, folder):
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix='houbu-machine-') as data, \
            desktop.Desktop(keyring=False, **getattr(case, 'screen', {})) as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend:
        case(Machine(screen, backend, folder))
    print(f'{case.__name__}: {time.monotonic() - began:.1f} s', flush=True)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else BUILD / 'machines')
    folder.mkdir(parents=True, exist_ok=True)
    words = sys.argv[2:]
    unknown = set(words) - {case.__name__ for case in ALL}
    assert not unknown, f'no such machine: {unknown}'
    wanted = [case for case in ALL if case.__name__ in words or not words]
    there = bool(os.environ.get(school_network.INSIDE))
    for case in wanted:
        if hasattr(case, 'apart') and not there and desktop.INSIDE not in os.environ:
            if school_network.enter(str(folder), case.__name__):
                sys.exit(f'{case.__name__} failed')
    wanted = [case for case in wanted if hasattr(case, 'apart') == there]
    if wanted:
        desktop.enter()
    for case in wanted:
        try_out(case, folder)


if __name__ == '__main__':
    main()
