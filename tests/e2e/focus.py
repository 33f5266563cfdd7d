# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the Tab key leads at a stop of the journey, and whether one reads in that order."""

import functools
import subprocess
import time

MOST_TABS = 120
PATIENCE = 0.5  # seconds until a focus that nobody tells of is taken to be in a text
SLACK = 4  # pixels by which neighbours in a row may stand higher or lower


class Focus:
    """Follows the keyboard focus. GTK 4.8 tells of it except in a text: that one counts as None."""

    def __init__(self):
        import pyatspi
        from gi.repository import GLib
        self.state = pyatspi.STATE_FOCUSED
        self.context = GLib.MainContext.default()
        self.told = []
        pyatspi.Registry.registerEventListener(self._on_event, 'object:state-changed:focused')

    def _on_event(self, event):
        if event.detail1:
            self.told.append(event.source)

    def _listen(self):
        while self.context.iteration(False):
            pass
        return self.told[-1] if self.told else None

    def _left(self, node):
        """Whether the focus has gone from there. What is told of it comes before this answer."""
        try:
            return not node.getState().contains(self.state)
        except Exception:  # it went away, and the focus with it
            return True

    def _press(self, key, before):
        self._listen()
        self.told.clear()
        subprocess.run(['xdotool', 'key', key], check=True)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            gone = before is not None and self._left(before)
            after = self._listen()
            if after is not None or gone:
                return after
            time.sleep(0.01)
        return None

    def round(self):
        """What Tab comes to, in order, until it begins again; the focus stays where it was."""
        seen, order, at = set(), [], None
        for _ in range(MOST_TABS):
            at = self._press('Tab', at)
            if at is not None and at.path in seen:
                break
            if at is not None:
                seen.add(at.path)
            order.append(at)
        else:
            raise AssertionError(f'Tab never came back, after {[name_of(node) for node in order]}')
        first = order.index(at)
        # To the first that was met, and one further back: there it stood.
        for _ in range(first + 1):
            self._press('shift+Tab', at)
            at = None
        return order


def name_of(node):
    try:
        return node.name if node is not None else '(a text)'
    except Exception:
        return '(gone)'


class Spot:
    """Where something is: its rectangle in the window, and the scrolled part around it."""

    def __init__(self, name, box, pane=None, pane_box=None):
        self.name, self.box = name, box
        self.pane, self.pane_box = pane, pane_box

    def beside(self, other):
        """This one's box to compare with the other's: what is scrolled stands where its part does,
        unless both are in the same."""
        return self.box if self.pane is None or self.pane == other.pane else self.pane_box


def find_spot(node):
    """None for what is not there any more."""
    import pyatspi
    try:
        spot = Spot(f'{node.getRoleName()} “{node.name}”', box_of(node))
        around = node.parent
        while around is not None and around.getRole() != pyatspi.ROLE_APPLICATION:
            if around.getRole() == pyatspi.ROLE_SCROLL_PANE:
                spot.pane, spot.pane_box = around.path, box_of(around)
            around = around.parent
        return spot
    except Exception:
        return None


def box_of(node):
    """Left, top, right, bottom."""
    import pyatspi
    at = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    return at.x, at.y, at.x + at.width, at.y + at.height


def goes_back(one, other):
    """Whether one who reads on from the first does not come to the other: it is neither below, nor
    further right in the row, nor in a column to the right of the same page."""
    left, top, right, bottom = one.beside(other)
    other_left, other_top, other_right, other_bottom = other.beside(one)
    below = other_top >= top + SLACK and not (other_bottom <= bottom and other_right <= left)
    in_row = other_top < bottom and other_bottom > top and other_left >= left - SLACK
    in_column = one.pane is not None and one.pane == other.pane and other_left >= right - SLACK
    return not (below or in_row or in_column)


def compare_places(one, other):
    """Which of two stands first: negative for the first of them."""
    box, other_box = one.beside(other), other.beside(one)
    higher = box[1] - other_box[1]
    return higher if abs(higher) > SLACK else box[0] - other_box[0]


def complaints(spots):
    """Where the order of a round is not the order of reading. It is one of a circle, and read from
    what stands first."""
    first = spots.index(min(spots, key=functools.cmp_to_key(compare_places)))
    read = spots[first:] + spots[:first]
    return [f'from {one.name} the focus goes back to {other.name}'
            for one, other in zip(read, read[1:]) if goes_back(one, other)]


def check_itself():
    """The judgement of orders, on some that are right and some that are wrong."""
    header = [Spot('back', (0, 0, 30, 30)), Spot('menu', (300, 2, 330, 30))]
    page = ('page', (0, 40, 330, 200))
    left = [Spot('name', (0, 50, 150, 80), *page), Spot('password', (0, 90, 150, 120), *page)]
    right = [Spot('news', (170, 50, 320, 80), *page), Spot('more', (170, 90, 320, 120), *page)]
    scrolled = [Spot('above', (0, -500, 100, -470), *page), Spot('below', (0, 150, 100, 180), *page)]
    bottom = [Spot('agree', (200, 210, 330, 240))]
    for fine in (header + left + right, left + right + header, header + scrolled + bottom,
                 scrolled[1:] + bottom + header + scrolled[:1]):
        assert not complaints(fine), complaints(fine)
    for wrong in (header + left[::-1] + right, header[::-1] + left, header + right + left,
                  header + scrolled[::-1] + bottom, header + bottom + scrolled,
                  [header[0], left[0], header[1], left[1]]):
        assert complaints(wrong), [spot.name for spot in wrong]
