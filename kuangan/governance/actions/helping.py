"""What the helper does: visits and the report. Kept apart from inspections (plan 七(五) against 五(二)8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import entries
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import kinds
from kuangan.governance.actions.filing import Paper, add_papers, attach
from kuangan.governance.actions.locking import lock, tell
from kuangan.governance.models import Helper, HelpMeasure, HelpReport, HelpRequest, HelpVisit
from kuangan.governance.states import HELP_CHART, HELPING_STATES, HelpForm
from kuangan.hazards.rules.words import bare, says_nothing, tidy

MOST_MEASURES = 20
Entry = TypeVar("Entry", HelpVisit, HelpReport)


@dataclass(frozen=True)
class Measure:
    """One measure that is recommended: what, by whom, until when."""

    words: str
    owner: str
    due_on: date


@transaction.atomic
def add_visit(
    actor: Actor,
    request: HelpRequest,
    *,
    happened_on: date,
    people: str,
    advice: str,
    next_on: date | None = None,
    papers: Sequence[Paper] = (),
    entry_key: UUID | None = None,
    is_another: bool = False,
) -> HelpVisit:
    """Enter a help visit (指导服务记录, row 99): day, people, advice, files, day of the next one.

    `is_another` answers that a visit of the same day with the same words is not this one.
    """
    row = lock(actor, "governance.record_help", request)
    sent = {"happened_on": happened_on, "people": people, "advice": advice, "next_on": next_on}
    if known := _known(HelpVisit, row, entry_key):
        entries.refuse_other(entry_key, row, kinds.VISITED, sent)
        add_papers(actor, row, known, papers)
        return known
    if row.state not in HELPING_STATES:
        raise Refused(_("Nobody helps with this request now, so there is no visit to enter."))
    if happened_on > clock.today():
        raise Refused(_("The visit lies in the future. Enter it when it has been made."), "happened_on")
    if happened_on < clock.day_of(row.requested_at):
        raise Refused(_("The visit was before help was asked for; correct the day."), "happened_on")
    if says_nothing(people):
        raise Refused(_("Name who took part."), "people")
    if says_nothing(advice, 6):
        raise Refused(_("Write what was looked at and advised."), "advice")
    if next_on is not None and next_on <= happened_on:
        raise Refused(_("The next visit comes after this one."), "next_on")
    twins = row.visits.filter(happened_on=happened_on)
    if not is_another and any(bare(one.advice) == bare(advice) for one in twins):
        raise Refused(
            _("A visit of that day with the same words is entered already. If this is another one, say so below."),
            "is_another",
        )
    made = HelpVisit(
        request=row, entry_key=entry_key, happened_on=happened_on, people=tidy(people)[:200], advice=tidy(advice),
        next_on=next_on, by_id=actor.user_id, by=actor.name[:100],
    )  # fmt: skip
    made.save()
    names = attach(actor, row, papers, visit=made)
    record(
        actor, kinds.VISITED, row, happened_at=_moment(happened_on), people=made.people, advice=made.advice[:200],
        file="、".join(names), **entries.mark(entry_key, sent),
    )  # fmt: skip
    tell(row)
    return made


@transaction.atomic
def report(
    actor: Actor,
    request: HelpRequest,
    *,
    reported_on: date,
    summary: str,
    measures: Sequence[Measure],
    papers: Sequence[Paper] = (),
    entry_key: UUID | None = None,
) -> HelpReport:
    """File the report on the help (会诊报告, row 100): summary, measures with owner and date, file.

    A consultation has the signed report as a file; one-to-one guidance rests on at least one visit. A later report
    replaces an earlier one as long as the request is not closed.
    """
    row = lock(actor, "governance.record_help", request)
    sent = {"reported_on": reported_on, "summary": summary, "measures": list(measures)}
    if known := _known(HelpReport, row, entry_key):
        entries.refuse_other(entry_key, row, kinds.REPORTED, sent)
        add_papers(actor, row, known, papers)
        return known
    state = HELP_CHART.move(row.state, "report")
    if reported_on > clock.today() or reported_on < clock.day_of(row.requested_at):
        raise Refused(_("Choose a day between the request and today."), "reported_on")
    if says_nothing(summary, 6):
        raise Refused(_("Sum up what was found and what is recommended."), "summary")
    _check_measures(measures, reported_on)
    _check_proof(row, papers)
    latest = row.reports.order_by("-version").values_list("version", flat=True).first()
    made = HelpReport(
        request=row, entry_key=entry_key, version=(latest or 0) + 1, reported_on=reported_on, summary=tidy(summary),
        by_id=actor.user_id, by=actor.name[:100],
    )  # fmt: skip
    made.save()
    for position, one in enumerate(measures, start=1):
        HelpMeasure.rows.create(
            report=made, position=position, words=tidy(one.words), owner=tidy(one.owner)[:60], due_on=one.due_on
        )
    names = attach(actor, row, papers, report=made)
    row.state, row.helped_at = state, clock.now()
    row.save(update_fields=["state", "helped_at"])
    record(
        actor, kinds.REPORTED, row, happened_at=_moment(reported_on), version=made.version,
        summary=made.summary[:200], measures=len(measures), file="、".join(names),
        **entries.mark(entry_key, sent),
    )  # fmt: skip
    tell(row)
    return made


def _check_measures(measures: Sequence[Measure], reported_on: date) -> None:
    if not measures:
        raise Refused(_("Write at least one measure with who carries it out until when."), "words_1")
    if len(measures) > MOST_MEASURES:
        raise Refused(_("At most %(count)d measures; put the others into the report.") % {"count": MOST_MEASURES})
    for number, one in enumerate(measures, start=1):
        if says_nothing(one.words, 4):
            raise Refused(_("Say what is to be done."), f"words_{number}")
        if says_nothing(one.owner):
            raise Refused(_("Name who carries it out."), f"owner_{number}")
        if one.due_on < reported_on:
            raise Refused(_("The measure is due before the report; correct the day."), f"due_{number}")


def _check_proof(row: HelpRequest, papers: Sequence[Paper]) -> None:
    form = Helper.rows.filter(request=row, ended_at__isnull=True).values_list("form", flat=True).first()
    if form == HelpForm.CONSULTATION and not papers:
        raise Refused(_("Attach the report of the consultation."), "files")
    if form == HelpForm.ONE_TO_ONE and not row.visits.exists():
        raise Refused(_("Enter the visits first; the report rests on them."))


def _known(model: type[Entry], row: HelpRequest, key: UUID | None) -> Entry | None:
    if key is None:
        return None
    known: Entry | None = model.rows.filter(entry_key=key).first()
    if known is not None and known.request_id != row.pk:
        raise Refused(_("This form was already used for another request. Open a new form."))
    return known


def _moment(day: date) -> datetime:
    return clock.start_of_day(day)
