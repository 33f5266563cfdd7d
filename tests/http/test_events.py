#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event stream: who gets what, in which order, and what a slow or lost reader costs."""

import contextlib
import json
import socket
import sqlite3
import time

import harness
from harness import Daemon, DaemonCase, Stream, World, wait_until

QUICK = harness.OPEN_LIMITS + '''[live]
heartbeat-seconds=1
streams-per-account=3
reader-bytes=16384
'''


class Events(DaemonCase):
    config = QUICK

    @classmethod
    def prepare(cls):
        cls.world = World(cls.daemon, people=22, capacity=1)
        cls.next_person = iter(range(1, 23))

    def setUp(self):
        self.streams = []
        self.offering = '993010-1'

    def tearDown(self):
        for stream in self.streams:
            stream.close()

    def watch(self, client, last_event_id=None):
        stream = Stream(self.daemon, client.token, last_event_id)
        self.streams.append(stream)
        wait_until(lambda: stream.comments > 0 or stream.ended, 5, 'the first comment')
        return stream

    def someone(self):
        return self.world.register(next(self.next_person))

    def waiting_one(self):
        """Somebody who waits: the one seat is taken by whoever came first."""
        client = self.someone()
        answer = self.world.join(client, self.offering)
        if answer.code == 'seats_free':
            self.expect(self.world.enrol(client, self.offering), 201)
            client = self.someone()
            answer = self.world.join(client, self.offering)
        self.expect(answer, 201)
        client.entry = answer.json
        return client

    # A comment at once, then one in every beat, so that both sides know the line is alive.
    def test_comments(self):
        stream = self.watch(self.waiting_one())
        self.assertLess(stream.first_byte_after, 1.0 * harness.SLOW)
        wait_until(lambda: stream.comments >= 3, 8, 'three comments')

    # A join is told to whoever joined, with the whole entry, after it was committed.
    def test_own_events(self):
        client = self.someone()
        stream = self.watch(client)
        time.sleep(0.4)
        entry = self.expect(self.world.join(client, self.offering), 201).json
        event = stream.wait_for('entry_changed')[-1]
        self.assertEqual(event['data']['id'], entry['id'])
        self.assertEqual(event['data']['queue_number'], entry['queue_number'])
        wait_until(lambda: (stream.last_id() or 0) > 0, 5, 'an id to resume at')

    # A notice of the school reaches its candidates who watch, and goes when it is taken back.
    def test_notice(self):
        client = self.waiting_one()
        stream = self.watch(client)
        time.sleep(0.4)
        notice = self.expect(self.world.operator.create('/v1/admin/notices', {
            'school': '99301', 'title': 'Doors close at nine', 'body': 'Come early.'}), 201).json
        event = stream.wait_for('notice')[-1]
        self.assertEqual(event['data'], notice)
        self.assertIn(notice, client.get('/v1/registration').json['notices'])
        self.expect(self.world.operator.send('DELETE', f'/v1/admin/notices/{notice["id"]}'), 204)
        event = stream.wait_for('notice', 2)[-1]
        self.assertIn('removed_at', event['data'])
        self.assertNotIn(notice, client.get('/v1/registration').json['notices'])

    # What the school decides about a review reaches who asked for it.
    def test_review(self):
        client = self.waiting_one()
        review = self.expect(client.create('/v1/qualification-reviews',
                                           {'admission_ticket': '993010191100101'}), 201).json
        self.assertEqual(review['state'], 'pending')
        stream = self.watch(client)
        time.sleep(0.4)
        self.expect(self.world.operator.create(f'/v1/admin/reviews/{review["id"]}/decision', {
            'verdict': 'approve', 'reason': 'Proof was seen'}), 200)
        event = stream.wait_for('review_changed')[-1]
        self.assertEqual((event['data']['id'], event['data']['state']), (review['id'], 'approved'))

    # An empty registration that is closed by itself, and one that is deleted, say when and why, live
    # and in the record; after registering again nothing of it is left.
    def test_registration_closed(self):
        deleted, number = self.someone(), next(self.next_person)
        emptied = self.world.register(number)
        streams = [self.watch(deleted), self.watch(emptied)]
        time.sleep(0.4)
        self.expect(deleted.send('DELETE', '/v1/registration'), 204)
        identifier = emptied.get('/v1/registration').json['id']
        path = self.daemon.data / 'houbu.db'
        with contextlib.closing(sqlite3.connect(path, timeout=20)) as db, db:
            db.execute('UPDATE registration SET empty_since = empty_since - ? WHERE id = ?',
                       (86400 * 1000000, identifier))
        for client, stream, reason in zip((deleted, emptied), streams, ('deleted', 'empty')):
            told = stream.wait_for('registration_changed')[-1]['data']
            record = client.get('/v1/registration').json
            self.assertEqual((told['status'], told['closed_reason']), ('none', reason))
            self.assertEqual([record[name] for name in told], list(told.values()))
            self.assertNotIn('id', record)
        again = self.world.register(number)
        self.assertNotIn('closed_at', again.get('/v1/registration').json)

    # News and the agreement's version come with the exam, to everybody.
    def test_news(self):
        stream = self.watch(self.waiting_one())
        time.sleep(0.4)
        self.expect(self.world.operator.create('/v1/admin/news', {'title': 'News', 'body': ''}), 201)
        event = stream.wait_for('exam_changed')[-1]
        self.assertEqual(event['data']['news'][0]['title'], 'News')

    # Somebody else's items are nobody's business: another reader sees only the queue move.
    def test_events_of_others(self):
        first, second = self.waiting_one(), self.waiting_one()
        watcher = self.watch(second)
        time.sleep(0.4)
        self.expect(first.create(f'/v1/waitlist-entries/{first.entry["id"]}/cancellation',
                                 {'reason': 'give_up'}), 200)
        event = watcher.wait_for('queue_moved')[-1]
        self.assertIn(first.entry['queue_number'], event['data']['left'])
        text = json.dumps(watcher.events)
        self.assertNotIn(first.entry['id'], text)
        for canary in ('Canary', 'P9930', '139000', 'tester'):
            self.assertNotIn(canary, text)

    # What was missed is sent again from the last id, in order, each thing once.
    def test_resume(self):
        client = self.waiting_one()
        seq = client.get('/v1/registration').json['event_seq']
        self.expect(client.create(f'/v1/waitlist-entries/{client.entry["id"]}/cancellation',
                                  {'reason': 'other', 'note': 'Canary note'}), 200)
        again = self.expect(self.world.join(client, self.offering), 201).json
        stream = self.watch(client, seq)
        events = stream.wait_for('entry_changed', 2)
        self.assertEqual({event['data']['id'] for event in events},
                         {client.entry['id'], again['id']})
        self.assertEqual(events[-1]['data']['id'], again['id'])
        stream.close()
        resumed = self.watch(client, stream.last_id())
        time.sleep(1)
        self.assertEqual(resumed.of_type('entry_changed'), [])

    # Two readers of one account, each in its own language.
    def test_languages(self):
        client = self.waiting_one()
        chinese = Stream(self.daemon, client.token, headers='Accept-Language: zh-CN\r\n')
        english = Stream(self.daemon, client.token, headers='Accept-Language: en\r\n')
        self.streams += [chinese, english]
        wait_until(lambda: chinese.comments and english.comments, 5, 'both')
        time.sleep(0.4)
        self.expect(client.create(f'/v1/waitlist-entries/{client.entry["id"]}/cancellation',
                                  {'reason': 'give_up'}), 200)
        names = [stream.wait_for('entry_changed')[-1]['data']['subject']['name']
                 for stream in (chinese, english)]
        self.assertNotEqual(names[0], names[1])
        self.assertTrue(names[1].isascii() and not names[0].isascii(), names)

    # Ids never go back, whatever mixture of own and common events a reader gets.
    def test_order(self):
        stream = self.watch(self.waiting_one())
        others = [self.waiting_one() for _ in range(3)]
        for other in others:
            self.expect(other.create(f'/v1/waitlist-entries/{other.entry["id"]}/cancellation',
                                     {'reason': 'give_up'}), 200)
        wait_until(lambda: {number for event in stream.of_type('queue_moved')
                            for number in event['data']['left']}
                   >= {other.entry['queue_number'] for other in others}, 10, 'all departures')
        ids = [int(event['id']) for event in stream.events if 'id' in event]
        self.assertEqual(ids, sorted(ids))
        gone = [number for event in stream.of_type('queue_moved')
                for number in event['data']['left']]
        self.assertEqual(len(gone), len(set(gone)), 'a departure was told twice')

    # An operator's change of capacity shows as promotion within a second.
    def test_promotion(self):
        client = self.waiting_one()
        stream = self.watch(client)
        time.sleep(0.4)
        number = self.world.operator.get(f'/v1/admin/offerings/{self.offering}').json['capacity']
        ahead = self.expect(client.get('/v1/waitlist-entries?state=waiting'),
                            200).json['items'][0]['position']
        started = time.monotonic()
        self.world.set_capacity(self.offering, number + ahead)
        event = stream.wait_for('enrolment_changed')[-1]
        self.assertLess(time.monotonic() - started, 1.0 * harness.SLOW)
        self.assertEqual(event['data']['state'], 'unpaid')
        self.assertEqual(event['data']['obtained_by'], 'waitlist')
        self.assertEqual(stream.wait_for('entry_changed')[-1]['data']['state'], 'promoted')

    # A number from the future or from nowhere does not break the stream.
    def test_odd_last_ids(self):
        client = self.someone()
        for text in ('-1', 'abc', '99999999999999999999', '1 2'):
            answer = client.get('/v1/events', headers={'Last-Event-ID': text})
            self.expect(answer, 422, 'invalid_field')
        stream = self.watch(client, 10 ** 12)
        wait_until(lambda: stream.comments >= 2 or stream.of_type('resync'), 8, 'life')

    # No page in a browser can read it, and nobody without a token.
    def test_door(self):
        client = self.someone()
        self.expect(client.get('/v1/events', headers={'Origin': 'https://evil.example'}), 403,
                    'forbidden')
        self.expect(self.daemon.client().get('/v1/events'), 401, 'unauthenticated')
        self.expect(self.world.operator.get('/v1/events'), 403, 'forbidden')
        self.expect(client.get('/v1/events?access_token=' + client.token), 422, 'invalid_field')

    # One account's streams are bounded: the oldest makes room.
    def test_streams_per_account(self):
        client = self.someone()
        streams = [self.watch(client) for _ in range(5)]
        wait_until(lambda: sum(stream.ended for stream in streams) >= 2, 10, 'two are cut')
        self.assertFalse(streams[-1].ended)
        self.assertTrue(streams[0].ended)

    # Signing out ends the streams of that session within a second, and only those.
    def test_sign_out(self):
        number = next(self.next_person)
        client = self.world.register(number)
        elsewhere = self.world.sign_in(number)
        mine, other = self.watch(client), self.watch(elsewhere)
        started = time.monotonic()
        self.expect(client.send('DELETE', '/v1/sessions/current'), 204)
        wait_until(lambda: mine.ended, 3, 'the end of the stream')
        self.assertLess(time.monotonic() - started, 1.0 * harness.SLOW)
        time.sleep(0.5)
        self.assertFalse(other.ended)
        self.expect(elsewhere.send('DELETE', '/v1/sessions'), 204)
        wait_until(lambda: other.ended, 3, 'the end of the other')


class SlowReader(DaemonCase):
    config = QUICK.replace('reader-bytes=16384', 'reader-bytes=4096')

    # Who does not read is cut off; those beside it get every event meanwhile.
    def test_slow_reader(self):
        world = World(self.daemon, people=3, capacity=1)
        fast_client, slow_client = world.register(1), world.register(2)
        fast = Stream(self.daemon, fast_client.token)
        slow = socket.socket(socket.AF_UNIX)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        slow.connect(self.daemon.socket)
        slow.sendall(f'GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer '
                     f'{slow_client.token}\r\n\r\n'.encode())
        wait_until(lambda: fast.comments, 5, 'the first comment')
        time.sleep(0.5)
        capacity, end = 1, time.monotonic() + 40 * harness.SLOW
        while self.slow_count() == 0 and time.monotonic() < end:
            capacity += 1
            for offering in ('993010-1', '993010-3', '993010-F', '993011-1', '993011-3'):
                world.set_capacity(offering, capacity)
        self.assertGreater(self.slow_count(), 0)
        last = self.expect(world.operator.get('/v1/admin/offerings/993011-3'), 200).json
        wait_until(lambda: any(event['data']['capacity'] == last['capacity']
                               for event in fast.of_type('offering_changed')), 10, 'the last row')
        self.assertFalse(fast.ended)
        slow.close()
        fast.close()

    def slow_count(self):
        for line in self.daemon.log.read_text().splitlines():
            if 'slow reader of events' in line:
                return 1
        return 0


class Restart(DaemonCase):
    config = QUICK
    tcp = True

    # At SIGTERM every reader hears `bye` with a time to come back, and finds its place again.
    def test_bye(self):
        world = World(self.daemon, people=3, capacity=1)
        holder, waiter = world.register(1), world.register(2)
        self.expect(world.enrol(holder, '993010-1'), 201)
        self.expect(world.join(waiter, '993010-1'), 201)
        seq = waiter.get('/v1/registration').json['event_seq']
        stream = Stream(self.daemon, waiter.token, seq)
        wait_until(lambda: stream.comments, 5, 'the first comment')
        time.sleep(0.5)
        started = time.monotonic()
        self.assertEqual(self.daemon.stop(), 0)
        self.assertLess(time.monotonic() - started, 5 * harness.SLOW)
        self.assertEqual(len(stream.of_type('bye')), 1)
        self.assertGreater(stream.retry, 0)
        self.daemon.start()
        world.operator.close()
        world.set_capacity('993010-1', 2)
        again = Stream(self.daemon, waiter.token, stream.last_id() or seq)
        self.assertEqual(again.wait_for('enrolment_changed')[-1]['data']['state'], 'unpaid')
        again.close()


if __name__ == '__main__':
    harness.main()
