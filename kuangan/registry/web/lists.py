"""The lists of mines, enterprises, authorities, agencies, contractors and people."""

from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.authority.policy import may, scope_for
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import frame
from kuangan.foundation.ui.rules import day as day_words
from kuangan.registry import kinds, queries
from kuangan.registry.models import Agency, Contractor, Enterprise, Mine, Person
from kuangan.registry.rules import expiry_of, mask_phone
from kuangan.registry.states import AuthorityKind, CreditCodeState, MineKind, MineStatus, Post, Service
from kuangan.registry.web.listing import Cell, Choice, Listing, chosen, county_choice, show

_STOPPED = {MineStatus.LONG_STOPPED, MineStatus.CONSTRUCTION_STOPPED, MineStatus.PENDING_CLOSURE, MineStatus.CLOSED}


_NAMES = "kuangan.county_names"


def place(request: Request, code: str) -> str:
    """The short name of a county; all names are fetched once for a request."""
    names: dict[str, str] | None = request.META.get(_NAMES)
    if names is None:
        names = request.META[_NAMES] = queries.county_names(request.actor.scope)
    return names.get(code, code)


def mine_filter(request: Request) -> tuple[queries.MineFilter, list[Choice]]:
    """What the address says about mines, and the filters that say it."""
    licences = [("expiring", _("Expiring or expired")), ("missing", _("Not registered"))]
    county = county_choice(request)
    choices = [
        county,
        Choice("kind", _("Type"), MineKind.choices, chosen(request, "kind", MineKind.choices)),
        Choice("status", _("Status"), MineStatus.choices, chosen(request, "status", MineStatus.choices)),
        Choice("licences", _("Safety licence"), licences, chosen(request, "licences", licences)),
        Choice("q", _("Name, number or pinyin initials"), (), chosen(request, "q")),
    ]
    values = [choice.value for choice in choices]
    return queries.MineFilter(
        county=values[0], kind=values[1], status=values[2], licences=values[3], text=values[4]
    ), choices


def _mine_row(request: Request, mine: Mine) -> list[Cell]:
    status = mine.current.status if mine.current else ""
    until = mine.safety_licence_to  # type: ignore[attr-defined]
    return [
        Cell(mine.name, reverse("registry:mine", args=[mine.pk]), note=mine.enterprise.name),
        Cell(place(request, mine.region_code), note=mine.town),
        Cell(mine.get_kind_display()),
        Cell(mine.current.get_status_display() if mine.current else _("unknown"), tag=status in _STOPPED),
        until_cell(until) if until else Cell(_("Not registered"), tone="muted"),
        Cell(mine.code, tone="muted"),
    ]


@screen("registry.read")
def mines(request: Request) -> HttpResponse:
    """Mines of the jurisdiction; closed ones only when asked for."""
    narrow, choices = mine_filter(request)
    acts = []
    if may(request.actor, "registry.edit"):
        acts = [(reverse("registry:mine_new"), _("Register a mine"), "plus")]
    if may(request.actor, "registry.import_roster"):
        acts.append((reverse("registry:import_upload"), _("Import"), "file-import"))
    columns = [
        (_("Mine"), "name"),
        (_("County"), "county"),
        _("Type"),
        _("Status"),
        (_("Safety licence until"), "until"),
        _("Number"),
    ]
    listing = Listing(
        _("Mines"),
        columns,
        lambda row: _mine_row(request, row),
        choices,
        {"name": "name", "county": "region_code", "until": "safety_licence_to"},
        reverse("registry:export", args=["mines"]),
        acts,
        empty=_("No mine fits these filters."),
    )
    return show(request, queries.mines(request.actor.scope, narrow), listing)


@screen("registry.read")
def enterprises(request: Request) -> HttpResponse:
    """Mine enterprises with the state of their credit codes."""
    states = CreditCodeState.choices
    choices = [
        county_choice(request),
        Choice("code", _("Credit code"), states, chosen(request, "code", states)),
        Choice("q", _("Name, number or pinyin initials"), (), chosen(request, "q")),
    ]
    county, code, text = (choice.value for choice in choices)

    def row(one: Enterprise) -> list[Cell]:
        doubtful = one.credit_code_state != CreditCodeState.VALID
        return [
            Cell(one.name, reverse("registry:enterprise", args=[one.pk])),
            Cell(place(request, one.region_code)),
            Cell(one.credit_code or "—", note=one.get_credit_code_state_display() if doubtful else ""),
            Cell(one.mine_count, css="r"),  # type: ignore[attr-defined]
        ]

    acts = []
    if may(request.actor, "registry.edit"):
        acts = [(reverse("registry:enterprise_new"), _("Register an enterprise"), "plus")]
    listing = Listing(
        _("Enterprises"),
        [(_("Enterprise"), "name"), _("County"), _("Unified social credit code"), (_("Mines"), "", "r")],
        row,
        choices,
        {"name": "name"},
        reverse("registry:export", args=["enterprises"]),
        acts,
        empty=_("No enterprise fits these filters."),
    )
    return show(request, queries.enterprises(request.actor.scope, text=text, county=county, code_state=code), listing)


@screen("registry.read")
def authorities(request: Request) -> HttpResponse:
    """Public bodies and the contact persons they have named."""
    kinds = AuthorityKind.choices
    choices = [
        Choice("kind", _("Sort"), kinds, chosen(request, "kind", kinds)),
        Choice("q", _("Name"), (), chosen(request, "q")),
    ]
    scope = request.actor.scope
    named = {one.authority_id: one for one in queries.contact_persons(scope)}

    def row(one: Any) -> list[Cell]:
        contact = named.get(one.pk)
        return [
            Cell(one.name, reverse("registry:authority", args=[one.pk]), note=one.parent.name if one.parent else ""),
            Cell(one.get_kind_display()),
            Cell(one.get_level_display()),
            Cell(contact.person.name if contact else "—", note=contact.person.title if contact else ""),
        ]

    listing = Listing(
        _("Authorities"),
        [_("Authority"), _("Sort"), pgettext("administrative", "Level"), _("Contact person")],
        row,
        choices,
        export=reverse("registry:export", args=["authorities"]),
        empty=_("No authority fits these filters."),
    )
    found = queries.authorities(scope, text=choices[1].value, kind=choices[0].value)
    return show(request, found.order_by("region_code", "kind", "pk"), listing)


@screen("registry.read")
def agencies(request: Request) -> HttpResponse:
    """Technical-service agencies with their qualification."""
    services = Service.choices
    choices = [
        Choice("service", _("Service"), services, chosen(request, "service", services)),
        Choice("q", _("Name"), (), chosen(request, "q")),
    ]
    labels = dict(services)

    def row(one: Agency) -> list[Cell]:
        return [
            Cell(one.name, history_url(one)),
            Cell("、".join(str(labels.get(name, name)) for name in one.services)),
            Cell(one.qualification_no or "—"),
            until_cell(one.valid_to),
        ]

    acts = []
    if may(request.actor, "registry.edit"):
        acts = [(reverse("registry:agency_new"), _("Register an agency"), "plus")]
    listing = Listing(
        _("Technical-service agencies"),
        [_("Agency"), _("Services"), _("Qualification number"), _("Qualified until")],
        row,
        choices,
        export=reverse("registry:export", args=["agencies"]),
        acts=acts,
        empty=_("No agency fits these filters."),
    )
    found = queries.agencies(request.actor.scope, service=choices[0].value, text=choices[1].value)
    return show(request, found, listing)


@screen("registry.read")
def contractors(request: Request) -> HttpResponse:
    """Contractors; those that were cleared out anywhere are marked for everybody."""
    only = [("engaged", _("At work here")), ("cleared", _("Cleared out somewhere"))]
    choices = [
        Choice("only", _("Only"), only, chosen(request, "only", only)),
        Choice("q", _("Name"), (), chosen(request, "q")),
    ]

    def row(one: Contractor) -> list[Cell]:
        state = _("Cleared out") if one.cleared else _("At work") if one.engaged else "—"  # type: ignore[attr-defined]
        return [
            Cell(one.name, reverse("registry:contractor", args=[one.pk]), note=one.qualification),
            Cell(one.licence_no or _("Not registered"), tone="" if one.licence_no else "muted"),
            until_cell(one.licence_valid_to),
            Cell(state, tag=True, tone="danger" if one.cleared else ""),  # type: ignore[attr-defined]
        ]

    listing = Listing(
        _("Contractors"),
        [_("Contractor"), _("Safety licence"), _("Valid until"), _("State")],
        row,
        choices,
        export=reverse("registry:export", args=["contractors"]),
        empty=_("No contractor fits these filters."),
    )
    found = queries.contractors(request.actor.scope, only=choices[0].value, text=choices[1].value)
    return show(request, found, listing)


@screen("registry.read")
def people(request: Request) -> HttpResponse:
    """People and their posts; telephone numbers are masked for who may not read contacts."""
    note_contacts_read(request, sheet="people")
    choices = [
        county_choice(request),
        Choice("post", _("Post"), Post.choices, chosen(request, "post", Post.choices)),
        Choice("q", _("Name or pinyin initials"), (), chosen(request, "q")),
    ]
    county, post, text = (choice.value for choice in choices)

    def row(one: Person) -> list[Cell]:
        posts = "、".join(str(held.get_post_display()) for held in one.posts)  # type: ignore[attr-defined]
        return [
            Cell(one.name, history_url(one), note=one.title),
            Cell(one.employer or "—", note=place(request, one.region_code)),
            Cell(posts or "—"),
            Cell(phone_of(request, one.phone, one) or "—"),
        ]

    listing = Listing(
        _("People"),
        [(_("Name of the person"), "name"), _("Organisation"), _("Posts"), _("Telephone")],
        row,
        choices,
        {"name": "name"},
        reverse("registry:export", args=["people"]),
        empty=_("Nobody fits these filters."),
    )
    return show(request, queries.people(request.actor.scope, text=text, county=county, post=post), listing)


def history_url(row: Any) -> str:
    """The way to what happened to a record that has no page of its own."""
    return str(frame.filled(frame.HISTORY_ADDRESS, row))


def note_contacts_read(request: Request, row: Any = None, **told: Any) -> None:
    """Record that somebody was shown telephone numbers in full; nothing for who sees them masked."""
    if may(request.actor, "registry.read_contacts", row):
        note_read(request.actor, kinds.CONTACTS_READ, row, **told)


def phone_of(request: Request, phone: str, row: Model) -> str:
    """A telephone number as this reader may see it on the record `row`: in full for who may read contacts there."""
    return phone if scope_for(request.actor, "registry.read_contacts").covers(row) else mask_phone(phone)


def until_cell(until: Any) -> Cell:
    """The last day of validity, red when over or within the warning."""
    state = expiry_of(until, clock.today())
    if state == "unknown":
        return Cell(_("unknown"), tone="muted")
    words = {"expired": _("Expired"), "expiring": _("Expires soon")}
    return Cell(day_words(until), tone="" if state == "valid" else "danger", note=words.get(state, ""))
