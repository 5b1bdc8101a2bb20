"""Forms of a person's own pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kuangan.access.web.forms.signing_in import PASSWORD_RULES
from kuangan.foundation.ui.forms import Form


class PreferencesForm(Form):
    """Language and type size."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    large_type = forms.BooleanField(label=_("Large type"), required=False)


class AcceptForm(Form):
    """An invited person chooses how to sign in."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("2 to 60 letters, digits or Chinese characters; you may use your name."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type the same one twice."))
        return again
