"""What an import says about a cell: codes are stored, words are looked up when shown (nothing translated is kept)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Wording:
    """A sentence and how to mend it. `level`: error keeps the row out, warning asks for a look, note only tells."""

    level: str
    message: Text
    mend: Text = ""


def _error(message: Text, mend: Text) -> Wording:
    return Wording("error", message, mend)


def _warning(message: Text, mend: Text = "") -> Wording:
    return Wording("warning", message, mend)


def _note(message: Text) -> Wording:
    return Wording("note", message)


_wordings: dict[str, Wording] = {
    "empty.required": _error(_("This cell is empty."), _("Fill it in; the row cannot be recognised without it.")),
    "text.long": _error(
        _("The text has %(length)s characters, at most %(limit)s fit."),
        _("Shorten it or move the rest to the remarks."),
    ),
    "text.lost": _error(
        _("A character was lost (�) before the file reached us."), _("Type the text again from the paper original.")
    ),
    "text.private": _warning(
        _("A self-made character (%(points)s) is kept as it is, but other machines may not show it."),
        _("Replace it by the standard character if there is one."),
    ),
    "code.cut": _error(
        _("Excel cut this number to 15 digits, the last ones are lost."),
        _("Set the column to “text” and type the number again."),
    ),
    "credit.check": _warning(
        _("The check character of the credit code does not fit; it is kept as unverified."),
        _("Compare it with the business licence."),
    ),
    "credit.confused": _warning(
        _("A credit code has no letters O, I, Z and S; it may be %(likely)s. It is kept as it is, as unverified."),
        _("Compare it with the business licence."),
    ),
    "credit.length": _warning(
        _("A credit code has 18 characters, this one has %(length)s; it is kept as unverified."),
        _("Compare it with the business licence."),
    ),
    "credit.masked": _warning(_("The credit code is masked; it is listed as to be completed.")),
    "phone.unreadable": _error(
        _("This is not a telephone number."), _("A mobile number has 11 digits; a fixed line is 0750-1234567.")
    ),
    "number.unreadable": _error(_("This is not a number."), _("Write one number only, such as 85 or 12.5.")),
    "number.unit": _error(
        _("The unit “%(unit)s” does not belong here."), _("Write the value in %(expected)s, without the unit.")
    ),
    "number.whole": _error(_("A whole number is expected."), _("Write it without decimals.")),
    "number.range": _error(
        _("The value is outside %(low)s to %(high)s."), _("Check the unit and the position of the decimal point.")
    ),
    "number.about": _warning(_("The value is only approximate: it is no figure."), _("Write the measured value.")),
    "number.heading": _error(
        _("The heading counts in “%(unit)s”, which cannot be converted to %(expected)s."),
        _("Write the values in %(expected)s, or mend the unit in the heading."),
    ),
    "number.converted": _note(_("Converted from %(unit)s, as the heading says, to %(expected)s.")),
    "number.unit_added": _note(_("The unit %(unit)s of the heading was added.")),
    "people.several": _error(
        _("Two people stand in this cell: %(names)s."),
        _("Write one of them here; appoint the other on the mine's page."),
    ),
    "cell.alone": _warning(_("It belongs to “%(partner)s”, which is empty here.")),
    "number.rounded": _warning(_("Rounded to %(places)s decimal places.")),
    "date.unreadable": _error(_("This is not a date."), _("Write it as 2023-04-30.")),
    "date.ambiguous": _error(
        _("The date can be read in several ways."), _("Write year, month and day in full, as 2023-04-30.")
    ),
    "date.no_day": _error(_("The day is missing."), _("Write year, month and day in full, as 2023-04-30.")),
    "date.impossible": _error(_("There is no such day."), _("Check month and day; write it as 2023-04-30.")),
    "date.range": _error(_("Two dates stand in this cell."), _("Write only the one the column asks for.")),
    "date.of_range": _note(_("From the period given, the date this column asks for was taken.")),
    "date.serial": _note(_("A day count of Excel was read as %(date)s.")),
    "date.open": _warning(_("“Long-term” was read as no date.")),
    "boolean.unreadable": _error(_("Neither yes nor no."), _("Write 是 or 否.")),
    "cell.unread": _error(_("Nothing can be read from “%(given)s”."), _("Write what is meant, or leave it empty.")),
    "choice.unknown": _error(_("“%(given)s” is not one of the choices."), _("Write one of: %(labels)s.")),
    "degrees.unreadable": _error(_("This is not a coordinate."), _("Write degrees as 112.5822 or as 112°34′56″.")),
    "degrees.projected": _error(
        _("This looks like a projected coordinate in metres."), _("Convert it to degrees (CGCS2000) first.")
    ),
    "degrees.masked": _error(_("Part of the coordinate is hidden."), _("Ask for the whole of it.")),
    "degrees.span": _error(_("A range stands here, not one place."), _("Write the middle of the mine.")),
    "place.pair": _note(_("Longitude and latitude stood in one cell and were taken apart.")),
    "place.projected": _warning(
        _("Metres of a projection were converted to degrees (CGCS2000)."), _("Check the place on the map.")
    ),
    "place.shifted": _warning(
        _("Degrees of a map service were converted to CGCS2000, as the heading names it."),
        _("Check the place on the map."),
    ),
    "place.zone": _error(
        _("Metres of a projection without a zone say no place."),
        _("Write the easting with its zone (38412345.6), or degrees as 112.5822."),
    ),
    "place.datum": _error(
        _("The heading names a coordinate system that cannot be converted here."), _("Ask for CGCS2000.")
    ),
    "degrees.range": _error(
        _("The coordinate is outside %(low)s to %(high)s."), _("Check whether longitude and latitude were mixed up.")
    ),
    "degrees.swapped": _warning(
        _("Longitude and latitude stood in each other's column and were exchanged."), _("Check the place on the map.")
    ),
    "formula.value": _note(_("A formula: its last computed value was taken as text, nothing was computed.")),
    "formula.empty": _error(
        _("A formula without a computed value."), _("Replace the formula by its value (copy, paste as values).")
    ),
    "formula.text": _note(_("The text begins like a formula and was taken as plain text.")),
    "formula.error": _error(_("The formula failed with %(given)s."), _("Replace it by the right value.")),
    "row.repeated": _note(_("The same as row %(row)s; left out.")),
    "row.joined": _note(_("Joined with row %(row)s, which continues the same entry.")),
    "row.contradicts": _error(
        _("Row %(row)s has the same key but differs in: %(titles)s."), _("Keep one of the two rows.")
    ),
    "row.contradicted": _warning(
        _("Row %(row)s repeats this key with other values and was left out."), _("Keep one of the two rows.")
    ),
    "row.no_key": _error(
        _("The row cannot be recognised: %(titles)s are empty."), _("Fill in at least what the table needs as key.")
    ),
}


def teach(wordings: Mapping[str, Wording]) -> None:
    """Add a room's own sentences; codes are prefixed by the room ("registry.unknown_region")."""
    _wordings.update(wordings)


def of(code: str) -> Wording:
    """Return the wording of a code; an unknown code (from an older version) is shown as itself."""
    return _wordings.get(code) or Wording("warning", code)


def spell(text: Text, params: Mapping[str, Any]) -> str:
    """Return the sentence in the reader's language with its values filled in."""
    sentence = str(text)
    try:
        return sentence % params if params else sentence
    except (KeyError, ValueError):
        return sentence
