"""Names against what this installation supplies: one that nothing answers is an error, unless the package says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from ..rules.facts import FACTS
from ..rules.supplies import EVENT, FACT, MEASURE, WORDS, Supply, supplied
from .asked_names import Asked, asked_by
from .findings import ERROR, WARNING, Finding, at
from .reading import Source

NEAREST = 3


def unsupplied(source: Source) -> list[Finding]:
    """Errors: names that nobody supplies and nothing is awaited for, values that do not exist, duties that their own
    fulfilment would give rise to. Warnings: `awaits` for what is supplied."""
    found: list[Finding] = []
    answered = {kind: supplied(kind) for kind in WORDS}
    for _section, _part, item in asked_by(source.data):
        for finding in _judged(source, item, answered[item.kind]):
            if finding not in found:
                found.append(finding)
    return [*found, *_own_proof(source, answered[EVENT])]


def _judged(source: Source, item: Asked, names: Mapping[str, Supply]) -> Iterator[Finding]:
    words = {"kind": WORDS[item.kind], "name": item.name}
    if item.name not in names:
        if not item.awaits:
            message = _("Nobody supplies the %(kind)s “%(name)s” in this installation.") % words
            yield at(source, item.path, ERROR, message, _mend(item, names))
        return
    if item.awaits:
        message = _("The %(kind)s “%(name)s” is supplied here, yet the package awaits it.") % words
        yield at(source, item.path, WARNING, message, _("Take “awaits” away."))
    if item.kind == FACT:
        yield from _values(source, item)
    elif item.kind in (EVENT, MEASURE):
        yield from _details(source, item, names[item.name])


def _mend(item: Asked, names: Mapping[str, Supply]) -> str:
    near = get_close_matches(item.name, names, NEAREST, 0.5)
    awaiting = _("If it is to come, write awaits: and what will supply it.")
    if not near:
        return awaiting
    return _("Nearest: %(names)s.") % {"names": ", ".join(near)} + " " + awaiting


def _values(source: Source, item: Asked) -> Iterator[Finding]:
    """A fact is compared with a value that it can have."""
    fact = FACTS.get(item.name)
    declared = next((each for each in source.data.get("facts", ()) if each["name"] == item.name), None)
    choices = (declared or {}).get("choices") or (fact.choices if fact else {})
    for value in item.details.get("value", ()):
        if choices and value not in choices:
            yield _no_such(source, item, value, choices)


def _details(source: Source, item: Asked, supply: Supply) -> Iterator[Finding]:
    """An event carries what is matched, a measure takes what is passed on, and the values exist."""
    for key, wanted in item.details.items():
        if key not in supply.details:
            yield _no_such(source, item, key, supply.details)
            continue
        values, allowed = wanted if isinstance(wanted, (list, tuple)) else [wanted], supply.details[key]
        for value in values:
            if allowed is not None and str(value) not in allowed:
                yield _no_such(source, item, str(value), allowed)


def _no_such(source: Source, item: Asked, value: str, allowed: Any) -> Finding:
    names = {"kind": WORDS[item.kind], "name": item.name, "value": value}
    message = _("The %(kind)s “%(name)s” knows no “%(value)s”.") % names
    known = ", ".join(sorted(str(each) for each in allowed))
    mend = _("Write one of: %(names)s.") % {"names": known} if known else _("Leave it out.")
    return at(source, item.path, ERROR, message, mend)


def _own_proof(source: Source, events: Mapping[str, Supply]) -> Iterator[Finding]:
    """A duty that arises only once the record of its own fulfilment is there would never be owed in time."""
    for number, duty in enumerate(source.data["duties"]):
        cadence = duty["cadence"] if isinstance(duty["cadence"], Mapping) else {}
        event = events.get(cadence.get("on_event", ""))
        for position, evidence in enumerate(duty["evidence"] if event else ()):
            if event and evidence.get("measure") in event.proves and evidence.get("required", True):
                names = {"title": duty["title"], "event": cadence["on_event"], "label": evidence["label"]}
                yield at(
                    source, ("duties", number, "evidence", position), ERROR,
                    _("“%(title)s” would arise from its own fulfilment: “%(event)s” is recorded with “%(label)s”.")
                    % names,
                    _("Let it arise from what makes it necessary, not from what fulfils it."),
                )  # fmt: skip
    yield from _circles(source)


def _circles(source: Source) -> Iterator[Finding]:
    """Duties that wait for the delivery of one another, or for their own."""
    waits = {duty["id"]: _delivered_first(duty["cadence"]) for duty in source.data["duties"]}
    for number, duty in enumerate(source.data["duties"]):
        if duty["id"] in _before(duty["id"], waits):
            message = _("“%(title)s” would arise from its own delivery.") % {"title": duty["title"]}
            mend = _("Let it arise from what makes it necessary, not from what fulfils it.")
            yield at(source, ("duties", number, "cadence"), ERROR, message, mend)


def _delivered_first(cadence: Any) -> tuple[str, ...]:
    """The duties one of which has to be delivered before this one arises; none where it arises otherwise."""
    if not isinstance(cadence, Mapping):
        return ()
    if "on_answer" in cadence:
        return (cadence["on_answer"]["duty"],)
    named = cadence.get("on_delivery", ())
    return (named,) if isinstance(named, str) else tuple(named)


def _before(duty: str, waits: Mapping[str, tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    left = list(waits[duty])
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += waits.get(name, ())
    return seen
