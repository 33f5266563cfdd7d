# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for tests: display, window manager, session bus, keyring.

A script calls `enter()` first: it runs itself again on a private session bus with a
private home, so nothing of the person who runs it is read or changed. After that it
makes a `Desktop` (Xvfb and a window manager), starts programs in it, and walks them
with `walk.Window` over AT-SPI, as a screen reader would.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INSIDE = 'HOUBU_TEST_DESKTOP'


def enter():
    """Runs the calling script again on a session bus of its own; returns inside only."""
    if os.environ.get(INSIDE):
        return
    home = tempfile.mkdtemp(prefix='houbu-desktop-')
    environment = {
        'PATH': os.environ['PATH'],
        'HOME': home,
        'XDG_CACHE_HOME': home + '/cache',
        'XDG_CONFIG_HOME': home + '/config',
        'XDG_DATA_HOME': home + '/data',
        'XDG_RUNTIME_DIR': home + '/run',
        'LANG': 'C.UTF-8',
        'LC_ALL': 'C.UTF-8',
        'TZ': 'Asia/Shanghai',
        'GTK_A11Y': 'atspi',
        'GSK_RENDERER': 'cairo',
        'GTK_USE_PORTAL': '0',
        'NO_AT_BRIDGE': '0',
        INSIDE: '1',
    }
    for name in ('HOUBU_BUILD', 'HOUBU_SCHOOL_NETWORK', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'G_DEBUG'):
        if name in os.environ:
            environment[name] = os.environ[name]
    for name in ('cache', 'config', 'data', 'run'):
        os.mkdir(f'{home}/{name}', 0o700)
    try:
        done = subprocess.run(['dbus-run-session', '--', sys.executable, *sys.argv],
                              env=environment, check=False)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    sys.exit(done.returncode)


class Desktop:
    """Xvfb with a window manager; ends everything it started."""

    def __init__(self, width=1366, height=768, keyring=True, text_scale=1):
        self.children = []
        self.keyring = None
        self.width, self.height = width, height
        self.display = self._start_display(width, height)
        os.environ['DISPLAY'] = self.display
        self._start_window_manager()
        if text_scale != 1:
            self._scale_text(text_scale)
        if keyring:
            self._start_keyring()
        else:
            forbid_keyring()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for child in reversed(self.children):
            stop(child)

    def _start_display(self, width, height):
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writing), '-screen', '0', f'{width}x{height}x24',
             '-nolisten', 'tcp', '-dpi', '96'],
            pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        self.children.append(server)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start')
        return ':' + number

    def _start_window_manager(self):
        """Dialogs are placed and windows become active only under a window manager."""
        config = Path(os.environ['XDG_CONFIG_HOME'])
        for name, text in (('openbox/rc.xml', OPENBOX),
                           ('gtk-4.0/settings.ini', GTK_SETTINGS)):
            (config / name).parent.mkdir(exist_ok=True)
            (config / name).write_text(text)
        self.children.append(subprocess.Popen(['openbox'], stderr=subprocess.DEVNULL))

    def _scale_text(self, factor):
        """As a desktop does it: under X11 GTK hears of the size of text from nobody else."""
        config = Path(os.environ['XDG_CONFIG_HOME']) / 'xsettingsd.conf'
        config.write_text(f'Xft/DPI {int(factor * 96 * 1024)}\n')
        self.children.append(subprocess.Popen(['xsettingsd', '-c', str(config)],
                                              stderr=subprocess.DEVNULL))

    def _start_keyring(self):
        keyring = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        keyring.stdin.write(b'a test keyring\n')
        keyring.stdin.close()
        self.children.append(keyring)
        self.keyring = keyring
        wait_for(lambda: has_bus_name('org.freedesktop.secrets'), 20, 'the keyring')

    def start(self, *command, **environment):
        """Starts a program on this desktop; standard error goes to ours."""
        child = subprocess.Popen([str(word) for word in command],
                                 env={**os.environ, **environment})
        self.children.append(child)
        return child

    def picture(self, path, window=None):
        """Writes what the screen (or one X window) shows as a PNG."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(['import', '-silent', '-window', window or 'root', str(path)], check=True)

    def window_id(self, name):
        """The X window whose title is `name`."""
        done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', name],
                              capture_output=True, text=True, check=False)
        return done.stdout.split()[-1] if done.stdout.split() else None

    def active_window_id(self):
        done = subprocess.run(['xdotool', 'getactivewindow'],
                              capture_output=True, text=True, check=False)
        return done.stdout.strip() or None

    def wait_still(self, window):
        """Until a window looks the same for a while, without asking the program: GTK 4.8 may end when
        it is asked about a dialog that comes or goes."""
        seen = []

        def is_still():
            shot = subprocess.run(['import', '-silent', '-window', window, 'rgb:-'],
                                  capture_output=True, check=True).stdout
            same = seen[-1:] == [shot]
            seen[:] = [shot]
            time.sleep(0.3)
            return same
        wait_for(is_still, 20, f'the window {window} to stand still')

    def name_file(self, dialog, path):
        """Types a path over what a file dialog proposes."""
        self.wait_still(dialog)
        self.key('ctrl+a')
        self.type(str(path))
        self.wait_still(dialog)
        self.key('Return')

    def resize(self, window, width, height):
        subprocess.run(['xdotool', 'windowmove', window, '0', '0',
                        'windowsize', '--sync', window, str(width), str(height)], check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '15', text], check=True)

    def key(self, *keys):
        subprocess.run(['xdotool', 'key', *keys], check=True)


def stop(child, limit=10):
    """Asks a process to end, and ends it when it does not."""
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(limit)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


# On a busy machine everything takes longer, and whoever waits in vain waits for nothing else.
PATIENCE = 3


def wait_for(condition, limit, what):
    """Waits until `condition()` is true and returns it; says `what` never came."""
    limit *= PATIENCE
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'waited {limit} s in vain for {what}')
        time.sleep(0.05)


def forbid_keyring():
    """The bus would start an installed keyring by itself: here its name leads nowhere."""
    forbid('org.freedesktop.secrets')


def forbid(name):
    """From now on the bus does not start the service of that name by itself."""
    services = Path(os.environ['XDG_DATA_HOME']) / 'dbus-1/services'
    services.mkdir(parents=True, exist_ok=True)
    (services / f'{name}.service').write_text(f'[D-BUS Service]\nName={name}\nExec=/bin/false\n')
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus',
                    '--object-path', '/org/freedesktop/DBus',
                    '--method', 'org.freedesktop.DBus.ReloadConfig'],
                   stdout=subprocess.DEVNULL, check=True)


def has_bus_name(name):
    done = subprocess.run(
        ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
         '--method', 'org.freedesktop.DBus.NameHasOwner', name],
        capture_output=True, text=True, check=False)
    return 'true' in done.stdout


# What GNOME itself would say; without it GTK takes whatever font comes first.
GTK_SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=false
"""

OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <applications/>
</openbox_config>
"""
