#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of lint.py, shown a tree that breaks it and one that does not."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import lint  # noqa: E402

HEAD = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'


class Tree(unittest.TestCase):
    """A small tree in a temporary folder."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)
        self.files = []

    def add(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding='utf-8')
        self.files.append(path)

    def complaints(self, check):
        return list(lint.CHECKS[check](self.root, self.files))


class Layers(Tree):
    def test_our_own_folders(self):
        """The HTTP layer includes the engine, never the store."""
        self.add('src/store/houbu-store.h', HEAD)
        self.add('src/engine/houbu-engine.h', HEAD)
        self.add('src/http/good.c', HEAD + '#include "houbu-engine.h"\n')
        self.assertEqual(self.complaints('layers'), [])
        self.add('src/http/bad.c', HEAD + '#include "houbu-store.h"\n')
        self.assertEqual(self.complaints('layers'),
                         ['src/http/bad.c:2: http may not use store (houbu-store.h)'])

    def test_system_headers(self):
        """The rule book sees no clock, file or socket."""
        self.add('src/rules/bad.c', HEAD + '#include <glib.h>\n#include <gio/gio.h>\n#include <time.h>\n')
        self.assertEqual(len(self.complaints('layers')), 2)

    def test_driver_headers(self):
        """SQLite's header belongs in its driver only."""
        self.add('src/store/sqlite/good.c', HEAD + '#include <sqlite3.h>\n')
        self.assertEqual(self.complaints('layers'), [])
        self.add('src/store/bad.c', HEAD + '#include <sqlite3.h>\n')
        self.assertEqual(len(self.complaints('layers')), 1)


class Sizes(Tree):
    def test_function(self):
        """A function of 61 lines is one line too long, one of 60 is not."""
        for lines, bad in ((60, 0), (61, 1)):
            body = '  x ();\n' * (lines - 2)
            self.files.clear()
            self.add('src/rules/f.c', HEAD + 'static void\nhoubu_f (void)\n{\n' + body + '}\n')
            self.assertEqual(len(self.complaints('sizes')), bad)

    def test_file_and_header(self):
        """Files end at 600 lines, headers at 20 functions, and begin with the pragma."""
        self.add('src/rules/long.c', HEAD + '\n' * 600)
        self.add('src/rules/wide.h', HEAD + '#pragma once\n' + ''.join(
            f'void houbu_f{n} (int x);\n' for n in range(21)))
        self.add('src/rules/bare.h', HEAD)
        self.assertEqual(len(self.complaints('sizes')), 3)


class Words(Tree):
    def test_left_overs(self):
        """Left-overs, goto, SQL outside the store and missing SPDX lines are found."""
        self.add('src/engine/bad.c', '/* FIX' + 'ME later */\n  goto out;\n  x ("SELECT a FROM b");\n')
        self.assertEqual(len(self.complaints('words')), 4)
        self.add('src/engine/printing.c', HEAD + '  g_print ("x");\n')
        self.assertEqual(len(self.complaints('words')), 5)

    def test_store_may(self):
        """The store holds SQL, but never formats it."""
        self.add('src/store/good.c', HEAD + '  x ("SELECT a FROM b");\n')
        self.assertEqual(self.complaints('words'), [])
        self.add('src/store/bad.c', HEAD + '  g_strdup_printf ("DELETE FROM %s", t);\n')
        self.assertEqual(len(self.complaints('words')), 1)


class Documents(Tree):
    def test_links(self):
        """A link to nowhere is found."""
        self.add('docs/a.md', '[b](b.md) [c](https://example.org)\n')
        self.assertEqual(len(self.complaints('documents')), 1)
        self.add('docs/b.md', 'here\n')
        self.assertEqual(self.complaints('documents'), [])


class Format(Tree):
    def test_format(self):
        """A line that clang-format would write otherwise is found."""
        (self.root / '.clang-format').write_text('BasedOnStyle: GNU\n')
        self.add('src/rules/bad.c', 'int   x;\n')
        self.assertEqual(len(self.complaints('format')), 1)


if __name__ == '__main__':
    unittest.main()
