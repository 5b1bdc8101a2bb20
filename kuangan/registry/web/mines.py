"""The mine page (一矿一册) and the history of its facts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.exchange import wording
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import panels
from kuangan.registry import queries
from kuangan.registry.models import Appointment, Licence, Mine
from kuangan.registry.rules import FACT_TYPES, expiry_of, is_newly_appointed
from kuangan.registry.rules.extents import is_outside
from kuangan.registry.rules.licences import doubts
from kuangan.registry.web.lists import note_contacts_read, phone_of, place

PAGE = "registry.mine"
"""The page that panels are added to."""
_ACTS = (
    ("registry.change_facts", "registry:facts_change", gettext_noop("Change facts")),
    ("registry.declare_status", "registry:declare", gettext_noop("Declare stopping or resuming")),
    ("registry.edit", "registry:mine_edit", gettext_noop("Correct the record")),
    ("registry.edit", "registry:licence_new", gettext_noop("Register a licence")),
    ("registry.appoint", "registry:appointment_new", gettext_noop("Appoint somebody")),
    ("registry.engage", "registry:engagement_new", gettext_noop("Engage a contractor")),
    ("registry.engage", "registry:unit_new", gettext_noop("Enter a unit")),
    ("registry.merge", "registry:mine_merge", gettext_noop("Merge with another record of the same mine")),
    ("registry.assign_leader", "registry:leader_assign", gettext_noop("Assign the leader in charge")),
)


def found(request: Request, pk: int) -> Mine:
    """The mine of an address, 404 outside the reader's jurisdiction."""
    mine: Mine = get_object_or_404(queries.mines(request.actor.scope), pk=pk)
    return mine


def crumbs_of(mine: Mine) -> tuple[tuple[Any, str], ...]:
    """The way to a mine's own pages."""
    return (_("Mines"), reverse("registry:mines")), (mine.name, reverse("registry:mine", args=[mine.pk]))


@screen("registry.read")
def mine(request: Request, pk: int) -> HttpResponse:
    """Everything known about one mine, with what other rooms add."""
    scope = request.actor.scope
    if kept := queries.kept_for(scope, pk):
        messages.info(request, _("This record was merged into the mine shown here."))
        return redirect("registry:mine", kept.pk)
    row = found(request, pk)
    note_contacts_read(request, row)
    since = queries.fact_since(scope, row)
    facts = [
        {"label": kind.label, "value": kind.shown(getattr(row.current, name)), "since": since.get(name)}
        for name, kind in FACT_TYPES.items()
        if row.current and getattr(row.current, name) is not None
    ]
    leaders = list(queries.leader_contacts(scope, row))
    context = {
        "mine": row,
        "county": place(request, row.region_code),
        "facts": facts,
        "unknown": _unknown(row),
        "licences": [
            (one, expiry_of(one.valid_to, clock.today()), _remarks(one)) for one in queries.licences(scope, row)
        ],
        "is_outside": is_outside(row.region_code, row.longitude, row.latitude),
        "people": [_person(request, row, one) for one in queries.people_of_mine(scope, row)],
        "units": list(queries.units(scope).filter(mine=row)),
        "engagements": list(queries.engagements(scope).filter(mine=row)),
        "unfit": {one.pk for one in queries.unfit_engagements(scope, row)},
        "leader": next((one for one in leaders if one.ended_on is None), None),
        "former_leaders": [one for one in leaders if one.ended_on],
        "merges": list(queries.merges(scope).filter(kept=row, undone_at=None)),
        "may_merge": may(request.actor, "registry.merge", row),
        "dumps": list(queries.attached_dumps(scope, row)),
        "sees_enterprise": scope.covers(row.enterprise),
        "may_engage": may(request.actor, "registry.engage", row),
        "acts": _acts(request, row),
        "panels": panels.shown(request, PAGE, row),
        "aside_panels": panels.shown(request, PAGE, row, is_aside=True),
    }
    return render(request, "registry/mine.html", context)


@screen("registry.read")
def history(request: Request, pk: int) -> HttpResponse:
    """Every statement about a mine: since when, entered when, by whom, on what basis."""
    row = found(request, pk)
    records = [
        {
            "record": one,
            "label": FACT_TYPES[one.name].label if one.name in FACT_TYPES else one.name,
            "value": FACT_TYPES[one.name].shown(one.value) if one.name in FACT_TYPES else one.value,
            "is_late": (clock.day_of(one.entered_at) - one.effective_on).days > 0,
        }
        for one in queries.fact_records(request.actor.scope, row)[:500]
    ]
    return render(request, "registry/history.html", {"mine": row, "records": records})


def _acts(request: Request, row: Mine) -> list[dict[str, Any]]:
    """What this reader may do to the mine; a verb that the role never holds is not offered."""
    shown = []
    for verb, name, label in _ACTS:
        decision = may(request.actor, verb, row)
        if not decision.is_noise:
            shown.append({"label": _(label), "url": reverse(name, args=[row.pk]), "decision": decision})
    return shown


def _person(request: Request, row: Mine, held: Appointment) -> dict[str, Any]:
    today = clock.today()
    return {
        "held": held,
        "phone": phone_of(request, held.person.phone, row),
        "is_new": held.ended_on is None and is_newly_appointed(held.appointed_on, today),
        "certificate": expiry_of(held.certificate_valid_to, today) if held.certificate_no else "",
        "of_enterprise": held.mine_id is None,
    }


def _remarks(licence: Licence) -> str:
    """What in the form of a licence's number does not fit."""
    found = doubts(licence.kind, licence.number, licence.region_code, lambda code: code[:2] == licence.region_code[:2])
    words = [(wording.of(one.code), one.params) for one in found]
    return " ".join(wording.spell(text, params) for said, params in words for text in (said.message, said.mend))


def _unknown(row: Mine) -> str:
    """The names of the facts that nobody has stated yet."""
    labels = (k.label for name, k in FACT_TYPES.items() if not row.current or getattr(row.current, name) is None)
    return "、".join(str(label) for label in labels)
