"""Application registration of access."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Registers the access room: its policies, audit kinds, menu items and the recording of sign-ins."""

    name = "kuangan.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kuangan.access import kinds, policy  # noqa: F401
        from kuangan.access.queries.actors import actor_behind
        from kuangan.access.queries.addressing import addresses_of
        from kuangan.access.web import callers, menu, recording
        from kuangan.access.web.histories import history_address
        from kuangan.foundation.api.callers import provide
        from kuangan.foundation.exchange import people
        from kuangan.foundation.notices import address_book
        from kuangan.foundation.ui import frame

        provide(callers.recognise, callers.keep_refusal)
        address_book.provide(addresses_of)
        people.supply(actor_behind)
        frame.provide(frame.HISTORY_ADDRESS, history_address)
        recording.connect()
        post_migrate.connect(reinstall_guards, sender=self)
        menu.register()
        _follow_merges()


def reinstall_guards(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migration: SQLite loses them when it rebuilds a table."""
    from kuangan.access.models import separation

    connection = connections[using]
    if separation.GRANTS in connection.introspection.table_names():
        separation.install(connection)


def _follow_merges() -> None:
    """Grants, invitations and tokens follow a mine that is merged into another."""
    from django.db.models import Q

    from kuangan.access.models import ApiToken, GrantRecord, Invitation
    from kuangan.registry.actions.merges import Mover, plug_in

    plug_in(Mover(GrantRecord, _("Grants"), once=("user_id", "role"), once_if=Q(revoked_at__isnull=True)))
    plug_in(Mover(Invitation, _("Invitations")))
    plug_in(Mover(ApiToken, _("API tokens")))
