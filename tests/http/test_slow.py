#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow, many, too many: time and descriptors are bounded, and nobody makes the daemon deaf."""

import os
import socket
import threading
import time

import harness
from harness import DaemonCase, wait_until

GOOD = b'GET /v1/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'


def answers(daemon, timeout=10):
    try:
        return daemon.raw(GOOD, timeout).startswith(b'HTTP/1.1 200')
    except OSError:
        return False


class Deadlines(DaemonCase):
    tcp = True
    config = harness.OPEN_LIMITS + '[http]\nidle-seconds=2\nrequest-seconds=3\n'

    def time_to_cut(self, first, drip, seconds=20):
        """Send `first`, then `drip` over and over; return when the other side gave up."""
        started = time.monotonic()
        with self.daemon.connect() as sock:
            sock.sendall(first)
            sock.settimeout(0.2)
            while time.monotonic() - started < seconds:
                try:
                    sock.sendall(drip)
                    if sock.recv(1000) == b'':
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        return time.monotonic() - started

    # Whoever says nothing is let go after the idle time.
    def test_silence(self):
        with self.daemon.connect() as sock:
            started = time.monotonic()
            self.assertEqual(sock.recv(10), b'')
        self.assertLess(time.monotonic() - started, 6 * harness.SLOW)

    # A first line, a head and a body that drip all have one deadline, however lively they are.
    def test_drips(self):
        shapes = {'line': (b'G', b'E', 5), 'head': (b'GET / HTTP/1.1\r\n', b'X: y\r\n', 3),
                  'body': (b'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n'
                           b'Content-Type: application/json\r\n\r\n', b'x', 3)}
        taken = {}
        threads = [threading.Thread(target=lambda n=name, s=shape: taken.__setitem__(
            n, self.time_to_cut(s[0], s[1]))) for name, shape in shapes.items()]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            self.assertTrue(answers(self.daemon), 'others wait for a slow one')
            time.sleep(0.3)
        for name, (_, _, limit) in shapes.items():
            self.assertLess(taken[name], (limit + 3) * harness.SLOW, name)

    # An idle daemon sleeps: neither its streams' clock nor libmicrohttpd keep the processor busy.
    def test_idle_costs_nothing(self):
        def ticks():
            with open(f'/proc/{self.daemon.process.pid}/stat', encoding='ascii') as file:
                fields = file.read().rsplit(')', 1)[1].split()
            return int(fields[11]) + int(fields[12])
        with self.daemon.connect():
            before = ticks()
            time.sleep(1.5)
            self.assertLess(ticks() - before, 15)


class Rates(DaemonCase):
    config = harness.OPEN_LIMITS.replace('account=100000/100000', 'account=1/15').replace(
        'captcha=100000/100000', 'captcha=1/3')

    def refusals(self, send, count):
        answers = [send() for _ in range(count)]
        return [answer for answer in answers if answer.status == 429]

    # An account that asks too often is told when to come back; the one beside it is not held up.
    def test_account(self):
        world = harness.World(self.daemon, people=2)
        first, second = world.sign_in(1), world.sign_in(2)
        refused = self.refusals(lambda: first.get('/v1/sessions/current'), 30)
        self.assertGreater(len(refused), 5)
        self.assertEqual(refused[0].code, 'too_many_requests')
        self.assertGreaterEqual(int(refused[0].headers['retry-after']), 1)
        self.assertEqual(refused[0].json['retry_after'], int(refused[0].headers['retry-after']))
        self.expect(second.get('/v1/sessions/current'), 200)
        wait_until(lambda: first.get('/v1/sessions/current').status == 200, 10, 'the return')

    # Health is always told, and pictures are drawn at a rate.
    def test_address(self):
        client = self.daemon.client()
        self.assertEqual(self.refusals(lambda: client.get('/v1/health'), 100), [])
        address = {'X-Real-IP': '192.0.2.7'}
        refused = self.refusals(lambda: client.post('/v1/captchas', {'kind': 'work'},
                                                    headers=address), 10)
        self.assertGreater(len(refused), 3)
        other = client.post('/v1/captchas', {'kind': 'work'}, headers={'X-Real-IP': '192.0.2.8'})
        self.expect(other, 201)


class Strangers(DaemonCase):

    def attempt(self, account):
        """How long a wrong password takes there, and the answer without what is its own."""
        client = self.daemon.client()
        self.expect(client.get('/v1/health'), 200)
        started = time.monotonic()
        answer = client.post('/v1/sessions', {'account': account, 'password': 'a guess or two'})
        taken = time.monotonic() - started
        self.expect(answer, 401, 'wrong_credentials')
        return taken, answer.body

    # A wrong password is refused in the same words and after the same work, account or no account.
    def test_no_account_costs_the_same(self):
        world = harness.World(self.daemon, people=8)
        known, unknown = [], []
        for number in range(1, 9):
            known.append(self.attempt(world.phone(number)))
            unknown.append(self.attempt(world.phone(number + 50000)))
        self.assertEqual(len({body for _, body in known + unknown}), 1)
        # The quickest of each: what else the machine does only ever adds.
        ratio = min(known)[0] / min(unknown)[0]
        self.assertTrue(0.5 < ratio < 2, (ratio, known, unknown))


class Crowd(DaemonCase):
    tcp = True
    config = harness.OPEN_LIMITS + '[http]\nconnections=32\nidle-seconds=60\n'

    # More connections than allowed: those that do nothing make room within seconds.
    def test_too_many_connections(self):
        crowd = [self.daemon.connect() for _ in range(120)]
        try:
            started = time.monotonic()
            self.assertTrue(answers(self.daemon, 20))
            self.assertLess(time.monotonic() - started, 15 * harness.SLOW)
        finally:
            for sock in crowd:
                sock.close()
        self.assertTrue(answers(self.daemon))


class Exhaustion(DaemonCase):
    tcp = True
    nofile = 64
    config = harness.OPEN_LIMITS + '[http]\nconnections=2000\nidle-seconds=60\n'

    # With no descriptor left new peers are hung up on, and when some are free again all is well.
    def test_descriptors_run_out(self):
        crowd = []
        for _ in range(300):
            try:
                crowd.append(self.daemon.connect(2))
            except OSError:
                break
        time.sleep(0.5)
        for sock in crowd:
            sock.close()
        wait_until(lambda: answers(self.daemon, 2), 20, 'an answer after exhaustion')
        used = len(os.listdir(f'/proc/{self.daemon.process.pid}/fd'))
        self.assertLess(used, 64)

    # The daemon fits its connections to the descriptors that it has.
    def test_connections_are_fitted(self):
        self.assertIn('Descriptors allow', self.daemon.log.read_text())


class LateReader(DaemonCase):
    tcp = True
    config = harness.OPEN_LIMITS + '[http]\nreply-seconds=2\nidle-seconds=20\n'

    # An answer that nobody takes is not kept for ever.
    def test_answer_not_taken(self):
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        sock.connect(('127.0.0.1', self.daemon.port))
        request = b'GET /v1/openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n'
        sock.sendall(request * 60)
        started = time.monotonic()

        def cut():
            try:
                sock.sendall(request)
                return False
            except OSError:
                return True
        sock.settimeout(1)
        wait_until(cut, 20, 'the cut')
        self.assertLess(time.monotonic() - started, 15 * harness.SLOW)
        sock.close()


if __name__ == '__main__':
    harness.main()
