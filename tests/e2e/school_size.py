#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A school's real size: 100,000 students and 2,000 offerings come in by one import each.

Shown: every row arrives, a second import changes nothing, the daemon's memory is bounded
(importing ten times as many students does not take it far beyond what a tenth took), and a
candidate's sign-in, board and details answer exactly as they did before.
"""

import csv
import json
import random
import sys
import tempfile
from pathlib import Path

from backend import Backend, Candidate, in_days

PROVINCE = '98'
SCHOOLS = 20
CAMPUSES = 10  # a school
SUBJECTS = '123456789F'
STUDENTS = 100_000
SMALL = 10_000
WAITING = '13900000040'  # of the practice data: registered, in a queue
STUDENT_COLUMNS = ('id_type id_number name sex school_code campus_code education_level study_years '
                   'entry_year grade department major class_name student_number remark '
                   'qualified_subjects').split()
SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'
GIVEN = '安博晨丹恩帆歌涵佳珂岚梦宁沛琪若诗彤雯欣雅子'


def resident_number(index, rng):
    """A well-formed number of nobody: region 980000 is not assigned."""
    body = f'980000{rng.randrange(1998, 2006)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}'
    body = body[:-2] + f'{index % 28 + 1:02}' + f'{index // 28 % 1000:03}'
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + '10X98765432'[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def write_csv(path, columns, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def campus(school, number):
    return f'{PROVINCE}{school:03}{number}'


def write_schools(path):
    write_csv(path, ('province_code province_name school_code school_name campus_code '
                     'campus_name').split(),
              ((PROVINCE, '演练省', f'{PROVINCE}{school:03}', f'演练大学{school}',
                campus(school, number), f'校区{number}')
               for school in range(SCHOOLS) for number in range(CAMPUSES)))


def write_offerings(path):
    write_csv(path, ('campus_code subject_code capacity fee_fen exam_starts_at exam_ends_at '
                     'registration_opens_at registration_closes_at').split(),
              ((campus(school, number), subject, 500, 3000, in_days(60), in_days(60.1), '', '')
               for school in range(SCHOOLS) for number in range(CAMPUSES) for subject in SUBJECTS))


def write_students(path, count):
    rng = random.Random(2022)
    seen = set()

    def rows():
        for index in range(count):
            number = resident_number(index, rng)
            while number in seen:
                number = resident_number(rng.randrange(28_000), rng)
            seen.add(number)
            school = index % SCHOOLS
            yield ('resident_id', number,
                   rng.choice(SURNAMES) + ''.join(rng.choices(GIVEN, k=2)),
                   rng.choice(('male', 'female')), f'{PROVINCE}{school:03}',
                   campus(school, index // SCHOOLS % CAMPUSES), '本科', 4, 2021, 2, '文学院', '历史',
                   f'{index % 40 + 1}', f'{index:06}', '', '1;3;F')
    write_csv(path, STUDENT_COLUMNS, rows())


def candidate_view(backend):
    """What a candidate of the practice school gets, without what a clock changes."""
    candidate = Candidate(backend, WAITING)
    board = candidate.ask('GET', '/v1/offerings?kind=written')
    details = candidate.ask('GET', '/v1/registration')
    for moving in ('event_seq', 'server_time'):
        details.pop(moving, None)
    return json.dumps([board, details], sort_keys=True, ensure_ascii=False)


def main():
    with tempfile.TemporaryDirectory(prefix='houbu-school-') as name:
        folder = Path(name)
        write_schools(folder / 'schools.csv')
        write_offerings(folder / 'offerings.csv')
        write_students(folder / 'small.csv', SMALL)
        write_students(folder / 'students.csv', STUDENTS)
        with Backend(folder, '--practice', config='[captcha]\nmode=off\n') as backend:
            before = candidate_view(backend)

            def load(kind, file):
                return json.loads(backend.ctl('--json', 'import', kind, folder / file))
            assert load('schools', 'schools.csv')['added'] == SCHOOLS * CAMPUSES
            assert load('offerings', 'offerings.csv')['added'] == 2000
            assert load('students', 'small.csv')['added'] == SMALL
            small = backend.memory()
            whole = load('students', 'students.csv')
            assert whole['added'] + whole['unchanged'] + whole['changed'] == STUDENTS, whole
            large = backend.memory()
            again = load('students', 'students.csv')
            assert (again['added'], again['changed']) == (0, 0), again
            print(f'memory at its highest: {small} KB after {SMALL}, {large} KB after {STUDENTS}')
            assert large < 2 * small + 65536, 'memory follows the size of the file'
            assert candidate_view(backend) == before, 'a candidate sees something else'
        assert backend.check() == [], backend.check()
    print('100,000 students and 2,000 offerings are in; candidates see what they saw')


if __name__ == '__main__':
    sys.exit(main())
