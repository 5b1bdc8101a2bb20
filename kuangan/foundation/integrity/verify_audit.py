#!/usr/bin/env python3
"""Checks an audit export of Kuang'an without the system. 不依赖系统，核验矿安审计记录导出包。

    python3 verify_audit.py audit.zip                        the export, packed (or the folder it was unpacked into)
    python3 verify_audit.py audit.zip --anchor anchor.json   and against a seal that was kept elsewhere
    python3 verify_audit.py audit.zip --code ABCD-EFGH-…     the same, with the short code printed on a return

Needs Python 3.8 or newer and nothing else. Exit status: 0 in order, 1 not in order, 2 unreadable.

How it hangs together (all hashes are SHA-256, written as hexadecimal):
  event   canonical JSON: UTF-8, keys by code point, no spaces, whole numbers without a fraction, times in UTC with
          microseconds. Its digest is the hash of these bytes. A random `uid` in it keeps digests from being guessed.
  leaf    event number (8 bytes, big-endian) followed by the digest (32 bytes).
  root    the tree hash of RFC 9162, 2.1.1 over a batch of leaves: hash(00 leaf), hash(01 left right).
  seal    canonical JSON of the batch's figures, its root and the hash of the seal before; its hash is the seal's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import struct
import sys
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

ZERO = "0" * 64
SEALED = ("count", "first", "format", "highest", "last", "number", "previous", "root", "sealed_at", "total")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LATE = 600
BEFORE = 3600
FULL = 4096
WINDOW = 64
LEAF = struct.Struct(">Q32s")
text_of = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode

WORDS = {
    "changed": ("record {record} was changed", "第{record}号记录被改动"),
    "missing": ("record {record} is missing or not in its place", "第{record}号记录缺失或者不在原位"),
    "inserted": ("record {record} is in no seal at this place: inserted", "第{record}号记录不在封存之列，系插入"),
    "malformed": ("what follows record {record} cannot be read", "第{record}号记录之后的内容无法读取"),
    "twice": ("record {record} is sealed twice", "第{record}号记录被封存两次"),
    "unsealed": ("record {record} was never sealed", "第{record}号记录一直未封存"),
    "batch": (
        "records from {record} do not add up to seal {seal}",
        "自第{record}号起的记录与第{seal}号封存的树根不符",
    ),
    "seal": ("seal {seal} (records from {record}) was changed", "第{seal}号封存（自第{record}号记录起）被改动"),
    "chain": (
        "seal {seal} (records from {record}) does not follow the one before",
        "第{seal}号封存（自第{record}号记录起）与上一封存不衔接",
    ),
    "cut": (
        "the ledger ends with seal {seal} but went on: what followed record {record} is cut off",
        "台账止于第{seal}号封存，此后还有封存：第{record}号记录之后被截去",
    ),
    "anchor": (
        "seal {seal} (records from {record}) is not the one that was kept",
        "第{seal}号封存（自第{record}号记录起）与留存的不一致",
    ),
    "code": (
        "no seal has the code {what}: the ledger was changed, or cut off after record {record}",
        "没有短码为{what}的封存：台账被改动，或者第{record}号记录之后被截去",
    ),
    "order": (
        "record {record} says an earlier time than the one before it: the clock was set back, or it was put in",
        "第{record}号记录的录入时间早于前一号记录：系统时钟被回拨，或者该记录系事后补入",
    ),
    "before": (
        "record {record} (seal {seal}) says it was entered before the preceding seal, and was not in it: put in later",
        "第{record}号记录的录入时间早于其前一封存的时间（本封存为第{seal}号）：系事后补入，或者系统时钟有误",
    ),
    "tail": (
        "{what} written here, not in the trail: cut off or changed before being sealed, or lost in a machine's failure",
        "本机写入的{what}在审计记录中找不到：封存前被截去或者改动，或者因机器故障丢失",
    ),
    "guards": ("the database no longer guards the trail: {what} missing", "数据库对审计记录的防改措施缺失：{what}"),
    "frozen": ("{what} is no longer as record {record} froze it", "{what}与第{record}号记录固定时不一致"),
    "gone": ("{what}, frozen by record {record}, is gone", "{what}已由第{record}号记录固定，现在不存在"),
    "manifest": ("{what} is not as the manifest says", "{what}与清单不符"),
    "unreadable": (
        "after record {record} (seal {seal}): {what} cannot be read",
        "第{record}号记录（第{seal}号封存）之后：{what}无法读取",
    ),
}


class Problem(NamedTuple):
    """One finding: `record` is the first bad record's number, `seal` the seal's."""

    kind: str
    record: int = 0
    seal: int = 0
    what: str = ""

    def words(self, language: str = "en") -> str:
        """The finding as a sentence."""
        return WORDS[self.kind][language.startswith("zh")].format(**self._asdict())


def by_number(problem: Problem) -> tuple[bool, int]:
    """Order of findings: by record number, those that name none last."""
    return not problem.record, problem.record


class Unreadable(Exception):
    """The export cannot be opened at all."""


def plain(value: Any) -> Any:
    """JSON values in one spelling: 1.0 is 1, whatever a database made of it."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def canonical(value: Any) -> bytes:
    """Canonical JSON of `plain` values."""
    return text_of(value).encode()


def sha256(data: bytes) -> str:
    """The hash in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def leaf_hash(record: int, digest: str) -> bytes:
    """Hash of a leaf."""
    return hashlib.sha256(b"\0" + LEAF.pack(record, bytes.fromhex(digest))).digest()


def joined(left: bytes, right: bytes) -> bytes:
    """Hash of a node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(row: list[bytes]) -> bytes:
    """The root over leaf hashes; a last one without a partner moves up as it is, which is RFC 9162's split."""
    while len(row) > 1:
        pairs = [joined(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(pairs) * 2 :]
    return row[0]


def split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def root_from(count: int, shown: dict[int, bytes], rest: Iterator[bytes], start: int = 0) -> bytes:
    """The root of a batch of which some leaves are shown; the others stand in `rest` as hashes of whole branches."""
    if not shown:
        return next(rest)
    if count == 1:
        return shown[start]
    left = split(count)
    low = {at: one for at, one in shown.items() if at < start + left}
    high = {at: one for at, one in shown.items() if at >= start + left}
    first = root_from(left, low, rest, start)
    return joined(first, root_from(count - left, high, rest, start + left))


def branches(row: list[bytes], shown: set[int], start: int = 0) -> Iterator[bytes]:
    """What `root_from` needs of the leaves that are not shown, for whoever writes an export."""
    if not shown:
        yield tree_root(row)
    elif len(row) > 1:
        left = split(len(row))
        yield from branches(row[:left], {at for at in shown if at < start + left}, start)
        yield from branches(row[left:], {at for at in shown if at >= start + left}, start + left)


def seal_hash(seal: dict[str, Any]) -> str:
    """The hash of a seal's figures."""
    return sha256(canonical({name: seal[name] for name in SEALED}))


def entered(data: bytes) -> str:
    """When a record was entered: the text before the last `format`, which no later field can contain unescaped."""
    end = data.rindex(b'","format":"')
    return data[end - 27 : end].decode()


def is_late(entered_at: str, sealed_at: str, longest: int = LATE) -> bool:
    """Whether ten minutes and more lie between a record and its seal, which takes a minute when all is well."""
    if entered_at[:16] == sealed_at[:16]:
        return False
    return (datetime.fromisoformat(sealed_at[:26]) - datetime.fromisoformat(entered_at[:26])).total_seconds() > longest


def short_code(seal: dict[str, Any]) -> str:
    """Sixteen characters (80 bits) of a seal's hash for paper: no I, L, O, U."""
    bits = int(seal["hash"][:20], 16)
    text = "".join(ALPHABET[bits >> shift & 31] for shift in range(75, -5, -5))
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


class Ledger:
    """Follows a ledger seal by seal. `records` are (number, canonical bytes) in the order in which they were sealed.

    `keeps_time`: the clock of the ledger is nobody's to move, so that a record which says that it was entered an hour
    before the preceding seal, and was not in it, is a finding. A full seal leaves others behind and counts for nothing.
    """

    def __init__(self, records: Iterator[tuple[int, bytes]], keeps_time: bool = False) -> None:
        self.problems: list[Problem] = []
        self.seals = self.records = self.total = self.late = self.late_record = self.uncovered = 0
        self.last: dict[str, Any] = {}
        self._records = records
        self._ahead: deque[tuple[int, bytes]] = deque()
        self._keeps_time, self._swept = keeps_time, ""

    def note(self, kind: str, record: int = 0, seal: int = 0, what: str = "") -> None:
        """Note a finding; the first thousand are enough for anybody."""
        if len(self.problems) < 1000:
            self.problems.append(Problem(kind, record, seal, what))

    def follow(self, seal: dict[str, Any], leaves: list[tuple[int, int, str]], rest: list[str]) -> None:
        """Check the next seal. `leaves` are (position, record number, digest), `rest` hashes of hidden branches."""
        number, first = seal["number"], seal["first"]
        is_intact = seal_hash(seal) == seal["hash"]
        self._check_records(seal, leaves, seal["sealed_at"] if is_intact else "")
        if not is_intact:
            self.note("seal", first, number)
        follows = (self.seals + 1, self.last.get("hash", ZERO), self.total + seal["count"])
        if (number, seal["previous"], seal["total"]) != follows:
            self.note("chain", first, number)
        if (leaves or rest) and not self._adds_up(seal, leaves, rest):
            self.note("batch", min([first, *(leaf[1] for leaf in leaves)]), number)
        self.seals, self.total, self.last = number, seal["total"], seal
        if is_intact and seal["count"] < FULL:
            self._swept = seal["sealed_at"]

    def _adds_up(self, seal: dict[str, Any], leaves: list[tuple[int, int, str]], rest: list[str]) -> bool:
        count, ids = seal["count"], [leaf[1] for leaf in leaves]
        places = [leaf[0] for leaf in leaves]
        if places != sorted(set(places)) or ids != sorted(set(ids)) or (places and not 0 <= places[-1] < count):
            return False
        hashes = [leaf_hash(record, digest) for _place, record, digest in leaves]
        if len(leaves) == count and not rest:
            return (ids[0], ids[-1]) == (seal["first"], seal["last"]) and tree_root(hashes).hex() == seal["root"]
        others = iter([bytes.fromhex(one) for one in rest])
        try:
            root = root_from(count, dict(zip(places, hashes)), others)  # noqa: B905 - Python 3.8 knows no strict
        except (StopIteration, RuntimeError):
            return False
        return root.hex() == seal["root"] and next(others, None) is None

    def _check_records(self, seal: dict[str, Any], leaves: list[tuple[int, int, str]], sealed_at: str) -> None:
        expected = {leaf[1] for leaf in leaves}
        for _place, record, digest in leaves:
            expected.discard(record)
            if not self._stands_at(record, expected):
                continue
            data = self._ahead.popleft()[1]
            if sha256(data) != digest:
                self.note("changed", record, seal["number"])
            elif sealed_at and is_late(entered(data), sealed_at):
                self.late, self.late_record = self.late + 1, self.late_record or record
                if self._keeps_time and self._swept and is_late(entered(data), self._swept, BEFORE):
                    self.note("before", record, seal["number"])
            self.records += 1

    def _stands_at(self, record: int, expected: set[int]) -> bool:
        """Whether the record comes next; passes over what was put before it, and notes it."""
        if self._look(1) and self._ahead[0][0] == record:
            return True
        ahead = [one[0] for one in list(self._ahead)[: self._look(WINDOW)]]
        strange = next((at for at, one in enumerate(ahead) if one == record or one in expected), len(ahead))
        if strange == len(ahead) or ahead[strange] != record:
            self.note("missing", record)
        if strange == 0 and record in ahead:
            strange = ahead.index(record)  # others of this batch stand before it
        if strange == len(ahead):
            return False
        for _ in range(strange):
            self._pass_over()
        return ahead[strange] == record

    def _look(self, count: int) -> int:
        """Read up to `count` records ahead; how many there are."""
        while len(self._ahead) < count:
            read = next(self._records, None)
            if read is None:
                break
            self._ahead.append(read)
        return min(len(self._ahead), count)

    def _pass_over(self) -> None:
        record = self._ahead.popleft()[0]
        self.note("inserted" if record >= 0 else "malformed", record if record >= 0 else -record - 1)

    def finish(self) -> None:
        """Whatever is left over after the last seal was inserted."""
        while self._look(1):
            self._pass_over()

    def compare(self, anchor: dict[str, Any], seal: dict[str, Any] | None) -> None:
        """Compare with a seal kept elsewhere; `seal` is the ledger's own of that number, None when it has none."""
        if seal is None:
            self.note("cut", self.last.get("last", 0), self.last.get("number", 0))
        elif seal["hash"] != anchor["hash"]:
            self.note("anchor", seal["first"], seal["number"])


class Export:
    """An export on disk: a zip, or the folder into which it was unpacked."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self.zip = None if os.path.isdir(path) else zipfile.ZipFile(path)
            self.manifest = json.loads(b"".join(self.lines("manifest.json")))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise Unreadable(str(error)) from error

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without their ends."""
        opened: Any = self.zip.open(name) if self.zip else open(os.path.join(self.path, name), "rb")  # noqa: SIM115
        with opened as file:
            for line in file:
                yield line[:-1] if line.endswith(b"\n") else line

    def digest(self, name: str) -> str:
        """The hash of a whole file."""
        found = hashlib.sha256()
        opened: Any = self.zip.open(name) if self.zip else open(os.path.join(self.path, name), "rb")  # noqa: SIM115
        with opened as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                found.update(piece)
        return found.hexdigest()

    def records(self) -> Iterator[tuple[int, bytes]]:
        """Number and canonical bytes of each record; an unreadable line has the number before it, negative."""
        last = 0
        for line in self.lines("events.jsonl"):
            head, mark, tail = line.rpartition(b',"id":')
            if not mark or not line.startswith(b'{"event":{') or not tail[:-1].isdigit() or tail[-1:] != b"}":
                yield -last - 1, line
                continue
            last = int(tail[:-1])
            yield last, head[9:]


def check(export: Export, anchor: dict[str, Any] | None = None, code: str = "") -> Ledger:
    """Check an export; the ledger's `problems` are empty when everything is in order."""
    ledger, kept, codes = Ledger(export.records()), None, set()
    try:
        for line in export.lines("seals.jsonl"):
            entry = json.loads(line)
            ledger.follow(entry["seal"], [tuple(leaf) for leaf in entry["leaves"]], entry["rest"])
            if anchor and entry["seal"]["number"] == anchor["number"]:
                kept = entry["seal"]
            if code:
                codes.add(short_code(entry["seal"]))
        ledger.finish()
        _compare_manifest(export, ledger)
    except (ValueError, KeyError, TypeError, IndexError, struct.error, OSError, zipfile.BadZipFile) as error:
        ledger.note("unreadable", ledger.last.get("last", 0), ledger.seals, f"seals.jsonl / events.jsonl ({error})")
    if anchor:
        ledger.compare(anchor, kept)
    if code and code.strip().upper() not in codes:
        ledger.note("code", ledger.last.get("last", 0), ledger.seals, code)
    ledger.problems.sort(key=by_number)
    return ledger


def _compare_manifest(export: Export, ledger: Ledger) -> None:
    told = export.manifest
    if told["last_seal"] and told["last_seal"]["number"] > ledger.seals:
        ledger.note("cut", ledger.last.get("last", 0), ledger.seals)
    elif told["last_seal"] != (ledger.last or None):
        ledger.note("manifest", what="last_seal")
    if told["records"] != ledger.records:
        ledger.note("manifest", what="records")
    for name, digest in told["files"].items():
        if export.digest(name) != digest:
            ledger.note("manifest", what=name)


RESULT = {
    "wrong": ("WRONG: {words}", "异常：{words}"),
    "more": ("and {number} more", "另有{number}处"),
    "figures": (
        "{records} records checked, {hidden} not shown, {seals} seals, last code {code}",
        "核验记录{records}条，未列出{hidden}条，封存{seals}个，最后短码 {code}",
    ),
    "late": (
        "{late} of them were sealed ten minutes after their entry or later (first: {late_record})",
        "其中{late}条在录入十分钟后才封存（首条：第{late_record}号）",
    ),
    "uncovered": (
        "{uncovered} frozen rows are not covered: they were frozen before the trail kept their hash",
        "{uncovered}条已固定的记录未纳入比对：固定时审计记录尚未保存其哈希值",
    ),
    "unknown": (
        "no seal kept elsewhere was given: whether later records were cut off cannot be known",
        "未提供另行留存的封存：最后一个封存之后是否被截去，无法判断",
    ),
    "good": ("IN ORDER", "一致"),
    "bad": ("NOT IN ORDER", "不一致"),
}
MOST_SAID = 20


def say(ledger: Ledger, language: str, anchored: bool) -> Iterable[str]:
    """The result in words, line by line."""
    words = {name: texts[language.startswith("zh")] for name, texts in RESULT.items()}
    for problem in ledger.problems[:MOST_SAID]:
        yield words["wrong"].format(words=problem.words(language))
    if len(ledger.problems) > MOST_SAID:
        yield words["more"].format(number=len(ledger.problems) - MOST_SAID)
    code = short_code(ledger.last) if ledger.last else "-"
    yield words["figures"].format(
        records=ledger.records, hidden=ledger.total - ledger.records, seals=ledger.seals, code=code
    )
    if ledger.late:
        yield words["late"].format(late=ledger.late, late_record=ledger.late_record)
    if ledger.uncovered:
        yield words["uncovered"].format(uncovered=ledger.uncovered)
    if not anchored:
        yield words["unknown"]
    yield words["bad" if ledger.problems else "good"]


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    reader = argparse.ArgumentParser(description="Check an audit export. 核验审计记录导出包。")
    reader.add_argument("export", nargs="?", default=os.path.dirname(os.path.abspath(__file__)), help="zip / 文件夹")
    reader.add_argument("--anchor", help="JSON of a seal kept elsewhere / 另行留存的封存")
    reader.add_argument("--code", default="", help="short code printed elsewhere / 另行打印的短码")
    reader.add_argument("--language", default="zh", choices=["zh", "en"])
    given = reader.parse_args(arguments)
    try:
        export = Export(given.export)
        anchor = json.loads(open(given.anchor, encoding="utf-8").read())["seal"] if given.anchor else None  # noqa: SIM115
    except (Unreadable, OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(Problem("unreadable", what=str(error)).words(given.language) + "\n")
        return 2
    ledger = check(export, anchor, given.code)
    sys.stdout.write("\n".join(say(ledger, given.language, bool(given.anchor or given.code))) + "\n")
    return 1 if ledger.problems else 0


if __name__ == "__main__":
    sys.exit(main())
