"""One source of now: kernel.clock."""

import ast

from tests.house.rooms import PLATFORM, place, python_files, report, tree_of

CLOCK = PLATFORM / "foundation" / "kernel" / "clock.py"
READINGS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate"),
    *(
        "datetime.datetime.now",
        "datetime.date.today",
        "dt.datetime.now",
        "dt.date.today",
        "time.time",
        "time.localtime",
    ),
}


def readings(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in READINGS:
            yield node, ast.unparse(node)
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.value, node.arg
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
            yield from ((node, f"timezone.{a.name}") for a in node.names if a.name in {"now", "localdate"})


def test_nobody_reads_another_clock():
    problems = [
        f"{place(path, node)}: {reading}"
        for path in python_files(tests=True)
        if path != CLOCK
        for node, reading in readings(tree_of(path))
    ]
    report(problems, "kernel.clock.now() and today(); default=clock.now on fields; rules take the day as an argument")
