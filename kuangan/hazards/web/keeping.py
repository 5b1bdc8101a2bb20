"""Pictures of a form that has not been taken yet: kept at once and carried by signed references.

A refused form does not ask for them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kuangan.foundation.integrity.files import DOCUMENTS, IMAGES, keep
from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel.errors import Refused

FIELD, DROP = "kept", "drop"
MOST = 20
"""Pictures that one form takes."""
PICTURES = IMAGES
EVIDENCE = IMAGES | DOCUMENTS
_SALT = "hazards.kept"
_LASTS = timedelta(days=7)
"""A draft that is older is begun anew."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that has been taken in: its row, the name it came with, and the reference that the form carries."""

    stored: StoredFile
    name: str
    reference: str


@dataclass(slots=True)
class Basket:
    """The files of one form: what is kept, and what was refused, in words."""

    kept: list[Kept] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def references(self) -> str:
        """What the hidden field carries."""
        return " ".join(one.reference for one in self.kept)


def basket(request: HttpRequest, user_id: int | None, uploads: Iterable[Any]) -> Basket:
    """What earlier rounds of the form kept, without what was taken out, and the files that came with this one."""
    dropped = set(request.POST.getlist(DROP))
    told = [one for one in request.POST.get(FIELD, "").split() if one not in dropped][:MOST]
    found = Basket([kept for one in told if (kept := kept_file(one, user_id)) is not None])
    if len(found.kept) < len(told):
        found.refused.append(_("Some pictures chosen earlier are no longer there. Choose them again."))
    for upload in uploads:
        if len(found.kept) >= MOST:
            words = _("At most %(count)d pictures. Add the others on the hazard's page.")
            found.refused.append(words % {"count": MOST})
            break
        try:
            stored = keep(upload, allowed=PICTURES)
        except Refused as refusal:
            found.refused.append(str(refusal))
            continue
        if all(one.stored.pk != stored.pk for one in found.kept):
            found.kept.append(signed(stored, clean_name(upload.name or ""), user_id))
    return found


def kept_file(reference: str, user_id: int | None) -> Kept | None:
    """The file behind a reference that this account was given; None for any other."""
    try:
        told = signing.loads(reference, salt=_SALT, max_age=_LASTS)
        sha256, name, whose = told["s"], str(told["n"]), told["u"]
    except (signing.BadSignature, KeyError, TypeError):
        return None
    if whose != user_id:
        return None
    stored = StoredFile.objects.filter(sha256=sha256).first()
    return Kept(stored, name, reference) if stored is not None else None


def signed(stored: StoredFile, name: str, user_id: int | None) -> Kept:
    """A file taken in, with the reference that only this account can use."""
    told = {"s": stored.sha256, "n": name[:80], "u": user_id}
    return Kept(stored, name, signing.dumps(told, salt=_SALT, compress=True))
