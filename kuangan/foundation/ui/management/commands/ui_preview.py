"""Writes every component as static pages, to be looked at in a browser."""

from pathlib import Path
from shutil import copyfile

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandParser

from kuangan.foundation.ui.preview import pages

SCRIPTS = ("answer", "app", "board", "device", "draft", "entry", "lists", "photo", "photos", "sending", "suggest")
STATIC = (
    *(f"ui/{name}.css" for name in ("tokens", "frame", "components", "forms", "board", "phone", "print")),
    *(f"ui/{name}.js" for name in SCRIPTS),
    *("ui/icon.svg", "django_htmx/htmx-2.min.js"),
)


class Command(BaseCommand):
    """`manage.py ui_preview FOLDER`: the sample pages with their style sheets."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder to write into."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """Write pages in Chinese, in English (-en) and in large type (-large)."""
        for name in STATIC:
            target = folder / "static" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if found := finders.find(name):
                copyfile(str(found), target)
        for name in pages.names():
            for suffix, choices in (("", {}), ("-en", {"language": "en"}), ("-large", {"large": True})):
                html = pages.render(name, **choices).replace('"/static/', '"static/')
                (folder / f"{name}{suffix}.html").write_text(html, encoding="utf-8")
        self.stdout.write(f"{folder}: {', '.join(pages.names())}")
