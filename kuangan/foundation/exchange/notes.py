"""What was noticed in a file beside its cells; stored as codes, spoken when shown."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.exchange.wording import spell as fill

_NOTES: dict[str, Any] = {
    "above": _("Rows %(rows)s above the header are taken as title."),
    "header": _("Row %(row)s repeats the header and was passed over."),
    "total": _("Row %(row)s is a total and was passed over: %(text)s"),
    "signature": _("Row %(row)s is a signature line and was passed over: %(text)s"),
    "remark": _("Row %(row)s is a remark and was passed over: %(text)s"),
    "heading": _("Row %(row)s is a heading and was passed over: %(text)s"),
    "hidden": _("The sheet “%(name)s” is hidden."),
    "hidden_rows": _("%(count)s rows are hidden in the file by a filter or by hand (%(rows)s); they are read too."),
    "hidden_columns": _("The columns %(columns)s are hidden in the file; they are read too."),
    "unit": _("The figures of the table are counted in %(unit)s, as the line above it says."),
    "other_sheet": _("The sheet “%(name)s” with %(rows)s rows was not read."),
    "formulas": _("%(count)s cells hold formulas; their last computed values were read, nothing was computed."),
    "merged": _("%(count)s merged areas were taken apart; their value stands in every row."),
    "foreign_objects": _(
        "The sheet “%(sheet)s” holds embedded objects (%(cells)s); they are not read. Upload them as files if needed."
    ),
    "foreign_pictures": _(
        "The sheet “%(sheet)s” holds pictures (%(cells)s); they are not read. Upload them as files if needed."
    ),
    "foreign_links": _(
        "The sheet “%(sheet)s” links to addresses outside (%(cells)s: %(targets)s); only the words are read."
    ),
    "foreign_books": _(
        "Values are fetched from another file (%(targets)s%(cells)s); the last ones are read. Check them."
    ),
    "foreign_macros": _("The workbook holds macros; they are neither run nor read."),
    "foreign_queries": _("The workbook fetches values from outside by queries; the last ones are read. Check them."),
    "encoding": _("The text was read as %(encoding)s."),
    "date1904": _("The workbook counts days from 1904; dates were read accordingly."),
    "returned": _("The file was exported from here and finds its rows by their keys."),
    "older": _("The file was exported by an older version; look at the columns."),
    "more": _("… and %(count)s more such notes."),
}


def spell(note: Mapping[str, Any]) -> str:
    """Return a stored note {"code", "params"} as a sentence in the reader's language."""
    return fill(_NOTES.get(note["code"], note["code"]), note.get("params", {}))
