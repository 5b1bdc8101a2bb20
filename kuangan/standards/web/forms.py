"""The form by which the city office loads an official checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.forms import DayField, Form, WholeField
from kuangan.standards.models import Checklist

LARGEST_FILE = 10 * 1024 * 1024


class LoadForm(Form):
    """What the covering letter says about the list, and the list itself."""

    groups = (
        (_("The list"), ["series", "title", "version", "file"]),
        (_("As its letter says"), ["official", "source", "effective_from", "aspects_total", "items_total"]),
    )
    series = forms.ChoiceField(label=_("Takes the place of"))
    title = forms.CharField(label=_("Title"), max_length=200)
    version = forms.CharField(
        label=_("Version"),
        max_length=40,
        help_text=_("Every correction gets a version of its own, for example 2023-1."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel or CSV table with the columns item number, aspect, content, method, basis."),
    )
    official = forms.BooleanField(
        label=_("This is the official list"), required=False, help_text=_("Leave open for a list of your own.")
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Issuing body and document number, as printed on the letter.")
    )
    effective_from = DayField(label=_("In force from"))
    aspects_total = WholeField(label=_("Number of aspects"), min_value=1, max_value=200)
    items_total = WholeField(label=_("Number of items"), min_value=1, max_value=2000)

    def __init__(self, *arguments: Any, series: dict[str, Checklist], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.former = series
        self.fields["series"].choices = [(urn, row.title) for urn, row in series.items()]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv"
        if first := next(iter(series.values()), None):
            self.fields["aspects_total"].initial = first.aspects_total
            self.fields["items_total"].initial = first.items_total

    def clean_file(self) -> Any:
        """Refuse what is too large to be a checklist."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB. Remove pictures and empty sheets."))
        return upload

    def head(self) -> dict[str, Any]:
        """The head of the checklist as load_checklist takes it."""
        given = self.cleaned_data
        former = self.former[given["series"]]
        return {
            "urn": former.urn,
            "mine_kind": former.mine_kind,
            "purpose": former.purpose,
            **{key: given[key] for key in ("title", "version", "official", "source", "effective_from")},
            **{key: given[key] for key in ("aspects_total", "items_total")},
        }
