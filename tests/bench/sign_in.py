#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many candidates can sign in a second, next to verifying passwords and nothing else."""

import sys

from common import Medians, Part, Seed, houbud, load, program, request, requests

THREADS = 2  # as houbud has by default
CONNECTIONS = 64


def main():
    part = Part('sign-in')
    medians = Medians()
    count = 10 if part.quick else 150
    seed = Seed(people=part.rounds * count)
    callers = seed.callers()
    with seed.copy() as data, houbud(data) as daemon:
        for number in range(part.rounds):
            several = [request('POST', '/v1/sessions',
                               body={'account': caller.phone, 'password': 'practice-2022'})
                       for caller in callers[number * count:(number + 1) * count]]
            with requests(several) as path:
                result = load(daemon.port, min(CONNECTIONS, count), path)
            medians.add('houbud', result['rate'])
            medians.add('p99', result['p99_us'] / 1000)
            medians.add('hash', float(program('bench-hash', THREADS, 0.3 if part.quick else 3)))
    part.row(f'sign-ins, {CONNECTIONS} at a time', medians['houbud'], 'sign-ins/s',
             f'p99 {medians["p99"]:,.0f} ms; rounds {medians.spread("houbud")}')
    part.row(f'the hash function alone, {THREADS} threads', medians['hash'], 'hashes/s',
             f'rounds {medians.spread("hash")}')
    part.row('sign-ins to hashes', medians['houbud'] / medians['hash'], '×')


if __name__ == '__main__':
    sys.exit(main())
