#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Houbu inside `flatpak run`: it sees nothing of the home folder, the token is kept where the desktop
has a Secret portal, one that is silent is given up, docs/labs.md locks the server, and a candidate
practises up to a place in the queue that moves by itself.

Nothing but the package is used: servers, the practice backend and the others who practise run in the
sandbox as well. `sandbox.py FOLDER INSTALLATION`, the latter one of flatpak's.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'e2e'))

import desktop  # noqa: E402
import tour  # noqa: E402
from backend import PRACTICE_PASSWORD, Candidate  # noqa: E402
from desktop import wait_for  # noqa: E402

ID = 'org.houbu.Houbu'
NO_KEYRING = 'There is no keyring here, so you stay signed in only until you close the app.'
SILENT = 'The keyring does not answer, so you stay signed in only until you close the app.'
ROOM_SERVER = 'https://houbu.example.org'
# As flatpak writes them: an older one is told x11 where fallback-x11 means it only without Wayland.
PERMISSIONS = """
[Context]
shared=network;ipc;
sockets=x11;wayland;fallback-x11;
devices=dri;
"""
# About half a minute, and much more for a machine that has other things to do.
MOVES_WITHIN = 240


def sandboxed(*words):
    """A command line inside the sandbox."""
    return ['flatpak', 'run', f'--command={words[0]}', ID, *words[1:]]


def only_what_is_allowed():
    """The permissions of the installed package, printed for whoever reads along."""
    said = subprocess.run(['flatpak', 'info', '--show-permissions', ID],
                          capture_output=True, text=True, check=True).stdout
    print(said.strip())
    assert said.split() == PERMISSIONS.split(), said


def home_is_closed():
    """What lies in the home folder is not there for Houbu; its own folder is."""
    secret = Path.home() / 'diary.txt'
    secret.write_text('nobody else’s business\n')
    assert subprocess.run(sandboxed('test', '-e', str(secret)), check=False).returncode == 1
    subprocess.run(sandboxed('sh', '-c', 'touch "$XDG_DATA_HOME/own" && rm "$XDG_DATA_HOME/own"'),
                   check=True)


def in_sandbox(program):
    """The processes of that name that have Houbu's sandbox around them."""
    found = []
    for entry in Path('/proc').iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name = (entry / 'cmdline').read_bytes().split(b'\0')[0].decode()
            info = (entry / 'root/.flatpak-info').read_text()
            ours = f'HOME={Path.home()}'.encode() in (entry / 'environ').read_bytes().split(b'\0')
        except (OSError, UnicodeDecodeError):
            continue
        if ours and Path(name).name == program and f'name={ID}\n' in info:
            found.append(int(entry.name))
    return found


class Walk(tour.Tour):
    """The tour's candidate, with the app in its sandbox."""

    def start_app(self, *options):
        import walk
        self.app = self.screen.start('flatpak', 'run', ID, *options,
                                     LANGUAGE=tour.LANGUAGE, ADW_DEBUG_COLOR_SCHEME='prefer-light')
        self.window = walk.Window('houbu', limit=60)

    def stop_app(self):
        for process in in_sandbox('houbu'):
            os.kill(process, signal.SIGTERM)
        wait_for(lambda: self.app.poll() is not None, 30, 'the end of the app')

    def position(self):
        """The place in the queue as the screen says it: position and how many wait."""
        pattern = re.escape(self.words('Position %<PRId64> of %<PRId64> waiting', 'A', 'B'))
        pattern = pattern.replace('A', r'(?P<at>\d+)').replace('B', r'(?P<of>\d+)')
        for said in self.window.words():
            match = re.search(pattern, said)
            if match:
                return int(match['at']), int(match['of'])
        return None


def moved(now, before):
    """Where the candidate stands now, if that is further ahead."""
    return now if now and now[0] < before[0] else None


def practise(walk):
    """From the first start to a place in the queue that moves, all of it in the sandbox."""
    walk.start_app()
    walk.says('Welcome to Houbu')
    walk.picture('welcome', '沙盒内第一次启动')
    walk.press('_Practise')
    walk.window.wait_says(walk.words('Sample Accounts'), 90)
    walk.says(NO_KEYRING)
    walk.picture('sign-in', '既无密钥环也无门户：仅本次保持登录')
    for program in ('houbu', 'houbud', 'houbu-crowd'):
        assert len(in_sandbox(program)) == 1, (program, in_sandbox(program))
    walk.press('_Fill In')
    walk.press('_Sign In')
    for step in (tour.step_2_home, tour.step_3_agreement, tour.step_4_query, tour.step_5_confirm,
                 tour.step_6_written):
        step(walk)
    before = wait_for(walk.position, 30, 'the position')
    walk.picture('waiting', '候补中：沙盒内的位次')
    after = wait_for(lambda: moved(walk.position(), before), MOVES_WITHIN, 'a better position')
    walk.picture('moved', '位次随练习考场里的其他人前移')
    print('the position moved from {} of {} to {} of {}'.format(*before, *after))
    walk.stop_app()
    wait_for(lambda: not any(map(in_sandbox, ('houbu', 'houbud', 'houbu-crowd'))), 30,
             'the end of everything in the sandbox')


class Server:
    """The package's own houbud, as a server that has the same address after each start of the app."""

    def __init__(self, screen):
        words = sandboxed('houbud', '--practice', '--listen', '127.0.0.1:0',
                          '--data', str(app_data() / 'server'))
        self.child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        screen.children.append(self.child)
        line = self.child.stdout.readline().strip()
        assert line.startswith('listening on '), line
        self.url = 'http://' + line.removeprefix('listening on ')


def app_data():
    return Path.home() / '.var/app' / ID / 'data'


def fill_in(walk, server):
    walk.start_app('--server', server.url)
    walk.window.wait_find('text', walk.words('Account Name or Phone'), limit=60)
    walk.window.fill(walk.words('Account Name or Phone'), tour.ACCOUNT)
    walk.window.fill(walk.words('Password'), PRACTICE_PASSWORD)


def token_is_kept(walk, server):
    """Remembered through the Secret portal: encrypted in the app's own folder, nowhere else."""
    fill_in(walk, server)
    assert not walk.window.says(walk.words(NO_KEYRING)), walk.window.words()
    walk.press('Remember Me', kind='check')
    walk.picture('remember', '有密钥门户：可以保持登录')
    walk.press('_Sign In')
    walk.says('Not registered (or registered with another account)')
    kept = app_data() / 'keyrings/default.keyring'
    wait_for(kept.exists, 15, 'the kept token')
    walk.stop_app()
    assert server.url.encode() not in kept.read_bytes(), 'the token is kept in clear'
    walk.start_app('--server', server.url)
    walk.says('Not registered (or registered with another account)')
    walk.picture('remembered', '重新启动后无需再次登录')
    walk.stop_app()
    found = subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets',
                            '--object-path', '/org/freedesktop/secrets',
                            '--method', 'org.freedesktop.Secret.Service.SearchItems',
                            json.dumps({'server': server.url})],
                           capture_output=True, text=True, check=True).stdout
    assert '/org' not in found, found


def keyring_is_given_up(walk, server):
    """A portal whose answer is lost: the app says so and goes on, for this session only."""
    fill_in(walk, server)
    walk.window.wait_says(walk.words(SILENT), 90)
    walk.picture('silent', '密钥门户没有响应：仅本次保持登录')
    walk.press('_Sign In')
    walk.says('Not registered (or registered with another account)')
    walk.stop_app()


def start_portal(screen):
    """The desktop's portals, for a desktop whose keyring answers the Secret one."""
    screen.start('/usr/libexec/xdg-desktop-portal', XDG_CURRENT_DESKTOP='GNOME')
    wait_for(lambda: desktop.has_bus_name('org.freedesktop.portal.Desktop'), 20, 'the portal')


def without_portal(walk):
    """A desktop with neither a keyring nor portals."""
    practise(walk)


def with_portal(walk):
    """A desktop with both."""
    start_portal(walk.screen)
    token_is_kept(walk, Server(walk.screen))


def with_silent_portal(walk):
    """A desktop whose portal answers nothing."""
    walk.screen.start('/usr/bin/python3', Path(__file__).with_name('silent_portal.py'))
    wait_for(lambda: desktop.has_bus_name('org.freedesktop.portal.Desktop'), 20, 'the portal')
    keyring_is_given_up(walk, Server(walk.screen))


def set_for_the_room(server):
    """What docs/labs.md says for a room of Flatpaks, at this server and for this user alone."""
    text = (Path(__file__).resolve().parents[2] / 'docs/labs.md').read_text(encoding='utf-8')
    lines, = re.findall(r'^```sh flatpak\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)
    assert ROOM_SERVER in lines and 'flatpak override' in lines, lines
    lines = lines.replace(ROOM_SERVER, server.url).replace('flatpak override', 'flatpak override --user')
    subprocess.run(['bash', '-eu'], input=lines, text=True, check=True)


def in_a_room(walk):
    """A computer room: the server is there from the first start and locked, nobody is remembered."""
    set_for_the_room(Server(walk.screen))
    try:
        walk.start_app()
        walk.window.wait_find('text', walk.words('Account Name or Phone'), limit=60)
        walk.says('Shared Computer')
        walk.screen.key('ctrl+comma')
        walk.says('Locked by the administrator of this computer')
        walk.picture('room', '机房：服务器与公用电脑模式已锁定')
        walk.screen.key('Escape')
        walk.stop_app()
    finally:
        subprocess.run(['flatpak', 'override', '--user', '--reset', ID], check=True)


def show(part, keyring, folder, album):
    """One part on a desktop of its own, by somebody new; pictures go on in the same album."""
    shutil.rmtree(app_data().parent, ignore_errors=True)
    with desktop.Desktop(keyring=keyring) as screen:
        walk = Walk(screen, None, None, folder)
        walk.album = album
        try:
            part(walk)
        except Exception:
            walk.picture('stopped-here', f'停在 {part.__name__}')
            if walk.window:
                print('\n'.join(walk.window.words()), file=sys.stderr)
            raise
        finally:
            subprocess.run(['flatpak', 'kill', ID], stderr=subprocess.DEVNULL, check=False)
            walk.write_index()


def main():
    folder, album = Path(sys.argv[1]), []
    os.environ['FLATPAK_USER_DIR'] = sys.argv[2]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Those that are started by hand below answer all the same.
    desktop.forbid('org.freedesktop.portal.Desktop')
    desktop.forbid('org.freedesktop.portal.Documents')
    only_what_is_allowed()
    home_is_closed()
    show(with_portal, True, folder, album)
    show(with_silent_portal, False, folder, album)
    show(in_a_room, False, folder, album)
    # Last, what the whole is for: a candidate in the sandbox moves ahead.
    show(without_portal, False, folder, album)
    print(f'{len(album)} pictures; the last one: {folder / album[-1][0]}')


if __name__ == '__main__':
    desktop.enter()
    main()
