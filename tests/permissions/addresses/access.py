"""Addresses of access. A security administrator reaches the accounts whose grants lie within the area."""

from datetime import timedelta
from typing import Any

from kuangan.access.models import ApiToken, GrantRequest
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import rule_for, scope_for
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.models import Endpoint
from tests.cast import PASSWORD
from tests.permissions.table import BOTH, FAR, POST, Address

_REASON = {"reason": "调离岗位"}


def _account(side: Any) -> Any:
    return side.accounts["user"]


def _of_the_area(actor: Actor, row: Any) -> bool:
    return actor.scope_as(Role.SECURITY_ADMIN).covers_region(_region_of(row))


def _to_confirm(actor: Actor, row: Any) -> bool:
    return scope_for(actor, "access.confirm_grant").covers_region(row.region_code)


def _asked(side: Any) -> GrantRequest:
    """A grant of administration that waits for a second person."""
    told = {"role": Role.AUDIT_ADMIN, "region_code": side.code, "valid_from": clock.today(), "requested_by": "安全乙"}
    return GrantRequest.objects.get_or_create(user=side.accounts["newcomer"], defaults=told)[0]


def _region_of(row: Any) -> str:
    return row.region_code if hasattr(row, "region_code") else row.grants.get().region_code


def _read_in_the_trail(actor: Actor, row: Any) -> bool:
    return actor.scope_as(*rule_for("integrity.read_audit").roles).covers(row)


def _endpoint(side: Any) -> dict[str, Any]:
    """A receiving system on a port where nobody listens."""
    given = {"url": "http://127.0.0.1:9/", "nonce": "n", "created_by": "系统甲"}
    return {"pk": Endpoint.objects.get_or_create(name="市平台", defaults=given)[0].pk}


def _token(side: Any) -> ApiToken:
    """A token of an account of the side."""
    later = clock.real_now() + timedelta(days=1)
    found, _made = ApiToken.objects.get_or_create(
        secret_hash=f"matrix-{side.key}", defaults={"user": _account(side), "name": "程序", "expires_at": later}
    )
    return found


def _within_area(name: str, **told: Any) -> Address:
    """A page about an account, a grant or an invitation."""
    told = {"row": _account, "sees": _of_the_area, "reads": True, "outside": FAR, **told}
    return Address(f"access:{name}", **told)


LINES = [
    Address("access:me"),
    Address("access:preferences", methods=POST, post=lambda side: {"language": "en", "large_type": "on"}),
    Address("access:end_device", kwargs=lambda side: {"pk": 9_999_999}, methods=POST, works=False),
    # Without an identity provider these answer 404 to everybody; with one: tests/security.
    *(Address(f"access:{name}", works=False, told=frozenset({404})) for name in
      ("identity_start", "identity_callback", "connect_identity")),
    Address("access:identity", methods=BOTH, works=False, told=frozenset({404})),
    Address("access:disconnect_identity", methods=POST, works=False),
    Address("access:accept_invitation", kwargs=lambda side: {"token": "no-such-link"}, methods=BOTH, works=False,
            told=frozenset({404})),
    Address("access:accounts"),
    Address("access:create_account", methods=BOTH, post=lambda side: {"username": "xin.ren", "name": "新人"}),
    _within_area("account"),
    _within_area("disable_account", methods=POST, post=lambda side: _REASON),
    _within_area("enable_account", methods=POST, post=lambda side: _REASON, works=False),
    _within_area("reset_password", methods=POST),
    _within_area("reset_second_factor", methods=POST, works=False),
    _within_area("end_sessions", methods=POST),
    _within_area("administer_identity", methods=POST, post=lambda side: {"value": "EP-017"}),
    _within_area("grant", methods=BOTH, post=lambda side: {"role": "county_reviewer", "region_code": side.code}),
    _within_area("revoke_grant", row=lambda side: side.accounts["grant"], methods=POST, post=lambda side: _REASON),
    Address("access:administrations"),
    *(_within_area(name, row=_asked, sees=_to_confirm, methods=POST) for name in
      ("confirm_administration", "decline_administration")),
    _within_area("take_back_administration", row=_asked, methods=POST),
    Address("access:invitations"),
    Address("access:invite", methods=BOTH, post=lambda side: {
        "name": "新人", "role": "county_inspector", "region_code": side.code, "days": "7"}),
    _within_area("withdraw_invitation", row=lambda side: side.accounts["invitation"], methods=POST),
    _within_area("account_email", methods=BOTH, post=lambda side: {"email": "xin@example.cn"}),
    Address("access:inbox"),
    Address("access:read_all_notices", methods=POST, works=False),
    Address("access:open_notice", kwargs=lambda side: {"pk": 9_999_999}, methods=POST, works=False,
            told=frozenset({404})),
    Address("access:notice_settings", methods=BOTH, post=lambda side: {
        "email": "", "digest_at": "08:00", "quiet_from": "22:00", "quiet_to": "07:00"}),
    Address("access:channels"),
    Address("access:add_endpoint", methods=BOTH, post=lambda side: {
        "name": "省平台", "form": "signed", "url": "https://example.cn/hook"}),
    Address("access:endpoint", kwargs=_endpoint),
    *(Address(f"access:{name}", kwargs=_endpoint, methods=POST) for name in
      ("test_endpoint", "switch_endpoint", "renew_endpoint_secret")),
    Address("access:tokens"),
    Address("access:create_token", methods=BOTH, post=lambda side: {
        "name": "数据交换", "areas": ["duties:read"], "days": "30", "password": PASSWORD}),
    Address("access:revoke_own_token", kwargs=lambda side: {"pk": 0}, methods=POST, told=frozenset({404})),
    Address("access:revoke_token", row=_token, sees=lambda actor, row: _of_the_area(actor, row.user), reads=True,
            methods=POST, outside=FAR),
    Address("access:audit"),
    Address("access:audit_verify", methods=POST, works=False),
    Address("access:audit_checks"),
    Address("access:audit_export", methods=POST, works=False),
    Address("access:history", row=lambda side: side.mine, acts=("registry.read",),
            kwargs=lambda side: {"label": "registry.mine", "pk": side.mine.pk}),
    Address("access:audit_event", row=lambda side: side.event, sees=_read_in_the_trail, reads=True),
]  # fmt: skip
