"""Icons as inline SVG, read once from the installed @tabler/icons package (MIT)."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_NAME = re.compile(r"^[a-z0-9-]+$")
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BLANK = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


@cache
def _shape(name: str) -> str:
    """The inner markup of an outline icon; empty when the package is not installed or has no such icon."""
    path = Path(settings.ICONS_DIR) / f"{name}.svg"
    if not _NAME.match(name) or not path.is_file():
        return ""
    found = _INNER.search(path.read_text(encoding="utf-8"))
    return " ".join(_BLANK.sub("", found.group(1)).split()) if found else ""


def svg(name: str, text: str = "") -> SafeString:
    """The icon, hidden from screen readers (a word always stands beside it); `text` is shown when the icon is missing.

    An icon that stands alone in a control gets its name from `text` as hidden words.
    """
    shape = _shape(name)
    if not shape:
        return format_html("<span>{}</span>", text) if text else mark_safe("")  # nosec B308 - empty
    picture = format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', mark_safe(shape))  # noqa: S308 - from the package  # nosec B308
    return format_html('{}<span class="ka-hide">{}</span>', picture, text) if text else picture
