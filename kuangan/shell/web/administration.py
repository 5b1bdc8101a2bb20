"""What each administrator may open, and the help page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.web import SIGNED_IN, screen
from kuangan.foundation.ui import menu
from kuangan.foundation.ui.context import address
from kuangan.shell.queries.health import health
from kuangan.shell.web.manual import chapters


@dataclass(frozen=True)
class Link:
    """One entry of the administration."""

    label: Any
    hint: Any
    url_name: str
    verb: str


GROUPS: tuple[tuple[Any, tuple[Link, ...]], ...] = (
    (
        _("Accounts and rights"),
        (
            Link(_("Accounts"), _("Who can sign in, as what, where and until when."), "access:accounts",
                 "access.administer_accounts"),
            Link(_("Invitations"), _("Links by which new people set up their account."), "access:invitations",
                 "access.invite"),
        ),
    ),
    (
        _("Campaign"),
        (
            Link(_("Plans"), _("Load, check, compare and publish plans."), "plan:index", "plan.load"),
            Link(_("Parameters"), _("Set what the plan leaves open, with day and reason."), "plan:index",
                 "plan.set_parameter"),
            Link(_("Standards"), _("Checklists in versions; load the official one."), "standards:checklists",
                 "standards.load"),
            Link(_("Import of the roster"), _("Bring mines in from an Excel file."), "registry:import_upload",
                 "registry.import_roster"),
        ),
    ),
    (
        _("Records"),
        (Link(_("Audit trail"), _("Who did what on which record, and when."), "access:audit", "integrity.read_audit"),),
    ),
    (
        _("Installation"),
        (
            Link(_("Demo clock"), _("Move the time of the demo forward."), "shell:clock", "shell.move_clock"),
            Link(_("Notice channels"),
                 _("Mail, messages and receiving systems: what works and what was not delivered."),
                 "access:channels", "notices.administer"),
            Link(_("Stopped by the browser"), _("What the content policy kept out of the pages, counted."),
                 "shell:violations", "shell.run_system"),
        ),
    ),
)  # fmt: skip


@screen("shell.administer")
def administration(request: HttpRequest) -> HttpResponse:
    """The links that this person's roles may use; nothing else is listed."""
    actor = request.actor  # type: ignore[attr-defined]
    groups = [(title, links) for title, entries in GROUPS if (links := _open_to(actor, entries))]
    state = health() if menu.holds(actor, "shell.run_system") else None
    return render(request, "shell/administration.html", {"groups": groups, "state": state})


def _open_to(actor: Any, entries: tuple[Link, ...]) -> list[tuple[Link, str]]:
    return [
        (link, url)
        for link in entries
        if menu.holds(actor, link.verb)
        and (url := address(link.url_name))
        and (link.url_name != "shell:clock" or settings.DEMO)
    ]


@screen(SIGNED_IN)
def help_page(request: HttpRequest) -> HttpResponse:
    """What the screens are and what the signs mean."""
    return render(request, "shell/help.html", {"chapters": chapters()})
