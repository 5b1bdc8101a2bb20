"""Why an assignment is no longer owed, as data that can be put into words in any language later."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from kuangan.duties.models import Assignment
from kuangan.duties.queries.campaign import Campaign
from kuangan.duties.rules.planning import Stretch, since_of
from kuangan.plan.rules.predicates import Not
from kuangan.plan.rules.reasons import Reason, explain


def why_gone(campaign: Campaign, row: Assignment, stretches: Sequence[Stretch]) -> dict[str, Any]:
    """The stored reason: `code` is duty_removed, facts_ended or not_planned; `reasons` the tests that now fail."""
    row_duty = campaign.rows.get(row.duty_slug)
    if row_duty is None:
        return {"code": "duty_removed", "version": campaign.version.version}
    duty = campaign.package.duty(row.duty_slug)
    if not duty.in_force(campaign.setting_for(row.region_code).parameters):
        return {"code": "parameter", "parameters": [test.parameter for test in duty.when]}
    present = next((s for s in reversed(stretches) if s.covers(campaign.today)), None)
    if present is None:
        return {"code": "facts_ended", "reasons": []}
    since = {name: since_of(name, stretches, campaign.today) for name in present.facts}
    known = {name: day for name, day in since.items() if day is not None}
    return {"code": "facts_ended", "reasons": [stored(r) for r in explain(Not(duty.applies), present.facts, known)]}


def stored(reason: Reason) -> dict[str, Any]:
    """A reason as JSON; the inner test of a region reason is left out, its count says enough."""
    values = asdict(reason)
    if reason.kind == "region":
        values["value"] = None
    return values


def restored(values: dict[str, Any]) -> Reason:
    """A stored reason as a value again."""
    since = values.get("since")
    return Reason(**{**values, "since": date.fromisoformat(since) if isinstance(since, str) else since})
