"""The invented accounts of a demo, as they are printed at its start and listed on its sign-in page."""

from django.conf import settings

from kuangan.access.models import GrantRecord
from kuangan.access.web.demo import DemoAccount
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.shell.rules import DEMO_PASSWORD

PER_ROLE = 2


def demo_accounts(scope: Scope) -> list[DemoAccount]:
    """Accounts per role, at most two each, in the order of the roles; always empty outside a demo."""
    if not settings.DEMO:
        return []
    rows = GrantRecord.objects.filter(user__is_demo=True, user__is_active=True, revoked_at__isnull=True)
    found: dict[str, list[DemoAccount]] = {role: [] for role in Role}
    seen: set[int] = set()
    for grant in rows.select_related("user").order_by("user_id", "id"):
        if grant.user_id in seen or len(found[grant.role]) >= PER_ROLE:
            continue
        seen.add(grant.user_id)
        found[grant.role].append(
            DemoAccount(Role(grant.role).label, grant.user.name, grant.user.username, DEMO_PASSWORD)
        )
    return [account for accounts in found.values() for account in accounts]


# house: unscoped — the sign-in page is shown before anybody has a scope, and lists invented people only
def listed_accounts() -> list[DemoAccount]:
    """What the sign-in page of a demo lists."""
    return demo_accounts(Scope.everywhere())
