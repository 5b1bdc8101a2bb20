"""What governance adds to the menu: the list of help requests."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.menu import MenuItem, add


def register() -> None:
    """The list, for whoever reads it."""
    add(
        MenuItem("governance", _("Help requests"), "governance:list", "lifebuoy", "governance.read", group=20, order=60)
    )  # fmt: skip
