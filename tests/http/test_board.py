#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The board is kept for each candidate, and yet never older than what anybody was told."""

import contextlib
import datetime
import random
import sqlite3

import harness
from harness import DaemonCase, World, wait_until

BOARD = '/v1/offerings?kind=written'
SUBJECTS = ('1', '3', 'F')


def soon(seconds):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return when.strftime('%Y-%m-%dT%H:%M:%SZ')


class Board(DaemonCase):

    @classmethod
    def prepare(cls):
        cls.world = World(cls.daemon, people=30, capacity=2)
        cls.people = [cls.world.register(number) for number in range(1, 7)]
        cls.spellings = 0

    def fresh(self, client, kind='written'):
        """The same board by a spelling that nobody has used before, so that it is not kept."""
        Board.spellings += 1
        letters = [f'%{ord(letter):x}' if self.spellings >> at & 1 else letter
                   for at, letter in enumerate('kind' + kind)]
        query = ''.join(letters[:4]) + '=' + ''.join(letters[4:])
        return self.expect(client.get(f'/v1/offerings?{"&" * (self.spellings >> 8)}{query}'), 200)

    def kept(self, client, path=BOARD):
        """Asked for twice: the second answer is one that is kept."""
        first = self.expect(client.get(path), 200)
        second = self.expect(client.get(path), 200)
        self.assertEqual(first.body, second.body)
        self.assertEqual(first.headers['etag'], second.headers['etag'])
        return second

    def row(self, answer, offering):
        return next(row for row in answer.json['items'] if row['id'] == offering)

    # Who names the tag of what it has gets no body, until there is something new.
    def test_conditional(self):
        client = self.people[0]
        answer = self.kept(client)
        tag = answer.headers['etag']
        self.assertEqual(answer.headers['cache-control'], 'private, no-cache')
        self.assertEqual(answer.headers['x-content-type-options'], 'nosniff')
        for _ in range(2):
            same = self.expect(client.get(BOARD, headers={'If-None-Match': tag}), 304)
            self.assertEqual((same.body, same.headers['etag']), (b'', tag))
        other = self.expect(client.get(BOARD, headers={'If-None-Match': '"other"'}), 200)
        self.assertEqual(other.body, answer.body)
        self.world.set_capacity('993011-3', 5)
        changed = self.expect(client.get(BOARD, headers={'If-None-Match': tag}), 200)
        self.assertEqual(self.row(changed, '993011-3')['capacity'], 5)
        self.world.set_capacity('993011-3', 2)

    # What one has just done stands on the next board, and so does what others have done.
    def test_own_and_others(self):
        client, other = self.world.register(7), self.world.register(8)
        self.world.set_capacity('993010-3', 0)
        before = self.kept(client)
        self.assertEqual(self.row(before, '993010-3')['action'], 'join')
        self.kept(other)
        entry = self.expect(self.world.join(client, '993010-3'), 201).json
        own = self.row(self.expect(client.get(BOARD), 200), '993010-3')
        self.assertEqual((own['action'], own['waiting']), ('waiting', 1))
        seen = self.row(self.expect(other.get(BOARD), 200), '993010-3')
        self.assertEqual((seen['action'], seen['waiting']), ('join', 1))
        path = f'/v1/waitlist-entries/{entry["id"]}/cancellation'
        self.expect(client.create(path, {'reason': 'give_up'}), 200)
        self.assertEqual(self.expect(client.get(BOARD), 200).body, before.body)
        self.world.set_capacity('993010-3', 2)

    # Two languages and two people have boards of their own.
    def test_kept_apart(self):
        client, other = self.people[0], self.world.register(9)
        chinese = self.daemon.client(client.token, 'zh-CN')
        self.assertNotEqual(self.kept(client).body, self.kept(chinese).body)
        self.expect(self.world.enrol(other, '993010-1'), 201)
        self.assertEqual(self.row(self.kept(other), '993010-1')['action'], 'enrolled')
        self.assertEqual(self.row(self.kept(client), '993010-1')['action'], 'enrol')
        chinese.close()

    # A closing window closes on the kept board too, without anybody writing anything.
    def test_window(self):
        client = self.people[1]
        change = {'registration_closes_at': soon(4)}
        answer = self.world.operator.send('PATCH', '/v1/admin/offerings/993011-1', change)
        self.expect(answer, 200)
        self.assertEqual(self.row(self.kept(client), '993011-1')['action'], 'enrol')
        wait_until(lambda: self.row(self.fresh(client), '993011-1')['action'] == 'none')
        self.assertEqual(self.row(client.get(BOARD), '993011-1')['action'], 'none')
        change = {'registration_closes_at': self.world.at(86400)}
        self.expect(self.world.operator.send('PATCH', '/v1/admin/offerings/993011-1', change), 200)
        self.assertEqual(self.row(client.get(BOARD), '993011-1')['action'], 'enrol')

    # Another process's change is on the very next board.
    def test_other_process(self):
        client = self.people[2]
        path = self.daemon.data / 'houbu.db'
        for capacity in (7, 8, 9, 2):
            self.kept(client)
            with contextlib.closing(sqlite3.connect(path, timeout=20)) as db, db:
                db.execute('UPDATE offering SET capacity = ? WHERE campus = ? AND subject = ?',
                           (capacity, '993011', '3'))
            row = self.row(self.expect(client.get(BOARD), 200), '993011-3')
            self.assertEqual(row['capacity'], capacity)

    # Whoever has signed out gets no board, kept or not; nor does a session that somebody else ended.
    def test_signed_out(self):
        client = self.world.register(10)
        again = self.world.sign_in(10)
        self.kept(client)
        self.kept(again)
        self.expect(client.send('DELETE', '/v1/sessions/current'), 204)
        self.expect(client.get(BOARD), 401, 'unauthenticated')
        self.expect(again.get(BOARD), 200)
        path = self.daemon.data / 'houbu.db'
        with contextlib.closing(sqlite3.connect(path, timeout=20)) as db, db:
            db.execute('DELETE FROM session WHERE account = (SELECT key FROM account'
                       ' WHERE phone = ?)', (self.world.phone(10),))
        wait_until(lambda: again.get(BOARD).status == 401)

    # Whatever happens to whomever, each sees on the kept board what the store says now.
    def test_any_history(self):
        dice = random.Random(20221126)
        people = [self.world.register(number) for number in range(11, 17)]
        for _ in range(40):
            for client in people:
                for kind in ('written', 'oral'):
                    kept = self.expect(client.get(f'/v1/offerings?kind={kind}'), 200)
                    self.assertEqual(kept.body, self.fresh(client, kind).body)
            self.happen(dice, people)
        for client in people:
            self.leave(client)
        for offering in ('993010-1', '993010-3', '993011-1', '993011-3'):
            self.world.set_capacity(offering, 2, force=True)

    def leave(self, client):
        mine = client.get('/v1/registration').json
        # An oral seat keeps the written one of its level.
        for item in sorted(mine['enrolments'], key=lambda item: item['subject']['kind']):
            client.send('DELETE', f'/v1/enrolments/{item["id"]}')
        for item in mine['entries']:
            client.create(f'/v1/waitlist-entries/{item["id"]}/cancellation',
                          {'reason': 'give_up'})

    def happen(self, dice, people):
        client = dice.choice(people)
        offering = f'{dice.choice(("993010", "993011"))}-{dice.choice(SUBJECTS)}'
        what = dice.choice(('enrol', 'join', 'leave', 'leave', 'capacity', 'nothing'))
        if what == 'enrol':
            self.world.enrol(client, offering)
        elif what == 'join':
            self.world.join(client, offering)
        elif what == 'capacity':
            self.world.set_capacity(offering, dice.randrange(4), force=True)
        elif what == 'leave':
            self.leave(client)

    # A rate is used up by kept answers as by any other.
    def test_rate(self):
        daemon = harness.Daemon(harness.OPEN_LIMITS.replace('account=100000/100000',
                                                            'account=1/40'))
        with contextlib.ExitStack() as stack:
            stack.callback(daemon.remove)
            daemon.start()
            client = World(daemon, people=1).register(1)
            statuses = [client.get(BOARD).status for _ in range(60)]
            stack.callback(client.close)
            self.assertEqual(statuses[0], 200)
            self.assertIn(429, statuses)
            daemon.stop()


if __name__ == '__main__':
    harness.main()
