#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a candidate leaves behind on a computer: on the disk, in the keyring, and in the memory of
the app that is still there.

With lab mode on, nothing, however the candidate leaves: signing out, closing the window, going
away. Without it, exactly the remembered token, in the keyring, until lab mode comes.
"""

import os
import re
import tempfile
import time
from pathlib import Path

import desktop
from backend import BUILD, Backend, Candidate, Refused, record_of
from desktop import wait_for
from words import Words

# A phone and a password that nothing shows but the person has, and whose school record to use.
PEOPLE = [(f'137{number:08}', f'139{number:08}') for number in (6, 4, 9, 11)]
PASSWORD = 'quiet-harbour-57'
CONFIG = '[captcha]\nmode=off\n'
LANGUAGE = 'zh_CN'
IDLE_SECONDS = 20
MENU_SECONDS = 1  # for a menu to be there
TOKEN = re.compile(rb'Bearer ([A-Za-z0-9_.-]{20,})')


def mappings(pid):
    """All readable memory of a process but what is unchanged from a file: name and content."""
    with open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for line in Path(f'/proc/{pid}/maps').read_text().splitlines():
            where, flags, _, _, _, *name = line.split(maxsplit=5)
            begin, end = (int(side, 16) for side in where.split('-'))
            if flags[0] != 'r' or (flags[1] != 'w' and name) or name == ['[vvar]']:
                continue
            memory.seek(begin)
            try:
                yield name[0] if name else f'{begin:x}', memory.read(end - begin)
            except OSError:  # gone since it was listed, or a device
                continue


def in_memory(pid, secrets):
    """(what, where, what lies around it) of each secret in a process's memory."""
    found = []
    for name, content in mappings(pid):
        for what, value in secrets.items():
            for needle in (value.encode(), value.encode('utf-16-le'), value.encode('utf-32-le')):
                at = content.find(needle)
                while at >= 0:
                    found.append((what, name, content[max(at - 60, 0):at + len(needle) + 40]))
                    at = content.find(needle, at + 1)
    return found


def on_disk(secrets):
    """(what, file) of each secret in the home folder: settings, caches, data, runtime files."""
    found = []
    for path in Path(os.environ['HOME']).rglob('*'):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found += [(what, str(path)) for what, value in secrets.items()
                      if value.encode() in content or value.encode('utf-16-le') in content]
    return found


def in_keyring():
    """The secrets of all items of all collections."""
    import gi
    gi.require_version('Secret', '1')
    from gi.repository import Secret
    Secret.Service.disconnect()
    service = Secret.Service.get_sync(
        Secret.ServiceFlags.OPEN_SESSION | Secret.ServiceFlags.LOAD_COLLECTIONS, None)
    found = []
    for collection in service.get_collections():
        for item in collection.get_items():
            item.load_secret_sync(None)
            found.append(item.get_secret().get_text())
    return found


def stranger(backend, token=None):
    """Somebody at the API with that token, or none."""
    candidate = Candidate.__new__(Candidate)
    candidate.backend, candidate.token = backend, token
    return candidate


def make_account(backend, phone):
    stranger(backend).ask('POST', '/v1/verification-codes', {'phone': phone, 'purpose': 'register'})
    outbox = backend.data / 'outbox.txt'
    told = wait_for(lambda: outbox.exists() and re.search(rf' {phone} .*?(\d{{6}})',
                                                          outbox.read_text()), 20, 'the code')
    stranger(backend).ask('POST', '/v1/accounts',
                          {'phone': phone, 'code': told.group(1), 'password': PASSWORD})


class Visit:
    """One candidate at this computer, from signing in to leaving."""

    def __init__(self, screen, backend, person, lab=True):
        import walk
        self.account, record = person
        self.student = record_of(record)
        self.screen = screen
        self.words = Words(LANGUAGE)
        self.backend = backend
        self.app = screen.start(BUILD / 'src/app/houbu', '--server', backend.url,
                                LANGUAGE=LANGUAGE, GSETTINGS_BACKEND='keyfile',
                                **({'HOUBU_LAB': '1'} if lab else {}))
        self.window = walk.Window('houbu')
        self.secrets = {'phone': self.account, 'password': PASSWORD}

    def press(self, text, kind='button'):
        self.window.press(self.words.label(text), kind=kind, exact=kind == 'button')

    def sign_out(self):
        """From the main menu, by its keys: GTK 4.8 names no menu item over AT-SPI."""
        self.screen.key('F10')
        time.sleep(MENU_SECONDS)
        self.screen.key('o')
        self.window.wait_find('text', self.words('Account Name or Phone'))

    def says(self, text):
        self.window.wait_says(self.words(text))

    def sign_in(self, remember=False):
        """By the keyboard, as people do; the focus is where it begins."""
        self.window.wait_find('text', self.words('Account Name or Phone'))
        self.screen.type(self.account)
        self.screen.key('Tab')
        self.screen.type(PASSWORD)
        if remember:
            self.press('Remember Me', kind='check')
        else:
            self.says('Shared Computer')
            assert not self.window.find('check', self.words('Remember Me'))
        self.press('_Sign In')
        self.says('Not registered (or registered with another account)')

    def register(self):
        """Up to the details, so that the number and the name have passed through every page."""
        student = self.student
        self.secrets.update(number=student['id_number'], name=student['name'])
        self.press('_Start Registering')
        self.says('Agreement and Pledge')
        self.press('I have read and accept the registration agreement, the integrity pledge, the '
                   'user agreement and the privacy policy', kind='check')
        self.press('_Agree')
        self.window.fill(self.words("Document number, as in the school's record"),
                         student['id_number'])
        self.window.fill(self.words('Name'), student['name'])
        self.press('_Query')
        self.window.wait_says(student['name'])
        self.press('I have checked that my school record and my qualification are right',
                   kind='check')
        self.press('_Save and Continue')
        self.says('Save Your Registration?')
        self.press('_Save')
        self.says('Other Languages')
        self.window.press(self.words.begin('Join the waitlist for {subject} at {campus}'))
        self.press('_Join the Waitlist')
        self.says('My Record')
        self.window.wait_says(student['name'])

    def learn_token(self):
        """What the app carries now; also shows that the search can find something."""
        tokens = {match for _, content in mappings(self.app.pid)
                  for match in TOKEN.findall(content)}
        living = [token.decode() for token in tokens if self.is_living(token.decode())]
        assert len(living) == 1, tokens
        self.secrets['token'] = living[0]
        found = {what for what, *_ in in_memory(self.app.pid, self.secrets)}
        assert 'token' in found and found >= self.secrets.keys() & {'name'}, found

    def is_living(self, token):
        try:
            stranger(self.backend, token).ask('GET', '/v1/registration')
        except Refused as refusal:
            return refusal.status != 401
        return True

    def must_have_left_nothing(self):
        if self.app.poll() is None and not sanitized():
            found = in_memory(self.app.pid, self.secrets)
            assert not found, '\n'.join(map(repr, found))
        assert not on_disk(self.secrets), on_disk(self.secrets)
        assert not self.is_living(self.secrets['token']), 'the server still takes the token'
        assert in_keyring() == [], 'the keyring holds something'


def sanitized():
    """A build with sanitizers keeps freed memory itself: there is nothing to prove there."""
    return 'ASAN_OPTIONS' in os.environ


def signs_out(screen, backend, person):
    """The next one sits down at the app that the last one left open."""
    visit = Visit(screen, backend, person)
    visit.sign_in()
    visit.register()
    visit.learn_token()
    visit.sign_out()
    visit.must_have_left_nothing()
    desktop.stop(visit.app)


def closes(screen, backend, person):
    visit = Visit(screen, backend, person)
    visit.sign_in()
    visit.learn_token()
    screen.key('alt+F4')
    wait_for(lambda: visit.app.poll() is not None, 20, 'the end of the app')
    assert visit.app.poll() == 0, visit.app.poll()
    visit.must_have_left_nothing()


def goes_away(screen, backend, person):
    """Warned first, in words that calm; a key brings nobody back who does not say so."""
    settings = Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings/keyfile'
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'[org/houbu/Houbu]\nlab-mode=true\nlab-idle-seconds=uint32 {IDLE_SECONDS}\n')
    visit = Visit(screen, backend, person, lab=False)
    visit.sign_in()
    visit.learn_token()
    visit.window.wait_says(visit.words('Are You Still There?'), limit=60)
    assert visit.window.says('您的候补排位不受影响'), visit.window.words()
    visit.press('_Stay Signed In')
    assert visit.is_living(visit.secrets['token'])
    visit.window.wait_says(visit.words('You Have Been Signed Out'), limit=60)
    visit.must_have_left_nothing()
    desktop.stop(visit.app)
    settings.unlink()


def is_remembered(screen, backend, person):
    """Without lab mode: the token in the keyring, nothing else; it goes when the server says so."""
    visit = Visit(screen, backend, person, lab=False)
    visit.sign_in(remember=True)
    kept = wait_for(in_keyring, 20, 'the remembered token')
    screen.key('alt+F4')
    wait_for(lambda: visit.app.poll() is not None, 20, 'the end of the app')
    assert len(kept) == 1 and in_keyring() == kept, kept
    assert not on_disk({**visit.secrets, 'token': kept[0]}), on_disk(visit.secrets)

    backend.stop()
    (backend.folder / 'houbud.conf').write_text(
        CONFIG + '[lab]\nnetworks=127.0.0.0/8\n')
    backend.start()
    visit = Visit(screen, backend, person, lab=False)
    visit.says('Shared Computer')
    wait_for(lambda: not in_keyring(), 20, 'the empty keyring')
    desktop.stop(visit.app)


def main():
    with tempfile.TemporaryDirectory(prefix='houbu-traces-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config=CONFIG) as backend:
        for leave, person in zip((signs_out, closes, goes_away, is_remembered), PEOPLE):
            make_account(backend, person[0])
            leave(screen, backend, person)
            print(f'{leave.__name__}: nothing left that should not be', flush=True)


if __name__ == '__main__':
    desktop.enter()
    main()
