"""The checks themselves: each finds what it is there to find."""

import ast
import os
import re
import shutil
import socket
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tools import foreign, messages, templates

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)

IMPORT = "from django.utils.translation import gettext as _, ngettext\n"


@pytest.fixture
def house(tmp_path, monkeypatch):
    """An empty house into which a test writes one source file and the catalogues it needs."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(templates, "ROOT", tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def source(house: Path, text: str, room: str = "plan") -> None:
    write(
        house / "kuangan" / room / "rules.py", f"from django.utils.translation import gettext as _, ngettext\n{text}\n"
    )


def catalogue(house: Path, text: str, room: str = "plan") -> None:
    write(house / "locale" / room / "zh_Hans" / "LC_MESSAGES" / "django.po", HEADER + text)


def problems() -> list[str]:
    return messages.Check().run(messages.ROOMS)


def test_a_translated_message_passes(house):
    source(house, 'a = _("Due on %(day)s") % {"day": 1}')
    catalogue(house, 'msgid "Due on %(day)s"\nmsgstr "%(day)s到期"\n')
    assert problems() == []


def test_a_message_may_stand_in_a_lower_room(house):
    source(house, 'a = _("Mine")')
    source(house, 'a = _("Mine")', room="registry")
    catalogue(house, 'msgid "Mine"\nmsgstr "矿山"\n', room="registry")
    assert problems() == []


def test_a_message_may_not_stand_in_a_higher_room(house):
    source(house, 'a = _("Mine")')
    source(house, 'a = _("Mine")', room="duties")
    catalogue(house, 'msgid "Mine"\nmsgstr "矿山"\n', room="duties")
    assert any("kuangan/plan/rules.py:2: 'Mine' has no translation" in problem for problem in problems())


@pytest.mark.parametrize(
    ("entry", "finding"),
    [
        ("", "has no translation"),
        ('msgid "Mine"\nmsgstr ""\n', "empty translation"),
        ('#, fuzzy\nmsgid "Mine"\nmsgstr "矿山"\n', "fuzzy"),
        ('msgid "Mine"\nmsgstr "矿山 %(name)s"\n', "placeholders differ"),
        ('msgid "Mine"\nmsgstr "矿山"\n\nmsgid "Mine"\nmsgstr "矿"\n', "stands twice"),
        ('msgid "Mine"\nmsgstr "矿山"\n\nmsgid "Pit"\nmsgstr "坑"\n', "used by no source"),
        ('msgid "Mine"\nmsgstr "矿山"\n\n#~ msgid "Pit"\n#~ msgstr "坑"\n', "obsolete"),
    ],
)
def test_an_unsound_catalogue_is_refused(house, entry, finding):
    source(house, 'a = _("Mine")')
    catalogue(house, entry)
    assert any(finding in problem for problem in problems())


def test_two_rooms_may_not_translate_a_message_differently(house):
    source(house, 'a = _("Mine")')
    source(house, 'a = _("Mine")', room="registry")
    catalogue(house, 'msgid "Mine"\nmsgstr "矿山"\n')
    catalogue(house, 'msgid "Mine"\nmsgstr "矿井"\n', room="registry")
    assert any("choose one word" in problem for problem in problems())


def test_messages_of_templates_are_found_with_their_lines(house):
    write(
        house / "kuangan" / "plan" / "templates" / "plan" / "page.html",
        '{% load i18n %}\n{% translate "Duties" %}\n'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} duty\n{% plural %}\n  {{ n }} duties\n"
        "{% endblocktranslate %}\n"
        '{% translate "May" context "month" %}<p title="{% firstof _("Late") %}"></p>',
    )
    found = {(use.context, use.singular, use.plural) for use in messages.uses_of("plan")}
    expected = {(None, "Duties", None), (None, "%(n)s duty", "%(n)s duties"), ("month", "May", None)}
    assert expected <= found
    assert {use.line for use in messages.uses_of("plan") if use.singular == "Duties"} == {2}


def test_stub_adds_what_is_missing_and_compile_writes_what_django_reads(house):
    source(house, 'a = _("Mine")\nb = ngettext("%(n)s mine", "%(n)s mines", 2)')
    catalogue(house, "")
    messages.main(["stub", "plan"])
    messages.main(["stub", "plan"])  # the second run adds nothing
    text = messages.po_path("plan").read_text(encoding="utf-8")
    assert text.count('msgid "Mine"') == 1
    assert 'msgid_plural "%(n)s mines"' in text
    messages.main(["compile", "plan"])
    assert messages.po_path("plan").with_suffix(".mo").stat().st_size > 0


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<div hx-on:click="go()">',
        '<script src="https://example.org/x.js"></script>',
        "{{ text|safe }}",
        "<p>矿山</p>",
    ],
)
def test_a_template_against_the_policy_is_refused(house, text):
    path = house / "kuangan" / "plan" / "templates" / "page.html"
    write(path, text)
    assert list(templates.source_problems(path))


def test_a_template_in_order_passes(house):
    path = house / "kuangan" / "plan" / "templates" / "page.html"
    write(path, '{# 说明 #}<script src="{% static "a.js" %}"></script><p class="x" data-on="1">{% translate "A" %}</p>')
    assert list(templates.source_problems(path)) == []


def test_the_locks_hold_no_address():
    assert list(foreign.lock_problems()) == []


def test_what_runs_is_locked_apart_from_what_tests_need():
    runs, tested = foreign.pins("requirements.lock"), foreign.pins("requirements-dev.lock")
    assert not {"pytest", "playwright", "mypy", "ruff", "moto", "hypothesis"} & set(runs)
    assert {"django", "granian", "psycopg", "boto3"} <= set(runs)
    assert runs.items() <= tested.items()


def test_what_runs_imports_nothing_that_is_locked_for_development():
    only_there = set(foreign.pins("requirements-dev.lock")) - set(foreign.pins("requirements.lock"))
    names = {one.lower() for name in only_there for one in distribution_modules(name)}
    sources = [path for part in ("kuangan", "config") for path in (foreign.ROOT / part).rglob("*.py")]
    strangers = {
        f"{path.relative_to(foreign.ROOT)}: {module}"
        for path in sources if "tests" not in path.parts
        for module in imported_modules(path) if module.lower() in names
    }  # fmt: skip
    assert not strangers, "a production machine would miss these: name the package in [project] of pyproject.toml"


def distribution_modules(name: str) -> list[str]:
    try:
        listed = distribution(name).read_text("top_level.txt") or ""
    except PackageNotFoundError:  # of another platform
        return []
    return listed.split() or [name.replace("-", "_")]


def imported_modules(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in named}


def test_tests_cannot_reach_another_machine():
    with pytest.raises(RuntimeError, match="may not reach"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="may not reach"):
        socket.getaddrinfo("example.org", 80)


def test_settings_of_the_suite_are_fast_and_separate(settings):
    assert settings.TESTING
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert "var/files" not in str(settings.MEDIA_ROOT)


def test_the_summary_of_all_tests_says_how_long_each_part_took_and_what_was_slowest(tmp_path):
    (tmp_path / "tools").mkdir()
    shutil.copy(foreign.ROOT / "tools/test.sh", tmp_path / "tools")
    stand_in = tmp_path / ".venv/bin/pytest"
    write(stand_in, "#!/bin/sh\necho '12.50s call     kuangan/x/test_y.py::test_z'\n"
          "case \"$*\" in *durations=10*) echo '= 3 passed in 12.60s =';; esac\n")  # fmt: skip
    stand_in.chmod(0o755)
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "KUANGAN_NO_INSTALL": "1"}
    done = subprocess.run(
        ["bash", "tools/test.sh"], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    summary = done.stdout.partition("── summary ──")[2]
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(
        r"ok      SQLite, 0 min 0\d s: 3 passed in 12.60s\n +12.50s call +kuangan/x/test_y.py::test_z", summary
    )
    assert re.search(r"all in all 0 min 0\d s", summary)
