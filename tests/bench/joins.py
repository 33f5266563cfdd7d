#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many durable joins a second, and how long each takes.

Beside houbud, in turn: a bare libmicrohttpd loop that answers as many bytes to the same POST, the
same join with one commit a request, and SQLite alone writing the same rows 64 a commit. Each
measurement has a fresh copy of the store and a daemon of its own; each request its own token and
key.
"""

import json
import sys

from common import (Medians, Part, Seed, bare, check_store, houbud, keyed, load, program, request,
                    requests)

CONNECTIONS = (64, 256, 1000)
MIDDLE = 256
BATCH = 64


def join_requests(callers, spread):
    for caller in callers:
        campus = caller.campus if spread else callers[0].campus
        yield request('POST', '/v1/waitlist-entries', caller, {'offering': f'{campus}-1'}, keyed())


class Joins:

    def __init__(self, part):
        self.part = part
        self.count = 1500 if part.quick else 20000
        self.medians = Medians()
        self.body_bytes = 0
        self.greetings = None

    def measure(self, shape, seed, path):
        callers = [request('GET', '/v1/sessions/current', caller) for caller in seed.callers()]
        with requests(callers) as self.greetings:
            self.measure_all(shape, seed, path)

    def measure_all(self, shape, seed, path):
        for _ in range(self.part.rounds):
            for connections in CONNECTIONS:
                self.houbud(shape, seed, connections, path)
                if shape == 'hot':
                    self.bare(connections, path)
                if connections == MIDDLE:
                    self.raw(shape, seed)
        for _ in range(self.part.rounds if shape == 'hot' else 0):
            self.houbud('one', seed, MIDDLE, path, '[store]\nbatch=1\n')
            self.houbud('many', seed, MIDDLE, path)

    def houbud(self, shape, seed, connections, path, config=''):
        with seed.copy() as data:
            with houbud(data, config) as daemon:
                # Nobody's join is the first request of a session.
                load(daemon.port, connections, self.greetings, status=200)
                result = load(daemon.port, connections, path)
            if self.part.quick:
                check_store(data)
        self.body_bytes = result['body_bytes']
        self.note(shape, connections, result)

    def bare(self, connections, path):
        with bare(201, self.body_bytes) as port:
            self.note('bare', connections, load(port, connections, path))

    def raw(self, shape, seed):
        with seed.copy() as data:
            result = json.loads(program('bench-raw', 'joins', data / 'houbu.db', self.count, BATCH,
                                        int(shape == 'spread'), self.body_bytes))
            if self.part.quick:
                check_store(data)
        self.medians.add(f'raw {shape} rate', result['rate'])

    def note(self, shape, connections, result):
        for name in ('rate', 'p50_us', 'p99_us', 'cpu'):
            self.medians.add(f'{shape} {connections} {name}', result[name])

    # ---- rows

    def tell(self):
        for shape in ('hot', 'spread'):
            for connections in CONNECTIONS:
                self.tell_cell(shape, connections)
        self.tell_baselines()
        self.tell_ratios()

    def tell_cell(self, shape, connections):
        where = {'hot': 'on one offering', 'spread': 'over 100'}[shape]
        key = f'{shape} {connections}'
        self.part.row(f'{connections} connections, {where}', self.medians[f'{key} rate'], 'joins/s',
                      f'p50 {self.medians[key + " p50_us"] / 1000:.1f} ms, '
                      f'p99 {self.medians[key + " p99_us"] / 1000:.1f} ms, '
                      f'generator {self.medians[key + " cpu"]:.0%} of a processor; '
                      f'rounds {self.medians.spread(key + " rate")}')

    def tell_baselines(self):
        medians = self.medians
        self.part.row(f'one commit each, {MIDDLE} connections', medians[f'one {MIDDLE} rate'],
                      'joins/s')
        for connections in CONNECTIONS:
            self.part.row(f'bare loop, {connections} connections',
                          medians[f'bare {connections} rate'], 'answers/s',
                          f'{self.body_bytes} bytes; generator '
                          f'{medians[f"bare {connections} cpu"]:.0%} of a processor')
        for shape, where in (('hot', 'on one offering'), ('spread', 'over 100')):
            self.part.row(f'SQLite alone, {BATCH} a commit, {where}', medians[f'raw {shape} rate'],
                          'joins/s', f'rounds {medians.spread(f"raw {shape} rate")}')

    def tell_ratios(self):
        medians = self.medians
        hot = medians[f'hot {MIDDLE} rate']
        self.ratio('to SQLite alone', hot / medians['raw hot rate'], '>= 0.8')
        self.ratio('to one commit each', medians[f'many {MIDDLE} rate']
                   / medians[f'one {MIDDLE} rate'], '>= 6')
        self.ratio('to the bare loop', hot / medians[f'bare {MIDDLE} rate'], '>= 0.18')
        self.ratio('p99 to p50', medians[f'hot {MIDDLE} p99_us'] / medians[f'hot {MIDDLE} p50_us'],
                   '<= 4')
        self.ratio('over 100 to on one', medians[f'spread {MIDDLE} rate'] / hot, '>= 1')

    def ratio(self, name, value, target):
        self.part.row(f'{name}, {MIDDLE} connections', value, '×', target=target)


def main():
    joins = Joins(Part('joins'))
    for shape, schools in (('hot', 1), ('spread', 10)):
        seed = Seed(people=joins.count, schools=schools)
        with requests(join_requests(seed.callers(), shape == 'spread')) as path:
            joins.measure(shape, seed, path)
    joins.tell()


if __name__ == '__main__':
    sys.exit(main())
