"""What the validation says about a field, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SOURCES = {"query", "path", "header"}
_WORDS = {
    "missing": gettext_noop("This is required."),
    "extra_forbidden": gettext_noop("There is no such field."),
    "string_type": gettext_noop("This has to be text."),
    "string_unicode": gettext_noop("This has to be text."),
    "string_too_short": gettext_noop("At least %(min_length)s characters are needed."),
    "string_too_long": gettext_noop("At most %(max_length)s characters are taken."),
    "string_pattern_mismatch": gettext_noop("This is not written as it has to be: %(pattern)s"),
    "int_type": gettext_noop("This has to be a whole number."),
    "int_parsing": gettext_noop("This has to be a whole number."),
    "int_from_float": gettext_noop("This has to be a whole number."),
    "decimal_parsing": gettext_noop("This has to be a number."),
    "decimal_type": gettext_noop("This has to be a number."),
    "bool_type": gettext_noop("This has to be true or false."),
    "bool_parsing": gettext_noop("This has to be true or false."),
    "greater_than_equal": gettext_noop("This has to be at least %(ge)s."),
    "less_than_equal": gettext_noop("This has to be at most %(le)s."),
    "literal_error": gettext_noop("This has to be one of: %(expected)s."),
    "enum": gettext_noop("This has to be one of: %(expected)s."),
    "date_type": gettext_noop("Write the day as 2023-04-30."),
    "date_parsing": gettext_noop("Write the day as 2023-04-30."),
    "date_from_datetime_parsing": gettext_noop("Write the day as 2023-04-30."),
    "date_from_datetime_inexact": gettext_noop("Write the day as 2023-04-30."),
    "dict_type": gettext_noop("This has to be an object."),
    "model_attributes_type": gettext_noop("This has to be an object."),
    "list_type": gettext_noop("This has to be a list."),
    "too_long": gettext_noop("At most %(max_length)s entries are taken."),
    "too_short": gettext_noop("At least %(min_length)s entries are needed."),
    "greater_than": gettext_noop("This has to be more than %(gt)s."),
    "less_than": gettext_noop("This has to be less than %(lt)s."),
    "decimal_max_digits": gettext_noop("At most %(max_digits)s digits are taken."),
    "decimal_max_places": gettext_noop("At most %(decimal_places)s decimal places are taken."),
    "json_invalid": gettext_noop("This is not valid JSON."),
}
_FAMILIES = {
    "int": gettext_noop("This has to be a whole number."),
    "float": gettext_noop("This has to be a number."),
    "finite": gettext_noop("This has to be a number."),
    "decimal": gettext_noop("This has to be a number."),
    "bool": gettext_noop("This has to be true or false."),
    "string": gettext_noop("This has to be text."),
    "bytes": gettext_noop("This has to be text."),
    "date": gettext_noop("Write the day as 2023-04-30."),
    "datetime": gettext_noop("Write day and time as 2023-04-30T08:30:00+08:00."),
    "timezone": gettext_noop("Write day and time as 2023-04-30T08:30:00+08:00."),
    "time": gettext_noop("Write the time as 08:30."),
    "uuid": gettext_noop("This is not a valid identifier."),
    "url": gettext_noop("This is not a valid address; write it with https://."),
    "list": gettext_noop("This has to be a list."),
    "dict": gettext_noop("This has to be an object."),
    "model": gettext_noop("This has to be an object."),
    "union": gettext_noop("This fits none of the kinds that are taken here."),
}
"""Words for every kind of a family (the first part of its name) that has none of its own."""
_ELSE = gettext_noop("This value is not taken here. See the documentation of this operation.")


def spoken(complaint: Mapping[str, Any]) -> tuple[str, str]:
    """Field and words of one complaint of the validation, never in the library's own English."""
    kind = str(complaint.get("type", ""))
    values = {name: value for name, value in complaint.get("ctx", {}).items() if name != "error"}
    if "expected" in values:  # 'a', 'b' or 'c'
        values["expected"] = str(values["expected"]).replace(" or ", ", ")
    general = _FAMILIES.get(kind.split("_", maxsplit=1)[0], _ELSE)
    try:
        words = _(_WORDS.get(kind, general)) % values
    except (KeyError, TypeError, ValueError):
        words = _(general)
    return _place(complaint.get("loc", ())), words


def _place(where: Any) -> str:
    """`body, payload, facts, status` → `facts.status`; `query, paging, limit` → `query.limit`."""
    source, *rest = [str(part) for part in where] or [""]
    if source in _SOURCES:
        return f"{source}.{rest[-1]}" if rest else source
    return ".".join(rest[1:] or rest) or source
