#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/operations.md, followed literally, from a bare machine to an open registration.

The commands of the page are run as they stand in a mount, network and process namespace whose /etc,
/usr and /var are overlays: what they change is gone afterwards. Real are houbud, houbuctl, nginx with
TLS, the certificates, systemd's own look at the unit. Stood in for are the build (the programs of
this build are put where it would put them), the name server (a line in /etc/hosts) and the running
of units (stand-ins/systemctl does what the installed unit says).
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ['HOUBU_BUILD'])
NAME = 'houbu.example.org'
# Folders of the real machine that have to stay as they are.
TOUCHED = ('/etc/nginx', '/etc/nginx/conf.d', '/usr/bin', '/usr/local/share/ca-certificates',
           '/var/lib')

# What the namespace is made of; then the page's commands run in it.
SCENE = '''
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs {scene}
for folder in etc usr var; do
  mkdir -p {scene}/$folder/upper {scene}/$folder/work
  mount -t overlay overlay -o lowerdir=/$folder,upperdir={scene}/$folder/upper,workdir={scene}/$folder/work /$folder
done
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /root
ip link set lo up
ip address add 192.0.2.2/32 dev lo  # resolvers ask whether there is any network
echo '127.0.0.1 {name}' >> /etc/hosts
rm -f /etc/nginx/sites-enabled/*
install -m 755 {build}/src/daemon/houbud {build}/src/ctl/houbuctl /usr/bin
install -d /usr/share/houbu/nginx
install -m 644 {root}/data/houbud.conf /usr/share/houbu
install -m 644 {root}/data/nginx/houbu.conf /usr/share/houbu/nginx
sed 's#@BINDIR@#/usr/bin#' {root}/data/systemd/houbud.service > /usr/lib/systemd/system/houbud.service
export PATH={stand_ins}:$PATH HOME=/root
cd /root
set -x
'''

# Beside the page: what must not work either.
FURTHER = '''
set +e
houbuctl --server http://{name} --operator chief --password-file /root/houbu-chief stats
echo "plain http: $?"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=other \\
    -keyout /etc/nginx/houbu.key -out /etc/nginx/houbu.crt
systemctl restart nginx.service
houbuctl --server https://{name} --operator chief --password-file /root/houbu-chief stats
echo "another certificate: $?"
systemctl stop nginx.service houbud.service
'''


def blocks():
    """The commands of the page, in order, without those that it says are not followed."""
    text = (ROOT / 'docs/operations.md').read_text(encoding='utf-8')
    return re.findall(r'^```sh\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)


def can_make_a_machine():
    if os.geteuid() != 0 or not all(map(shutil.which, ('unshare', 'systemd-analyze', 'openssl', 'ip'))):
        return False
    with tempfile.TemporaryDirectory() as folder:
        probe = (f'mount -t tmpfs tmpfs {folder} && mkdir {folder}/u {folder}/w && mount -t overlay '
                 f'overlay -o lowerdir=/etc,upperdir={folder}/u,workdir={folder}/w /etc')
        return subprocess.run(['unshare', '--mount', '--net', '--pid', '--fork', 'sh', '-c', probe],
                              capture_output=True, check=False).returncode == 0


@unittest.skipUnless(can_make_a_machine(), 'needs root, unshare, and overlays in a mount namespace')
class Operations(unittest.TestCase):

    # Each command of the page succeeds, the registration is open over TLS at the end, nothing is
    # wrong with the store, and what must be refused is.
    def test_page(self):
        before = [sorted(os.listdir(path)) for path in TOUCHED]
        with tempfile.TemporaryDirectory(prefix='houbu-operations-') as folder:
            scene = pathlib.Path(folder) / 'scene'
            scene.mkdir()
            names = {'scene': scene, 'name': NAME, 'build': BUILD, 'root': ROOT,
                     'stand_ins': ROOT / 'tests/daemon/stand-ins'}
            script = pathlib.Path(folder) / 'page.sh'
            script.write_text(SCENE.format(**names) + '\n'.join(blocks()) +
                              FURTHER.format(**names), encoding='utf-8')
            done = subprocess.run(
                ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash',
                 script],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
        said = done.stdout + done.stderr[-6000:]
        self.assertEqual(done.returncode, 0, said)
        self.assertIn('"status":"ok"', done.stdout, said)
        self.assertIn('2022下半年CET考试', done.stdout, said)
        self.assertRegex(done.stdout, r'993010-1 +1200 +0', said)
        self.assertIn('plain http: 2', done.stdout, said)
        self.assertIn('another certificate: 3', done.stdout, said)
        self.assertLessEqual(float(re.search(r'Overall exposure level.*: ([0-9.]+)', said).group(1)),
                             2.0)

    # What the page changes is gone with the namespace, and there is something to follow.
    def test_blocks(self):
        self.assertGreater(len(blocks()), 8)
        self.assertIn('houbuctl', ''.join(blocks()))


if __name__ == '__main__':
    unittest.main(argv=sys.argv, verbosity=2)
