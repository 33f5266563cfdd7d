# SPDX-License-Identifier: GPL-3.0-or-later
"""A real houbud on a real store, and a client that can also misbehave.

Everything the suites of this folder share. The daemon is the one that was just built; it listens on
a Unix socket or on a loopback port of its own, so suites run side by side.
"""

import datetime
import functools
import http.client
import itertools
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOUBUD = os.environ.get('HOUBUD', str(ROOT / 'build/src/daemon/houbud'))
PASSWORD = 'practice-2022'
OPERATOR_PASSWORD = 'a long pass phrase'
# No limit of rate is to be met by accident; suites that test the limits set their own.
OPEN_LIMITS = '''
[captcha]
mode=off
[limits]
account=100000/100000
address=100000/100000
sign-in=100000/100000
captcha=100000/100000
query-failures-account=100000
query-failures-number=100000
query-failures-name=100000
[password]
waiting=1000
'''
SLOW = float(os.environ.get('HOUBU_TEST_SLOWNESS', '1'))

_numbers = itertools.count(1)


@functools.lru_cache
def contract():
    """The contract that the daemon was built from."""
    with open(ROOT / 'src/model/houbu.openapi.yaml', encoding='utf-8') as file:
        return yaml.safe_load(file)


def key():
    """A new idempotency key."""
    return f'test-{os.getpid()}-{next(_numbers)}'


def wait_until(condition, seconds=10.0, what='the condition'):
    """Poll until it is true; a test never sleeps for a time that it only hopes is long enough."""
    end = time.monotonic() + seconds * SLOW
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f'{what} did not come true within {seconds} s')


class Answer:
    """What came back."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error code, or None."""
        if 'problem+json' not in self.headers.get('content-type', ''):
            return None
        return self.json.get('code')

    def __repr__(self):
        return f'<{self.status} {self.body[:300]!r}>'


def check_promised(method, path, answer):
    """A good answer is one that the contract promises for that route, in status and type."""
    if answer.status >= 300:
        return
    segments = path.split('?', 1)[0].split('/')
    for template, methods in contract()['paths'].items():
        parts = template.split('/')
        if len(parts) == len(segments) and all(
                part == segment or part.startswith('{') for part, segment in zip(parts, segments)):
            promised = methods['get' if method == 'HEAD' else method.lower()]['responses']
            assert str(answer.status) in promised, (method, path, answer)
            types = list(promised[str(answer.status)].get('content', {}))
            sent = answer.headers.get('content-type', '').split(';')[0]
            assert not types or sent in types, (method, path, sent)
            return
    raise AssertionError(f'{method} {path} is not in the contract')


class UnixConnection(http.client.HTTPConnection):
    """http.client over a Unix socket."""

    def __init__(self, path, timeout):
        super().__init__('localhost', timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Daemon:
    """One houbud with its folder; `start` may be called again after it has ended."""

    def __init__(self, config=OPEN_LIMITS, tcp=False, args=(), env=None, nofile=None, data=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='houbu-test-'))
        self.data = pathlib.Path(data) if data else self.folder / 'data'
        self.socket = str(self.folder / 's')
        self.config = self.folder / 'houbud.conf'
        self.config.write_text(config, encoding='utf-8')
        self.tcp = tcp
        self.args = list(args)
        self.env = dict(os.environ, **(env or {}))
        self.nofile = nofile
        self.process = None
        self.port = None
        self.log = self.folder / 'log'

    def command(self, *words, stdin='', check=True):
        done = subprocess.run([HOUBUD, *words, '--data', str(self.data)], input=stdin, text=True,
                              capture_output=True, check=False, env=self.env)
        if check and done.returncode != 0:
            raise AssertionError(f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')
        return done

    def start(self, seconds=60):
        listen = f'127.0.0.1:{self.port or 0}' if self.tcp else f'unix:{self.socket}'
        words = [HOUBUD, '--data', str(self.data), '--listen', listen, '--config',
                 str(self.config), *self.args]
        if self.nofile:
            words = ['prlimit', f'--nofile={self.nofile}', *words]
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log,
                                            stdin=subprocess.DEVNULL, env=self.env)
        line = self._first_line(seconds * SLOW)
        if not line.startswith('listening on '):
            self.process.kill()
            raise AssertionError(f'no daemon: {line!r}\n{self.log.read_text()[-4000:]}')
        if self.tcp:
            self.port = int(line.rsplit(':', 1)[1])
        return self

    def _first_line(self, seconds):
        lines = []
        reader = threading.Thread(target=lambda: lines.append(self.process.stdout.readline()),
                                  daemon=True)
        reader.start()
        reader.join(seconds)
        return lines[0].decode().strip() if lines else ''

    def stop(self, seconds=20):
        """Ask politely; return the exit code."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(seconds * SLOW)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError('SIGTERM did not end it') from None
        self.process.stdout.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def remove(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, timeout=20):
        """A plain socket to it."""
        if self.tcp:
            return socket.create_connection(('127.0.0.1', self.port), timeout=timeout * SLOW)
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(timeout * SLOW)
        sock.connect(self.socket)
        return sock

    def client(self, token=None, language='en'):
        return Client(self, token, language)

    def raw(self, text, timeout=20, half_close=False):
        """Send bytes as they are; return all that comes until the other side closes."""
        if isinstance(text, str):
            text = text.encode('latin-1')
        with self.connect(timeout) as sock:
            try:
                sock.sendall(text)
                if half_close:
                    sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return receive_all(sock)


def receive_all(sock):
    received = b''
    try:
        while True:
            piece = sock.recv(65536)
            if not piece:
                break
            received += piece
    except (TimeoutError, ConnectionError):
        pass
    return received


class Client:
    """One caller; keeps its connection."""

    def __init__(self, daemon, token=None, language='en'):
        self.daemon = daemon
        self.token = token
        self.language = language
        self.connection = None

    def _open(self):
        if self.daemon.tcp:
            return http.client.HTTPConnection('127.0.0.1', self.daemon.port, timeout=30 * SLOW)
        return UnixConnection(self.daemon.socket, 30 * SLOW)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def send(self, method, path, body=None, headers=None, keyed=None):
        """`body` is bytes as they are or something for JSON; `keyed` adds an idempotency key."""
        sent = {'Accept-Language': self.language}
        if self.token:
            sent['Authorization'] = f'Bearer {self.token}'
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent['Content-Type'] = 'application/json'
        if keyed is not None:
            sent['Idempotency-Key'] = key() if keyed is True else keyed
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = self._open()
            try:
                self.connection.request(method, path, body, sent)
                answer = self.connection.getresponse()
                result = Answer(answer.status, answer.getheaders(), answer.read())
                check_promised(method, path, result)
                if answer.will_close:
                    self.close()
                return result
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if attempt == 2:
                    raise
        return None

    def get(self, path, **rest):
        return self.send('GET', path, **rest)

    def post(self, path, body=None, **rest):
        return self.send('POST', path, body, **rest)

    def create(self, path, body):
        return self.send('POST', path, body, keyed=True)


class World:
    """A small exam: one province, two schools, a few candidates; made through the API alone."""

    SCHOOLS = ('province_code,province_name,school_code,school_name,campus_code,campus_name\n'
               '99,Test Province,99301,Test University,993010,Main campus\n'
               '99,Test Province,99301,Test University,993011,South campus\n'
               '99,Test Province,99302,Other University,993020,Other campus\n')

    def __init__(self, daemon, people=12, capacity=2, hold_seconds=86400, opens=-86400):
        self.daemon = daemon
        self.people = people
        self.now = datetime.datetime.now(datetime.timezone.utc)
        self.daemon.command('operator', 'add', 'chief', '--role', 'national',
                            stdin=OPERATOR_PASSWORD + '\n')
        self.operator = self.sign_in_operator('chief')
        self._create_exam(hold_seconds, opens)
        self._import('schools', self.SCHOOLS)
        self._import('offerings', self._offerings(capacity))
        self._import('students', self._students())
        self._import('accounts', self._accounts())

    def at(self, seconds):
        when = self.now + datetime.timedelta(seconds=seconds)
        return when.strftime('%Y-%m-%dT%H:%M:%SZ')

    def sign_in_operator(self, name):
        client = self.daemon.client()
        answer = client.post('/v1/admin/sessions',
                             {'name': name, 'password': OPERATOR_PASSWORD})
        assert answer.status == 201, answer
        client.token = answer.json['token']
        return client

    def _create_exam(self, hold_seconds, opens):
        answer = self.operator.create('/v1/admin/exams', {
            'name': 'Test exam', 'registration_opens_at': self.at(opens),
            'registration_closes_at': self.at(10 * 86400),
            'payment_closes_at': self.at(12 * 86400),
            'waitlist_closes_at': self.at(10 * 86400), 'hold_seconds': hold_seconds})
        assert answer.status == 201, answer

    def _import(self, kind, text):
        answer = self.operator.send('POST', f'/v1/admin/imports/{kind}', text.encode(),
                                    headers={'Content-Type': 'text/csv'}, keyed=True)
        assert answer.status == 200, (kind, answer)
        return answer.json

    def _offerings(self, capacity):
        lines = ['campus_code,subject_code,capacity,fee_fen,exam_starts_at,exam_ends_at,'
                 'registration_opens_at,registration_closes_at']
        for campus in ('993010', '993011', '993020'):
            for subject in ('1', '3', 'F'):
                lines.append(f'{campus},{subject},{capacity},3000,{self.at(40 * 86400)},'
                             f'{self.at(40 * 86400 + 7200)},,')
        return '\n'.join(lines) + '\n'

    def _students(self):
        lines = ['id_type,id_number,name,sex,school_code,campus_code,education_level,study_years,'
                 'entry_year,grade,department,major,class_name,student_number,remark,'
                 'qualified_subjects']
        for number in range(1, self.people + 1):
            lines.append(f'passport,{self.id_number(number)},{self.name(number)},female,99301,'
                         f'993010,undergraduate,4,2020,2,Chemistry,Polymers,1,{number:05},,1;3;F')
        return '\n'.join(lines) + '\n'

    def _accounts(self):
        lines = ['phone,name,password']
        for number in range(1, self.people + 1):
            lines.append(f'{self.phone(number)},tester{number:04},{PASSWORD}')
        return '\n'.join(lines) + '\n'

    @staticmethod
    def phone(number):
        return f'139{number:08}'

    @staticmethod
    def id_number(number):
        return f'P{99300000 + number}'

    @staticmethod
    def name(number):
        return f'Canary Person{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}'

    def sign_in(self, number, remember=False):
        client = self.daemon.client()
        answer = client.post('/v1/sessions', {'account': self.phone(number), 'password': PASSWORD,
                                              'remember': remember})
        assert answer.status == 201, answer
        client.token = answer.json['token']
        client.session = answer.json
        return client

    def register(self, number):
        """Sign somebody in and take the manual's first steps; return the client."""
        client = self.sign_in(number)
        version = client.get('/v1/agreement').json['version']
        answer = client.create('/v1/agreement/acceptance', {'version': version})
        assert answer.status == 200, answer
        answer = client.post('/v1/qualification-queries', {
            'id_type': 'passport', 'id_number': self.id_number(number),
            'name': self.name(number)})
        assert answer.status == 200, answer
        answer = client.create('/v1/registration', {
            'query_id': answer.json['query_id'], 'phone_confirmed': True,
            'details_confirmed': True})
        assert answer.status == 201, answer
        return client

    def enrol(self, client, offering):
        return client.create('/v1/enrolments', {'offerings': [offering]})

    def join(self, client, offering):
        return client.create('/v1/waitlist-entries', {'offering': offering})

    def set_capacity(self, offering, capacity, force=False):
        answer = self.operator.send('PATCH', f'/v1/admin/offerings/{offering}',
                                    {'capacity': capacity, 'force': force})
        assert answer.status == 200, answer
        return answer.json


class Stream:
    """An event stream, read on a thread of its own."""

    def __init__(self, daemon, token, last_event_id=None, headers=''):
        self.sock = daemon.connect(timeout=60)
        resume = f'Last-Event-ID: {last_event_id}\r\n' if last_event_id is not None else ''
        self.sock.sendall((f'GET /v1/events HTTP/1.1\r\nHost: localhost\r\n'
                           f'Authorization: Bearer {token}\r\n{resume}{headers}\r\n').encode())
        self.lines = []
        self.events = []
        self.comments = 0
        self.status = None
        self.ended = False
        self.retry = None
        self.first_byte_after = None
        self.started = time.monotonic()
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        try:
            with self.sock.makefile('rb') as file:
                self.status = int(file.readline().split()[1])
                while file.readline().strip():
                    pass
                event = {}
                for line in self._dechunk(file):
                    event = self._take(line, event)
        except (OSError, ValueError, IndexError):
            pass
        self.ended = True

    @staticmethod
    def _dechunk(file):
        left = b''
        while True:
            size = int(file.readline().strip() or b'0', 16)
            left += file.read(size)
            file.readline()
            *lines, left = left.split(b'\n')
            yield from lines
            if size == 0:
                return

    def _take(self, line, event):
        text = line.decode()
        with self.lock:
            if self.first_byte_after is None:
                self.first_byte_after = time.monotonic() - self.started
            if text.startswith(':'):
                self.comments += 1
            elif text.startswith('retry:'):
                self.retry = int(text[6:])
            elif text:
                name, _, value = text.partition(':')
                event[name] = value.strip()
            elif event:
                event['data'] = json.loads(event.get('data', 'null'))
                self.events.append(event)
                return {}
        return event

    def of_type(self, *types):
        with self.lock:
            return [event for event in self.events if event.get('event') in types]

    def wait_for(self, kind, count=1, seconds=10):
        wait_until(lambda: len(self.of_type(kind)) >= count, seconds, f'{count} {kind}')
        return self.of_type(kind)

    def last_id(self):
        with self.lock:
            ids = [int(event['id']) for event in self.events if 'id' in event]
        return ids[-1] if ids else None

    def close(self):
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.sock.close()
        self.thread.join(5)


class DaemonCase(unittest.TestCase):
    """A suite with one daemon for all its tests, checked at the end."""

    config = OPEN_LIMITS
    tcp = False
    args = ()
    env = None
    nofile = None

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(cls.config, cls.tcp, cls.args, cls.env, cls.nofile)
        try:
            cls.daemon.start()
            cls.prepare()
        except BaseException:
            print(cls.daemon.log.read_text()[-4000:], file=sys.stderr)
            cls.daemon.remove()
            raise

    @classmethod
    def prepare(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        try:
            code = cls.daemon.stop()
            assert code == 0, f'houbud ended with {code}\n{cls.daemon.log.read_text()[-4000:]}'
            check = cls.daemon.command('check', check=False)
            assert check.returncode == 0, f'violations:\n{check.stdout}{check.stderr}'
        finally:
            cls.daemon.remove()

    def expect(self, answer, status, code=None):
        self.assertEqual(answer.status, status, answer)
        if code is not None:
            self.assertEqual(answer.code, code, answer)
        return answer


def main():
    unittest.main(verbosity=2, warnings='ignore')
