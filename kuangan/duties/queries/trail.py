"""How what the duties room keeps in the audit trail reads: answers in the words of their form, causes, grounds."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.duties import kinds
from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import duty_of
from kuangan.duties.states import RedoTrigger
from kuangan.foundation.integrity.kinds import Named, declare_values, explain
from kuangan.plan.rules.dues import Duty, Evidence, FormField

_CAUSES = {
    "nightly": gettext_lazy("nightly run"),
    "plan changed": gettext_lazy("the plan changed"),
    "parameters changed": gettext_lazy("parameters changed"),
}


# house: unscoped — words only, no record is read
def declare() -> None:
    """Tell the audit viewer; called once when the room is ready."""
    declare_values(cause=_CAUSES, trigger=dict(RedoTrigger.choices))
    explain(kinds.FORM_SAVED, _answers)
    for kind in (kinds.FILE_ADDED, kinds.FILE_REMOVED, kinds.SIGNED, kinds.ACKNOWLEDGED):
        explain(kind, lambda event: _requirement(_specs(_duty(event))))


# house: unscoped — only the words of the plan are taken; the event itself was read within a scope
def _duty(event: Any) -> Duty | None:
    found = Assignment.rows.select_related("duty__version").filter(pk=event.object_id) if event.object_id else ()
    return next((duty_of(row) for row in found), None)


def _specs(duty: Duty | None) -> dict[str, Evidence]:
    """Every requirement of a duty by its key, with what is asked until a ledger supplies it."""
    asked = duty.evidence if duty else ()
    return {spec.key: spec for one in asked for spec in (one, *one.until_ledger)}


def _requirement(specs: dict[str, Evidence]) -> dict[str, Named]:
    labels = {key: spec.label for key, spec in specs.items()}
    return {"requirement": Named(_("requirement"), lambda value: str(labels.get(value, value)))}


def _answers(event: Any) -> dict[str, Named]:
    specs = _specs(_duty(event))
    spec = specs.get((event.details or {}).get("requirement", ""))
    fields = spec.fields if spec else ()
    return _requirement(specs) | {field.key: Named(field.label, _shown(field)) for field in fields}


def _shown(field: FormField) -> Any:
    """Rows of a table with the headings of its columns; other answers stay as they are."""
    if field.type != "table":
        return (lambda value: f"{value}{field.unit}") if field.unit and field.type == "number" else None
    headings = {column.key: column.label for column in field.columns}
    return lambda rows: "；".join(
        "，".join(f"{headings.get(key, key)}：{value}" for key, value in row.items() if value) for row in rows
    )
