#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a candidate and an operator do, through a proxy that knows only the contract.

The proxy (prism) compares each request and each answer with houbu.openapi.yaml and names what does
not fit in a header of the answer. Event streams and requests that are malformed on purpose stay
outside: the other suites send those.
"""

import json
import os
import re
import pathlib
import shutil
import socket
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/http'))

import harness  # noqa: E402

PRISM = os.environ.get('HOUBU_PRISM', 'prism')


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


class WatchingClient(harness.Client):
    """A client that fails on the first thing that the contract does not say."""

    def send(self, method, path, body=None, headers=None, keyed=None):
        answer = super().send(method, path, body, headers, keyed)
        violations = json.loads(answer.headers.get('sl-violations', '[]'))
        violations = [each for each in violations if each.get('severity') == 'Error']
        if violations:
            raise AssertionError(f'{method} {path} → {answer.status}: '
                                 f'{json.dumps(violations, indent=1)}')
        self.daemon.seen.add((method, path.split('?')[0], answer.status))
        return answer


class ProxiedDaemon(harness.Daemon):
    """A houbud whose clients speak to it through the proxy."""

    def __init__(self):
        super().__init__(tcp=True)
        self.outbox = self.folder / 'outbox.txt'
        self.config.write_text(f'{harness.OPEN_LIMITS}[messages]\noutbox={self.outbox}\n',
                               encoding='utf-8')
        self.seen = set()
        self.proxy = None

    def start(self, seconds=60):
        super().start(seconds)
        proxy_port = free_port()
        self.proxy_log = open(self.folder / 'proxy', 'wb')
        self.proxy = subprocess.Popen(
            [PRISM, 'proxy', str(ROOT / 'src/model/houbu.openapi.yaml'),
             f'http://127.0.0.1:{self.port}', '--port', str(proxy_port), '--host', '127.0.0.1'],
            stdout=self.proxy_log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.port = proxy_port
        harness.wait_until(self._listens, 60, 'the proxy')
        return self

    def _listens(self):
        with socket.socket() as sock:
            return sock.connect_ex(('127.0.0.1', self.port)) == 0

    def client(self, token=None, language='en'):
        return WatchingClient(self, token, language)

    def remove(self):
        if self.proxy is not None:
            self.proxy.terminate()
            self.proxy.wait()
            self.proxy_log.close()
        super().remove()


@unittest.skipUnless(shutil.which(PRISM), 'prism is not installed: contract-proxy.sh does it')
class Proxy(unittest.TestCase):
    """One walk; each test is a part of it that stands by itself."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = ProxiedDaemon().start()
        cls.world = harness.World(cls.daemon, people=16, capacity=1)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.remove()

    def check(self, answer, status, code=None):
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        return answer

    def test_anyone(self):
        """What may be read without signing in."""
        client = self.daemon.client(language='zh-CN')
        self.check(client.get('/v1/health'), 200)
        self.check(client.get('/v1/exam'), 200)
        self.check(client.get('/v1/pages'), 200)
        for page in client.get('/v1/pages').json['items']:
            self.check(client.get(f'/v1/pages/{page["kind"]}'), 200)
        self.check(client.post('/v1/captchas', {'kind': 'image'}), 201)
        self.check(client.post('/v1/captchas', {'kind': 'work'}), 201)
        self.check(client.get('/v1/registration', headers={'Authorization': 'Bearer nobody'}), 401,
                   'unauthenticated')

    def test_sessions(self):
        """Signing in, who am I, refreshing, signing out; a wrong password."""
        client = self.world.sign_in(1, remember=True)
        self.check(client.get('/v1/sessions/current'), 200)
        token = client.session['refresh_token']
        self.check(client.post('/v1/sessions/refresh', {'refresh_token': token}), 201)
        self.check(self.world.sign_in(1).send('DELETE', '/v1/sessions/current'), 204)
        self.check(self.world.sign_in(1).send('DELETE', '/v1/sessions'), 204)
        self.check(client.post('/v1/sessions', {'account': self.world.phone(1),
                                                'password': 'not-this-one'}),
                   401, 'wrong_credentials')

    def code(self, phone):
        """The code that was sent to it last."""
        def sent():
            lines = self.daemon.outbox.read_text(encoding='utf-8').splitlines() \
                if self.daemon.outbox.exists() else []
            return [line for line in lines if f' {phone} ' in line]
        return re.search(r'\d{6}', harness.wait_until(sent)[-1].split(' ', 2)[2]).group()

    def test_accounts(self):
        """Codes, registering, another password, another phone, finding the account again."""
        client = self.daemon.client()
        password = 'lantern over the bridge'
        self.check(client.post('/v1/verification-codes',
                               {'phone': '13900077001', 'purpose': 'register'}), 202)
        body = {'phone': '13900077001', 'code': '000000', 'password': password}
        self.check(client.create('/v1/accounts', body), 403, 'wrong_code')
        body['code'] = self.code('13900077001')
        self.check(client.create('/v1/accounts', body), 201)
        self.check(client.post('/v1/verification-codes',
                               {'phone': self.world.phone(16), 'purpose': 'reset'}), 202)
        body = {'phone': self.world.phone(16), 'code': self.code(self.world.phone(16)),
                'password': password}
        self.check(client.create('/v1/password-resets', body), 204)
        self.check(client.create('/v1/account-recoveries', {
            'id_type': 'passport', 'id_number': 'P1234567', 'name': 'Nobody'}), 202)
        signed_in = self.world.sign_in(15)
        self.check(signed_in.post('/v1/verification-codes',
                                  {'phone': '13900077002', 'purpose': 'change_phone'}), 202)
        self.check(signed_in.send('PUT', '/v1/account/phone', {
            'phone': '13900077002', 'code': self.code('13900077002')}), 200)

    def test_steps(self):
        """Agreement, query, registration, details, and the full document number."""
        client = self.world.sign_in(2)
        self.check(client.get('/v1/registration'), 200)
        self.check(client.get('/v1/agreement'), 200)
        self.check(client.post('/v1/qualification-queries', {
            'id_type': 'passport', 'id_number': 'P1234567', 'name': 'Nobody'}), 404, 'no_match')
        client = self.world.register(2)
        self.check(client.get('/v1/registration'), 200)
        self.check(client.post('/v1/registration/identity-reveals',
                               {'password': harness.PASSWORD}), 200)
        self.check(client.send('DELETE', '/v1/registration'), 204)

    def test_review(self):
        """Asking for CET-6, being refused it twice, and what an operator decides."""
        client = self.world.register(8)
        self.check(client.get('/v1/qualification-reviews/current'), 404, 'not_found')
        review = self.check(client.create('/v1/qualification-reviews',
                                          {'admission_ticket': '993010191100101'}), 201).json
        self.check(client.create('/v1/qualification-reviews',
                                 {'admission_ticket': '993010191100101'}), 409, 'review_exists')
        operator = self.world.operator
        self.check(operator.get('/v1/admin/reviews?state=pending'), 200)
        decision = f'/v1/admin/reviews/{review["id"]}/decision'
        self.check(operator.create(decision, {'verdict': 'refuse', 'reason': 'No proof'}), 200)
        self.check(operator.create(decision, {'verdict': 'approve', 'reason': 'Proof'}), 200)
        self.check(operator.create(decision, {'verdict': 'refuse', 'reason': 'No'}), 409,
                   'state_changed')
        self.check(client.get('/v1/qualification-reviews/current'), 200)
        self.check(client.get('/v1/registration'), 200)

    def test_seats(self):
        """The board, a seat, a refusal, and giving the seat back."""
        client = self.world.register(3)
        self.check(client.get('/v1/offerings?kind=written'), 200)
        self.check(client.get('/v1/offerings?kind=oral&campus=993010'), 200)
        self.check(client.get('/v1/campuses?kind=written'), 200)
        self.check(client.get('/v1/campuses?kind=oral&q=campus'), 200)
        seat = self.check(self.world.enrol(client, '993011-1'), 201).json['items'][0]
        self.check(self.world.enrol(client, '993011-3'), 409, 'same_level')
        self.check(client.get('/v1/registration'), 200)
        self.check(client.get('/v1/offerings?kind=written&campus=993011'), 200)
        form = f'/v1/enrolments/{seat["id"]}/report-form'
        self.check(client.send('PUT', form, {'report_form': 'paper'}), 200)
        self.check(client.send('PUT', form, {'report_form': 'electronic'}), 200)
        self.check(client.send('DELETE', f'/v1/enrolments/{seat["id"]}'), 200)
        self.check(client.send('PUT', form, {'report_form': 'paper'}), 409, 'state_changed')
        self.check(client.send('DELETE', f'/v1/enrolments/{seat["id"]}'), 409, 'state_changed')
        self.check(client.send('DELETE', '/v1/enrolments/somebody-elses'), 404, 'not_found')

    def test_queue(self):
        """Joining, watching, leaving with a reason, and being promoted."""
        holder = self.world.register(4)
        self.check(self.world.enrol(holder, '993010-1'), 201)
        first, second = self.world.register(5), self.world.register(6)
        entries = [self.check(self.world.join(client, '993010-1'), 201).json
                   for client in (first, second)]
        self.check(first.get('/v1/waitlist-entries?state=waiting'), 200)
        self.check(self.world.operator.get('/v1/admin/offerings/993010-1/queue'), 200)
        self.check(self.world.operator.get('/v1/admin/offerings/993010-1/explain'), 200)
        self.check(self.world.operator.get('/v1/admin/offerings/993010-1/queue/explain'), 200)
        self.check(first.create(f'/v1/waitlist-entries/{entries[0]["id"]}/cancellation',
                                {'reason': 'other', 'note': 'Next year'}), 200)
        self.world.set_capacity('993010-1', 2)
        self.check(first.get('/v1/waitlist-entries?state=completed'), 200)
        self.check(second.get('/v1/waitlist-entries?state=completed'), 200)
        self.check(second.get('/v1/registration'), 200)

    def check_texts(self, operator):
        text = {'title': 'Title', 'body': 'Text'}
        for path, place in (('/v1/admin/notices', {'school': '99301'}),
                            ('/v1/admin/news', {'language': 'en'})):
            added = self.check(operator.create(path, {**place, **text}), 201).json
            self.check(operator.get(path), 200)
            self.check(operator.send('PATCH', f'{path}/{added["id"]}', {'body': 'Else'}), 200)
            self.check(self.daemon.client().get('/v1/exam'), 200)
            self.check(operator.send('DELETE', f'{path}/{added["id"]}'), 204)
            self.check(operator.send('DELETE', f'{path}/{added["id"]}'), 404, 'not_found')
        self.check(operator.get('/v1/admin/pages'), 200)
        page = '/v1/admin/pages/contact/en'
        self.check(operator.send('PUT', page, text), 200)
        self.check(operator.get(page), 200)
        self.check(operator.send('DELETE', page), 204)

    def test_payments(self):
        """Paying where no provider is set up, a group's lock, a refund, and what operators see."""
        client, operator = self.world.register(7), self.world.operator
        seat = self.check(self.world.enrol(client, '993010-3'), 201).json['items'][0]
        path = f'/v1/admin/enrolments/{seat["id"]}'
        self.check(client.create('/v1/payments', {'kind': 'written'}), 409, 'payments_off')
        self.check(client.get('/v1/payments/nothing'), 404, 'not_found')
        self.check(client.post('/v1/payments/nothing/refresh'), 404, 'not_found')
        self.check(client.post('/v1/payments/nothing/close'), 404, 'not_found')
        self.check(operator.send('PUT', f'{path}/lock', {
            'owner': 'Department of Chemistry', 'until': self.world.at(86400)}), 200)
        self.check(client.get('/v1/registration'), 200)
        self.check(operator.send('DELETE', f'{path}/lock?outcome=paid'), 200)
        self.check(operator.create(f'{path}/refund', {'reason': 'Cancelled by the school'}), 200)
        self.check(operator.get('/v1/admin/payments'), 200)
        self.check(operator.get('/v1/admin/payments/nothing'), 404, 'not_found')
        self.check(operator.post('/v1/admin/payment-reconciliations', {'day': '2022-08-30'}), 409,
                   'payments_off')

    def test_operators(self):
        """The exam, an offering, journal, statistics, a bad file, and signing out."""
        operator = self.world.operator
        self.check(operator.get('/v1/admin/exam'), 200)
        self.check(operator.send('PATCH', '/v1/admin/exam', {'grace_seconds': 600}), 200)
        self.check(operator.get('/v1/admin/offerings/993011-3'), 200)
        self.check(operator.send('PATCH', '/v1/admin/offerings/993011-3', {'fee_fen': 3100}), 200)
        self.check(operator.get('/v1/admin/journal'), 200)
        self.check(operator.get('/v1/admin/journal?offering=993011-3'), 200)
        self.check(operator.get('/v1/admin/statistics'), 200)
        self.check_texts(operator)
        answer = operator.send('POST', '/v1/admin/imports/accounts?dry_run=1&encoding=utf-8',
                               b'phone,name,password\n1,2,3\n',
                               headers={'Content-Type': 'text/csv'}, keyed=True)
        self.check(answer, 422, 'invalid_csv')
        self.check(self.world.sign_in_operator('chief').send('DELETE', '/v1/admin/sessions'), 204)


if __name__ == '__main__':
    unittest.main()
