"""What the forms of several parts carry: the code of what was seen, the key of the entry, pictures taken in."""

from typing import Any
from uuid import UUID

from django import forms

from kuangan.foundation.ui import once
from kuangan.foundation.ui.forms import Form


def resend(form: Form, **changed: str) -> None:
    """Show a bound form again with some of its words changed; "" takes one out."""
    sent: Any = form.data
    form.data = sent.copy()
    fresh: Any = form.data
    for name, word in changed.items():
        fresh[name] = word
        if not word:
            del fresh[name]


class PartForm(Form):
    """A part of a check. `seen` is the code of the part when the form was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def see(self, code: str) -> None:
        """Carry the code of what stands there now, so that saving again means: I have compared."""
        self.fields["seen"].initial = code
        if self.is_bound:
            resend(self, seen=code)


class EntryForm(Form):
    """A form that adds something once: `entry` is the key by which the same form sent again is recognised, `loose` the
    pictures that were taken in while its words were still refused."""

    entry = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-keep": ""}), required=False, max_length=32)
    loose = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-keep": ""}), required=False, max_length=600)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["entry"].initial = once.draw()

    @property
    def entry_key(self) -> UUID | None:
        """The key of this entry."""
        try:
            return UUID(hex=str(self.data.get("entry", "")))
        except ValueError:
            return None

    @property
    def loose_ids(self) -> tuple[int, ...]:
        """Numbers of pictures that came with earlier rounds of the form."""
        words = str(self.data.get("loose", "")).split()
        return tuple(int(word) for word in words[:60] if word.isascii() and word.isdigit() and len(word) < 12)

    def carry(self, photo_ids: list[int]) -> None:
        """Carry pictures to the next round."""
        resend(self, loose=" ".join(str(pk) for pk in photo_ids))
