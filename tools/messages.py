#!/usr/bin/env python
"""Translations without system gettext: one catalogue per room, complete at every commit.

    python tools/messages.py extract [ROOM …]   list every message in use, with file and line
    python tools/messages.py check [ROOM …]     fail when a catalogue is not complete and consistent
    python tools/messages.py stub ROOM          append the missing messages of a room with an empty translation
    python tools/messages.py compile            write the .mo files that Django reads (not under version control)

A room's messages are translated in ``locale/<room>/zh_Hans/LC_MESSAGES/django.po`` or in the catalogue of a room below
it. An entry for a library's own text, which no source of ours uses, carries the comment ``# library: <name>``.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, normalize, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
# Bottom to top. A room may use the words of the rooms before it.
FOUNDATION = ("kernel", "authority", "integrity", "documents", "exchange", "notices", "api", "ui")
ROOMS = (
    *FOUNDATION, "registry", "access", "standards", "plan", "hazards", "inspections", "governance", "duties", "shell",
)  # fmt: skip
# Function of django.utils.translation → position of (context, singular, plural) among its arguments.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS |= {f"{name}_lazy": places for name, places in FUNCTIONS.items()} | {"gettext_noop": (None, 0, None)}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.S)
PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[a-z]|%[sdif]|(?<!\{)\{[A-Za-z_]?[\w.]*(?::[^{}]*)?\}(?!\})")

Key = tuple[str | None, str]  # context, singular


@dataclass(frozen=True)
class Use:
    """One place in the source that asks for a translation."""

    room: str
    path: Path
    line: int
    context: str | None
    singular: str
    plural: str | None = None

    @property
    def key(self) -> Key:
        return self.context, self.singular

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


# ── what the source asks for ────────────────────────────────────────────────


def folders_of(room: str) -> list[Path]:
    """Source folders whose messages belong to the room; config speaks with the words of the top room."""
    if room in FOUNDATION:
        return [ROOT / "kuangan" / "foundation" / room]
    return [ROOT / "kuangan" / room, *([ROOT / "config"] if room == ROOMS[-1] else [])]


def uses_of(room: str) -> Iterator[Use]:
    """Every message that the room's Python files and templates ask for; tests are left out."""
    for folder in folders_of(room):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).parts
            if "tests" in inside or "migrations" in inside or not path.is_file():
                continue
            if path.suffix == ".py":
                yield from _in_python(room, path)
            elif path.suffix in TEMPLATE_SUFFIXES and "templates" in inside:
                yield from _in_template(room, path)


def _in_python(room: str, path: Path) -> Iterator[Use]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    aliases = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        called = aliases.get(function.id, "") if isinstance(function, ast.Name) else ""
        if isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "translation":
            called = function.attr
        if called in FUNCTIONS:
            arguments = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            yield from _use(room, path, node.lineno, FUNCTIONS[called], arguments)


def _in_template(room: str, path: Path) -> Iterator[Use]:
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in TEMPLATE_CALL.finditer(code):
        name = "gettext" if match[1] == "_" else match[1]
        arguments = [ast.literal_eval(literal) for literal in re.findall(LITERAL, match[2])]
        yield from _use(room, path, code.count("\n", 0, match.start()) + 1, FUNCTIONS[name], arguments)


def _use(
    room: str, path: Path, line: int, places: tuple[int | None, int, int | None], arguments: list[object]
) -> Iterator[Use]:
    found = [arguments[i] if i is not None and i < len(arguments) else None for i in places]
    context, singular, plural = (value if isinstance(value, str) else None for value in found)
    if singular:
        yield Use(room, path, line, context, singular, plural)


# ── what the catalogues offer ───────────────────────────────────────────────


def po_path(room: str) -> Path:
    """Where the room's translations are written."""
    return ROOT / "locale" / room / "zh_Hans" / "LC_MESSAGES" / "django.po"


def read_catalogue(room: str) -> Catalog:
    """The room's catalogue; raises PoFileError with the line when the file cannot be read."""
    if not po_path(room).exists():
        return Catalog(locale="zh_Hans")
    with po_path(room).open("rb") as file:
        return read_po(file, locale="zh_Hans", charset="utf-8", abort_invalid=True)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The catalogue's live entries by context and singular."""
    return {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in catalogue if m.id}


def translations(message: Message) -> list[str]:
    """All forms of the translation; an empty string for one that is missing."""
    return [message.string] if isinstance(message.string, str) else [form or "" for form in message.string]


# ── check ───────────────────────────────────────────────────────────────────


class Check:
    """Collects what is wrong; every line says where and how to mend it."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.books: dict[str, dict[Key, Message]] = {}
        for room in ROOMS:
            self._read(room)
        self.uses = {room: self._uses(room) for room in ROOMS}

    def say(self, room: str, line: int | None, text: str) -> None:
        self.problems.append(f"{po_path(room).relative_to(ROOT)}:{line or 1}: {text}")

    def _read(self, room: str) -> None:
        self.books[room] = {}
        try:
            catalogue = read_catalogue(room)
        except (PoFileError, ValueError) as error:
            self.say(room, getattr(error, "lineno", None), f"cannot be read: {error}")
            return
        self.books[room] = entries(catalogue)
        for message in catalogue.obsolete.values():
            self.say(room, None, f"obsolete entry {message.id!r}: delete the #~ lines")
        for line, msgid in duplicates(po_path(room)):
            self.say(room, line, f"{msgid!r} stands twice in this file: delete one")

    def _uses(self, room: str) -> list[Use]:
        try:
            return list(uses_of(room))
        except SyntaxError as error:
            self.problems.append(f"{error.filename}:{error.lineno}: does not parse: {error.msg}")
            return []

    def run(self, rooms: tuple[str, ...]) -> list[str]:
        for room in rooms:
            self.uses_are_translated(room)
            self.entries_are_sound(room)
            self.entries_are_used(room)
        self.rooms_agree()
        return self.problems

    def uses_are_translated(self, room: str) -> None:
        reach = ROOMS[: ROOMS.index(room) + 1]
        told: set[Key] = set()
        for use in self.uses[room]:
            if use.key in told or any(use.key in self.books[lower] for lower in reach):
                continue
            told.add(use.key)
            where = po_path(room).relative_to(ROOT)
            self.problems.append(f"{use.place}: {use.singular!r} has no translation: add it to {where}")

    def entries_are_sound(self, room: str) -> None:
        for (_, msgid), message in self.books[room].items():
            if message.fuzzy:
                self.say(room, message.lineno, f"{msgid!r} is marked fuzzy: review it and delete the mark")
            forms = translations(message)
            if not all(forms):
                self.say(room, message.lineno, f"{msgid!r} has an empty translation")
                continue
            source = msgid if isinstance(message.id, str) else message.id[1]
            for form in forms:
                if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(form)):
                    self.say(room, message.lineno, f"placeholders differ: {source!r} and {form!r}")

    def entries_are_used(self, room: str) -> None:
        used = {use.key for upper in ROOMS[ROOMS.index(room) :] for use in self.uses[upper]}
        for key, message in self.books[room].items():
            library = any(c.startswith("library") for c in (*message.user_comments, *message.auto_comments))
            if key not in used and not library:
                self.say(room, message.lineno, f"{key[1]!r} is used by no source of this room or above: delete it")

    def rooms_agree(self) -> None:
        first: dict[Key, tuple[str, Message]] = {}
        for room in ROOMS:
            for key, message in self.books[room].items():
                other_room, other = first.setdefault(key, (room, message))
                if translations(message) != translations(other):
                    text = f"{key[1]!r} is {message.string!r} here and {other.string!r} in {other_room}"
                    self.say(room, message.lineno, f"{text}: choose one word, or tell them apart with pgettext")


def duplicates(path: Path) -> Iterator[tuple[int, str]]:
    """Line and msgid of entries that repeat an earlier one: a catalogue would silently keep the last."""
    seen: set[tuple[str, str]] = set()
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    strings = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
    for match in re.finditer(rf"^(?:msgctxt {strings})?msgid {strings}", text, re.M):
        context, msgid = ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part or "")) for part in match.groups())
        if (context, msgid) in seen:
            yield text.count("\n", 0, match.start()) + 1, msgid
        seen.add((context, msgid))


# ── verbs ───────────────────────────────────────────────────────────────────


def extract(rooms: tuple[str, ...]) -> int:
    for room in rooms:
        for use in uses_of(room):
            context = f" [{use.context}]" if use.context else ""
            print(f"{room}\t{use.place}\t{use.singular!r}{context}")
    return 0


def check(rooms: tuple[str, ...]) -> int:
    problems = Check().run(rooms)
    for problem in problems:
        print(problem)
    known = sum(len(entries(read_catalogue(room))) for room in rooms) if not problems else 0
    print(f"translations: {len(problems)} problems" if problems else f"translations: complete, {known} entries")
    return 1 if problems else 0


def stub(rooms: tuple[str, ...]) -> int:
    for room in rooms:
        known = {key for lower in ROOMS[: ROOMS.index(room) + 1] for key in entries(read_catalogue(lower))}
        added = 0
        with po_path(room).open("a", encoding="utf-8") as file:
            for use in uses_of(room):
                if use.key not in known:
                    known.add(use.key)
                    added += 1
                    file.write(_entry(use))
        print(f"{po_path(room).relative_to(ROOT)}: {added} messages to translate")
    return 0


def _entry(use: Use) -> str:
    context = f"msgctxt {normalize(use.context)}\n" if use.context else ""
    if use.plural:
        return f'\n{context}msgid {normalize(use.singular)}\nmsgid_plural {normalize(use.plural)}\nmsgstr[0] ""\n'
    return f'\n{context}msgid {normalize(use.singular)}\nmsgstr ""\n'


def compile_all(rooms: tuple[str, ...]) -> int:
    for room in rooms:
        target = po_path(room).with_suffix(".mo")
        part = target.with_suffix(f".{os.getpid()}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            catalogue = read_catalogue(room)
        except (PoFileError, ValueError) as error:
            print(f"{po_path(room).relative_to(ROOT)}:{getattr(error, 'lineno', 1)}: cannot be read: {error}")
            return 1
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
    print(f"translations: {len(rooms)} catalogues compiled")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    verbs = {"extract": extract, "check": check, "stub": stub, "compile": compile_all}
    parser = argparse.ArgumentParser(description="Translations without system gettext.")
    parser.add_argument("verb", choices=verbs)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"one of: {' '.join(ROOMS)} (all when left out)")
    options = parser.parse_args(arguments)
    if unknown := set(options.rooms) - set(ROOMS):
        parser.error(f"no such room: {', '.join(sorted(unknown))}; rooms are {' '.join(ROOMS)}")
    return verbs[options.verb](tuple(r for r in ROOMS if not options.rooms or r in options.rooms))


if __name__ == "__main__":
    sys.exit(main())
