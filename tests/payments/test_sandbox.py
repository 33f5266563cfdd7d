#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments from end to end: a real houbud, a real houbu-sandbox-pay, two ledgers."""

import datetime
import json
import os
import pathlib
import stat
import subprocess
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'http'))

import harness  # noqa: E402
from harness import Daemon, Stream, World, wait_until  # noqa: E402

SANDBOX = os.environ.get('HOUBU_SANDBOX_PAY',
                         str(harness.ROOT / 'build/src/sandbox-pay/houbu-sandbox-pay'))
APP_ID = '2022083000000001'
FEE = 3000


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Sandbox:
    """The platform: a process and a folder of its own."""

    def __init__(self, folder, app_key, schedule='1,1,1,2,2,4,4,8,8'):
        self.folder = folder
        self.words = [SANDBOX, '--data', str(folder), '--app-id', APP_ID, '--app-key',
                      str(app_key), '--schedule', schedule]
        self.process = None
        self.url = None

    def start(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode().strip()
        assert line.startswith('listening on '), line
        self.url = 'http://' + line.removeprefix('listening on ')
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def control(self, **knobs):
        """Tells it what to do wrong; returns the knobs and the sums of its books."""
        data = urllib.parse.urlencode({name.replace('_', '-'): value
                                       for name, value in knobs.items()}).encode() or None
        request = urllib.request.Request(self.url + '/control', data, {
            'X-Control': (self.folder / 'control').read_text()})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def pay(self, pay_url, method='wallet'):
        """What a browser does: opens the link, chooses a method, and sends the form."""
        with urllib.request.urlopen(pay_url, timeout=20) as page:
            address, text = page.url, page.read().decode()
        if 'name="method"' not in text:
            return text
        form = urllib.parse.urlencode({'method': method, 'action': 'pay'}).encode()
        with urllib.request.urlopen(address, form, timeout=20) as page:
            return page.read().decode()


class SandboxCase(unittest.TestCase):
    """One daemon and one platform for all tests of a class; both are checked at the end."""

    hold_seconds = 86400
    people = 13

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(tcp=True)
        cls.keys = cls.daemon.folder / 'keys'
        cls.keys.mkdir(mode=0o700)
        subprocess.run([harness.HOUBUD, 'keygen', str(cls.keys)], check=True)
        cls.sandbox = Sandbox(cls.daemon.folder / 'platform', cls.keys / 'app-public.pem').start()
        # The port has to be known before the daemon is configured with its own address.
        cls.daemon.start()
        cls.daemon.stop()
        cls.daemon.config.write_text(harness.OPEN_LIMITS + f'''
[payment]
provider=sandbox
gateway={cls.sandbox.url}/gateway.do
app-id={APP_ID}
private-key={cls.keys}/app-private.pem
provider-key={cls.sandbox.folder}/platform-public.pem
notify-address=http://127.0.0.1:{cls.daemon.port}/v1/payment-notifications/sandbox
seconds=3
''', encoding='utf-8')
        cls.daemon.start()
        cls.world = World(cls.daemon, people=cls.people, capacity=20,
                          hold_seconds=cls.hold_seconds)

    @classmethod
    def tearDownClass(cls):
        violations = cls.daemon.command('check', check=False).stdout
        cls.daemon.stop()
        cls.sandbox.kill()
        cls.daemon.remove()
        assert violations == '', violations

    def tearDown(self):
        self.sandbox.control(lose=0, repeat=0, delay_ms=0, reorder=0, forge=0, slow_ms=0, silent=0)

    def seat(self, number, offering='993010-1'):
        """A registered candidate with a seat whose report form is chosen."""
        client = self.world.register(number)
        answer = self.world.enrol(client, offering)
        self.assertEqual(answer.status, 201, answer)
        seat = answer.json['items'][0]['id']
        answer = client.send('PUT', f'/v1/enrolments/{seat}/report-form',
                             {'report_form': 'electronic'})
        self.assertEqual(answer.status, 200, answer)
        return client, seat

    def open(self, client, status=201):
        answer = client.create('/v1/payments', {'kind': 'written'})
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def state(self, client, payment):
        return client.get(f'/v1/payments/{payment["id"]}').json['state']

    def wait_paid(self, client, payment, seconds=15):
        wait_until(lambda: self.state(client, payment) == 'paid', seconds, 'the payment')

    def reconcile(self):
        day = (datetime.datetime.now(datetime.timezone.utc) +
               datetime.timedelta(hours=8)).strftime('%Y-%m-%d')
        answer = self.world.operator.post('/v1/admin/payment-reconciliations', {'day': day})
        self.assertEqual(answer.status, 200, answer)
        return answer.json


class Paying(SandboxCase):

    # Open, pay in a browser, be told live: the order and the seat are paid, both ledgers agree.
    def test_pay(self):
        client, seat = self.seat(1)
        stream = Stream(self.daemon, client.token)
        payment = self.open(client)
        self.assertEqual(payment['state'], 'paying')
        self.assertEqual(payment['amount_fen'], FEE)
        self.assertTrue(payment['qr_text'].startswith(self.sandbox.url + '/q/'))
        page = self.sandbox.pay(payment['pay_url'])
        self.assertIn('id="paid"', page)
        # What happens within a moment is told once, as it is then.
        wait_until(lambda: [event for event in stream.of_type('payment_changed')
                            if event['data']['state'] == 'paid'], 10, 'the news of the payment')
        self.wait_paid(client, payment)
        seats = {each['id']: each for each in client.get('/v1/registration').json['enrolments']}
        self.assertEqual(seats[seat]['state'], 'paid')
        stream.close()
        self.assertIn('id="paid"', self.sandbox.pay(payment['pay_url']))
        again = self.open(client, 409)
        self.assertEqual(again['code'], 'paid')

    # Told by the platform while it answers no question: only the notification can have brought it.
    def test_notified(self):
        client, _ = self.seat(13)
        payment = self.open(client)
        self.sandbox.control(silent=1)
        self.sandbox.pay(payment['pay_url'])
        self.wait_paid(client, payment)

    # The page in English and Chinese; a link that was changed, and one that nobody made.
    def test_page(self):
        client, _ = self.seat(2)
        payment = self.open(client)
        for language, word in (('zh', '选择支付方式'), ('en', 'Choose how to pay')):
            opener = urllib.request.build_opener(NoRedirect)
            try:
                opener.open(payment['pay_url'], timeout=20)
            except urllib.error.HTTPError as redirect:
                where = self.sandbox.url + redirect.headers['Location']
            with urllib.request.urlopen(f'{where}?lang={language}', timeout=20) as page:
                self.assertIn(word, page.read().decode())
                self.assertIn("default-src 'none'", page.headers['Content-Security-Policy'])
        for url in (payment['pay_url'].replace('30.00', '00.01'), self.sandbox.url + '/pay/nothing'):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(url, timeout=20)
            self.assertEqual(refused.exception.code, 404)

    # Lost, repeated and forged notifications: paid once all the same.
    def test_mischief(self):
        for number, knobs in ((3, {'lose': 2}), (4, {'repeat': 3}), (5, {'forge': 2}),
                              (6, {'delay_ms': 1500}), (7, {'reorder': 1})):
            with self.subTest(**knobs):
                client, _ = self.seat(number)
                payment = self.open(client)
                self.sandbox.control(**knobs)
                self.sandbox.pay(payment['pay_url'])
                self.wait_paid(client, payment)
                self.sandbox.control(lose=0, repeat=0, forge=0, delay_ms=0, reorder=0)
        ledgers = self.reconcile()
        self.assertEqual(ledgers['differences'], [])

    # A silent gateway: the order is open without links, nobody says "unpaid"; then it speaks.
    def test_silent(self):
        client, _ = self.seat(8)
        self.sandbox.control(silent=1)
        payment = self.open(client)
        self.assertEqual(payment['state'], 'created')
        self.assertNotIn('pay_url', payment)
        answer = client.post(f'/v1/payments/{payment["id"]}/refresh')
        self.assertEqual((answer.status, answer.code), (503, 'provider_silent'))
        self.sandbox.control(silent=0)
        wait_until(lambda: self.state(client, payment) == 'paying', 30, 'the links')
        self.sandbox.pay(client.get(f'/v1/payments/{payment["id"]}').json['pay_url'])
        self.wait_paid(client, payment)

    # The daemon is killed while it is being paid, and the platform too; both go on.
    def test_killed(self):
        client, seat = self.seat(9)
        payment = self.open(client)
        self.daemon.kill()
        self.sandbox.pay(payment['pay_url'])
        self.sandbox.kill()
        self.sandbox.start()
        self.daemon.start()
        client.close()
        self.wait_paid(client, payment, 30)
        self.assertEqual(self.reconcile()['differences'], [])

    # Closed by the candidate: the platform takes no money for it any more, and a new order does. A
    # silent platform closes nothing, and money that was quicker wins.
    def test_close(self):
        client, seat = self.seat(12)
        payment = self.open(client)
        close = f'/v1/payments/{payment["id"]}/close'
        self.sandbox.control(silent=1)
        answer = client.post(close)
        self.assertEqual((answer.status, answer.code), (503, 'provider_silent'))
        self.assertEqual(self.state(client, payment), 'paying')
        self.sandbox.control(silent=0)
        for _ in range(2):
            answer = client.post(close)
            self.assertEqual((answer.status, answer.json['state']), (200, 'closed'), answer)
        self.assertNotIn('id="paid"', self.sandbox.pay(payment['pay_url']))
        payment = self.open(client)
        self.sandbox.control(lose=1000)
        self.sandbox.pay(payment['pay_url'])
        answer = client.post(f'/v1/payments/{payment["id"]}/close')
        self.assertEqual((answer.status, answer.json['state']), (200, 'paid'), answer)
        self.assertEqual(self.reconcile()['differences'], [])

    # An operator gives the money back; the platform's book says so too.
    def test_refund(self):
        client, seat = self.seat(10)
        payment = self.open(client)
        self.sandbox.pay(payment['pay_url'])
        self.wait_paid(client, payment)
        before = self.sandbox.control()['refunded_fen']
        answer = self.world.operator.create(f'/v1/admin/enrolments/{seat}/refund',
                                            {'reason': 'Cancelled by the school'})
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json['state'], 'refunded')
        wait_until(lambda: self.state(client, payment) == 'refunded', 15, 'the refund')
        self.assertEqual(self.sandbox.control()['refunded_fen'] - before, FEE)
        self.assertEqual(self.reconcile()['differences'], [])

    # What comes to the notification address by somebody else's hand gets one and the same answer.
    def test_stranger(self):
        url = f'http://127.0.0.1:{self.daemon.port}/v1/payment-notifications/sandbox'
        for body in (b'a=b', b'', b'%%%', b'sign=x&sign_type=RSA2&out_trade_no=y'):
            request = urllib.request.Request(url, body, {
                'Content-Type': 'application/x-www-form-urlencoded'}, method='POST')
            with urllib.request.urlopen(request, timeout=20) as answer:
                self.assertEqual(answer.read(), b'fail', body)

    # Keys are for their owner's eyes.
    def test_keys(self):
        for path in (self.keys / 'app-private.pem', self.sandbox.folder / 'platform-private.pem',
                     self.sandbox.folder / 'control'):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)

    # The other side's tool makes the same signatures as ours.
    def test_signature(self):
        client, _ = self.seat(11)
        query = urllib.parse.urlsplit(self.open(client)['pay_url']).query
        fields = dict(urllib.parse.parse_qsl(query))
        sign = fields.pop('sign')
        text = '&'.join(f'{name}={fields[name]}' for name in sorted(fields))
        folder = self.daemon.folder
        (folder / 'signature').write_bytes(__import__('base64').b64decode(sign))
        done = subprocess.run(['openssl', 'dgst', '-sha256', '-verify', self.keys / 'app-public.pem',
                               '-signature', folder / 'signature'], input=text.encode(),
                              capture_output=True, check=False)
        self.assertEqual(done.stdout.strip(), b'Verified OK')


class Late(SandboxCase):
    """Holds of a few seconds, so that money comes too late."""

    hold_seconds = 6
    people = 4

    # Without money the order is closed at the platform, and the seat goes.
    def test_expires(self):
        client, seat = self.seat(1)
        payment = self.open(client)
        wait_until(lambda: self.state(client, payment) == 'closed', 25, 'the end')
        self.assertNotIn('id="paid"', self.sandbox.pay(payment['pay_url']))
        self.assertEqual(self.state(client, payment), 'closed')


    # Paid in time and told by nobody, while the gateway is silent: the hold ends after the grace, and
    # when the platform speaks again the seat that is still free is paid after all.
    def test_reinstated(self):
        answer = self.world.operator.send('PATCH', '/v1/admin/exam', {'grace_seconds': 2})
        self.assertEqual(answer.status, 200, answer)
        client, seat = self.seat(2)
        payment = self.open(client)
        self.sandbox.control(silent=1, lose=1000)
        self.sandbox.pay(payment['pay_url'])
        wait_until(lambda: self.state(client, payment) == 'closed', 40, 'the end of the hold')
        self.assertEqual(self.seat_state(client, seat), 'expired')
        self.sandbox.control(silent=0)
        self.wait_paid(client, payment, 60)
        self.assertEqual(self.seat_state(client, seat), 'paid')

    # The same, but somebody else has the seat by then: the money goes back, once.
    def test_returned(self):
        self.world.operator.send('PATCH', '/v1/admin/exam', {'grace_seconds': 2})
        self.world.set_capacity('993011-1', 1)
        client, seat = self.seat(3, '993011-1')
        other = self.world.register(4)
        self.assertEqual(self.world.join(other, '993011-1').status, 201)
        payment = self.open(client)
        # Who is promoted has long enough not to lose the seat again meanwhile.
        self.world.operator.send('PATCH', '/v1/admin/exam', {'hold_seconds': 86400})
        self.sandbox.control(silent=1, lose=1000)
        before = self.sandbox.control()['refunded_fen']
        self.sandbox.pay(payment['pay_url'])
        wait_until(lambda: self.state(client, payment) == 'closed', 40, 'the end of the hold')
        self.sandbox.control(silent=0, lose=0)
        wait_until(lambda: self.state(client, payment) == 'refunded', 60, 'the refund')
        self.assertEqual(self.seat_state(client, seat), 'expired')
        self.assertEqual(self.sandbox.control()['refunded_fen'] - before, FEE)
        self.assertEqual(self.reconcile()['differences'], [])

    def seat_state(self, client, seat):
        seats = client.get('/v1/registration').json['enrolments']
        return next(each['state'] for each in seats if each['id'] == seat)


class Practice(unittest.TestCase):

    # `houbud --practice` brings its own sandbox, which goes when the daemon is killed.
    def test_practice(self):
        daemon = Daemon(tcp=True, args=['--practice']).start(120)
        try:
            client, seat = self.find_unpaid(daemon)
            client.send('PUT', f'/v1/enrolments/{seat["id"]}/report-form', {'report_form': 'paper'})
            payment = client.create('/v1/payments', {'kind': 'written'}).json
            self.assertEqual(payment['state'], 'paying', payment)
            Sandbox.pay(None, payment['pay_url'])
            wait_until(lambda: client.get(f'/v1/payments/{payment["id"]}').json['state'] == 'paid',
                       20, 'the payment')
            daemon.kill()
            address = payment['pay_url'].split('/gateway.do')[0]
            wait_until(lambda: self.is_gone(address), 10, 'the end of the sandbox')
        finally:
            daemon.remove()

    @staticmethod
    def find_unpaid(daemon):
        for number in range(1, 41):
            client = daemon.client()
            answer = client.post('/v1/sessions', {'account': f'139{number:08}',
                                                  'password': harness.PASSWORD})
            client.token = answer.json['token']
            for seat in client.get('/v1/registration').json['enrolments']:
                if seat['state'] == 'unpaid':
                    return client, seat
        raise AssertionError('nobody has anything to pay')

    @staticmethod
    def is_gone(address):
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError:
            return False
        except OSError:
            return True
        return False


if __name__ == '__main__':
    harness.main()
