"""Forms of whoever delivers: files, signature, submission, withdrawal, more time."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.files import DOCUMENTS, IMAGES, SHEETS, TEXTS, VIDEOS
from kuangan.foundation.ui.forms import DayField, FilesField, Form, LongTextField

ALLOWED = {
    "document": DOCUMENTS | SHEETS | TEXTS,
    "image": IMAGES,
    "video": VIDEOS,
    "table": SHEETS | DOCUMENTS,
}
_ENDINGS = {
    "document": ".pdf,.doc,.docx,.wps,.xls,.xlsx,.et,.txt",
    "image": "image/*",
    "video": "video/*",
    "table": ".xls,.xlsx,.csv,.et",
}


def allowed_types(accepts: Iterable[str]) -> frozenset[str]:
    """The media types behind the words of a plan (document, image, video, table)."""
    found: set[str] = set()
    for word in accepts:
        found |= ALLOWED.get(word, set())
    return frozenset(found or IMAGES | DOCUMENTS)


class UploadForm(Form):
    """One or several files for a requirement."""

    files = FilesField(  # type: ignore[assignment]  # the field and the bound files share Django's name
        label=_("Files"), help_text=_("Several may be chosen at once; a phone offers its camera.")
    )
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *arguments: Any, accepts: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        endings = ",".join(_ENDINGS[word] for word in accepts if word in _ENDINGS)
        if endings:
            self.fields["files"].widget.attrs["accept"] = endings


class SignForm(Form):
    """The password again, as the hand under a statement."""

    password = forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Entered again so that nobody else can sign for you."),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("I have read the statement and stand by it."))


class SubmitForm(Form):
    """A remark that travels with the submission."""

    note = LongTextField(label=_("Remark to the reviewer"), required=False, rows=2, max_length=500)


class WithdrawForm(Form):
    """Why a submission is taken back."""

    reason = LongTextField(label=_("Reason"), rows=2, max_length=500)


class ExtensionForm(Form):
    """A later date, and why."""

    until = DayField(label=_("New date asked for"))
    reason = LongTextField(label=_("Reason"), max_length=2000, help_text=_("It stays on record with both dates."))
