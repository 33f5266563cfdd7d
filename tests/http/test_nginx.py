#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped nginx configuration, in a real nginx, in front of a real houbud."""

import pathlib
import socket
import ssl
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

import front  # noqa: E402  (its folder has to be on the path first)
import harness  # noqa: E402
from front import NGINX, OPENSSL  # noqa: E402
from harness import DaemonCase, World, receive_all, wait_until  # noqa: E402


@unittest.skipUnless(NGINX and OPENSSL, 'nginx or openssl is not installed')
class Front(DaemonCase):
    config = harness.OPEN_LIMITS + '[live]\nheartbeat-seconds=1\n[http]\nlog-requests=true\n'

    @classmethod
    def prepare(cls):
        cls.world = World(cls.daemon, people=3, capacity=1)
        cls.start_nginx()

    @classmethod
    def start_nginx(cls):
        folder = cls.daemon.folder / 'nginx'
        folder.mkdir()
        cls.folder = folder
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            cls.port = probe.getsockname()[1]
        front.make_certificate(folder, '/CN=houbu.example.org')
        cls.nginx = front.start_nginx(folder, f'unix:{cls.daemon.socket}',
                                      f'127.0.0.1:{cls.port}')
        wait_until(cls.reachable, 10, 'nginx')

    @classmethod
    def reachable(cls):
        try:
            with cls.connect():
                return True
        except OSError:
            if cls.nginx.poll() is not None:
                raise AssertionError((cls.folder / 'stderr').read_text()) from None
            return False

    @classmethod
    def connect(cls, **rest):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        for name, value in rest.items():
            setattr(context, name, value)
        plain = socket.create_connection(('127.0.0.1', cls.port), timeout=20)
        return context.wrap_socket(plain, server_hostname='houbu.example.org')

    @classmethod
    def tearDownClass(cls):
        if getattr(cls, 'nginx', None):
            cls.nginx.terminate()
            cls.nginx.wait(10)
        super().tearDownClass()

    def ask(self, text, half=False):
        with self.connect() as sock:
            sock.sendall(text.encode('latin-1'))
            return receive_all(sock)

    def get(self, path, token=None, headers=''):
        token = f'Authorization: Bearer {token}\r\n' if token else ''
        return self.ask(f'GET {path} HTTP/1.1\r\nHost: houbu.example.org\r\n{token}{headers}'
                        'Connection: close\r\n\r\n')

    # The API comes through, with TLS and its own headers.
    def test_passes(self):
        received = self.get('/v1/exam')
        self.assertTrue(received.startswith(b'HTTP/1.1 200'), received[:300])
        self.assertIn(b'Strict-Transport-Security', received)
        self.assertNotIn(b'nginx/', received)
        client = self.world.register(1)
        self.assertIn(b'"status":"empty"', self.get('/v1/registration', client.token))

    # What is not the API is not there, the figures included.
    def test_only_the_api(self):
        for path in ('/', '/metrics', '/v2/exam', '/.git/config'):
            self.assertTrue(self.get(path).startswith(b'HTTP/1.1 404'), path)

    # The address that the client claims is replaced by the one that nginx sees.
    def test_address(self):
        self.get('/v1/exam', headers='X-Real-IP: 6.6.6.6\r\n')
        self.assertNotIn('6.6.6.6', self.daemon.log.read_text())

    # All malformed shapes end at nginx.
    def test_malformed(self):
        for shape in ('POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n'
                      'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
                      'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n'
                      'Content-Length: 5\r\n\r\n{}  ',
                      'GET /v1/exam HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
                      'GET /v1/exam HTTP/1.1\r\n\r\n',
                      'POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
                      'GET /v1/exam%00 HTTP/1.1\r\nHost: a\r\n\r\n'):
            received = self.ask(shape)
            self.assertTrue(received.startswith(b'HTTP/1.1 400'), (shape, received[:100]))

    # A head that drips is cut within seconds.
    def test_drip(self):
        started = time.monotonic()
        with self.connect() as sock:
            sock.sendall(b'GET /v1/exam HTTP/1.1\r\nHost: a\r\n')
            sock.settimeout(0.3)
            while time.monotonic() - started < 20:
                try:
                    sock.sendall(b'X: y\r\n')
                    if sock.recv(100) == b'':
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        self.assertLess(time.monotonic() - started, 15)

    # A body over the limit ends at nginx; an import of the same size does not.
    def test_sizes(self):
        body = 'x' * 100_000
        received = self.ask('POST /v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n'
                            f'Content-Length: {len(body)}\r\n\r\n{body}')
        self.assertIn(b' 413 ', received.split(b'\r\n', 1)[0])
        rows = self.world.SCHOOLS + ''.join(
            f'99,Test Province,{99400 + i},Padding {"x" * 60},{994000 + i * 10},Campus\n'
            for i in range(900))
        received = self.ask(
            'POST /v1/admin/imports/schools?dry_run=1 HTTP/1.1\r\nHost: a\r\n'
            f'Authorization: Bearer {self.world.operator.token}\r\nContent-Type: text/csv\r\n'
            f'Idempotency-Key: {harness.key()}\r\nConnection: close\r\n'
            f'Content-Length: {len(rows)}\r\n\r\n{rows}')
        self.assertTrue(received.startswith(b'HTTP/1.1 200'), received[:300])

    # Events come through as they happen.
    def test_events(self):
        client = self.world.register(2)
        with self.connect() as sock:
            sock.sendall(f'GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer '
                         f'{client.token}\r\n\r\n'.encode())
            received = b''
            started = time.monotonic()
            while b':\n\n' not in received:
                received += sock.recv(4096)
            self.assertLess(time.monotonic() - started, 3)
            time.sleep(0.5)
            self.expect(self.world.enrol(client, '993011-1'), 201)
            started = time.monotonic()
            while b'enrolment_changed' not in received:
                received += sock.recv(4096)
            self.assertLess(time.monotonic() - started, 3)

    # Old TLS is refused.
    def test_old_tls(self):
        with self.assertRaises((ssl.SSLError, OSError)):
            with self.connect(maximum_version=ssl.TLSVersion.TLSv1_1):
                pass

    # A daemon that is away is a 502 at once, and is back when it is back.
    def test_daemon_away(self):
        self.assertEqual(self.daemon.stop(), 0)
        self.assertTrue(self.get('/v1/exam').startswith(b'HTTP/1.1 502'))
        self.daemon.start()
        self.world.operator.close()
        wait_until(lambda: self.get('/v1/exam').startswith(b'HTTP/1.1 200'), 15, 'the way back')

    # nginx's log holds no token and no query.
    def test_log(self):
        self.get('/v1/campuses?kind=written&q=Canary', self.world.operator.token)
        text = pathlib.Path(self.folder / 'access.log').read_text(encoding='utf-8')
        self.assertNotIn('Canary', text)
        self.assertNotIn(self.world.operator.token, text)


if __name__ == '__main__':
    harness.main()
