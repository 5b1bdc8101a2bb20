"""How what the registry keeps in the audit trail reads: facts with their values, amended fields, posts and kinds."""

from typing import Any

from kuangan.foundation.integrity.kinds import Named, declare_values, explain
from kuangan.registry import kinds
from kuangan.registry.models import Enterprise, Mine
from kuangan.registry.rules.facts import FACT_TYPES
from kuangan.registry.states import MineKind, Post


# house: unscoped — words only, no record is read
def declare() -> None:
    """Tell the audit viewer; called once when the room is ready."""
    declare_values(mine_kind=dict(MineKind.choices), post=dict(Post.choices))
    explain(kinds.FACTS_CHANGED, _facts)
    explain(kinds.MINE_AMENDED, lambda event: _fields(Mine, event))
    explain(kinds.ENTERPRISE_AMENDED, lambda event: _fields(Enterprise, event))


def _facts(event: Any) -> dict[str, Named]:
    stored = {*(event.before or {}), *(event.after or {})} & set(FACT_TYPES)
    return {name: Named(FACT_TYPES[name].label, FACT_TYPES[name].shown) for name in stored}


def _fields(model: Any, event: Any) -> dict[str, Named]:
    """The model's own words for its fields and their choices."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    stored = {*(event.before or {}), *(event.after or {})} & set(fields)
    return {name: Named(fields[name].verbose_name, _choice(dict(fields[name].flatchoices))) for name in stored}


def _choice(choices: dict[Any, Any]) -> Any:
    return (lambda value: str(choices.get(value, value))) if choices else None
