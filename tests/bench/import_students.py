#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A year's 100,000 students in one file, and the same file once more, which changes nothing."""

import sys
import time

from common import Medians, Operator, Part, Seed, check_store, houbud, memory

COLUMNS = ('id_type,id_number,name,sex,school_code,campus_code,education_level,study_years,'
           'entry_year,grade,department,major,class_name,student_number,remark,qualified_subjects')


def students(count):
    lines = [COLUMNS]
    for number in range(count):
        lines.append(f'passport,Q{number:08},测试人,female,99301,99301{number % 10},undergraduate,'
                     f'4,2020,2,化学系,高分子,1,{number:08},,1;3;F')
    return ('\n'.join(lines) + '\n').encode()


def send(operator, text):
    begin = time.monotonic()
    answer = operator.client.send('POST', '/v1/admin/imports/students', text,
                                  headers={'Content-Type': 'text/csv'}, keyed=True)
    assert answer.status == 200, answer
    return time.monotonic() - begin, answer.json


def measure(medians, daemon, text, count):
    operator = Operator(daemon)
    before = memory(daemon.process.pid)
    seconds, counts = send(operator, text)
    assert counts['added'] == count, counts
    medians.add('first', seconds)
    medians.add('memory', (memory(daemon.process.pid) - before) / 1024)
    seconds, counts = send(operator, text)
    assert counts['unchanged'] == count, counts
    medians.add('again', seconds)


def main():
    part = Part('import')
    medians = Medians()
    count = 2000 if part.quick else 100000
    text = students(count)
    seed = Seed(people=10)
    for _ in range(part.rounds):
        with seed.copy() as data:
            with houbud(data) as daemon:
                measure(medians, daemon, text, count)
            if part.quick:
                check_store(data)
    part.row(f'{count:,} students, new', medians['first'], 's',
             f'{count / medians["first"]:,.0f} rows/s, {len(text) / 2**20:.1f} MB; the daemon '
             f'grows by {medians["memory"]:.0f} MB')
    part.row(f'{count:,} students, unchanged', medians['again'], 's',
             f'{count / medians["again"]:,.0f} rows/s')


if __name__ == '__main__':
    sys.exit(main())
