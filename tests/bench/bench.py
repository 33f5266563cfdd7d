#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench: runs the parts, prints one table, writes it to docs/performance.md.

  bench.py [--quick] [PART…]      run them (all); a full run of all of them writes the document
  bench.py --write                write the document from what the parts measured last
  bench.py --packages [PART…]     the Debian packages that they need beyond those of the build

Rows and their targets are the parts' own; each part is a program beside this one, see common.py.
"""

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = Path(os.environ.get('HOUBU_BUILD', ROOT / 'build'))
WORK = Path(os.environ.get('HOUBU_BENCH', BUILD / 'bench'))
DOCUMENT = ROOT / 'docs/performance.md'
BEGIN = '<!-- written by ./dev bench: begin -->'
END = '<!-- written by ./dev bench: end -->'
# In the order in which they run: the program, and the packages that it needs.
KNOWN = {
    'joins': ('joins.py', ()),
    'board': ('board.py', ()),
    'streams': ('streams.py', ('nginx-light', 'libnginx-mod-nchan')),
    'queue': ('queue_length.py', ()),
    'promotion': ('promotion.py', ()),
    'sign-in': ('sign_in.py', ()),
    'import': ('import_students.py', ()),
    'app': ('app/app.py', ('chromium',)),
}
PARTS = {name: part for name, part in KNOWN.items() if (HERE / part[0]).exists()}
# The app's start has a short test of its own, which needs a display.
QUICK = [name for name in PARTS if name != 'app']


def run(name, quick):
    """One part; what it measured stays in the build folder."""
    rows = WORK / 'rows' / f'{name}.jsonl'
    rows.parent.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, HERE / PARTS[name][0], rows] + (['--quick'] if quick else [])
    begin = time.monotonic()
    done = subprocess.run(words, check=False, env=dict(os.environ, HOUBU_BENCH=str(WORK)))
    print(f'bench: {name} took {time.monotonic() - begin:.0f} s', file=sys.stderr)
    if done.returncode:
        sys.exit(f'bench: {name} failed')


def read_rows(names):
    rows = []
    for name in names:
        path = WORK / 'rows' / f'{name}.jsonl'
        if path.exists():
            with open(path, encoding='utf-8') as file:
                rows += [json.loads(line) for line in file]
    return rows


def verdict(row):
    """Whether the target was met, in a word; nothing without a target."""
    target = row.get('target')
    if not target:
        return ''
    relation, limit = target.split()
    met = row['value'] >= float(limit) if relation == '>=' else row['value'] <= float(limit)
    return f'{relation.replace(">=", "≥").replace("<=", "≤")} {limit} {"met" if met else "missed"}'


def number(value):
    if value >= 1000:
        return f'{value:,.0f}'
    return f'{value:.1f}' if value >= 20 else f'{value:.2f}'


def table(rows):
    """Markdown, one line a row."""
    lines = ['| group | what | figure | target | note |', '|---|---|---|---|---|']
    for row in rows:
        cells = (row['group'], row['name'], f'{number(row["value"])} {row["unit"]}', verdict(row),
                 row['note'])
        lines.append('| ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines)


def processor():
    text = Path('/proc/cpuinfo').read_text(encoding='utf-8')
    found = re.search(r'^model name\s*:\s*(.*)$', text, re.MULTILINE)
    return found[1] if found else platform.machine()


def system():
    text = Path('/etc/os-release').read_text(encoding='utf-8')
    name = re.search(r'^PRETTY_NAME="?([^"\n]*)', text, re.MULTILINE)[1]
    pages = os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE')
    return (f'{os.cpu_count()} processors ({processor()}), {pages / 2**30:.0f} GB, {name}, '
            f'Linux {platform.release()}')


def write_document():
    """Puts the table between its two marks; what people wrote around it stays."""
    rows = read_rows(PARTS)
    today = datetime.date.today().isoformat()
    text = f'{BEGIN}\n\nMeasured on {today}: {system()}.\n\n{table(rows)}\n\n{END}'
    before = DOCUMENT.read_text(encoding='utf-8')
    head, _, rest = before.partition(BEGIN)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(head + text + tail, encoding='utf-8')
    print(f'bench: written to {DOCUMENT.relative_to(ROOT)}', file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(usage='bench.py [--quick] [PART…]')
    parser.add_argument('parts', nargs='*', metavar='PART', help=', '.join(PARTS))
    parser.add_argument('--quick', action='store_true', help='small sizes, once: does it work?')
    parser.add_argument('--write', action='store_true', help='only write the document')
    parser.add_argument('--packages', action='store_true', help='only name what is needed')
    options = parser.parse_args()
    for name in options.parts:
        if name not in PARTS:
            sys.exit(f'bench: no such part: {name} ({", ".join(PARTS)})')
    parts = options.parts or (QUICK if options.quick else list(PARTS))
    if options.packages:
        print(' '.join(package for name in parts for package in PARTS[name][1]))
        return
    if not options.write:
        for name in parts:
            run(name, options.quick)
        print(table(read_rows(parts)))
    if options.write or (not options.quick and not options.parts):
        write_document()


if __name__ == '__main__':
    main()
