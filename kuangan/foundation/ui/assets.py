"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Assets(CompressedManifestStaticFilesStorage):
    """Scripts that load other scripts name those of the same release too."""

    support_js_module_import_aggregation = True
