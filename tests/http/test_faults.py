#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed, full, restarted: what was acknowledged is there, nothing is half done."""

import http.client
import os
import subprocess
import threading
import time
import unittest

import harness
from harness import Daemon, DaemonCase, World, key, wait_until


class Killed(unittest.TestCase):

    # kill -9 under load: every acknowledged join is there afterwards, exactly once, in the order
    # of the acknowledgements; a repeated key settles what was not answered; the store is whole.
    def test_kill_under_load(self):
        daemon = Daemon(tcp=True).start()
        try:
            world = World(daemon, people=60, capacity=0)
            clients = [world.register(number) for number in range(1, 61)]
            for client in clients:
                client.key = key()
            acknowledged, lost = {}, []
            threads = [threading.Thread(target=self.load, args=(client, acknowledged, lost))
                       for client in clients]
            for thread in threads:
                thread.start()
            wait_until(lambda: len(acknowledged) > 8, 30, 'some joins')
            daemon.kill()
            for thread in threads:
                thread.join()
            self.verify(daemon, clients, acknowledged)
        finally:
            daemon.remove()

    @staticmethod
    def load(client, acknowledged, lost):
        try:
            answer = client.post('/v1/waitlist-entries', {'offering': '993010-1'},
                                 keyed=client.key)
            assert answer.status == 201, answer
            acknowledged[client] = answer
        except (OSError, http.client.HTTPException):
            lost.append(client)

    def verify(self, daemon, clients, acknowledged):
        check = daemon.command('check', check=False)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        daemon.start()
        for client in clients:
            client.close()
            answer = client.post('/v1/waitlist-entries', {'offering': '993010-1'},
                                 keyed=client.key)
            self.assertEqual(answer.status, 201, answer)
            if client in acknowledged:
                self.assertEqual(answer.body, acknowledged[client].body)
            entries = client.get('/v1/waitlist-entries?state=waiting').json['items']
            self.assertEqual([entry['id'] for entry in entries], [answer.json['id']])
        self.assertEqual(daemon.stop(), 0)
        check = daemon.command('check', check=False)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)


class Graceful(DaemonCase):
    tcp = True

    # SIGTERM while requests come in: each is answered in full or not begun.
    def test_requests_under_way(self):
        world = World(self.daemon, people=40, capacity=0)
        clients = [world.register(number) for number in range(1, 41)]
        answers, broken = [], []

        def send(client):
            try:
                answers.append((client, world.join(client, '993010-1')))
            except (OSError, http.client.HTTPException):
                broken.append(client)
        threads = [threading.Thread(target=send, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        self.assertEqual(self.daemon.stop(), 0)
        for thread in threads:
            thread.join()
        self.daemon.start()
        for client, answer in answers:
            self.assertIn(answer.status, (201, 503), answer)
            client.close()
            entries = client.get('/v1/waitlist-entries?state=waiting').json['items']
            self.assertEqual(len(entries), int(answer.status == 201))

    # A token outlives a restart.
    def test_session_survives(self):
        client = self.daemon.client()
        self.expect(client.get('/v1/health'), 200)

    # SIGHUP changes nothing for anybody.
    def test_hang_up(self):
        client = self.daemon.client()
        self.daemon.process.send_signal(1)
        time.sleep(0.3)
        self.expect(client.get('/v1/health'), 200)
        self.assertIsNone(self.daemon.process.poll())


@unittest.skipUnless(os.geteuid() == 0, 'a small file system can be mounted by root only')
class FullDisk(unittest.TestCase):

    def setUp(self):
        self.daemon = Daemon(tcp=True)
        self.data = self.daemon.data
        self.data.mkdir()
        done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', self.data],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.daemon.remove()
            self.skipTest(f'cannot mount: {done.stderr.decode().strip()}')

    def tearDown(self):
        if self.daemon.process is not None and self.daemon.process.poll() is None:
            self.daemon.kill()
        subprocess.run(['umount', '-l', self.data], check=False)
        self.daemon.remove()

    # A full disk: 503 with a time to come back, nothing half done, reading goes on; with room
    # again the service comes back by itself.
    def test_full_disk(self):
        self.daemon.start()
        world = World(self.daemon, people=30, capacity=0)
        clients = [world.register(number) for number in range(1, 31)]
        ballast = self.data / 'ballast'
        self.fill(ballast)
        refused = [client for client in clients if self.is_refused(world, client)]
        self.assertGreater(len(refused), 0, 'the disk was not full')
        answer = refused[0].get('/v1/registration')
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(refused[0].get('/v1/waitlist-entries?state=waiting').json['items'], [])
        ballast.unlink()
        wait_until(lambda: self.daemon.client().get('/v1/health').status == 200, 30, 'health')
        for client in refused:
            self.assertEqual(world.join(client, '993010-1').status, 201)
        self.assertEqual(self.daemon.stop(), 0)
        check = self.daemon.command('check', check=False)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    @staticmethod
    def fill(path):
        with open(path, 'wb', buffering=0) as file:
            try:
                while True:
                    file.write(b'\0' * 4096)
            except OSError:
                pass

    def is_refused(self, world, client):
        answer = world.join(client, '993010-1')
        if answer.status == 201:
            return False
        self.assertEqual((answer.status, answer.code), (503, 'busy'), answer)
        self.assertIn('retry-after', answer.headers)
        return True


class Misuse(unittest.TestCase):

    def run_daemon(self, *words, stdin=''):
        return subprocess.run([harness.HOUBUD, *words], input=stdin, text=True,
                              capture_output=True, check=False, timeout=60)

    # Wrong command lines say what is wrong and end with 2.
    def test_usage(self):
        for words in ([], ['--surprise'], ['fly', '--data', '/tmp'],
                      ['operator', 'add', '--data', '/tmp'],
                      ['operator', 'add', 'x', '--data', '/tmp'],
                      ['operator', 'add', 'x', '--role', 'king', '--data', '/tmp'],
                      ['operator', 'add', 'x', '--role', 'school', '--data', '/tmp'],
                      ['operator', 'add', 'x', '--role', 'national', '--scope', '1', '--data',
                       '/tmp']):
            with self.subTest(words):
                done = self.run_daemon(*words, stdin='a long pass phrase\n')
                self.assertEqual(done.returncode, 2, done)
                self.assertIn('houbud: ', done.stderr)

    # Addresses that other machines reach need an explicit word.
    def test_addresses(self):
        daemon = Daemon()
        for address in ('0.0.0.0:0', '192.0.2.1:80', '[::]:0', 'localhost:80', '127.0.0.1',
                        '127.0.0.1:99999', 'unix:relative', 'unix:' + '/x' * 100):
            with self.subTest(address):
                done = self.run_daemon('--data', str(daemon.data), '--listen', address)
                self.assertEqual(done.returncode, 1, done)
                self.assertNotIn('listening', done.stdout)
        daemon.remove()

    # Two daemons never serve one store, and a socket in use is not taken away.
    def test_second_daemon(self):
        daemon = Daemon().start()
        try:
            done = self.run_daemon('--data', str(daemon.data), '--listen', '127.0.0.1:0')
            self.assertEqual(done.returncode, 1)
            self.assertIn('another houbud', done.stderr)
            done = self.run_daemon('--data', str(daemon.folder / 'other'), '--listen',
                                   f'unix:{daemon.socket}')
            self.assertEqual(done.returncode, 1)
            self.assertEqual(daemon.client().get('/v1/health').status, 200)
        finally:
            daemon.stop()
            daemon.remove()

    # A socket that a killed daemon left behind is no obstacle, and is gone after a good end.
    def test_stale_socket(self):
        daemon = Daemon().start()
        try:
            daemon.kill()
            self.assertTrue(os.path.exists(daemon.socket))
            daemon.start()
            self.assertEqual(daemon.client().get('/v1/health').status, 200)
            self.assertEqual(daemon.stop(), 0)
            self.assertFalse(os.path.exists(daemon.socket))
        finally:
            daemon.remove()

    # Files of the store are for their owner only; the process leaves no core dump.
    def test_privacy_of_files(self):
        daemon = Daemon().start()
        try:
            for path in daemon.data.iterdir():
                self.assertEqual(path.stat().st_mode & 0o077, 0, path)
            with open(f'/proc/{daemon.process.pid}/limits', encoding='ascii') as file:
                core = next(line for line in file if line.startswith('Max core'))
            self.assertEqual(core.split()[4:6], ['0', '0'])
            daemon.stop()
        finally:
            daemon.remove()


if __name__ == '__main__':
    harness.main()
