"""Forms with the house's controls: `Form`, `ModelForm`, and fields that read what people really type."""

from kuangan.foundation.ui.forms.fields import (
    AmountField,
    ClockField,
    DayField,
    FilesField,
    LongTextField,
    PhoneField,
    PhotosField,
    WholeField,
)
from kuangan.foundation.ui.forms.furnished import AnswerField, Form, Furnished, ModelForm

__all__ = [
    "AmountField",
    "AnswerField",
    "ClockField",
    "DayField",
    "FilesField",
    "Form",
    "Furnished",
    "LongTextField",
    "ModelForm",
    "PhoneField",
    "PhotosField",
    "WholeField",
]
