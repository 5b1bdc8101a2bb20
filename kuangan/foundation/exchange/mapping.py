"""Which column of the file is which of ours: a guess with a confidence, to be corrected by a person."""

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from rapidfuzz import fuzz

from kuangan.foundation.exchange.columns import Column, SheetSpec
from kuangan.foundation.exchange.layout import SEQUENCE, SourceColumn, folded_title

SURE, LIKELY, PERHAPS = 1.0, 0.85, 0.6
_THRESHOLD = 78.0
_FAMILIES = (
    ("爆破", "民爆", "爆炸"), ("采矿", "矿权", "矿业权"), ("探矿", "勘查"), ("安全生产许可", "安许", "安全许可"),
    ("营业执照", "工商"), ("环评", "环保", "排污"), ("取水",), ("林地", "林权"), ("用地", "土地"), ("水土",), ("消防",),
    ("特种作业",), ("法人", "法定代表人"), ("主要负责人", "矿长"), ("安全员", "安全管理", "安全负责", "安全总监"),
    ("技术负责", "总工"), ("联系人",), ("包保",), ("承包", "外包"), ("设计",), ("实际", "现状"), ("核定",), ("排土",),
    ("经度", "东经"), ("纬度", "北纬"),
)  # fmt: skip
"""Words that say of whom or of which paper a heading speaks: headings that differ in them are never near."""
_STARTS = re.compile(r"起$|起始|开始|自$|发证|颁发|颁证|签发|批准|生效|有效期自|成立")
_ENDS = re.compile(r"止|至|到期|截止|届满|终止|失效|终了")
_PAPER = re.compile(r"证|执照|许可|批复|合同|协议|备案")


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
    if len(parts) > 1 and _is_foreign(folded_title(parts[0]), parts[-1], by_alias):
        return None
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


def _is_foreign(above: str, last: str, by_alias: dict[str, list[Column]]) -> bool:
    """Whether the heading above names a paper or person that is none of our groups: its number is not one of ours."""
    groups = {column.group for known in by_alias.values() for column in known if column.group}
    if not _PAPER.search(above) or any(_same_group(group, above) for group in groups):
        return False
    return all(column.group for column in by_alias.get(folded_title(last), []))


def contradicts(title: str, column: Column) -> bool:
    """Whether a heading speaks of another person, paper or end of a period than the column, however alike they read."""
    own = "".join((column.group, column.title, *column.aliases))
    for family in _FAMILIES:
        if any(word in title for word in family) and not any(word in own for word in family):
            return True
    begins, ends = bool(_STARTS.search(title)), bool(_ENDS.search(title))
    return begins != ends and column.range_part == ("end" if begins else "start")


def _same_group(group: str, above: str) -> bool:
    return folded_title(group) in above or above in folded_title(group)


def _near(columns: list[SourceColumn], spec: SheetSpec, found: dict[int, tuple[str, float]], taken: set[str]) -> None:
    pairs = []
    for column in columns:
        title = folded_title(column.title)
        if column.index in found or len(title) < 2 or title in SEQUENCE:
            continue
        for known in spec:
            if known.key in taken or contradicts(title, known):
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
