#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/labs.md, its settings followed literally: the server is set for everybody, and stays whatever
one writes; only one in the environment is stronger. In a mount namespace whose /etc is an overlay."""

import os
import re
import subprocess
import sys
import tempfile

import desktop
from backend import BUILD, ROOT
from words import program_environment

INSIDE = 'HOUBU_LAB_NAMESPACE'
SERVER = 'https://houbu.example.org'
KEY = ('org.houbu.Houbu', 'server')
OVERLAY = '''
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc
shift
exec "$@"
'''


def enter_namespace():
    """Runs the script again where /etc may be written."""
    if os.environ.get(INSIDE):
        return
    become = [] if os.geteuid() == 0 else ['--map-root-user']
    with tempfile.TemporaryDirectory(prefix='houbu-lab-') as scratch:
        command = ['unshare', *become, '--mount', 'sh', '-c', OVERLAY, 'sh', scratch,
                   sys.executable, *sys.argv]
        done = subprocess.run(command, env={**os.environ, INSIDE: '1'}, check=False)
    sys.exit(done.returncode)


def follow_page():
    """The page's commands."""
    text = (ROOT / 'docs/labs.md').read_text(encoding='utf-8')
    block, = re.findall(r'^```sh settings\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)
    assert SERVER in block and 'dconf update' in block, block
    subprocess.run(['bash', '-eu'], input=block, text=True, check=True)


def settings(*words):
    done = subprocess.run(['gsettings', *words], env={**os.environ, **environment()},
                          capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def environment():
    return {**program_environment('en'), 'GSETTINGS_BACKEND': 'dconf'}


def environment_is_stronger():
    """Where the environment has a server, that one is asked; here it is none at all."""
    done = subprocess.run([BUILD / 'root/bin/houbu', '--self-check'], capture_output=True, text=True,
                          env={**os.environ, **environment(), 'HOUBU_SERVER': 'ftp://no.server'},
                          check=False)
    assert done.returncode == 2 and 'ftp://no.server' in done.stderr, done


def main():
    follow_page()
    assert settings('get', *KEY) == (0, f"'{SERVER}'"), settings('get', *KEY)
    assert settings('writable', *KEY) == (0, 'false')
    code, said = settings('set', *KEY, 'http://127.0.0.1:9')
    assert code and 'writable' in said, said
    assert settings('get', *KEY) == (0, f"'{SERVER}'")
    lab = ('org.houbu.Houbu', 'lab-mode')
    assert settings('get', *lab) == (0, 'true') and settings('writable', *lab) == (0, 'false')
    # Not locked: everybody's own.
    other = ('org.houbu.Houbu', 'notify-seats')
    assert settings('set', *other, 'false') == (0, '') and settings('get', *other) == (0, 'false')
    environment_is_stronger()
    print('the server and lab mode are set for all, and stay')


if __name__ == '__main__':
    if not os.environ.get(desktop.INSIDE):
        enter_namespace()
    desktop.enter()
    main()
