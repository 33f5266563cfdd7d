# SPDX-License-Identifier: GPL-3.0-or-later
"""The way past every page and dialog of the app, for whoever wants to look at each of them.

`tests/app/pictures.py` takes a picture at each stop, `names.py` hears what a screen reader would
say. A new page or dialog gets its stop here, once: press what leads there, wait for what it says,
`stop()`.
"""

import os
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import browser
import desktop
from backend import (BUILD, PRACTICE_PASSWORD, Backend, Candidate, let_a_day_pass, record_of)
from desktop import wait_for
from words import Words

ACCOUNT = 1  # a sample account that has not registered yet
HEAD = '13900000031'  # waits at the head of the full queue
OFFERING = '993010-1'
IDLE_SECONDS = 20  # the warning comes at half of it


def pay(address):
    """What a browser does on the practice platform: opens the page, chooses, and sends the form."""
    with urllib.request.urlopen(address, timeout=20) as page:
        there = page.url
    form = urllib.parse.urlencode({'method': 'wallet', 'action': 'pay'}).encode()
    with urllib.request.urlopen(there, form, timeout=20) as page:
        page.read()


@contextmanager
def lab_settings():
    """As somebody who looks after the room sets them."""
    settings = Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings/keyfile'
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[org/houbu/Houbu]\nlab-mode=true\n'
                        f'lab-idle-seconds=uint32 {IDLE_SECONDS}\n')
    yield {'GSETTINGS_BACKEND': 'keyfile'}
    settings.unlink()


class Journey:
    """One run of the app against its own practice server, by the accessibility bus; then of another
    one at a school's."""

    def __init__(self, screen, language, folder, **environment):
        browser.forbid()
        self.screen = screen
        self.words = Words(language)
        self.environment = {
            'LANGUAGE': language,
            'XDG_DATA_HOME': os.environ['XDG_DATA_HOME'] + '/' + folder,  # practice data of its own
            'GSETTINGS_BACKEND': 'memory',
            'G_DEBUG': 'fatal-criticals',
            **environment}
        self.app = self.window = None
        self.start()

    def start(self, *options, **environment):
        import walk
        self.app = self.screen.start(BUILD / 'src/app/houbu', *options,
                                     **{**self.environment, **environment})
        self.window = walk.Window('houbu')

    def end(self):
        """The app must have lived until now."""
        import pyatspi
        assert self.app.poll() is None, f'the app ended with {self.app.returncode}'
        desktop.stop(self.app)
        wait_for(lambda: all(child is None or child.name != 'houbu'
                             for child in pyatspi.Registry.getDesktop(0)), 20, 'the end of the app')

    def stop(self, name, dialog=False):
        """Here is a page, or a dialog over it."""
        raise NotImplementedError

    def go(self):
        """The whole way."""
        self.before_registration()
        self.after_registration()
        self.payment()
        self.menus()
        self.end()
        with tempfile.TemporaryDirectory(prefix='houbu-school-') as data, \
                Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend:
            self.seat_and_closing(backend)
            with lab_settings() as environment:
                self.lab(backend, environment)

    def press(self, text, kind='button', **how):
        self.window.press(self.words.label(text), kind=kind, **how)

    def says(self, text):
        self.window.wait_says(self.words(text))

    def dialog_closed(self, button):
        """Keys go to the dialog with that button until then."""
        wait_for(lambda: self.window.find('button', self.words.label(button)) is None, 15,
                 'the dialog to close')

    def before_registration(self):
        student = record_of(f'139{ACCOUNT:08}')
        self.says('Welcome to Houbu')
        self.stop('welcome')
        self.window.fill(self.words('Address'), 'http://example.org')
        self.press('_Connect')
        time.sleep(1)
        self.stop('welcome-problem')
        self.press('_Practise')
        self.says('Sample Accounts')
        time.sleep(1)
        self.stop('sign-in')
        for link, page in (('Register an Account', 'register'), ('Forgot the Password', 'reset'),
                           ('Find the Account I Registered With', 'find-account'), ('Help', 'help')):
            self.press(link, exact=True)
            time.sleep(1)
            self.stop(page)
            self.screen.key('alt+Left')
            self.says('Sample Accounts')
        self.window.fill(self.words('Account Name or Phone'), f'139{ACCOUNT:08}')
        self.window.fill(self.words('Password'), 'wrong-password')
        self.press('_Sign In', exact=True)
        time.sleep(2)
        self.stop('sign-in-problem')
        self.press('Compute')
        self.says('The captcha is solved by computation')
        self.stop('sign-in-computed')
        self.window.fill(self.words('Password'), 'practice-2022')
        self.press('_Sign In', exact=True)
        self.says('Not registered (or registered with another account)')
        self.stop('home')
        self.press('_Start Registering')
        self.says('Agreement and Pledge')
        time.sleep(1)
        self.stop('agreement')
        self.press('I have read and accept the registration agreement, the integrity pledge, the user '
                    'agreement and the privacy policy', kind='check')
        self.press('_Agree', exact=True)
        self.says('Find My School Record')
        self.window.fill(self.words("Document number, as in the school's record"), '12345')
        self.window.fill(self.words('Name'), student['name'])
        self.press('_Query', exact=True)
        time.sleep(1)
        self.stop('qualification-problem')
        self.window.fill(self.words("Document number, as in the school's record"),
                          student['id_number'])
        self.press('_Query', exact=True)
        self.says('Personal Data')
        self.stop('confirm')
        self.press('CET-6 _Review…')
        self.says('Review of Your CET-6 Qualification')
        self.stop('review-dialog', dialog=True)
        self.press('_Cancel', exact=True)
        self.dialog_closed('_Ask for the Review')
        self.press('I have checked that my school record and my qualification are right', kind='check')
        self.press('_Save and Continue')
        self.says('Save Your Registration?')
        self.stop('confirm-dialog', dialog=True)
        self.press('_Save', exact=True)

    def after_registration(self):
        self.says('Other Languages')
        time.sleep(1)
        self.stop('written')
        self.window.press(self.words.begin('Join the waitlist for {subject} at {campus}'))
        self.window.wait_find('button', self.words.label('_Join the Waitlist'), exact=True)
        self.stop('join-dialog', dialog=True)
        self.press('_Join the Waitlist', exact=True)
        self.says('My Record')
        time.sleep(1)
        self.stop('details-waiting')
        self.window.press(self.words.begin('Cancel waiting for %s at %s'))
        self.says('Another reason')
        self.stop('cancel-dialog', dialog=True)
        self.press('Another reason', kind='check', exact=True)
        self.stop('cancel-dialog-other', dialog=True)
        self.window.fill(self.words('Your reason (up to 100 characters)'), '明年再考')
        self.press('_Give Up the Place', exact=True)
        self.says('Cancelled by you')
        self.stop('details-finished')
        self.press('Choose _Written Subjects')
        self.says('Other Languages')
        time.sleep(1)
        self.press('_Another Campus…')
        self.says('Choose a Campus')
        self.stop('campus-dialog', dialog=True)
        self.screen.type('993011')
        time.sleep(1)
        self.screen.key('Return')
        time.sleep(1)
        tick = self.words.begin('Take {subject} at {campus}')
        self.window.press(tick, kind='check')
        self.stop('written-ticked')
        self.window.press('¥')  # the button that names the sum
        self.says('Unpaid')
        time.sleep(1)
        self.stop('details-unpaid')
        self.window.press(self.words.begin('Choose the score report for %s at %s'))
        self.says('Form of the Score Report')
        self.stop('report-form-dialog', dialog=True)
        self.press('_Cancel', exact=True)
        delete = self.window.wait_find('button', self.words.label('_Delete Registration…'))
        self.window.focus(delete)
        self.stop('details-end')
        self.press('_Delete Registration…')
        self.says('Delete Your Registration?')
        self.stop('delete-dialog', dialog=True)
        self.press('_Keep It', exact=True)
        self.press('Choose _Oral Subjects')
        self.window.wait_find('button', self.words.label('_Another Campus…'))
        time.sleep(1)
        self.stop('oral')

    def payment(self):
        self.screen.key('alt+Home')
        time.sleep(1)
        self.stop('home-unpaid')
        self.press('_Pay Now')
        self.says('First of All')
        self.stop('payment-form-missing')
        self.press('Choose _Score Report…')
        self.says('Form of the Score Report')
        self.window.press(self.words('Paper'), kind='check')
        self.press('_Save', exact=True)
        self.says('Check and Pay')
        time.sleep(2)
        self.stop('payment')
        self.press('Payment _Problems?')
        time.sleep(1)
        self.stop('payment-problems', dialog=True)
        self.screen.key('Escape')
        self.press('Show _QR Code')
        self.says('Waiting for the Payment…')
        self.stop('payment-waiting')
        self.press('_Pay in Browser')
        self.says('No Browser Opened')
        self.stop('payment-no-browser')
        field = self.window.wait_find('text', self.words('Address of the payment page')).queryText()
        address = field.getText(0, field.characterCount)
        self.press('Cancel This _Order…')
        self.says('Cancel This Order?')
        self.stop('payment-cancel-dialog', dialog=True)
        self.press('_Keep It', exact=True)
        self.dialog_closed('_Keep It')
        time.sleep(1)
        self.screen.key('alt+Home')
        self.says('Payment being checked')
        self.stop('home-paying')
        self.press('_Go On with the Payment')
        self.says('Waiting for the Payment…')
        pay(address)
        self.says('Paid')
        self.stop('payment-paid')
        self.press('_See Your Registration')
        self.says('All paid')
        self.stop('details-paid')

    def menus(self):
        self.screen.key('alt+Home')
        time.sleep(1)
        self.stop('home-paid')
        self.screen.key('F10')
        self.stop('menu', dialog=True)
        self.screen.key('Escape')
        self.screen.key('ctrl+comma')
        self.stop('preferences', dialog=True)
        self.screen.key('Escape')
        self.screen.key('ctrl+question')
        self.stop('shortcuts', dialog=True)
        self.screen.key('Escape')
        self.screen.key('F10')
        time.sleep(1)
        self.screen.key('c')
        self.says('Candidates Cannot Register Here Yet')  # in practice nobody does
        self.stop('self-check')

    def sign_in(self, account):
        self.window.wait_find('text', self.words('Account Name or Phone'))
        self.window.fill(self.words('Account Name or Phone'), account)
        self.window.fill(self.words('Password'), PRACTICE_PASSWORD)
        self.press('_Sign In', exact=True)

    def seat_and_closing(self, backend):
        """What comes by itself: a seat; and a day after it was given up, the end of the
        registration."""
        candidate = Candidate(backend, HEAD)
        self.start('--server', backend.url)
        self.sign_in(HEAD)
        self.press('_Watch Your Place in the Queue')
        self.says('My Record')
        backend.ctl('capacity', OFFERING, candidate.offering(OFFERING)['capacity'] + 1)
        self.window.wait_says(self.words.begin('You Have a Seat: %s'))
        self.stop('promotion-dialog', dialog=True)
        self.press('_Later', exact=True)
        self.dialog_closed('_Later')
        self.window.press(self.words.begin('Give up the seat for %s at %s'))
        self.window.wait_find('button', self.words.label('_Give Up the Seat'), exact=True)
        self.stop('give-up-dialog', dialog=True)
        self.press('_Give Up the Seat', exact=True)
        self.dialog_closed('_Give Up the Seat')
        let_a_day_pass(backend.data / 'houbu.db')
        self.says('The registration was deleted')
        self.stop('details-closed')
        self.screen.key('alt+Home')
        self.window.wait_find('button', self.words.label('_Register Again'))
        time.sleep(1)
        self.stop('home-closed')
        self.end()

    def lab(self, backend, environment):
        """A shared computer: what is there of it, and the warning before somebody is signed out."""
        self.start('--server', backend.url, **environment)
        self.says('Shared Computer')
        self.stop('lab-sign-in')
        self.screen.key('ctrl+comma')
        time.sleep(1)
        self.stop('lab-preferences', dialog=True)
        self.screen.key('Escape')
        time.sleep(1)
        self.screen.key('F10')
        time.sleep(1)
        self.screen.key('c')
        self.says('Lab Mode')
        time.sleep(1)
        self.stop('lab-self-check')
        self.screen.key('alt+Left')
        self.sign_in(HEAD)
        self.says('Are You Still There?')
        self.stop('lab-warning', dialog=True)
        self.press('_Stay Signed In')
        self.dialog_closed('_Stay Signed In')
        self.end()
