"""Forms of the duties room."""

from kuangan.duties.web.forms.deciding import DecideExtensionForm, RedoForm, ReviewForm, UrgeForm
from kuangan.duties.web.forms.delivering import ExtensionForm, SignForm, SubmitForm, UploadForm, WithdrawForm

__all__ = [
    "DecideExtensionForm",
    "ExtensionForm",
    "RedoForm",
    "ReviewForm",
    "SignForm",
    "SubmitForm",
    "UploadForm",
    "UrgeForm",
    "WithdrawForm",
]
