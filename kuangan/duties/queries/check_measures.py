"""Measures of the ledger of checks (每月重大事故隐患排查)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries.measures import Measure, Measured, cover_of
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day, listed
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.measures import major_hazard_checks

_SYSTEM = Scope.everywhere()
_MOST_TOLD = 3


def checks_of_month(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """The mine's checks for major hazards in the period that count: led and signed by the principal (五(一)2).

    A signed check has its photographs, and its hazards in the ledger or the attestation that there was none.
    """
    if assignment.mine_id is None:
        return Measured(0)
    cover = cover_of(assignment, arguments)
    found = major_hazard_checks(
        _SYSTEM, assignment.mine_id, cover.start or assignment.period_start, cover.end or clock.today()
    )
    if not found:
        return Measured(0, _("No signed check in this period"), reverse("inspections:list"))
    words = "；".join(_told(row) for row in found[:_MOST_TOLD])
    more = _("%(count)d in all") % {"count": len(found)} if len(found) > _MOST_TOLD else ""
    return Measured(
        float(len(found)),
        listed(words, more),
        reverse("inspections:check", args=[found[-1].pk]),
        signed_by=found[-1].signed_by,
    )


def _told(row: MonthlyCheck) -> str:
    when = _("checked on %(day)s") % {"day": day(row.checked_on)}
    if row.major_total:
        return listed(when, _("%(count)d major or suspected hazards found") % {"count": row.major_total})
    return listed(when, _("no major hazard found, attested by %(name)s") % {"name": row.signed_by})


MEASURES: dict[str, Measure] = {"inspections.major_hazard_checks": checks_of_month}
"""By the name that plans use."""
