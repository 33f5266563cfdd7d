#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what installs beside the app: `check_files.py translations|catalogue|… ARGUMENTS`."""

import re
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree


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


LANGUAGES = ('en', 'zh_CN')
# Each is downloaded by whoever looks at the catalogue.
MOST_BYTES = 150_000
LANGUAGE = '{http://www.w3.org/XML/1998/namespace}lang'


def metainfo(path, root):
    """Valid, and all that a catalogue shows: pictures, colours, a rating, what is new."""
    code, said = run('appstreamcli', 'validate', '--no-net', '--pedantic', str(path))
    if code:
        fail(said)
    component = ElementTree.parse(path).getroot()
    screenshots(component, Path(root) / 'data/screenshots')
    colours = {color.get('scheme_preference') for color in component.iter('color')}
    if colours != {'light', 'dark'}:
        fail(f'brand colours for {colours}')
    if component.find('content_rating').get('type') != 'oars-1.1':
        fail('no OARS rating')
    version = re.search(r"version: '(.*)'", (Path(root) / 'meson.build').read_text()).group(1)
    release = component.find('releases/release')
    if release.get('version') != version:
        fail(f'the newest release notes are of {release.get("version")}, this is {version}')
    spoken(component)


def screenshots(component, folder):
    """Five, in each language, of the size that is promised."""
    found = {language: [] for language in LANGUAGES}
    for image in component.iter('image'):
        language = image.get(LANGUAGE, 'en')
        file = folder / language / image.text.rsplit('/', 1)[1]
        found[language].append(file)
        data = file.read_bytes()
        if len(data) > MOST_BYTES:
            fail(f'{file} has {len(data)} bytes')
        size = struct.unpack('>II', data[16:24])
        if size != (int(image.get('width')), int(image.get('height'))):
            fail(f'{file} has {size} pixels')
    for language, files in found.items():
        if len(set(files)) != 5 or set(files) != set((folder / language).glob('*.png')):
            fail(f'{language}: {len(set(files))} pictures of five, or some that nothing shows')


def spoken(component):
    """Each text for people is there in Chinese as well."""
    for tag in ('name', 'summary', 'caption', 'p', 'li'):
        texts = [node for node in component.iter(tag) if node.get(LANGUAGE) is None]
        chinese = [node for node in component.iter(tag) if node.get(LANGUAGE) == 'zh_CN']
        if len(texts) != len(chinese):
            fail(f'{len(texts)} × {tag}, {len(chinese)} of them in Chinese')


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
    CHECKS[sys.argv[1]](*map(Path, sys.argv[2:]))
