"""One door to all cleaners: a column and a raw cell in, a value and remarks out."""

from collections.abc import Callable
from typing import Any

from kuangan.foundation.exchange.cleaning import dates, degrees, numbers, text
from kuangan.foundation.exchange.cleaning.remarks import Remark, Unreadable
from kuangan.foundation.exchange.columns import Column, ColumnKind

YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对", "存在", "涉及", "属于", "☑", "●"})
NO = frozenset(
    {"否", "无", "×", "✗", "✘", "x", "n", "no", "false", "0", "没有", "不存在", "不涉及", "不属于", "☐", "○"}
)

Cleaned = tuple[Any, tuple[Remark, ...]]


def clean(column: Column, raw: object, *, date1904: bool = False, unit: str = "") -> Cleaned:
    """Return (value, remarks); an unreadable cell gives None and the remark that says why."""
    return cleaner(column, date1904=date1904, unit=unit)(raw)


def cleaner(column: Column, *, date1904: bool = False, unit: str = "") -> Callable[[object], Cleaned]:
    """Return a cleaner of this column that remembers what it has seen (columns repeat themselves).

    `unit` is what the heading or the line above the table says that bare figures are counted in.
    """
    seen: dict[tuple[type, object], Cleaned] = {}
    read = _reader(column, date1904=date1904, unit=unit)

    def of(raw: object) -> Cleaned:
        known = (raw.__class__, raw)
        found = seen.get(known)
        if found is None:
            found = _run(read, column, raw)
            if len(seen) < 50_000:
                seen[known] = found
        return found

    return of


def _run(read: Callable[[object, list[Remark]], Any], column: Column, raw: object) -> Cleaned:
    remarks: list[Remark] = []
    if raw is None or raw == "":
        return None, ()
    try:
        value = read(raw, remarks)
        _check_length(column, value)
        if not remarks:
            _check_read(raw, value)
    except Unreadable as problem:
        return None, (problem.remark,)
    if isinstance(raw, str) and raw[:1] in "=@" and len(raw) > 1 and text.plain(raw)[:1] in ("=", "@"):
        remarks.append(Remark("formula.text"))
    return value, tuple(remarks)


def _check_read(raw: object, value: object) -> None:
    """No reader may turn a cell that says something ("（", "、") into nothing."""
    if value not in (None, ()) or not isinstance(raw, str):
        return
    said = text.plain(raw)
    if said not in text.NONE_WORDS and text.folded(said) not in text.NONE_WORDS:
        raise Unreadable("cell.unread", given=said[:40])


def _check_length(column: Column, value: object) -> None:
    texts = value if isinstance(value, tuple) else (value,)
    for item in texts:
        if isinstance(item, str) and len(item) > column.max_length:
            raise Unreadable("text.long", length=len(item), limit=column.max_length)


def _reader(column: Column, *, date1904: bool, unit: str) -> Callable[[object, list[Remark]], Any]:
    plain_readers: dict[ColumnKind, Callable[[object, list[Remark]], Any]] = {
        ColumnKind.TEXT: text.clean_several if column.several else text.clean_text,
        ColumnKind.PERSON: text.clean_people if column.several else text.clean_person,
        ColumnKind.CODE: text.clean_code,
        ColumnKind.CREDIT_CODE: text.clean_credit_code,
        ColumnKind.PHONE: text.clean_phone,
        ColumnKind.INTEGER: lambda raw, remarks: numbers.clean_integer(raw, column, remarks, unit),
        ColumnKind.DECIMAL: lambda raw, remarks: numbers.clean_decimal(raw, column, remarks, unit),
        ColumnKind.DATE: lambda raw, remarks: dates.clean_date(raw, column, remarks, date1904=date1904),
        ColumnKind.BOOLEAN: lambda raw, remarks: _boolean(raw),
        ColumnKind.CHOICE: _choice(column),
        ColumnKind.LONGITUDE: lambda raw, remarks: degrees.clean_degrees(raw, column, remarks),
        ColumnKind.LATITUDE: lambda raw, remarks: degrees.clean_degrees(raw, column, remarks),
    }
    if column.with_unit and unit:
        return lambda raw, remarks: numbers.with_unit(text.clean_text(raw, remarks), unit, remarks)
    return plain_readers[column.kind]


def _boolean(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    word = text.folded(text.plain(raw)).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    if word in text.NOTHING:
        return None
    raise Unreadable("boolean.unreadable")


def _choice(column: Column) -> Callable[[object, list[Remark]], str | None]:
    known = {
        text.folded(label).lower(): value for value, labels in column.choices.items() for label in (value, *labels)
    }

    def read(raw: object, remarks: list[Remark]) -> str | None:
        word = text.folded(text.plain(raw)).lower()
        if word in known:
            return known[word]
        if word in text.NONE_WORDS:
            return None
        labels = "、".join(labels[0] for labels in column.choices.values() if labels)
        raise Unreadable("choice.unknown", given=text.plain(raw)[:40], labels=labels)

    return read
