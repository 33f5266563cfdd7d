#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports: what an operator takes away, how far, and that the journal knows."""

import csv
import io
import json
import unittest

import harness
from harness import Daemon, World

FORMULA = '=HYPERLINK("http://evil.example","a, b")'


class Exports(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon().start()
        cls.world = World(cls.daemon, people=6, capacity=1)
        for name, scope in (('school', '99301'), ('other', '99302')):
            cls.daemon.command('operator', 'add', name, '--role', 'school', '--scope', scope,
                               stdin=harness.OPERATOR_PASSWORD + '\n')
        cls.school = cls.world.sign_in_operator('school')
        cls.other = cls.world.sign_in_operator('other')
        cls.people = [cls.world.register(number) for number in range(1, 5)]
        seat = cls.world.enrol(cls.people[0], '993010-1').json['items'][0]
        cls.seat = seat['id']
        for person in cls.people[1:3]:
            cls.entry = cls.world.join(person, '993010-1').json['id']
        answer = cls.people[2].create(f'/v1/waitlist-entries/{cls.entry}/cancellation',
                                      {'reason': 'other', 'note': FORMULA})
        assert answer.status == 200, answer

    @classmethod
    def tearDownClass(cls):
        violations = cls.daemon.command('check', check=False).stdout
        cls.daemon.stop()
        cls.daemon.remove()
        assert violations == '', violations

    def export(self, client, kind, query=''):
        answer = client.get(f'/v1/admin/exports/{kind}{query}')
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers['content-type'].split(';')[0], 'text/csv')
        self.assertIn(f'"{kind}.csv"', answer.headers['content-disposition'])
        return answer.body

    def rows(self, client, kind):
        text = self.export(client, kind).decode()
        self.assertTrue(text.endswith('\r\n'))
        return list(csv.DictReader(io.StringIO(text, newline='')))

    # Who has a seat, with what is known of it.
    def test_enrolments(self):
        row, = self.rows(self.school, 'enrolments')
        self.assertEqual((row['enrolment'], row['state'], row['campus_code'], row['subject_code'],
                          row['fee_fen'], row['name'], row['student_number']),
                         (self.seat, 'unpaid', '993010', '1', '3000', self.world.name(1), '00001'))
        self.assertRegex(row['deadline'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$')
        self.assertEqual(row['ended_at'], '')

    # All who registered, oldest first; no document number in clear.
    def test_registrations(self):
        rows = self.rows(self.school, 'registrations')
        self.assertEqual([row['name'] for row in rows],
                         [self.world.name(number) for number in range(1, 5)])
        self.assertEqual(rows[0]['qualified_subjects'], '1;3;F')
        for number in range(1, 5):
            self.assertNotIn(self.world.id_number(number), json.dumps(rows))

    # A candidate's own words never become a formula in somebody's spreadsheet.
    def test_entries(self):
        waiting, cancelled = self.rows(self.school, 'waitlist-entries')
        self.assertEqual((waiting['state'], waiting['queue_number']), ('waiting', '1'))
        self.assertEqual((cancelled['entry'], cancelled['state'], cancelled['reason']),
                         (self.entry, 'cancelled', 'other'))
        self.assertEqual(cancelled['note'], "'" + FORMULA)

    # Nobody has paid: the header is there all the same. A mark for those who need it.
    def test_payments(self):
        plain = self.export(self.world.operator, 'payments')
        self.assertEqual(plain.count(b'\r\n'), 1)
        self.assertTrue(plain.startswith(b'payment,registration,name,'))
        marked = self.export(self.world.operator, 'payments', '?bom=1')
        self.assertEqual(marked, b'\xef\xbb\xbf' + plain)

    # Another school sees nothing of it, the country all.
    def test_scope(self):
        for kind, count in (('registrations', 4), ('enrolments', 1), ('waitlist-entries', 2)):
            with self.subTest(kind=kind):
                self.assertEqual(self.rows(self.other, kind), [])
                self.assertEqual(len(self.rows(self.world.operator, kind)), count)

    def journal(self, client, kind):
        rows, after = [], ''
        while after is not None:
            page = client.get(f'/v1/admin/journal{after and "?after=" + after}').json
            rows += page['items']
            after = page.get('next')
        return [row for row in rows if row['type'] == kind]

    # The journal says who took what, to that school and to the country, not to the next school.
    def test_journal(self):
        before = len(self.journal(self.school, 'export'))
        self.export(self.other, 'waitlist-entries')
        for client in (self.world.operator, self.other):
            last = self.journal(client, 'export')[-1]
            self.assertEqual(last['actor'], 'operator:other')
            self.assertEqual(json.loads(last['data']), {'kind': 'waitlist-entries', 'rows': 0,
                                                        'school': '99302'})
        self.assertEqual(len(self.journal(self.school, 'export')), before)
        self.export(self.world.operator, 'payments')
        for client in (self.school, self.other):
            self.assertNotIn('operator:chief',
                             [row['actor'] for row in self.journal(client, 'export')])

    # So it is with what a school tells its candidates, and with their reviews.
    def test_journal_of_a_school(self):
        for client, title in ((self.school, 'here'), (self.other, 'there')):
            answer = client.create('/v1/admin/notices', {'title': title, 'body': 'x'})
            self.assertEqual(answer.status, 201, answer)
        answer = self.people[3].create('/v1/qualification-reviews',
                                       {'admission_ticket': '993010191200001'})
        self.assertEqual(answer.status, 201, answer)
        for client, titles, reviews in ((self.school, ['here'], 1), (self.other, ['there'], 0),
                                        (self.world.operator, ['here', 'there'], 1)):
            told = [json.loads(row['data'])['title']
                    for row in self.journal(client, 'notice_changed')]
            self.assertEqual(told, titles)
            self.assertEqual(len(self.journal(client, 'review_changed')), reviews)

    # What there is not, and who may not.
    def test_refused(self):
        for client, path, status, code in (
                (self.school, 'students', 404, 'not_found'),
                (self.school, 'payments?bom=yes', 422, 'invalid_field'),
                (self.people[0], 'payments', 403, 'forbidden'),
                (self.daemon.client(), 'payments', 401, 'unauthenticated')):
            with self.subTest(path=path, status=status):
                answer = client.get('/v1/admin/exports/' + path)
                self.assertEqual((answer.status, answer.code), (status, code), answer)


if __name__ == '__main__':
    harness.main()
