#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the notification of a seat to paid, and nothing else touched: details, report form, payment,
Chromium, and back. The same with the app killed at each stage, which goes on where it was; and with
no browser there and the window closed in the middle of paying.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import browser
import desktop
from backend import BUILD, Backend, Candidate
from desktop import wait_for
from notifications import (LANGUAGE, NAME, Notifications, click, close_window, install_service,
                           sign_in, wish_background)
from pay_page import CHINESE
from tour import HOUBU, OFFERING
from words import Words, program_environment

# They wait at the head of the practice queue, in this order.
STRAIGHT, KILLED, WITHOUT_BROWSER = '13900000031', '13900000032', '13900000033'


def app_process():
    """The process that is the app, whoever started it, or 0."""
    done = subprocess.run(
        ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
         '--method', 'org.freedesktop.DBus.GetConnectionUnixProcessID', NAME],
        capture_output=True, text=True, check=False)
    return int(done.stdout.strip('()\n, ').split()[-1]) if done.returncode == 0 else 0


class Walk:
    """One candidate's way to a seat that is paid."""

    def __init__(self, bench, account):
        self.screen, self.backend = bench.screen, bench.backend
        self.shown, self.opened, self.page = bench.shown, bench.opened, bench.page
        self.words = Words(LANGUAGE)
        self.account = account
        self.candidate = Candidate(self.backend, account)
        _app, self.window = sign_in(self.screen, self.backend, self.words, account)

    # The app's life

    def start(self):
        self.screen.start(HOUBU, **program_environment(LANGUAGE))
        self.look()

    def look(self):
        import walk
        self.window = walk.Window('houbu')

    def kill(self):
        """Without a chance to save anything."""
        os.kill(app_process(), signal.SIGKILL)
        wait_for(lambda: app_process() == 0, 10, 'the end of the app')

    def leave(self):
        """The next one who sits here is somebody else."""
        self.candidate.ask('DELETE', '/v1/sessions')
        self.window.wait_find('text', self.words('Account Name or Phone'))
        click('quit')
        wait_for(lambda: app_process() == 0, 10, 'the end of the app')

    # What is on the screen

    def says(self, text, *values):
        self.window.wait_says(self.words(text, *values))

    def press(self, text, *values):
        self.window.press(self.words.label(text, *values), exact=True)

    def heading(self, text):
        self.window.wait_find('label', self.words(text), exact=True)

    # What the server says

    def registration(self):
        return self.candidate.ask('GET', '/v1/registration')

    def seat(self):
        seat, = (each for each in self.registration()['enrolments']
                 if each['subject']['kind'] == 'written')
        return seat

    # The steps

    def is_promoted(self):
        """A seat becomes free: the desktop tells of it."""
        capacity = self.candidate.offering(OFFERING)['capacity']
        self.backend.ctl('capacity', OFFERING, capacity + 1)
        told = self.shown.wait('seat-')
        assert (told['default-action'], told['default-action-target']) == (
            'app.show-page', 'details'), told

    def opens_notification(self):
        click('show-page', 'details')
        self.look()
        self.says('Unpaid')

    def opens_report_form(self):
        self.window.press(self.words.begin('Choose the score report for %s at %s'))
        self.says('Form of the Score Report')

    def chooses_report_form(self, save=True):
        name = self.words('%s score report for %s', self.words('Electronic'),
                          self.seat()['subject']['name'])
        self.window.press(name, kind='check')
        if save:
            self.press('_Save')
            wait_for(lambda: self.seat().get('report_form') == 'electronic', 15, 'the report form')

    def goes_to_payment(self):
        self.window.press(self.words.begin('Pay %s for the written subjects'))
        self.heading('Check and Pay')

    def opens_browser(self):
        """Returns the address that the desktop's browser was given."""
        self.press('_Pay in Browser')
        address = self.opened.wait_opened()
        self.heading('Waiting for the Payment…')
        order, = self.registration()['payments']
        assert address == order['pay_url'], (address, order)
        return address

    def pays(self, address, method=0):
        self.page.visit(url=address, language=CHINESE['code'])
        self.page.choose(name=CHINESE['methods'][method])
        self.page.press(name=CHINESE['pay'])
        assert self.page.status() == CHINESE['paid'], self.page.text()
        self.page.close()

    def is_paid(self):
        self.heading('Paid')
        self.press('_See Your Registration')
        self.says('All paid')
        assert self.seat()['state'] == 'paid', self.seat()
        order, = self.registration()['payments']
        assert order['state'] == 'paid', order


def straight(bench):
    """A seat, told without a window; the shortest way from there."""
    walk = Walk(bench, STRAIGHT)
    close_window(bench.screen, bench.shown)
    walk.is_promoted()
    walk.opens_notification()
    walk.opens_report_form()
    walk.chooses_report_form()
    walk.goes_to_payment()
    walk.pays(walk.opens_browser())
    walk.is_paid()
    walk.leave()


def killed(bench):
    """At each stage the app dies and is started again."""
    walk = Walk(bench, KILLED)
    close_window(bench.screen, bench.shown)
    walk.kill()  # while it waited

    walk.start()
    walk.says('Waiting for a seat')
    close_window(bench.screen, bench.shown)
    walk.is_promoted()
    walk.kill()  # when it had told of the seat

    walk.opens_notification()  # which starts it
    walk.opens_report_form()
    walk.chooses_report_form(save=False)
    walk.kill()  # before the choice was saved

    walk.start()
    assert 'report_form' not in walk.seat(), walk.seat()
    walk.press('_Pay Now')
    walk.press('Choose _Score Report…')
    walk.says('Form of the Score Report')
    walk.chooses_report_form()
    walk.heading('Check and Pay')
    walk.kill()  # before an order was opened

    walk.start()
    walk.press('_Pay Now')
    walk.heading('Check and Pay')
    address = walk.opens_browser()
    walk.kill()  # while it waited for the payment

    walk.start()
    walk.press('_Go On with the Payment')
    assert walk.opens_browser() == address
    walk.kill()
    walk.pays(address, 1)  # and was told by nobody

    walk.start()
    walk.says('Registered and paid')
    click('show-page', 'payment')
    walk.is_paid()
    walk.leave()


def without_browser(bench):
    """No program opens the page: the address is there to be read. Paid elsewhere while the window is
    closed, it is told like any other news."""
    walk = Walk(bench, WITHOUT_BROWSER)
    close_window(bench.screen, bench.shown)
    walk.is_promoted()
    walk.opens_notification()
    walk.opens_report_form()
    walk.chooses_report_form()
    walk.goes_to_payment()
    browser.forbid()
    walk.press('_Pay in Browser')
    walk.says('No Browser Opened')
    field = walk.window.wait_find('text', walk.words('Address of the payment page')).queryText()
    address = field.getText(0, field.characterCount)
    assert address == walk.registration()['payments'][0]['pay_url'], address
    bench.screen.picture(bench.folder / 'paying-no-browser.png')
    close_window(bench.screen, bench.shown)
    walk.pays(address, 2)
    told = bench.shown.wait('order-')
    assert (told['default-action'], told['default-action-target']) == (
        'app.show-page', 'payment'), told
    click('show-page', 'payment')
    walk.look()
    walk.is_paid()
    walk.leave()


CASES = (straight, killed, without_browser)


class Bench:
    """What every walk needs."""

    def __init__(self, screen, backend, page, folder):
        self.screen, self.backend, self.page, self.folder = screen, backend, page, folder
        self.shown, self.opened = Notifications(), browser.DefaultBrowser()


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / 'tour'
    wish_background()
    with tempfile.TemporaryDirectory(prefix='houbu-paying-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend, \
            browser.Browser() as page:
        bench = Bench(screen, backend, page, folder)
        install_service()
        for case in CASES:
            began = time.monotonic()
            try:
                case(bench)
            except Exception:
                screen.picture(folder / 'paying-stopped-here.png')
                raise
            print(f'{case.__name__}: {time.monotonic() - began:.1f} s', flush=True)
        backend.stop()
        assert backend.check() == [], backend.check()


if __name__ == '__main__':
    browser.install()
    desktop.enter()
    main()
