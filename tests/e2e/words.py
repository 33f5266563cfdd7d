# SPDX-License-Identifier: GPL-3.0-or-later
"""The app's texts in the language under test, from the catalogue it uses itself."""

import ast
import os
import re
import subprocess

from backend import BUILD, ROOT


def read_catalogue(language):
    """English text → translation, the first form where there are several.

    From the .po file: the compiled one keeps texts with numbers in a table of its own, whose
    form depends on the machine.
    """
    text = subprocess.run(['msgcat', '--no-wrap', '--no-location', ROOT / f'po/{language}.po'],
                          capture_output=True, text=True, check=True).stdout
    found = {}
    for entry in text.split('\n\n'):
        parts, key = {}, None
        for line in entry.splitlines():
            if line.startswith('"'):
                parts[key] += ast.literal_eval(line)
            elif line.startswith('msg'):
                key, _, quoted = line.partition(' ')
                parts[key] = ast.literal_eval(quoted)
        if 'msgid' in parts:
            found.setdefault(parts['msgid'], parts.get('msgstr', parts.get('msgstr[0]', '')))
    return found


class Words:
    """Calls with the English text give what the app must show instead."""

    def __init__(self, language):
        self.english = language.startswith('en')
        self.catalogue = {} if self.english else read_catalogue(language)

    def __call__(self, text, *values):
        """The translation, with `values` in its places; not translated is a failure."""
        said = self.catalogue.get(text, '') or (text if self.english else '')
        if not said:
            raise AssertionError(f'“{text}” has no translation')
        return printf(said, values) if values else said

    def begin(self, text):
        """The translation up to its first placeholder."""
        return re.split(r'[%{]', self(text))[0]

    def label(self, text, *values):
        """What a button with a mnemonic is called: without the underline, and without `(_X)`."""
        return re.sub(r'\(_[A-Za-z]\)|_', '', self(text, *values))


def printf(pattern, values):
    """Fills C's placeholders, in the order the translation wants them."""
    left = list(values)

    def fill(match):
        if match.group(0) == '%%':
            return '%'
        place = match.group(1)
        return str(values[int(place) - 1] if place else left.pop(0))
    return re.sub(r'%%|%(?:(\d+)\$)?(?:<PRId64>|(?:l|ll|z|h)?[sdiu])', fill, pattern)


def program_environment(language, dark=False):
    """What a program is started with to speak that language, light or dark."""
    return {
        'LANGUAGE': language,
        'LANG': 'C.UTF-8',
        'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark' if dark else 'prefer-light',
        'XDG_DATA_DIRS': f'{BUILD}/root/share:' + os.environ.get(
            'XDG_DATA_DIRS', '/usr/local/share:/usr/share'),
        'GSETTINGS_BACKEND': 'keyfile',
    }
