"""Rows of the registry as they begin: one place for single entries and for imports, so that the two cannot disagree.

Nothing here is saved, locked or asked for; the verbs do that. Texts come in as people typed them.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim
from kuangan.foundation.kernel.inserting import drafted, relate
from kuangan.foundation.kernel.text import named
from kuangan.registry.models import (
    Agency,
    Appointment,
    Authority,
    Contractor,
    Engagement,
    Enterprise,
    Licence,
    Mine,
    Person,
)
from kuangan.registry.rules import credit_code_state, tidy_code

Organisation = Enterprise | Mine | Authority | Agency


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def enterprise(
    *, name: str, region_code: str, credit_code: str = "", address: str = "", phone: str = "", is_demo: bool = False
) -> Enterprise:
    """An enterprise; how far its credit code can be trusted is judged here."""
    code, state = credit_code_state(credit_code)
    row = drafted(
        Enterprise, name=named(name), region_code=region_code, credit_code=code, credit_code_state=state,
        address=address.strip(), phone=phone.strip(), is_demo=is_demo,
    )  # fmt: skip
    row.search_text = row.searchable()
    return row


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def mine(
    *, enterprise: Enterprise, name: str, kind: str, region_code: str, code: str, short_name: str = "", town: str = "",
    address: str = "", mineral: str = "", design_capacity: str = "", longitude: Decimal | None = None,
    latitude: Decimal | None = None, attached_to: Mine | None = None, in_scope_since: date | None = None,
    is_demo: bool = False,
    licensed_capacity: str = "", actual_capacity: str = "", builder: str = "", answers_after_closure: str = "",
) -> Mine:  # fmt: skip
    """A mine under a code that is free; its facts are stated about it afterwards."""
    row = drafted(
        Mine, name=named(name), kind=kind, region_code=region_code, code=code, short_name=named(short_name),
        town=town.strip(), address=address.strip(), mineral=mineral.strip(), design_capacity=design_capacity.strip(),
        longitude=longitude, latitude=latitude, in_scope_since=in_scope_since, is_demo=is_demo,
        licensed_capacity=licensed_capacity.strip(),
        actual_capacity=actual_capacity.strip(), builder=named(builder),
        answers_after_closure=named(answers_after_closure),
    )  # fmt: skip
    relate(row, enterprise=enterprise, attached_to=attached_to)
    row.search_text = row.searchable()
    return row


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def licence(
    holder: Mine | Enterprise, *, kind: str, number: str, issuer: str = "", valid_from: date | None = None,
    valid_to: date | None = None, scope_of_work: str = "",
) -> Licence:  # fmt: skip
    """A licence of a mine or of a whole enterprise."""
    mine = holder if isinstance(holder, Mine) else None
    owner = holder.enterprise if isinstance(holder, Mine) else holder
    row = drafted(
        Licence, region_code=holder.region_code, kind=kind, number=tidy_code(number), issuer=issuer.strip(),
        valid_from=valid_from, valid_to=valid_to, scope_of_work=scope_of_work.strip(),
    )  # fmt: skip
    return relate(row, enterprise=owner, mine=mine)


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def person(*, name: str, region_code: str, phone: str = "", **told: Any) -> Person:
    """Somebody at one employer: `enterprise=`, `authority=` or `agency=`; also title, id_number_masked, is_demo."""
    employer = {name: told.pop(name) for name in ("enterprise", "authority", "agency") if name in told}
    row = drafted(Person, name=named(name), phone=phone.strip(), region_code=region_code, **told)
    relate(row, **employer)
    row.search_text = row.searchable()
    return row


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def appointment(
    person: Person, *, post: str, organisation: Organisation, appointed_on: date, document: str = "",
    speciality: str = "", certificate_no: str = "", certificate_valid_to: date | None = None,
) -> Appointment:  # fmt: skip
    """A post that somebody takes up in an organisation."""
    row = drafted(
        Appointment, post=post, region_code=organisation.region_code, appointed_on=appointed_on,
        document=document.strip(), speciality=speciality.strip(), certificate_no=tidy_code(certificate_no),
        certificate_valid_to=certificate_valid_to,
    )  # fmt: skip
    return relate(row, person=person, **{field_of(organisation): organisation})


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def contractor(
    *, name: str, region_code: str = "", credit_code: str = "", licence_no: str = "",
    licence_valid_to: date | None = None, qualification: str = "", is_demo: bool = False,
) -> Contractor:  # fmt: skip
    """A contractor under its full name."""
    row = drafted(
        Contractor, name=named(name), region_code=region_code, credit_code=credit_code_state(credit_code)[0],
        licence_no=tidy_code(licence_no), licence_valid_to=licence_valid_to, qualification=qualification.strip(),
        is_demo=is_demo,
    )  # fmt: skip
    row.search_text = row.searchable()
    return row


# house: no-actor — drafts a row, writes nothing
# house: not-atomic — drafts a row, writes nothing
def engagement(mine: Mine, contractor: Contractor, *, work: str, started_on: date) -> Engagement:
    """A contractor's work in a mine."""
    row = drafted(Engagement, work=work.strip(), started_on=started_on)
    return relate(row, mine=mine, contractor=contractor)


# house: no-actor — looks at nothing but its argument
# house: not-atomic — looks at nothing but its argument
def field_of(organisation: Organisation) -> str:
    """The name under which appointments and people point at an organisation."""
    return {Enterprise: "enterprise", Mine: "mine", Authority: "authority", Agency: "agency"}[type(organisation)]


# house: no-actor — looks at nothing but its argument and the clock
# house: not-atomic — looks at nothing but its argument and the clock
def scope_day(day: date | None) -> date:
    """The day from which plans ask something: today unless an earlier one is claimed. Refused for a later one."""
    future = _("Nothing is in scope from a future day on: enter it when the day has come.")
    check_claim(day, "in_scope_since", since=FIRST_DAY, future=future)
    return day or clock.today()
