"""What inspections add to the menu: the monthly checks, also in the phone's bottom bar."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.ui.menu import MenuItem, add


def register() -> None:
    """The list of checks for whoever reads it; on the phone the third of the bar (报隐患 stands before it)."""
    add(
        MenuItem(
            "inspections", _("Monthly checks"), "inspections:list", "clipboard-check", "inspections.read", group=20,
            order=40, phone=True, phone_label=pgettext_lazy("bottom bar", "Checks"),
        )
    )  # fmt: skip
