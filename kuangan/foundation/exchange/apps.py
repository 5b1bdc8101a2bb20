"""Exchange app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Rows in and out; importers plug themselves in from their own rooms."""

    name = "kuangan.foundation.exchange"
    label = "exchange"
    verbose_name = _("Import and export")

    def ready(self) -> None:
        from kuangan.foundation.exchange import policy  # noqa: F401
