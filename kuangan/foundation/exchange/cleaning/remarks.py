"""What a cleaner has to say: a remark beside the value, or a refusal instead of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remark:
    """A code of exchange.wording with its values."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """The cell cannot be read; `remark` says why and how to mend it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.remark = Remark(code, params)
