"""Addresses of access. Accounts are kept centrally: nobody's account lies outside a security administrator."""

from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import rule_for
from tests.permissions.table import BOTH, POST, Address

_REASON = {"reason": "调离岗位"}


def _account(side: Any) -> Any:
    return side.accounts["user"]


def _of_everybody(actor: Actor, row: Any) -> bool:
    return True


def _read_in_the_trail(actor: Actor, row: Any) -> bool:
    return actor.scope_as(*rule_for("integrity.read_audit").roles).covers(row)


def _central(name: str, **told: Any) -> Address:
    """A page about an account, which the security administrator reaches wherever it is used."""
    told = {"row": _account, "sees": _of_everybody, "reads": True, "central": True, **told}
    return Address(f"access:{name}", **told)


LINES = [
    Address("access:me"),
    Address("access:preferences", methods=POST, post=lambda side: {"language": "en", "large_type": "on"}),
    Address("access:end_device", kwargs=lambda side: {"pk": 9_999_999}, methods=POST, works=False),
    Address("access:accept_invitation", kwargs=lambda side: {"token": "no-such-link"}, methods=BOTH, works=False,
            told=frozenset({404})),
    Address("access:accounts"),
    Address("access:create_account", methods=BOTH, post=lambda side: {"username": "xin.ren", "name": "新人"}),
    _central("account"),
    _central("disable_account", methods=POST, post=lambda side: _REASON),
    _central("enable_account", methods=POST, post=lambda side: _REASON, works=False),
    _central("reset_password", methods=POST),
    _central("reset_second_factor", methods=POST, works=False),
    _central("end_sessions", methods=POST),
    _central("grant", methods=BOTH, post=lambda side: {"role": "county_reviewer", "region_code": side.code}),
    _central("revoke_grant", row=lambda side: side.accounts["grant"], methods=POST, post=lambda side: _REASON),
    Address("access:invitations"),
    Address("access:invite", methods=BOTH, post=lambda side: {
        "name": "新人", "role": "county_inspector", "region_code": side.code, "days": "7"}),
    _central("withdraw_invitation", row=lambda side: side.accounts["invitation"], methods=POST),
    Address("access:audit"),
    Address("access:audit_export", methods=POST, works=False),
    Address("access:audit_event", row=lambda side: side.event, sees=_read_in_the_trail, reads=True),
]  # fmt: skip
