#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures that a software catalogue shows, in each language: `screenshots.py [LANGUAGE …]` writes
them into data/screenshots, where the metainfo names them."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/e2e'))

import desktop  # noqa: E402  (its folder has to be on the path first)
from journey import Journey  # noqa: E402

SIZE = (960, 720)
QUIET = 0.7  # seconds for a transition to end before a picture
# The stop, and what the file is called.
WANTED = {'details-waiting': 'waiting', 'written': 'subjects', 'details-unpaid': 'seat',
          'confirm': 'record', 'sign-in': 'sign-in'}


class Done(Exception):
    """All that was wanted is there."""


class Photographer(Journey):
    """The journey, with a picture of the window where one is wanted."""

    def __init__(self, screen, language, folder):
        super().__init__(screen, language, 'screenshots-' + language,
                         ADW_DEBUG_COLOR_SCHEME='prefer-light')
        self.folder = folder
        self.left = set(WANTED)

    def stop(self, name, dialog=False):
        if name not in self.left:
            return
        window = self.screen.active_window_id()
        self.screen.resize(window, *SIZE)
        time.sleep(QUIET)
        path = self.folder / (WANTED[name] + '.png')
        self.screen.picture(path, window)
        # Flat colours: a palette shows all of them in a third of the bytes.
        subprocess.run(['convert', path, '-strip', '+dither', '-colors', '255',
                        '-define', 'png:compression-level=9', 'PNG8:' + str(path)], check=True)
        self.left.remove(name)
        if not self.left:
            raise Done


def main():
    for language in sys.argv[1:] or ('zh_CN', 'en'):
        with desktop.Desktop(keyring=False) as screen:
            try:
                Photographer(screen, language, ROOT / 'data/screenshots' / language).go()
            except Done:
                continue
        raise AssertionError(f'{language}: not all pictures were taken')


if __name__ == '__main__':
    desktop.enter()
    main()
