"""The pages on which a ledger of hazards is imported."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.importing import ImportPages

PAGES = ImportPages("hazards.ledger", "hazards.import", "hazards", _("Import a hazard ledger"))
