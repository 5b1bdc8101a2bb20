"""Determining the grade of a hazard against the criteria in force on the day it was found (判定)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock, tell
from kuangan.hazards.actions.supervising import appoint_supervisor
from kuangan.hazards.models import Determination, Hazard
from kuangan.hazards.policy import is_city, is_officer
from kuangan.hazards.queries.settings import number
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import HAZARD_CHART, DeterminationKind, FocusArea, Grade, HazardState
from kuangan.standards.models import Criterion
from kuangan.standards.queries import applies_to, criterion_in_force

_OPEN_TO_JUDGEMENT = frozenset({HazardState.REGISTERED, HazardState.RECTIFYING})


@transaction.atomic
def determine(
    actor: Actor,
    hazard: Hazard,
    *,
    grade: str,
    reasons: str,
    criterion: Criterion | None = None,
    focus_area: str = "",
    happened_at: datetime | None = None,
    seen: int | None = None,
) -> Determination:
    """A named person says whether a hazard is major, against a criterion and with reasons; every judgement is kept.

    The criterion must be in force on the day the hazard was found and meant for the kind of mine. A mine can raise the
    grade and never lower it; a listed hazard is downgraded by the city after it was delisted. When a mine determines
    a major hazard, its clock for reporting it to the bureau starts; what a bureau determines is known to it already.
    `seen` is how many determinations the person had before them: when there are more, it is Refused.
    """
    row = lock(actor, "hazards.determine", hazard)
    if row.state not in _OPEN_TO_JUDGEMENT:
        raise Refused(_("It has been reported as rectified. Refuse the application first, then determine it anew."))
    if grade not in (Grade.GENERAL, Grade.MAJOR):
        raise Refused(_("Decide whether it is a general or a major hazard."), "grade")
    if says_nothing(reasons, 8):
        raise Refused(_("Give the reasons: what was measured or seen, and what the criterion says."), "reasons")
    between = _("It was determined between the finding and now.")
    check_claim(happened_at, "happened_at", since=row.found_at, early=between, future=between)
    if grade == Grade.MAJOR:
        _check_major(row, criterion, focus_area)
    else:
        _check_general(actor, row)
    cited = criterion if grade == Grade.MAJOR else None
    if known := _known(actor, row, grade, cited, tidy(reasons)):
        return known
    _check_seen(row, seen)
    made = Determination.rows.create(
        hazard=row, kind=_kind(row, grade), grade_before=row.grade, grade=grade, criterion=cited,
        reasons=tidy(reasons), happened_at=happened_at or clock.now(), by_id=actor.user_id, by=actor.name[:100],
        by_organisation=actor.organisation[:200],
    )  # fmt: skip
    before = {"grade": row.grade, "criterion": row.criterion.code if row.criterion else ""}
    _settle(actor, row, made, focus_area)
    record(
        actor, kinds.DETERMINED, row, happened_at=made.happened_at, before=before,
        after={"grade": grade, "criterion": cited.code if cited else ""}, reasons=made.reasons,
    )  # fmt: skip
    tell(row)
    return made


def _known(actor: Actor, row: Hazard, grade: str, cited: Criterion | None, reasons: str) -> Determination | None:
    """The latest judgement when it is this very one by the same person: the form was sent twice."""
    last = row.determinations.order_by("-id").first()
    told = (grade, cited.pk if cited else None, reasons, actor.user_id)
    return last if last and (last.grade, last.criterion_id, last.reasons, last.by_id) == told else None


def _check_seen(row: Hazard, seen: int | None) -> None:
    last = row.determinations.order_by("-id").first()
    if seen is not None and last is not None and row.determinations.count() != seen:
        raise Refused(
            _("%(name)s has determined it meanwhile. Read that determination, then send yours again if it still holds.")
            % {"name": last.by}
        )


def _check_major(row: Hazard, criterion: Criterion | None, focus_area: str) -> None:
    if criterion is None:
        raise Refused(_("Choose the criterion that is met."), "criterion")
    found_on = clock.day_of(row.found_at)
    if not criterion_in_force(criterion, found_on):
        raise Refused(
            _("%(criterion)s was not in force on %(day)s, when the hazard was found. Choose one that was.")
            % {"criterion": criterion.label, "day": found_on.isoformat()},
            "criterion",
        )
    if not applies_to(criterion, row.mine.kind):
        raise Refused(_("This criterion is not meant for this kind of mine."), "criterion")
    if (focus_area or row.focus_area) not in FocusArea.values:
        raise Refused(_("A major hazard needs a focus area."), "focus_area")


def _check_general(actor: Actor, row: Hazard) -> None:
    if row.grade == Grade.GENERAL:
        return
    if not is_officer(actor, row):
        raise Refused(_("A mine can raise the grade but not lower it. Ask the county bureau to determine it."), "grade")
    if row.is_listed:
        raise Refused(
            _("The city has listed this hazard. The city delists it first, then the grade can be lowered.")
            if not is_city(actor, row)
            else _("Delist the hazard first, with the reason, then lower its grade."),
            "grade",
        )


def _kind(row: Hazard, grade: str) -> str:
    if row.grade == Grade.SUSPECTED or (row.grade == grade and row.determined_at is None):
        return DeterminationKind.FIRST
    if row.grade == grade:
        return DeterminationKind.CONFIRMED
    return DeterminationKind.UPGRADE if grade == Grade.MAJOR else DeterminationKind.DOWNGRADE


def _settle(actor: Actor, row: Hazard, made: Determination, focus_area: str) -> None:
    """Write the outcome onto the hazard: grade, criterion, the clock of reporting, the supervising principal."""
    became_major = made.grade == Grade.MAJOR and row.grade != Grade.MAJOR
    row.grade, row.criterion, row.determined_at = made.grade, made.criterion, made.happened_at
    row.focus_area = focus_area or row.focus_area
    if became_major:
        if is_officer(actor, row):
            row.reported_at, row.report_due_at = made.happened_at, None
        else:
            hours = number(row.region_code, "report_hours")
            row.report_due_at, row.reported_at = made.happened_at + timedelta(hours=hours), None
        appoint_supervisor(actor, row)
        if row.state == HazardState.RECTIFYING:
            row.state = HAZARD_CHART.move(row.state, "halt")
            row.begun_at = None
    elif made.grade == Grade.GENERAL:
        row.report_due_at = None
    row.save()


@transaction.atomic
def report(actor: Actor, hazard: Hazard, *, words: str = "") -> Hazard:
    """The mine reports a major hazard to the bureau (安全生产法 41): state and cause, harm and difficulty, plan."""
    row = lock(actor, "hazards.report", hazard)
    if not row.is_major:
        raise Refused(_("Only a major hazard is reported. Have it determined first."))
    if row.reported_at is not None:
        return row
    row.reported_at = clock.now()
    row.save(update_fields=["reported_at"])
    late = row.report_due_at is not None and row.reported_at > row.report_due_at
    record(actor, kinds.REPORTED, row, words=tidy(words), late=late)
    tell(row)
    return row
