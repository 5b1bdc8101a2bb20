#!/usr/bin/env python
"""Templates as the Content-Security-Policy and the translators need them.

    python tools/templates.py    prints what is wrong, with the mend; exit status 1 when there is something

Every template compiles; none has inline script, style or event handlers, loads from elsewhere, or holds Chinese text.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.S)
RULES = [
    (r"<style\b", "inline style sheet: move it to a file under static/"),
    (r"\sstyle\s*=", "style attribute: use a class (the Content-Security-Policy drops inline styles)"),
    (r"<script\b(?![^>]*\b(?:src\s*=|type\s*=\s*[\"']application/json))", "inline script: move it to a static file"),
    (r"\son[a-z]+\s*=\s*[\"']", "event handler attribute: listen from a static script or use htmx"),
    (r"\shx-on[:-]|\shx-on\s*=", "hx-on evaluates script: listen from a static script"),
    (r"\shx-(?:vals|headers)\s*=\s*[\"']\s*js:", "js: evaluates script: pass plain JSON"),
    (r"javascript:", "javascript: address: use a button and a static script"),
    (r"\bsrc\s*=\s*[\"'](?:https?:)?//", "loads from another host: everything comes from this server"),
    (r"<link\b[^>]*\bhref\s*=\s*[\"'](?:https?:)?//", "loads from another host: everything comes from this server"),
    (r"\|\s*safe\b|\{%\s*autoescape\s+off", "escaping switched off: build safe HTML in Python with format_html"),
    (r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", "Chinese in a template: use {% translate %} and the catalogue"),
]


def templates() -> Iterator[Path]:
    """All templates of all rooms."""
    return (
        path
        for path in sorted((ROOT / "kuangan").rglob("templates/**/*"))
        if path.is_file() and path.suffix in {".html", ".txt", ".xml", ".svg"}
    )


def source_problems(path: Path) -> Iterator[str]:
    """What can be seen in the text of one template."""
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), path.read_text(encoding="utf-8"))
    for pattern, advice in RULES:
        if match := re.search(pattern, text, re.I):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {match[0].strip()!r}: {advice}"


def compile_problems(path: Path) -> Iterator[str]:
    """What Django says when it reads the template; needs the settings to be loaded."""
    from django.template import TemplateSyntaxError, engines

    try:
        engines["django"].from_string(path.read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        yield f"{path.relative_to(ROOT)}: does not compile: {error}"


def problems() -> list[str]:
    """Everything wrong with any template."""
    return [problem for path in templates() for check in (source_problems, compile_problems) for problem in check(path)]


def main() -> int:
    """Print every problem; returns the exit status."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("KUANGAN_TESTING", "1")
    import django

    django.setup()
    found = problems()
    print("\n".join(found) or f"templates: {len(list(templates()))} in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
