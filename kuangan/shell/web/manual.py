"""The manual inside the product: the chapters of docs/manual as pages, for everybody who is signed in."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kuangan.foundation.authority.web import SIGNED_IN, screen

FOLDER: Path = settings.BASE_DIR / "docs/manual"
_NAME = re.compile(r"^(\d\d)-(.+)\.md$")
_PICTURE = re.compile(r"^[a-z0-9-]+\.png$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its number (two digits), its title and its file."""

    number: str
    title: str
    path: Path


@require_safe
@screen(SIGNED_IN)
def manual(request: HttpRequest, number: str = "") -> HttpResponse:
    """A chapter, or the contents."""
    found = chapters()
    chapter = next((one for one in found if one.number == number), None)
    if number and chapter is None:
        raise Http404
    path = chapter.path if chapter else FOLDER / "README.md"
    context = {"chapters": found, "chapter": chapter, "page": _page(path, path.stat().st_mtime_ns)}
    return render(request, "shell/manual.html", context)


@require_safe
@screen(SIGNED_IN)
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the manual."""
    path = FOLDER / "images" / name
    if not _PICTURE.match(name) or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")


def chapters() -> list[Chapter]:
    """The chapters in their order."""
    names = sorted(path for path in FOLDER.glob("*.md") if _NAME.match(path.name))
    return [Chapter(path.name[:2], path.stem[3:], path) for path in names]


@lru_cache(maxsize=50)
def _page(path: Path, _written: int) -> SafeString:
    """A page as HTML, without its own title; HTML in it is shown as text. Our own files, which may be trusted."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]
    _lead_inside(tokens)
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308  # nosec B308 B703 - our own files


def _lead_inside(tokens: list[Token]) -> None:
    """Links to chapters and pictures lead to their pages here; what lies elsewhere in the sources is no link."""
    for token in tokens:
        _lead_inside(token.children or [])
        if token.type == "image":
            name = Path(str(token.attrs["src"])).name
            token.attrSet("src", reverse("shell:manual_picture", args=[name]))
            token.attrSet("loading", "lazy")
        elif token.type == "link_open" and "://" not in (target := unquote(str(token.attrs["href"]))):
            name, _hash, part = target.partition("#")
            if known := _NAME.match(Path(name).name):
                token.attrSet("href", reverse("shell:manual_chapter", args=[known[1]]) + (f"#{part}" if part else ""))
            elif name:
                token.attrs.pop("href")
        elif token.type == "table_open":
            token.attrSet("class", "ka-table ka-table--tight")
