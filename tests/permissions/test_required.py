"""A field is marked required by the rule that refuses it, over every form of the product.

A field that is needed only in some cases says so in its help (…必填); one that a later page would refuse is asked for,
and refused, where it is typed.
"""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from kuangan.foundation.ui.forms import Furnished
from tests.permissions.addresses import TABLE
from tests.permissions.asking import _SITE
from tests.permissions.expecting import promised, url_of, verb_of
from tests.permissions.table import INSIDE, Address
from tests.permissions.test_matrix import VIEWS

pytestmark = pytest.mark.usefixtures("db")
FORMS = sorted(key for key, line in TABLE.items() if line.name in VIEWS and set(line.looked_at) == {"GET", "POST"})


@pytest.mark.parametrize("key", FORMS)
def test_what_is_marked_required_is_what_is_refused_when_empty(key: str, world: Any, settings: Any) -> None:
    address = TABLE[key]
    settings.DEMO = settings.DEMO or address.demo
    shown = _form(world, address, "GET")
    if shown is None:
        pytest.skip("no form of the house on this page")
    asked = {name for name in shown.fields if not shown[name].is_hidden}
    marked = {name for name in asked if shown.fields[name].required}
    sometimes = {name for name in asked if "必填" in str(shown.fields[name].help_text)}
    body = address.post(world.sides[INSIDE])

    empty = _form(world, address, "POST", {name: value for name, value in body.items() if name not in asked})
    refused = set(empty.errors) & asked if empty is not None else set()
    assert marked <= refused, f"marked required, yet taken when empty: {sorted(marked - refused)}"
    assert refused <= marked | sometimes, f"refused when empty, yet not marked: {sorted(refused - marked - sometimes)}"

    least = {name: value for name, value in body.items() if name not in asked - marked - sometimes}
    taken = _form(world, address, "POST", least)
    wrong = {name: taken.errors[name] for name in taken.errors if name in asked - marked} if taken is not None else {}
    assert set(wrong) <= sometimes, f"refused when left out, yet not marked: {wrong}"


def _form(world: Any, address: Address, method: str, body: dict[str, Any] | None = None) -> Any:
    """The form of the page that answers, bound when it was refused; None when it was taken or there is none."""
    side = world.sides[INSIDE]
    row = address.row(side) if address.row else None
    verb = verb_of(address.name, VIEWS[address.name])
    with translation.override("zh-hans"):
        roles = [role for role, actor in world.actors.items() if promised(address, verb, actor, row).allows]
    if not roles:
        return None
    browser = Client(raise_request_exception=False)
    browser.handler = _SITE
    browser.cookies["sessionid"] = world.sessions[roles[0]]
    with transaction.atomic():
        answer = (browser.get if method == "GET" else browser.post)(
            url_of(address, side), {**(body or {}), "csrfmiddlewaretoken": "as every page sends it"}
        )
        transaction.set_rollback(True)
    translation.activate("zh-hans")
    found = [value for layer in answer.context or () for each in layer.dicts for value in each.values()]
    forms = [value for value in found if isinstance(value, Furnished)]
    wanted = [form for form in forms if form.is_bound == (method == "POST")]
    return wanted[0] if wanted else None
