#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From signing in to a place in the queue with the keyboard alone, and with a captcha that nobody
reads: the accessibility bus only tells what is on screen, everything is done by keys."""

import sys
import tempfile
import time

import desktop
from backend import PRACTICE_PASSWORD, Backend, record_of
from tour import HOUBU
from words import Words, program_environment

ACCOUNT = '13900000001'
LANGUAGE = 'zh_CN'
CONFIG = '[captcha]\nmode=always\ndifficulty=12\n'


class Keys:
    """A person without a mouse."""

    def __init__(self, screen, backend):
        import walk
        self.screen = screen
        self.words = Words(LANGUAGE)
        screen.start(HOUBU, '--server', backend.url, **program_environment(LANGUAGE))
        self.window = walk.Window('houbu')

    def says(self, text):
        self.window.wait_says(self.words(text))
        time.sleep(0.5)

    def go_to(self, kind, name, exact=True):
        """Tab, until the focus is there."""
        self.window.focus(self.window.wait_find(kind, name, exact=exact))

    def push(self, text):
        self.go_to('button', self.words.label(text))
        self.screen.key('space')

    def tick(self, text):
        self.go_to('check', self.words(text))
        self.screen.key('space')

    def typed(self, title):
        text = self.window.wait_find('text', self.words(title)).queryText()
        return text.getText(0, text.characterCount)

    def come_to(self, title):
        """Tab, until what is typed comes into that field: GTK 4.8 does not tell which text has the
        focus."""
        for _ in range(40):
            self.screen.key('q')
            time.sleep(0.2)
            there = 'q' in self.typed(title)
            self.screen.key('BackSpace')
            if there:
                return
            self.screen.key('Tab')
        raise AssertionError(f'the keyboard never came to “{title}”')

    def fill(self, title, text):
        """Types; what is on no keyboard by its number, as GTK has it without an input method."""
        self.come_to(title)
        for letter in text:
            if letter.isascii():
                self.screen.type(letter)
            else:
                self.screen.key('ctrl+shift+u', *f'{ord(letter):x}', 'Return')
        desktop.wait_for(lambda: self.typed(title) == text, 5, f'“{text}” in “{title}”')


def sign_in(keys):
    keys.says('Account Name or Phone')
    keys.fill('Account Name or Phone', ACCOUNT)
    keys.fill('Password', PRACTICE_PASSWORD)
    keys.push('Compute')
    keys.says('The captcha is solved by computation')
    keys.push('_Sign In')


def register(keys):
    student = record_of(ACCOUNT)
    keys.says('Not registered (or registered with another account)')
    keys.push('_Start Registering')
    keys.says('Agreement and Pledge')
    keys.tick('I have read and accept the registration agreement, the integrity pledge, the user '
              'agreement and the privacy policy')
    keys.push('_Agree')
    keys.says('Find My School Record')
    keys.fill("Document number, as in the school's record", student['id_number'])
    keys.fill('Name', student['name'])
    keys.screen.key('Return')
    keys.says('Personal Data')
    keys.tick('I have checked that my school record and my qualification are right')
    keys.push('_Save and Continue')
    keys.says('Save Your Registration?')
    keys.push('_Save')


def join(keys):
    keys.says('Other Languages')
    keys.go_to('button', keys.words.begin('Join the waitlist for {subject} at {campus}'),
               exact=False)
    keys.screen.key('Return')
    keys.window.wait_find('button', keys.words.label('_Join the Waitlist'), exact=True)
    keys.push('_Join the Waitlist')
    keys.says('My Record')
    keys.window.wait_find('button', keys.words.begin('Cancel waiting for %s at %s'))


def main():
    with tempfile.TemporaryDirectory(prefix='houbu-keyboard-') as data, \
            desktop.Desktop(keyring=False) as screen, \
            Backend(data, '--practice', config=CONFIG) as backend:
        keys = Keys(screen, backend)
        try:
            sign_in(keys)
            register(keys)
            join(keys)
        except AssertionError:
            print('\n'.join(keys.window.words()), file=sys.stderr)
            raise
    print('from signing in to a place in the queue by keys alone')


if __name__ == '__main__':
    desktop.enter()
    main()
