#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packages in a clean root: a Debian that has nothing but what apt brings along with them.

`clean_root.py FOLDER` (as root): makes a small Debian from the machine's own apt sources (kept in
FOLDER for the next time) and installs the packages of FOLDER in it with apt. Then it follows
docs/operations.md word for word up to an open registration behind nginx with TLS, starts the app from
that root against that server, and lets it practise; pictures come to FOLDER. In a mount, network and
process namespace: nothing of the machine is touched, and nothing goes on afterwards. As no systemd
runs in there, tests/daemon/stand-ins/systemctl does what the installed unit says.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/e2e'))

import desktop  # noqa: E402  (its folder has to be on the path first)

NAME = 'houbu.example.org'
LANGUAGE = 'zh_CN'
PLAN = '2022下半年CET考试'  # the exam that the page creates
INSIDE = 'HOUBU_CLEAN_ROOT'
# For the page and its stand-in of systemd, not for Houbu.
TOOLS = ('python3',)
MOUNTS = '''
set -eu
mount -t proc proc {root}/proc
mount --rbind /dev {root}/dev
mount -t tmpfs tmpfs {root}/run
'''
INSTALL = MOUNTS + '''
mount --bind {folder}/archives {root}/var/cache/apt/archives
mkdir {root}/run/packages
cp {folder}/*.deb {root}/run/packages
cp /etc/resolv.conf {root}/etc/resolv.conf
chroot {root} sh -eux <<'SH'
export DEBIAN_FRONTEND=noninteractive
printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
cat > /etc/apt/apt.conf.d/90houbu <<'CONF'
{apt}
APT::Get::Assume-Yes "true";
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
DPkg::Options {{ "--force-unsafe-io"; }};
quiet "2";
CONF
apt-get update
cd /run/packages
{page}
{lab}
houbu --version
houbud --version
houbuctl --version
houbu-crowd --version
apt-get install {tools}
SH
'''
PAGE = '''
set -eu
ip link set lo up
ip address add 192.0.2.2/32 dev lo  # resolvers ask whether there is any network
''' + MOUNTS + '''
mount --rbind /tmp {root}/tmp
mkdir {root}/run/stand-ins
cp {stand_ins}/* {root}/run/stand-ins
echo '127.0.0.1 localhost {name}' >> {root}/etc/hosts
rm -f {root}/etc/nginx/sites-enabled/*
cd {root}/root
chroot {root} env -i HOME=/root PATH=/run/stand-ins:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \\
    bash <<'BASH'
set -eux
cd /root
{page}
BASH
'''


def blocks(kind='', page='operations'):
    """The page's commands of one kind, in order."""
    text = (ROOT / f'docs/{page}.md').read_text(encoding='utf-8')
    return '\n'.join(re.findall(rf'^```sh{" " * bool(kind)}{kind}\n(.*?)^```$', text, re.MULTILINE | re.DOTALL))


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def sources():
    """The machine's own sources of its own distribution, as lines of a sources.list."""
    wanted = '$(CREATED_BY)|$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)'
    system = re.search(r'^ID=(\w+)', Path('/etc/os-release').read_text(), re.MULTILINE).group(1)
    found = []
    for line in output('apt-get', 'indextargets', '--format', wanted).splitlines():
        made, origin, where, release, component = line.split('|')
        if made == 'Packages' and origin.lower() == system:
            found.append(f'deb {where} {release} {component}')
    assert found, 'apt knows no sources of its own distribution (apt-get update?)'
    return list(dict.fromkeys(found))


def apt_settings():
    """How this machine reaches its mirror: proxies, and what it takes from it."""
    return [line for line in output('apt-config', 'dump').splitlines()
            if re.match(r'Acquire::(Check-|https?::Proxy|Retries)', line) and '""' not in line]


def make_base(folder):
    """The clean root as an archive, made once for these sources."""
    apt, lines = apt_settings(), sources()
    release = re.search(r'^VERSION_CODENAME=(\w+)', Path('/etc/os-release').read_text(),
                        re.MULTILINE).group(1)
    mark = sha256('\n'.join(lines + apt).encode()).hexdigest()[:12]
    base = folder / f'clean-{release}-{mark}.tar'
    if not base.exists():
        print('making the clean root', flush=True)
        half = base.with_suffix('.new.tar')
        options = [f'--aptopt={line}' for line in apt]
        subprocess.run(['mmdebstrap', '--quiet', '--variant=apt', '--mode=root', *options, release,
                        half, '-'], input='\n'.join(lines) + '\n', text=True, check=True)
        half.rename(base)
    return base


def namespace(script, *kinds):
    subprocess.run(['unshare', '--mount', '--propagation', 'private', *kinds, '--pid', '--fork',
                    '--kill-child', 'bash', '-c', script], stdin=subprocess.DEVNULL, check=True)


def install(folder, root):
    """A fresh root, and the packages in it, by the pages' own commands."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    subprocess.run(['tar', '-C', root, '--numeric-owner', '-xf', make_base(folder)], check=True)
    (folder / 'archives/partial').mkdir(parents=True, exist_ok=True)
    print('installing the packages', flush=True)
    namespace(INSTALL.format(root=shlex.quote(str(root)), folder=shlex.quote(str(folder)),
                             page=blocks('packages'), lab=blocks('packages', 'labs'),
                             apt='\n'.join(apt_settings()), tools=' '.join(TOOLS)))


def open_registration(root):
    """In here the page's commands lead to an open registration; the daemon runs on."""
    script = PAGE.format(root=shlex.quote(str(root)), name=NAME, page=blocks(),
                         stand_ins=ROOT / 'tests/daemon/stand-ins')
    # To a file: what the daemons inherit is never closed.
    log = root.parent / 'clean-root.log'
    with open(log, 'w', encoding='utf-8') as file:
        done = subprocess.run(['bash', '-c', script], stdin=subprocess.DEVNULL, stdout=file,
                              stderr=file, check=False)
    said = log.read_text(encoding='utf-8')
    assert done.returncode == 0, said
    for wanted in ('"status":"ok"', f'"{PLAN}"'):
        assert wanted in said, f'{wanted} is not in: {said}'
    health = next(line for line in said.splitlines() if '"status":"ok"' in line)
    print(f'https://{NAME}/v1/health: {health}', flush=True)


def start(screen, root, *options):
    """The installed app, from within the root, on this screen; /tmp is the same in both."""
    import walk
    keep = ('DISPLAY', 'HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME',
            'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'GTK_A11Y', 'GSK_RENDERER', 'TZ')
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {'LANG': 'C.UTF-8', 'LANGUAGE': LANGUAGE, 'PATH': '/usr/bin:/bin',
                    'GSETTINGS_BACKEND': 'memory', 'ADW_DEBUG_COLOR_SCHEME': 'prefer-light'}
    child = screen.start('chroot', root, 'env', '-i',
                         *(f'{name}={value}' for name, value in environment.items()),
                         'houbu', *options)
    return child, walk.Window('houbu', limit=120)


def use_app(folder, root):
    """At the server over TLS, and practising on this computer."""
    from words import Words
    words = Words(LANGUAGE)
    with desktop.Desktop(keyring=False) as screen:
        app, window = start(screen, root, '--server', f'https://{NAME}')
        window.wait_find('text', words('Account Name or Phone'), limit=60)
        window.wait_says(PLAN, 30)
        window.wait_says('09:00', 30)  # the exam's beginning, in the time zone of the desktop
        screen.picture(folder / 'clean-root-server.png')
        desktop.stop(app)
        app, window = start(screen, root)
        window.wait_says(words('Welcome to Houbu'), 60)
        window.press(words.label('_Practise'), exact=True)
        window.wait_says(words('Sample Accounts'), 60)
        window.press(words.label('_Fill In'), exact=True)
        window.press(words.label('_Sign In'), exact=True)
        window.wait_says(words('Not registered (or registered with another account)'), 30)
        screen.picture(folder / 'clean-root-practice.png')
        desktop.stop(app)


def main():
    folder = Path(sys.argv[1]).resolve()
    root = folder / 'root'
    if os.environ.get(desktop.INSIDE):
        use_app(folder, root)
        return
    if os.environ.get(INSIDE):
        open_registration(root)
        desktop.enter()
    install(folder, root)
    print('starting them', flush=True)
    subprocess.run(['unshare', '--mount', '--propagation', 'private', '--net', '--pid', '--fork',
                    '--kill-child', '--mount-proc', sys.executable, __file__, folder],
                   env={**os.environ, INSIDE: '1', 'TMPDIR': '/tmp'}, check=True)
    namespace(f'chroot {shlex.quote(str(root))} dpkg --purge houbu houbuctl houbud')
    shutil.rmtree(root)
    print(f'installed, opened, used and purged; pictures: {folder}/clean-root-*.png')


if __name__ == '__main__':
    main()
