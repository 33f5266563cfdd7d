#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event streams: when the last has heard of a movement, what each costs, what others feel.

Thousands wait for one offering, each with a stream; somebody cancels, and the time runs from that
request to the moment the last stream has the movement. Next to it, in turn, nginx with nchan: as
many EventSource subscribers, one message of as many bytes.
"""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from common import (PROGRAMS, WORK, Medians, Part, Seed, houbud, load, memory, request, requests)

WORD = 'queue_moved'
MODULE = Path('/usr/lib/nginx/modules/ngx_nchan_module.so')
NGINX = '''
load_module {module};
worker_processes {workers};
worker_rlimit_nofile 20000;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 16000; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  server {{
    listen 127.0.0.1:{port};
    location = /subscribe {{ nchan_subscriber eventsource; nchan_channel_id queue; }}
    location = /publish {{ nchan_publisher; nchan_channel_id queue; }}
    location = /health {{ return 200 "ok"; }}
  }}
}}
'''
# The hub gathers what happens within a quarter of a second; a movement after a pause goes out at once.
PAUSE = 0.5


class Readers:
    """Streams that are open, and how many rounds they have seen."""

    def __init__(self, port, count, path):
        self.child = subprocess.Popen(
            [PROGRAMS / 'bench-streams', str(port), str(count), path, WORD],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.child.stdout.readline() == 'open\n'
        self.cpu = 0
        self.bytes = 0

    def wait(self):
        """The moment, µs, at which the last stream has seen one more."""
        _, moment, cpu, received = map(int, self.child.stdout.readline().split())
        self.cpu, self.last_cpu = cpu, cpu - self.cpu
        self.bytes, self.last_bytes = received, received - self.bytes
        return moment

    def close(self):
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()


@contextlib.contextmanager
def readers(port, count, several):
    with requests(several) as path:
        streams = Readers(port, count, path)
    try:
        yield streams
    finally:
        streams.close()


def now():
    return time.monotonic_ns() // 1000


class Houbud:
    """A daemon with a crowd that waits; the last of it cancel one by one."""

    def __init__(self, daemon, callers):
        self.daemon = daemon
        self.callers = callers
        self.pids = [daemon.process.pid]
        self.port = daemon.port

    def subscribers(self):
        return (request('GET', '/v1/events', caller) for caller in self.callers)

    def move(self):
        caller = self.callers.pop()
        client = self.daemon.client(caller.token)
        begin = now()
        answer = client.create(f'/v1/waitlist-entries/{caller.entry}/cancellation',
                               {'reason': 'give_up'})
        assert answer.status == 200, answer
        client.close()
        return begin

    def answers(self, seconds):
        with requests([request('GET', '/v1/health')]) as path:
            return load(self.port, 64, path, seconds, 200)['rate']


class Nchan:
    """nginx with nchan; a message is as long as what houbud sends a stream."""

    def __init__(self, port, child):
        self.port = port
        self.child = child
        self.bytes = 0

    @property
    def pids(self):
        done = subprocess.run(['pgrep', '-P', str(self.child.pid)], stdout=subprocess.PIPE,
                              text=True, check=True)
        return [int(word) for word in done.stdout.split()]

    def subscribers(self):
        return [request('GET', '/subscribe', headers='Accept: text/event-stream\r\n')]

    def move(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.port)
        begin = now()
        connection.request('POST', '/publish', 'x' * self.bytes,
                           {'X-EventSource-Event': WORD, 'Content-Type': 'text/plain'})
        assert connection.getresponse().status in (201, 202)
        connection.close()
        return begin


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


@contextlib.contextmanager
def nchan(workers):
    folder = WORK / f'nchan-{os.getpid()}'
    folder.mkdir(parents=True)
    port = free_port()
    (folder / 'conf').write_text(NGINX.format(module=MODULE, folder=folder, port=port,
                                              workers=workers))
    child = subprocess.Popen(['/usr/sbin/nginx', '-c', folder / 'conf', '-p', folder,
                              '-e', folder / 'error.log'])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port)):
                break
            time.sleep(0.05)
        yield Nchan(port, child)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()
        shutil.rmtree(folder)


class Streams:

    def __init__(self, part):
        self.part = part
        self.medians = Medians()
        self.rounds = 1 if part.quick else 5
        self.counts = (50, 200) if part.quick else (1000, 10000)

    def open(self, stack, who, server, count):
        """Streams on one of the two, warm, and what they cost."""
        before = sum(map(memory, server.pids))
        streams = stack.enter_context(readers(server.port, count, server.subscribers()))
        # The first movement comes with what the opening has brought, the second alone.
        for _ in range(2):
            time.sleep(PAUSE)
            server.move()
            streams.wait()
        self.medians.add(f'{who} {count} memory',
                         (sum(map(memory, server.pids)) - before) / count)
        return streams

    def measure(self, who, server, streams, count):
        time.sleep(PAUSE)
        begin = server.move()
        moment = streams.wait()
        self.medians.add(f'{who} {count} last', (moment - begin) / 1000)
        self.medians.add(f'{who} {count} cpu', streams.last_cpu / (moment - begin))
        self.medians.add(f'{who} {count} bytes', streams.last_bytes)

    def run(self, start, count):
        """`start` gives a daemon; one more has no streams and is what the last is compared with."""
        with contextlib.ExitStack() as stack:
            ours = stack.enter_context(start())
            pairs = [('houbud', ours, self.open(stack, 'houbud', ours, count))]
            if MODULE.exists():
                theirs = stack.enter_context(nchan(1))
                theirs.bytes = pairs[0][2].last_bytes
                pairs.append(('nchan', theirs, self.open(stack, 'nchan', theirs, count)))
            for _ in range(self.rounds):
                for pair in pairs:
                    self.measure(*pair, count)
            if count == self.counts[-1]:
                self.beside(stack.enter_context(start()), ours)

    def beside(self, alone, beside):
        """The bare answer's rate of two daemons, one without and one with idle streams."""
        seconds = 0.3 if self.part.quick else 2
        for _ in range(self.part.rounds):
            self.medians.add('alone', alone.answers(seconds))
            self.medians.add('beside', beside.answers(seconds))

    # ---- rows

    def tell(self):
        for count in self.counts:
            most = count == self.counts[-1]
            for who in ('houbud', 'nchan'):
                self.tell_one(who, count)
            if f'nchan {count} last' in self.medians.figures:
                self.tell_ratio(count, 'last', 'last stream', '<= 0.85' if most else None)
                self.tell_ratio(count, 'memory', 'memory', '<= 1' if most else None)
        self.part.row('bare answers without streams', self.medians['alone'], 'answers/s')
        self.part.row(f'bare answers beside {self.counts[-1]:,} idle streams',
                      self.medians['beside'], 'answers/s')
        self.part.row('beside streams to without', self.medians['beside'] / self.medians['alone'],
                      '×', target='>= 0.85')

    def tell_one(self, who, count):
        medians = self.medians
        key = f'{who} {count}'
        if f'{key} last' not in medians.figures:
            self.part.row(f'{count:,} streams, {who}', 0, 'ms', 'not installed')
            return
        self.part.row(f'last of {count:,} streams, {who}', medians[f'{key} last'], 'ms',
                      f'{medians[f"{key} bytes"]:.0f} bytes each, reader '
                      f'{medians[f"{key} cpu"]:.0%} of a processor; '
                      f'rounds {medians.spread(f"{key} last")}')
        self.part.row(f'memory a stream, {count:,} streams, {who}', medians[f'{key} memory'], 'KB')

    def tell_ratio(self, count, what, words, target):
        self.part.row(f'{words}, {count:,} streams, to nchan',
                      self.medians[f'houbud {count} {what}']
                      / self.medians[f'nchan {count} {what}'], '×', target=target)


def main():
    streams = Streams(Part('streams'))
    most = streams.counts[-1]
    seed = Seed(people=most + 100, waiting=most + 100)

    @contextlib.contextmanager
    def start():
        with seed.copy() as data, houbud(data) as daemon:
            yield Houbud(daemon, seed.callers())

    for count in streams.counts:
        streams.run(start, count)
    streams.tell()


if __name__ == '__main__':
    sys.exit(main())
