# SPDX-License-Identifier: GPL-3.0-or-later
"""The app's texts in the language under test, from the catalogue it uses itself."""

import gettext
import os

from backend import BUILD

LOCALES = BUILD / 'root/share/locale'


class Words:
    """Calls with the English text give what the app must show instead."""

    def __init__(self, language):
        self.language = language
        if language.startswith('en'):
            self.catalogue = gettext.NullTranslations()
        else:
            self.catalogue = gettext.translation('houbu', LOCALES, [language])

    def __call__(self, text, *values):
        """The translation, with `values` in its places; not translated is a failure."""
        said = self.catalogue.gettext(text)
        if said == text and not self.language.startswith('en'):
            raise AssertionError(f'“{text}” has no {self.language} translation')
        return printf(said, values) if values else said

    def label(self, text, *values):
        """What a button with a mnemonic is called: without the underline, and without `(_X)`."""
        import re
        return re.sub(r'\(_[A-Za-z]\)|_', '', self(text, *values))


def printf(pattern, values):
    """Fills C's placeholders, in the order the translation wants them."""
    import re
    left = list(values)

    def fill(match):
        if match.group(0) == '%%':
            return '%'
        place = match.group(1)
        return str(values[int(place) - 1] if place else left.pop(0))
    return re.sub(r'%%|%(?:(\d+)\$)?(?:l|ll|z|h)?[sdiu]', fill, pattern)


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
