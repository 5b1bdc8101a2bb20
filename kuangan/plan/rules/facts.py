"""The facts a plan may ask about: names, kinds of value and the words people use for them.

A package may declare further facts of its own industry under ``facts:``; they are then known to the checks, but
only a registry that holds them can answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a mine or an authority.

    ``type`` is ``choice``, ``yes_no`` or ``number``; ``unit`` belongs to numbers (m, deg); ``holder`` says whose
    fact it is: ``mine``, ``authority`` or ``both``.
    """

    name: str
    label: Words
    type: str
    choices: Mapping[str, Words] = field(default_factory=dict)
    unit: str = ""
    holder: str = "mine"


_KIND = {
    "open_pit": _("open-pit mine"),
    "underground": _("underground mine"),
    "tailings_pond": _("tailings pond"),
    "dump_site": _("dump site"),
    "emergency_bureau": _("emergency management bureau"),
    "government": _("government"),
    "department": _("department"),
    "province": _("province"),
}
_STATUS = {
    "producing": _("normal production"),
    "construction": _("under construction"),
    "technical_upgrade": _("technical upgrade"),
    "merging": _("merging"),
    "rectification": _("rectification"),
    "resuming": _("resuming work"),
    "long_stopped": _("long stopped"),
    "construction_stopped": _("construction stopped"),
    "pending_closure": _("pending closure"),
    "closed": _("closed"),
}
_HYDROGEOLOGY = {"simple": _("simple"), "medium": _("medium"), "complex": _("complex")}
_WATCH = {"on_site": _("on-site watch"), "contact": _("contact watch")}
_LEVEL = {"city": _("city level"), "county": _("county level")}

FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("kind", _("kind"), "choice", _KIND, holder="both"),
        Fact("status", _("mine status"), "choice", _STATUS),
        Fact("people_working", _("people working"), "yes_no"),
        Fact("slope_height_m", _("slope height"), "number", unit="m"),
        Fact("dump_height_m", _("dump height"), "number", unit="m"),
        Fact("slope_angle_deg", _("slope angle"), "number", unit="°"),
        Fact("below_grade", _("below-grade pit"), "yes_no"),
        Fact("hydrogeology", _("hydrogeology"), "choice", _HYDROGEOLOGY),
        Fact("flood_threat", _("serious water threat"), "yes_no"),
        Fact("geological_threat", _("possible geological disaster"), "yes_no"),
        Fact("severe_hazard", _("severe disaster"), "yes_no"),
        Fact("overhead_pond", _("overhead pond"), "yes_no"),
        Fact("has_contractors", _("outsourced works"), "yes_no"),
        Fact("watch_mode", _("mode of watch"), "choice", _WATCH),
        Fact("worrying", _("judged worrying"), "yes_no"),
        Fact("level", _("level"), "choice", _LEVEL, holder="authority"),
        Fact("has_mines", _("mines in the region"), "yes_no", holder="authority"),
    )
}
SCOPE = {"full": _("in full scope"), "watch": _("under watch"), "out": _("out of scope")}


def word_for(name: str, value: Any, facts: Mapping[str, Fact] = FACTS) -> Words:
    """The word for a fact's value: a choice's label, yes or no, a number with its unit; the bare value otherwise."""
    fact = facts.get(name)
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if fact is None:
        return str(value)
    if fact.type == "number":
        return f"{value:g} {fact.unit}".strip() if isinstance(value, (int, float)) else f"{value} {fact.unit}".strip()
    return fact.choices.get(str(value), str(value))
