#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a join takes where a thousand wait and where a million do.

Two daemons, each on a store of its own, are asked in turn; over one connection, so that what is
seen is one join with its commit, and over 64, so that it is the work and not the disk.
"""

import contextlib
import sys

from common import Medians, Part, Seed, houbud, keyed, load, request, requests

CONNECTIONS = (1, 64)


class Queue:
    """A daemon where so many wait for the offering that is joined."""

    def __init__(self, stack, waiting, joiners):
        seed = Seed(people=waiting + joiners, waiting=waiting, sessions=joiners)
        self.callers = seed.callers()
        self.daemon = stack.enter_context(houbud(stack.enter_context(seed.copy())))

    def join(self, count, connections):
        callers, self.callers = self.callers[:count], self.callers[count:]
        several = [request('POST', '/v1/waitlist-entries', caller, {'offering': '993010-1'},
                           keyed()) for caller in callers]
        with requests(several) as path:
            return load(self.daemon.port, connections, path)


def main():
    part = Part('queue length')
    medians = Medians()
    lengths = (100, 3000) if part.quick else (1000, 1000000)
    counts = (50, 150) if part.quick else (600, 6000)
    joiners = part.rounds * sum(counts)
    with contextlib.ExitStack() as stack:
        queues = [Queue(stack, length, joiners) for length in lengths]
        for _ in range(part.rounds):
            for connections, count in zip(CONNECTIONS, counts):
                for length, queue in zip(lengths, queues):
                    result = queue.join(count, connections)
                    for name in ('rate', 'p50_us', 'p99_us'):
                        medians.add(f'{length} {connections} {name}', result[name])
    for connections in CONNECTIONS:
        for length in lengths:
            key = f'{length} {connections}'
            part.row(f'join behind {length:,}, over {connections}',
                     medians[f'{key} p50_us'] / 1000, 'ms',
                     f'median; p99 {medians[key + " p99_us"] / 1000:.1f} ms, '
                     f'{medians[key + " rate"]:,.0f} joins/s')
        part.row(f'long queue to short, over {connections}',
                 medians[f'{lengths[1]} {connections} p50_us']
                 / medians[f'{lengths[0]} {connections} p50_us'], '×', target='<= 1.2')


if __name__ == '__main__':
    sys.exit(main())
