# SPDX-License-Identifier: GPL-3.0-or-later
"""A real houbud of its own for an end-to-end test, and the operators' command line on it."""

import contextlib
import csv
import json
import os
import secrets
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from desktop import stop

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get('HOUBU_BUILD', ROOT / 'build'))
HOUBUD = BUILD / 'src/daemon/houbud'
HOUBUCTL = BUILD / 'src/ctl/houbuctl'
PRACTICE_PASSWORD = 'practice-2022'


class Backend:
    """One daemon on a data folder, with a national operator."""

    def __init__(self, folder, *options, config=''):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = self.folder / 'data'
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.options = list(options)
        if config:
            (self.folder / 'houbud.conf').write_text(config)
            self.options += ['--config', str(self.folder / 'houbud.conf')]
        self.password = self.folder / 'operator-password'
        self.child = None
        self.url = None

    def __enter__(self):
        self.start()
        self.add_operator()
        return self

    def __exit__(self, *unused):
        self.stop()

    def start(self, listen='127.0.0.1:0'):
        self.child = subprocess.Popen(
            [HOUBUD, '--data', self.data, '--listen', listen, *self.options],
            stdout=subprocess.PIPE, text=True, env={**os.environ, 'LANGUAGE': ''})
        line = self.child.stdout.readline().strip()
        if not line.startswith('listening on '):
            raise AssertionError(f'houbud said “{line}” instead of where it listens')
        self.url = 'http://' + line.removeprefix('listening on ')

    def stop(self):
        if self.child:
            stop(self.child, 30)
            self.child.stdout.close()
            self.child = None

    def kill(self):
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()
        self.child = None

    def add_operator(self, name='keeper'):
        self.password.write_text(secrets.token_urlsafe(12) + '\n')
        with open(self.password, encoding='utf-8') as password:
            subprocess.run([HOUBUD, 'operator', 'add', name, '--role', 'national',
                            '--data', self.data], stdin=password, check=True)

    def ctl(self, *words, check=True):
        """Runs houbuctl; returns what it printed."""
        done = subprocess.run(
            [HOUBUCTL, '--server', self.url, '--operator', 'keeper',
             '--password-file', self.password, *map(str, words)],
            capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise AssertionError(f'houbuctl {words}: {done.returncode}: {done.stderr}{done.stdout}')
        return done.stdout

    def check(self):
        """`houbud check`: an empty list, or the violations."""
        done = subprocess.run([HOUBUD, 'check', '--data', self.data],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stdout + done.stderr).splitlines() or [f'exit {done.returncode}']
        return []

    def memory(self, field='VmHWM'):
        """Kilobytes of the daemon's memory, by a field of /proc/PID/status."""
        for line in Path(f'/proc/{self.child.pid}/status').read_text().splitlines():
            if line.startswith(field + ':'):
                return int(line.split()[1])
        raise AssertionError(f'no {field}')


def running(program):
    """Command lines of that program as far as an app on this desktop started it."""
    home = 'XDG_DATA_HOME=' + os.environ['XDG_DATA_HOME']
    found = []
    for entry in Path('/proc').iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / 'cmdline').read_bytes().split(b'\0')
            ours = home.encode() in (entry / 'environ').read_bytes().split(b'\0')
        except OSError:
            continue
        if ours and words[0].endswith(program.encode()):
            found.append([one.decode() for one in words])
    return found


class Candidate:
    """One candidate over the plain API."""

    def __init__(self, backend, account, password=PRACTICE_PASSWORD):
        self.backend = backend
        self.token = None
        self.token = self.ask('POST', '/v1/sessions',
                              {'account': account, 'password': password})['token']

    def offering(self, name, kind='written'):
        """The board's row of an offering, `<campus>-<subject>`, as this candidate sees it."""
        campus = name.rsplit('-', 1)[0]
        board = self.ask('GET', f'/v1/offerings?kind={kind}&campus={campus}')
        return next(row for row in board['items'] if row['id'] == name)

    def ask(self, method, path, body=None, key=None):
        """Sends one request and returns the decoded answer; raises on a refusal."""
        headers = {'Accept-Language': 'zh-CN'}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers['Content-Type'] = 'application/json'
            headers['Idempotency-Key'] = key or secrets.token_hex(16)
        if self.token:
            headers['Authorization'] = 'Bearer ' + self.token
        request = urllib.request.Request(self.backend.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                text = reply.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read() or b'{}')) from None
        return json.loads(text) if text else None


class Refused(Exception):
    """A refusal: its status and its problem document."""

    def __init__(self, status, problem):
        super().__init__(f'{status} {problem.get("code")}: {problem.get("detail")}')
        self.status = status
        self.problem = problem


def let_a_day_pass(database):
    """For registrations that have neither a seat nor a place in a queue: theirs is over."""
    with contextlib.closing(sqlite3.connect(database, timeout=20)) as db, db:
        db.execute('UPDATE registration SET empty_since = empty_since - ?', (86400 * 1000000,))


def in_days(days):
    """A time on the wire, so many days from now."""
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + days * 86400))


def record_of(account):
    """Name and document number of a practice account's student."""
    with open(ROOT / 'data/practice/accounts.csv', encoding='utf-8') as file:
        phones = [row['phone'] for row in csv.DictReader(file)]
    with open(ROOT / 'data/practice/students.csv', encoding='utf-8') as file:
        return list(csv.DictReader(file))[phones.index(account)]
