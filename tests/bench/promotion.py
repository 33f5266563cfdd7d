#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A release of 100,000 seats where a million wait, next to SQLite alone writing the same rows.

The time runs from the operator's request to the moment when nobody is left to promote. Both go on
with their own store from round to round; each chunk is a durable commit.
"""

import contextlib
import json
import sys
import time

from common import Medians, Operator, Part, Seed, check_store, houbud, metric, program

CHUNK = 1000  # promotions in one commit of SQLite alone
OFFERING = '993010-1'


def seats_in_use(operator):
    return operator.get(f'/v1/admin/offerings/{OFFERING}').json['seats_in_use']


def promote(operator, capacity):
    """Raise the capacity; return how long it took until all its seats were taken."""
    begin = time.monotonic()
    answer = operator.send('PATCH', f'/v1/admin/offerings/{OFFERING}', {'capacity': capacity})
    assert answer.status == 200, answer
    while seats_in_use(operator) < capacity:
        time.sleep(0.02)
        assert time.monotonic() - begin < 120, 'the release does not come to its end'
    return time.monotonic() - begin


def main():
    part = Part('promotion')
    medians = Medians()
    waiting, seats = (3000, 1500) if part.quick else (1000000, 100000)
    joiners = 200 if part.quick else 19800  # those of queue_length.py: one store serves both
    seed = Seed(people=waiting + joiners, waiting=waiting, sessions=joiners)
    with contextlib.ExitStack() as stack:
        data, raw = stack.enter_context(seed.copy()), stack.enter_context(seed.copy())
        with houbud(data) as daemon:
            operator = Operator(daemon).client
            for number in range(part.rounds):
                medians.add('houbud', seats / promote(operator, (number + 1) * seats))
                medians.add('raw', json.loads(program('bench-raw', 'promote', raw / 'houbu.db',
                                                      seats, CHUNK))['rate'])
            hold = metric(daemon, 'houbu_store_longest_hold_seconds')
        if part.quick:
            check_store(data)
            check_store(raw)
    part.row(f'{seats:,} of {waiting:,} promoted', medians['houbud'], 'entries/s',
             f'rounds {medians.spread("houbud")}')
    part.row('SQLite alone', medians['raw'], 'entries/s',
             f'{CHUNK:,} a commit; rounds {medians.spread("raw")}')
    part.row('to SQLite alone', medians['houbud'] / medians['raw'], '×', target='>= 0.5')
    part.row('longest commit', hold * 1000, 'ms', 'no commit has held the writer longer',
             target='<= 20')


if __name__ == '__main__':
    sys.exit(main())
