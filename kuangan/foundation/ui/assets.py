"""Static files under names that change with their content."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class Assets(CompressedManifestStaticFilesStorage):
    """Our scripts that load other scripts name those of the same release too; scripts of libraries stay as they are."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("ui/*.js", _IMPORTS))
