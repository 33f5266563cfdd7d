#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The capacity board of a school with thirty offerings, next to a bare loop with as many bytes.

Asked for by two thousand candidates in turn, each with a token of their own; and once more by
those who have it already and say so with If-None-Match.
"""

import sys

from common import Medians, Part, Seed, bare, houbud, load, request, requests

CONNECTIONS = (64, 256)
PEOPLE = 2000
PATH = '/v1/offerings?kind=written'


def measure(part, medians, name, daemon, several, status, length):
    """Houbud and the bare loop in turn over the same requests."""
    seconds = 0.3 if part.quick else 2
    with requests(several) as path, bare(status, length) as bare_port:
        for _ in range(part.rounds):
            for connections in CONNECTIONS:
                for who, port in (('houbud', daemon.port), ('bare', bare_port)):
                    result = load(port, connections, path, seconds, status)
                    medians.add(f'{name} {connections} {who}', result['rate'])
                    medians.add(f'{name} {connections} {who} cpu', result['cpu'])


def tell(part, medians, name, note):
    for connections in CONNECTIONS:
        key = f'{name} {connections}'
        for who in ('houbud', 'bare'):
            part.row(f'{name}, {connections} connections, {who}', medians[f'{key} {who}'],
                     'answers/s', f'{note}; generator {medians[f"{key} {who} cpu"]:.0%} of a '
                     f'processor; rounds {medians.spread(f"{key} {who}")}')
        part.row(f'{name}, {connections} connections, to the bare loop',
                 medians[f'{key} houbud'] / medians[f'{key} bare'], '×', target='>= 0.9')


def main():
    part = Part('board')
    medians = Medians()
    seed = Seed(people=PEOPLE, schools=1)
    callers = seed.callers()
    with seed.copy() as data, houbud(data) as daemon:
        answer = daemon.client(callers[0].token, 'zh-CN').get(PATH)
        whole = [request('GET', PATH, caller) for caller in callers]
        measure(part, medians, 'whole board', daemon, whole, 200, len(answer.body))
        tell(part, medians, 'whole board', f'{len(answer.body)} bytes')
        tag = answer.headers.get('etag')
        if tag is None:
            part.row('unchanged board', 0, 'answers/s', 'the board has no ETag')
            return
        same = [request('GET', PATH, caller, headers=f'If-None-Match: {tag}\r\n')
                for caller in callers]
        measure(part, medians, 'unchanged board', daemon, same, 304, 0)
        tell(part, medians, 'unchanged board', 'nothing but the head')


if __name__ == '__main__':
    sys.exit(main())
