# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser, Debian's Chromium without a screen, for what the app opens in one.

Before `desktop.enter()` a script calls `install()`: the driver comes from npm by its lock file,
once per build folder.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from backend import BUILD, ROOT
from desktop import wait_for

HERE = Path(__file__).resolve().parent
TOOLS = BUILD / 'tests/e2e/browser-tools'
DESKTOP_FILE = 'houbu-test-browser.desktop'
# It has no business on the bus of the app under test: it would start portals and a keyring there.
APART = {'DBUS_SESSION_BUS_ADDRESS': 'disabled:', 'DBUS_SYSTEM_BUS_ADDRESS': 'disabled:'}
SCHEMES = ('x-scheme-handler/http', 'x-scheme-handler/https')


def install():
    subprocess.run(['sh', ROOT / 'tests/contract/install-tools.sh', HERE / 'browser', TOOLS],
                   check=True, stdout=subprocess.DEVNULL)


class Browser:
    """One Chromium and the page that is open in it."""

    def __init__(self):
        self.child = subprocess.Popen(
            ['node', HERE / 'browser/browser.mjs', shutil.which('chromium') or '/usr/bin/chromium'],
            cwd=TOOLS, env={**os.environ, **APART},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.child.stdin.close()
        try:
            self.child.wait(20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.child.stdout.close()

    def __getattr__(self, verb):
        """`browser.visit(url=…)`: the verbs of browser.mjs."""
        return lambda **what: self._ask({'do': verb, **what})

    def _ask(self, what):
        self.child.stdin.write(json.dumps(what) + '\n')
        self.child.stdin.flush()
        answer = json.loads(self.child.stdout.readline() or '{"problem": "the browser has ended"}')
        if 'problem' in answer:
            raise AssertionError(f'in the browser: {answer["problem"]}')
        return answer['ok']


class DefaultBrowser:
    """What the desktop starts for a web address: it keeps the address for the test."""

    def __init__(self):
        self.opened = Path(os.environ['XDG_RUNTIME_DIR']) / 'opened'
        program = Path(os.environ['XDG_DATA_HOME']) / 'applications' / DESKTOP_FILE
        program.parent.mkdir(parents=True, exist_ok=True)
        script = program.with_suffix('.sh')
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{self.opened}"\n')
        script.chmod(0o755)
        program.write_text('[Desktop Entry]\nType=Application\nName=Test browser\n'
                           f'Exec={script} %u\nMimeType={";".join(SCHEMES)};\n')
        associate('[Default Applications]', DESKTOP_FILE)

    def wait_opened(self, limit=15):
        """The address that was opened since this was last asked."""
        wait_for(lambda: self.opened.exists() and self.opened.read_text().endswith('\n'), limit,
                 'an address to be opened')
        addresses = self.opened.read_text().split()
        self.opened.unlink()
        assert len(addresses) == 1, addresses
        return addresses[0]


def forbid():
    """From now on no program opens web addresses, whatever is installed."""
    installed = {'chromium.desktop'}
    for folder in os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share').split(':'):
        cache = Path(folder) / 'applications/mimeinfo.cache'
        for line in cache.read_text().splitlines() if cache.exists() else ():
            scheme, _, programs = line.partition('=')
            if scheme in SCHEMES:
                installed.update(filter(None, programs.split(';')))
    (Path(os.environ['XDG_DATA_HOME']) / 'applications' / DESKTOP_FILE).unlink(missing_ok=True)
    associate('[Removed Associations]', ';'.join(sorted(installed)))


def associate(group, programs):
    (Path(os.environ['XDG_CONFIG_HOME']) / 'mimeapps.list').write_text(
        '\n'.join([group, *(f'{scheme}={programs}' for scheme in SCHEMES), '']))
