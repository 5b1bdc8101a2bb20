"""What the shell puts into the frame of every page: the campaign's name, the demo's banner, the person's own links."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.queries import unread_count
from kuangan.foundation.ui import choice, menu, rules
from kuangan.foundation.ui.context import address
from kuangan.plan.models import PlanVersion
from kuangan.plan.states import VersionState
from kuangan.shell.models import Play


def banner(request: HttpRequest) -> SafeString | str:
    """The time that the demo shows, on every page of a demo; the administrator's way to move it."""
    if not settings.DEMO:
        return ""
    words = _("Demo: all data are invented. The clock shows %(moment)s.") % {
        "moment": f"{rules.long_day(clock.now())} {rules.time_of_day(clock.now())}"
    }
    row = Play.objects.filter(finished_at=None).defer("state").first()
    if row is not None:
        told = _("The campaign is still being played: %(percent)d%% done, until %(day)s.") % {
            "percent": row.percent, "day": rules.long_day(row.ends_at)
        }  # fmt: skip
        return format_html("<span>{}</span> <span>{}</span>", words, told)
    actor = getattr(request, "actor", None)
    if actor is not None and menu.holds(actor, "shell.move_clock"):
        return format_html('<span>{}</span> <a href="{}">{}</a>', words, reverse("shell:clock"), _("Move the clock"))
    return format_html("<span>{}</span>", words)


def demo_word(request: HttpRequest) -> str:
    """The badge beside the title of a demo."""
    return _("Demo data") if settings.DEMO else ""


def campaign_title(request: HttpRequest) -> str:
    """The short title of the plan in force; of several the chosen one, or that all are meant, with the way to choose.

    "" for a visitor.
    """
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return ""
    campaigns = getattr(request, "campaigns", None)  # the page may have read its campaigns already
    if campaigns is None:
        begun = PlanVersion.objects.filter(state=VersionState.PUBLISHED, plan__starts_on__lte=clock.today())
        campaigns = list(begun.order_by("-plan__starts_on", "plan_id").values_list("plan_id", "plan__short_title"))
    if len(campaigns) < 2:
        return campaigns[0][1] if campaigns else ""
    chosen = next((title for pk, title in campaigns if str(pk) == choice.remembered(request)), "")
    words = chosen or _("All plans (%(count)d)") % {"count": len(campaigns)}
    return format_html('<a href="{}" title="{}">{}</a>', reverse("shell:home"), _("Choose the plan"), words)


def unread(request: HttpRequest) -> tuple[int, str] | None:
    """The bell: how many notices are unread, and the address of the inbox."""
    actor = getattr(request, "actor", None)
    inbox = address("access:inbox")
    if actor is None or not inbox:
        return None
    known = getattr(request.user, "unread_notices", None)
    return (unread_count(actor) if known is None else known), inbox


def user_links(request: HttpRequest) -> list[tuple[str, str]]:
    """The person's own pages."""
    links = (
        (_("My account"), "access:me"),
        (_("My exports"), "registry:my_exports"),
        (_("Notice settings"), "access:notice_settings"),
        (_("Change password"), "account_change_password"),
    )
    return [(label, url) for label, name in links if (url := address(name))]
