# SPDX-License-Identifier: GPL-3.0-or-later
"""houbu-crowd against a real houbud: whom it refuses, what it decides, and a short rush."""

import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import rehearse
from backend import ROOT, Backend

DONE, VIOLATED, USAGE, UNREACHABLE, NO_REHEARSAL = range(5)


class OnBackend(unittest.TestCase):
    """A daemon and the files of a small school for each test."""

    config = rehearse.CONFIG
    words = ('--candidates', 12, '--campuses', 2, '--subjects', '1')

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='houbu-crowd-')
        self.addCleanup(self.folder.cleanup)
        self.people = rehearse.make_people(Path(self.folder.name) / 'people', *self.words)
        self.backend = self.enterContext(Backend(Path(self.folder.name) / 'b', config=self.config))

    def send(self, *words, status=DONE):
        done = rehearse.send(self.backend, self.people, '--quiet', *words,
                             stderr=subprocess.PIPE, timeout=150)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done


class Refusals(OnBackend):
    """Nobody is sent where it could matter."""

    def accounts_seen(self):
        return self.backend.ctl('--json', 'stats')

    def test_not_a_rehearsal(self):
        """Without an exam, and with one that does not say it, nothing is asked of the server."""
        self.assertIn('no exam session', self.send(status=NO_REHEARSAL).stderr)
        rehearse.open_rehearsal(self.backend, self.people, rehearsal='no')
        self.assertIn('not a rehearsal', self.send(status=NO_REHEARSAL).stderr)
        self.assertNotIn('registration_created', self.backend.ctl('--json', 'journal'))

    def test_taken_back(self):
        """When the operator takes the declaration back, everybody leaves."""
        rehearse.open_rehearsal(self.backend, self.people)
        crowd = subprocess.Popen(
            [rehearse.CROWD, 'run', '--server', self.backend.url, '--people', self.people,
             '--over', '5'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(4)
        self.backend.ctl('exam', 'set', '--rehearsal', 'no')
        said = crowd.communicate(timeout=30)[1]
        self.assertEqual(crowd.returncode, NO_REHEARSAL, said)
        self.assertIn('no longer declares a rehearsal', said)

    def test_unreachable(self):
        """A server that is not there has an exit status of its own."""
        self.backend.stop()
        self.send(status=UNREACHABLE)


class Usage(unittest.TestCase):
    """A wrong command line never reaches a server."""

    def test_usage(self):
        here = str(Path(__file__).parent)
        for words in ([], ['dance'], ['people'], ['run'], ['run', '--server', 'http://127.0.0.1:1'],
                      ['people', '--out', '/tmp/x', '--campuses', '11'],
                      ['people', '--out', '/tmp/x', '--candidates', '0'],
                      ['people', '--out', '/tmp/x', '--subjects', '1,Q'],
                      ['people', '--out', '/tmp/x', '--exam-day', 'tomorrow'],
                      ['run', '--server', 'nonsense://', '--people', here],
                      ['run', '--server', 'http://127.0.0.1:1', '--people', here],
                      ['run', '--server', 'http://127.0.0.1:1', '--people', here, '--pace', '0'],
                      ['run', '--server', 'http://127.0.0.1:1', '--people', here, 'more']):
            done = subprocess.run([rehearse.CROWD, *words], capture_output=True, text=True,
                                  check=False, timeout=20)
            self.assertEqual(done.returncode, USAGE, (words, done.stdout, done.stderr))
            self.assertTrue(done.stderr.startswith('houbu-crowd: '), done.stderr)


class Decisions(OnBackend):
    """Where nobody can be quicker than another, two runs decide the same."""

    # One campus has a seat for each of its people, the other none: nobody is ever promoted.
    words = ('--candidates', 12, '--campuses', 2, '--subjects', '1', '--seats', 2000)

    def decide(self, folder):
        people = self.people
        lines = (people / 'offerings.csv').read_text().replace('980011,1,1000', '980011,1,0')
        (people / 'offerings.csv').write_text(lines)
        log = Path(self.folder.name) / folder
        with Backend(Path(self.folder.name) / f'b-{folder}', config=self.config) as backend:
            rehearse.open_rehearsal(backend, people, hold=86400)
            done = rehearse.send(backend, people, '--quiet', '--seed', 11, '--over', 3, '--pace', 20,
                                 '--decisions', log, timeout=150)
            self.assertEqual(done.returncode, DONE, done.stdout)
        self.assertEqual(backend.check(), [])
        return log.read_text()

    def test_same_seed(self):
        """The logs of two runs on two servers are equal, line by line, and not empty."""
        once, again = self.decide('one'), self.decide('two')
        self.assertEqual(once, again)
        for word in ('visits', 'enrols 980010-1', 'joins 980011-1', 'cancels', 'gives up'):
            self.assertIn(word, once)


class Rush(unittest.TestCase):
    """The rehearsal in short."""

    def test_rush(self):
        """Sixty candidates rush thirty offerings; many are promoted, nobody is passed."""
        result = rehearse.rehearse(60, 3, 40, '--pace', 5, '--quiet')
        self.assertEqual(result['requests']['register']['asked'], 60)
        self.assertGreater(result['promotions'], 0)
        self.assertGreater(result['requests']['cancel-seat']['asked'], 0)


class Payments(unittest.TestCase):
    """Where a sandbox takes the money, seats are paid for as in a browser."""

    def test_pay(self):
        """Practice brings its sandbox: orders are paid there, and both ledgers agree."""
        with tempfile.TemporaryDirectory(prefix='houbu-crowd-') as name:
            with Backend(Path(name) / 'b', '--practice', config=rehearse.CONFIG) as backend:
                done = rehearse.send(backend, ROOT / 'data/practice', '--quiet', '--json', '--over', 2,
                                     '--pace', 10, '--seed', 4, '--for', 30, timeout=200)
                self.assertEqual(done.returncode, DONE, done.stdout)
                result = json.loads(done.stdout)
                payments = json.loads(backend.ctl('--json', 'payments', 'list'))['items']
            self.assertEqual(backend.check(), [])
        paid = [each for each in payments if each['state'] == 'paid']
        self.assertGreater(result['paid'], 0)
        self.assertGreaterEqual(len(paid), result['paid'])
        for kind in ('report-form', 'order', 'pay-page', 'payment'):
            self.assertGreaterEqual(result['requests'][kind]['asked'], result['paid'], kind)


class Captcha(OnBackend):
    """A server that wants a captcha gets a proof of work."""

    config = '[captcha]\nmode=always\ndifficulty=8\n'

    def test_captcha(self):
        rehearse.open_rehearsal(self.backend, self.people)
        self.send('--over', 1, '--pace', 20, '--for', 15, '--json')
        journal = self.backend.ctl('--json', 'journal', '--limit', 500)
        self.assertEqual(journal.count('"registration_created"'), 12)


class Control(OnBackend):
    """Who holds its standard input holds its time."""

    def test_pause(self):
        """Paused it does nothing, resumed it goes on, and it ends with its input."""
        rehearse.open_rehearsal(self.backend, self.people)
        crowd = subprocess.Popen(
            [rehearse.CROWD, 'run', '--server', self.backend.url, '--people', self.people,
             '--over', '20', '--temper', 'practice', '--control', '--json', '--quiet'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def registered():
            return self.backend.ctl('--json', 'journal', '--limit', 500).count('registration_created')

        def say(line):
            crowd.stdin.write(line + '\n')
            crowd.stdin.flush()
        say('pause')
        time.sleep(3)
        self.assertEqual(registered(), 0)
        say('pace 10')
        say('resume')
        for _ in range(100):
            if registered() == 12:
                break
            time.sleep(0.2)
        self.assertEqual(registered(), 12)
        out, err = crowd.communicate(timeout=30)
        self.assertEqual(crowd.returncode, DONE, out + err)
        self.assertEqual(self.backend.check(), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
