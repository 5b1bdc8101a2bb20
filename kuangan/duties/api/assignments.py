"""Reading assignments: the list, one with its reasons and evidence, its history, a submission."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query

from kuangan.duties.api import telling
from kuangan.duties.api.declared import actor_of, assignment_of, duties
from kuangan.duties.api.shapes import AssignmentFilter, Assignments, AssignmentShape, History, SubmissionShape
from kuangan.duties.models import Submission
from kuangan.duties.queries.desk import owed_by, waiting_for_me
from kuangan.duties.queries.listing import Narrowing
from kuangan.duties.queries.rows import lines, rows
from kuangan.foundation.api.operations import Pk
from kuangan.foundation.api.paging import NEWEST, Column, Paging, page
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.kinds import label_of
from kuangan.foundation.integrity.queries import events_for
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.plan.models import Plan

READ = "duties.read"
MOST_URGENT = (Column("due_at", nulls_last=True), Column("id"))
_EVENT = ("id", "kind", "happened_at", "actor_name", "details")


@duties.get("/assignments", READ, Assignments, gettext_noop("Assignments with filters"))
def assignments(request: HttpRequest, wanted: Query[AssignmentFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Assignments of the jurisdiction, the most urgent first."""
    actor = actor_of(request)
    found = rows(actor.scope, _narrowing(wanted)).filter(_whose(actor, wanted.whose))
    shown, following = page(request, found, MOST_URGENT, paging)
    return {"items": list(lines(shown)), "next_cursor": following}


@duties.get("/assignments/{pk}", READ, AssignmentShape, gettext_noop("One assignment with reasons and evidence"))
def assignment(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Why it is owed, what would end it, what has been supplied and what is missing."""
    return telling.whole(assignment_of(request, pk))


@duties.get("/assignments/{pk}/history", READ, History, gettext_noop("History of an assignment"))
def history(request: HttpRequest, pk: Pk, paging: Query[Paging]) -> dict[str, Any]:
    """Everything that happened to it, newest first."""
    found = events_for(actor_of(request).scope, assignment_of(request, pk)).values(*_EVENT)
    shown, following = page(request, found, NEWEST, paging)
    return {"items": [{**row, "label": str(label_of(row["kind"]))} for row in shown], "next_cursor": following}


@duties.get("/submissions/{pk}", READ, SubmissionShape, gettext_noop("One submission"))
def submission(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """What was submitted, frozen, with its hash and reviews; void ones too."""
    found: Submission | None = Submission.objects.within(actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    reviews = found.reviews.select_related("authority")
    plain = ("step", "decision", "opinion", "decided_at", "decided_by")
    return {
        **telling.submission(found),
        "assignment_id": found.assignment_id,
        "content": found.content,
        "reviews": [
            {**{name: getattr(one, name) for name in plain}, "authority": one.authority.name} for one in reviews
        ],
    }


def _narrowing(wanted: AssignmentFilter) -> Narrowing:
    return Narrowing(
        plan=Plan(pk=wanted.plan) if wanted.plan else None,
        state=wanted.state,
        county=wanted.county,
        kind=wanted.kind,
        group=wanted.group,
        duty=wanted.duty,
        clause=wanted.clause.replace('"', ""),
        bearer=wanted.bearer,
        text=wanted.q.strip(),
        mine_id=wanted.mine,
    )


def _whose(actor: Actor, whose: str) -> Q:
    if whose == "own":
        return owed_by(actor)
    if whose == "review":
        return Q(pk__in=waiting_for_me(actor).order_by().values("pk"))
    return Q()
