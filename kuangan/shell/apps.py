"""Application registration of the shell."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    """Registers the shell: its policy, audit kinds, menu entries, and what it puts into the frame of every page."""

    name = "kuangan.shell"
    label = "shell"

    def ready(self) -> None:
        from kuangan.access.web import demo
        from kuangan.foundation.kernel import demo_clock
        from kuangan.foundation.ui import frame, menu
        from kuangan.shell import kinds, policy  # noqa: F401
        from kuangan.shell.queries.demo_accounts import listed_accounts
        from kuangan.shell.watching import requests as watching
        from kuangan.shell.web import framing

        demo_clock.follow()
        watching.follow()
        demo.provide(listed_accounts)
        frame.provide(frame.BANNER, framing.banner)
        frame.provide(frame.DEMO_WORD, framing.demo_word)
        frame.provide(frame.CAMPAIGN_TITLE, framing.campaign_title)
        frame.provide(frame.UNREAD, framing.unread)
        frame.provide(frame.USER_LINKS, framing.user_links)
        menu.add(
            menu.MenuItem(
                "administration", _("Administration"), "shell:administration", "settings", "shell.administer",
                group=90, order=5,
            )
        )  # fmt: skip
        menu.add(
            menu.MenuItem(
                "county_map", _("Counties"), "shell:counties", "map-2", "shell.progress_map", group=20, order=40
            )
        )
