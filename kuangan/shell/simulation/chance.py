"""Chance that can be laid aside and taken up again: kept as its seed and how far it has been drawn."""

from random import Random
from typing import Any

_WORD = 32
"""Bits that the generator gives at a time."""


class Chance(Random):
    """A generator with a name; a pickled one takes some bytes, where the library's takes kilobytes."""

    def __init__(self, seed: str) -> None:
        self._key, self._drawn = seed, 0
        super().__init__(seed)

    def random(self) -> float:
        """The next number in [0, 1)."""
        self._drawn += 2
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        """So many random bits."""
        self._drawn += (k + _WORD - 1) // _WORD
        return super().getrandbits(k)

    def __reduce__(self) -> tuple[Any, ...]:
        return _drawn_so_far, (self._key, self._drawn)


def _drawn_so_far(key: str, words: int) -> Chance:
    chance = Chance(key)
    if words:
        chance.getrandbits(words * _WORD)
    return chance
