"""How much an upload may cost: bytes, unpacked bytes, rows, cells, seconds."""

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Refused

MEGA = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one upload. `worksheets` bytes are streamed, never held; `kept` bytes are what remains with values.

    A million formatted empty rows unpack to some 400 MB and keep nothing: they pass. A bomb does not.
    """

    size: int = 50 * MEGA
    entries: int = 2_000
    worksheets: int = 1_024 * MEGA
    kept: int = 160 * MEGA
    part: int = 64 * MEGA
    rows: int = 200_000
    columns: int = 300
    cells: int = 4_000_000
    area: int = 12_000_000  # rows × columns between the first and the last value
    sheets: int = 60
    seconds: float = 30.0


class Deadline:
    """A time budget, asked in every loop. Uses the machine's monotonic clock: it measures cost, not dates."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Refuse when the time is used up."""
        if time.monotonic() > self._end:
            raise Refused(
                _("Reading the file takes longer than %(seconds)d seconds. Split it into smaller files.")
                % {"seconds": int(self.seconds)}
            )


def too_big(what: str) -> Refused:
    """Return the refusal for a file that is larger inside than a table of people can be."""
    return Refused(
        _("The file is too large inside (%(what)s). Copy the rows you need into a new workbook and save it as .xlsx.")
        % {"what": what}
    )
