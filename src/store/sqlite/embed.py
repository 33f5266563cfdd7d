#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns numbered migration scripts into a C array, in the order of their numbers."""

import pathlib
import sys


def main(output, scripts):
    numbered = sorted(pathlib.Path(script) for script in scripts)
    for number, script in enumerate(numbered, start=1):
        if script.stem != f"{number:04}":
            sys.exit(f"{script}: the next migration must be {number:04}.sql")
    lines = ["/* Made from migrations/ by embed.py. */", '#include "houbu-sqlite-private.h"', ""]
    lines.append("const char *const houbu_sqlite_migrations[] = {")
    for script in numbered:
        for line in script.read_text(encoding="utf-8").splitlines():
            escaped = line.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'  "{escaped}\\n"')
        lines[-1] += ","
    lines += ["};", f"const guint houbu_sqlite_n_migrations = {len(numbered)};", ""]
    pathlib.Path(output).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
