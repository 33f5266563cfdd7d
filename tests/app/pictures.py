#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page: zh_CN and en, light and dark, 360 pixels and 1366 × 768.

Somebody has to look at them; `pictures.py FOLDER [zh_CN-light en-dark-contrast zh_CN-light-large …]`:
in high contrast, or with text twice as large. The app is walked over
the accessibility bus against its own practice server, so what is seen is what a candidate sees.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/e2e'))

import desktop  # noqa: E402  (its folder has to be on the path first)
from journey import Journey  # noqa: E402

WIDE = (1366, 768)
NARROW = (360, 720)
QUIET = 0.7  # seconds for a transition to end before a picture
LOOKS = ['zh_CN-light', 'zh_CN-dark', 'en-light', 'en-dark', 'zh_CN-light-contrast',
         'en-dark-contrast', 'zh_CN-light-large', 'en-light-large']


class Album(Journey):
    """The journey in one look."""

    def __init__(self, screen, folder, look):
        language, theme, *more = look.split('-')
        super().__init__(screen, language, look, ADW_DEBUG_COLOR_SCHEME=f'prefer-{theme}',
                         ADW_DEBUG_HIGH_CONTRAST='1' if 'contrast' in more else '0')
        self.folder = folder / look
        self.count = 0

    def stop(self, name, dialog=False):
        """A page in both sizes; a dialog is a window of its own: the whole screen."""
        self.count += 1
        if dialog:
            time.sleep(QUIET)
            self.screen.picture(self.folder / f'{self.count:02}-{name}.png')
            return
        window = self.screen.active_window_id()
        for size, tag in ((WIDE, 'wide'), (NARROW, 'narrow')):
            self.screen.resize(window, *size)
            time.sleep(QUIET)
            self.screen.picture(self.folder / f'{self.count:02}-{name}-{tag}.png', window)
        self.screen.resize(window, *WIDE)
        time.sleep(QUIET / 2)


def main():
    folder = Path(sys.argv[1])
    for look in sys.argv[2:] or LOOKS:
        scale = 2 if look.endswith('-large') else 1
        with desktop.Desktop(*WIDE, keyring=False, text_scale=scale) as screen:
            album = Album(screen, folder, look)
            try:
                album.go()
            except AssertionError:
                album.stop('stopped-here', dialog=True)
                raise
        print(f'{look}: {album.count} pages', flush=True)


if __name__ == '__main__':
    desktop.enter()
    main()
