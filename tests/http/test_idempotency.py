#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same key: the same effect once, the same answer always; and nobody reaches others' items."""

import threading

import harness
from harness import DaemonCase, World, key


class Idempotency(DaemonCase):

    @classmethod
    def prepare(cls):
        cls.world = World(cls.daemon, people=14, capacity=2)
        cls.holders = [cls.world.register(number) for number in (1, 2)]
        for holder in cls.holders:
            answer = cls.world.enrol(holder, '993010-1')
            assert answer.status == 201, answer

    def join(self, client, offering, idempotency_key):
        return client.post('/v1/waitlist-entries', {'offering': offering},
                           keyed=idempotency_key)

    # A request sent again is answered with the stored answer, byte for byte, also after a restart.
    def test_repeat(self):
        client = self.world.register(3)
        mine = key()
        first = self.expect(self.join(client, '993010-1', mine), 201)
        again = self.expect(self.join(client, '993010-1', mine), 201)
        self.assertEqual(first.body, again.body)
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start()
        client.close()
        self.world.operator.close()
        later = self.expect(self.join(client, '993010-1', mine), 201)
        self.assertEqual(first.body, later.body)
        waiting = client.get('/v1/waitlist-entries?state=waiting').json['items']
        self.assertEqual(len(waiting), 1)

    # The key with another body is a mistake that changes nothing.
    def test_reuse(self):
        client = self.world.register(4)
        mine = key()
        self.expect(self.join(client, '993010-1', mine), 201)
        self.expect(self.join(client, '993011-3', mine), 422, 'idempotency_mismatch')
        self.assertEqual(len(client.get('/v1/waitlist-entries?state=waiting').json['items']), 1)

    # Keys belong to their account: another's key is no key.
    def test_keys_of_others(self):
        mine = key()
        first, second = self.world.register(5), self.world.register(6)
        a = self.expect(self.join(first, '993010-1', mine), 201)
        b = self.expect(self.join(second, '993010-1', mine), 201)
        self.assertNotEqual(a.json['id'], b.json['id'])

    # A refusal is not stored: the same key may succeed when the reason has gone.
    def test_refusals_are_not_stored(self):
        client = self.world.register(7)
        mine = key()
        self.expect(self.join(client, '993011-1', mine), 409, 'seats_free')
        self.world.set_capacity('993011-1', 0)
        self.expect(self.join(client, '993011-1', mine), 201)
        self.world.set_capacity('993011-1', 2)

    # Twenty at once with one key: one entry, twenty equal answers.
    def test_concurrent(self):
        client = self.world.register(8)
        mine, answers = key(), []

        def send():
            other = self.daemon.client(client.token)
            answers.append(self.join(other, '993010-1', mine))
            other.close()
        threads = [threading.Thread(target=send) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({answer.status for answer in answers}, {201}, answers)
        self.assertEqual(len({answer.body for answer in answers}), 1)

    # Without the same key a second join is refused, not doubled.
    def test_second_join(self):
        client = self.world.register(9)
        self.expect(self.join(client, '993010-1', key()), 201)
        answer = self.join(client, '993010-1', key())
        self.assertEqual(answer.status, 409, answer)
        self.assertIn(answer.code, ('already_waiting', 'same_level'))

    # Somebody else's item answers exactly like one that does not exist.
    def test_items_of_others(self):
        owner, other = self.world.register(10), self.world.register(11)
        entry = self.expect(self.join(owner, '993010-1', key()), 201).json['id']
        seat = self.holders[0].get('/v1/registration').json['enrolments'][0]['id']
        for method, path, body in (
                ('POST', '/v1/waitlist-entries/{}/cancellation', {'reason': 'give_up'}),
                ('DELETE', '/v1/enrolments/{}', None)):
            for target in (entry, seat):
                foreign = other.send(method, path.format(target), body, keyed=True)
                absent = other.send(method, path.format('n' * len(target)), body, keyed=True)
                self.expect(foreign, 404, 'not_found')
                self.assertEqual(foreign.body, absent.body)
        self.assertEqual(owner.get('/v1/registration').json['entries'][0]['id'], entry)

    # An operator of one school sees nothing of another's.
    def test_scope_of_operators(self):
        self.daemon.command('operator', 'add', 'other', '--role', 'school', '--scope', '99302',
                            stdin=harness.OPERATOR_PASSWORD)
        operator = self.world.sign_in_operator('other')
        for path in ('/v1/admin/offerings/993010-1', '/v1/admin/offerings/993010-1/queue',
                     '/v1/admin/offerings/993010-1/queue/explain'):
            foreign = operator.get(path)
            self.assertIn(foreign.status, (403, 404), foreign)
        answer = operator.send('PATCH', '/v1/admin/offerings/993010-1', {'capacity': 100})
        self.assertIn(answer.status, (403, 404), answer)
        self.expect(operator.get('/v1/admin/offerings/993020-1'), 200)


if __name__ == '__main__':
    harness.main()
