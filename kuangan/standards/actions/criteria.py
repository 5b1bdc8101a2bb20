"""Loading determination criteria (判定标准) as a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import kinds, rules
from kuangan.standards.actions.storing import head, stored_version
from kuangan.standards.models import Criterion, CriterionSet

_TEXTS = ("urn", "version", "title", "document_number", "issuer", "repeals", "supplements", "source")


@transaction.atomic
def load_criteria(actor: Actor, data: Mapping[str, Any]) -> CriterionSet:
    """Take determination criteria in as a new version, whole or not at all.

    The same content under the same version is answered with the stored version. Raises Refused with every problem of
    the content, or when the version exists with other content: what was loaded is never edited.
    """
    require(actor, "standards.load")
    if found := rules.criteria_problems(data):
        raise Refused(" ".join(found))
    digest = rules.content_hash(data)
    if stored := stored_version(CriterionSet, data, digest):
        return stored
    made = CriterionSet(
        **head(data, _TEXTS),
        issued_on=data.get("issued_on"),
        effective_from=data["effective_from"],
        effective_to=data.get("effective_to"),
        content_hash=digest,
        loaded_by=actor.name[:100],
    )
    made.save()
    lines = rules.lines(data)
    _write(made, lines)
    record(
        actor, kinds.CRITERIA_LOADED, made, urn=made.urn, version=made.version, items=data["items_total"],
        content_hash=digest,
    )  # fmt: skip
    return made


def _write(made: CriterionSet, lines: list[rules.Line]) -> None:
    """Items first, then their sub-items: two statements."""
    texts = {line.code: line.text for line in lines}
    rows = {
        line.code: Criterion(
            criterion_set=made, code=line.code, position=position, mine_kind=line.mine_kind, text=line.text,
            wording=line.wording,
        )
        for position, line in enumerate(lines, start=1)
    }  # fmt: skip
    for line in lines:
        row = rows[line.code]
        row.search_text = rules.criterion_search_text(line.code, row.label, line.text, texts.get(line.parent, ""))
    items = Criterion.objects.bulk_create(rows[line.code] for line in lines if not line.parent)
    by_code = {row.code: row for row in items}
    below = [line for line in lines if line.parent]
    for line in below:
        rows[line.code].parent = by_code[line.parent]
    Criterion.objects.bulk_create(rows[line.code] for line in below)
