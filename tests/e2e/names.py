#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On every page and dialog what a screen reader announces has a name: no control's is empty, and
nothing is called after its class, as an icon-only button is that nobody named. On a page no two
controls of a kind have the same one. `names.py [LANGUAGE]`."""

import re
import sys
import time
from collections import Counter

import desktop
from journey import Journey

QUIET = 0.7  # seconds for a transition to end
# What GTK, libadwaita and we call our classes: the name of what nobody gave one.
CLASSES = re.compile('(Gtk|Adw|Gdk|Houbu)[A-Z]')
# Built by the libraries out of parts that nobody can reach from outside: a whole window, and what
# the window of preferences has for several pages and a search.
FOREIGN = ('shortcuts',)
UNSHOWN = ('AdwViewSwitcher', 'AdwViewSwitcherTitle', 'AdwViewSwitcherBar', 'GtkSearchEntry')


def spoken_roles():
    """Roles that a screen reader announces by name; the others only hold something."""
    import pyatspi
    import walk
    return set().union(*(walk.ROLES[kind] for kind in ('button', 'check', 'text', 'label'))) | {
        pyatspi.ROLE_ALERT, pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_DIALOG, pyatspi.ROLE_FRAME,
        pyatspi.ROLE_IMAGE, pyatspi.ROLE_LEVEL_BAR, pyatspi.ROLE_LIST, pyatspi.ROLE_MENU,
        pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_PAGE_TAB, pyatspi.ROLE_PROGRESS_BAR,
        pyatspi.ROLE_SLIDER, pyatspi.ROLE_SPIN_BUTTON}


def is_control(node):
    """Whether one can do something with it."""
    import walk
    return any(node.getRole() in walk.ROLES[kind] for kind in ('button', 'check', 'text'))


def place(node):
    """The named things around it, from the inside out, for whoever has to find it."""
    names, around = [], node.parent
    while around is not None and len(names) < 3:
        if around.name and not CLASSES.match(around.name):
            names.append(f'“{around.name}”')
        around = around.parent
    return ' in '.join(names)


def everything(node):
    """All that can be heard at a stop."""
    import walk
    if walk.text_of(node) in UNSHOWN:
        return
    yield node
    for child in walk.children(node):
        yield from everything(child)


class Listener(Journey):
    """Hears the names at each stop."""

    def __init__(self, screen, language):
        super().__init__(screen, language, 'names')
        self.spoken = spoken_roles()
        self.stops = 0
        self.heard = 0
        self.complaints = []

    def hear(self, stop, node):
        """Judges the name of one thing; what is alike when it is one that can be used."""
        role, name = node.getRoleName(), node.name
        if node.getRole() not in self.spoken:
            return None
        self.heard += 1
        if CLASSES.match(name):
            self.complaints.append(f'{stop}: a {role} is called “{name}” in {place(node)}')
        if not is_control(node):
            return None
        if not name.strip():
            self.complaints.append(f'{stop}: a {role} has no name in {place(node)}')
        # Some buttons are made of two, the inner one called as the outer one.
        return (role, name) if node.parent.name != name else None

    def stop(self, name, dialog=False):
        from gi.repository import GLib
        time.sleep(QUIET)
        self.stops += 1
        if name in FOREIGN:
            return
        alike = Counter()
        for node in everything(self.window.app):
            try:
                alike[self.hear(name, node)] += 1
            except GLib.GError:  # it went away while we listened
                continue
        del alike[None]
        # A button of a dialog may say what one on the page below it says.
        if not dialog:
            self.complaints += [f'{name}: {number} × {role} “{said}”'
                                for (role, said), number in alike.items() if number > 1]


def main():
    language = sys.argv[1] if len(sys.argv) > 1 else 'zh_CN'
    with desktop.Desktop(keyring=False) as screen:
        listener = Listener(screen, language)
        listener.go()
    for complaint in listener.complaints:
        print(complaint)
    assert not listener.complaints, f'{len(listener.complaints)} names are wrong'
    print(f'{listener.stops} stops, {listener.heard} names')


if __name__ == '__main__':
    desktop.enter()
    main()
