"""Context processor: the frame around every page. Everything is lazy, so a fragment pays for nothing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import drafts
from kuangan.foundation.ui import frame as slots
from kuangan.foundation.ui.menu import Shown, visible

LARGE_COOKIE = "ka_large"


@dataclass(frozen=True)
class Bell:
    """The bell of the top bar: how many notices are unread, and where they are."""

    count: int
    url: str

    @property
    def shown(self) -> str:
        """The number as it is shown: 99+ from a hundred on."""
        return str(self.count) if self.count < 100 else "99+"


class Frame:
    """What base.html shows around the page; each property is computed on first use."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor | None:
        """Who is signed in; None for a visitor."""
        actor: Actor | None = getattr(self._request, "actor", None)
        return actor if actor is not None and actor.user_id is not None else None

    @cached_property
    def menu(self) -> list[list[Shown]]:
        """The side navigation, as groups."""
        return visible(self.actor, self._request.path)

    @cached_property
    def phone_items(self) -> list[Shown]:
        """The first three items marked for the phone's bottom bar."""
        marked = [shown for group in self.menu for shown in group if shown.item.phone]
        return sorted(marked, key=lambda shown: shown.item.phone_order)[:3]

    @property
    def large(self) -> bool:
        """Whether the large-type mode is on."""
        return self._request.COOKIES.get(LARGE_COOKIE) == "1"

    @property
    def here(self) -> str:
        """This page's address, for forms that come back to it."""
        return self._request.get_full_path()

    @cached_property
    def campaign_title(self) -> str:
        """The campaign's short title."""
        return str(slots.filled(slots.CAMPAIGN_TITLE, self._request))

    @cached_property
    def banner(self) -> str:
        """The strip under the top bar."""
        filled: str = slots.filled(slots.BANNER, self._request)
        return filled

    @cached_property
    def demo_word(self) -> str:
        """The badge beside the title."""
        return str(slots.filled(slots.DEMO_WORD, self._request))

    @cached_property
    def place(self) -> str:
        """Whose desk this is: organisation and name."""
        given = str(slots.filled(slots.PLACE, self._request))
        return given or (" ".join(filter(None, (self.actor.organisation, self.actor.name))) if self.actor else "")

    @cached_property
    def user_links(self) -> list[tuple[Any, str]]:
        """The person's own pages."""
        return list(slots.filled(slots.USER_LINKS, self._request) or [])

    @cached_property
    def bell(self) -> Bell | None:
        """Unread notices; None for a visitor, or where nobody provides them."""
        found = slots.filled(slots.UNREAD, self._request) if self.actor else None
        return Bell(*found) if found else None

    @property
    def language(self) -> str:
        """Language of this page."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Languages to choose from, each in its own name."""
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    @property
    def today(self) -> Any:
        """The day shown on the phone's top bar."""
        return clock.today()

    @cached_property
    def drafts_taken(self) -> str:
        """Draft keys that the device may forget now, one space between them."""
        return " ".join(drafts.announced(self._request))

    @cached_property
    def notes(self) -> list[Any]:
        """Messages of the last act, shown once."""
        return drafts.spoken(self._request)

    @property
    def search_url(self) -> str:
        """Address of the search page; "" while there is none."""
        return address("shell:search")

    @property
    def suggest_url(self) -> str:
        """Address that answers what may be meant while somebody types; "" while there is none."""
        return address("shell:suggest")

    @property
    def home_url(self) -> str:
        """Address of the work desk."""
        return address("shell:home") or "/"

    @property
    def help_url(self) -> str:
        """Address of the manual; "" while there is none."""
        return address("shell:help")

    @property
    def sign_out_url(self) -> str:
        """Address that ends the session."""
        return address("account_logout")

    @property
    def sign_in_url(self) -> str:
        """Address of the sign-in page."""
        return address("account_login")

    @property
    def large_url(self) -> str:
        """Address of the large-type switch."""
        return address("ui:large")

    @property
    def language_url(self) -> str:
        """Address of the language switch."""
        return address("ui:language")


def address(name: str) -> str:
    """The address of a named page, or "" when no room has mounted it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` for templates."""
    return {"frame": Frame(request)}
