#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the list of common passwords (a word a line, sorted, comments with #) into a C array."""

import pathlib
import sys


def read(path):
    """The words, which a binary search will look through."""
    lines = pathlib.Path(path).read_text(encoding='ascii').splitlines()
    words = [line for line in lines if not line.startswith('#')]
    if words != sorted(set(words)) or any(word != word.lower() for word in words):
        sys.exit(f'{path}: the words are to be sorted, in lower case and each there once')
    return words


def main(output, source):
    rows = ['  "' + word.replace('\\', '\\\\').replace('"', '\\"').replace('?', '\\?') + '",'
            for word in read(source)]
    pathlib.Path(output).write_text('\n'.join([
        '/* Made from common-passwords.txt by embed-passwords.py. */',
        '#include "houbu-password-policy-private.h"',
        '',
        'const char *const houbu_common_passwords[] = {',
        *rows,
        '};',
        'const gsize houbu_n_common_passwords = G_N_ELEMENTS (houbu_common_passwords);',
        '',
    ]), encoding='ascii')


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
