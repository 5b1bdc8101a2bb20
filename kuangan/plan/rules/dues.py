"""A duty of a plan as plain values: who owes what, when, with which proof, and who accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from .form_rules import FormRule
from .predicates import Predicate

AUTHORITY_KINDS = ("county_bureau", "city_bureau", "county_government", "city_government", "province")
BEARER_KINDS = ("mine", "enterprise", *AUTHORITY_KINDS, "agency", "named")
PERIODIC = ("weekly", "monthly", "quarterly", "half_yearly", "yearly", "every_days")
CADENCES = ("once", *PERIODIC, "continuous", "on_event")
OVER = ("campaign", "period", "as_of")
"""The days a list or a figure covers: the plan's window, the period of the duty, everything up to its delivery."""
ANSWER, DELIVERY = "form_answer", "duty_delivered"
"""Events that duties of the same plan give rise to: an answer in a delivered form, a delivery."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number, given outright or by the name of a parameter."""

    value: int | None = None
    parameter: str = ""

    def of(self, parameters: Mapping[str, Any]) -> int:
        """The number; KeyError if the parameter is missing."""
        return int(parameters[self.parameter]) if self.parameter else int(self.value or 0)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, given outright or by the name of a date or month_day parameter."""

    fixed: date | None = None
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in days or working days."""

    days: Amount
    working: bool = False


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who owes the duty.

    ``kind``: one of BEARER_KINDS. ``for_each`` = ``mine``: an authority owes it once per mine that ``applies``
    matches; ``link`` then says which authority of that kind: the one of the mine's ``county`` or ``city``.
    ``where``: condition on the authority's own facts. ``code``/``name``: the department or company of kind ``named``.
    """

    kind: str
    for_each: str = ""
    link: str = ""
    code: str = ""
    name: str = ""
    where: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often. ``kind``: one of CADENCES.

    ``starts``/``ends`` narrow the plan's window. ``every``: number of days for ``every_days``. ``event``/``match``:
    name of the event and what it must carry, for ``on_event`` (``status_changed`` with ``{"to": ("resuming",)}``);
    ``awaits``: what will supply the event, where nothing does yet; until then the duty never arises. ``form_answer``
    and ``duty_delivered`` are events of the plan's own duties (``ANSWER``, ``DELIVERY``), with the ``titles`` of those
    duties and the label of what was ``asked``. ``rhythm``: name of a choice parameter that says the kind, where a
    region decides how often.
    """

    kind: str
    starts: Day | None = None
    ends: Day | None = None
    every: Amount | None = None
    event: str = ""
    match: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    awaits: str = ""
    rhythm: str = ""
    titles: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due. ``rule``:

    ``on``            fixed day (``day``)
    ``end_of_period`` last day of the period
    ``before``        ``span`` before ``day`` (a parameter as a rule); no span = the day before
    ``after_event``   ``span`` after the event
    ``after_period``  ``span`` after the last day of the period
    ``none``          no deadline (continuous)

    ``at``: local time of day, the end of the day (24:00) if None. ``shift``: none, next or previous working day.
    """

    rule: str
    day: Day | None = None
    span: Span | None = None
    at: time | None = None
    shift: str = "none"


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form.

    ``type``: text, longtext, number, date, choice, phone, yesno, table. ``columns`` belong to table. ``section``
    groups fields under a heading. ``measure`` names the figure of a ledger: it is filled in and locked; ``outside``
    lets another figure be typed beside it, with the reason of the difference. ``over``: the days it covers (OVER).
    ``awaits``: what will supply it where nothing does yet. ``added``: beyond the document.
    """

    key: str
    label: str
    type: str
    required: bool = False
    unit: str = ""
    help: str = ""
    section: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[Any, ...] = ()
    measure: str = ""
    over: str = ""
    outside: bool = False
    awaits: str = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One machine-checkable requirement.

    ``kind`` and what it uses:

    file             accepts (document, image, video, table), least
    form             fields, official (False = the form was made here, not issued)
    statement        text with {placeholders}, signed_by (principal, leader)
    acknowledgement  text
    fact             measure of the registry, arguments, comparison, value
    ledger           measure of a ledger, arguments, comparison, value
    coverage         measure, population, value (percent)
    list             list_id (id of a ListSpec)
    checklist        checklist (code)
    zero_report      text; instead_of (key of the evidence it replaces)

    ``until_ledger``: what is asked instead while no ledger supplies it (ledger, coverage, list, checklist).
    ``over``: the days that list or figure cover (OVER); a list says it in its ListSpec.
    ``required`` False: welcome, not asked. ``value`` may be an Amount that names a parameter (``wanted``).
    ``awaits``: what will supply the ledger, in words. ``rules``: what the answers of a form must keep to (form_rules).
    ``source``: of a list, the ledger it is drawn from. ``added``: beyond the document.
    """

    key: str
    kind: str
    label: str
    hint: str = ""
    required: bool = True
    accepts: tuple[str, ...] = ()
    least: int = 1
    fields: tuple[FormField, ...] = ()
    official: bool = True
    text: str = ""
    signed_by: str = ""
    measure: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    comparison: str = "at_least"
    value: Any = None
    population: str = ""
    over: str = ""
    list_id: str = ""
    checklist: str = ""
    instead_of: str = ""
    until_ledger: tuple[Evidence, ...] = ()
    awaits: str = ""
    source: str = ""
    rules: tuple[FormRule, ...] = ()
    added: bool = False

    def wanted(self, parameters: Mapping[str, Any]) -> Any:
        """The value to compare with, a parameter looked up."""
        return self.value.of(parameters) if isinstance(self.value, Amount) else self.value


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of acceptance. ``by``: an authority kind or ``own_leader`` (the bearer's own leader).

    ``act``: review (accept or return), forward (pass on upwards), file_record (take note). ``within``: time allowed.
    """

    by: str
    act: str
    within: Span | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """Tell ``to`` (an authority kind, own_leader or principal) when so many ``days`` overdue."""

    days: int
    to: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """Days before (``before``) and after (``after``) the due date on which the bearer is reminded, and escalations."""

    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    escalate: tuple[Escalation, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterTest:
    """The duty is in force only while a parameter has this value."""

    parameter: str
    value: Any


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty.

    ``bearers``: one, or several when ``bearing`` is ``together`` or ``in_order`` (``alone`` otherwise); the first is
    the one who delivers. ``applies``: condition on the facts of the mine (mine, enterprise, for_each) or of the
    authority. ``when``: parameter values under which the duty exists at all. ``force``: must, may, encouraged. An
    empty ``chain`` means that nobody has to accept. ``on_end``: ``finish_period`` or ``void`` once the facts end.
    ``grace``: days given to a bearer that comes into the duty after its due date. ``counted`` False: recorded, never
    part of a completion figure. ``added``: beyond the document. ``short``: vertical board title, at most 8 Chinese
    characters; ``group``: column group of the board; ``phase``: id or empty.
    """

    id: str
    title: str
    short: str
    group: str
    summary: str
    clauses: tuple[str, ...]
    rows: tuple[int, ...]
    bearers: tuple[Bearer, ...]
    bearing: str
    applies: Predicate
    cadence: Cadence
    due: Due
    force: str = "must"
    task: int | None = None
    phase: str = ""
    when: tuple[ParameterTest, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    chain: tuple[ChainStep, ...] = ()
    reminder: Reminder = field(default_factory=Reminder)
    on_end: str = "void"
    grace: Amount = field(default_factory=Amount)
    counted: bool = True
    note: str = ""
    added: bool = False

    @property
    def bearer(self) -> Bearer:
        """The one who delivers: the only bearer, or the first of several."""
        return self.bearers[0]

    def in_force(self, parameters: Mapping[str, Any]) -> bool:
        """Whether the parameters of the region let the duty exist."""
        return all(parameters.get(test.parameter) == test.value for test in self.when)
