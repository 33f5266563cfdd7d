# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks a program over AT-SPI: what a screen reader's user can find, a test can use."""

import time

import pyatspi

from desktop import wait_for

ROLES = {
    'button': {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_LINK},
    'check': {pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_RADIO_BUTTON},
    'text': {pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT},
    'label': {pyatspi.ROLE_LABEL, pyatspi.ROLE_STATIC, pyatspi.ROLE_HEADING},
}


def application(name, index=0, limit=30):
    """The `index`-th running program of that name on the accessibility bus."""
    def find():
        found = [child for child in pyatspi.Registry.getDesktop(0) if child and child.name == name]
        return found[index] if len(found) > index else None
    return wait_for(find, limit, f'the program {name}')


def everything(node, depth=0):
    """Each accessible below `node` that is showing, in reading order."""
    if node is None or depth > 60:
        return
    yield node
    try:
        count = node.childCount
    except Exception:  # the object went away while we looked
        return
    for index in range(count):
        try:
            child = node.getChildAtIndex(index)
            if child is None:
                continue
            if not child.getState().contains(pyatspi.STATE_VISIBLE):
                continue
        except Exception:
            continue
        yield from everything(child, depth + 1)


def text_of(node):
    """What a node says: its name, or the text in it."""
    try:
        if node.name:
            return node.name
        interface = node.queryText()
        return interface.getText(0, interface.characterCount)
    except Exception:
        return ''


class Window:
    """One program's windows, found and used by what they say."""

    def __init__(self, name, index=0, limit=30):
        self.app = application(name, index, limit)

    def words(self):
        """All that is said on screen now, in reading order, without repeats in a row."""
        said = []
        for node in everything(self.app):
            text = text_of(node).strip()
            if text and (not said or said[-1] != text):
                said.append(text)
        return said

    def says(self, text):
        return any(text in words for words in self.words())

    def wait_says(self, text, limit=15):
        return wait_for(lambda: self.says(text), limit, f'“{text}” on screen; it says {self.words()}')

    def find(self, kind, name, index=0, exact=False):
        """The `index`-th showing control of that kind whose name holds `name`."""
        found = []
        for node in everything(self.app):
            try:
                if node.getRole() not in ROLES[kind]:
                    continue
                matches = node.name == name if exact else name in node.name
                if matches and node.getState().contains(pyatspi.STATE_SENSITIVE):
                    found.append(node)
            except Exception:
                continue
        return found[index] if len(found) > index else None

    def wait_find(self, kind, name, index=0, limit=15, exact=False):
        return wait_for(lambda: self.find(kind, name, index, exact), limit,
                        f'the {kind} “{name}”; the screen says {self.words()}')

    def press(self, name, index=0, kind='button', limit=15, exact=False):
        """Activates a control as assistive technology does."""
        node = self.wait_find(kind, name, index, limit, exact)
        action = node.queryAction()
        if action.nActions == 0 or not action.doAction(0):
            raise AssertionError(f'“{name}” does not act')
        time.sleep(0.1)

    def fill(self, name, text, index=0):
        """Puts text into the named entry."""
        node = self.wait_find('text', name, index)
        node.queryEditableText().setTextContents(text)
        time.sleep(0.1)
