"""Documents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Letters and ledgers on paper."""

    name = "kuangan.foundation.documents"
    label = "documents"
    verbose_name = _("Documents")
