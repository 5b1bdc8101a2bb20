"""Why somebody is here: what happened to a matter that it lies on their desk again (the strip on top of its page)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, shown by `ui/parts/why_here.html`: what happened, in whose words, by whom and when, how to mend it.

    `url` leads to where it is mended, `tone` is danger or warn.
    """

    title: Any
    words: str = ""
    who: str = ""
    when: datetime | None = None
    mend: Any = ""
    url: str = ""
    tone: str = "warn"
