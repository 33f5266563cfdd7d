# SPDX-License-Identifier: GPL-3.0-or-later
"""The way past every page and dialog of the app, for whoever wants to look at each of them.

`tests/app/pictures.py` takes a picture at each stop, `names.py` hears what a screen reader would
say. A new page or dialog gets its stop here, once: press what leads there, wait for what it says,
`stop()`.
"""

import os
import time
import urllib.parse
import urllib.request
from pathlib import Path

import browser
from backend import BUILD, Practice, record_of
from desktop import wait_for
from words import Words

ACCOUNT = 1  # a sample account that has not registered yet
OFFERING = '993010-1'  # full, with a queue


def pay(address):
    """What a browser does on the practice platform: opens the page, chooses, and sends the form."""
    with urllib.request.urlopen(address, timeout=20) as page:
        there = page.url
    form = urllib.parse.urlencode({'method': 'wallet', 'action': 'pay'}).encode()
    with urllib.request.urlopen(there, form, timeout=20) as page:
        page.read()


class Journey:
    """One run of the app against its own practice server, by the accessibility bus."""

    def __init__(self, screen, language, folder, **environment):
        import walk
        browser.forbid()
        self.screen = screen
        self.words = Words(language)
        self.data = Path(os.environ['XDG_DATA_HOME']) / folder  # practice data of its own
        self.app = screen.start(
            BUILD / 'src/app/houbu',
            LANGUAGE=language,
            XDG_DATA_HOME=str(self.data),
            GSETTINGS_BACKEND='memory',
            G_DEBUG='fatal-criticals',
            **environment)
        self.window = walk.Window('houbu')

    def stop(self, name, dialog=False):
        """Here is a page, or a dialog over it."""
        raise NotImplementedError

    def go(self):
        """The whole way."""
        self.before_registration()
        self.promotion()
        self.after_registration()
        self.payment()
        self.menus()

    def press(self, text, kind='button', **how):
        self.window.press(self.words.label(text), kind=kind, **how)

    def says(self, text):
        self.window.wait_says(self.words(text))

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
        self.press('I have checked that my school record and my qualification are right', kind='check')
        self.press('_Save and Continue')
        self.says('Save Your Registration?')
        self.stop('confirm-dialog', dialog=True)
        self.press('_Save', exact=True)

    def closed(self, text):
        """A dialog with this button has closed: keys go to it until then."""
        wait_for(lambda: self.window.find('button', self.words.label(text)) is None, 15,
                 'the dialog to close')

    def join(self):
        self.window.press(self.words.begin('Join the waitlist for {subject} at {campus}'))
        self.window.wait_find('button', self.words.label('_Join the Waitlist'), exact=True)

    def promotion(self):
        self.says('Other Languages')
        time.sleep(1)
        self.stop('written')
        self.join()
        self.stop('join-dialog', dialog=True)
        self.press('_Join the Waitlist', exact=True)
        self.says('My Record')
        time.sleep(1)
        self.stop('details-waiting')
        # Sooner than the others would leave the queue.
        take_away = Practice(self.data).give_seats(OFFERING)
        self.window.wait_find('button', self.words.label('_Later'), exact=True)
        self.stop('promotion-dialog', dialog=True)
        self.press('_Later', exact=True)
        self.closed('_Later')
        self.window.press(self.words.begin('Give up the seat for %s at %s'))
        self.window.wait_find('button', self.words.label('_Give Up the Seat'), exact=True)
        self.stop('give-up-dialog', dialog=True)
        self.press('_Give Up the Seat', exact=True)
        self.closed('_Give Up the Seat')
        take_away()

    def after_registration(self):
        self.press('Choose _Written Subjects')
        self.says('Other Languages')
        time.sleep(1)
        self.join()
        self.press('_Join the Waitlist', exact=True)
        self.says('My Record')
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
        self.closed('_Keep It')
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
