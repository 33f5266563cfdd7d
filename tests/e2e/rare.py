#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A name of rare characters from one school's file through the app, onto paper, into the export, and
from there into another server: not a byte of it changes on the way. Only the dot that people write in
many ways becomes the one that the rules know."""

import csv
import re
import subprocess
import tempfile
from pathlib import Path

import desktop
from backend import PRACTICE_PASSWORD, ROOT, Backend, Candidate
from desktop import wait_for
from paper import Paper
from tour import HOUBU, OFFERING
from two_windows import register
from words import Words, program_environment

LANGUAGE = 'zh_CN'
ACCOUNT = '13900009001'
# Of the CJK extensions B, B, C, D, E, F, G and H; as a school writes the dots, and as a candidate does.
LETTERS = ('\U00020bb7\U0002a6a5', '\U0002a7dd\U0002b746', '\U0002b81d\U0002cef0',
           '\U00030ede\U00031350')
WRITTEN = '{}\u2022{}\u30fb{}\u2027{}'.format(*LETTERS)
TYPED = '{}\u30fb{}\u00b7{}\u2022{}'.format(*LETTERS)
NAME = '\u00b7'.join(LETTERS)
DEPARTMENT = '\U00020bb7\U000233b4学院'
CONFIG = '[captcha]\nmode=off\n'


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def somebody():
    """A practice student's record, of another person."""
    with open(ROOT / 'data/practice/students.csv', encoding='utf-8') as file:
        student = next(csv.DictReader(file))
    return {**student, 'id_number': '990100200301019014', 'name': WRITTEN, 'department': DEPARTMENT,
            'student_number': '202299001'}


def bring_in(backend, folder, student):
    backend.ctl('import', 'students', write(folder / 'students.csv', [student]))
    backend.ctl('import', 'accounts', write(folder / 'accounts.csv', [
        {'phone': ACCOUNT, 'name': 'rare-01', 'password': PRACTICE_PASSWORD}]))


def take_away(backend, folder):
    """The exported row of that person; each cell as its bytes are."""
    path = folder / 'registrations.csv'
    backend.ctl('export', 'registrations', '--output', path)
    with open(path, encoding='utf-8', newline='') as file:
        return next(row for row in csv.DictReader(file) if row['student_number'] == '202299001')


def plain(text):
    """Without the code points that stand beside what no font has, and without what breaks lines."""
    return re.sub(r'\s|\u200b|\u2060|[(（]U\+[0-9A-F]+[)）]', '', text)


class Visit:
    """The app of that person."""

    def __init__(self, screen, backend):
        import walk
        self.screen, self.words = screen, Words(LANGUAGE)
        screen.start(HOUBU, '--server', backend.url, G_DEBUG='fatal-criticals',
                     **program_environment(LANGUAGE))
        self.window = walk.Window('houbu')

    def press(self, text, kind='button', **how):
        self.window.press(self.words.label(text), kind=kind, exact=True, **how)

    def shows_name(self):
        wait_for(lambda: any(NAME in plain(said) for said in self.window.words()), 30,
                 f'{NAME} on screen')

    def register(self, student):
        self.window.wait_find('text', self.words('Account Name or Phone'))
        self.window.fill(self.words('Account Name or Phone'), ACCOUNT)
        self.window.fill(self.words('Password'), PRACTICE_PASSWORD)
        self.press('_Sign In')
        self.press('_Start Registering')
        self.press('I have read and accept the registration agreement, the integrity pledge, the user '
                   'agreement and the privacy policy', kind='check')
        self.press('_Agree')
        self.window.wait_says(self.words('Find My School Record'))
        self.window.fill(self.words("Document number, as in the school's record"),
                         student['id_number'])
        self.window.fill(self.words('Name'), TYPED)
        self.press('_Query')
        self.window.wait_says(self.words('Personal Data'))
        self.shows_name()
        self.press('I have checked that my school record and my qualification are right', kind='check')
        self.press('_Save and Continue')
        self.press('_Save')
        self.window.wait_says(self.words('Other Languages'))

    def wait_in_queue(self):
        self.window.press(self.words.begin('Join the waitlist for {subject} at {campus}'))
        self.press('_Join the Waitlist')
        self.window.wait_says(self.words('My Record'))
        self.shows_name()

    def save_paper(self, folder):
        file = folder / 'summary.pdf'
        paper = Paper(self.screen, self.window, self.words, folder)
        self.window.press(self.words.label('Save Summary as P_DF…'))
        paper.name_file(file)
        wait_for(file.exists, 20, 'the PDF file')
        self.window.wait_says(self.words('The PDF file is saved'))
        text = subprocess.run(['pdftotext', '-layout', file, '-'], capture_output=True, text=True,
                              check=True).stdout
        for letter in NAME:  # what no font has is there by its number
            assert letter in text or f'U+{ord(letter):X}' in re.sub(r'\s', '', text), (letter, text)


def main():
    student = somebody()
    with tempfile.TemporaryDirectory(prefix='houbu-rare-') as data, \
            desktop.Desktop(keyring=False) as screen, \
            Backend(Path(data) / 'one', '--practice', config=CONFIG) as one, \
            Backend(Path(data) / 'other', '--practice', config=CONFIG) as other:
        folder = Path(data)
        bring_in(one, folder, student)
        visit = Visit(screen, one)
        try:
            visit.register(student)
            visit.wait_in_queue()
            visit.save_paper(folder)
        except AssertionError:
            print('\n'.join(visit.window.words()))
            raise
        taken = take_away(one, folder)
        assert (taken['name'], taken['department']) == (NAME, DEPARTMENT), taken
        # What was taken away is a school's file again, but for the number, which is masked there.
        again = {column: taken.get(column, student[column]) for column in student}
        bring_in(other, folder, again)
        register(Candidate(other, ACCOUNT), ACCOUNT, again)
        back = take_away(other, folder)
        for column in ('name', 'department', *(set(student) & set(taken))):
            assert back[column] == taken[column], (column, back, taken)
        assert not one.check() and not other.check()
    print(f'{NAME}: read, shown, printed, taken away and brought back')


if __name__ == '__main__':
    desktop.enter()
    main()
