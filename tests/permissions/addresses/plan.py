"""Addresses of the plan room. A plan is read by everybody in its city; drafts by those who keep it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.plan.models import Plan
from kuangan.plan.policy import EDITORS, PUBLISHERS
from tests.permissions.campaigns import PARAMETER
from tests.permissions.table import BOTH, FAR, POST, Address


def _reached(actor: Actor, plan: Plan) -> bool:
    """Whether the plan's city lies inside or around what the actor is in charge of; agencies work everywhere."""
    home = prefix_of(plan.region_code)
    if actor.scope.agencies or any(code.startswith(home) or home.startswith(code) for code in actor.scope.regions):
        return True
    from kuangan.registry.models import Mine

    return Mine.objects.within(actor.scope).filter(region_code__startswith=home).exists()


def _kept(actor: Actor, version: Any) -> bool:
    """Drafts exist for those who load or publish in the plan's own region."""
    return any(grant.role in EDITORS | PUBLISHERS and grant.scope.covers(version.plan) for grant in actor.grants)


def _of_plan(name: str, **told: Any) -> Address:
    told = {"kwargs": lambda side: {"plan_id": side.plan.pk}, "reads": True, **told}
    return Address(f"plan:{name}", row=lambda side: side.plan, sees=_reached, outside=FAR, **told)


def _of_version(name: str, **told: Any) -> Address:
    return Address(
        f"plan:{name}", row=lambda side: side.version, kwargs=lambda side: {"version_id": side.version.pk},
        sees=lambda actor, row: _reached(actor, row.plan), reads=True, outside=FAR, **told,
    )  # fmt: skip


def _of_draft(name: str, **told: Any) -> Address:
    return Address(
        f"plan:{name}", row=lambda side: side.draft, kwargs=lambda side: {"version_id": side.draft.pk}, sees=_kept,
        methods=POST, outside=FAR, **told,
    )  # fmt: skip


def _of_receipt(name: str, target: str, **told: Any) -> Address:
    return Address(
        f"plan:{name}", row=lambda side: getattr(side, target),
        kwargs=lambda side: {"receipt_id": getattr(side, target).pk}, **told,
    )  # fmt: skip


def _named(side: Any) -> dict[str, Any]:
    return {"plan_id": side.plan.pk, "name": PARAMETER}


def _package(side: Any) -> dict[str, Any]:
    body = (side.folder / "near-1.1.0.yaml").read_bytes().replace(b'"1.1.0"', b'"1.2.0"')
    return {"file": SimpleUploadedFile("plan.yaml", body)}


LINES = [
    Address("plan:index"),
    Address("plan:clause", query="?ref=二"),
    Address("plan:load", methods=BOTH, post=_package),
    _of_plan("outline"),
    _of_plan("parameters"),
    _of_plan("parameter", kwargs=_named),
    _of_plan("set_parameter", kwargs=_named, methods=POST, post=lambda side: {
        "value": "9", "region": side.code, "effective_on": "2023-04-20", "reason": "省厅通知"}),
    _of_plan("effect", kwargs=lambda side: {"effect_id": side.version.effect.pk}),
    _of_plan("receipts"),
    _of_plan("preview"),
    _of_version("version"),
    _of_version("trace"),
    _of_draft("publish", post=lambda side: {"title": side.plan.short_title, "sure": "on"}),
    _of_draft("withdraw"),
    Address("plan:distribute", row=lambda side: side.bureau, methods=POST, works=False,
            kwargs=lambda side: {"version_id": side.version.pk, "authority_id": side.bureau.pk}),
    _of_receipt("receipt", "receipt"),
    _of_receipt("acknowledge", "bureau_receipt", methods=POST),
    _of_receipt("open_receipt", "receipt", methods=POST),
    _of_receipt("confirm_receipt", "receipt", methods=POST, works=False),
]  # fmt: skip
