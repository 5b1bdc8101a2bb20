"""What can be done with the matter of a page: an act is offered, or stands there with the reason why it is not."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Act:
    """One possible act: `reason` is empty when it is allowed; `is_next` marks what the matter waits for."""

    key: str
    label: Any
    verb: Any
    url: str
    reason: str = ""
    hint: Any = ""
    is_next: bool = True

    @property
    def allowed(self) -> bool:
        """Whether the button is offered."""
        return not self.reason
