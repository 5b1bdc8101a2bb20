"""What a check says about a package: level, place, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from .reading import Source, Unreadable, ValuePath

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``level``: error (the package cannot be loaded) or warning; ``line`` from 1; ``path`` in dots."""

    level: str
    file: str
    line: int
    path: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.path}: {self.message} {self.mend}".rstrip()


def dotted(path: ValuePath) -> str:
    """``("duties", 3, "due")`` as ``duties[3].due``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def at(source: Source, path: ValuePath, level: str, message: str, mend: str) -> Finding:
    """A finding at a path of the package."""
    mark = source.mark(path)
    return Finding(level, mark.file, mark.line, dotted(path), message, mend)


def unreadable(error: Unreadable) -> Finding:
    """The finding for a file that could not be read at all."""
    return Finding(ERROR, error.mark.file, error.mark.line, "", error.message, error.mend)
