"""What was submitted, as the page and the receipt show it: answers, figures and lists with their rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuangan.duties.queries.frozen import Frozen
from kuangan.duties.rules.figures import Figure, Later, cells_of
from kuangan.duties.rules.filling import differences, reason_key
from kuangan.foundation.ui.rules import listed
from kuangan.plan.rules.dues import Evidence

Labels = Mapping[str, Evidence]


@dataclass(slots=True)
class Line:
    """One answer: its label, the value in words, what the ledger had otherwise, and for a table its cells."""

    label: str
    value: str = ""
    beside: str = ""
    rows: list[list[Any]] = field(default_factory=list)


@dataclass(slots=True)
class Shown:
    """A figure with what it covers. `heads` and `rows` of a list; `later`: new and changed rows since, by heading."""

    label: str
    value: str
    cover: str
    heads: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    kept: bool = True
    since: str = ""
    later: list[tuple[str, list[list[Any]]]] = field(default_factory=list)


def label_of(labels: Labels, key: str) -> str:
    """The name of a requirement; of a field of a form `requirement.field` its own name."""
    spec = labels.get(key)
    if spec is not None:
        return spec.label
    form, _dot, name = key.partition(".")
    fields = labels[form].fields if form in labels else ()
    return next((item.label for item in fields if item.key == name), key)


def figures_of(frozen: Frozen, labels: Labels) -> list[Shown]:
    """The figures and lists that do not belong to a form."""
    return [
        _shown(label_of(labels, key), labels.get(key), figure, frozen.later.get(key))
        for key, figure in frozen.figures.items()
        if "." not in key
    ]


def _shown(label: str, spec: Evidence | None, figure: Figure, later: Later | None) -> Shown:
    value = figure.answer
    if figure.rows is not None:
        value = _("%(count)d lines") % {"count": len(figure.rows)}
    elif spec is not None and (spec.value is True or spec.kind == "list"):
        value = _("yes") if figure.value else _("no")
    shown = Shown(label, value, figure.cover.words, [head for _key, head in figure.columns], figure.table())
    shown.kept = figure.rows is not None or spec is None or spec.kind != "list"
    if later is not None:
        shown.since = later.words
        parts = ((_("New since"), later.added), (_("Changed since"), later.changed), (_("No longer there"), later.gone))
        shown.later = [(title, cells_of(figure.columns, rows)) for title, rows in parts if rows]
    return shown


def forms_of(frozen: Frozen, labels: Labels) -> list[tuple[str, list[Line]]]:
    """The answers by form, each figure of a ledger in its place and said so."""
    names = [
        *frozen.submission.content.get("forms", {}),
        *(key.partition(".")[0] for key in frozen.figures if "." in key),
    ]
    return [(label_of(labels, key), _lines(frozen, labels.get(key), key)) for key in dict.fromkeys(names)]


def _lines(frozen: Frozen, spec: Evidence | None, key: str) -> list[Line]:
    typed = dict(frozen.submission.content.get("forms", {}).get(key, {}))
    known = {
        name.partition(".")[2]: figure.answer for name, figure in frozen.figures.items() if name.startswith(f"{key}.")
    }
    fields = spec.fields if spec is not None else ()
    differing = {one.key: one for one in differences(fields, typed, known)}
    lines = []
    for name, value in _in_order(fields, {**known, **typed}):
        if value in (None, "") or name.endswith(reason_key("")):
            continue
        item = next((one for one in fields if one.key == name), None)
        line = _answer(item, name, value)
        if name in differing:
            line.beside = _("the ledger has %(value)s; reason given: %(reason)s") % {
                "value": differing[name].ledger, "reason": differing[name].reason or _("none"),
            }  # fmt: skip
        elif name in known:
            change = frozen.later.get(f"{key}.{name}")
            line.beside = listed(_("from the ledger"), change.words if change else "")
        lines.append(line)
    return lines


def _in_order(fields: Any, values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    ordered = [item.key for item in fields if item.key in values]
    return [(name, values[name]) for name in [*ordered, *(name for name in values if name not in ordered)]]


def _answer(item: Any, name: str, value: Any) -> Line:
    label = item.label if item is not None else name
    if isinstance(value, list):
        columns = [(column.key, column.label) for column in item.columns] if item is not None else []
        return Line(label, rows=[[title for _key, title in columns], *cells_of(columns, value)])
    if isinstance(value, bool):
        return Line(label, _("yes") if value else _("no"))
    return Line(label, f"{value}{item.unit if item is not None else ''}")
