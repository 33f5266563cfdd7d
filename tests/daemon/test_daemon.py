#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process around the API: configuration, practice, service manager, command line."""

import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'http'))

import harness  # noqa: E402
from harness import Daemon, Stream, wait_until  # noqa: E402


class Configuration(unittest.TestCase):

    def check(self, text):
        with tempfile.NamedTemporaryFile('wb', suffix='.conf') as file:
            file.write(text if isinstance(text, bytes) else text.encode())
            file.flush()
            return subprocess.run([harness.HOUBUD, '--check-config', file.name], text=True,
                                  capture_output=True, check=False)

    # The example that is installed is right and sets every key to its default.
    def test_example(self):
        done = self.check((harness.ROOT / 'data/houbud.conf').read_text(encoding='utf-8'))
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    # Each mistake is named with its line, its section and its key.
    def test_mistakes(self):
        for text, line, *words in (
                ('[htp]\n', 1, 'htp'),
                ('\n[http]\nconections=5\n', 3, 'http', 'conections'),
                ('[http]\nconnections=many\n', 2, 'connections', 'many', 'number'),
                ('[http]\nconnections=1\n', 2, 'connections', '8'),
                ('[captcha]\nmode=sometimes\n', 2, 'mode', 'always'),
                ('[limits]\naccount=5\n', 2, 'account', '10/60'),
                ('[limits]\naccount=0/5\n', 2, 'account'),
                ('[http]\nlog-requests=yes\n', 2, 'log-requests', 'true or false'),
                ('[http]\nsocket-mode=0999\n', 2, 'socket-mode', 'octal'),
                ('[lab]\nnetworks=10.20.0.1/16\n', 2, 'networks', '10.20.0.0/16'),
                ('[http]\nconnections=100\nconnections=100\n', 3, 'twice'),
                ('connections=100\n', 1, 'before the first section'),
                ('[http\n', 1, 'bracket'),
                ('[http]\nnonsense\n', 2, 'nonsense')):
            with self.subTest(text):
                done = self.check(text)
                self.assertEqual(done.returncode, 1)
                self.assertIn(f':{line}: ', done.stderr)
                for word in words:
                    self.assertIn(word, done.stderr)

    # A file that is no text, or not there.
    def test_no_text(self):
        self.assertEqual(self.check(b'[http]\n\xff=1\n').returncode, 1)
        done = subprocess.run([harness.HOUBUD, '--check-config', '/nonexistent'], text=True,
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)

    # A daemon does not start on a configuration that it does not understand.
    def test_refuses_to_start(self):
        daemon = Daemon(config='[http]\nsurprise=1\n')
        try:
            with self.assertRaises(AssertionError):
                daemon.start()
        finally:
            daemon.remove()

    # Comments, blank lines, spaces and an empty file are fine.
    def test_fine(self):
        for text in ('', '# nothing\n', '\n\n[http]\n  connections = 100  \n\n# x\n[captcha]\n'):
            self.assertEqual(self.check(text).returncode, 0, text)


class CommandLine(unittest.TestCase):

    # The version, and help that names every command.
    def test_version_and_help(self):
        done = subprocess.run([harness.HOUBUD, '--version'], text=True, capture_output=True,
                              check=True)
        self.assertRegex(done.stdout, r'^houbud \d+\.\d+\.\d+\n$')
        done = subprocess.run([harness.HOUBUD, '--help'], text=True, capture_output=True, check=True)
        for word in ('check', 'operator add', '--practice', '--listen'):
            self.assertIn(word, done.stdout)

    # An operator is added once, beside a running daemon, and can sign in at once.
    def test_operator_beside_daemon(self):
        daemon = Daemon().start()
        try:
            daemon.command('operator', 'add', 'chief', '--role', 'national',
                           stdin='a long pass phrase\n')
            again = daemon.command('operator', 'add', 'chief', '--role', 'national',
                                   stdin='a long pass phrase\n', check=False)
            self.assertEqual(again.returncode, 1, again)
            answer = daemon.client().post('/v1/admin/sessions', {
                'name': 'chief', 'password': 'a long pass phrase'})
            self.assertEqual(answer.status, 201, answer)
            self.assertEqual(daemon.command('check').stdout, '')
        finally:
            daemon.stop()
            daemon.remove()

    # No password, no operator.
    def test_no_password(self):
        daemon = Daemon()
        for text in ('', '\n'):
            done = daemon.command('operator', 'add', 'x', '--role', 'national', stdin=text,
                                  check=False)
            self.assertEqual(done.returncode, 2, done)
        daemon.remove()

    # With the program that started it gone, the private daemon goes too.
    def test_until_stdin_closes(self):
        daemon = Daemon()
        process = subprocess.Popen([harness.HOUBUD, '--data', str(daemon.data), '--listen',
                                    '127.0.0.1:0', '--until-stdin-closes'],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        self.assertTrue(process.stdout.readline().startswith(b'listening on 127.0.0.1:'))
        self.assertIsNone(process.poll())
        process.stdin.close()
        self.assertEqual(process.wait(10 * harness.SLOW), 0)
        process.stdout.close()
        daemon.remove()


class Practice(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(tcp=True, args=['--practice']).start(120)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()
        cls.daemon.remove()

    def sign_in(self, number):
        client = self.daemon.client()
        answer = client.post('/v1/sessions', {'account': f'139{number:08}',
                                              'password': harness.PASSWORD})
        self.assertEqual(answer.status, 201, answer)
        client.token = answer.json['token']
        return client

    # One offering is full with a queue, another has seats; first accounts are free, the last wait.
    def test_world(self):
        client = self.sign_in(40)
        details = client.get('/v1/registration').json
        self.assertEqual(details['status'], 'waiting', details)
        self.assertEqual(details['entries'][0]['offering'], '993010-1')
        self.assertEqual(self.sign_in(1).get('/v1/registration').json['status'], 'none')
        board = {}
        for campus in ('993010', '993011'):
            answer = client.get(f'/v1/offerings?kind=written&campus={campus}')
            self.assertEqual(answer.status, 200, answer)
            board.update({row['id']: row for row in answer.json['items']})
        self.assertEqual(board['993010-1']['remaining'], 0)
        self.assertGreater(board['993010-1']['waiting'], 0)
        self.assertGreater(board['993011-1']['remaining'], 0)

    # Holds are short for whoever is promoted, and long for those who were there before.
    def test_holds(self):
        exam = self.daemon.client().get('/v1/exam').json
        self.assertEqual(exam['hold_seconds'], 600)
        self.assertLess(exam['registration_opens_at'], exam['server_time'])
        self.assertGreater(exam['registration_closes_at'], exam['server_time'])
        seat = self.sign_in(11).get('/v1/registration').json['enrolments'][0]
        self.assertGreater(seat['deadline'], exam['registration_closes_at'])

    # Started again it finds its store and leaves it alone.
    def test_second_start(self):
        before = self.daemon.client().get('/v1/exam').json['id']
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start()
        self.assertEqual(self.daemon.client().get('/v1/exam').json['id'], before)
        self.assertEqual(self.daemon.command('check').stdout, '')

    # An operator's change moves the queue while somebody watches.
    def test_queue_moves(self):
        client = self.sign_in(31)
        stream = Stream(self.daemon, client.token)
        wait_until(lambda: stream.comments, 5, 'the first comment')
        time.sleep(0.5)
        self.daemon.command('operator', 'add', 'mover', '--role', 'national',
                            stdin='a long pass phrase\n')
        operator = self.daemon.client()
        answer = operator.post('/v1/admin/sessions', {'name': 'mover',
                                                      'password': 'a long pass phrase'})
        operator.token = answer.json['token']
        answer = operator.send('PATCH', '/v1/admin/offerings/993010-1', {'capacity': 21})
        self.assertEqual(answer.status, 200, answer)
        stream.wait_for('enrolment_changed')
        stream.close()


class ServiceManager(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='houbu-notify-'))
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.folder / 'n'))
        self.socket.settimeout(15 * harness.SLOW)

    def tearDown(self):
        self.socket.close()
        shutil.rmtree(self.folder)

    # READY when it listens, WATCHDOG again and again, STOPPING at the end.
    def test_notifications(self):
        daemon = Daemon(env={'NOTIFY_SOCKET': str(self.folder / 'n'), 'WATCHDOG_USEC': '600000'})
        daemon.start()
        try:
            self.assertEqual(self.socket.recv(100), b'READY=1')
            for _ in range(3):
                self.assertEqual(self.socket.recv(100), b'WATCHDOG=1')
            self.assertEqual(daemon.stop(), 0)
            last = b''
            while last != b'STOPPING=1':
                last = self.socket.recv(100)
        finally:
            daemon.remove()

    # A process that lives but does not answer does not say that it is well.
    def test_deaf_process(self):
        daemon = Daemon(env={'NOTIFY_SOCKET': str(self.folder / 'n'), 'WATCHDOG_USEC': '300000'})
        daemon.start()
        try:
            self.assertEqual(self.socket.recv(100), b'READY=1')
            self.assertEqual(self.socket.recv(100), b'WATCHDOG=1')
            # The path now leads elsewhere: the listener is there, and nobody reaches it.
            os.rename(daemon.socket, daemon.socket + '.away')
            time.sleep(0.5)
            self.socket.settimeout(0.05)
            with self.assertRaises(TimeoutError):
                for _ in range(20):
                    self.socket.recv(100)
            self.socket.settimeout(1.5)
            with self.assertRaises(TimeoutError):
                self.socket.recv(100)
            os.rename(daemon.socket + '.away', daemon.socket)
            self.socket.settimeout(10 * harness.SLOW)
            self.assertEqual(self.socket.recv(100), b'WATCHDOG=1')
        finally:
            daemon.stop()
            daemon.remove()


class Damage(unittest.TestCase):

    # A store that was tampered with is named by `check`, and not served.
    def test_damaged_store(self):
        daemon = Daemon(args=['--practice']).start(120)
        try:
            self.assertEqual(daemon.stop(), 0)
            with sqlite3.connect(daemon.data / 'houbu.db') as database:
                database.execute('UPDATE offering SET seats_in_use = seats_in_use - 1'
                                 ' WHERE seats_in_use > 0')
            database.close()
            check = daemon.command('check', check=False)
            self.assertEqual(check.returncode, 1, check)
            self.assertIn('I-S2', check.stdout)
            with self.assertRaises(AssertionError):
                daemon.start()
            self.assertIn('violates', daemon.log.read_text())
        finally:
            daemon.remove()


if __name__ == '__main__':
    harness.main()
