"""Figures: done of owed, and overdue; one GROUP BY each, and every figure has the list behind it."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import overdue
from kuangan.duties.states import AssignmentState
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import Plan, PlanVersion
from kuangan.plan.queries import Progress

_OWED = ~Q(state=AssignmentState.VOIDED)


def by_duty(scope: Scope, version: PlanVersion) -> Mapping[str, Progress]:
    """Progress of every duty of a plan within a jurisdiction, by the duty's id."""
    rows = _counted(Assignment.objects.within(scope).filter(plan_id=version.plan_id).values("duty__slug").order_by())
    return {str(row["duty__slug"]): _progress(row) for row in rows}


def by_county(scope: Scope, *plans: Plan) -> Mapping[str, Progress]:
    """Progress of every county within a jurisdiction under these plans, by region code; duties that are only encouraged
    do not count."""
    rows = Assignment.objects.within(scope).filter(plan__in=plans, duty__counted=True)
    return {str(row["region_code"]): _progress(row) for row in _counted(rows.values("region_code").order_by())}


def by_mine(scope: Scope, plan: Plan) -> Mapping[int, Progress]:
    """Progress of every mine within a jurisdiction: what it owes, and what is owed about it."""
    rows = Assignment.objects.within(scope).filter(plan=plan, duty__counted=True, mine__isnull=False)
    return {row["mine_id"]: _progress(row) for row in _counted(rows.values("mine_id").order_by())}


def _counted(rows: "QuerySet[Assignment, dict[str, int]]") -> "QuerySet[Assignment, dict[str, int]]":
    """The three figures of each group. Only columns of the index `assignment_by_region` are read, so that the database
    answers from the index alone."""
    return rows.annotate(
        owed=Count("state", filter=_OWED),
        done=Count("state", filter=Q(state=AssignmentState.ACCEPTED)),
        over=Count("state", filter=overdue()),
    )


def _progress(row: Mapping[str, int]) -> Progress:
    return Progress(row["owed"], row["done"], row["over"])


def of_mine(scope: Scope, mine_id: int) -> Progress:
    """Progress of one mine over all plans: what it owes, and what is owed about it."""
    rows = Assignment.objects.within(scope).filter(duty__counted=True, mine_id=mine_id)
    return _progress(
        rows.aggregate(
            owed=Count("pk", filter=_OWED),
            done=Count("pk", filter=Q(state=AssignmentState.ACCEPTED)),
            over=Count("pk", filter=overdue()),
        )
    )
