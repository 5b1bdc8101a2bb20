"""The pages on which the roster of mines is imported."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.importing import ImportPages

PAGES = ImportPages("registry.roster", "registry.import_roster", "registry", _("Import the roster"))
