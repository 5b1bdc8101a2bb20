"""References inside a package: ids used once, everything named exists."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.authority.roles import Role

from ..rules.binding import BEARER_LEVELS, binds, kinds_of
from ..rules.facts import FACTS
from ..rules.parameters import typed
from ..rules.phrases import BEARERS
from .building import build
from .checking_forms import form_rules, forms_below, occasions
from .findings import ERROR, WARNING, Finding, at
from .reading import Source, ValuePath

UNIQUE = {
    "clauses": "id", "phases": "id", "parameters": "id", "scope": "id", "duties": "id", "lists": "id",
    "returns": "id", "targets": "id", "principles": "id", "decisions": "id", "facts": "name",
}  # fmt: skip
KINDS = {
    "clause": pgettext_lazy("plan part", "clause"),
    "phase": pgettext_lazy("plan part", "phase"),
    "parameter": pgettext_lazy("plan part", "parameter"),
    "chain": pgettext_lazy("plan part", "chain"),
    "reminder": pgettext_lazy("plan part", "reminder"),
    "list": pgettext_lazy("plan part", "list"),
    "duty": pgettext_lazy("plan part", "duty"),
    "fact": pgettext_lazy("plan part", "fact"),
    "evidence": pgettext_lazy("plan part", "evidence"),
    "role": pgettext_lazy("plan part", "role"),
}


def references(source: Source) -> list[Finding]:
    """Doubled ids, names of things that do not exist, parameter defaults outside what they allow."""
    found = [*_doubles(source), *_missing(source)]
    return found or [
        *_defaults(source),
        *_titles(source),
        *_returns(source),
        *occasions(source),
        *_above(source),
        *form_rules(source),
        *_unused(source),
    ]


def _doubles(source: Source) -> Iterator[Finding]:
    for section, key in UNIQUE.items():
        seen: set[Any] = set()
        for number, item in enumerate(source.data.get(section, ())):
            if item[key] in seen:
                message = _("“%(name)s” is used twice in %(section)s.") % {"name": item[key], "section": section}
                yield at(source, (section, number, key), ERROR, message, _("Give one of them another name."))
            seen.add(item[key])


def _known(data: dict[str, Any]) -> dict[str, set[str]]:
    def names(section: str, key: str = "id") -> set[str]:
        return {item[key] for item in data.get(section, ())}

    return {
        "clause": names("clauses"),
        "phase": names("phases"),
        "parameter": names("parameters"),
        "chain": set(data.get("chains", ())),
        "reminder": set(data.get("reminders", ())),
        "list": names("lists"),
        "duty": names("duties"),
        "role": {str(role.value) for role in Role},
        "fact": set(FACTS) | names("facts", "name"),
    }


def _missing(source: Source) -> Iterator[Finding]:
    known = _known(source.data)
    for kind, name, path in [*_walk(source.data, ()), *_plain_names(source.data)]:
        if name not in known.get(kind, ()):
            message = _("There is no %(kind)s “%(name)s”.") % {"kind": KINDS[kind], "name": name}
            near = get_close_matches(name, known.get(kind, ()), 1)
            mend = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else _("Add it, or correct the name.")
            yield at(source, path, ERROR, message, mend)


def _walk(value: Any, path: ValuePath) -> Iterator[tuple[str, str, ValuePath]]:
    """Every name of something, anywhere: (what it names, the name, where)."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, (*path, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            here = (*path, key)
            if key == "clauses" and path:
                yield from (("clause", name, (*here, number)) for number, name in enumerate(item))
            elif key == "parameter" and isinstance(item, str):
                yield "parameter", item, here
            elif key == "fact" and isinstance(item, str):
                yield "fact", item, here
            elif key in ("arguments", "derive"):
                continue
            else:
                yield from _walk(item, here)


def _plain_names(data: dict[str, Any]) -> Iterator[tuple[str, str, ValuePath]]:
    """Names under keys that mean different things in different places."""
    for section, key, kind in (
        ("phases", "clause", "clause"),
        ("clauses", "parent", "clause"),
        ("returns", "duty", "duty"),
        ("duties", "phase", "phase"),
    ):
        for number, item in enumerate(data.get(section, ())):
            if item.get(key):
                yield kind, item[key], (section, number, key)
    for number, item in enumerate(data.get("parameters", ())):
        for position, role in enumerate(item["set_by"]):
            yield "role", role, ("parameters", number, "set_by", position)
    for number, duty in enumerate(data["duties"]):
        yield from _duty_names(duty, ("duties", number))


def _duty_names(duty: dict[str, Any], path: ValuePath) -> Iterator[tuple[str, str, ValuePath]]:
    cadence = duty["cadence"] if isinstance(duty["cadence"], dict) else {}
    if "on_answer" in cadence:
        yield "duty", cadence["on_answer"]["duty"], (*path, "cadence", "on_answer", "duty")
    named = cadence.get("on_delivery", [])
    for position, name in enumerate([named] if isinstance(named, str) else named):
        here: ValuePath = (*path, "cadence", "on_delivery")
        yield "duty", name, here if isinstance(named, str) else (*here, position)
    for key, kind in (("chain", "chain"), ("reminders", "reminder")):
        if isinstance(duty.get(key), str):
            yield kind, duty[key], (*path, key)
    for name in duty.get("when", ()):
        yield "parameter", name, (*path, "when", name)
    for here, form in forms_below(duty["evidence"], (*path, "evidence")):
        for position, rule in enumerate(form.get("rules", ())):
            yield from (("duty", name, (*here, "rules", position, "redo")) for name in rule.get("redo", ()))
    for position, evidence in enumerate(duty["evidence"]):
        if "list" in evidence:
            yield "list", evidence["list"], (*path, "evidence", position, "list")


def _defaults(source: Source) -> Iterator[Finding]:
    package = build(source.data)
    for number, parameter in enumerate(package.parameters):
        try:
            typed(parameter, parameter.default)
        except ValueError as error:
            message = _("The default of “%(name)s” is not a value it allows.") % {"name": parameter.id}
            yield at(source, ("parameters", number, "default"), ERROR, message, str(error))


def _titles(source: Source) -> Iterator[Finding]:
    """Keys inside a duty's evidence are unique; what they replace exists."""
    for number, duty in enumerate(source.data["duties"]):
        keys = [evidence["key"] for evidence in duty["evidence"]]
        for position, evidence in enumerate(duty["evidence"]):
            path: ValuePath = ("duties", number, "evidence", position)
            if keys.index(evidence["key"]) != position:
                names = {"name": evidence["key"], "section": "evidence"}
                message = _("“%(name)s” is used twice in %(section)s.") % names
                yield at(source, (*path, "key"), ERROR, message, _("Give one of them another name."))
            replaced = evidence.get("instead_of")
            if replaced and replaced not in keys:
                message = _("There is no %(kind)s “%(name)s”.") % {"kind": KINDS["evidence"], "name": replaced}
                yield at(source, (*path, "instead_of"), ERROR, message, _("Add it, or correct the name."))


def _above(source: Source) -> Iterator[Finding]:
    """No duty is laid upon a body above the issuer: it would be derived for nobody who could see it."""
    region = source.data["issuer"]["region"]
    for number, duty in enumerate(source.data["duties"]):
        for kind, path in kinds_of(duty["bearer"]):
            if not binds(region, BEARER_LEVELS.get(kind, "")):
                names = {"title": duty["title"], "bearer": BEARERS[kind], "issuer": source.data["issuer"]["name"]}
                message = _("“%(title)s” lies upon the %(bearer)s, which stands above %(issuer)s.") % names
                mend = _("Say it under principles, with by: and who does it; a plan binds only those below or beside.")
                yield at(source, ("duties", number, "bearer", *path), ERROR, message, mend)


def _returns(source: Source) -> Iterator[Finding]:
    """Every field a return lists stands in the form of its duty."""
    package = build(source.data)
    for number, item in enumerate(package.returns):
        forms = [each for each in package.duty(item.duty).evidence if each.key == item.form and each.kind == "form"]
        fields = {field.key for form in forms for field in form.fields}
        for position, section in enumerate(item.sections):
            for name in (name for name in section.fields if name not in fields):
                message = _("The form of this return has no field “%(name)s”.") % {"name": name}
                path: ValuePath = ("returns", number, "sections", position, "fields")
                yield at(source, path, ERROR, message, _("Add it, or correct the name."))


def _unused(source: Source) -> Iterator[Finding]:
    """A parameter that nothing in the package looks up changes nothing, whatever it is set to."""
    used = {name for kind, name, _path in _walk(source.data, ()) if kind == "parameter"}
    used |= {name for duty in source.data["duties"] for name in duty.get("when", ())}
    for number, parameter in enumerate(source.data.get("parameters", ())):
        if parameter["id"] not in used:
            message = _("Nothing depends on the parameter “%(name)s”.") % {"name": parameter["id"]}
            yield at(source, ("parameters", number), WARNING, message, _("Let a duty use it, or take it away."))
