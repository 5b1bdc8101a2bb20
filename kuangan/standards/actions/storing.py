"""What all loading has in common: the same version twice is one version, and never another content."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Refused
from kuangan.standards.models import CriterionSet, Law

Document = TypeVar("Document", CriterionSet, Law)


def stored_version(model: type[Document], data: Mapping[str, Any], digest: str) -> Document | None:
    """The version that is stored already with this very content; None when there is none.

    Raises Refused when the version is stored with other content: what was loaded is never edited.
    """
    found = model._default_manager.select_for_update().filter(urn=data["urn"], version=str(data["version"])).first()
    if found is None or found.content_hash == digest:
        return found
    raise Refused(
        _("“%(title)s” %(version)s is already loaded with other content. Give the corrected file a new version.")
        % {"version": found.version, "title": found.title},
        field="version",
    )


def head(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The plain texts of the head by column; a text that is left out is empty."""
    return {key: str(data.get(key) or "").strip() for key in keys}
