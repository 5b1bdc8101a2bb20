"""The manual: its pictures are there, its chapters are listed, and it names what the menu shows."""

import re
from urllib.parse import unquote

from django.utils import translation

from kuangan.foundation.ui import menu
from tests.house.rooms import ROOT, report

MANUAL = ROOT / "docs/manual"
CHAPTERS = sorted(path for path in MANUAL.glob("*.md") if path.name != "README.md")
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs/operations.md", MANUAL / "README.md", *CHAPTERS]
LINK = re.compile(r"\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
MOST_LINES, MOST_BYTES = 200, 150_000


def linked(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("#"):
            yield target, (page.parent / unquote(target.split("#")[0])).resolve()


def pictures():
    return {(page.parent / found).resolve() for page in PAGES for found in PICTURE.findall(page.read_text("utf-8"))}


def test_every_link_and_picture_leads_somewhere():
    problems = [
        f"{page.relative_to(ROOT)}: {name}" for page in PAGES for name, path in linked(page) if not path.exists()
    ]
    report(problems, "mend the link, or take the picture: make screenshots")


def test_every_picture_is_used_and_light():
    shown = pictures()
    problems = [f"{path.name}: not shown on any page" for path in MANUAL.glob("images/*") if path not in shown]
    problems += [f"{path.name}: {path.stat().st_size} bytes" for path in shown if path.stat().st_size > MOST_BYTES]
    assert shown
    report(problems, "show it or delete it; tools/screenshots.py keeps pictures below 150 KB")


def test_every_picture_is_taken_by_the_script():
    script = (ROOT / "tools/screenshots.py").read_text(encoding="utf-8")
    problems = [path.name for path in pictures() if f'Shot("{path.stem}"' not in script]
    report(problems, "add the shot to tools/screenshots.py")


def test_every_chapter_is_listed_and_short():
    contents = {path for _name, path in linked(MANUAL / "README.md")}
    problems = [f"{path.name}: not in the contents" for path in CHAPTERS if path not in contents]
    for path in CHAPTERS:
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES:
            problems.append(f"{path.name}: {lines} lines")
    assert CHAPTERS
    report(problems, "list the chapter in docs/manual/README.md; divide long ones by reader")


def test_every_word_of_the_menu_is_explained():
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    with translation.override("zh-hans"):
        labels = {str(item.label) for item in menu.items()} | {str(one.phone_label) for one in menu.items()}
    problems = [label for label in sorted(labels - {""}) if label not in text]
    assert len(labels) > 5
    report(problems, "say in docs/manual what is behind this entry of the menu, in the word that the menu shows")
