"""The signature, and withdrawing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.forms import Form, LongTextField


class SignForm(Form):
    """The password again. `content_hash` is that of what stands on the page; `attestation` is asked for when no major
    hazard was found."""

    attested = forms.BooleanField(label=_("I have read this and confirm it."), required=False)
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), max_length=200
    )
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *arguments: Any, attests: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not attests:
            del self.fields["attested"]


class WithdrawForm(Form):
    """Why."""

    reason = LongTextField(label=_("Reason"), rows=3, max_length=1000)
