"""YAML that somebody hands in: bounded before a value is built of it, and its reader's complaints in our words."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

LARGEST_CHARACTERS = 1_000_000
MOST_VALUES = 200_000
DEEPEST = 40
LONGEST_NUMBER = 40
_NUMBER = re.compile(r"[-+]?[0-9][0-9a-fA-FxXoO_:.]*")
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
_PROBLEMS = (
    ("mapping values are not allowed", gettext_noop("a second colon stands in this line, or the line above lacks one")),
    ("could not find expected ':'", gettext_noop("a colon is missing after a key")),
    (
        "cannot start any token",
        gettext_noop("a tab or a special character stands at the beginning; use spaces or quotes"),
    ),
    ("undefined alias", gettext_noop("an alias names an anchor that is not there")),
    ("unexpected end of stream", gettext_noop("a quote or a bracket is not closed")),
    ("expected <block end>", gettext_noop("the indentation does not fit the lines above")),
    ("but found", gettext_noop("a comma, a bracket or an indentation does not fit here")),
    ("escape", gettext_noop("a backslash within quotes is not written as it has to be")),
    ("special characters", gettext_noop("a control character stands in the text")),
)


class Unbounded(Exception):
    """The text would cost more than a file of this kind may; `line` counts from 1, the words are for people."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line, self.words = line, words


def check_bounds(text: str) -> None:
    """Size, depth, tags, values with aliases written out, and length of numbers, without building anything.

    Raises Unbounded, and yaml.YAMLError where the text is no YAML.
    """
    if len(text) > LARGEST_CHARACTERS:
        raise Unbounded(1, _("The file is larger than 1 MB."))
    tally = _Tally()
    for event in yaml.parse(text, _LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        words = tally.refusal(event)
        if words:
            raise Unbounded(line, words)


class _Tally:
    """Counts what stands so far; a list that is not closed has no size yet."""

    def __init__(self) -> None:
        self.sizes: dict[str, int | None] = {}
        self.above: list[tuple[str | None, int]] = []
        self.count = 0

    def refusal(self, event: Any) -> str:
        """Why the text is not read on from this event; empty while it is within bounds."""
        if getattr(event, "tag", None) not in (None, "!"):
            return _("A tag with an exclamation mark is not taken here.")
        words = ""
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(event.anchor)
            if len(self.above) > DEEPEST:
                words = _("More than %(most)s levels stand within each other.") % {"most": DEEPEST}
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self.above.pop()
            self._name(anchor, self.count - before)
        elif isinstance(event, yaml.ScalarEvent):
            self.count += 1
            self._name(event.anchor, 1)
            if len(event.value) > LONGEST_NUMBER and event.implicit[0] and _NUMBER.fullmatch(event.value):
                words = _("A number here has more than %(most)s digits.") % {"most": LONGEST_NUMBER}
        elif isinstance(event, yaml.AliasEvent):
            size = self.sizes.get(str(event.anchor), 0)
            if size is None:
                return _("An alias here stands for something that holds itself.")
            self.count += size
        if not words and self.count > MOST_VALUES:
            words = _("More than %(most)s values, aliases written out.") % {"most": MOST_VALUES}
        return words

    def _open(self, anchor: str | None) -> None:
        self.above.append((anchor, self.count))
        self._name(anchor, None)
        self.count += 1

    def _name(self, anchor: str | None, size: int | None) -> None:
        if anchor:
            self.sizes[anchor] = size


def spoken(error: yaml.YAMLError) -> str:
    """What is wrong, as part of a sentence; never the English of the reader."""
    problem = str(getattr(error, "problem", None) or error)
    for sign, words in _PROBLEMS:
        if sign in problem:
            return _(words)
    return _("the text is not written as YAML has to be")
