#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what installs beside the app: `check_files.py translations|catalogue|… ARGUMENTS`."""

import re
import subprocess
import sys
from pathlib import Path


def fail(text):
    sys.exit(f'error: {text}')


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def translations(root):
    """Each language is complete: nothing untranslated, nothing fuzzy, formats kept."""
    for language in (root / 'po/LINGUAS').read_text().split():
        code, said = run('msgfmt', '--check', '--statistics', '-o', '/dev/null',
                         str(root / f'po/{language}.po'))
        if code or 'untranslated' in said or 'fuzzy' in said:
            fail(f'{language}: {said}')
        print(f'{language}: {said}')


def catalogue(root):
    """Each text of the sources is in each language's file, and each file of texts is listed."""
    listed = {line for line in (root / 'po/POTFILES.in').read_text().splitlines()
              if line and not line.startswith('#')}
    for name in listed:
        if not (root / name).exists():
            fail(f'po/POTFILES.in names {name}, which is not there')
    marked = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext) ?\(')
    for folder in ('src/app', 'src/client', 'src/ctl'):
        for file in (root / folder).rglob('*.c'):
            name = str(file.relative_to(root))
            if marked.search(file.read_text()) and name not in listed:
                fail(f'{name} has texts, but po/POTFILES.in does not name it')
    for file in (root / 'ui').glob('*.ui'):
        if 'translatable="yes"' in file.read_text() and f'ui/{file.name}' not in listed:
            fail(f'ui/{file.name} has texts, but po/POTFILES.in does not name it')
    compare_with_sources(root, sorted(listed))


def compare_with_sources(root, listed):
    keywords = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']
    done = subprocess.run(
        ['xgettext', '--from-code=UTF-8', '-o', '-', *(f'--keyword={word}' for word in keywords),
         *listed], cwd=root, capture_output=True, check=True)
    for language in (root / 'po/LINGUAS').read_text().split():
        have = subprocess.run(
            ['msgcmp', '--use-untranslated', str(root / f'po/{language}.po'), '/dev/stdin'],
            input=done.stdout, capture_output=True, check=False)
        if have.returncode:
            fail(f'{language}: {have.stderr.decode()}')


def desktop(path):
    code, said = run('desktop-file-validate', str(path))
    if code or said:
        fail(said)


def metainfo(path):
    code, said = run('appstreamcli', 'validate', '--no-net', '--pedantic', str(path))
    if code:
        fail(said)


def schema(root):
    code, said = run('glib-compile-schemas', '--strict', '--dry-run', str(root / 'data'))
    if code:
        fail(said)


def icons(root):
    """One icon each for the launcher and for small monochrome places, plain SVG."""
    folder = root / 'data/icons/hicolor'
    for name in ('scalable/apps/org.houbu.Houbu.svg', 'symbolic/apps/org.houbu.Houbu-symbolic.svg'):
        text = (folder / name).read_text()
        for word in ('<svg', 'viewBox', '<title>'):
            if word not in text:
                fail(f'{name} has no {word}')
        for word in ('<image', 'http-equiv', '<script', 'xlink:href'):
            if word in text:
                fail(f'{name} has {word}')


CHECKS = {check.__name__: check
          for check in (translations, catalogue, desktop, metainfo, schema, icons)}

if __name__ == '__main__':
    CHECKS[sys.argv[1]](Path(sys.argv[2]))
