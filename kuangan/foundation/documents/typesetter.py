"""Runs typst over one form. Stands alone, so that a long document can be made in a process of its own.

Read by the platform as a module; run as a program it takes one JSON object from standard input and writes the PDF to
standard output, bounded in memory and time.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

FORMS = Path(__file__).with_name("forms")
STANDARD: Literal["a-2b"] = "a-2b"
"""PDF/A-2b: faces inside, the same in twenty years; a character without a glyph is an error, never an empty box."""
MOST_MEMORY = 6 * 1024**3  # bytes of address space; 10,000 rows take about 1.5 GB
MOST_SECONDS = 170


def typeset(form: str, data: str, fonts: Any, moment: datetime, *, tags: bool) -> bytes:
    """The form filled with `data` (a JSON text) as PDF/A-2b. Raises typst.TypstError."""
    compiler = typst.Compiler(
        FORMS / f"{form}.typ", root=FORMS, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"data": data}
    )
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=moment, pdf_tags=tags)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single PDF")
    return made


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's timeout remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> None:
    """Make one document for the process that started this one."""
    _bound()
    told = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=told["folders"])
    moment = datetime.fromisoformat(told["moment"])
    sys.stdout.buffer.write(typeset(told["form"], told["data"], fonts, moment, tags=False))


if __name__ == "__main__":
    main()
