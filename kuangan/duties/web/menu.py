"""What duties adds to the menu: the desk, the list with what is overdue, the board."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.duties.queries.desk import own_overdue_count
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.histories import offer
from kuangan.foundation.ui import menu


def overdue_badge(actor: Actor) -> menu.Badge:
    """How much of the reader's own is overdue."""
    return menu.Badge(own_overdue_count(actor), "over", _("overdue"))


def register() -> None:
    """The desk is the shell's home; the board is not offered to mines. Submissions show their history."""
    offer("duties.submission", "duties.read", "duties:submission")
    menu.add(
        menu.MenuItem("desk", _("Work desk"), "shell:home", "layout-dashboard", group=10, order=10, phone=True,
                      phone_label=_("To do"))
    )  # fmt: skip
    menu.add(
        menu.MenuItem("duties", _("List of duties"), "duties:list", "file-check", "duties.read", group=20, order=10,
                      phone=True, phone_order=90, phone_label=pgettext_lazy("bottom bar", "Duties"),
                      badge=overdue_badge)
    )  # fmt: skip
    menu.add(
        menu.MenuItem("board", _("Duties board"), "duties:board", "table", "duties.board", group=20, order=20,
                      parent="duties")
    )  # fmt: skip
    menu.add(
        menu.MenuItem("missing_facts", _("Facts to complete"), "duties:missing_facts", "file-check", "duties.board",
                      group=20, order=30, parent="duties")
    )  # fmt: skip
