#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What starting Houbu costs: time until it has painted, and memory when it is idle.

`app.py FILE [--quick]` writes one JSON object a line: {"group", "name", "value", "unit", "note"}
and, where there is one, "target". Everything starts on the same screen, with the same renderer and
in Chinese, and is looked at from outside by first-paint.c, in turn and several times over: a minimal
libadwaita window, Houbu's welcome page, Houbu with a remembered session against a real houbud, and
Chromium with a simple form.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / 'tests/e2e'))

import desktop  # noqa: E402  (its folder has to be on the path first)
from backend import BUILD, PRACTICE_PASSWORD, Backend, Candidate  # noqa: E402
from words import Words, program_environment  # noqa: E402

HOUBU = BUILD / 'root/bin/houbu'
PROGRAMS = BUILD / 'tests/bench/app'
LANGUAGE = 'zh_CN'
ACCOUNT = '13900000001'
OFFERING = '993010-1'
ROUNDS = 9
CHROMIUM_ROUNDS = 3
# A container has neither a GPU nor the privileges for a sandbox of Chromium's own.
CHROMIUM = ('chromium', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
            '--disable-background-networking', '--disable-component-update', '--disable-sync')
SETTLE = 2  # seconds until headless Chromium, whose picture nobody sees, counts as idle
# As /proc calls them; the first is what a process is charged with: its own and its share.
MEMORY = {'Pss': 'memory', 'Private_Dirty': 'memory, written and its own',
          'Rss': 'memory, with all that is shared'}
MOST_OF_MINIMAL = {'first paint': 1.5, 'complete': None, 'memory': 1.25}
MOST_OF_CHROMIUM = 0.4


def process_tree(root):
    """The process and all that come from it."""
    children = {}
    for folder in Path('/proc').glob('[0-9]*'):
        with contextlib.suppress(OSError):
            parent = int((folder / 'stat').read_text().rpartition(')')[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def read_memory(root):
    """MiB of a program with all its processes, by kind."""
    total = dict.fromkeys(MEMORY.values(), 0)
    for pid in process_tree(root):
        for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines()[1:]:
            name, _, value = line.partition(':')
            if name in MEMORY:
                total[MEMORY[name]] += int(value.split()[0]) / 1024
    return total


def start(*command, **environment):
    """Starts a program, waits until it is idle, ends it; returns what it took."""
    watcher = subprocess.Popen(
        [PROGRAMS / 'first-paint', *map(str, command)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, **program_environment(LANGUAGE), **environment})
    pid, first, complete = watcher.stdout.readline().split()
    taken = {'first paint': float(first), 'complete': float(complete), **read_memory(int(pid))}
    watcher.communicate('')
    return taken


def start_minimal():
    return start(PROGRAMS / 'minimal-window', Words(LANGUAGE)('Houbu'))


def start_welcome():
    """Without the settings that tell which server to connect to."""
    return start(HOUBU, GSETTINGS_BACKEND='memory')


def start_returning():
    return start(HOUBU)


def chromium_page(folder):
    """A form with what Houbu's welcome page asks."""
    say = Words(LANGUAGE)
    page = Path(folder) / 'form.html'
    page.write_text(f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8">'
                    f'<title>{say("Houbu")}</title><h1>{say("Welcome to Houbu")}</h1><form><label>'
                    f'{say("Address")} <input name="address"></label> <button>'
                    f'{say.label("_Connect")}</button></form>', encoding='utf-8')
    return page.as_uri()


def chromium_folder():
    """Its helpers still write there for a moment when it has ended."""
    return tempfile.TemporaryDirectory(prefix='houbu-chromium-', ignore_cleanup_errors=True)


def start_chromium():
    with chromium_folder() as folder:
        return start(*CHROMIUM, f'--user-data-dir={folder}/profile', chromium_page(folder))


def shows_page(profile):
    """Whether the page is there, as Chromium's own port for tools tells."""
    with contextlib.suppress(OSError, IndexError):
        port = (profile / 'DevToolsActivePort').read_text().split()[0]
        with urllib.request.urlopen(f'http://127.0.0.1:{port}/json', timeout=5) as reply:
            return any(page['title'] == Words(LANGUAGE)('Houbu') for page in json.load(reply))
    return False


def start_headless_chromium():
    with chromium_folder() as folder:
        profile = Path(folder) / 'profile'
        child = subprocess.Popen(
            [*CHROMIUM, '--headless', '--remote-debugging-port=0', f'--user-data-dir={profile}',
             chromium_page(folder)], stderr=subprocess.DEVNULL)
        try:
            desktop.wait_for(lambda: shows_page(profile), 30, 'the page in Chromium')
            time.sleep(SETTLE)
            return read_memory(child.pid)
        finally:
            desktop.stop(child)


def remember_session(screen, backend):
    """A candidate who waits in a queue signs in once and is remembered."""
    import walk
    from two_windows import register
    say = Words(LANGUAGE)
    candidate = Candidate(backend, ACCOUNT)
    register(candidate, ACCOUNT)
    candidate.ask('POST', '/v1/waitlist-entries', {'offering': OFFERING})
    app = screen.start(HOUBU, '--server', backend.url, **program_environment(LANGUAGE))
    window = walk.Window('houbu')
    window.fill(say('Account Name or Phone'), ACCOUNT)
    window.fill(say('Password'), PRACTICE_PASSWORD)
    window.press(say('Remember Me'), kind='check')
    window.press(say.label('_Sign In'), exact=True)
    window.wait_find('button', say.label('_Watch Your Place in the Queue'), exact=True)
    desktop.stop(app)


def measure(rounds, programs):
    """Each program in turn, `rounds` times over; the medians of what they took."""
    taken = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            taken[name].append(program())
    return {name: {what: statistics.median(one[what] for one in each) for what in each[0]}
            for name, each in taken.items()}


def rows(medians, rounds):
    """The table: each figure, then what the targets are about."""
    for name, taken in medians.items():
        for what, value in taken.items():
            yield {'name': f'{name}: {what}', 'value': value,
                   'unit': 'MiB' if 'memory' in what else 'ms',
                   'note': f'median of {rounds[name]}'}
    for name in ('welcome page', 'returning candidate'):
        for what, most in MOST_OF_MINIMAL.items():
            row = {'name': f'{name}: {what} / minimal window', 'unit': 'times', 'note': '',
                   'value': medians[name][what] / medians['minimal window'][what]}
            yield row | ({'target': f'<= {most}'} if most else {})
        if 'Chromium, headless' in medians:
            yield {'name': f'{name}: memory / Chromium, headless', 'unit': 'times', 'note': '',
                   'value': medians[name]['memory'] / medians['Chromium, headless']['memory'],
                   'target': f'<= {MOST_OF_CHROMIUM}'}


def plan(quick):
    """The programs of each group that is measured in turn, and how many times over."""
    ours = {'minimal window': start_minimal, 'welcome page': start_welcome,
            'returning candidate': start_returning}
    browser = {'Chromium': start_chromium, 'Chromium, headless': start_headless_chromium}
    if quick and shutil.which(CHROMIUM[0]) is None:
        print('app: no Chromium here, so nothing is set against it', file=sys.stderr)
        return [(ours, 1)]
    return [(ours, 1), (browser, 1)] if quick else [(ours, ROUNDS), (browser, CHROMIUM_ROUNDS)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('file', type=Path, help='where to write the rows')
    parser.add_argument('--quick', action='store_true', help='once each')
    options = parser.parse_args()
    medians, rounds = {}, {}
    with tempfile.TemporaryDirectory(prefix='houbu-bench-app-') as folder, \
            desktop.Desktop() as screen, Backend(folder, '--practice') as backend:
        remember_session(screen, backend)
        # Warms the caches.
        start_minimal()
        for programs, times in plan(options.quick):
            medians |= measure(times, programs)
            rounds |= dict.fromkeys(programs, times)
    with open(options.file, 'w', encoding='utf-8') as file:
        for row in rows(medians, rounds):
            print(json.dumps({'group': 'app', **row}, ensure_ascii=False), file=file)


if __name__ == '__main__':
    desktop.enter()
    main()
