"""Why an assignment is no longer owed, as data that can be put into words in any language later."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from kuangan.duties.models import Assignment
from kuangan.duties.queries.campaign import Campaign
from kuangan.duties.rules.planning import Stretch, runs_of, since_of
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.predicates import Not, unknown_facts
from kuangan.plan.rules.reasons import Reason, explain, since_begin


def why_gone(campaign: Campaign, row: Assignment, stretches: Sequence[Stretch]) -> dict[str, Any]:
    """The stored reason. `code`: duty_removed, parameter, event_moved or event_gone (what opened it was corrected, or
    is no longer on record), before_scope (ended before the bearer came into scope), facts_ended (`reasons`: the tests
    that now fail)."""
    row_duty = campaign.rows.get(row.duty_slug)
    if row_duty is None:
        return {"code": "duty_removed", "version": campaign.version.version}
    duty = campaign.package.duty(row.duty_slug)
    if not duty.in_force(campaign.setting_for(row.region_code).parameters):
        return {"code": "parameter", "parameters": [test.parameter for test in duty.when]}
    if duty.cadence.kind == "on_event" and (moved := _event_moved(campaign, row, duty.cadence.event)):
        return moved
    since = _in_scope_since(row, duty, stretches)
    if since is not None and (row.event_on or row.period_end) < since:
        return {"code": "before_scope", "since": since.isoformat()}
    present = next((s for s in reversed(stretches) if s.covers(campaign.today)), None)
    if present is None:
        return {"code": "facts_ended", "reasons": []}
    days = {name: since_of(name, stretches, campaign.today) for name in present.facts}
    known = {name: day for name, day in days.items() if day is not None}
    known = since_begin(known, campaign.package.window.start, campaign.today)
    reasons = [stored(reason) for reason in explain(Not(duty.applies), present.facts, known)]
    missing = unknown_facts(duty.applies, present.facts)
    return {"code": "facts_ended", "reasons": reasons, **({"unknown": list(missing)} if missing else {})}


def _event_moved(campaign: Campaign, row: Assignment, event: str) -> dict[str, Any] | None:
    """How what opened the assignment was corrected; None when it is still on record as it was."""
    key, day = row.period_key.removeprefix("event:"), row.event_on
    happened = (
        campaign.events_of_mine(row.mine_id) if row.mine_id else campaign.events_of_authority(row.authority_id or 0)
    )
    alike = [occurrence for occurrence in happened if occurrence.event == event]
    if day is None or any(occurrence.key == key for occurrence in alike):
        return None
    nearest = min((occurrence.on for occurrence in alike), key=lambda on: abs(on - day), default=None)
    reason = {"event": event, "from": day.isoformat()}
    return {"code": "event_moved", **reason, "to": nearest.isoformat()} if nearest else {"code": "event_gone", **reason}


def _in_scope_since(row: Assignment, duty: Duty, stretches: Sequence[Stretch]) -> date | None:
    """The first day on which the bearer could owe the duty; None when no first day is known."""
    own = row.authority or row.agency
    days = [own.in_scope_since] if own is not None and own.in_scope_since else []
    return max([*days, *(run.start for run in runs_of(duty.applies, stretches)[:1])], default=None)


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
