"""Where the table is inside a sheet: title rows above, a header of one to three rows, data, signatures below.

Nothing is dropped silently: every row that is not taken as data is named in the notes with its number and text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from kuangan.foundation.exchange.cleaning.text import folded, plain
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.reading.sheets import Row, Sheet, letters

SEARCHED_ROWS = 40
HEADER_HEIGHTS = (1, 2, 3)
SEQUENCE = frozenset({"序号", "序", "编号顺序", "no", "no.", "#"})
_TOTAL = re.compile(r"(合计|总计|小计|累计|共计)[::]?")
_SIGNATURE = re.compile(
    r"(填表|制表|填报|审核|审批|复核|批准|经办|负责|主要负责|联系|报送|填写)?(人|单位|日期|时间|领导|电话)?"
    r"(\(?(签字|签名|签章|盖章|公章)\)?)?[::]"
)
_UNITS = (
    r"(?:百|千|万|亿)?(?:元|吨|t|公斤|千克|kg|立方米|立方|m3|m³|方|平方米|m2|m²|平方公里|km2|公顷|亩|米|m|cm|厘米|mm|毫米|公里|km|里|尺|"
    r"人|名|个|座|处|条|台|套|%|‰|°|度|天|日|月|年|小时|h|kw|kva)(?:/(?:年|a|日|d|月|天|h|人))?"
)
_UNIT_IN_BRACKETS = re.compile(rf"[(\[【]((?:单位:?)?{_UNITS})[)\]】]", re.IGNORECASE)
_UNIT_AFTER_SLASH = re.compile(rf"[/:]({_UNITS})$", re.IGNORECASE)
_UNIT_OF_ALL = re.compile(rf"(?:.*[表年月日])?(?:金额|计量|数量)?单位:?({_UNITS})", re.IGNORECASE)
_WORDS = re.compile(r"[\s()\[\]【】〔〕,;]+")
_REMARK = re.compile(r"(备注|附注|注|说明|填表说明|填报说明|注意事项)\d?[::.、]")


@dataclass(frozen=True)
class SourceColumn:
    """A column of the file: index from 0, its letters, the joined title, a few sample texts, the unit it counts in."""

    index: int
    letter: str
    title: str
    samples: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Note:
    """Something seen in the file, as a code of NOTES with its values (shown in words by notes.spell)."""

    code: str
    params: dict[str, object]


@dataclass
class Table:
    """A table found in a sheet. `header` is (first row index, number of rows); `rows` are data rows, merges filled."""

    sheet: Sheet
    header: tuple[int, int]
    columns: list[SourceColumn]
    rows: list[Row]
    notes: list[Note] = field(default_factory=list)
    score: float = 0.0
    filled: set[tuple[int, int]] = field(default_factory=set)


def find_table(sheet: Sheet, spec: SheetSpec, *, header: tuple[int, int] | None = None) -> Table:
    """Find header and data of a sheet. `header` fixes (first row index, rows) when a person has corrected the guess."""
    rows, filled = _unmerged(sheet)
    by_index = {row.index: row for row in rows}
    score = 0.0
    if header is None:
        header, score = _guess_header(rows, by_index, spec)
        header = _with_rows_above(header, sheet)
    titles = _titles([by_index.get(header[0] + step) for step in range(header[1])])
    notes = [Note("above", {"rows": f"1–{header[0]}" if header[0] > 1 else "1"})] if header[0] else []
    data = [row for row in rows if row.index >= header[0] + header[1]]
    kept, more = _data_rows(data, titles, sheet)
    above = [row for row in rows if row.index < header[0] + header[1]]
    columns = _columns(titles, kept, _unit_of_all(above))
    return Table(sheet, header, columns, kept, notes + more, score, filled)


def best_table(sheets: Iterable[Sheet], spec: SheetSpec) -> Table | None:
    """Return the table that fits the spec best; visible sheets and more rows win between equals."""
    tables = [find_table(sheet, spec) for sheet in sheets if sheet.rows]
    return max(tables, key=lambda table: (table.score, not table.sheet.hidden, len(table.rows)), default=None)


def _unmerged(sheet: Sheet) -> tuple[list[Row], set[tuple[int, int]]]:
    """Return rows with merged cells filled downwards; across only where a header may need it (see _titles)."""
    known = {row.index: row.cells for row in sheet.rows}
    filled: set[tuple[int, int]] = set()
    for top, left, bottom, _right in sheet.merged:
        value = _cell(known.get(top), left)
        if value is None or bottom == top or bottom - top > 5_000:
            continue
        for index in range(top + 1, bottom + 1):
            cells = known.get(index)
            if cells is not None and _cell(cells, left) is None:
                known[index] = cells = [*cells, *[None] * (left + 1 - len(cells))]
                cells[left] = value
                filled.add((index, left))
    return [Row(index, known[index]) for index in sorted(known)], filled


def _cell(cells: list[object] | None, column: int) -> object:
    return cells[column] if cells is not None and column < len(cells) else None


def _guess_header(rows: list[Row], by_index: dict[int, Row], spec: SheetSpec) -> tuple[tuple[int, int], float]:
    known = known_titles(spec)
    best, best_score = ((rows[0].index if rows else 0), 1), 0.0
    for row in rows[:SEARCHED_ROWS]:
        for height in HEADER_HEIGHTS:
            block = [by_index.get(row.index + step) for step in range(height)]
            if block[-1] is None:
                continue
            score = _fit_all(_titles(block), known) - 0.3 * (height - 1)
            if score > best_score + 0.01:
                best, best_score = (row.index, height), score
    return best, best_score


def _with_rows_above(header: tuple[int, int], sheet: Sheet) -> tuple[int, int]:
    """Take in the row above when its cells were merged down into the header (two-row headers)."""
    first, height = header
    tops = [top for top, _left, bottom, _right in sheet.merged if top < first <= bottom < first + height + 1]
    top = min(tops, default=first)
    return (top, height + first - top) if first - top <= 2 else header


def known_titles(spec: SheetSpec) -> frozenset[str]:
    """Every title and alias of a spec, folded for comparison."""
    return frozenset(folded_title(name) for column in spec for name in (column.title, column.key, *column.aliases))


def folded_title(title: str) -> str:
    """Fold a title: half-width, no spaces, units and remarks in brackets, stars and punctuation taken off."""
    text = re.sub(r"[\(\[【（][^\)\]】）]*[\)\]】）]", "", folded(title)).lower()
    return re.sub(r"[\s/、,，:：*·\-_。.\"'“”]", "", text) or folded(title).lower()


def _fit_all(titles: dict[int, str], known: frozenset[str]) -> float:
    """Add up how well titles fit; under a group title the last part counts, unless one title covers the whole sheet."""
    firsts = Counter(title.split(" ")[0] for title in titles.values())
    covered = firsts and firsts.most_common(1)[0][1] > 0.6 * len(titles) and len(titles) > 2
    total = 0.0
    for title in titles.values():
        parts = title.split(" ")
        total += max(_fit(title, known), 0.0 if covered or len(parts) < 2 else 0.9 * _fit(parts[-1], known))
    return total


def _fit(title: str, known: frozenset[str]) -> float:
    name = folded_title(title)
    if not name or len(name) > 40:
        return 0.0
    if name in known:
        return 1.0
    near = len(name) >= 3 and process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=82)
    return 0.5 if near else 0.0


def _titles(block: list[Row | None]) -> dict[int, str]:
    """Join the header rows into one title per column; a group's title reaches right over its untitled neighbours."""
    lines = [row.cells if row else [] for row in block]
    width = max((len(line) for line in lines), default=0)
    titles: dict[int, str] = {}
    above: list[str] = [""] * len(lines)
    for column in range(width):
        texts = [plain(value) if (value := _cell(line, column)) is not None else "" for line in lines]
        for level in range(len(lines)):
            if texts[level]:
                above[level:] = [texts[level], *[""] * (len(lines) - level - 1)]
            elif any(texts[level + 1 :]) and not any(texts[:level]):
                texts[level] = above[level]
        parts = list(dict.fromkeys(text for text in texts if text))
        if parts:
            titles[column] = " ".join(re.sub(r"\s+", "", part) for part in parts)
    return titles


def _data_rows(data: list[Row], titles: dict[int, str], sheet: Sheet) -> tuple[list[Row], list[Note]]:
    wide = {(top, left) for top, left, _bottom, right in sheet.merged if right - left >= 2}
    header = {folded(part) for title in titles.values() for part in title.split()} | {
        folded(title) for title in titles.values()
    }
    sequence = {column for column, title in titles.items() if folded_title(title) in SEQUENCE}
    kept: list[Row] = []
    notes: list[Note] = []
    for row in data:
        if kept and _is_plainly_data(row.cells, header):
            kept.append(row)
            continue
        texts = {column: plain(value) for column, value in enumerate(row.cells) if value is not None and plain(value)}
        reason = _not_data(row, texts, header, sequence, wide)
        if reason == "":
            kept.append(row)
        elif reason != "blank":
            notes.append(Note(reason, {"row": row.index + 1, "text": " ".join(texts.values())[:80]}))
    return kept, notes


def _is_plainly_data(cells: list[object], header: set[str]) -> bool:
    """Whether a row is the common case, told without reading all of it: well filled, and neither header nor total.

    More than eight cells are filled, so that it is no remark, signature or heading; too many of them to make up a
    header are words that do not stand in it.
    """
    filled = [cell for cell in cells if cell is not None and cell != ""]
    if len(filled) <= 8:
        return False
    if filled[0].__class__ is float and cells[0] is filled[0]:
        return True  # numbered
    strange = 0
    for at, cell in enumerate(filled):
        word = folded(cell) if isinstance(cell, str) else ""
        if isinstance(cell, str) and (not word or (at < 2 and _TOTAL.fullmatch(word))):
            return False
        strange += word not in header
        if at > 0 and strange > 0.3 * len(filled):
            return True
    return False


def _not_data(row: Row, texts: dict[int, str], header: set[str], sequence: set[int], wide: set[tuple[int, int]]) -> str:
    """Return why a row is no data ("" when it is): repeated header, total, signature, remark, heading, blank."""
    if not texts or (set(texts) <= sequence and all(text.isdigit() for text in texts.values())):
        return "blank"
    words = [folded(text) for text in texts.values()]
    if len(words) >= 2 and sum(word in header for word in words) >= 0.7 * len(words):
        return "header"
    if any(_TOTAL.fullmatch(word) for word in words[:2]):
        return "total"
    first = words[0]
    if len(words) <= 6 and _REMARK.match(first):
        return "remark"
    if len(words) <= 8 and _SIGNATURE.match(first) and sum(":" in word for word in words) * 2 >= len(words):
        return "signature"
    lone = len(words) == 1
    column = next(iter(texts))
    if lone and (
        (row.index, column) in wide or column in sequence or re.match(r"[一二三四五六七八九十]+、|\d+[、.]\D", first)
    ):
        return "heading"
    return ""


def unit_in(title: str) -> str:
    """The unit that a heading names: 投资（万元） → 万元, 边坡高度/cm → cm; "" where none is named."""
    found = _UNIT_IN_BRACKETS.findall(folded(title)) or _UNIT_AFTER_SLASH.findall(folded(title))
    return next((text for one in found if (text := one.removeprefix("单位:").removeprefix("单位"))), "")


def _unit_of_all(rows: list[Row]) -> str:
    """What the line above a table says of all its figures: 单位：万元."""
    cells = (cell for row in rows for cell in row.cells if isinstance(cell, str) and "单位" in cell)
    for cell in cells:
        text = re.sub(r"单位\s*:\s*", "单位:", unicodedata.normalize("NFKC", cell))
        for word in _WORDS.split(text):
            if found := _UNIT_OF_ALL.fullmatch(word):
                return found[1]
    return ""


def _columns(titles: dict[int, str], rows: list[Row], unit: str) -> list[SourceColumn]:
    width = max((len(row.cells) for row in rows[:2000]), default=0)
    samples: dict[int, list[str]] = {}
    for row in rows[:200]:
        for column, value in enumerate(row.cells):
            if value is not None and len(found := samples.setdefault(column, [])) < 3:
                found.append(plain(value)[:40])
    indexes = sorted(set(titles) | {column for column in samples if column < width})
    return [
        SourceColumn(i, letters(i), title := titles.get(i, ""), tuple(samples.get(i, ())), unit_in(title) or f"*{unit}")
        for i in indexes
    ]
