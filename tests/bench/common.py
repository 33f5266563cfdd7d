# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of ./dev bench share: stores filled once and copied, a daemon, load, rows.

A part is a program that takes the file to write its rows to, one JSON object a line:
{"group", "name", "value", "unit", "note"} and perhaps "target", such as ">= 0.8". With --quick it
takes small sizes and one round: that shows that it works, not how fast anything is.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import sqlite3
import statistics
import struct
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get('HOUBU_BUILD', ROOT / 'build'))
os.environ.setdefault('HOUBUD', str(BUILD / 'src/daemon/houbud'))
sys.path.insert(0, str(ROOT / 'tests/http'))

import harness  # noqa: E402

PROGRAMS = BUILD / 'tests/bench'
WORK = Path(os.environ.get('HOUBU_BENCH', BUILD / 'bench'))
# A registration that stays empty for a day is closed, so a store does not keep for long.
SEED_SECONDS = 6 * 3600
# Limits are there to slow a client down, which is not what is measured; sessions last.
CONFIG = '''
[captcha]
mode=off
[http]
connections=20000
idle-seconds=600
[live]
streams=20000
[limits]
account=1000000/1000000
address=1000000/1000000
sign-in=1000000/1000000
[session]
idle-seconds=86400
[password]
waiting=10000
'''


class Part:
    """A part under way: its command line and its rows."""

    def __init__(self, group):
        parser = argparse.ArgumentParser()
        parser.add_argument('rows', help='where to write the rows')
        parser.add_argument('--quick', action='store_true', help='small, once')
        options = parser.parse_args()
        self.group = group
        self.quick = options.quick
        self.rounds = 1 if options.quick else 3
        self.path = Path(options.rows)
        self.path.write_text('')

    def row(self, name, value, unit, note='', target=None):
        row = {'group': self.group, 'name': name, 'value': value, 'unit': unit, 'note': note}
        if target:
            row['target'] = target
        with open(self.path, 'a', encoding='utf-8') as file:
            file.write(json.dumps(row, ensure_ascii=False) + '\n')


def program(name, *words, **rest):
    """Run one of the programs beside this; return what it printed."""
    done = subprocess.run([PROGRAMS / name, *map(str, words)], stdout=subprocess.PIPE, text=True,
                          check=False, **rest)
    if done.returncode:
        raise AssertionError(f'{name} {words} ended with {done.returncode}')
    return done.stdout


class Caller:
    """One who can call: a signed-in candidate of a seeded store."""

    def __init__(self, line):
        self.token, entry, self.campus, self.phone = line.split('\t')
        self.entry = None if entry == '-' else entry


class Seed:
    """A store filled by bench-seed, made once for the same numbers by the same program."""

    def __init__(self, **options):
        words = [word for name, value in sorted(options.items())
                 for word in (f'--{name}', str(value))]
        digest = hashlib.sha256((PROGRAMS / 'bench-seed').read_bytes())
        digest.update(' '.join(words).encode())
        self.folder = WORK / 'seeds' / digest.hexdigest()[:16]
        if self._age() > SEED_SECONDS:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            program('bench-seed', '--data', self.folder / 'data', '--out', self.folder / 'callers',
                    *words)
            (self.folder / 'complete').touch()

    def _age(self):
        with contextlib.suppress(FileNotFoundError):
            return time.time() - (self.folder / 'complete').stat().st_mtime
        return float('inf')

    def callers(self):
        with open(self.folder / 'callers', encoding='utf-8') as file:
            return [Caller(line.rstrip('\n')) for line in file]

    @contextlib.contextmanager
    def copy(self):
        """A store of one's own. Everybody has just been seen, as who joins has seen the board."""
        folder = WORK / f'copy-{os.getpid()}-{secrets.token_hex(4)}'
        shutil.copytree(self.folder / 'data', folder)
        try:
            with contextlib.closing(sqlite3.connect(folder / 'houbu.db')) as db, db:
                db.execute('UPDATE session SET seen_at = ?', (int(time.time() * 1e6),))
            yield folder
        finally:
            shutil.rmtree(folder)


@contextlib.contextmanager
def houbud(data, config=''):
    """A daemon on a store of one's own, at a port."""
    daemon = harness.Daemon(CONFIG + config, tcp=True, data=data)
    try:
        yield daemon.start()
        code = daemon.stop(60)
        assert code == 0, f'houbud ended with {code}\n{daemon.log.read_text()[-2000:]}'
    finally:
        daemon.remove()


class Operator:
    """A national operator, signed in."""

    def __init__(self, daemon):
        word = secrets.token_urlsafe(12)
        daemon.command('operator', 'add', 'chief', '--role', 'national', stdin=word + '\n')
        self.client = daemon.client()
        answer = self.client.post('/v1/admin/sessions', {'name': 'chief', 'password': word})
        assert answer.status == 201, answer
        self.client.token = answer.json['token']


def check_store(data):
    """houbud check finds nothing."""
    done = subprocess.run([harness.HOUBUD, 'check', '--data', data], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@contextlib.contextmanager
def bare(status, length):
    """The least that libmicrohttpd can do; gives its port."""
    child = subprocess.Popen([PROGRAMS / 'bench-bare', str(status), str(length)],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield int(child.stdout.readline().rsplit(':', 1)[1])
    finally:
        child.stdin.close()
        child.wait()
        child.stdout.close()


def request(method, path, caller=None, body=None, headers=''):
    """The bytes of a request as the app would send it."""
    data = json.dumps(body).encode() if body is not None else b''
    head = f'{method} {path} HTTP/1.1\r\nHost: houbu\r\nAccept-Language: zh-CN\r\n{headers}'
    if caller:
        head += f'Authorization: Bearer {caller.token}\r\n'
    if body is not None:
        head += f'Content-Type: application/json\r\nContent-Length: {len(data)}\r\n'
    return (head + '\r\n').encode() + data


def keyed():
    return f'Idempotency-Key: {secrets.token_hex(16)}\r\n'


@contextlib.contextmanager
def requests(several):
    """A file of prepared requests for bench-load."""
    path = WORK / f'requests-{os.getpid()}-{secrets.token_hex(4)}'
    with open(path, 'wb') as file:
        for each in several:
            file.write(struct.pack('=I', len(each)) + each)
    try:
        yield path
    finally:
        path.unlink()


def load(port, connections, path, seconds=None, status=201):
    """Run the load; every answer must have the status."""
    words = [port, connections, path] + ([seconds] if seconds else [])
    result = json.loads(program('bench-load', *words))
    assert list(result['statuses']) == [str(status)], result['statuses']
    return result


def metric(daemon, name):
    """A figure of /metrics."""
    text = daemon.client().get('/metrics').body.decode()
    return float(re.search(rf'^{name} (\S+)$', text, re.MULTILINE)[1])


def memory(pid):
    """Kilobytes of a process that are its own or shared memory, now."""
    text = Path(f'/proc/{pid}/status').read_text(encoding='utf-8')
    return sum(int(re.search(rf'^{name}:\s+(\d+) kB', text, re.MULTILINE)[1])
               for name in ('RssAnon', 'RssShmem'))


class Medians:
    """Figures of several rounds; asked by name they give their median."""

    def __init__(self):
        self.figures = {}

    def add(self, name, value):
        self.figures.setdefault(name, []).append(value)

    def __getitem__(self, name):
        return statistics.median(self.figures[name])

    def spread(self, name):
        """All of them, for a note."""
        return ', '.join(f'{value:,.0f}' for value in self.figures[name])
