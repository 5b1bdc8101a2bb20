"""A letter (公文) before it is set: its parts in order, headings counted, the same for docx and pdf."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from kuangan.foundation.documents import setting
from kuangan.foundation.documents.words import numeral


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: at level 0 text alone; 1 一、 2 （一） 3 1. 4 （1）, its head set apart."""

    level: int
    head: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft. `number` and `day` as they are printed; `mark` says on every page that it is a draft."""

    name: str
    title: str
    number: str
    mark: str
    addressees: str
    blocks: tuple[Block, ...]
    attachments: tuple[str, ...]
    signer: str
    day: str


def counted(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with their numbers in front (GB/T 9704-2012, 7.3.3); an upper level starts the lower ones anew."""
    at, found = [0] * 5, []
    for block in blocks:
        if block.level:
            at[block.level] += 1
            at[block.level + 1 :] = [0] * (4 - block.level)
        number = _number(block.level, at[block.level]) if block.level else ""
        found.extend(_lines(replace(block, head=number + block.head)))
    return found


def _number(level: int, count: int) -> str:
    return (f"{numeral(count)}、", f"（{numeral(count)}）", f"{count}．", f"（{count}）")[level - 1]


def _lines(block: Block) -> list[Block]:
    """Lines of a text are paragraphs of their own, indented like any other."""
    first, *rest = [line.strip() for line in block.text.split("\n") if line.strip()] or [""]
    return [replace(block, text=first), *(Block(0, "", line) for line in rest)]


def pdf(letter: Letter) -> bytes:
    """The letter as PDF/A on paper of GB/T 9704-2012."""
    return setting.pdf("letter", {**asdict(letter), "blocks": [asdict(block) for block in counted(letter.blocks)]})
