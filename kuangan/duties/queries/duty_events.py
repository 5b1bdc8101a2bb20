"""Events that duties of the same plan give rise to: that one was delivered, and how a form of it was answered.

What was delivered counts, never a draft. A delivery that is taken back or thrown out gives rise to nothing any more,
and neither does an answer that a later delivery has corrected; what it had opened then ends with that reason.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from kuangan.duties.models import Submission
from kuangan.duties.rules.planning import Occurrence
from kuangan.duties.states import SubmissionState
from kuangan.foundation.kernel import clock
from kuangan.plan.rules.dues import ANSWER, DELIVERY, Cadence, Duty
from kuangan.plan.rules.parts import PlanPackage

RISING = (ANSWER, DELIVERY)
_STANDING = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED)
_WHY = "derivation works for the whole plan"
_LONGEST_KEY = 70
"""With the word before it, what the column of the period holds."""


class Raised(NamedTuple):
    """What a delivery gave rise to, the mine it was about (None for a body's own duty) and the region."""

    occurrence: Occurrence
    mine_id: int | None
    region_code: str


def raised(plan_id: int, cadence: Cadence, mine_ids: set[int] | None = None) -> Iterator[Raised]:
    """What the deliveries of a plan gave rise to for this cadence, optionally only those about these mines."""
    rows = Submission.objects.unscoped(_WHY).filter(
        assignment__plan_id=plan_id, assignment__duty_slug__in=cadence.match["duty"], state__in=_STANDING
    )
    if mine_ids is not None:
        rows = rows.filter(assignment__mine_id__in=mine_ids)
    found = rows.order_by("assignment_id", "submitted_at", "id").values_list(
        "assignment_id", "assignment__mine_id", "assignment__region_code", "assignment__duty_slug", "submitted_at",
        "content",
    )  # fmt: skip
    for _pk, group in groupby(found, key=lambda row: row[0]):
        occurrence = _occurrence(cadence, list(group))
        if occurrence is not None:
            yield occurrence


def _occurrence(cadence: Cadence, rows: list[tuple[Any, ...]]) -> Raised | None:
    """What the deliveries of one assignment, in order, amount to: the last one decides, the first alike dates it."""
    pk, mine_id, region_code, slug, *_rest = rows[-1]
    if cadence.event == DELIVERY:
        first = rows[0][4]
        happened = Occurrence(DELIVERY, f"delivery:{pk}", clock.day_of(first), first, {"duty": slug})
        return Raised(happened, mine_id, region_code)
    form, field = cadence.match["form"][0], cadence.match["field"][0]
    held = None
    for row in reversed(rows):
        value = _answer(row[5], form, field, cadence.match["value"])
        if value is None:
            break
        held = (row[4], value)
    if held is None:
        return None
    first, value = held
    data = {"duty": slug, "form": form, "field": field, "value": value}
    key = f"answer:{pk}:{form}.{field}"[:_LONGEST_KEY]
    return Raised(Occurrence(ANSWER, key, clock.day_of(first), first, data), mine_id, region_code)


def _answer(content: Mapping[str, Any], form: str, field: str, wanted: tuple[str, ...]) -> str | None:
    """The answer if it is one of the wanted ones; of a table, the first wanted one in the column."""
    answers = content.get("forms", {}).get(form, {})
    key, _dot, column = field.partition(".")
    found = [row.get(column) for row in answers.get(key) or ()] if column else [answers.get(key)]
    return next((text for text in map(_text, found) if text in wanted), None)


def _text(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"是": "true", "否": "false"}.get(text, text)


# house: unscoped — looks at a package
def listeners(package: PlanPackage, slug: str) -> list[Duty]:
    """The duties that a delivery of this one can give rise to or end."""
    return [
        duty for duty in package.duties
        if duty.cadence.event in RISING and slug in duty.cadence.match.get("duty", ())
    ]  # fmt: skip
