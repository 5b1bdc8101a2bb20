"""Application registration of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the access room: its policies, audit kinds, menu items and the recording of sign-ins."""

    name = "kuangan.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kuangan.access import kinds, policy  # noqa: F401
        from kuangan.access.queries.addressing import addresses_of
        from kuangan.access.web import callers, menu, recording
        from kuangan.foundation.api.callers import provide
        from kuangan.foundation.notices import address_book

        provide(callers.recognise, callers.keep_refusal)
        address_book.provide(addresses_of)
        recording.connect()
        menu.register()
