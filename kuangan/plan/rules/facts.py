"""The facts a plan may ask about: names, kinds of value and the words people use for them.

A package may declare further facts of its own industry under ``facts:``; they are then known to the checks, but
only a registry that holds them can answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

Words: TypeAlias = str | Promise


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a mine or an authority.

    ``type`` is ``choice``, ``yes_no`` or ``number``; ``unit`` belongs to numbers (m, °), in the
    reader's words; ``holder`` says whose fact it is: ``mine``, ``authority`` or ``both``.
    """

    name: str
    label: Words
    type: str
    choices: Mapping[str, Words] = field(default_factory=dict)
    unit: Words = ""
    holder: str = "mine"


_KIND = {
    "open_pit": pgettext_lazy("fact", "open-pit mine"),
    "underground": pgettext_lazy("fact", "underground mine"),
    "tailings_pond": pgettext_lazy("fact", "tailings pond"),
    "dump_site": pgettext_lazy("fact", "dump site"),
    "emergency_bureau": pgettext_lazy("fact", "emergency management bureau"),
    "government": pgettext_lazy("fact", "government"),
    "department": pgettext_lazy("fact", "department"),
    "province": pgettext_lazy("fact", "province"),
}
_STATUS = {
    "producing": pgettext_lazy("fact", "normal production"),
    "construction": pgettext_lazy("fact", "under construction"),
    "technical_upgrade": pgettext_lazy("fact", "technical upgrade"),
    "merging": pgettext_lazy("fact", "merging"),
    "rectification": pgettext_lazy("fact", "rectification"),
    "resuming": pgettext_lazy("fact", "resuming work"),
    "long_stopped": pgettext_lazy("fact", "long stopped"),
    "construction_stopped": pgettext_lazy("fact", "construction stopped"),
    "pending_closure": pgettext_lazy("fact", "pending closure"),
    "closed": pgettext_lazy("fact", "closed"),
}
_HYDROGEOLOGY = {
    "simple": pgettext_lazy("fact", "simple"),
    "medium": pgettext_lazy("fact", "medium"),
    "complex": pgettext_lazy("fact", "complex"),
}
_WATCH = {"on_site": pgettext_lazy("fact", "on-site watch"), "contact": pgettext_lazy("fact", "contact watch")}
_SUPERVISOR = {
    "county_bureau": pgettext_lazy("fact", "county bureau"),
    "city_bureau": pgettext_lazy("fact", "city bureau"),
}
_LEVEL = {"city": pgettext_lazy("fact", "city level"), "county": pgettext_lazy("fact", "county level")}

FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("kind", pgettext_lazy("fact", "kind"), "choice", _KIND, holder="both"),
        Fact("status", pgettext_lazy("fact", "mine status"), "choice", _STATUS),
        Fact("people_working", pgettext_lazy("fact", "people working"), "yes_no"),
        Fact("slope_height_m", pgettext_lazy("fact", "slope height"), "number", unit=pgettext_lazy("unit", "m")),
        Fact("dump_height_m", pgettext_lazy("fact", "dump height"), "number", unit=pgettext_lazy("unit", "m")),
        Fact("slope_angle_deg", pgettext_lazy("fact", "slope angle"), "number", unit=pgettext_lazy("unit", "°")),
        Fact("below_grade", pgettext_lazy("fact", "below-grade pit"), "yes_no"),
        Fact("hydrogeology", pgettext_lazy("fact", "hydrogeology"), "choice", _HYDROGEOLOGY),
        Fact("flood_threat", pgettext_lazy("fact", "serious water threat"), "yes_no"),
        Fact("geological_threat", pgettext_lazy("fact", "possible geological disaster"), "yes_no"),
        Fact("severe_hazard", pgettext_lazy("fact", "severe disaster"), "yes_no"),
        Fact("overhead_pond", pgettext_lazy("fact", "overhead pond"), "yes_no"),
        Fact("has_contractors", pgettext_lazy("fact", "outsourced works"), "yes_no"),
        Fact("daily_supervisor", pgettext_lazy("fact", "daily supervision"), "choice", _SUPERVISOR),
        Fact("watch_mode", pgettext_lazy("fact", "mode of watch"), "choice", _WATCH),
        Fact("worrying", pgettext_lazy("fact", "judged worrying"), "yes_no"),
        Fact("level", pgettext_lazy("fact", "level"), "choice", _LEVEL, holder="authority"),
        Fact("has_mines", pgettext_lazy("fact", "mines in the region"), "yes_no", holder="authority"),
    )
}
SCOPE = {
    "full": pgettext_lazy("fact", "in full scope"),
    "watch": pgettext_lazy("fact", "under watch"),
    "out": pgettext_lazy("fact", "out of scope"),
}


def word_for(name: str, value: Any, facts: Mapping[str, Fact] = FACTS) -> Words:
    """The word for a fact's value: a choice's label, yes or no, a number with its unit; the bare value otherwise."""
    fact = facts.get(name)
    if value is None:
        return pgettext_lazy("fact", "not known")
    if isinstance(value, bool):
        return pgettext_lazy("fact", "yes") if value else pgettext_lazy("fact", "no")
    if fact is None:
        return str(value)
    if fact.type == "number":
        number = f"{value:g}" if isinstance(value, (int, float)) else str(value)
        return pgettext("measure", "%(value)s %(unit)s") % {"value": number, "unit": fact.unit} if fact.unit else number
    return fact.choices.get(str(value), str(value))
