#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a candidate takes along: the summary as PDF, a deadline for the calendar; without a printer,
and where a file cannot be written."""

import subprocess
import tempfile
import time
from pathlib import Path

import desktop
from backend import PRACTICE_PASSWORD, Backend, Candidate, record_of
from desktop import wait_for
from tour import HOUBU, OFFERING
from words import Words, program_environment

ACCOUNT = '13900000031'  # waits at the head of the practice queue
LANGUAGE = 'zh_CN'
SETTLE = 1.5  # seconds for a file dialog to be there


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
    capacity = Candidate(backend, ACCOUNT).offering(OFFERING)['capacity']
    backend.ctl('capacity', OFFERING, capacity + 1)
    window.press(words.label('_Later'), exact=True)
    wait_for(lambda: window.find('button', words.label('_Later')) is None, 10, 'the dialog to close')
    window.wait_says(words('Unpaid'))
    return window


def name_file(screen, window, path):
    """Types a file's name where the dialog asks for it, as soon as it takes it."""
    def is_typed():
        screen.key('ctrl+a')
        screen.type(str(path))
        return window.holds(str(path))
    wait_for(is_typed, 60, f'{path} in the file dialog')
    screen.key('Return')


def save_summary(screen, window, words, folder):
    file = folder / 'summary.pdf'
    window.press(words.label('Save Summary as P_DF…'))
    name_file(screen, window, file)
    wait_for(file.exists, 10, 'the PDF file')
    window.wait_says(words('The PDF file is saved'))
    text = subprocess.run(['pdftotext', '-layout', file, '-'],
                          capture_output=True, text=True, check=True).stdout
    assert record_of(ACCOUNT)['name'] in text, text
    assert words('Registration Summary') in text, text
    fonts = subprocess.run(['pdffonts', file],
                           capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5:-3] == ['yes', 'yes'] for line in fonts), fonts


def save_deadline(screen, window, words, folder):
    file = folder / 'deadline.ics'
    button = words.begin('Save the deadline for %s at %s for a calendar')
    window.press(button)
    name_file(screen, window, folder / 'nowhere/deadline.ics')
    time.sleep(SETTLE)
    screen.key('Escape', 'Escape')  # the dialog keeps what it cannot take
    assert not file.exists()
    window.press(button)
    name_file(screen, window, file)
    wait_for(file.exists, 10, 'the calendar file')
    window.wait_says(words('The deadline is saved'))
    assert file.read_bytes().startswith(b'BEGIN:VCALENDAR\r\n'), file.read_bytes()


def print_without_printer(screen, window, words):
    """The print dialog comes, offers a file, and can be left."""
    window.press(words.label('_Print Summary…'))
    time.sleep(SETTLE)
    screen.key('Escape')
    window.wait_says(words('My Record'))


def main():
    words = Words(LANGUAGE)
    with tempfile.TemporaryDirectory(prefix='houbu-paper-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=after-failures\n') as backend:
        window = begin(screen, backend, words)
        save_summary(screen, window, words, Path(data))
        save_deadline(screen, window, words, Path(data))
        print_without_printer(screen, window, words)


if __name__ == '__main__':
    desktop.enter()
    main()
