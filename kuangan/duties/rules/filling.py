"""Checking and cleaning the answers to a form of the plan."""

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from kuangan.plan.rules.dues import FormField
from kuangan.plan.rules.parts import Column

MAX_TABLE_ROWS = 200


def cleaned(
    fields: tuple[FormField, ...], raw: Mapping[str, Any], known: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers as plain JSON values, and what is wrong by field key. Unknown keys are dropped.

    `known`: the figures of the ledgers by field. They are not kept among the answers: whoever sends another one for a
    field that is not `outside` is told where it comes from.

    Numbers become decimal text, dates ISO text, full-width digits ordinary ones. A missing required answer is no
    error here, so that a draft can be saved at any time; `missing` tells of it before submission.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for item in fields:
        if item.key in known and not item.outside:
            sent = str(raw.get(item.key) or "").strip()
            if sent and not _same_figure(unicodedata.normalize("NFKC", sent), known[item.key]):
                errors[item.key] = _("The ledger has %(value)s. This is filled in from it; correct the ledger.") % {
                    "value": known[item.key],
                }  # fmt: skip
            continue
        try:
            values[item.key] = _clean(item, raw.get(item.key))
        except ValueError as problem:
            errors[item.key] = str(problem)
            values[item.key] = raw.get(item.key)
        if item.outside:
            values[reason_key(item.key)] = str(raw.get(reason_key(item.key)) or "").strip()[:500]
    return values, errors


def missing(fields: tuple[FormField, ...], values: Mapping[str, Any]) -> list[str]:
    """Labels of required fields without an answer."""
    found = [item.label for item in fields if item.required and values.get(item.key) in (None, "", [])]
    return found + [words for item in fields if item.type == "table" for words in _empty_cells(item, values)]


def _empty_cells(item: FormField, values: Mapping[str, Any]) -> list[str]:
    """The required cells of a table that are empty, row by row."""
    return [
        _("%(table)s, row %(row)d: %(column)s") % {"table": item.label, "row": number, "column": column.label}
        for number, row in enumerate(values.get(item.key) or (), start=1)
        for column in item.columns
        if column.required and not row.get(column.key)
    ]  # fmt: skip


def reason_key(key: str) -> str:
    """Where the reason is kept why a figure differs from the ledger's; no key of a plan holds a colon."""
    return f"{key}:reason"


def ledger_keys(fields: tuple[FormField, ...], filled: Collection[str]) -> set[str]:
    """The fields that a ledger fills in and nobody types; `filled`: those about which a ledger says something."""
    return {item.key for item in fields if item.key in filled and not item.outside}


def typed_only(values: Mapping[str, Any], locked_keys: Collection[str]) -> dict[str, Any]:
    """The answers without what a ledger fills in."""
    return {key: value for key, value in values.items() if key not in locked_keys}


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that was typed otherwise than the ledger has it, with the reason that was given for it."""

    key: str
    label: str
    typed: str
    ledger: str
    unit: str
    reason: str


def differences(fields: tuple[FormField, ...], values: Mapping[str, Any], known: Mapping[str, str]) -> list[Difference]:
    """The figures from outside that are not what the ledger has; `known`: the ledger's by field."""
    return [
        Difference(item.key, item.label, str(values[item.key]), known[item.key], item.unit,
                   str(values.get(reason_key(item.key)) or ""))
        for item in fields
        if item.outside and item.key in known and values.get(item.key) not in (None, "")
        and not _same_figure(str(values[item.key]), known[item.key])
    ]  # fmt: skip


def _same_figure(typed: str, ledger: str) -> bool:
    try:
        return Decimal(typed) == Decimal(ledger)
    except InvalidOperation:
        return typed.strip() == ledger.strip()


def _clean(item: FormField, value: Any) -> Any:
    if item.type == "table":
        return _table(item, value)
    text = unicodedata.normalize("NFKC", str(value)) if value is not None else ""
    if item.type in ("longtext", "text"):
        return str(value or "").strip()[:5000]
    text = text.strip()
    if not text:
        return None if item.type in ("number", "yesno") else ""
    return _TYPED.get(item.type, _same)(item, text)


def _same(_item: FormField, text: str) -> str:
    return text[:200]


def _number(_item: FormField | Column, text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("Write a number, such as 12 or 12.5.")) from None
    if not number.is_finite() or number.adjusted() >= 15:  # arithmetic with what a stranger typed may overflow
        raise ValueError(_("This number is too large."))
    return format(number, "f")


def _date(_item: FormField | Column, text: str) -> str:
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(_("Write the date as year-month-day, such as 2023-4-30.")) from None


def _choice(item: FormField | Column, text: str) -> str:
    if text not in item.choices:
        raise ValueError(_("Choose one of: %(choices)s.") % {"choices": "、".join(item.choices)})
    return text


def _yesno(_item: FormField | Column, text: str) -> bool:
    if text in ("true", "True", "1", "yes", "是"):
        return True
    if text in ("false", "False", "0", "no", "否"):
        return False
    raise ValueError(_("Answer yes or no."))


def _phone(_item: FormField | Column, text: str) -> str:
    digits = text.replace("-", "").replace(" ", "").lstrip("+")
    if not digits.isdigit() or not 7 <= len(digits) <= 15:
        raise ValueError(_("Write a telephone number of 7 to 15 digits."))
    return text


def _table(item: FormField, value: Any) -> list[dict[str, str]]:
    rows = value if isinstance(value, list) else []
    if len(rows) > MAX_TABLE_ROWS:
        raise ValueError(_("At most %(count)d rows.") % {"count": MAX_TABLE_ROWS})
    keys = [column.key for column in item.columns]
    kept = [
        {key: str(row.get(key, "") or "").strip()[:1000] for key in keys} for row in rows if isinstance(row, Mapping)
    ]
    return [_typed_cells(item, number, row) for number, row in enumerate(filter(_any_cell, kept), start=1)]


def _any_cell(row: Mapping[str, str]) -> bool:
    return any(row.values())


def _typed_cells(item: FormField, number: int, row: dict[str, str]) -> dict[str, str]:
    """The cells of a row as text of their type: 是 and 否, decimal numbers, ISO days, one of the choices."""
    for column in item.columns:
        if column.type in _TYPED and row[column.key]:
            try:
                value = _TYPED[column.type](column, unicodedata.normalize("NFKC", row[column.key]).strip())
            except ValueError as problem:
                where = _("Row %(row)d, %(column)s: %(problem)s")
                raise ValueError(where % {"row": number, "column": column.label, "problem": problem}) from None
            row[column.key] = {True: "是", False: "否"}.get(value, value)
    return row


_TYPED: dict[str, Callable[[Any, str], Any]] = {
    "number": _number,
    "date": _date,
    "choice": _choice,
    "yesno": _yesno,
    "phone": _phone,
}
