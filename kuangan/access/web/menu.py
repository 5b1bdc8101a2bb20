"""What access adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui import menu


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
        menu.MenuItem("audit", _("Audit trail"), "access:audit", "history", "integrity.read_audit", group=90, order=30)
    )
    menu.add(
        menu.MenuItem(
            "channels", _("Notice channels"), "access:channels", "bell-cog", "notices.administer", group=90, order=40
        )
    )
