"""The five in place (五落实) as five columns: what stands there, what is missing, what waits for a new signature."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.ui.rules import comma, day, listed, money
from kuangan.hazards.models import FivePoints
from kuangan.hazards.queries.record import Record
from kuangan.hazards.rules.five import flag_words
from kuangan.hazards.states import HazardState

HELD, MISSING, UNSIGNED, NOT_ASKED = "held", "missing", "unsigned", "not_asked"
_READS = {
    "duty": ("responsible", "responsible_post"),
    "measures": ("measures", "interim_measures"),
    "funds": ("funds_yuan", "fund_source"),
    "deadline": ("deadline_at",),
    "plan": ("emergency_plan", "emergency_file_id"),
}


@dataclass
class Column:
    """One of the five: its words, its state (held, missing, unsigned, not_asked), and what it was before."""

    key: str
    title: Any
    words: Any
    state: str
    before: Any = ""
    url: str = ""

    @property
    def tag(self) -> Any:
        """The word on the tag."""
        words = {
            HELD: _("In place"), MISSING: pgettext("five in place", "Missing"), UNSIGNED: _("To be signed again"),
            NOT_ASKED: _("Not filled in"),
        }  # fmt: skip
        return words[self.state]


@dataclass
class Five:
    """The card: columns, a sentence on top, what looked implausible, earlier versions with what changed."""

    columns: list[Column]
    held: int
    loud: Any
    flags: list[str]
    answer: str
    versions: list[tuple[FivePoints, str]]


def five_of(record: Record) -> Five:
    """The five of a hazard as the page shows them."""
    latest = record.latest_five
    signed = next((one for one in record.five if one.signed_at is not None), None)
    columns = [_column(record, key, latest, signed) for key in _READS]
    changes = list(zip(record.five, [*record.five[1:], None], strict=False))
    return Five(
        columns, sum(one.state == HELD for one in columns), _loud(record, columns),
        [flag_words(flag) for flag in latest.flags] if latest else [], latest.flags_answer if latest else "",
        [(one, _changed(one, before)) for one, before in changes] if len(record.five) > 1 else [],
    )  # fmt: skip


def _titles() -> dict[str, Any]:
    return {
        "duty": pgettext("five in place", "Duty"), "measures": pgettext("five in place", "Measures"),
        "funds": pgettext("five in place", "Funds"), "deadline": pgettext("five in place", "Deadline"),
        "plan": pgettext("five in place", "Emergency plan"),
    }  # fmt: skip


def _column(record: Record, key: str, latest: FivePoints | None, signed: FivePoints | None) -> Column:
    title = _titles()[key]
    words = _words(record, key, latest) if latest else ""
    if not words:
        asked = record.row.is_major or key in ("duty", "measures", "deadline")
        return Column(key, title, _("not filled in yet") if asked else _("not asked of a general hazard"),
                      MISSING if asked else NOT_ASKED)  # fmt: skip
    state, before = HELD, ""
    if latest and record.row.is_major and latest.signed_at is None and _unsettled(record, key, latest, signed):
        state = UNSIGNED
        before = _words(record, key, signed) if signed is not None else ""
    return Column(key, title, words, state, before)


def _unsettled(record: Record, key: str, latest: FivePoints, signed: FivePoints | None) -> bool:
    """Whether a part of an unsigned version waits for a signature: what differs from the version that was signed, or
    the duty when another principal has taken over."""
    if signed is not None and _differs(key, latest, signed):
        return True
    nothing_differs = signed is None or not any(_differs(one, latest, signed) for one in _READS)
    return key == "duty" and nothing_differs and record.row.state != HazardState.REGISTERED


def _differs(key: str, one: FivePoints, other: FivePoints) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _READS[key])


def _words(record: Record, key: str, five: FivePoints) -> str:
    if key == "duty":
        post = f"（{five.responsible_post}）" if five.responsible_post else ""
        supervisor = _("%(name)s supervises in person") % {"name": record.row.supervisor}
        return listed(f"{five.responsible}{post}", supervisor if record.row.is_major and record.row.supervisor else "")
    if key == "measures":
        return five.measures
    if key == "funds":
        return "" if five.funds_yuan is None else listed(money(five.funds_yuan) or money(0), _source(five))
    if key == "deadline":
        return listed(_("done by %(day)s") % {"day": day(five.deadline_at)}, _moved(record, five))
    return five.emergency_plan or (_("see the file") if five.emergency_file_id else "")


def _moved(record: Record, five: FivePoints) -> str:
    """The deadline that holds now, where an extension or a listing has moved that of the present five."""
    now = record.row.deadline_at
    if now is None or five is not record.latest_five or now == five.deadline_at:
        return ""
    return _("now %(day)s") % {"day": day(now)}


def _source(five: FivePoints) -> str:
    return str(five.get_fund_source_display()) if five.fund_source else ""


def _loud(record: Record, columns: list[Column]) -> Any:
    latest = record.latest_five
    if latest is None:
        return _("not in place yet")
    again = sum(one.state == UNSIGNED for one in columns)
    if again:
        return _("%(number)d to be signed again") % {"number": again}
    if record.row.is_major and latest.signed_at is None:
        return _("waits for the principal's signature")
    return ""


def _changed(one: FivePoints, before: FivePoints | None) -> str:
    if before is None:
        return _("first version")
    titles = _titles()
    names = [str(titles[key]) for key in _READS if _differs(key, one, before)]
    return _("changed: %(names)s") % {"names": ("、" if comma() == "，" else ", ").join(names)} if names else ""
