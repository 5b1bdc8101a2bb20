"""Sets a form with data: in this process when short, in one of its own when long."""

import json
import subprocess
import sys
from datetime import datetime
from typing import Any

import typst
from django.utils.translation import gettext as _

from kuangan.foundation.documents import faces, typesetter, words
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused

PATIENCE = 180  # seconds for a document in a process of its own


def pdf(form: str, data: dict[str, Any], *, tags: bool = True) -> bytes:
    """A form of forms/ filled with data, as PDF/A-2b. What a person wrote is data and is never run as code.

    `tags` make it readable aloud; ledgers go without, which halves their time. Raises Refused without faces.
    """
    try:
        return typesetter.typeset(form, _told(data), faces.installed(), _moment(), tags=tags)
    except typst.TypstError as problem:
        raise Refused(_("The document could not be set. Tell whoever runs the system.")) from problem


def pdf_apart(form: str, data: dict[str, Any]) -> bytes:
    """The same in a process of its own: what a long document takes of memory is given back when it is done."""
    faces.installed()
    asked = {
        "form": form, "data": _told(data), "folders": faces.folders(), "moment": _moment().isoformat(),
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-I", typesetter.__file__],
            input=json.dumps(asked).encode(), capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_long() from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise _too_long()
    return done.stdout


def _moment() -> datetime:
    return clock.now().replace(microsecond=0)


def _told(data: dict[str, Any]) -> str:
    return json.dumps(words.settable({**data, "faces": faces.chains()}, faces.shown()), ensure_ascii=False)


def _too_long() -> Refused:
    return Refused(_("The list is too long for one PDF. Narrow it, or take the workbook."))
