#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows, two candidates, one queue: raising the capacity by one promotes the first and
moves the second up, on both screens, within a second of the operator's command."""

import sys
import tempfile
import time
from pathlib import Path

import desktop
from backend import BUILD, PRACTICE_PASSWORD, Backend, Candidate, record_of
from tour import HOUBU, OFFERING
from words import Words, program_environment

ACCOUNTS = ('13900000001', '13900000002')
LANGUAGE = 'zh_CN'
WITHIN = 1.0
GIVE_UP = 10.0


def register(candidate, account, student=None):
    """The steps before the waitlist, over the API."""
    student = student or record_of(account)
    version = candidate.ask('GET', '/v1/agreement')['version']
    candidate.ask('POST', '/v1/agreement/acceptance', {'version': version})
    found = candidate.ask('POST', '/v1/qualification-queries', {
        'id_type': student['id_type'], 'id_number': student['id_number'],
        'name': student['name']})
    candidate.ask('POST', '/v1/registration', {
        'query_id': found['query_id'], 'phone_confirmed': True, 'details_confirmed': True})


class Seat:
    """One candidate's window."""

    def __init__(self, screen, backend, account, number):
        import walk
        self.words = Words(LANGUAGE)
        self.candidate = Candidate(backend, account)
        register(self.candidate, account)
        self.candidate.ask('POST', '/v1/waitlist-entries', {'offering': OFFERING})
        # Each has an application id of its own, so the second is not the first one's window.
        screen.start(HOUBU, f'--gapplication-app-id=org.houbu.Houbu.Test{number}',
                     '--server', backend.url, **program_environment(LANGUAGE))
        self.window = walk.Window('houbu', index=number)
        self.window.wait_find('text', self.words('Account Name or Phone'))
        self.window.fill(self.words('Account Name or Phone'), account)
        self.window.fill(self.words('Password'), PRACTICE_PASSWORD)
        self.window.press(self.words.label('_Sign In'), exact=True)
        self.window.press(self.words.label('_Watch Your Place in the Queue'), exact=True)
        self.says_position()

    def entry(self):
        return self.candidate.ask('GET', '/v1/registration')['entries'][0]

    def position_text(self, entry):
        return self.words('Position %<PRId64> of %<PRId64> waiting',
                          entry['position'], entry['waiting'])

    def says_position(self):
        self.window.wait_says(self.position_text(self.entry()))

    def position_label(self):
        return self.window.wait_find('label', self.words.begin(
            'Position %<PRId64> of %<PRId64> waiting'))


def watch(first, second):
    """Polls both windows, narrowly, as walking a whole window takes longer than what is timed.

    Returns a function that waits for the first one's dialog and the second one's new position, and
    gives the seconds since it was called.
    """
    label = second.position_label()
    ahead = dict(second.entry())
    ahead['position'] -= 1
    ahead['waiting'] -= 1
    text = second.position_text(ahead)
    windows = first.window.app.childCount

    def until_seen():
        began = time.monotonic()
        seen = {}
        while len(seen) < 2 and time.monotonic() < began + GIVE_UP:
            if first.window.app.childCount > windows:
                seen.setdefault('promotion', time.monotonic() - began)
            if label.name == text:
                seen.setdefault('position', time.monotonic() - began)
            time.sleep(0.01)
        return seen
    return until_seen


def main():
    pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / 'tour'
    with tempfile.TemporaryDirectory(prefix='houbu-two-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend:
        first, second = (Seat(screen, backend, account, number)
                         for number, account in enumerate(ACCOUNTS))
        ahead = first.entry()['position']
        assert second.entry()['position'] == ahead + 1
        # Everyone before the two leaves first, so that the first of them is the head.
        capacity = first.candidate.offering(OFFERING)['capacity']
        backend.ctl('capacity', OFFERING, capacity + ahead - 1)
        first.says_position()
        second.says_position()
        until_seen = watch(first, second)
        backend.ctl('capacity', OFFERING, capacity + ahead)
        seen = until_seen()
        print('after the command had ended, on screen:',
              ', '.join(f'{what} {seconds:.2f} s' for what, seconds in seen.items()))
        assert set(seen) == {'promotion', 'position'} and max(seen.values()) < WITHIN, seen
        first.window.wait_says(first.words.begin('You Have a Seat: %s'))
        second.says_position()
        screen.picture(pictures / 'two-windows.png')
        backend.stop()
        assert backend.check() == [], backend.check()


if __name__ == '__main__':
    desktop.enter()
    main()
