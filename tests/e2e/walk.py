# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks a program over AT-SPI: what a screen reader's user can find, a test can use."""

import subprocess
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
    for child in children(node):
        yield from everything(child, depth + 1)


def children(node):
    """A node's visible children, all asked for at once.

    GTK 4.8 ends the program that is asked for a window which has closed since it said how many
    there are, so the time between the two is kept short.
    """
    try:
        found = [node.getChildAtIndex(index) for index in range(node.childCount)]
        return [child for child in found
                if child is not None and child.getState().contains(pyatspi.STATE_VISIBLE)]
    except Exception:  # the object went away while we looked
        return []


def text_of(node):
    """What a node says: its name, or the text in it."""
    try:
        if node.name:
            return node.name
        interface = node.queryText()
        return interface.getText(0, interface.characterCount)
    except Exception:
        return ''


def key(name):
    """A key on the keyboard, for the active window."""
    subprocess.run(['xdotool', 'key', name], check=True)
    time.sleep(0.05)


def act(node):
    """Does the node's first action, if it has one."""
    try:
        action = node.queryAction()
    except NotImplementedError:
        return False
    return action.nActions > 0 and action.doAction(0)


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

    def wait_says(self, text, limit=45):
        try:
            return wait_for(lambda: self.says(text), limit, f'“{text}”')
        except AssertionError as error:
            raise AssertionError(f'{error}; the screen says {self.words()}') from None

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

    def names(self, kind):
        """The names of all showing controls of that kind, for the message of a failure."""
        return [node.name for node in everything(self.app) if node.getRole() in ROLES[kind]]

    def wait_find(self, kind, name, index=0, limit=45, exact=False):
        try:
            return wait_for(lambda: self.find(kind, name, index, exact), limit, f'the {kind} “{name}”')
        except AssertionError as error:
            raise AssertionError(f'{error} among {self.names(kind)}') from None

    def press(self, name, index=0, kind='button', limit=45, exact=False):
        """Activates a control as assistive technology does."""
        node = self.wait_find(kind, name, index, limit, exact)
        if not act(node):
            # GTK 4.8 gives check buttons no action over AT-SPI: the keyboard does it.
            self.focus(node)
            key('space')
        time.sleep(0.1)

    def focus(self, node, most=80):
        """Goes to a control with the Tab key, as one without a mouse does."""
        for _ in range(most):
            if node.getState().contains(pyatspi.STATE_FOCUSED):
                return
            key('Tab')
        raise AssertionError(f'Tab never came to “{node.name}”')

    def holds(self, text):
        """Whether one of the entries on screen holds exactly this."""
        for node in everything(self.app):
            try:
                if node.getRole() not in ROLES['text']:
                    continue
                interface = node.queryText()
                if interface.getText(0, interface.characterCount) == text:
                    return True
            except Exception:
                continue
        return False

    def fill(self, name, text, index=0):
        """Puts text into the named entry."""
        node = self.wait_find('text', name, index)
        node.queryEditableText().setTextContents(text)
        time.sleep(0.1)
