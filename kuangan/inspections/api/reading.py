"""Reading checks: the list, one whole, the mines without one."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import Pk
from kuangan.foundation.api.paging import BY_ID, Column, Paging, page
from kuangan.inspections.api import telling
from kuangan.inspections.api.declared import actor_of, check_of, inspections
from kuangan.inspections.api.shapes import MONTH, CheckFilter, Checks, CheckShape, MinesWithout
from kuangan.inspections.queries.checks import Narrowing, month_of, this_month, without_check
from kuangan.inspections.queries.checks import checks as found_checks

READ = "inspections.read"
LATEST = (Column("entered_at", descending=True), Column("id", descending=True))


class MonthFilter(Schema):
    """A month and perhaps a county."""

    month: str = Field("", pattern=MONTH, description=gettext_noop("Like 2023-04; empty: the present month."))
    county: str = Field("", pattern=r"^([0-9]{6})?$", description=gettext_noop("Code of a region."))


@inspections.get("/checks", READ, Checks, gettext_noop("Monthly checks with filters"))
def checks(request: HttpRequest, wanted: Query[CheckFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Checks of the jurisdiction, those entered last first."""
    narrow = Narrowing(wanted.show, month_of(wanted.month), wanted.county, wanted.mine, wanted.found)
    rows = found_checks(actor_of(request).scope, narrow).defer("content", "attestation")
    shown, following = page(request, rows, LATEST, paging)
    return {"items": [telling.line(row) for row in shown], "next_cursor": following}


@inspections.get("/checks/{pk}", READ, CheckShape, gettext_noop("One monthly check whole"))
def check(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Who, when, route, criteria, hazards, and what is still missing."""
    return telling.whole(check_of(request, pk))


@inspections.get("/mines-without-check", READ, MinesWithout, gettext_noop("Mines without a check in a month"))
def mines_without_check(request: HttpRequest, wanted: Query[MonthFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Mines of the jurisdiction that have no check that counts."""
    month = month_of(wanted.month) or this_month()
    rows = without_check(actor_of(request).scope, month, Narrowing(county=wanted.county))
    shown, following = page(request, rows, BY_ID, paging)
    items = [{"mine_id": one.pk, "mine": one.name, "region_code": one.region_code} for one in shown]
    return {"items": items, "next_cursor": following}
