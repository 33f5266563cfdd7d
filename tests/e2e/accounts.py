#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account from nothing: registering, a forgotten password, another phone, finding it again,
signing out everywhere, and what there is to read before signing in. `accounts.py [FOLDER [LOOK]]`
leaves pictures of each page, wide and 360 pixels."""

import re
import sys
import tempfile
import time
from pathlib import Path

import desktop
from backend import BUILD, Backend, Candidate, record_of
from words import Words, program_environment

HOUBU = BUILD / 'root/bin/houbu'
WIDE = (1366, 768)
NARROW = (360, 720)
PHONE, OTHER_PHONE = '13900000090', '13900000091'
PASSWORD, SECOND_PASSWORD = 'lantern over the bridge', 'three boats at noon'
QUIET = 0.6


class Walk:
    """The window, the daemon behind it, and the pictures."""

    def __init__(self, screen, backend, folder, look):
        import walk
        language, theme = look.split('-')
        self.screen = screen
        self.backend = backend
        self.folder = folder / look if folder else None
        self.words = Words(language)
        self.count = 0
        screen.start(HOUBU, '--server', backend.url,
                     **program_environment(language, dark=theme == 'dark'))
        self.window = walk.Window('houbu')

    def says(self, text, *values):
        self.window.wait_says(self.words(text, *values))

    def press(self, text, **how):
        self.window.press(self.words.label(text), exact=True, **how)

    def fill(self, text, value):
        self.window.fill(self.words(text), value)

    def typed(self, title):
        text = self.window.wait_find('text', self.words(title)).queryText()
        return text.getText(0, text.characterCount)

    def take(self, name, both=True):
        if self.folder is None:
            return
        self.count += 1
        window = self.screen.active_window_id()
        for size, tag in ((WIDE, 'wide'), (NARROW, 'narrow')) if both else ():
            self.screen.resize(window, *size)
            time.sleep(QUIET)
            self.screen.picture(self.folder / f'{self.count:02}-{name}-{tag}.png', window)
        if not both:
            time.sleep(QUIET)
            self.screen.picture(self.folder / f'{self.count:02}-{name}.png')
            return
        self.screen.resize(window, *WIDE)
        time.sleep(QUIET)

    def messages(self, phone):
        outbox = self.backend.data / 'outbox.txt'
        lines = outbox.read_text(encoding='utf-8').splitlines() if outbox.exists() else []
        return [line.split(' ', 2)[2] for line in lines if f' {phone} ' in line]

    def code(self, phone, count=1):
        """The code in the newest message, once there are so many."""
        desktop.wait_for(lambda: len(self.messages(phone)) >= count, 10, f'a message to {phone}')
        return re.search(r'\d{6}', self.messages(phone)[-1]).group()

    def close_dialog(self, heading):
        self.says(heading)
        self.take('told', both=False)
        # Its button has the same name as the window's own.
        self.screen.key('Escape')
        time.sleep(QUIET)


def help_pages(walk):
    """Everything can be read before signing in; F1 opens it, and each topic has its text."""
    walk.says('Register an Account')
    walk.take('sign-in')
    walk.screen.key('F1')
    walk.says('The Exam')
    walk.take('help')
    for title in ('Timetable', walk.titles['waitlist_guide'], walk.titles['privacy_policy']):
        walk.window.press(walk.words(title) if title == 'Timetable' else title, exact=True)
        time.sleep(1)
        walk.take('help-topic')
        walk.screen.key('alt+Left')
        walk.says('The Exam')
    walk.screen.key('alt+Left')
    walk.says('Register an Account')


def register(walk):
    """A wrong code is told, and what was typed stays; the right one makes the account."""
    walk.press('Register an Account')
    walk.says('New Password')
    walk.take('register')
    walk.fill('Phone Number', PHONE)
    walk.press('Send Code')
    code = walk.code(PHONE)
    walk.fill('Message Code', '000000' if code != '000000' else '111111')
    walk.fill('New Password', PASSWORD)
    walk.press('_Register the Account')
    walk.window.wait_says(walk.wrong_code)
    walk.take('register-problem')
    assert walk.typed('Phone Number') == PHONE, 'what was typed is gone'
    walk.fill('Message Code', code)
    walk.press('_Register the Account')
    walk.close_dialog('Your Account Is Registered')
    sign_in(walk, PASSWORD)


def sign_in(walk, password):
    walk.says('Remember Me')
    walk.fill('Password', password)
    walk.press('_Sign In')
    walk.says('Not registered (or registered with another account)')


def change_phone(walk):
    """From the preferences; the old phone is told."""
    walk.screen.key('ctrl+comma')
    walk.says('Sign Out Everywhere')
    walk.take('preferences', both=False)
    walk.window.press(walk.words.label('_Change…'))
    walk.says('Change the Phone')
    walk.take('change-phone')
    walk.fill('Phone Number', OTHER_PHONE)
    walk.press('Send Code')
    walk.fill('Message Code', walk.code(OTHER_PHONE))
    walk.take('change-phone-sent')
    walk.press('_Change Phone')
    walk.close_dialog('The Phone Is Changed')
    desktop.wait_for(lambda: len(walk.messages(PHONE)) >= 2, 10, 'word to the old phone')


def sign_out_everywhere(walk):
    candidate = Candidate(walk.backend, OTHER_PHONE, PASSWORD)
    candidate.ask('GET', '/v1/sessions/current')
    walk.screen.key('ctrl+comma')
    walk.press('Sign _Out…')
    walk.says('Sign Out on Every Device?')
    walk.take('sign-out-everywhere', both=False)
    walk.press('_Sign Out Everywhere')
    walk.close_dialog('You Are Signed Out Everywhere')
    try:
        candidate.ask('GET', '/v1/sessions/current')
    except Exception:
        return
    raise AssertionError('another device is still signed in')


def reset(walk):
    walk.press('Forgot the Password')
    walk.says('New Password')
    walk.take('reset')
    time.sleep(max(0, walk.asked_at + 61 - time.monotonic()))
    walk.fill('Phone Number', OTHER_PHONE)
    walk.press('Send Code')
    walk.fill('Message Code', walk.code(OTHER_PHONE, 2))
    walk.fill('New Password', SECOND_PASSWORD)
    walk.press('_Set Password')
    walk.close_dialog('The New Password Is Set')
    sign_in(walk, SECOND_PASSWORD)
    walk.screen.key('F10')
    walk.take('menu', both=False)
    walk.screen.key('Escape')


def find_account(walk):
    """Somebody who registered is told on the phone; the page says the same to a stranger."""
    registered = record_of('13900000020')
    walk.press('Find the Account I Registered With')
    walk.says('Which Account Did I Register With?')
    walk.take('find-account')
    walk.fill("Document number, as in the school's record", registered['id_number'])
    walk.fill('Name', registered['name'])
    walk.press('_Send to My Phone')
    walk.says('The Request Was Taken')
    walk.take('find-account-sent')
    desktop.wait_for(lambda: walk.messages('13900000020'), 10, 'the name of the account')
    walk.screen.key('alt+Left')


def titles_of(backend, language):
    """The titles of the server's texts, as the app gets them."""
    import json
    import urllib.request
    request = urllib.request.Request(f'{backend.url}/v1/pages', headers={
        'Accept-Language': language.replace('_', '-')})
    with urllib.request.urlopen(request) as answer:
        return {page['kind']: page['title'] for page in json.load(answer)['items']}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    look = sys.argv[2] if len(sys.argv) > 2 else 'zh_CN-light'
    with tempfile.TemporaryDirectory(prefix='houbu-accounts-') as data, \
            desktop.Desktop(*WIDE) as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend:
        walk = Walk(screen, backend, folder, look)
        walk.titles = titles_of(backend, look.split('-')[0])
        walk.wrong_code = '短信验证码错误或已失效' if look.startswith('zh') else 'The code is wrong'
        try:
            help_pages(walk)
            register(walk)
            change_phone(walk)
            walk.asked_at = time.monotonic()
            sign_out_everywhere(walk)
            find_account(walk)
            reset(walk)
        except Exception:
            walk.take('stopped-here', both=False)
            print('\n'.join(walk.window.words()), file=sys.stderr)
            raise
        backend.stop()
        assert backend.check() == [], backend.check()
    print(f'{look}: an account was made, moved, left and found again')


if __name__ == '__main__':
    desktop.enter()
    main()
