#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a candidate takes along: the summary as PDF, a deadline for the calendar; without a printer,
and where a file cannot be written."""

import subprocess
import tempfile
from pathlib import Path

import desktop
from backend import PRACTICE_PASSWORD, Backend, Candidate, record_of
from desktop import wait_for
from tour import HOUBU, OFFERING
from words import Words, program_environment

ACCOUNT = '13900000031'  # waits at the head of the practice queue
LANGUAGE = 'zh_CN'


def begin(screen, backend, words):
    """A window on the details of a candidate who has a seat to pay."""
    import walk
    screen.start(HOUBU, '--server', backend.url, G_DEBUG='fatal-criticals',
                 **program_environment(LANGUAGE))
    window = walk.Window('houbu')
    window.wait_find('text', words('Account Name or Phone'))
    window.fill(words('Account Name or Phone'), ACCOUNT)
    window.fill(words('Password'), PRACTICE_PASSWORD)
    window.press(words.label('_Sign In'), exact=True)
    window.press(words.label('_Watch Your Place in the Queue'), exact=True)
    window.wait_says(words('My Record'))
    capacity = Candidate(backend, ACCOUNT).offering(OFFERING)['capacity']
    backend.ctl('capacity', OFFERING, capacity + 1)
    window.press(words.label('_Later'), exact=True)
    wait_for(lambda: window.find('button', words.label('_Later')) is None, 10, 'the dialog to close')
    window.wait_says(words('Unpaid'))
    return window


class Paper:
    """A window, and the dialogs over it as the window manager sees them."""

    def __init__(self, screen, window, words, folder):
        self.screen, self.window, self.words, self.folder = screen, window, words, folder
        self.main = screen.active_window_id()

    def dialog(self, below=None):
        """The X window that takes the keys instead of the main one, and of the dialog below it."""
        return wait_for(lambda: {self.screen.active_window_id()} - {None, self.main, below}, 30,
                        'a dialog').pop()

    def leave(self, below=None):
        self.screen.key('Escape')
        wait_for(lambda: self.screen.active_window_id() == (below or self.main), 30,
                 'the dialog to close')

    def name_file(self, path):
        dialog = self.dialog()
        self.screen.name_file(dialog, path)
        return dialog

    def save_summary(self):
        file = self.folder / 'summary.pdf'
        self.window.press(self.words.label('Save Summary as P_DF…'))
        self.name_file(file)
        wait_for(file.exists, 10, 'the PDF file')
        self.window.wait_says(self.words('The PDF file is saved'))
        text = subprocess.run(['pdftotext', '-layout', file, '-'],
                              capture_output=True, text=True, check=True).stdout
        assert record_of(ACCOUNT)['name'] in text, text
        assert self.words('Registration Summary') in text, text
        fonts = subprocess.run(['pdffonts', file],
                               capture_output=True, text=True, check=True).stdout.splitlines()[2:]
        assert fonts and all(line.split()[-5:-3] == ['yes', 'yes'] for line in fonts), fonts

    def save_deadline(self):
        """Where there is no such folder the dialog says so and keeps what it cannot take."""
        file = self.folder / 'deadline.ics'
        button = self.words.begin('Save the deadline for %s at %s for a calendar')
        self.window.press(button)
        dialog = self.name_file(self.folder / 'nowhere/deadline.ics')
        self.dialog(below=dialog)
        self.leave(below=dialog)
        self.leave()
        assert not file.exists()
        self.window.press(button)
        self.name_file(file)
        wait_for(file.exists, 10, 'the calendar file')
        self.window.wait_says(self.words('The deadline is saved'))
        assert file.read_bytes().startswith(b'BEGIN:VCALENDAR\r\n'), file.read_bytes()

    def print_without_printer(self):
        """The print dialog comes, offers a file, and can be left."""
        self.window.press(self.words.label('_Print Summary…'))
        self.dialog()
        self.leave()
        self.window.wait_says(self.words('My Record'))


def main():
    words = Words(LANGUAGE)
    with tempfile.TemporaryDirectory(prefix='houbu-paper-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=after-failures\n') as backend:
        paper = Paper(screen, begin(screen, backend, words), words, Path(data))
        paper.save_summary()
        paper.save_deadline()
        paper.print_without_printer()


if __name__ == '__main__':
    desktop.enter()
    main()
