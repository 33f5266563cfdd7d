#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the texts of this folder (KIND.LANGUAGE.txt: title, blank line, body) into a C array."""

import pathlib
import sys


def quoted(text):
    """A C string literal, one source line for each line of the text."""
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('?', '\\?')
    return '\n    '.join(f'"{line}"' for line in escaped.replace('\n', '\\n\n').split('\n'))


def read(path):
    """The parts of one file; a body ends without a line break."""
    kind, language, _ = path.name.split('.')
    title, blank, body = path.read_text(encoding='utf-8').split('\n', 2)
    if blank or not title or not body.strip():
        sys.exit(f'{path}: a text is a title, a blank line and a body')
    return kind, language, title, body.strip('\n')


def main(output, names):
    rows = []
    for name in sorted(names):
        parts = ',\n    '.join(quoted(part) for part in read(pathlib.Path(name)))
        rows.append(f'  {{\n    {parts},\n  }},')
    pathlib.Path(output).write_text('\n'.join([
        '/* Made from texts/ by embed.py. */',
        '#include "houbu-texts-private.h"',
        '',
        'const HoubuBuiltInText houbu_built_in_texts[] = {',
        *rows,
        '};',
        'const gsize houbu_n_built_in_texts = G_N_ELEMENTS (houbu_built_in_texts);',
        '',
    ]), encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2:])
