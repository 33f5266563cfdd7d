#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a program can check: layers, sizes, words, format.

Each check takes the tree's root and a list of files and yields complaints as
`path:line: sentence`. `test_lint.py` proves each of them on a small bad tree.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

# Folder -> (our folders it may include from, system headers it may include).
# The table of docs/architecture.md, in code.
GLIB = ('glib', 'gmodule')
GOBJECT = GLIB + ('glib-object',)
GIO = GOBJECT + ('gio/',)
LIBC = ('errno', 'fcntl', 'inttypes', 'limits', 'locale', 'malloc', 'math', 'signal', 'stdarg', 'stdbool',
        'stddef', 'stdint', 'stdio', 'stdlib', 'string', 'sys/', 'termios', 'time', 'unistd',
        'wchar', 'netinet/', 'arpa/', 'sched', 'netdb')
LAYERS = {
    'model': ((), GIO + ('json-glib/',)),
    'rules': ((), GLIB),
    'client': (('model', 'rules'), GIO + ('libsoup/', 'libsecret/', 'json-glib/')),
    'app': (('model', 'rules', 'client'),
            GIO + ('gtk/', 'gdk/', 'gsk/', 'graphene', 'adwaita', 'fontconfig/', 'pango/', 'cairo-pdf', 'qrencode')),
    'store': (('model', 'rules'), GIO + ('sqlite3', 'libpq-fe', 'nettle/')),
    'engine': (('model', 'rules', 'store'),
               GIO + ('nettle/', 'sodium', 'cairo', 'pango/', 'json-glib/', 'csv')),
    'http': (('model', 'engine'), GIO + ('microhttpd', 'json-glib/')),
    'pay': (('model', 'engine'), GIO + ('json-glib/', 'libsoup/', 'gnutls/')),
    'sandbox-pay': (('model', 'http', 'pay'),
                    GIO + ('glib-unix', 'json-glib/', 'libsoup/', 'sqlite3')),
    'daemon': (('model', 'http', 'engine', 'store', 'pay'), GIO + ('glib-unix', 'gio/', 'mimalloc')),
    'ctl': (('model', 'client'), GIO + ('glib/gi18n',)),
    'crowd': (('model', 'rules', 'client'), GIO + ('libsoup/',)),
}
# Headers of one system library that belong in one sub-folder or file only.
DRIVER_ONLY = {'sqlite3': ('src/store/sqlite/', 'src/sandbox-pay/houbu-sandbox-ledger.c'),
               'libpq-fe': ('src/store/postgres/',)}
# A layer may use the C library except where it must stay pure.
PURE = {'rules': ('errno', 'inttypes', 'limits', 'stdbool', 'stddef', 'stdint', 'string')}

MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 60
MAX_HEADER_FUNCTIONS = 20
LONG_BY_NATURE = re.compile(r'(_class_init|_init|_get_property|_set_property|^main)$')

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
LEFT_OVERS = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b|^\s*#\s*if\s+0\b')
SQL = re.compile(r'"\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s', re.I)
FORMATTED_SQL = re.compile(r'printf.*"\s*(SELECT|INSERT|UPDATE|DELETE)\s', re.I)
GOTO = re.compile(r'^\s*goto\s+\w+;')
PRINTING = re.compile(r'\b(g_print|g_printerr|printf)\s*\(')
SPDX = 'SPDX-License-Identifier: GPL-3.0-or-later'


def project_headers(root):
    """Map each of our header names to the src folder that holds it."""
    found = {}
    for path in sorted((root / 'src').rglob('*.h')):
        found[path.name] = path.relative_to(root / 'src').parts[0]
    for name in ('houbu-records.h', 'houbu-error-codes.h', 'houbu-limits.h'):
        found.setdefault(name, 'model')
    return found


def layer_of(path):
    parts = Path(path).parts
    return parts[1] if len(parts) > 2 and parts[0] == 'src' else None


def is_test(path):
    return Path(path).parts[0] == 'tests'


def check_layers(root, files):
    """A folder includes only what its row of LAYERS allows."""
    headers = project_headers(root)
    for path in files:
        layer = layer_of(path)
        if layer not in LAYERS or not path.endswith(('.c', '.h')):
            continue
        ours, outside = LAYERS[layer]
        outside = outside + PURE.get(layer, LIBC)
        for number, line in numbered(root, path):
            match = INCLUDE.match(line)
            if not match:
                continue
            name = match.group(2)
            owner = headers.get(Path(name).name)
            if owner and match.group(1) == '"':
                if owner != layer and owner not in ours:
                    yield f'{path}:{number}: {layer} may not use {owner} ({name})'
            elif match.group(1) == '<' and not name.startswith(outside):
                yield f'{path}:{number}: {layer} may not use <{name}>'
            for library, place in DRIVER_ONLY.items():
                if name.startswith(library) and not path.startswith(place):
                    yield f'{path}:{number}: <{name}> belongs in {place[0]} only'


def function_lengths(lines):
    """Yield (name, first line, length) of each function body in GNU layout."""
    start = name = None
    for number, line in enumerate(lines, 1):
        if line.startswith('{'):
            start = number
            name = declared_name(lines[:number - 1])
        elif line.startswith('}') and start:
            if name:
                yield name, start, number - start + 1
            start = None


def declared_name(before):
    """The function that the lines just above an opening brace declare."""
    for line in reversed(before[-12:]):
        if re.match(r'[A-Za-z_]\w* \(', line):
            return line.split(' ', 1)[0]
        if not line.strip() or line.startswith(('}', '#', '/')):
            return None
    return None


def check_sizes(root, files):
    """Files, functions and headers stay within the sizes of the house style."""
    for path in files:
        if not path.endswith(('.c', '.h')):
            continue
        lines = [line for _, line in numbered(root, path)]
        if len(lines) > MAX_FILE_LINES:
            yield f'{path}:1: {len(lines)} lines (at most {MAX_FILE_LINES}): two things in one?'
        if path.endswith('.c') and not is_test(path):
            for name, start, length in function_lengths(lines):
                if length > MAX_FUNCTION_LINES and not LONG_BY_NATURE.search(name):
                    yield f'{path}:{start}: {name} has {length} lines (at most {MAX_FUNCTION_LINES})'
        if path.endswith('.h') and not is_test(path):
            text = '\n'.join(lines)
            declared = len(re.findall(r'^[A-Za-z_][\w \*]*?\b(?:houbu_\w+) \(', text, re.M))
            if declared > MAX_HEADER_FUNCTIONS:
                yield f'{path}:1: declares {declared} functions (at most {MAX_HEADER_FUNCTIONS})'
            if '#pragma once' not in text:
                yield f'{path}:1: a header begins with #pragma once'


def check_words(root, files):
    """SPDX line first; no left-overs, goto, printing libraries or SQL outside the store."""
    for path in files:
        if path.endswith(('.c', '.h', '.py', '.sh', '.build', '.ui', '.sql', '.css')) or path == 'dev':
            text = (root / path).read_text(encoding='utf-8', errors='replace')
            if text.strip() and SPDX not in '\n'.join(text.splitlines()[:4]):
                yield f'{path}:1: no SPDX line'
        if not path.endswith(('.c', '.h')) or path.endswith('lint.py'):
            continue
        layer = layer_of(path)
        for number, line in numbered(root, path):
            if LEFT_OVERS.search(line):
                yield f'{path}:{number}: a left-over: {line.strip()[:60]}'
            if GOTO.match(line):
                yield f'{path}:{number}: goto'
            if layer and layer != 'store' and not path.startswith(DRIVER_ONLY['sqlite3']) \
                    and SQL.search(line):
                yield f'{path}:{number}: SQL outside the store'
            if layer and FORMATTED_SQL.search(line):
                yield f'{path}:{number}: SQL made by formatting'
            if layer in ('model', 'rules', 'store', 'engine', 'http', 'client', 'app') \
                    and PRINTING.search(line):
                yield f'{path}:{number}: a library prints'


def check_documents(root, files):
    """Every relative link in a document leads somewhere."""
    for path in files:
        if not path.endswith('.md'):
            continue
        for number, line in numbered(root, path):
            for target in re.findall(r'\]\(([^)#\s]+)[^)]*\)', line):
                if '://' in target or target.startswith('mailto:'):
                    continue
                if not (root / path).parent.joinpath(target).exists():
                    yield f'{path}:{number}: link to {target}, which is not there'


def check_format(root, files):
    """clang-format's output is the format."""
    sources = [path for path in files if path.endswith(('.c', '.h'))]
    if not sources:
        return
    done = subprocess.run(['clang-format', '--dry-run', '--ferror-limit=1', '-Werror', *sources],
                          cwd=root, capture_output=True, text=True)
    for line in done.stderr.splitlines():
        if ' error: ' in line:
            yield line.split(' error: ')[0] + ' not as clang-format writes it (run ./dev format)'


CHECKS = {
    'layers': check_layers,
    'sizes': check_sizes,
    'words': check_words,
    'documents': check_documents,
    'format': check_format,
}


def numbered(root, path):
    text = (root / path).read_text(encoding='utf-8', errors='replace')
    return enumerate(text.splitlines(), 1)


def tracked_files(root, places):
    """What git tracks, and what it does not ignore, below the given places."""
    done = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard', '--', *places],
                          cwd=root, capture_output=True, text=True)
    if done.returncode == 0:
        names = done.stdout.splitlines()
    else:
        names = [str(p.relative_to(root)) for p in root.rglob('*') if p.is_file()]
    return sorted({name for name in names if (root / name).is_file()})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--root', type=Path, default=Path.cwd())
    parser.add_argument('--check', choices=sorted(CHECKS), action='append')
    parser.add_argument('places', nargs='*', default=[])
    options = parser.parse_args()
    files = tracked_files(options.root, options.places)
    complaints = [complaint
                  for name in options.check or CHECKS
                  for complaint in CHECKS[name](options.root, files)]
    print('\n'.join(complaints), end='\n' if complaints else '')
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
