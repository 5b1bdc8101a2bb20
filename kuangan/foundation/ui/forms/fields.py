"""Fields whose controls look right and whose errors say how to mend the entry."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock, reading


class DayInput(forms.DateInput):
    """A text control that takes a pasted Chinese date; a small script turns it into the phone's own date picker."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"placeholder": "2023-04-30", "autocomplete": "off", "data-day": "", **(attrs or {})},
            format="%Y-%m-%d",
        )


class DayField(forms.DateField):
    """A day. Takes 2023-4-30, 2023年4月30日, 2023.4.30, 20230430, 4月30日 and full-width digits."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Write the day like 2023-04-30."),
        "range": _("Choose a day between 1900 and 2199."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return clock.day_of(value)
        if isinstance(value, date):
            return value
        if (found := reading.day(str(value), clock.today().year)) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not reading.FIRST_YEAR <= found.year <= reading.LAST_YEAR:
            raise ValidationError(self.error_messages["range"], code="range")
        return found


class ClockField(forms.TimeField):
    """A time of day in Shanghai. Takes 8:05, 8：05, 8.05, 0805, 8时5分, 8点半, 下午3点.

    The keys are those for text: the keys for numbers of many phones have no colon.
    """

    widget = forms.TimeInput(attrs={"placeholder": "08:30", "inputmode": "text", "autocomplete": "off"}, format="%H:%M")
    default_error_messages = {"invalid": _("Write the time like 08:30.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        if (found := reading.clock_time(str(value))) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class AmountField(forms.DecimalField):
    """A decimal number (money in yuan, metres). Takes full-width digits and thousands commas."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Write a number, for example 18.6.")}

    def to_python(self, value: Any) -> Any:
        text = reading.number(value) if isinstance(value, str) else value
        if isinstance(text, str) and text and not reading.is_plain_number(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class WholeField(forms.IntegerField):
    """A whole number. Takes full-width digits and thousands commas."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Write a whole number, for example 12.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_value": reading.LARGEST_WHOLE, **options})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(reading.number(value) if isinstance(value, str) else value)


class PhoneField(forms.CharField):
    """A telephone number with its digits at half width, as it is compared and dialled."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}), **options})

    def to_python(self, value: Any) -> str:
        return reading.narrow(super().to_python(value) or "")


class LongTextField(forms.CharField):
    """Text of several lines, large enough for dictation."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes several files and shows what was chosen."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"
    preview = True


class FilesField(forms.FileField):
    """Several files; cleaned to a list, empty when none was chosen."""

    widget: type[forms.Widget] = ManyFiles
    accept = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if self.accept:
            self.widget.attrs.setdefault("accept", self.accept)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not chosen:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(one, initial) for one in chosen]


class PhotosField(FilesField):
    """Photos; a phone offers its camera and its album."""

    accept = "image/*"
