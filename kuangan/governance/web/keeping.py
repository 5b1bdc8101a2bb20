"""Files of a form that has not been taken yet: kept at once and carried by one signed reference.

A refused form does not ask for them again.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kuangan.foundation.integrity.files import DOCUMENTS, IMAGES, keep
from kuangan.foundation.integrity.files.names import clean_name
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import Form
from kuangan.governance.actions import Paper
from kuangan.governance.states import FileStage

FIELD, MOST, LASTS_SECONDS = "kept", 20, 7 * 24 * 3600
_SALT = "governance.kept"
STAGES = {"files": FileStage.REQUEST, "contract": FileStage.CONTRACT}
"""The file fields of the forms, and what their files are; a visit's and a report's are theirs by the act."""


class Basket:
    """What a form has brought so far."""

    def __init__(self, request: HttpRequest, user_id: int | None) -> None:
        self.user_id = user_id
        self.papers = self._earlier(request.POST.get(FIELD, ""))
        self.refused: list[tuple[str, str]] = []
        for name, stage in STAGES.items():
            for upload in request.FILES.getlist(name):
                self._take(name, stage, upload)

    def _earlier(self, reference: str) -> list[Paper]:
        try:
            told: list[Any] = signing.loads(reference, salt=self._salt, max_age=LASTS_SECONDS) if reference else []
        except signing.BadSignature:
            return []
        held = {one.sha256: one for one in StoredFile.objects.filter(sha256__in=[item[0] for item in told])}
        return [Paper(held[sha], name, stage) for sha, name, stage in told if sha in held]

    def _take(self, name: str, stage: str, upload: Any) -> None:
        try:
            if len(self.papers) >= MOST:
                raise Refused(_("At most %(count)d files.") % {"count": MOST})
            stored = keep(upload, allowed=IMAGES | DOCUMENTS)
        except Refused as refusal:
            self.refused.append((name, str(refusal)))
            return
        if all((one.stored.pk, one.stage) != (stored.pk, stage) for one in self.papers):
            self.papers.append(Paper(stored, clean_name(upload.name or "")[:100], stage))

    @property
    def _salt(self) -> str:
        return f"{_SALT}.{self.user_id}"

    @property
    def reference(self) -> str:
        """What the hidden field carries; "" when nothing was kept."""
        told = [(one.stored.sha256, one.name, str(one.stage)) for one in self.papers]
        return signing.dumps(told, salt=self._salt, compress=True) if told else ""

    def complain(self, form: Form) -> bool:
        """Put what was refused beside its field; True when there was anything."""
        for name, words in self.refused:
            form.add_error(name if name in form.fields else None, words)
        return bool(self.refused)
