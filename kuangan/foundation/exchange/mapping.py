"""Which column of the file is which of ours: a guess with a confidence, to be corrected by a person."""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from rapidfuzz import fuzz

from kuangan.foundation.exchange.columns import Column, SheetSpec
from kuangan.foundation.exchange.layout import SEQUENCE, SourceColumn, folded_title

SURE, LIKELY, PERHAPS = 1.0, 0.85, 0.6
_THRESHOLD = 78.0


@dataclass(frozen=True)
class ColumnGuess:
    """One column of the file and ours it is taken for; `key` empty means: not taken over, kept as a note."""

    column: SourceColumn
    key: str
    confidence: float
    is_sequence: bool = False


@dataclass(frozen=True)
class Mapping:
    """All columns of a file with our keys."""

    guesses: tuple[ColumnGuess, ...]

    @property
    def keys(self) -> dict[int, str]:
        """Column index → our key, only where one is given."""
        return {guess.column.index: guess.key for guess in self.guesses if guess.key}

    @property
    def unmapped(self) -> tuple[SourceColumn, ...]:
        """Columns that are not taken over and are more than a running number."""
        return tuple(guess.column for guess in self.guesses if not guess.key and not guess.is_sequence)

    def missing(self, spec: SheetSpec) -> tuple[Column, ...]:
        """Required columns that no column of the file was taken for."""
        given = set(self.keys.values())
        return tuple(column for column in spec.required if column.key not in given)

    def corrected(self, chosen: MappingType[int, str], spec: SheetSpec) -> "Mapping":
        """Return the mapping with a person's choices; the first column wins when one key is chosen twice."""
        taken: set[str] = set()
        guesses = []
        for guess in self.guesses:
            key = chosen.get(guess.column.index, guess.key)
            key = key if key in spec.by_key and key not in taken else ""
            taken.add(key)
            sure = guess.confidence if key == guess.key else (SURE if key else 0.0)
            guesses.append(ColumnGuess(guess.column, key, sure, guess.is_sequence and not key))
        return Mapping(tuple(guesses))


def guess(columns: list[SourceColumn], spec: SheetSpec) -> Mapping:
    """Guess: own titles first, then aliases (shared ones by the group to the left), then near-equal names."""
    found: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    _exact(columns, spec, found, taken)
    _near(columns, spec, found, taken)
    return Mapping(
        tuple(
            ColumnGuess(column, *found.get(column.index, ("", 0.0)), is_sequence=folded_title(column.title) in SEQUENCE)
            for column in columns
        )
    )


def _exact(columns: list[SourceColumn], spec: SheetSpec, found: dict[int, tuple[str, float]], taken: set[str]) -> None:
    own = {folded_title(name): column.key for column in spec for name in (column.title, column.heading, column.key)}
    by_alias: dict[str, list[Column]] = {}
    for known in spec:
        for alias in known.aliases:
            by_alias.setdefault(folded_title(alias), []).append(known)
    for column in columns:  # own titles are never given away to an alias
        key = own.get(folded_title(column.title)) or own.get(folded_title(column.title.split(" ")[-1]))
        if key and key not in taken and folded_title(column.title) in own:
            _take(column, key, SURE, found, taken)
    group = ""
    for column in columns:
        if column.index not in found:
            candidate = _by_alias(column, by_alias, group, taken)
            if candidate:
                _take(column, *candidate, found, taken)
        if column.index in found:
            group = spec[found[column.index][0]].group or group


def _by_alias(
    column: SourceColumn, by_alias: dict[str, list[Column]], group: str, taken: set[str]
) -> tuple[str, float] | None:
    parts = column.title.split(" ")
    for name, sure in ((folded_title(column.title), SURE), (folded_title(parts[-1]), LIKELY)):
        known = [other for other in by_alias.get(name, []) if other.key not in taken]
        if len(parts) > 1:
            above = folded_title(parts[0])
            known = [other for other in known if other.group and _same_group(other.group, above)] or known
        if len(known) == 1:
            return known[0].key, sure
        near = [other for other in known if other.group and other.group == group]
        if near or known:
            return (near or known)[0].key, LIKELY if near else PERHAPS
    return None


def _same_group(group: str, above: str) -> bool:
    return folded_title(group) in above or above in folded_title(group)


def _near(columns: list[SourceColumn], spec: SheetSpec, found: dict[int, tuple[str, float]], taken: set[str]) -> None:
    pairs = []
    for column in columns:
        title = folded_title(column.title)
        if column.index in found or len(title) < 2 or title in SEQUENCE:
            continue
        for known in spec:
            if known.key in taken:
                continue
            score = max(fuzz.ratio(title, folded_title(name)) for name in (known.title, *known.aliases))
            if score >= _THRESHOLD:
                pairs.append((score, column, known.key))
    for score, column, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1].index)):
        if column.index not in found and key not in taken:
            _take(column, key, round(score / 100 * LIKELY, 2), found, taken)


def _take(column: SourceColumn, key: str, sure: float, found: dict[int, tuple[str, float]], taken: set[str]) -> None:
    found[column.index] = (key, sure)
    taken.add(key)
