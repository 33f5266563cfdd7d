#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A school's opening minute: a crowd rushes a real houbud, and nobody is passed or oversold.

`rehearse.py [CANDIDATES [SEED]]` makes a school of 30 offerings with seats for half of them, lets
the crowd rush it until all are done or time is over, prints what they met, and has `houbud check`
look at the store afterwards.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'e2e'))
from backend import BUILD, Backend  # noqa: E402

CROWD = BUILD / 'src/crowd/houbu-crowd'
CONFIG = '[captcha]\nmode=off\n[http]\nconnections=20000\n'
FILES = ('schools', 'offerings', 'students', 'accounts')


def make_people(folder, *words):
    """The files of a generated school in `folder`; returns the folder."""
    subprocess.run([CROWD, 'people', '--out', folder, *map(str, words)], check=True,
                   stdout=subprocess.DEVNULL)
    return folder


def open_rehearsal(backend, people, hold=45, rehearsal='yes'):
    """An exam session that is open now, with the school in it."""
    backend.ctl('exam', 'create', '--name', '演练', '--registration-opens-at', '2020-01-01 00:00',
                '--registration-closes-at', '2036-01-01 00:00', '--hold-seconds', hold,
                '--min-pay-window-seconds', 0, '--rehearsal', rehearsal)
    for name in FILES:
        backend.ctl('import', name, people / f'{name}.csv')


def send(backend, people, *words, **options):
    """One run of the crowd, as a finished process."""
    return subprocess.run(
        [CROWD, 'run', '--server', backend.url, '--people', people, *map(str, words)],
        text=True, check=False, **{'stdout': subprocess.PIPE, **options})


def rehearse(candidates, seed, seconds, *words):
    """The whole of it; returns the crowd's result."""
    with tempfile.TemporaryDirectory(prefix='houbu-rehearsal-') as name:
        people = make_people(Path(name) / 'people', '--candidates', candidates, '--seed', seed)
        with Backend(Path(name) / 'backend', config=CONFIG) as backend:
            open_rehearsal(backend, people)
            done = send(backend, people, '--seed', seed, '--for', seconds, '--json', *words)
            assert done.returncode in (0, 1), f'houbu-crowd ended with {done.returncode}'
            memory = backend.memory()
        violations = backend.check()
    result = json.loads(done.stdout)
    assert (result['inversions'], result['grown'], result['oversold']) == (0, 0, 0), result
    assert done.returncode == 0, result
    assert violations == [], violations
    print(f'the daemon used {memory} KB at most', file=sys.stderr)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('candidates', type=int, nargs='?', default=2000)
    parser.add_argument('seed', type=int, nargs='?', default=7)
    parser.add_argument('--for', dest='seconds', type=int, default=600)
    options = parser.parse_args()
    result = rehearse(options.candidates, options.seed, options.seconds)
    print(json.dumps(result, indent=1))
    print(f'{options.candidates} candidates: no inversion, nothing oversold, the store is sound')


if __name__ == '__main__':
    os.environ.setdefault('LC_ALL', 'C.UTF-8')
    sys.exit(main())
