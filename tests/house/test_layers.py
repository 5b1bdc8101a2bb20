"""Rooms import one way, and every room has its place in the plan."""

import ast
import configparser
import re
from pathlib import Path

from tests.house.rooms import FOUNDATION, PLATFORM, ROOMS, ROOT, imports_of, place, python_files, report, rooms_on_disk

DOORS = {"actions", "queries", "rules", "states", "kinds", "models"}
# The shell puts rooms side by side: it mounts their pages and API and lists their sheets.
SHELL_DOORS = DOORS | {"web", "api", "sheets", "tasks", "policy"}


def contract_layers(contract: str) -> list[str]:
    reader = configparser.ConfigParser()
    reader.read(ROOT / ".importlinter", encoding="utf-8")
    text = reader[f"importlinter:contract:{contract}"]["layers"]
    return [line.strip("() ") for line in text.splitlines() if line.strip()]


def test_contracts_follow_the_house_plan():
    assert contract_layers("rooms") == [*reversed(ROOMS), "foundation"]
    assert contract_layers("foundation") == list(reversed(FOUNDATION))


def test_every_room_on_disk_has_its_place_in_the_plan():
    known = {*ROOMS, *(f"foundation.{name}" for name in FOUNDATION)}
    problems = [f"kuangan.{name} stands in no layer" for name in rooms_on_disk() if name not in known]
    report(problems, "find the room the code belongs to (house plan, section 6); a new room needs an ADR and a layer")


def room_of(path: Path) -> str:
    parts = path.relative_to(PLATFORM).parts
    return parts[0] if len(parts) > 1 else ""


def imported_modules(path: Path) -> list[tuple[ast.AST, str]]:
    # `from kuangan.registry import queries` names the door, `from kuangan.registry.queries import x` passes it
    return [
        (node, f"{module}.{name}" if name and module.count(".") < 2 else module)
        for node, module, name in imports_of(path)
    ]


def test_other_rooms_are_entered_by_their_doors_only():
    problems = []
    for path in python_files():
        here = room_of(path)
        allowed = SHELL_DOORS if here == "shell" else DOORS
        for node, module in imported_modules(path):
            match = re.match(r"kuangan\.(?!foundation\b)(\w+)(?:\.(\w+))?", module)
            if match and match[1] != here and match[1] in ROOMS and match[2] not in allowed:
                problems.append(f"{place(path, node)}: {here or 'kuangan'} enters {match[1]} by {match[2] or 'itself'}")
    report(problems, f"call a function of {', '.join(sorted(DOORS))}; what two rooms share belongs one room lower")


def test_nothing_that_runs_imports_tests():
    problems = [
        f"{place(path, node)}: imports {module}"
        for path in python_files()
        for node, module in imported_modules(path)
        if re.search(r"(^|\.)tests(\.|$)", module)
    ]
    report(problems, "move what both need out of the tests")
