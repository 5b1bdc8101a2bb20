"""The house plan as data, and a reader of the source tree; the tests of this folder stand on it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PLATFORM = ROOT / "kuangan"
# Bottom to top, as in .importlinter.
FOUNDATION = ("kernel", "authority", "integrity", "documents", "exchange", "notices", "api", "ui")
ROOMS = (
    "registry",
    "access",
    "standards",
    "plan",
    "hazards",
    "inspections",
    "readiness",
    "enforcement",
    "governance",
    "duties",
    "outreach",
    "fieldkit",
    "reporting",
    "shell",
)
EXEMPTION = re.compile(r"#\s*house:\s*(?P<rule>[a-z-]+)\s*[—:-]\s*(?P<why>\S.{9,})")


def python_files(*folders: Path, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    """Python files below the folders (the whole platform when none is given), in order."""
    for folder in folders or (PLATFORM,):
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if (tests or "tests" not in parts) and (migrations or "migrations" not in parts):
                yield path


def rooms_on_disk() -> dict[str, Path]:
    """Every built room by dotted name below kuangan, foundation rooms among them."""
    found = {}
    for parent, prefix in ((PLATFORM / "foundation", "foundation."), (PLATFORM, "")):
        for folder in sorted(parent.iterdir()) if parent.is_dir() else []:
            if (folder / "__init__.py").is_file() and folder.name != "foundation":
                found[prefix + folder.name] = folder
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Path and line as editors understand them."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def module_files(room: Path, furniture: str) -> list[Path]:
    """The files of one piece of furniture, which is a module or a package of that name."""
    single, package = room / f"{furniture}.py", room / furniture
    return [single] if single.is_file() else list(python_files(package)) if package.is_dir() else []


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Top-level functions that other rooms may call."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def imports_of(path: Path) -> Iterator[tuple[ast.AST, str, str]]:
    """Every `from module import name` of a file, as (node, module, name); `import module` gives an empty name."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                package = path.relative_to(ROOT).parts[: -node.level]
                module = ".".join([*package, *([module] if module else [])])
            yield from ((node, module, alias.name) for alias in node.names)


@cache
def imported_names() -> dict[str, set[Path]]:
    """`module.name` → the files that import it, over the whole platform without tests."""
    found: dict[str, set[Path]] = {}
    for path in python_files():
        for _, module, name in imports_of(path):
            found.setdefault(f"{module}.{name}", set()).add(path)
    return found


def door_functions(room: Path, furniture: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Functions by which others enter a room.

    Of a module: every public function. Of a package: what its __init__ offers, another room imports or the room's own
    pages call; the rest are steps shared inside the room.
    """
    pages = (room / "web", room / "api", room / "api.py", room / furniture / "__init__.py")
    for path in module_files(room, furniture):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for function in public_functions(path):
            names = imported_names()
            users = names.get(f"{module}.{function.name}", set()) | names.get(module, set())
            outside = [u for u in users if room not in u.parents or any(u == p or p in u.parents for p in pages)]
            if path.parent == room or outside:
                yield path, function


def is_exempt(path: Path, node: ast.FunctionDef | ast.ClassDef, rule: str) -> bool:
    """Whether `# house: <rule> — <why>` stands in the comment above the node or inside its signature."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1
    while first > 0 and lines[first - 1].startswith("#"):
        first -= 1
    found = (EXEMPTION.search(line) for line in lines[first : node.body[0].lineno])
    return any(match and match["rule"] == rule for match in found)


def report(problems: list[str], mend: str) -> None:
    """Fail with every problem and one piece of advice."""
    assert not problems, "\n".join([*problems, "", f"How to mend: {mend}"])
