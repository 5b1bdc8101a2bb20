"""What plans, their duties and what they leave open look like in the API."""

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Given
from kuangan.plan.states import VersionState

Value = bool | int | str | None


class PlanShape(Schema):
    """A campaign under one URN through all its versions."""

    id: int
    urn: str
    title: str
    short_title: str
    region_code: str
    starts_on: date
    ends_on: date


class Plans(Schema):
    """The plans that reach the reader."""

    items: list[PlanShape]


class VersionShape(Schema):
    """One version of a plan."""

    id: int
    version: str
    state: Literal[tuple(VersionState.values)]  # type: ignore[valid-type]
    content_hash: str
    published_at: datetime | None
    published_by: str


class Versions(Cursor):
    """Versions, newest first; drafts only for who keeps the plan."""

    items: list[VersionShape]


class AskedEvidence(Schema):
    """What has to be supplied for a duty."""

    key: str
    kind: str
    label: str
    required: bool


class DutyShape(Schema):
    """One line of the plan: who owes what, how often, with which proof."""

    id: str
    title: str
    group: str
    summary: str
    clauses: list[str]
    bearers: list[str]
    bearing: str
    cadence: str
    force: str
    counted: bool
    added: bool = Field(description=gettext_noop("Beyond the document, added by whoever wrote the package."))
    service: str = Field(description=gettext_noop("served, awaits or not_served: whether it can work here yet."))
    awaits: list[str] = Field(description=gettext_noop("What has to be supplied first, in the plan's words."))
    evidence: list[AskedEvidence]
    chain: list[str] = Field(description=gettext_noop("Which authorities decide, in order."))


class Duties(Schema):
    """All duties of the version in force, in the plan's order."""

    version: str
    items: list[DutyShape]


class ParameterShape(Schema):
    """Something that the plan leaves open, and its present value."""

    name: str
    title: str
    type: str
    value: Value
    is_default: bool
    default: Value
    unit: str
    per_region: bool
    own: dict[str, Value] = Field(description=gettext_noop("Regions with a value of their own."))
    settable: bool = Field(description=gettext_noop("Whether this token may set it."))


class Parameters(Schema):
    """All parameters of the version in force."""

    items: list[ParameterShape]


class ValueShape(Schema):
    """One dated value of a parameter."""

    id: int
    name: str
    region_code: str
    value: Value
    reason: str
    effective_on: date
    entered_at: datetime
    entered_by: str


class Values(Cursor):
    """Every value ever set, the newest entry first."""

    items: list[ValueShape]


class ChangeShape(Schema):
    """A duty of one bearer that would appear, vanish or get another date."""

    kind: Literal["appears", "vanishes", "moves"]
    title: str
    bearer: str
    region_code: str
    before: datetime | None
    after: datetime | None
    is_overdue: bool
    assignment_id: int | None


class EffectShape(Schema):
    """What an act would do to the duties: the numbers, and at most two hundred of each kind."""

    is_known: bool = Field(description=gettext_noop("Whether it could be computed at once."))
    appears: int = 0
    vanishes: int = 0
    moves: int = 0
    overdue: int = Field(0, description=gettext_noop("How many of those that vanish are overdue."))
    changes: list[ChangeShape] = []


class NewValue(Given):
    """A value for a parameter."""

    value: bool | int | str = Field(
        description=gettext_noop("As its type wants it: 2023-04-15, 04-15, a number, true, a choice.")
    )
    reason: str = Field(min_length=1, max_length=300, description=gettext_noop("On what this is based."))
    region_code: str = Field(
        "", pattern=r"^([0-9]{6})?$", description=gettext_noop("A county, where the plan allows it; empty for all.")
    )
    effective_on: date | None = Field(None, description=gettext_noop("In force from this day; today when left out."))
