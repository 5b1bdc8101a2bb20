"""What the system noticed about a submission: it stands beside the choice of whoever decides, one by one or in bulk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, EvidenceFile, Submission
from kuangan.duties.queries.evidence import Dossier, duty_of
from kuangan.duties.queries.frozen import Frozen, read_frozen
from kuangan.duties.rules.content import frozen_part
from kuangan.duties.rules.filling import differences
from kuangan.duties.states import SubmissionState
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day, listed
from kuangan.inspections.models import CheckPhoto, MonthlyCheck
from kuangan.inspections.queries.measures import major_hazard_checks
from kuangan.plan.rules.dues import Evidence

CHECKS = "inspections.major_hazard_checks"
_LEAST_WORDS = 8
_MOST = 5
_LIVE = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was noticed, with the way to what it is about."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of this submission beside that of the period before."""

    label: str
    now: str
    before: str


@dataclass(slots=True)
class Noticed:
    """Everything to look at before deciding. `taken`: how long supplying took, None where nothing was typed."""

    marks: list[Mark]
    beside: list[Beside]
    before: Submission | None
    taken: timedelta | None
    checks: list[MonthlyCheck]
    photos: list[CheckPhoto]


def noticed(scope: Scope, row: Assignment, submission: Submission, papers: Dossier | None = None) -> Noticed:
    """What was noticed about a submission of an assignment, as far as the reader's jurisdiction goes. `papers`: its
    dossier where the page has read it already."""
    specs = {spec.key: spec for one in duty_of(row).evidence for spec in (one, *one.until_ledger)}
    frozen, before = read_frozen(submission), _before(scope, row)
    if papers is not None:
        files = [one for finding in papers.findings for one in finding.files]
        answers = [finding.answer for finding in papers.findings if finding.answer is not None]
    else:
        files = list(row.files.filter(round=submission.round, removed_at__isnull=True).select_related("stored"))
        answers = list(row.answers.filter(round=submission.round))
    checks: list[MonthlyCheck] = []
    if row.mine_id is not None and any(spec.measure == CHECKS for spec in specs.values()):
        checks = major_hazard_checks(scope, row.mine_id, row.period_start, row.period_end)
    began = min((*(one.added_at for one in files), *(one.saved_at for one in answers)), default=None)
    taken = submission.submitted_at - began if began is not None else None
    marks = [
        *(_altered(frozen)), *_of_delivery(row, submission), *_of_figures(frozen, specs),
        *_of_files(scope, row, files), *_of_checks(checks), *_of_words(frozen, specs, before),
    ]  # fmt: skip
    photos = CheckPhoto.objects.within(scope).filter(monthly_check__in=checks, removed_at__isnull=True)
    return Noticed(
        marks, _beside(frozen, specs, before), before, taken, checks,
        list(photos.select_related("stored", "monthly_check").order_by("id")[:12]) if checks else [],
    )  # fmt: skip


def _before(scope: Scope, row: Assignment) -> Submission | None:
    """What the same bearer delivered for the same duty in the period before."""
    if row.event_on is not None:
        return None
    found = Submission.objects.within(scope).filter(
        assignment__plan=row.plan_id, assignment__duty_slug=row.duty_slug, assignment__bearer_key=row.bearer_key,
        assignment__subject_key=row.subject_key, assignment__period_start__lt=row.period_start, state__in=_LIVE,
    )  # fmt: skip
    last: Submission | None = found.select_related("assignment").order_by("-assignment__period_start", "-id").first()
    return last


def _altered(frozen: Frozen) -> Iterator[Mark]:
    for part in frozen.altered:
        yield Mark(_("What is kept here is not what was submitted: %(part)s") % {"part": part})


def _of_delivery(row: Assignment, submission: Submission) -> Iterator[Mark]:
    if submission.was_late:
        yield Mark(_("Delivered after the due date"))
    earlier = [one for one in row.submissions.all() if one.pk < submission.pk and one.round == submission.round]
    returned = max(
        (one for one in earlier if one.state == SubmissionState.RETURNED), key=lambda one: one.pk, default=None
    )
    if returned is not None:
        same = frozen_part(returned.content) == frozen_part(submission.content)
        words = _("Returned before and submitted again unchanged") if same else _("Returned before")
        yield Mark(words, reverse("duties:submission", args=[returned.pk]))


def _of_figures(frozen: Frozen, specs: dict[str, Evidence]) -> Iterator[Mark]:
    for key, values in frozen.submission.content.get("forms", {}).items():
        if key not in specs:
            continue
        known = {
            name.partition(".")[2]: figure.answer
            for name, figure in frozen.figures.items()
            if name.startswith(f"{key}.")
        }
        for one in differences(specs[key].fields, values, known):
            words = _("%(label)s: %(typed)s was typed, the ledger has %(ledger)s") % {
                "label": one.label, "typed": one.typed, "ledger": one.ledger,
            }  # fmt: skip
            yield Mark(listed(words, one.reason))


def _of_files(scope: Scope, row: Assignment, files: list[EvidenceFile]) -> Iterator[Mark]:
    own = {one.stored_id: one.name for one in files}
    again = EvidenceFile.objects.within(scope).filter(stored__in=list(own)).exclude(assignment=row.pk)
    related = ("assignment__duty", "assignment__owing_mine", "assignment__authority", "assignment__enterprise",
               "assignment__agency")  # fmt: skip
    for one in again.select_related(*related).order_by("added_at")[:_MOST] if own else ():
        words = _("“%(name)s” was handed in before: %(where)s") % {"name": own[one.stored_id], "where": one.assignment}
        yield Mark(words, reverse("duties:duty", args=[one.assignment_id]))
    for one in files:
        if one.taken_at is not None and clock.day_of(one.taken_at) < row.period_start:
            words = _("“%(name)s” was taken on %(day)s, before this period") % {
                "name": one.name, "day": day(one.taken_at),
            }  # fmt: skip
            yield Mark(words, reverse("duties:file", args=[row.pk, one.pk]))


def _of_checks(checks: list[MonthlyCheck]) -> Iterator[Mark]:
    for check in checks:
        url, on = reverse("inspections:check", args=[check.pk]), day(check.checked_on)
        if check.repeats is not None:
            words = _("The check of %(day)s has the same route and words as that of %(before)s")
            yield Mark(words % {"day": on, "before": day(check.repeats.checked_on)}, url)
        if check.is_late_entry:
            words = _("The check of %(day)s was entered later, on %(entered)s")
            yield Mark(words % {"day": on, "entered": day(check.entered_at)}, url)
        if check.alone_reason:
            yield Mark(_("The check of %(day)s was made by one person alone") % {"day": on}, url)


def _of_words(frozen: Frozen, specs: dict[str, Evidence], before: Submission | None) -> Iterator[Mark]:
    if before is None:
        return
    url = reverse("duties:submission", args=[before.pk])
    for key, values in frozen.submission.content.get("forms", {}).items():
        former = before.content.get("forms", {}).get(key, {})
        for item in specs[key].fields if key in specs else ():
            text = values.get(item.key)
            if text and text == former.get(item.key) and len(str(text)) >= _LEAST_WORDS:
                yield Mark(_("“%(label)s” reads the same as last time") % {"label": item.label}, url)


def _beside(frozen: Frozen, specs: dict[str, Evidence], before: Submission | None) -> list[Beside]:
    """The figures of this time and the last, those of ledgers and those that were typed."""
    if before is None:
        return []
    now, then = _numbers(frozen, specs), _numbers(read_frozen(before), specs)
    return [Beside(label, value, then.get(label, "—")) for label, value in now.items()]


def _numbers(frozen: Frozen, specs: dict[str, Evidence]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, spec in specs.items():
        typed: dict[str, Any] = frozen.submission.content.get("forms", {}).get(key, {})
        for item in spec.fields:
            figure = frozen.figures.get(f"{key}.{item.key}")
            value = typed.get(item.key) or (figure.answer if figure else "")
            if item.type == "number" and value not in (None, ""):
                found[item.label] = f"{value}{item.unit}"
        figure = frozen.figures.get(key)
        if figure is not None and spec.value is not True:
            found[spec.label] = str(len(figure.rows)) if figure.rows is not None else figure.answer
    return found
