#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app in bad company: a server that talks nonsense, stands still or dies, and a keyring that
is locked or missing. Each time the app says so in words, keeps what was typed and what was shown,
and goes on by itself when it can. A GLib critical ends the app, and with it the test.

`faults.py FOLDER [LANGUAGE]`; in English the window is dark and 360 px wide.
"""

import http.server
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import yaml

import desktop
from backend import BUILD, PRACTICE_PASSWORD, ROOT, Backend, Candidate, record_of
from tour import HOUBU, OFFERING, QUIET
from traces import in_keyring
from two_windows import register
from words import Words, program_environment

QUERYING, WATCHING = '13900000001', '13900000002'
HTML = ('text/html', b'<!DOCTYPE html><h1>Campus network: please sign in</h1>')
BROKEN = ('application/json', b'{"status": "ok", "now"')
WRONG_TYPES = ('application/json', b'{"status": [5], "now": {}, "token": 7, "expires_at": "soon"}')
NONSENSE = HTML, BROKEN, WRONG_TYPES
PASSED_ON = ('Accept-Language', 'Authorization', 'Content-Type', 'Idempotency-Key')


def server_title(code, language):
    """What an error of the server's list is called in that language."""
    with open(ROOT / 'src/model/houbu.openapi.yaml', encoding='utf-8') as file:
        errors = yaml.load(file, getattr(yaml, 'CSafeLoader', yaml.SafeLoader))['x-houbu-errors']
    return next(row['title'][language[:2]] for row in errors if row['code'] == code)


class Liar(http.server.ThreadingHTTPServer):
    """Stands before a real server; answers `nonsense`, with 200, to what `lies` holds for."""

    def __init__(self, backend):
        super().__init__(('127.0.0.1', 0), Answer)
        self.real = backend.url
        self.url = f'http://127.0.0.1:{self.server_port}'
        self.nonsense = HTML
        self.lies = lambda method, path: True

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.shutdown()
        self.server_close()


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if self.server.lies(self.command, self.path):
            self.say(200, *self.server.nonsense)
        elif self.path == '/v1/events':
            self.say(503, 'text/plain', b'')
        else:
            self.pass_on(body)

    do_GET = do_POST = do_DELETE = answer

    def pass_on(self, body):
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        request = urllib.request.Request(self.server.real + self.path, body or None, headers,
                                         method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                self.say(reply.status, reply.headers['Content-Type'], reply.read())
        except urllib.error.HTTPError as error:
            self.say(error.code, error.headers['Content-Type'], error.read())

    def say(self, status, media_type, body):
        self.send_response(status)
        self.send_header('Content-Type', media_type or 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        """What matters is on the screen."""


class Bench:
    """What every case needs: the desktop, the daemon, the language, the album."""

    def __init__(self, screen, backend, folder, language):
        self.screen, self.backend = screen, backend
        self.folder, self.language, self.words = folder, language, Words(language)
        self.narrow = self.words.english
        self.window, self.pictures = None, 0

    @contextmanager
    def app(self, *options):
        """The app for the length of a case; it must live to the case's end."""
        import walk
        child = self.screen.start(HOUBU, *options, G_DEBUG='fatal-criticals',
                                  **program_environment(self.language, dark=self.narrow))
        self.window = walk.Window('houbu')
        try:
            yield self.window
            assert child.poll() is None, f'the app ended with {child.returncode}'
        except Exception:
            self.screen.picture(self.folder / 'faults-stopped-here.png')
            raise
        finally:
            desktop.stop(child)

    def says(self, text, *values, limit=15):
        self.window.wait_says(self.words(text, *values), limit)

    def press(self, text):
        self.window.press(self.words.label(text), exact=True)

    def picture(self, name):
        self.pictures += 1
        window = self.screen.active_window_id() if self.narrow else None
        if window:
            self.screen.resize(window, 360, 720)
        time.sleep(QUIET)
        self.screen.picture(self.folder / f'faults-{self.pictures:02}-{name}.png', window)

    def still_holds(self, title, text):
        entry = self.window.wait_find('text', self.words(title)).queryText()
        typed = entry.getText(0, entry.characterCount)
        assert typed == text, f'“{self.words(title)}” holds “{typed}” instead of “{text}”'

    def sign_in(self, account, remember=False):
        self.window.wait_find('text', self.words('Account Name or Phone'))
        self.window.fill(self.words('Account Name or Phone'), account)
        self.window.fill(self.words('Password'), PRACTICE_PASSWORD)
        if remember:
            self.window.press(self.words('Remember Me'), kind='check')
        self.press('_Sign In')


def nonsense(bench):
    """Each kind of nonsense, on the first question and on signing in; then sense, and on it goes."""
    title = server_title('bad_reply', bench.language)
    with Liar(bench.backend) as liar, bench.app() as window:
        bench.says('Welcome to Houbu')
        window.fill(bench.words('Address'), liar.url)
        for liar.nonsense in NONSENSE:
            bench.press('_Connect')
            window.wait_says(title)
            bench.still_holds('Address', liar.url)
            if liar.nonsense is HTML:
                bench.picture('welcome-nonsense')
            window.fill(bench.words('Address'), liar.url)
            desktop.wait_for(lambda: not window.says(title), 5, 'the problem to be closed')
        liar.lies = lambda method, path: (method, path) == ('POST', '/v1/sessions')
        bench.press('_Connect')
        for liar.nonsense in NONSENSE:
            bench.sign_in(QUERYING)
            window.wait_says(title)
            bench.still_holds('Account Name or Phone', QUERYING)
            if liar.nonsense is HTML:
                bench.picture('sign-in-nonsense')
        liar.lies = lambda method, path: False
        bench.sign_in(QUERYING)
        bench.says('Not registered (or registered with another account)')


def standstill(bench):
    """The server stops in the middle of a question: it shows, nothing is lost, and it goes on."""
    number, name = 'Document number, as in the school\'s record', 'Name'
    student = record_of(QUERYING)
    with bench.app('--server', bench.backend.url) as window:
        bench.sign_in(QUERYING)
        bench.press('_Start Registering')
        window.press(bench.words('I have read and accept the registration agreement, the '
                                 'integrity pledge, the user agreement and the privacy policy'),
                     kind='check')
        bench.press('_Agree')
        bench.says('Find My School Record')
        window.fill(bench.words(number), student['id_number'])
        window.fill(bench.words(name), student['name'])
        assert not window.says(bench.words('Waiting for the server'))
        bench.backend.child.send_signal(signal.SIGSTOP)
        try:
            bench.press('_Query')
            bench.says('Waiting for the server')
            bench.still_holds(number, student['id_number'])
            bench.still_holds(name, student['name'])
            bench.picture('query-standstill')
        finally:
            bench.backend.child.send_signal(signal.SIGCONT)
        bench.says('Personal Data')


def says_position(bench, candidate):
    entry = candidate.ask('GET', '/v1/registration')['entries'][0]
    bench.says('Position %<PRId64> of %<PRId64> waiting', entry['position'], entry['waiting'],
               limit=30)
    return entry['position']


def death(bench):
    """Killed under an open page: the data stay, with their age; back, they are right by themselves."""
    backend, candidate = bench.backend, Candidate(bench.backend, WATCHING)
    address = backend.url.removeprefix('http://')
    register(candidate, WATCHING)
    candidate.ask('POST', '/v1/waitlist-entries', {'offering': OFFERING})
    with bench.app('--server', backend.url) as window:
        bench.sign_in(WATCHING)
        bench.press('_Watch Your Place in the Queue')
        position = says_position(bench, candidate)
        backend.kill()
        lost = bench.words.begin('No connection. What you see is from %s (%s). Trying again…')
        window.wait_says(lost)
        window.wait_says(bench.words.begin('Position %<PRId64> of %<PRId64> waiting'))
        bench.picture('details-server-gone')
        # Meanwhile, where the app does not look, the queue moves.
        backend.start()
        backend.ctl('capacity', OFFERING, candidate.offering(OFFERING)['capacity'] + 3)
        backend.stop()
        backend.start(address)
        assert says_position(bench, candidate) == position - 3
        desktop.wait_for(lambda: not window.says(lost), 15, 'the banner to go')
        bench.says('live')
        bench.picture('details-server-back')


def gone(bench):
    """The server is away when somebody comes back whom the app remembers: it says whom it asks, asks
    again when told to, and signs out here without it. A server that hangs is asked as visibly."""
    backend, address = bench.backend, bench.backend.url.removeprefix('http://')
    waiting = bench.words('Waiting for the answer of %s', backend.url)
    server = bench.words('%s\nServer: %s', '', backend.url).strip()
    with bench.app('--server', backend.url):
        bench.sign_in(WATCHING, remember=True)
        bench.says('Waiting for a seat')
        time.sleep(QUIET)  # for the token to come into the keyring
    backend.child.send_signal(signal.SIGSTOP)
    try:
        with bench.app('--server', backend.url) as window:
            window.wait_says(waiting)
            bench.picture('return-waiting')
            backend.child.send_signal(signal.SIGCONT)
            bench.says('Waiting for a seat', limit=60)
    finally:
        backend.child.send_signal(signal.SIGCONT)
    time.sleep(QUIET)  # the token was used up, the next one comes into the keyring
    backend.stop()
    with bench.app('--server', backend.url) as window:
        window.wait_says(server)
        bench.picture('return-server-gone')
        backend.start(address)
        bench.press('_Try Again')
        bench.says('Waiting for a seat', limit=60)
    time.sleep(QUIET)
    backend.stop()
    with bench.app('--server', backend.url) as window:
        window.wait_says(server)
        bench.press('Sign _Out')
        desktop.wait_for(lambda: not window.find('button', bench.words.label('Sign _Out')), 15,
                         'the page to sign in on')
        desktop.wait_for(lambda: not in_keyring(), 15, 'the keyring to be empty')
    backend.start(address)


def lock_keyring():
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets',
                    '--object-path', '/org/freedesktop/secrets',
                    '--method', 'org.freedesktop.Secret.Service.Lock',
                    "[objectpath '/org/freedesktop/secrets/collection/login']"],
                   stdout=subprocess.DEVNULL, check=True)


def locked_keyring(bench):
    """Remembered, but locked away: the app says so and asks for the password."""
    with bench.app('--server', bench.backend.url):
        bench.sign_in(WATCHING, remember=True)
        bench.says('Waiting for a seat')
        time.sleep(QUIET)  # for the token to come into the keyring
    lock_keyring()
    with bench.app('--server', bench.backend.url):
        bench.says('The keyring is locked. Unless you unlock it, you stay signed in only until you '
                   'close the app.')
        bench.picture('keyring-locked')
        bench.sign_in(WATCHING, remember=True)
        bench.says('Not remembered: keyring is locked')
        bench.says('Waiting for a seat')
        bench.picture('keyring-stayed-locked')


def missing_keyring(bench):
    """No keyring at all: said before somebody counts on it; until the app is closed it works."""
    desktop.stop(bench.screen.keyring)
    desktop.forbid_keyring()
    for name in ('keyring-missing', None):
        with bench.app('--server', bench.backend.url):
            bench.says('There is no keyring here, so you stay signed in only until you close the '
                       'app.')
            if name:
                bench.picture(name)
            bench.sign_in(WATCHING)
            bench.says('Waiting for a seat')


CASES = (nonsense, standstill, death, gone, locked_keyring, missing_keyring)


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / 'tour'
    language = sys.argv[2] if len(sys.argv) > 2 else 'zh_CN'
    with tempfile.TemporaryDirectory(prefix='houbu-faults-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=off\n') as backend:
        bench = Bench(screen, backend, folder, language)
        for case in CASES:
            began = time.monotonic()
            case(bench)
            print(f'{case.__name__}: {time.monotonic() - began:.1f} s', flush=True)
        backend.stop()
        assert backend.check() == [], backend.check()


if __name__ == '__main__':
    desktop.enter()
    main()
