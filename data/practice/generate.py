#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the practice data set: files as operators import them, about people who do not exist.

The same seed gives the same files, so a change of this script is a change that can be read in
theirs. Names are put together by lot; resident ID numbers begin with 99, a region that no real
number has.
"""

import argparse
import csv
import datetime
import random
import sys
from pathlib import Path

SEED = 2022
PEOPLE = 40
PASSWORD = 'practice-2022'
PROVINCE = ('99', '测试省')
SCHOOL = ('99301', '测试学校机构01')
CAMPUSES = [('993010', '测试校区机构001'), ('993011', '测试校区机构002')]
EXAM_DAY = '2026-12-12'

# Subject: (begins, ends) in UTC, fee in fen, seats at each campus. An empty fee is one that the
# school has not set yet. 993010-1 is smaller than the number of people who want it.
SUBJECTS = {
    '1': (('01:00:00', '03:20:00'), '3000', (20, 30)),
    '2': (('07:00:00', '09:25:00'), '3000', (10, 20)),
    '3': (('01:00:00', '03:10:00'), '3000', (12, 15)),
    '4': (('07:00:00', '09:10:00'), '3000', (6, 10)),
    '5': (('01:00:00', '03:10:00'), '3000', (0, 15)),
    '6': (('07:00:00', '09:10:00'), '3000', (6, 10)),
    '7': (('01:00:00', '03:10:00'), '3000', (8, 15)),
    '8': (('07:00:00', '09:10:00'), '', (6, 10)),
    '9': (('01:00:00', '03:10:00'), '', (8, 15)),
    'F': (('00:30:00', '08:00:00'), '5000', (20, 25)),
    'S': (('00:30:00', '08:00:00'), '5000', (10, 15)),
}

SURNAMES = '安白岑邓方傅葛郝江柯郎林毛宁潘秦邵汤万夏许严于袁章'
GIVEN = '晨初帆冠禾嘉景可澜沐宁朋琪然舒棠苇溪小野依予泽知竹'
# Names that a form has to take as well: with a middle dot, with a character beyond the first plane.
SPECIAL_NAMES = {4: '阿丽娅·努尔', 7: '许𠮷', 12: 'ANNA MARIA·SAMPLE'}
SPECIAL_DOCUMENTS = {
    2: ('passport', 'E99000002'),
    5: ('hk_macao_travel_permit', 'H99000005'),
    8: ('taiwan_travel_permit', '99000008'),
}
DEPARTMENTS = [
    ('化学学院', '高分子化学与物理'),
    ('外国语学院', '日语'),
    ('信息学院', '软件工程'),
    ('经济学院', '统计学'),
]
WITH_CET_6 = {3, 6, 9, 15, 24, 33}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_character(seventeen):
    """The last character of a resident ID number, GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS))
    return '10X98765432'[total % 11]


def resident_id(lot, number, male):
    """A number with the region 990100, which does not exist."""
    born = datetime.date(2001, 9, 1) + datetime.timedelta(days=lot.randrange(3 * 365))
    order = number * 2 % 1000 + (1 if male else 0)
    seventeen = f'990100{born:%Y%m%d}{order:03}'
    return seventeen + check_character(seventeen)


def student(lot, number):
    """One row of the students' file."""
    male = lot.random() < 0.5
    name = SPECIAL_NAMES.get(number) or lot.choice(SURNAMES) + ''.join(
        lot.sample(GIVEN, lot.choice((1, 2, 2))))
    id_type, id_number = SPECIAL_DOCUMENTS.get(number) or (
        'resident_id', resident_id(lot, number, male))
    department, major = lot.choice(DEPARTMENTS)
    campus = CAMPUSES[1 if number % 8 == 0 else 0][0]
    year = lot.choice((2020, 2021, 2022))
    return {
        'id_type': id_type,
        'id_number': id_number,
        'name': name,
        'sex': 'male' if male else 'female',
        'school_code': SCHOOL[0],
        'campus_code': campus,
        'education_level': '本科',
        'study_years': 4,
        'entry_year': year,
        'grade': 2023 - year,
        'department': department,
        'major': major,
        'class_name': lot.randint(1, 4),
        'student_number': f'{year}{number:05}',
        'remark': '',
        'qualified_subjects': '1;2;3;5;7;F;S' if number in WITH_CET_6 else '1;3;5;7;F',
    }


def account(number):
    """One row of the accounts' file."""
    return {'phone': f'139{number:08}', 'name': f'practice-{number:02}', 'password': PASSWORD}


def schools():
    return [{
        'province_code': PROVINCE[0],
        'province_name': PROVINCE[1],
        'school_code': SCHOOL[0],
        'school_name': SCHOOL[1],
        'campus_code': code,
        'campus_name': name,
    } for code, name in CAMPUSES]


def offerings():
    return [{
        'campus_code': code,
        'subject_code': subject,
        'capacity': seats[index],
        'fee_fen': fee,
        'exam_starts_at': f'{EXAM_DAY}T{begins}Z',
        'exam_ends_at': f'{EXAM_DAY}T{ends}Z',
        'registration_opens_at': '',
        'registration_closes_at': '',
    } for index, (code, _) in enumerate(CAMPUSES)
        for subject, ((begins, ends), fee, seats) in SUBJECTS.items()]


def tables():
    """Name of each file and its rows."""
    lot = random.Random(SEED)
    return {
        'schools': schools(),
        'offerings': offerings(),
        'students': [student(lot, number) for number in range(1, PEOPLE + 1)],
        'accounts': [account(number) for number in range(1, PEOPLE + 1)],
    }


def write(path, rows):
    with path.open('w', encoding='utf-8', newline='') as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator='\n')
        writer.writeheader()
        writer.writerows(rows)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=Path, nargs='?', default=Path(__file__).parent)
    options = parser.parse_args(arguments)
    for name, rows in tables().items():
        write(options.folder / f'{name}.csv', rows)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
