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
}


def spoken(complaint: Mapping[str, Any]) -> tuple[str, str]:
    """Field and words of one complaint of the validation; its own English words where we have none."""
    words = _WORDS.get(str(complaint.get("type", "")))
    context = {name: value for name, value in complaint.get("ctx", {}).items() if name != "error"}
    try:
        told = _(words) % context if words else str(complaint.get("msg", ""))
    except KeyError:
        told = str(complaint.get("msg", ""))
    return _place(complaint.get("loc", ())), told


def _place(where: Any) -> str:
    """`body, payload, facts, status` → `facts.status`; `query, paging, limit` → `query.limit`."""
    source, *rest = [str(part) for part in where] or [""]
    if source in _SOURCES:
        return f"{source}.{rest[-1]}" if rest else source
    return ".".join(rest[1:] or rest) or source
