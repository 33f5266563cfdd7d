# SPDX-License-Identifier: GPL-3.0-or-later
"""A school's network: a LAN that leads nowhere else, a houbud behind nginx with a certificate of the
school's own authority, and a proxy that counts.

In a network and mount namespace: `enter()` runs the calling script again in one whose /etc is an
overlay, so what a page of the docs has written there is gone afterwards.
"""

import os
import re
import select
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from backend import ROOT
from desktop import stop, wait_for

sys.path.insert(0, str(ROOT / 'tests/support'))

import front  # noqa: E402  (its folder has to be on the path first)

INSIDE = 'HOUBU_SCHOOL_NETWORK'
ADDRESS = '10.77.0.1'  # of no network that anything here reaches
NAME = 'houbu.school.example'
URL = f'https://{NAME}'
AUTHORITY = 'Example School Authority'
SCENE = '''
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/authorities"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc
mount --bind "$1/authorities" /usr/local/share/ca-certificates
ip link set lo up
ip link add school0 type veth peer name school1
ip address add "$2/24" dev school0
ip link set school0 up
ip link set school1 up
echo "$2 $3" >> /etc/hosts
shift 3
exec "$@"
'''


def enter(*words):
    """Runs the script with these words in a network of its own; its exit status."""
    become = [] if os.geteuid() == 0 else ['--map-root-user']
    with tempfile.TemporaryDirectory(prefix='houbu-school-') as scratch:
        command = ['unshare', *become, '--mount', '--net', 'sh', '-c', SCENE, 'sh', scratch, ADDRESS,
                   NAME, sys.executable, sys.argv[0], *words]
        return subprocess.run(command, env={**os.environ, INSIDE: '1'}, check=False).returncode


def has_internet():
    """What the app is told about the network, too: whether it leads anywhere."""
    from gi.repository import Gio
    return Gio.NetworkMonitor.get_default().get_network_available()


@contextmanager
def school_server(folder, backend):
    """nginx on the LAN in front of the backend, with a certificate that only the school vouches for."""
    folder = Path(folder)
    folder.mkdir()
    front.make_certificate(folder, f'/O=Example School/CN={AUTHORITY}', name='school-authority')
    front.make_certificate(folder, f'/CN={NAME}', '-addext', f'subjectAltName=DNS:{NAME}',
                           '-CA', folder / 'school-authority.crt',
                           '-CAkey', folder / 'school-authority.key')
    nginx = front.start_nginx(folder, backend.url.removeprefix('http://'), f'{ADDRESS}:443', NAME)
    try:
        wait_for(lambda: is_open(ADDRESS, 443), 30, 'nginx')
        yield
    finally:
        stop(nginx)


def is_open(address, port):
    try:
        socket.create_connection((address, port), timeout=5).close()
    except OSError:
        return False
    return True


def trust_school(folder):
    """The commands of docs/labs.md, where the school's certificate lies."""
    text = (ROOT / 'docs/labs.md').read_text(encoding='utf-8')
    block, = re.findall(r'^```sh certificate\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)
    assert 'update-ca-certificates' in block, block
    subprocess.run(['sh', '-eu'], input=block, text=True, check=True, cwd=folder,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Proxy:
    """Carries what goes to a TLS server, as a proxy does, and keeps where to."""

    def __init__(self):
        self.asked = []
        self.listener = socket.create_server((ADDRESS, 0))
        self.url = 'http://{}:{}'.format(*self.listener.getsockname())
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client):
        with client:
            head = b''
            while b'\r\n\r\n' not in head:
                some = client.recv(4096)
                if not some:
                    return
                head += some
            method, target, _ = head.split(b'\r\n')[0].decode().split(' ')
            self.asked.append(f'{method} {target}')
            if method != 'CONNECT':
                client.sendall(b'HTTP/1.1 405 Not Here\r\nContent-Length: 0\r\n\r\n')
                return
            name, port = target.rsplit(':', 1)
            with socket.create_connection((name, int(port))) as server:
                client.sendall(b'HTTP/1.1 200 Connected\r\n\r\n')
                carry(client, server)


def carry(one, other):
    """Bytes both ways, until one of them has no more."""
    while True:
        for side in select.select([one, other], [], [])[0]:
            try:
                some = side.recv(65536)
            except OSError:
                return
            if not some:
                return
            (other if side is one else one).sendall(some)
