"""The cause tree: nested causes as plain data, bounded in size."""

from collections.abc import Sequence
from typing import Any

from kuangan.hazards.rules.words import tidy

DEEPEST = 6
MOST_CHILDREN = 12
LONGEST = 300
"""Characters of one cause."""


def tidy_tree(tree: Sequence[Any], depth: int = 0) -> list[dict[str, Any]]:
    """The tree without empty causes and unknown keys: at most six levels, twelve causes under each."""
    if depth >= DEEPEST or not isinstance(tree, (list, tuple)):
        return []
    found = []
    for node in list(tree)[:MOST_CHILDREN]:
        if not isinstance(node, dict):
            continue
        text = tidy(str(node.get("text") or ""))[:LONGEST]
        children = tidy_tree(node.get("children") or [], depth + 1)
        if text:
            found.append({"text": text, "children": children})
    return found


def from_outline(text: str) -> list[dict[str, Any]]:
    """A tree from indented lines, as people type it: each deeper line is a cause of the one above."""
    roots: list[dict[str, Any]] = []
    path: list[tuple[int, dict[str, Any]]] = []
    for line in (text or "").replace("\t", "  ").replace("\u3000", "  ").splitlines():
        bare = line.strip(" -·•")
        if not bare:
            continue
        indent = len(line) - len(line.lstrip(" -·•"))
        node: dict[str, Any] = {"text": bare, "children": []}
        while path and path[-1][0] >= indent:
            path.pop()
        (path[-1][1]["children"] if path else roots).append(node)
        path.append((indent, node))
    return tidy_tree(roots)


def to_outline(tree: Sequence[Any], depth: int = 0) -> str:
    """The tree as indented lines, the way from_outline reads them."""
    lines = []
    for node in tree:
        lines.append("  " * depth + str(node.get("text", "")))
        if children := node.get("children"):
            lines.append(to_outline(children, depth + 1))
    return "\n".join(lines)


def count_causes(tree: Sequence[Any]) -> int:
    """How many causes a tree holds on all levels."""
    return sum(1 + count_causes(node.get("children") or []) for node in tree)
