#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Practising on this computer: the app starts a backend of its own, signs a sample account in, and
takes the backend along when it ends, even when it is killed. No keyring is there: the app says so."""

import os
import subprocess
from pathlib import Path

import desktop
from tour import HOUBU, LANGUAGE
from words import Words, program_environment


def private_daemons():
    """Process ids of the houbud that works on this desktop's practice data."""
    folder = os.environ['XDG_DATA_HOME']
    found = []
    for entry in Path('/proc').iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / 'cmdline').read_bytes().split(b'\0')
        except OSError:
            continue
        if words[0].endswith(b'houbud') and any(folder.encode() in word for word in words):
            found.append(int(entry.name))
    return found


def practise(screen, words):
    """From the first start to the home page of a sample account."""
    import walk
    app = screen.start(HOUBU, **program_environment(LANGUAGE))
    window = walk.Window('houbu')
    window.wait_says(words('Welcome to Houbu'))
    window.press(words.label('_Practise'), exact=True)
    window.wait_says(words('Sample Accounts'), 60)
    window.wait_says(words('There is no keyring here, so you stay signed in only until you close '
                           'the app.'))
    window.press(words.label('_Fill In'), exact=True)
    window.press(words.label('_Sign In'), exact=True)
    window.wait_says(words('Not registered (or registered with another account)'))
    assert len(private_daemons()) == 1, private_daemons()
    return app


def data_is_clean():
    data = next(Path(os.environ['XDG_DATA_HOME']).rglob('houbu.db')).parent
    subprocess.run([HOUBU.parent / 'houbud', 'check', '--data', data], check=True)


def main():
    words = Words(LANGUAGE)
    with desktop.Desktop(keyring=False) as screen:
        app = practise(screen, words)
        desktop.stop(app)
        desktop.wait_for(lambda: not private_daemons(), 15, 'the end of the private backend')
        data_is_clean()

        app = practise(screen, words)
        app.kill()
        app.wait()
        desktop.wait_for(lambda: not private_daemons(), 15, 'its end after the app was killed')
        data_is_clean()
    print('practice came, worked, and went with the app, twice')


if __name__ == '__main__':
    desktop.enter()
    main()
