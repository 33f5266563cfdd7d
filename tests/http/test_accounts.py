#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registering, resetting and finding accounts over the wire: who learns what, and who is told."""

import csv
import hashlib
import itertools
import os
import re
import stat
from pathlib import Path

import harness
from harness import DaemonCase

PASSWORD = 'lantern over the bridge'


class AccountCase(DaemonCase):
    """A daemon that writes its messages to a file beside its store."""
    args = ('--practice',)

    def outbox(self):
        path = self.daemon.data / 'outbox.txt'
        return path.read_text(encoding='utf-8').splitlines() if path.exists() else []

    def told(self, phone, count=1):
        """What the phone was told last, once it was told so often."""
        def texts():
            mine = [line.split(' ', 2)[2] for line in self.outbox() if f' {phone} ' in line]
            return mine if len(mine) >= count else None
        return harness.wait_until(texts, what=f'message {count} to {phone}')[-1]

    def ask(self, phone, purpose, client=None, status=202):
        answer = (client or self.daemon.client()).post(
            '/v1/verification-codes', {'phone': phone, 'purpose': purpose})
        self.expect(answer, status)
        return answer

    def code(self, phone, count=1):
        return re.search(r'\d{6}', self.told(phone, count)).group()

    def sign_in(self, account, password):
        return self.daemon.client().post('/v1/sessions',
                                         {'account': account, 'password': password})


class Accounts(AccountCase):

    # A phone, its code and a password make an account that signs in; the code works once.
    def test_register(self):
        client = self.daemon.client()
        answer = self.ask('13900000090', 'register')
        self.assertEqual(set(answer.json), {'expires_at', 'resend_at'})
        body = {'phone': '13900000090', 'code': self.code('13900000090'), 'password': PASSWORD}
        self.expect(client.create('/v1/accounts', body), 201)
        self.expect(client.create('/v1/accounts', body), 403, 'wrong_code')
        self.expect(self.sign_in('13900000090', PASSWORD), 201)

    # The same key and body get the stored answer; another password under the key is a mismatch.
    def test_lost_answer(self):
        client = self.daemon.client()
        self.ask('13900000091', 'register')
        body = {'phone': '13900000091', 'code': self.code('13900000091'), 'password': PASSWORD}
        key = {'Idempotency-Key': harness.key()}
        first = client.post('/v1/accounts', body, headers=key)
        second = client.post('/v1/accounts', body, headers=key)
        self.expect(first, 201)
        self.assertEqual((first.status, first.body), (second.status, second.body))
        other = client.post('/v1/accounts', body | {'password': PASSWORD + '!'}, headers=key)
        self.expect(other, 422, 'idempotency_mismatch')

    # A new password ends the sessions that there are, within the second.
    def test_reset(self):
        signed_in = self.sign_in('13900000002', harness.PASSWORD)
        self.expect(signed_in, 201)
        client = self.daemon.client(signed_in.json['token'])
        self.expect(client.get('/v1/sessions/current'), 200)
        self.ask('13900000002', 'reset')
        body = {'phone': '13900000002', 'code': self.code('13900000002'), 'password': PASSWORD}
        self.expect(self.daemon.client().create('/v1/password-resets', body), 204)
        self.expect(client.get('/v1/sessions/current'), 401, 'unauthenticated')
        self.expect(self.sign_in('13900000002', harness.PASSWORD), 401, 'wrong_credentials')
        self.expect(self.sign_in('13900000002', PASSWORD), 201)

    # Whoever is signed in moves the account to another phone, and who is not cannot ask for that.
    def test_change_phone(self):
        self.ask('13900000092', 'change_phone', status=401)
        client = self.daemon.client(self.sign_in('13900000003', harness.PASSWORD).json['token'])
        self.ask('13900000092', 'change_phone', client)
        body = {'phone': '13900000092', 'code': self.code('13900000092')}
        answer = client.send('PUT', '/v1/account/phone', body)
        self.expect(answer, 200)
        self.assertEqual(answer.json['phone_masked'], '139****0092')
        self.assertIn('139****0092', self.told('13900000003'))
        current = client.get('/v1/sessions/current')
        self.assertEqual(current.json['account']['phone_masked'], '139****0092')
        self.expect(self.sign_in('13900000003', harness.PASSWORD), 401, 'wrong_credentials')
        self.expect(self.sign_in('13900000092', harness.PASSWORD), 201)

    # A token that is not good is nobody's: registering is for anyone.
    def test_bad_token_is_nobody(self):
        self.ask('13900000093', 'register', self.daemon.client('hc-nonsense'))

    # The file of messages is its owner's, and no message is in the log.
    def test_secrecy(self):
        self.ask('13900000094', 'register')
        code = self.code('13900000094')
        path = self.daemon.data / 'outbox.txt'
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        log = self.daemon.log.read_text(encoding='utf-8')
        self.assertNotIn('13900000094', log)
        self.assertNotIn(code, log)


class Strangers(AccountCase):
    """With an account or without: the same words, and about the same work."""

    def compare(self, known, unknown):
        """(work, answer) of both kinds; the least counts, for noise only ever adds."""
        self.assertEqual(len({body for _, body in known + unknown}), 1, (known, unknown))
        ratio = min(known)[0] / min(unknown)[0]
        self.assertTrue(0.5 < ratio < 2, (ratio, known, unknown))

    def work(self):
        """
        Nanoseconds that the daemon's threads have run: a busy machine adds little to them. Without
        the pool's, which deliver messages: whoever asked has had the answer by then.
        """
        tasks = Path(f'/proc/{self.daemon.process.pid}/task')
        return sum(int((task / 'schedstat').read_text().split()[0]) for task in tasks.iterdir()
                   if not (task / 'comm').read_text().startswith('pool-'))

    def timed(self, path, body, status):
        client = self.daemon.client()
        self.expect(client.get('/v1/health'), 200)
        before = self.work()
        answer = client.send('POST', path, body, keyed=True)
        taken = self.work() - before
        self.assertEqual(answer.status, status, answer)
        return taken, re.sub(rb'\d{4}-\d\d-\d\dT[^"]*', b'TIME', answer.body)

    def pairs(self, path, make, status, first=27):
        known, unknown = [], []
        for number in range(first, first + 7):
            known.append(self.timed(path, make(13900000000 + number), status))
            unknown.append(self.timed(path, make(13700000000 + number), status))
        return known, unknown

    # Asking for a code.
    def test_codes(self):
        # Other numbers for each purpose: a number is told once a minute.
        for purpose, first in (('register', 27), ('reset', 34)):
            with self.subTest(purpose=purpose):
                self.compare(*self.pairs('/v1/verification-codes', lambda number: {
                    'phone': str(number), 'purpose': purpose}, 202, first))

    # A code that was never sent.
    def test_wrong_codes(self):
        for path in ('/v1/accounts', '/v1/password-resets'):
            with self.subTest(path=path):
                self.compare(*self.pairs(path, lambda number: {
                    'phone': str(number), 'code': '000000', 'password': PASSWORD}, 403))

    # Registered people of the practice data against people whom no school knows.
    def test_recoveries(self):
        def ask(kind, number, name):
            return self.timed('/v1/account-recoveries', {
                'id_type': kind, 'id_number': number, 'name': name}, 202)

        def told():
            return [line for line in self.outbox() if 'registered with the account' in line]
        known, unknown = [], []
        people = self.practice_people()
        for index, (number, name) in enumerate(people):
            known.append(ask('resident_id', number, name))
            unknown.append(ask('passport', f'E9800{index:04}', name))
        self.compare(known, unknown)
        harness.wait_until(lambda: len(told()) >= len(people), what='their messages')
        self.assertEqual(len(told()), len(people))

    def practice_people(self):
        """Number and name of people who have registered: not the first ten, who are left free."""
        path = harness.ROOT / 'data/practice/students.csv'
        rows = list(csv.DictReader(path.read_text(encoding='utf-8').splitlines()))
        return [(row['id_number'], row['name']) for row in rows[10:26]
                if row['id_type'] == 'resident_id']


class Budget(AccountCase):
    config = harness.OPEN_LIMITS + '[messages]\na-day=3\n'

    # When the day's messages are used up nobody gets one, and the answer says when.
    def test_stop(self):
        for number in range(3):
            self.ask(f'1390000007{number}', 'register')
        answer = self.ask('13900000079', 'register', status=429)
        self.assertEqual(answer.code, 'too_many_requests')
        self.assertGreater(int(answer.headers['retry-after']), 80000)


class Silent(DaemonCase):
    config = harness.OPEN_LIMITS

    # Without a sender nobody is left to wait for a message.
    def test_no_sender(self):
        answer = self.daemon.client().post(
            '/v1/verification-codes', {'phone': '13900000090', 'purpose': 'register'})
        self.expect(answer, 409, 'no_messages')


class Work(DaemonCase):
    config = harness.OPEN_LIMITS.replace('mode=off', 'mode=always\ndifficulty=10')
    args = ('--practice',)

    def answer(self, challenge):
        """A text that gives as many zero bits as are wanted."""
        for number in itertools.count():
            whole = (challenge['challenge'] + str(number)).encode()
            if int.from_bytes(hashlib.sha256(whole).digest(), 'big') >> (256 - challenge['difficulty']) == 0:
                return str(number)

    def sign_in(self, challenge, answer):
        return self.daemon.client().post('/v1/sessions', {
            'account': '13900000004', 'password': harness.PASSWORD,
            'captcha_id': challenge['id'], 'captcha_answer': answer})

    def challenge(self):
        answer = self.daemon.client().post('/v1/captchas', {'kind': 'work'})
        self.expect(answer, 201)
        self.assertEqual(answer.json['difficulty'], 10)
        return answer.json

    # Computing opens the door like reading does: once, and only with the answer to this challenge.
    def test_work(self):
        first, second = self.challenge(), self.challenge()
        self.assertNotEqual(first['challenge'], second['challenge'])
        answer = self.answer(first)
        self.expect(self.sign_in(first, answer), 201)
        self.expect(self.sign_in(first, answer), 403, 'captcha_failed')
        wrong = next(str(number) for number in itertools.count()
                     if hashlib.sha256((second['challenge'] + str(number)).encode()).digest()[0])
        self.expect(self.sign_in(second, wrong), 403, 'captcha_failed')
        self.expect(self.sign_in(second, self.answer(second)), 403, 'captcha_failed')


if __name__ == '__main__':
    harness.main()
