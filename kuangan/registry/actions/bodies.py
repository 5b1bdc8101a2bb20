"""Bodies are registered and amended: enterprises, agencies, contractors, authorities."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record, record_many
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.text import named
from kuangan.registry import kinds
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.rights import lock, require_in_region
from kuangan.registry.models import Agency, Authority, Contractor, Enterprise, Mine
from kuangan.registry.rules import credit_code_state, tidy_code
from kuangan.registry.rules.likeness import outline
from kuangan.registry.states import CreditCodeState

_ENTERPRISE_FIELDS = frozenset({"name", "credit_code", "address", "phone"})


@transaction.atomic
def register_enterprise(
    actor: Actor,
    *,
    name: str,
    region_code: str,
    credit_code: str = "",
    address: str = "",
    phone: str = "",
    is_demo: bool = False,
    apart_because: str = "",
) -> Enterprise:
    """Enter a mine enterprise. A doubtful credit code is kept and listed as to complete; a doubled one is refused.

    A name that a county has already is Refused until `apart_because` says why it is another enterprise.
    """
    require_in_region(actor, "registry.edit", region_code)
    code, state = credit_code_state(credit_code)
    _refuse_doubled_code(code, state)
    enterprise = drafting.enterprise(
        name=_named(name), region_code=region_code, credit_code=code, address=address, phone=phone, is_demo=is_demo
    )
    _refuse_twin(enterprise, apart_because := named(apart_because))
    enterprise.save()
    record_many([traces.enterprise_registered(actor, enterprise, apart_because)])
    return enterprise


@transaction.atomic
def amend_enterprise(actor: Actor, enterprise: Enterprise, **changes: str) -> Enterprise:
    """Correct name, credit_code, address or phone of an enterprise."""
    enterprise = lock(actor, "registry.edit", enterprise)
    if unknown := set(changes) - _ENTERPRISE_FIELDS:
        raise TypeError(f"not amended here: {sorted(unknown)}")
    before = {name: getattr(enterprise, name) for name in changes}
    if "name" in changes:
        changes["name"] = _named(changes["name"])
    if "credit_code" in changes:
        code, state = credit_code_state(changes["credit_code"])
        _refuse_doubled_code(code, state, enterprise.pk)
        changes["credit_code"], enterprise.credit_code_state = code, state
    for name, value in changes.items():
        setattr(enterprise, name, value.strip())
    after = {name: getattr(enterprise, name) for name in changes}
    if before == after:
        return enterprise
    enterprise.search_text = enterprise.searchable()
    enterprise.save()
    mines = list(enterprise.mines.select_related("enterprise"))
    for mine in mines:
        mine.search_text = mine.searchable()
    Mine.rows.bulk_update(mines, ["search_text"])
    record_many([traces.enterprise_amended(actor, enterprise, before, after)])
    return enterprise


@transaction.atomic
def register_agency(
    actor: Actor,
    *,
    name: str,
    region_code: str,
    services: list[str],
    credit_code: str = "",
    qualification_no: str = "",
    valid_to: date | None = None,
    in_scope_since: date | None = None,
    is_demo: bool = False,
) -> Agency:
    """Enter a technical-service agency with its qualification; `services` are values of states.Service.

    `in_scope_since` (today): plans ask nothing of it that ended before.
    """
    require(actor, "registry.edit")
    agency = Agency.objects.create(
        name=_named(name),
        region_code=region_code,
        services=services,
        credit_code=credit_code_state(credit_code)[0],
        qualification_no=tidy_code(qualification_no),
        valid_to=valid_to,
        in_scope_since=drafting.scope_day(in_scope_since),
        entered_at=clock.now(),
        is_demo=is_demo,
    )
    record(actor, kinds.AGENCY_REGISTERED, agency)
    return agency


@transaction.atomic
def register_contractor(
    actor: Actor,
    *,
    name: str,
    region_code: str = "",
    credit_code: str = "",
    licence_no: str = "",
    licence_valid_to: date | None = None,
    qualification: str = "",
    is_demo: bool = False,
) -> Contractor:
    """Enter a contractor; the same name twice is refused, because its history must stay in one place."""
    require(actor, "registry.engage")
    if Contractor.objects.filter(name=_named(name)).exists():
        raise Refused(_("A contractor of this name is already registered: choose it from the list."), "name")
    contractor = drafting.contractor(
        name=name, region_code=region_code, credit_code=credit_code, licence_no=licence_no,
        licence_valid_to=licence_valid_to, qualification=qualification, is_demo=is_demo,
    )  # fmt: skip
    contractor.save()
    record_many([traces.contractor_registered(actor, contractor)])
    return contractor


@transaction.atomic
def register_authority(
    actor: Actor,
    *,
    code: str,
    name: str,
    kind: str,
    level: str,
    region_code: str,
    short_name: str = "",
    parent: Authority | None = None,
    in_scope_since: date | None = None,
    is_founding: bool = False,
) -> Authority:
    """Enter a public body, or bring one that is known by `code` up to date.

    `in_scope_since` (today): plans ask nothing of a new body that ended before. `is_founding`: one of those that an
    installation begins with, which a plan has always meant.
    """
    require_in_region(actor, "registry.edit", region_code)
    facts: dict[str, Any] = {"name": _named(name), "kind": kind, "level": level, "region_code": region_code}
    facts |= {"short_name": short_name, "parent": parent}
    known = Authority.objects.filter(code=code).first()
    if known and all(getattr(known, key) == value for key, value in facts.items()):
        return known
    start = {} if is_founding else {"in_scope_since": drafting.scope_day(in_scope_since), "entered_at": clock.now()}
    authority, _created = Authority.objects.update_or_create(
        code=code, defaults=facts, create_defaults={**facts, **start}
    )
    record(actor, kinds.AUTHORITY_REGISTERED, authority, code=code)
    return authority


def _named(name: str) -> str:
    if not (kept := named(name)):
        raise Refused(_("Enter the name."), "name")
    return kept


def _refuse_twin(enterprise: Enterprise, because: str) -> None:
    """Ask about an enterprise of the same name in the same county; credit codes that differ say that they are two."""
    own = outline(enterprise.name)
    others = Enterprise.rows.filter(region_code=enterprise.region_code).values_list("name", "credit_code")
    alike = [name for name, code in others if outline(name) == own and enterprise.credit_code in ("", code)]
    if alike and not because:
        words = _("An enterprise of this name is registered already: %(name)s. If it is another one, say why.")
        raise Refused(words % {"name": alike[0]}, "apart_because")


def _refuse_doubled_code(code: str, state: str, own_pk: int | None = None) -> None:
    if not code or state == CreditCodeState.MASKED:
        return
    if (
        Enterprise.rows.filter(credit_code=code)
        .exclude(credit_code_state=CreditCodeState.MASKED)
        .exclude(pk=own_pk or 0)
        .exists()
    ):
        raise Refused(
            _("An enterprise with this credit code is already registered; search for it, also under another name."),
            "credit_code",
        )
