# SPDX-License-Identifier: GPL-3.0-or-later
"""houbuctl against a real houbud with the practice data: every command, every exit status."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ['HOUBU_BUILD'])
HOUBUD = BUILD / 'src/daemon/houbud'
HOUBUCTL = BUILD / 'src/ctl/houbuctl'
PRACTICE = ROOT / 'data/practice'
PASSWORD = 'a long pass phrase'
DONE, REFUSED, USAGE, UNREACHABLE, NOT_ALLOWED = range(5)
TIME = r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+08:00'


class Daemon:
    """One houbud on a folder of its own, with one operator of each role."""

    def __init__(self, *options, listen='127.0.0.1:0'):
        self.folder = tempfile.TemporaryDirectory(prefix='houbuctl-')
        self.data = Path(self.folder.name) / 'data'
        self.data.mkdir(mode=0o700)
        self.child = subprocess.Popen(
            [HOUBUD, '--data', self.data, '--listen', listen, *options],
            stdout=subprocess.PIPE, text=True)
        address = self.child.stdout.readline().strip().removeprefix('listening on ')
        self.url = address if address.startswith('unix:') else f'http://{address}'
        self.password_file = self.file('password', PASSWORD + '\n')
        for name, role in (('chief', ['--role', 'national']),
                           ('school', ['--role', 'school', '--scope', '99301']),
                           ('foreign', ['--role', 'school', '--scope', '98101'])):
            subprocess.run([HOUBUD, 'operator', 'add', name, *role, '--data', self.data],
                           input=PASSWORD + '\n', text=True, check=True)

    def file(self, name, content, encoding='utf-8'):
        path = Path(self.folder.name) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def close(self):
        self.child.terminate()
        self.child.wait(30)
        self.child.stdout.close()
        self.folder.cleanup()


def run(*words, **options):
    """houbuctl with exactly these words."""
    environment = {**os.environ, 'TZ': 'Asia/Shanghai', **options.pop('environment', {})}
    return subprocess.run([HOUBUCTL, *map(str, words)], capture_output=True, text=True,
                          env=environment, stdin=options.pop('stdin', subprocess.DEVNULL),
                          timeout=60, check=False, **options)


class OnDaemon(unittest.TestCase):
    """Tests that share one daemon with the practice data."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon('--practice')

    @classmethod
    def tearDownClass(cls):
        cls.daemon.close()

    def ctl(self, *words, status=DONE, operator='chief', **options):
        done = run('--server', self.daemon.url, '--operator', operator,
                   '--password-file', self.daemon.password_file, *words, **options)
        self.assertEqual(done.returncode, status, f'{words}: {done.stdout}{done.stderr}')
        if status == DONE:
            self.assertEqual(done.stderr, '')
        else:
            self.assertNotEqual(done.stderr, '')
        return done

    def json(self, *words, **options):
        return json.loads(self.ctl('--json', *words, **options).stdout)


class Exams(OnDaemon):
    """exam create, show, set."""

    def test_create_show_set(self):
        """A new session is the current one; what is set changes, what is not stays; times are local."""
        self.ctl('exam', 'create', '--name', '测试考次', '--registration-opens-at', '2026-08-30 10:00',
                 '--registration-closes-at', '2036-09-30T17:00:00+08:00', '--hold-seconds', '3600')
        shown = self.ctl('exam', 'show').stdout
        self.assertIn('测试考次', shown)
        self.assertIn('2026-08-30 10:00:00+08:00', shown)
        self.assertIn('2036-09-30 17:00:00+08:00', shown)
        before = self.json('exam', 'show')
        self.assertEqual(before['registration_opens_at'], '2026-08-30T02:00:00Z')
        self.assertEqual(before['hold_seconds'], 3600)
        self.ctl('exam', 'set', '--hold-seconds', '86400')
        after = self.json('exam', 'show')
        self.assertEqual(after['hold_seconds'], 86400)
        for name in before.keys() - {'hold_seconds', 'server_time'}:
            self.assertEqual(before[name], after[name], name)

    def test_rehearsal(self):
        """Whether it is a rehearsal is said, changed both ways, shown and journalled."""
        self.ctl('exam', 'create', '--name', '演练', '--registration-opens-at', '2026-08-30 10:00',
                 '--registration-closes-at', '2036-09-30 17:00', '--rehearsal', 'yes')
        self.assertTrue(self.json('exam', 'show')['rehearsal'])
        self.assertRegex(self.ctl('exam', 'show', '--language', 'en').stdout, r'Rehearsal +yes')
        self.ctl('exam', 'set', '--rehearsal', 'no')
        self.assertNotIn('rehearsal', self.json('exam', 'show'))
        self.assertRegex(self.ctl('exam', 'show', '--language', 'en').stdout, r'Rehearsal +no')
        last = self.json('journal')['items'][-1]
        self.assertEqual((last['type'], last['data']), ('exam_changed', '{"rehearsal":0,"rehearsal_before":1}'))

    def test_rule(self):
        """A window that ends before it begins is refused by the server."""
        done = self.ctl('exam', 'set', '--registration-closes-at', '2001-01-01 00:00', status=REFUSED)
        self.assertIn('houbuctl: ', done.stderr)

    def test_usage(self):
        """What is missing, nonsense or too much never reaches the server."""
        for words in (['create', '--name', 'x'], ['set'], ['set', '--hold-seconds', 'long'],
                      ['set', '--registration-opens-at', 'tomorrow'], ['show', 'me'],
                      ['set', '--oral-scope', 'world'], ['set', '--rehearsal', 'maybe'], ['set', '--unknown', '1'], ['drop']):
            self.ctl('exam', *words, status=USAGE)

    def test_role(self):
        """A school's operator may not change the session."""
        self.ctl('exam', 'set', '--hold-seconds', '60', operator='school', status=NOT_ALLOWED)


class Imports(OnDaemon):
    """import schools, offerings, students, accounts."""

    kinds = ('schools', 'offerings', 'students', 'accounts')

    def rows(self, kind):
        with open(PRACTICE / f'{kind}.csv', encoding='utf-8', newline='') as source:
            return list(csv.reader(source))

    def write(self, name, rows, encoding='utf-8'):
        text = io.StringIO(newline='')
        csv.writer(text).writerows(rows)
        return self.daemon.file(name, text.getvalue(), encoding)

    def test_same_file_twice(self):
        """What is there already is left as it is, whatever the kind."""
        for kind in self.kinds:
            first = self.json('import', kind, PRACTICE / f'{kind}.csv')
            second = self.json('import', kind, PRACTICE / f'{kind}.csv')
            self.assertEqual((second['added'], second['changed']), (0, 0), kind)
            self.assertEqual(second['unchanged'], sum(first[key] for key in
                                                      ('added', 'changed', 'unchanged')))

    def test_dry_run(self):
        """A dry run says what would be added and adds nothing; the real one adds just that."""
        row = ['98', '另一测试省', '98101', '另一测试学校', '981010', '主校区']
        path = self.write('dry.csv', [self.rows('schools')[0], row])
        for attempt in range(2):
            result = self.json('import', 'schools', path, '--dry-run')
            self.assertEqual((result['added'], result['dry_run']), (1, True), attempt)
        self.assertIn('would add 1', self.ctl('import', 'schools', '--dry-run', path).stdout)
        self.assertIn('added 1', self.ctl('import', 'schools', path).stdout)
        self.assertEqual(self.json('import', 'schools', path, '--dry-run')['added'], 0)

    def test_encodings(self):
        """UTF-8 with and without a mark, and GB 18030 with a word for it, mean the same."""
        head, *rows = self.rows('schools')
        for name, codec, words in (('mark.csv', 'utf-8-sig', []),
                                   ('plain.csv', 'utf-8', ['--encoding', 'utf-8']),
                                   ('gb.csv', 'gb18030', ['--encoding', 'gb18030'])):
            path = self.write(name, [head, *rows], codec)
            result = self.json('import', 'schools', path, *words)
            self.assertEqual((result['added'], result['changed']), (0, 0), name)
        path = self.write('gb-unsaid.csv', [head, *rows], 'gb18030')
        self.ctl('import', 'schools', path, status=REFUSED)

    def test_bad_lines(self):
        """Each bad line is named with number and column, and none of the good ones is taken."""
        head = self.rows('students')[0]
        good = self.rows('students')[1]
        fresh = {'id_number': 'E98000001', 'id_type': 'passport', 'student_number': '990000001'}
        added = [fresh.get(name, value) for name, value in zip(head, good)]
        wrong = {'sex': 'neither', 'campus_code': '12345', 'qualified_subjects': '1;Z'}
        rows = [head, added]
        for name, value in wrong.items():
            rows.append([value if column == name else cell for column, cell in zip(head, good)])
        path = self.write('bad.csv', rows)
        done = self.ctl('import', 'students', path, status=REFUSED)
        for number, name in enumerate(wrong, start=3):
            self.assertRegex(done.stderr, rf'line {number}, {name}: \S')
        problem = self.json('import', 'students', path, status=REFUSED)
        self.assertEqual(problem['code'], 'invalid_csv')
        self.assertEqual(sorted({line['line'] for line in problem['lines']}), [3, 4, 5])
        result = self.json('import', 'students', self.write('good.csv', rows[:2]), '--dry-run')
        self.assertEqual(result['added'], 1)

    def test_wrong_header(self):
        """A missing column and an unknown one are named."""
        path = self.write('header.csv', [['phone', 'name', 'secret'], ['1', '2', '3']])
        done = self.ctl('import', 'accounts', path, status=REFUSED)
        self.assertIn('password', done.stderr)
        self.assertIn('secret', done.stderr)

    def test_language(self):
        """What is wrong with a line is said in the operator's language."""
        path = self.write('lang.csv', [['phone', 'name', 'secret'], ['1', '2', '3']])
        done = self.ctl('--language', 'zh-CN', 'import', 'accounts', path, status=REFUSED)
        self.assertRegex(done.stderr, '[\u4e00-\u9fff]')

    def test_usage(self):
        """A kind, a file or an encoding that there is not."""
        self.ctl('import', 'unicorns', PRACTICE / 'schools.csv', status=USAGE)
        self.ctl('import', 'schools', '/nonexistent.csv', status=USAGE)
        self.ctl('import', 'schools', status=USAGE)
        self.ctl('import', 'schools', PRACTICE / 'schools.csv', '--encoding', 'latin1', status=USAGE)

    def test_scope(self):
        """A school's operator imports nothing for others."""
        done = self.ctl('import', 'students', PRACTICE / 'students.csv', operator='foreign',
                        status=REFUSED)
        self.assertIn('line 2', done.stderr)


class Queues(OnDaemon):
    """capacity, queue show, queue explain, journal, stats."""

    def stats(self, offering='993010-1'):
        return next(row for row in self.json('stats')['items'] if row['offering'] == offering)

    def test_capacity_promotes(self):
        """Two seats more: the first two of the queue get them, everybody else moves up by two."""
        queue = self.json('queue', 'show', '993010-1')['items']
        before = self.stats()
        self.assertGreater(len(queue), 3)
        shown = self.ctl('capacity', '993010-1', before['capacity'] + 2).stdout
        self.assertRegex(shown, rf"993010-1 .* {before['capacity'] + 2} ")
        after = self.json('queue', 'show', '993010-1')['items']
        self.assertEqual([entry['id'] for entry in after], [entry['id'] for entry in queue[2:]])
        self.assertEqual([entry['position'] for entry in after], list(range(1, len(after) + 1)))
        self.assertEqual(self.stats()['promoted'], before['promoted'] + 2)
        promoted = [row for row in self.json('journal', '--offering', '993010-1')['items']
                    if row['type'] == 'entry_promoted']
        self.assertEqual([row['item'] for row in promoted][-2:],
                         [entry['id'] for entry in queue[:2]])

    def test_capacity_below_use(self):
        """A cut below the seats in use needs --force, and then takes nobody's seat."""
        before = self.stats('993010-1')
        self.ctl('capacity', '993010-1', '1', status=REFUSED)
        self.assertEqual(self.stats()['capacity'], before['capacity'])
        cut = self.json('capacity', '993010-1', '1', '--force')
        self.assertEqual((cut['capacity'], cut['seats_in_use'], cut['over_capacity']),
                         (1, before['seats_in_use'], True))
        self.assertEqual(self.json('queue', 'explain', '993010-1')['rule'], 'over_capacity')
        self.ctl('capacity', '993010-1', before['capacity'])

    def test_capacity_usage(self):
        """Numbers that are none, and offerings that are not there."""
        for number in ('-1', '1.5', 'many', '', '99999999999'):
            self.ctl('capacity', '--', '993010-1', number, status=USAGE)
        self.ctl('capacity', '993010-1', status=USAGE)
        self.ctl('capacity', '993099-1', '5', status=REFUSED)
        self.ctl('capacity', '../exam', '5', status=REFUSED)

    def test_scope(self):
        """Another school's operator may neither change nor see a queue; the own school's may."""
        self.ctl('capacity', '993010-1', '99', operator='foreign', status=NOT_ALLOWED)
        self.ctl('queue', 'show', '993010-1', operator='foreign', status=NOT_ALLOWED)
        self.ctl('queue', 'show', '993010-1', operator='school')

    def test_queue_show(self):
        """The queue in order, names masked, times local, columns under each other."""
        shown = self.ctl('queue', 'show', '993010-1').stdout.splitlines()
        queue = self.json('queue', 'show', '993010-1')['items']
        self.assertEqual(len(shown), len(queue) + 1)
        for line, entry in zip(shown[1:], queue):
            self.assertRegex(line, rf"^ *{entry['position']} +{entry['queue_number']} +{TIME} +.\*")
            self.assertTrue(line.endswith(entry['id']))
        self.assertEqual(self.ctl('queue', 'show', '993010-2').stdout.count('\n'), 1)

    def test_queue_explain(self):
        """One sentence in the operator's language, naming the first rule that stops a promotion."""
        self.assertEqual(self.json('queue', 'explain', '993010-1')['rule'], 'no_seat')
        self.assertEqual(self.json('queue', 'explain', '993010-2')['rule'], 'queue_empty')
        english = self.ctl('queue', 'explain', '993010-1').stdout.splitlines()[0]
        chinese = self.ctl('-l', 'zh-CN', 'queue', 'explain', '993010-1').stdout.splitlines()[0]
        self.assertRegex(english, '^[A-Z].*[.]$')
        self.assertRegex(chinese, '[\u4e00-\u9fff]')

    def test_journal(self):
        """Rows in order; after, limit and offering choose among them; the table shows the same."""
        rows = self.json('journal')['items']
        numbers = [row['seq'] for row in rows]
        self.assertEqual(numbers, sorted(set(numbers)))
        some = self.json('journal', '--after', numbers[2], '--limit', '4')['items']
        self.assertEqual([row['seq'] for row in some], numbers[3:7])
        of_one = self.json('journal', '--offering', '993010-1')['items']
        self.assertEqual({row['offering'] for row in of_one}, {'993010-1'})
        self.assertEqual([row['seq'] for row in of_one],
                         [row['seq'] for row in rows if row.get('offering') == '993010-1'])
        shown = self.ctl('journal', '--limit', '5').stdout.splitlines()
        self.assertEqual(len(shown), 6)
        self.assertRegex(shown[1], rf'^ *{numbers[0]} +{TIME} ')
        self.ctl('journal', '--limit', '-1', status=USAGE)

    def test_journal_follow(self):
        """Rows that are written later are printed as they come, each a document of its own."""
        last = self.json('journal')['items'][-1]['seq']
        command = [HOUBUCTL, '--server', self.daemon.url, '--operator', 'chief', '--password-file',
                   self.daemon.password_file, '--json', 'journal', '--follow', '--after', str(last)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            self.ctl('capacity', '993010-3', '13')
            row = json.loads(child.stdout.readline())
            child.kill()
        self.assertGreater(row['seq'], last)

    def test_no_personal_data(self):
        """Neither the journal nor the statistics name anybody."""
        text = self.ctl('--json', 'journal').stdout + self.ctl('--json', 'stats').stdout
        with open(PRACTICE / 'students.csv', encoding='utf-8', newline='') as source:
            for student in csv.DictReader(source):
                self.assertNotIn(student['name'], text)
                self.assertNotIn(student['id_number'], text)
        self.assertNotRegex(text, '1390000')

    def test_stats(self):
        """Every offering once, seats in use within capacity."""
        rows = self.json('stats')['items']
        self.assertEqual(len({row['offering'] for row in rows}), len(rows))
        shown = self.ctl('stats').stdout.splitlines()
        self.assertEqual(len(shown), len(rows) + 1)
        self.assertEqual(len({len(line) for line in shown}), 1)


class Exports(OnDaemon):
    """export: to a file and to standard output."""

    def test_output(self):
        """The same table either way; the file is its owner's alone; the mark comes when asked for."""
        path = Path(self.daemon.folder.name) / 'enrolments.csv'
        shown = self.ctl('export', 'enrolments').stdout
        self.ctl('export', 'enrolments', '--bom', '--output', path)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        written = path.read_bytes()
        self.assertTrue(written.startswith(b'\xef\xbb\xbfenrolment,registration,name,'))
        rows = list(csv.DictReader(io.StringIO(written.decode('utf-8-sig'), newline='')))
        self.assertEqual(rows, list(csv.DictReader(io.StringIO(shown))))
        self.assertIn(('993010', '1'), {(row['campus_code'], row['subject_code']) for row in rows})

    def test_kinds(self):
        """Every kind has its header; what there is not is said before anybody is asked."""
        for kind, first in (('registrations', 'registration'), ('waitlist-entries', 'entry'),
                            ('payments', 'payment')):
            shown = self.ctl('export', kind, operator='foreign').stdout
            self.assertEqual(shown.split(',')[0], first)
            self.assertEqual(len(shown.splitlines()), 1)
        self.assertIn('students', self.ctl('export', 'students', status=USAGE).stderr)
        self.ctl('export', status=USAGE)

    def test_failure(self):
        """Nothing is left of what failed, and an older file stays as it was."""
        folder = Path(self.daemon.folder.name)
        wrong = self.daemon.file('wrong', 'not the password\n')
        older = self.daemon.file('older.csv', 'kept')
        for path in (folder / 'new.csv', older):
            done = run('-s', self.daemon.url, '-o', 'chief', '-p', wrong, 'export', 'payments',
                       '--output', path)
            self.assertEqual(done.returncode, NOT_ALLOWED, done.stderr)
        self.assertFalse((folder / 'new.csv').exists())
        self.assertEqual(older.read_text(encoding='utf-8'), 'kept')
        self.ctl('export', 'payments', '--output', folder / 'nowhere/x.csv', status=USAGE)


class Reviews(OnDaemon):
    """review list, approve, refuse; import results."""

    def test_results(self):
        """Results of earlier exams are imported like every other file."""
        path = self.daemon.file('results.csv', 'admission_ticket,id_type,id_number,subject_code,'
                                'exam_year,score\n993010191100101,passport,E12345678,1,2019,500\n')
        self.assertEqual(self.json('import', 'results', path)['added'], 1)
        self.assertEqual(self.json('import', 'results', path)['unchanged'], 1)
        self.ctl('import', 'results', path, operator='school', status=NOT_ALLOWED)

    def test_list(self):
        """None was asked for; a state that there is not, and a review that there is not."""
        self.assertEqual(self.json('review', 'list')['items'], [])
        self.assertIn('Student number', self.ctl('review', 'list', '--state', 'pending').stdout)
        self.ctl('review', 'list', '--state', 'lost', status=USAGE)
        self.ctl('review', 'approve', 'x', status=USAGE)
        self.ctl('review', 'approve', 'x', '--reason', 'proof', status=REFUSED)
        self.ctl('review', 'refuse', 'x', '--reason', 'proof', status=REFUSED)


class Texts(OnDaemon):
    """notice, news and page."""

    def test_notices(self):
        """A school publishes, changes and takes back; another one can do neither."""
        path = self.daemon.file('notice.txt', '第一段。\r\n\r\n第二段。\n')
        added = self.json('notice', 'add', '--title', '校车', '--file', path, operator='school')
        self.assertEqual((added['audience'], added['place'], added['body']),
                         ('school', '99301', '第一段。\n\n第二段。'))
        self.assertIn('校车', self.ctl('notice', 'list').stdout)
        self.assertNotIn('校车', self.ctl('notice', 'list', operator='foreign').stdout)
        self.ctl('notice', 'remove', added['id'], operator='foreign', status=NOT_ALLOWED)
        changed = self.json('notice', 'set', added['id'], '--text', 'x', operator='school')
        self.assertEqual((changed['title'], changed['body']), ('校车', 'x'))
        self.ctl('notice', 'remove', added['id'], operator='school')
        self.ctl('notice', 'remove', added['id'], operator='school', status=REFUSED)
        self.ctl('notice', 'add', '--title', 't', '--text', 'x', '--province', '99',
                 operator='school', status=NOT_ALLOWED)
        done = self.ctl('notice', 'add', '--title', 't', '--text', 'x', '--school', '12345',
                        status=REFUSED)
        self.assertIn('12345', done.stderr)

    def test_news(self):
        """News in one language or all, by national operators."""
        added = self.json('news', 'add', '--title', 'Open', '--text', 'x', '--only-in', 'en')
        self.assertEqual(added['language'], 'en')
        self.assertRegex(self.ctl('news', 'list').stdout, rf'{added["id"]} +{TIME} +en +Open')
        self.json('news', 'set', added['id'], '--title', 'Opened')
        self.assertIn('Opened', self.ctl('news', 'list').stdout)
        self.ctl('news', 'remove', added['id'])
        self.assertNotIn(added['id'], self.ctl('news', 'list').stdout)
        self.ctl('news', 'add', '--title', 'x', '--text', 'x', operator='school',
                 status=NOT_ALLOWED)

    def test_pages(self):
        """A text of one's own, and back; the agreement gets a new version with it."""
        shown = self.ctl('page', 'show', 'agreement', 'en').stdout
        before = self.json('exam', 'show')['agreement_version']
        path = self.daemon.file('agreement.txt', shown.split('\n', 2)[2] + '\nAnd be on time.\n')
        self.ctl('page', 'set', 'agreement', 'en', '--title', 'Agreement', '--file', path)
        self.assertNotEqual(self.json('exam', 'show')['agreement_version'], before)
        self.assertRegex(self.ctl('page', 'list').stdout, 'agreement +en +yes')
        self.ctl('page', 'remove', 'agreement', 'en')
        self.assertEqual(self.ctl('page', 'show', 'agreement', 'en').stdout, shown)
        self.ctl('page', 'remove', 'agreement', 'en', status=REFUSED)
        self.ctl('page', 'show', 'unicorns', 'en', status=REFUSED)

    def test_usage(self):
        """What is missing or too much never reaches the server."""
        bad = self.daemon.file('bad.txt', b'\xff\xfe')
        for words in (['notice', 'add'], ['notice', 'add', '--title', 'x'],
                      ['news', 'add', '--text', 'x'], ['notice', 'set', 'x'],
                      ['notice', 'set', '--title', 'x'], ['news', 'remove'],
                      ['page', 'set', 'contact', '--title', 'x', '--text', 'x'],
                      ['notice', 'add', '--title', 'x', '--text', 'x', '--file', bad],
                      ['notice', 'add', '--title', 'x', '--file', bad],
                      ['notice', 'add', '--title', 'x', '--file', '/nonexistent']):
            self.ctl(*words, status=USAGE)


class Line(OnDaemon):
    """The command line itself: who, where, how the password comes, what it ends with."""

    def test_wrong_password(self):
        """A wrong password and an unknown operator are the same answer: not allowed."""
        wrong = self.daemon.file('wrong', 'not the password\n')
        one = run('-s', self.daemon.url, '-o', 'chief', '-p', wrong, 'stats')
        other = run('-s', self.daemon.url, '-o', 'nobody', '-p', wrong, 'stats')
        self.assertEqual((one.returncode, other.returncode), (NOT_ALLOWED, NOT_ALLOWED))
        self.assertEqual(one.stderr, other.stderr)

    def test_password_on_standard_input(self):
        """Without a terminal and a file the password is the first line of standard input."""
        for words in ([], ['-p', '-']):
            done = subprocess.run([HOUBUCTL, '-s', self.daemon.url, '-o', 'chief', *words, 'stats'],
                                  input=PASSWORD + '\n', capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertEqual(run('-s', self.daemon.url, '-o', 'chief', 'stats').returncode, USAGE)

    def test_password_on_terminal(self):
        """On a terminal it is asked for and does not show."""
        child, terminal = pty.fork()
        if child == 0:
            os.execv(HOUBUCTL, [str(HOUBUCTL), '-s', self.daemon.url, '-o', 'chief', 'stats'])
        seen = b''
        while b': ' not in seen:
            seen += os.read(terminal, 1000)
        os.write(terminal, PASSWORD.encode() + b'\n')
        try:
            while more := os.read(terminal, 1000):
                seen += more
        except OSError:  # how a terminal says that its last user has gone
            pass
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), DONE)
        self.assertIn(b'993010-1', seen)
        self.assertNotIn(PASSWORD.encode(), seen)

    def test_not_reachable(self):
        """Nobody there, somebody else there, or a name that is none: not reachable."""
        for server in ('http://127.0.0.1:1', f'unix:{self.daemon.folder.name}/no-socket',
                       'https://houbu.invalid'):
            done = run('-s', server, '-o', 'chief', '-p', self.daemon.password_file, 'stats')
            self.assertEqual(done.returncode, UNREACHABLE, server)
            self.assertEqual(done.stdout, '')

    def test_plain_http(self):
        """Plain http to another computer is refused before anything is sent."""
        done = run('-s', 'http://192.0.2.1', '-o', 'chief', '-p', self.daemon.password_file, 'stats')
        self.assertEqual(done.returncode, USAGE)

    def test_usage(self):
        """Missing words, unknown words and unknown options end with 2 and print no result."""
        for words in ([], ['fly'], ['queue'], ['queue', 'jump', '993010-1'], ['--unknown', 'stats'],
                      ['stats', '--unknown'], ['stats', 'now'], ['-o', 'chief', 'stats'],
                      ['-s', self.daemon.url, 'stats']):
            done = run(*words)
            self.assertEqual(done.returncode, USAGE, words)
            self.assertEqual(done.stdout, '')
            self.assertIn('houbuctl: ', done.stderr)

    def test_help(self):
        """Help names every command, and each command has its own."""
        text = run('--help')
        self.assertEqual(text.returncode, DONE)
        for command in ('exam create', 'exam show', 'exam set', 'import', 'capacity', 'queue show',
                        'queue explain', 'review list', 'review approve',
                        'review refuse', 'notice list', 'notice add', 'notice set',
                        'notice remove', 'news list', 'news add', 'news set', 'news remove',
                        'page list', 'page show', 'page set', 'page remove', 'journal', 'stats'):
            self.assertRegex(text.stdout, rf'\n  {command}\b')
            one = run(*command.split(), '--help')
            self.assertEqual(one.returncode, DONE)
            self.assertIn(command, one.stdout)
        self.assertRegex(run('--version').stdout, r'^houbuctl \d+\.\d+')

    def test_options_after_the_command(self):
        """Global options may stand behind the command, and in the environment."""
        words = ['--password-file', self.daemon.password_file, '--json']
        done = run('stats', '--server', self.daemon.url, '--operator', 'chief', *words)
        self.assertEqual(done.returncode, DONE)
        done = run('stats', *words,
                   environment={'HOUBU_SERVER': self.daemon.url, 'HOUBU_OPERATOR': 'chief'})
        self.assertEqual(done.returncode, DONE)

    def test_full_device(self):
        """A result that could not be written is not done."""
        with open('/dev/full', 'w', encoding='utf-8') as full:
            done = subprocess.run(
                [HOUBUCTL, '-s', self.daemon.url, '-o', 'chief', '-p', self.daemon.password_file,
                 'stats'], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertNotEqual(done.returncode, DONE)

    def test_no_session_left(self):
        """Each run signs out: no session of an operator stays behind."""
        self.ctl('stats')
        self.ctl('capacity', '993099-1', '1', status=REFUSED)
        copy = Path(self.daemon.folder.name) / 'look'
        copy.mkdir()
        for path in self.daemon.data.glob('houbu.db*'):
            (copy / path.name).write_bytes(path.read_bytes())
        import sqlite3  # read only, to look
        with sqlite3.connect(copy / 'houbu.db') as database:
            (sessions,) = database.execute('SELECT count(*) FROM operator_session').fetchone()
        self.assertEqual(sessions, 0)


class OnSocket(unittest.TestCase):
    """The same over a local socket."""

    def test_socket(self):
        """--server unix:PATH reaches a daemon that listens there."""
        with tempfile.TemporaryDirectory(prefix='houbuctl-') as folder:
            daemon = Daemon('--practice', listen=f'unix:{folder}/socket')
            try:
                done = run('-s', f'unix:{folder}/socket', '-o', 'chief', '-p', daemon.password_file,
                           'stats')
                self.assertEqual(done.returncode, DONE, done.stderr)
                self.assertIn('993010-1', done.stdout)
            finally:
                daemon.close()


class ManPage(unittest.TestCase):
    """The manual page and the program say the same."""

    def test_options(self):
        """Every long option that help shows stands in the manual page."""
        page = (ROOT / 'data/man/houbuctl.1').read_text(encoding='utf-8').replace('\\-', '-')
        texts = [run('--help').stdout]
        for command in ('exam create', 'exam set', 'import', 'capacity', 'review list', 'review approve',
                        'notice add', 'news add',
                        'page set', 'journal'):
            texts.append(run(*command.split(), '--help').stdout)
        for option in set(re.findall(r'--[a-z][a-z-]+', ' '.join(texts))) - {'--help-all',
                                                                             '--help-global'}:
            self.assertIn(option, page)


if __name__ == '__main__':
    unittest.main(argv=sys.argv, verbosity=2)
