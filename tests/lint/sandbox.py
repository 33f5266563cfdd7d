#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sandbox lets Houbu do, and that the manifest builds only what a checksum names."""

import re
import sys
from pathlib import Path

import yaml

PERMISSIONS = [
    '--share=network',
    '--share=ipc',
    '--socket=wayland',
    '--socket=fallback-x11',
    '--device=dri',
]
LICENSES = '/app/share/licenses/org.houbu.Houbu'


def complaints(manifest):
    """Sentences about a manifest, none for a good one."""
    asked = manifest.get('finish-args', [])
    for extra in [one for one in asked if one not in PERMISSIONS]:
        yield f'finish-args has {extra}, which Houbu does without'
    for missing in [one for one in PERMISSIONS if one not in asked]:
        yield f'finish-args lacks {missing}'
    for module in manifest['modules']:
        yield from module_complaints(module, manifest['cleanup'])


def module_complaints(module, cleanup):
    name = module['name']
    for source in module['sources']:
        if source['type'] == 'archive':
            addresses = [source['url'], *source.get('mirror-urls', [])]
            if not re.fullmatch(r'[0-9a-f]{64}', source.get('sha256', '')):
                yield f'{name}: a source without a sha256'
            if not all(address.startswith('https://') for address in addresses):
                yield f'{name}: a source that is not fetched by https'
        elif (name, source['type'], source.get('path')) != ('houbu', 'dir', '..'):
            yield f'{name}: a source of type {source["type"]}'
    installs = ' '.join(module.get('post-install', []))
    built_only = any('python-build' in one for one in cleanup) and name == 'pyyaml'
    if LICENSES not in installs and not built_only:
        yield f'{name}: its licence is not installed under {LICENSES}'


def broken(manifest, break_it):
    """Whether a manifest that was broken on purpose is complained about."""
    copy = yaml.safe_load(yaml.safe_dump(manifest))
    break_it(copy)
    return list(complaints(copy))


def main():
    root = Path(sys.argv[1])
    manifest = yaml.safe_load((root / 'flatpak/org.houbu.Houbu.yml').read_text(encoding='utf-8'))
    found = list(complaints(manifest))
    for sentence in found:
        print(f'flatpak/org.houbu.Houbu.yml: {sentence}', file=sys.stderr)

    # The check itself: each of these must be noticed.
    assert broken(manifest, lambda one: one['finish-args'].append('--filesystem=home'))
    assert broken(manifest, lambda one: one['finish-args'].append('--talk-name=org.freedesktop.secrets'))
    assert broken(manifest, lambda one: one['finish-args'].pop())
    assert broken(manifest, lambda one: one['modules'][0]['sources'][0].pop('sha256'))
    assert broken(manifest, lambda one: one['modules'][0].pop('post-install'))
    sys.exit(1 if found else 0)


if __name__ == '__main__':
    main()
