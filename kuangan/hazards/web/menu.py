"""What hazards add to the menu: the ledger with its two halves, and reporting in the phone's bottom bar.

No badge: it would cost every page of the product one more statement. The work desk says what is overdue.
"""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.menu import MenuItem, add

_MADE_OF_IT = (
    ("figures", _("Hazard figures"), "figures"),
    ("recurrence", _("Recurrence watch"), "recurrence"),
    ("two_lists", _("Two lists"), "two_lists"),
    ("closed", _("Close-out list"), "closed_list"),
)
"""What the ledger is counted and handed in as."""


def register() -> None:
    """The ledger for whoever reads it, reporting for whoever may."""
    read = "hazards.read"
    add(MenuItem("hazards", _("Hazard ledger"), "hazards:list", "alert-triangle", read, group=20, order=30))
    add(MenuItem("hazards.major", _("Major hazards"), "hazards:major", verb=read, parent="hazards", order=10))
    add(MenuItem("hazards.general", _("General hazards"), "hazards:general", verb=read, parent="hazards", order=20))
    add(MenuItem("hazards.risks", _("Risk control list"), "hazards:risks", verb=read, parent="hazards", order=40))
    for order, (name, label, address) in enumerate(_MADE_OF_IT, start=5):
        add(MenuItem(f"hazards.{name}", label, f"hazards:{address}", verb=read, parent="hazards", order=order * 10))
    add(
        MenuItem(
            "hazards.supervision", _("Listed supervision"), "hazards:supervision", verb="hazards.see_supervision",
            parent="hazards", order=30,
        )
    )  # fmt: skip
    add(
        MenuItem(
            "hazards.settings", _("Settings of the hazard ledger"), "hazards:settings", verb="hazards.see_settings",
            parent="hazards", order=90,
        )
    )  # fmt: skip
    add(
        MenuItem(
            "hazards.report", _("Report a hazard"), "hazards:new", "camera", "hazards.register", group=20, order=35,
            phone=True,
        )
    )  # fmt: skip
