"""What access adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kuangan.access import queries
from kuangan.access.states import RequestState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.ui import menu


def _waiting(actor: Actor) -> menu.Badge | None:
    count = queries.grant_requests(actor).filter(state=RequestState.WAITING).count()
    return menu.Badge(count, "review", _("waiting")) if count else None


def register() -> None:
    """Accounts for the security administrator, the trail for its readers."""
    menu.add(
        menu.MenuItem(
            "accounts", _("Accounts"), "access:accounts", "users", "access.administer_accounts", group=90, order=10
        )
    )
    menu.add(
        menu.MenuItem(
            "invitations",
            _("Invitations"),
            "access:invitations",
            "mail",
            "access.invite",
            group=90,
            order=20,
            parent="accounts",
        )
    )
    menu.add(
        menu.MenuItem(
            "administrations", _("Grants of administration"), "access:administrations", "users",
            "access.confirm_grant", group=90, order=25, badge=_waiting,
        )
    )  # fmt: skip
    menu.add(
        menu.MenuItem("audit", _("Audit trail"), "access:audit", "history", "integrity.read_audit", group=90, order=30)
    )
    menu.add(
        menu.MenuItem(
            "channels", _("Notice channels"), "access:channels", "bell-cog", "notices.administer", group=90, order=40
        )
    )
