#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On every page and dialog what a screen reader announces has a name: no control's is empty, and
nothing is called after its class, as an icon-only button is that nobody named. On a page no two
controls of a kind have the same one. Where Tab leads is something with a name and a role that can be
used, in the order in which one reads; where a field was wrong, the focus is in the first such field.
What is ticked, and what cannot be used, says so. `names.py [LANGUAGE]`.

At the end an interface that lacks one label has to be found wanting."""

import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import desktop
import focus
from backend import ROOT
from journey import Journey

QUIET = 0.3  # seconds for what was pressed to be there
# What GTK, libadwaita and we call our classes: the name of what nobody gave one.
CLASSES = re.compile('(Gtk|Adw|Gdk|Houbu)[A-Z]')
# Built by the libraries out of parts that nobody can reach from outside: a whole window, and what
# the window of preferences has for several pages and a search.
FOREIGN = ('shortcuts',)
# The keys of a menu are the arrows.
NO_TAB = ('menu', 'shortcuts')
# The field that is wrong there.
WRONG = {'welcome-problem': 'Address', 'sign-in-problem': 'Password',
         'qualification-problem': "Document number, as in the school's record"}
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
    """Hears the names at each stop, and goes round it by Tab."""

    def __init__(self, screen, language, **environment):
        super().__init__(screen, language, 'names', **environment)
        self.spoken = spoken_roles()
        self.focus = focus.Focus()
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

    def go_round(self, stop):
        """What Tab comes to, and in which order."""
        import pyatspi
        spots = []
        for node in self.focus.round():
            spot = focus.find_spot(node) if node is not None else None
            # A text, or it went away meanwhile; and a toast stands where it stands.
            if spot is None or node.name == self.words('Close this message'):
                continue
            if not node.name.strip() or CLASSES.match(node.name):
                self.complaints.append(f'{stop}: Tab leads to a {spot.name} in {place(node)}')
            if node.getRole() not in self.spoken | {pyatspi.ROLE_LIST_ITEM, pyatspi.ROLE_SCROLL_PANE}:
                self.complaints.append(f'{stop}: Tab leads to what has no role of use: {spot.name}')
            if not node.getState().contains(pyatspi.STATE_SENSITIVE):
                self.complaints.append(f'{stop}: Tab leads to what cannot be used: {spot.name}')
            spots.append(spot)
        self.complaints += [f'{stop}: {what}' for what in focus.complaints(spots)]

    def try_wrong_field(self, stop, title):
        """What is typed after a mistake goes into the field that is wrong, which says that it is."""
        import pyatspi
        field = self.window.wait_find('text', title)
        # What GTK 4.8 makes of it.
        if not field.getState().contains(pyatspi.STATE_INVALID):
            self.complaints.append(f'{stop}: “{title}” does not say that it is wrong')
        text = field.queryText()
        before = text.getText(0, text.characterCount)
        self.screen.key('q')
        try:
            desktop.wait_for(lambda: text.getText(0, text.characterCount) != before, 10, 'the letter')
        except AssertionError:
            self.complaints.append(f'{stop}: the focus is not in “{title}”')
        self.screen.key('BackSpace')

    def is_ticked(self, node, beginning):
        import pyatspi
        import walk
        from gi.repository import GLib
        try:
            return (node.getRole() in walk.ROLES['check'] and node.name.startswith(beginning)
                    and node.getState().contains(pyatspi.STATE_CHECKED))
        except GLib.GError:  # it went away while we looked
            return False

    def states(self, stop):
        """What is ticked there, and what cannot be used yet."""
        ticked = {'written-ticked': 'Take {subject} at {campus}', 'cancel-dialog-other': 'Another reason'}
        waiting = {'agreement': '_Agree', 'confirm': '_Save and Continue',
                   'cancel-dialog': '_Give Up the Place'}
        if stop in ticked:
            beginning = self.words.begin(ticked[stop])
            number = sum(self.is_ticked(node, beginning) for node in everything(self.window.app))
            if number != 1:
                self.complaints.append(f'{stop}: {number} of {beginning}… are ticked')
        if stop in waiting and self.window.find('button', self.words.label(waiting[stop]), exact=True):
            self.complaints.append(f'{stop}: {waiting[stop]} says that it can be used')

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
        self.states(name)
        if name not in NO_TAB:
            self.go_round(name)
        if name in WRONG:
            self.try_wrong_field(name, self.words(WRONG[name]))


class Enough(Exception):
    """The first stop is behind us."""


class Visitor(Listener):
    """Hears the first stop only."""

    def stop(self, name, dialog=False):
        super().stop(name, dialog)
        raise Enough


def miss_a_label(language, folder):
    """One label is taken out of a copy of the window's template: the walk has to say where."""
    template = (ROOT / 'ui/houbu-window.ui').read_text(encoding='utf-8')
    named = '<property name="label" translatable="yes">Main Menu</property>'
    assert template.count(named) == 1
    Path(folder, 'houbu-window.ui').write_text(template.replace(named, ''), encoding='utf-8')
    with desktop.Desktop(keyring=False) as screen:
        visitor = Visitor(screen, language, G_RESOURCE_OVERLAYS=f'/org/houbu/Houbu/ui={folder}')
        try:
            visitor.go()
        except Enough:
            pass
    assert any(said.startswith('welcome: a push button') for said in visitor.complaints), \
        f'a label is missing, and nobody complains of it: {visitor.complaints}'


def main():
    language = sys.argv[1] if len(sys.argv) > 1 else 'zh_CN'
    focus.check_itself()
    with tempfile.TemporaryDirectory(prefix='houbu-names-') as folder:
        miss_a_label(language, folder)
    with desktop.Desktop(keyring=False) as screen:
        listener = Listener(screen, language)
        try:
            listener.go()
        finally:
            for complaint in listener.complaints:
                print(complaint)
    assert not listener.complaints, f'{len(listener.complaints)} names are wrong'
    print(f'{listener.stops} stops, {listener.heard} names')


if __name__ == '__main__':
    desktop.enter()
    main()
