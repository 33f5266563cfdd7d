#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packaging, without building a package: debian/ can be read, speaks of this version, and each
file that an installation makes is in exactly one package. `check_packages.py BUILD`."""

import fnmatch
import json
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / 'debian'
PACKAGES = ['houbu', 'houbuctl', 'houbud']
HELPERS = ('install', 'docs', 'sysusers')  # files of debhelper's that we use, by their ending


def paragraphs(path):
    """A control file's paragraphs, as the fields' names and values."""
    found = []
    for part in re.split(r'\n\s*\n', path.read_text(encoding='utf-8').strip()):
        fields, name = {}, None
        for line in part.splitlines():
            if line.startswith('#'):
                continue
            if line[0] in ' \t':
                fields[name] += '\n' + line.strip()
                continue
            name, colon, value = line.partition(':')
            assert colon and name not in fields, f'{path.name}: “{line}” is no new field'
            fields[name] = value.strip()
        if fields:
            found.append(fields)
    return found


def lines(path):
    return [line for line in path.read_text(encoding='utf-8').splitlines()
            if line and not line.startswith('#')]


def installed(build):
    """What an installation makes, seen from the root, with /usr as prefix."""
    said = subprocess.run(['meson', 'introspect', '--installed', build], capture_output=True,
                          text=True, check=True).stdout
    options = json.loads(subprocess.run(['meson', 'introspect', '--buildoptions', build],
                                        capture_output=True, text=True, check=True).stdout)
    prefix, = (option['value'] for option in options if option['name'] == 'prefix')
    for made, place in json.loads(said).items():
        place = PurePosixPath('usr') / PurePosixPath(place).relative_to(prefix)
        if Path(made).is_dir():  # install_subdir: one entry for all that is in it
            yield from (str(place / file.relative_to(made)) for file in Path(made).rglob('*')
                        if file.is_file())
        else:
            yield str(place)


def holds(pattern, file):
    return fnmatch.fnmatchcase(file, pattern) or file.startswith(pattern.rstrip('/') + '/')


def check_contents(build):
    files = sorted(installed(build))
    assert files
    patterns = {package: [line.split()[0] for line in lines(DEBIAN / f'{package}.install')]
                for package in PACKAGES}
    for file in files:
        owners = [package for package, own in patterns.items()
                  if any(holds(pattern, file) for pattern in own)]
        assert len(owners) == 1, f'{file} is in {owners or "no package"} (debian/*.install)'
    for package, own in patterns.items():
        for pattern in own:
            assert any(holds(pattern, file) for file in files) or (ROOT / pattern).exists(), \
                f'debian/{package}.install: {pattern} is not made by an installation'
    return len(files)


def check_control():
    source, *binaries = paragraphs(DEBIAN / 'control')
    assert sorted(each['Package'] for each in binaries) == PACKAGES, binaries
    for each in binaries:
        for field in ('Architecture', 'Depends', 'Description'):
            assert each.get(field), f'debian/control: {each["Package"]} has no {field}'
    needs = {word for word in re.findall(r'[a-z0-9][a-z0-9.+-]+(?=[:,\s(]|$)', source['Build-Depends'])}
    build_part = (ROOT / 'build-aux/debian-packages.txt').read_text().split('# run')[0]
    ours = {line for line in build_part.split() if line.endswith('-dev')}
    assert ours <= needs, f'debian/control: Build-Depends lacks {", ".join(sorted(ours - needs))}'
    extra = {need for need in needs if need.endswith('-dev')} - ours
    assert not extra, f'build-aux/debian-packages.txt lacks {", ".join(sorted(extra))}'


def check_version(build):
    first = (DEBIAN / 'changelog').read_text(encoding='utf-8').splitlines()[0]
    match = re.fullmatch(r'houbu \(([0-9.]+)\) \S+; urgency=\w+', first)
    assert match, f'debian/changelog begins with “{first}”'
    project = json.loads(subprocess.run(['meson', 'introspect', '--projectinfo', build],
                                        capture_output=True, text=True, check=True).stdout)
    assert match.group(1) == project['version'], \
        f'debian/changelog says {match.group(1)}, meson.build {project["version"]}'


def check_copyright():
    head, *rest = paragraphs(DEBIAN / 'copyright')
    assert head['Format'].endswith('/copyright-format/1.0/'), head
    texts = {each['License'].splitlines()[0] for each in rest if 'Files' not in each}
    for each in rest:
        assert each['License'].splitlines()[0] in texts, f'debian/copyright: {each["License"]} has no text'
        for pattern in each.get('Files', '').split():
            assert any(ROOT.glob(pattern)), f'debian/copyright: no {pattern}'


def check_names():
    """A helper's file of a package that there is not would be passed over in silence."""
    for path in DEBIAN.iterdir():
        stem, dot, ending = path.name.rpartition('.')
        if dot:
            assert stem in PACKAGES and ending in HELPERS, f'debian/{path.name} is nobody\'s'
    assert (DEBIAN / 'source/format').read_text() == '3.0 (native)\n'
    for name in PACKAGES:
        for line in lines(DEBIAN / f'{name}.docs') if (DEBIAN / f'{name}.docs').exists() else ():
            assert (ROOT / line).exists(), f'debian/{name}.docs: no {line}'


def main():
    build = sys.argv[1]
    check_control()
    check_version(build)
    check_copyright()
    check_names()
    print(f'{check_contents(build)} installed files, each in one of {len(PACKAGES)} packages')


if __name__ == '__main__':
    main()
