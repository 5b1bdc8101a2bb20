"""Counties, authorities and enterprises."""

from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Given
from kuangan.foundation.api.paging import Column, Paging, page
from kuangan.registry import actions, queries
from kuangan.registry.api.declared import APART, CODE, CODE_OR_NOTHING, actor_of, registry
from kuangan.registry.states import AuthorityKind, CreditCodeState, Level

BY_NAME = (Column("region_code"), Column("name"), Column("id"))
if TYPE_CHECKING:
    AuthorityKinds = str
else:
    AuthorityKinds = Literal[tuple(AuthorityKind.values)]


class RegionShape(Schema):
    """A region by its GB/T 2260 code."""

    code: str
    name: str
    short_name: str
    level: str


class Regions(Schema):
    """The counties that the reader's jurisdiction reaches."""

    items: list[RegionShape]


class AuthorityFilter(Schema):
    """Which public bodies."""

    kind: AuthorityKinds | Literal[""] = ""
    q: str = Field("", max_length=60, description=gettext_noop("Part of a name."))


class AuthorityShape(Schema):
    """A public body."""

    id: int
    code: str
    name: str
    short_name: str
    kind: AuthorityKinds
    level: Literal[tuple(Level.values)]  # type: ignore[valid-type]
    region_code: str


class Authorities(Cursor):
    """A page of public bodies."""

    items: list[AuthorityShape]


class EnterpriseFilter(Schema):
    """Which enterprises."""

    county: str = Field("", pattern=CODE_OR_NOTHING, description=gettext_noop("Code of a region."))
    q: str = Field("", max_length=60, description=gettext_noop("Part of a name, a code, or pinyin initials."))


class EnterpriseShape(Schema):
    """A mine enterprise."""

    id: int
    name: str
    credit_code: str
    credit_code_state: Literal[tuple(CreditCodeState.values)]  # type: ignore[valid-type]
    region_code: str
    address: str


class Enterprises(Cursor):
    """A page of enterprises, by county and name."""

    items: list[EnterpriseShape]


class NewEnterprise(Given):
    """An enterprise to be entered."""

    name: str = Field(min_length=1, max_length=200)
    region_code: str = Field(pattern=CODE)
    credit_code: str = Field("", max_length=30, description=gettext_noop("Unified social credit code, when known."))
    address: str = Field("", max_length=300)
    phone: str = Field("", max_length=40)
    apart_because: str = Field("", max_length=300, description=APART)


_AUTHORITY = tuple(AuthorityShape.model_fields)
_ENTERPRISE = tuple(EnterpriseShape.model_fields)


@registry.get("/regions", "registry.read", Regions, gettext_noop("Counties of the jurisdiction"))
def regions(request: HttpRequest) -> dict[str, Any]:
    """Counties inside the jurisdiction; for mines, the county they lie in."""
    scope = actor_of(request).scope
    found = queries.counties(scope) if scope.regions else queries.counties_with_mines(scope)
    return {"items": list(found.order_by("code").values("code", "name", "short_name", "level"))}


@registry.get("/authorities", "registry.read", Authorities, gettext_noop("Public bodies"))
def authorities(request: HttpRequest, wanted: Query[AuthorityFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Public bodies inside the jurisdiction and above it."""
    found = queries.authorities(actor_of(request).scope, text=wanted.q, kind=wanted.kind).select_related(None)
    rows, following = page(request, found.values(*_AUTHORITY), BY_NAME, paging)
    return {"items": rows, "next_cursor": following}


@registry.get("/enterprises", "registry.read", Enterprises, gettext_noop("Enterprises"))
def enterprises(request: HttpRequest, wanted: Query[EnterpriseFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Mine enterprises of the jurisdiction."""
    found = queries.enterprises(actor_of(request).scope, text=wanted.q, county=wanted.county)
    rows, following = page(request, found.values(*_ENTERPRISE), BY_NAME, paging)
    return {"items": rows, "next_cursor": following}


@registry.post("/enterprises", "registry.edit", EnterpriseShape, gettext_noop("Enter an enterprise"))
def enter_enterprise(request: HttpRequest, sent: NewEnterprise) -> dict[str, Any]:
    """A doubtful credit code is kept and listed as to be completed; a doubled one is refused."""
    made = actions.register_enterprise(actor_of(request), **sent.model_dump())
    return {name: getattr(made, name) for name in _ENTERPRISE}
