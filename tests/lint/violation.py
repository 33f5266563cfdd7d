#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A forbidden include does not compile: tried with each layer's own compiler call."""

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

# (layer, a header it may include, a header it must not see)
CASES = (
    ('rules', 'houbu-rules.h', 'houbu-record.h'),
    ('store', 'houbu-record.h', 'houbu-engine.h'),
    ('engine', 'houbu-store.h', 'houbu-connection.h'),
    ('http', 'houbu-engine.h', 'houbu-store.h'),
    ('http', 'houbu-engine.h', 'houbu-rules.h'),
    ('client', 'houbu-rules.h', 'houbu-store.h'),
    ('ctl', 'houbu-connection.h', 'houbu-rules.h'),
    ('app', 'houbu-connection.h', 'houbu-store.h'),
    ('model', 'houbu-record.h', 'houbu-rules.h'),
)


def compiler_call(commands, layer):
    """The call that builds some file of src/LAYER, without its source and outputs."""
    for entry in commands:
        if f'src/{layer}/' in entry['file'] and entry['file'].endswith('.c'):
            words = shlex.split(entry['command'])
            call = []
            skip = False
            for word in words:
                if skip:
                    skip = False
                elif word in ('-o', '-c', '-MF', '-MQ'):
                    skip = True
                elif word not in ('-MD', entry['file']):
                    call.append(word)
            return call, entry['directory']
    return None, None


def compiles(call, directory, header):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / 'probe.c'
        source.write_text(f'#include <glib-object.h>\n#include "{header}"\n'
                          if header not in ('houbu-rules.h',) else f'#include "{header}"\n')
        done = subprocess.run([*call, '-fsyntax-only', '-Wno-missing-declarations', str(source)],
                              cwd=directory, capture_output=True, text=True)
        return done.returncode == 0, done.stderr


def main():
    commands = json.loads((Path(sys.argv[1]) / 'compile_commands.json').read_text())
    failed = False
    for number, (layer, allowed, forbidden) in enumerate(CASES, 1):
        call, directory = compiler_call(commands, layer)
        if call is None:
            print(f'ok {number} {layer} # SKIP not part of this build')
            continue
        good, noise = compiles(call, directory, allowed)
        bad, complaint = compiles(call, directory, forbidden)
        fine = good and not bad and 'No such file' in complaint
        failed = failed or not fine
        print(f'{"ok" if fine else "not ok"} {number} {layer}: {allowed} compiles, {forbidden} does not')
        if not good:
            print('\n'.join('# ' + line for line in noise.splitlines()[:6]))
    print(f'1..{len(CASES)}')
    return failed


if __name__ == '__main__':
    sys.exit(main())
