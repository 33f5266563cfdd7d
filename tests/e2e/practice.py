#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Practising on this computer: the app starts a backend of its own, with others who practise too,
signs a sample account in, and takes all of them along when it ends, even when it is killed. The
queue of the full offering moves: who joins it has a seat after about two minutes. The others can be
made to stand still, and practice can begin afresh. No keyring is there: the app says so."""

import os
import subprocess
import time
from pathlib import Path

import desktop
from backend import Candidate, record_of, running
from tour import HOUBU, LANGUAGE
from words import Words, program_environment


FULL = '993010-1'
ACCOUNT = '13900000001'
# About two minutes, and as much again for a machine that has other things to do.
PROMOTED_WITHIN = 240


def private_daemons():
    """The houbud that works on this desktop's practice data."""
    return running('/houbud')


def others(url=''):
    """The crowd of a private daemon, of the one at `url`."""
    return [words for words in running('/houbu-crowd') if not url or url in words]


class Private:
    """The private daemon, for a candidate over the plain API."""

    def __init__(self):
        words = desktop.wait_for(others, 15, 'the others')[0]
        self.url = words[words.index('--server') + 1]


def join(private):
    """The sample account registers and joins the full queue; returns the candidate."""
    candidate = Candidate(private, ACCOUNT)
    student = record_of(ACCOUNT)
    candidate.ask('POST', '/v1/agreement/acceptance',
                  {'version': candidate.ask('GET', '/v1/agreement')['version']})
    found = candidate.ask('POST', '/v1/qualification-queries',
                          {key: student[key] for key in ('id_type', 'id_number', 'name')})
    candidate.ask('POST', '/v1/registration', {'query_id': found['query_id'], 'phone_confirmed': True,
                                               'details_confirmed': True})
    candidate.ask('POST', '/v1/waitlist-entries', {'offering': FULL})
    return candidate


def position(candidate):
    """The place in the queue, or 0 with a seat; as often as an account may ask."""
    time.sleep(0.5)
    state = candidate.ask('GET', '/v1/registration')
    if state['entries']:
        return state['entries'][0]['position']
    assert state['enrolments'][0]['obtained_by'] == 'waitlist', state
    return 0


def stands_still(candidate, seconds=8):
    before = position(candidate)
    time.sleep(seconds)
    return position(candidate) == before


def queue_moves(window, words):
    """Joining, pausing, going on, and the seat; the screen says it all."""
    candidate = join(Private())
    first = position(candidate)
    assert first > 1, first
    window.press(words.label('_Pause'), exact=True)
    time.sleep(2)  # what they had begun
    assert stands_still(candidate), 'the others went on'
    paused = time.monotonic()
    window.press(words.label('_Pause'), exact=True)
    desktop.wait_for(lambda: position(candidate) < first, PROMOTED_WITHIN, 'a better position')
    desktop.wait_for(lambda: position(candidate) == 0, PROMOTED_WITHIN, 'a seat')
    took = time.monotonic() - paused
    assert took < PROMOTED_WITHIN, took
    window.wait_says(words.begin('You Have a Seat: %s'), 15)
    window.press(words.label('_Later'), exact=True)
    print(f'from place {first} to a seat in {took:.0f} s')


def begins_afresh(window, words):
    """All that was practised is gone, and the others are there again."""
    old = Private().url
    window.press(words.label('Start _Afresh'), exact=True)
    window.press(words.label('_Start Afresh'), index=1, exact=True)
    window.wait_says(words('Sample Accounts'), 60)
    desktop.wait_for(lambda: not others(old), 20, 'the end of the others')
    fresh = Private()
    assert fresh.url != old
    assert len(private_daemons()) == 1, private_daemons()
    assert Candidate(fresh, ACCOUNT).ask('GET', '/v1/registration')['status'] == 'none'


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
    return app, window


def data_is_clean():
    data = next(Path(os.environ['XDG_DATA_HOME']).rglob('houbu.db')).parent
    subprocess.run([HOUBU.parent / 'houbud', 'check', '--data', data], check=True)


def main():
    words = Words(LANGUAGE)
    with desktop.Desktop(keyring=False) as screen:
        app, window = practise(screen, words)
        queue_moves(window, words)
        begins_afresh(window, words)
        desktop.stop(app)
        desktop.wait_for(lambda: not private_daemons() and not others(), 15,
                         'the end of the private backend')
        data_is_clean()

        app, window = practise(screen, words)
        app.kill()
        app.wait()
        desktop.wait_for(lambda: not private_daemons() and not others(), 15,
                         'its end after the app was killed')
        data_is_clean()
    print('practice came, moved, began afresh, and went with the app, twice')


if __name__ == '__main__':
    desktop.enter()
    main()
