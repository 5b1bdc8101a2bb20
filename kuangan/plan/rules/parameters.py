"""Values of a package's parameters: typed, checked, defaults filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .parts import Parameter


def typed(parameter: Parameter, value: Any) -> Any:
    """The value as its type wants it: date for ``date``, ``MM-DD`` text for ``month_day``, int, bool or choice key.

    Raises ValueError with a sentence that says what is allowed.
    """
    match parameter.type:
        case "date":
            return _date(value)
        case "month_day":
            _date(f"2024-{value}")
            return str(value)
        case "integer" | "percent":
            return _whole(parameter, value)
        case "yes_no":
            if not isinstance(value, bool):
                raise ValueError(_("Say yes or no."))
            return value
        case _:
            if value not in parameter.choices:
                raise ValueError(_("Choose one of: %(choices)s.") % {"choices": ", ".join(parameter.choices)})
            return value


def values(parameters: Iterable[Parameter], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every parameter's typed value: the override where there is one, else the package's default."""
    given = overrides or {}
    return {item.id: typed(item, given.get(item.id, item.default)) for item in parameters}


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Write the day as YYYY-MM-DD, or MM-DD where the year does not matter.")) from None


def _whole(parameter: Parameter, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_("Write a whole number."))
    least, most = parameter.least, parameter.most
    if parameter.type == "percent":
        least, most = least or 0, 100 if most is None else most
    if (least is not None and value < least) or (most is not None and value > most):
        raise ValueError(
            _("Allowed from %(least)s to %(most)s.") % {"least": least, "most": "∞" if most is None else most}
        )
    return value
