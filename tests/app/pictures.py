#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page: zh_CN and en, light and dark, 360 pixels and 1366 × 768.

Somebody has to look at them; `pictures.py FOLDER [zh_CN-light en-dark …]`. The app is walked over
the accessibility bus against its own practice server, so what is seen is what a candidate sees.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get('HOUBU_BUILD', ROOT / 'build'))
sys.path.insert(0, str(ROOT / 'tests/e2e'))

import desktop  # noqa: E402  (its folder has to be on the path first)
from backend import record_of  # noqa: E402
from words import Words  # noqa: E402

WIDE = (1366, 768)
NARROW = (360, 720)
QUIET = 0.7  # seconds for a transition to end before a picture
LOOKS = ['zh_CN-light', 'zh_CN-dark', 'en-light', 'en-dark']
ACCOUNT = 1  # a sample account that has not registered yet


class Album:
    """One run of the app in one look."""

    def __init__(self, screen, folder, look):
        import walk
        language, theme = look.split('-')
        self.screen = screen
        self.folder = folder / look
        self.words = Words(language)
        self.count = 0
        self.app = screen.start(
            BUILD / 'src/app/houbu',
            LANGUAGE=language,
            XDG_DATA_HOME=os.environ['XDG_DATA_HOME'] + '/' + look,  # practice data of its own
            ADW_DEBUG_COLOR_SCHEME=f'prefer-{theme}',
            GSETTINGS_BACKEND='memory',
            G_DEBUG='fatal-criticals')
        self.window = walk.Window('houbu')

    def press(self, text, kind='button', **how):
        self.window.press(self.words.label(text), kind=kind, **how)

    def says(self, text):
        self.window.wait_says(self.words(text))

    def take(self, name):
        """The page in both sizes; a long one also further down."""
        self.count += 1
        window = self.screen.active_window_id()
        for size, tag in ((WIDE, 'wide'), (NARROW, 'narrow')):
            self.screen.resize(window, *size)
            time.sleep(QUIET)
            self.screen.picture(self.folder / f'{self.count:02}-{name}-{tag}.png', window)
        self.screen.resize(window, *WIDE)
        time.sleep(QUIET / 2)

    def take_screen(self, name):
        """A dialog is a window of its own: the whole screen."""
        self.count += 1
        time.sleep(QUIET)
        self.screen.picture(self.folder / f'{self.count:02}-{name}.png')


def before_registration(album):
    student = record_of(f'139{ACCOUNT:08}')
    album.says('Welcome to Houbu')
    album.take('welcome')
    album.window.fill(album.words('Address'), 'http://example.org')
    album.press('_Connect')
    time.sleep(1)
    album.take('welcome-problem')
    album.press('_Practise')
    album.says('Sample Accounts')
    time.sleep(1)
    album.take('sign-in')
    for link, page in (('Register an Account', 'register'), ('Forgot the Password', 'reset'),
                       ('Find the Account I Registered With', 'find-account'), ('Help', 'help')):
        album.press(link, exact=True)
        time.sleep(1)
        album.take(page)
        album.screen.key('alt+Left')
        album.says('Sample Accounts')
    album.window.fill(album.words('Account Name or Phone'), f'139{ACCOUNT:08}')
    album.window.fill(album.words('Password'), 'wrong-password')
    album.press('_Sign In', exact=True)
    time.sleep(2)
    album.take('sign-in-problem')
    album.window.fill(album.words('Password'), 'practice-2022')
    album.press('_Sign In', exact=True)
    album.says('Not registered (or registered with another account)')
    album.take('home')
    album.press('_Start Registering')
    album.says('Agreement and Pledge')
    time.sleep(1)
    album.take('agreement')
    album.press('I have read and accept the registration agreement, the integrity pledge, the user '
                'agreement and the privacy policy', kind='check')
    album.press('_Agree', exact=True)
    album.says('Find My School Record')
    album.window.fill(album.words("Document number, as in the school's record"), '12345')
    album.window.fill(album.words('Name'), student['name'])
    album.press('_Query', exact=True)
    time.sleep(1)
    album.take('qualification-problem')
    album.window.fill(album.words("Document number, as in the school's record"),
                      student['id_number'])
    album.press('_Query', exact=True)
    album.says('Personal Data')
    album.take('confirm')
    album.press('I have checked that my school record and my qualification are right', kind='check')
    album.press('_Save and Continue')
    album.says('Save Your Registration?')
    album.take_screen('confirm-dialog')
    album.press('_Save', exact=True)


def after_registration(album):
    album.says('Other Languages')
    time.sleep(1)
    album.take('written')
    album.window.press(album.words.begin('Join the waitlist for {subject} at {campus}'))
    album.window.wait_find('button', album.words.label('_Join the Waitlist'), exact=True)
    album.take_screen('join-dialog')
    album.press('_Join the Waitlist', exact=True)
    album.says('My Record')
    time.sleep(1)
    album.take('details-waiting')
    album.window.press(album.words.begin('Cancel waiting for %s at %s'))
    album.says('Another reason')
    album.take_screen('cancel-dialog')
    album.press('Another reason', kind='check', exact=True)
    album.take_screen('cancel-dialog-other')
    album.window.fill(album.words('Your reason (up to 100 characters)'), '明年再考')
    album.press('_Give Up the Place', exact=True)
    album.says('Cancelled by you')
    album.take('details-finished')
    album.press('Choose _Written Subjects')
    album.says('Other Languages')
    time.sleep(1)
    album.press('_Another Campus…')
    album.says('Choose a Campus')
    album.take_screen('campus-dialog')
    album.screen.type('993011')
    time.sleep(1)
    album.screen.key('Return')
    time.sleep(1)
    tick = album.words.begin('Take {subject} at {campus}')
    album.window.press(tick, kind='check')
    album.take('written-ticked')
    album.window.press('¥')  # the button that names the sum
    album.says('Unpaid')
    time.sleep(1)
    album.take('details-unpaid')
    album.window.press(album.words.begin('Choose the score report for %s at %s'))
    album.says('Form of the Score Report')
    album.take_screen('report-form-dialog')
    album.press('_Cancel', exact=True)
    delete = album.window.wait_find('button', album.words.label('_Delete Registration…'))
    album.window.focus(delete)
    album.take('details-end')
    album.press('_Delete Registration…')
    album.says('Delete Your Registration?')
    album.take_screen('delete-dialog')
    album.press('_Keep It', exact=True)
    album.press('Choose _Oral Subjects')
    album.window.wait_find('button', album.words.label('_Another Campus…'))
    time.sleep(1)
    album.take('oral')


def menus(album):
    album.screen.key('alt+Home')
    time.sleep(1)
    album.take('home-unpaid')
    album.screen.key('F10')
    album.take_screen('menu')
    album.screen.key('Escape')
    album.screen.key('ctrl+comma')
    album.take_screen('preferences')
    album.screen.key('Escape')
    album.screen.key('ctrl+question')
    album.take_screen('shortcuts')
    album.screen.key('Escape')


def main():
    folder = Path(sys.argv[1])
    for look in sys.argv[2:] or LOOKS:
        with desktop.Desktop(*WIDE, keyring=False) as screen:
            album = Album(screen, folder, look)
            try:
                before_registration(album)
                after_registration(album)
                menus(album)
            except AssertionError:
                album.take_screen('stopped-here')
                raise
        print(f'{look}: {album.count} pages', flush=True)


if __name__ == '__main__':
    desktop.enter()
    main()
