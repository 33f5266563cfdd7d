#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that are not requests: nothing malformed, oversized or smuggled reaches a handler."""

import harness
from harness import DaemonCase

GOOD = 'GET /v1/health HTTP/1.1\r\nHost: a\r\n\r\n'


def status_of(received):
    return int(received.split(b' ', 2)[1]) if received.startswith(b'HTTP/1.1 ') else None


class Shapes(DaemonCase):
    tcp = True
    config = harness.OPEN_LIMITS + '[http]\nidle-seconds=3\n'

    def refused(self, text, statuses=(400,)):
        """Refused, closed, and what follows on the same connection is never looked at."""
        received = self.daemon.raw(text + GOOD)
        self.assertIn(status_of(received), (*statuses, None), received[:200])
        # libmicrohttpd 0.9.75 may write the head of its own refusals twice; what counts is that
        # the second request got no answer.
        self.assertNotIn(b'HTTP/1.1 200', received)
        self.alive()

    def alive(self):
        self.assertEqual(status_of(self.daemon.raw(
            GOOD.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))), 200)

    # A length and a transfer encoding at once are two readings of where the body ends.
    def test_length_and_encoding(self):
        self.refused('POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n'
                     'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n')

    # Two lengths, equal or not.
    def test_two_lengths(self):
        for second in ('4', '40'):
            with self.subTest(second):
                self.refused('POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n'
                             f'Content-Length: {second}\r\n\r\n{{}}  ')

    # Lengths that are not a number of bytes.
    def test_bad_lengths(self):
        for length in ('-1', '+4', '0x4', '4, 4', '4 4', '', '1e3',
                       '99999999999999999999999999'):
            with self.subTest(length):
                self.refused('POST /v1/sessions HTTP/1.1\r\nHost: a\r\n'
                             f'Content-Length: {length}\r\n\r\n', (400, 413))

    # Two hosts, or none.
    def test_hosts(self):
        self.refused('GET /v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n')
        self.refused('GET /v1/health HTTP/1.1\r\n\r\n')

    # Encodings other than chunked, or more than one.
    def test_encodings(self):
        for encoding in ('gzip', 'chunked, chunked', 'identity', 'gzip, chunked', 'xchunked'):
            with self.subTest(encoding):
                self.refused('POST /v1/sessions HTTP/1.1\r\nHost: a\r\n'
                             f'Transfer-Encoding: {encoding}\r\n\r\n0\r\n\r\n', (400, 501))

    # Chunks whose size is not one.
    def test_bad_chunks(self):
        for size in ('-1', 'g', '0x4', 'fffffffffffffffff', ''):
            with self.subTest(size):
                self.refused('POST /v1/sessions HTTP/1.1\r\nHost: a\r\n'
                             'Content-Type: application/json\r\n'
                             f'Transfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n',
                             (400, 413))

    # Headers that a proxy and we could read differently.
    def test_bad_headers(self):
        for line in ('Host : b', 'X Y: 1', 'X\x01: 1', 'Authorization: a\r\nAuthorization: b',
                     'X-Real-IP: 1.1.1.1\r\nX-Real-IP: 2.2.2.2', 'X: a\x02b'):
            with self.subTest(line):
                self.refused(f'GET /v1/health HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n')

    # Versions of HTTP that we do not speak.
    def test_versions(self):
        for version in ('HTTP/2.0', 'HTTP/1.9', 'HTTP/0.9', 'HTCPCP/1.0', ''):
            with self.subTest(version):
                self.refused(f'GET /v1/health {version}\r\nHost: a\r\n\r\n', (400, 505))

    # A head that does not fit, as one header, as many, as a target.
    def test_large_heads(self):
        self.refused(f'GET /v1/health HTTP/1.1\r\nHost: a\r\nX: {"a" * 20000}\r\n\r\n',
                     (400, 413, 431))
        self.refused('GET /v1/health HTTP/1.1\r\nHost: a\r\n'
                     + ''.join(f'X{i}: a\r\n' for i in range(100)) + '\r\n', (400, 431))
        self.refused(f'GET /{"a" * 20000} HTTP/1.1\r\nHost: a\r\n\r\n', (400, 414, 431))

    # Targets that cannot be decoded to one meaning.
    def test_bad_targets(self):
        for target in ('/v1/health%00', '/v1/%zz', '/v1/health%', '/v1/%c0%af', '/v1/a?%00=1',
                       '/v1/health?a=%ff', '/v1/health?a=1&a=2', 'v1/health', '/v1/health%0d%0aX'):
            with self.subTest(target):
                self.refused(f'GET {target} HTTP/1.1\r\nHost: a\r\n\r\n')

    # An escaped slash is no separator, and dots do not climb.
    def test_path_tricks(self):
        for target in ('/v1%2fhealth', '/v1/../v1/health', '/v1/./health', '//v1/health',
                       '/v1/health/', '/V1/health', '/'):
            with self.subTest(target):
                answer = self.daemon.client().get(target)
                self.expect(answer, 404, 'not_found')

    # The absolute form names the same thing.
    def test_absolute_form(self):
        received = self.daemon.raw('GET http://a/v1/health HTTP/1.1\r\nHost: a\r\n'
                                   'Connection: close\r\n\r\n')
        self.assertEqual(status_of(received), 200)

    # Two requests in one packet are answered in order.
    def test_pipelining(self):
        received = self.daemon.raw(GOOD + GOOD.replace('health', 'nothing').replace(
            '\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
        self.assertEqual(received.count(b'HTTP/1.1 200'), 1)
        self.assertEqual(received.count(b'HTTP/1.1 404'), 1)
        self.assertLess(received.index(b' 200'), received.index(b' 404'))

    # A body over the limit is refused, announced or not, at once or at its end.
    def test_large_bodies(self):
        client = self.daemon.client()
        for size in (70_000, 2_000_000):
            with self.subTest(size):
                try:
                    answer = client.send('POST', '/v1/sessions', b'x' * size,
                                         headers={'Content-Type': 'application/json'})
                    self.expect(answer, 413, 'body_too_large')
                except ConnectionError:
                    self.assertGreater(size, 256 * 1024)
                client.close()
        chunk = b'1000\r\n' + b'x' * 4096 + b'\r\n'
        received = self.daemon.raw(b'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n'
                                   b'Content-Type: application/json\r\n'
                                   b'Transfer-Encoding: chunked\r\n\r\n'
                                   + chunk * 20 + b'0\r\n\r\n')
        self.assertEqual(status_of(received), 413, received[:200])
        self.alive()

    # Somebody without a token cannot make us read a file of 100 MB.
    def test_unknown_uploader(self):
        received = self.daemon.raw('POST /v1/admin/imports/students HTTP/1.1\r\nHost: a\r\n'
                                   'Content-Type: text/csv\r\nIdempotency-Key: k\r\n'
                                   'Content-Length: 100000000\r\n\r\nid_type,')
        self.assertEqual(status_of(received), 401)

    # What HEAD answers is GET's head.
    def test_head(self):
        client = self.daemon.client()
        answer = client.send('HEAD', '/v1/openapi.yaml')
        self.assertEqual((answer.status, answer.body), (200, b''))
        self.assertEqual(answer.headers['content-length'],
                         client.get('/v1/openapi.yaml').headers['content-length'])

    # Random bytes are no reason to fall over.
    def test_noise(self):
        import random
        noise = random.Random(20221123)
        for _ in range(200):
            data = noise.randbytes(noise.randrange(1, 400))
            if noise.random() < 0.5:
                data = b'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n' + data
            with self.daemon.connect(1) as sock:
                sock.sendall(data)
        self.alive()

    # A peer that hangs up in the middle leaves nothing behind.
    def test_hang_ups(self):
        before = self.descriptors()
        for cut in range(1, 60):
            with self.daemon.connect(5) as sock:
                sock.sendall(b'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: '
                             b'application/json\r\nContent-Length: 20\r\n\r\n{"account"'[:cut * 2])
        harness.wait_until(lambda: self.descriptors() <= before + 1, 10, 'descriptors freed')

    def descriptors(self):
        import os
        return len(os.listdir(f'/proc/{self.daemon.process.pid}/fd'))


if __name__ == '__main__':
    harness.main()
