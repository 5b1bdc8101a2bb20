"""The form with which pictures and papers are added to a hazard."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.ui.forms import FilesField, Form
from kuangan.foundation.ui.rules import moment
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.states import HazardState, PhotoStage


class PhotoForm(Form):
    """Pictures or papers of one stage; those after rectification name the picture they repeat."""

    stage = forms.ChoiceField(label=_("when"), choices=PhotoStage.choices, widget=forms.RadioSelect)
    files = FilesField(  # type: ignore[assignment]  # the field and the bound files share Django's name
        label=_("Files"), help_text=_("Several may be chosen at once; a phone offers its camera.")
    )
    pairs_with = forms.ModelChoiceField(
        queryset=Photo.rows.none(), label=_("Taken from the same spot as"), required=False, widget=forms.RadioSelect,
        empty_label=_("No picture from before"), help_text=_("Only for pictures after rectification."),
    )  # fmt: skip
    spot = forms.CharField(
        label=_("spot from which it was taken"), required=False, max_length=60,
        help_text=_("For example spot 1, so that the picture afterwards is taken from there."),
    )  # fmt: skip
    sent_by = forms.CharField(
        label=_("taken by"), required=False, max_length=60,
        help_text=_("The colleague who took it, when it was not you."),
    )  # fmt: skip
    note = forms.CharField(label=_("remark"), required=False, max_length=300)

    def __init__(self, *arguments: Any, hazard: Hazard, photos: Sequence[Photo], **options: Any) -> None:
        super().__init__(*arguments, **options)
        before = [one.pk for one in photos if one.stage == PhotoStage.BEFORE and one.removed_at is None]
        pairs: Any = self.fields["pairs_with"]
        pairs.queryset = Photo.rows.filter(hazard=hazard, pk__in=before).order_by("pk")
        pairs.label_from_instance = _told
        if not before:
            del self.fields["pairs_with"]
        self.fields["stage"].initial = {
            HazardState.REGISTERED: PhotoStage.BEFORE,
            HazardState.RECTIFYING: PhotoStage.AFTER if before else PhotoStage.DURING,
        }.get(HazardState(hazard.state), PhotoStage.PAPER)
        self.fields["files"].widget.attrs["accept"] = "image/*,.pdf,.doc,.docx,.wps,.xls,.xlsx,.et"


def _told(photo: Photo) -> str:
    return " ".join(filter(None, (photo.spot, photo.name, moment(photo.taken_at) if photo.taken_at else "")))
