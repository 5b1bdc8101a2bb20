"""A report that found something ends with a status other than 0, so that cron and scripts notice.

Every command is listed: with a case in which it finds something, or as one that checks nothing.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import connection

from kuangan.foundation.integrity import guards, verify_audit
from kuangan.foundation.integrity.tests import ledgers
from kuangan.registry.models import Mine
from kuangan.shell.bench.report import Figures, Limit
from kuangan.shell.management.commands import bench
from tests import cast
from tests.house.rooms import ROOT

pytestmark = pytest.mark.django_db
NO_CHECK = {
    "backup": "makes; lost files end it with an error", "demo": "runs", "first_administrators": "makes",
    "load_authorities": "loads; a refused row is an error", "load_checklist": "loads", "load_regions": "loads",
    "load_standards": "loads", "migrate": "asks", "prepare": "makes", "restore": "proves before it takes a place",
    "seal_second_factors": "seals", "serve": "runs", "simulate": "plays", "tick": "runs", "ui_preview": "shows",
    "web": "runs", "work": "runs", "workdays": "enters",
}  # fmt: skip
PLAN = ROOT / "content/plans/jiangmen-2023"


def status(*words: Any, **told: Any) -> int:
    """What the shell sees of a command."""
    try:
        call_command(*map(str, words), stdout=StringIO(), stderr=StringIO(), **told)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except CommandError as error:
        return error.returncode
    return 0


def unguarded(folder: Path) -> int:
    ledgers.ledger(batches=1, each=3)
    assert status("audit", "verify") == 0
    guards.remove(connection)
    try:
        return status("audit", "verify")
    finally:
        guards.install(connection)


def forged(folder: Path) -> int:
    ledgers.ledger(batches=1, each=3)
    parts = ledgers.apart(ledgers.exported())
    whole = ledgers.together(parts, folder / "whole.zip")
    assert status("audit", "verify", "--export", whole.path) == 0 == verify_audit.main([whole.path])
    parts["events"].pop()
    cut = ledgers.together(parts, folder / "cut.zip")
    assert verify_audit.main([cut.path]) == 1
    return status("audit", "verify", "--export", cut.path)


def broken_plan(folder: Path) -> int:
    assert status("plan", "check", PLAN) == 0
    (folder / "plan.yaml").write_text("urn: nothing\n", encoding="utf-8")
    return status("plan", "check", folder)


def drifted(folder: Path) -> int:
    assert status("openapi", "--check", ROOT / "docs/api/openapi.json") == 0
    (folder / "old.json").write_text(json.dumps({"openapi": "3.1.0"}), encoding="utf-8")
    return status("openapi", "--check", folder / "old.json")


def twins(folder: Path) -> int:
    one = cast.mine("青石岭采石场")
    assert status("registry", "twins") == 0
    Mine.rows.create(enterprise=one.enterprise, name="青石岭采石场", code="440785-0099", kind="open_pit",
                     region_code=one.region_code)  # fmt: skip
    return status("registry", "twins")


def undated(folder: Path) -> int:
    mine = cast.mine()
    Mine.rows.filter(pk=mine.pk).update(in_scope_since=mine.entered_at.date() - timedelta(days=1))
    assert status("date_scope", "--dry-run") == 0
    Mine.rows.filter(pk=mine.pk).update(in_scope_since=None)
    return status("date_scope", "--dry-run")


def sick(folder: Path) -> int:
    guards.remove(connection)
    try:
        return status("doctor")
    finally:
        guards.install(connection)


def measured(folder: Path) -> int:
    assert bench.MISSED and Figures("1", "", limits=[Limit("x", 9, 1)]).is_missed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.Command, "_run", lambda *_asked: True)
        return status("bench", "--only", "pages", "--sqlite-only")


FOUND: dict[str, Callable[[Path], int]] = {
    "audit verify": unguarded,
    "audit verify --export": forged,
    "plan check": broken_plan,
    "openapi --check": drifted,
    "registry twins": twins,
    "date_scope --dry-run": undated,
    "doctor": sick,
    "bench": measured,
}
ELSEWHERE = {
    "duties": "kuangan/duties/tests/test_frozen.py tells it with a campaign in force",
}


@pytest.mark.parametrize("name", FOUND)
def test_what_found_something_ends_with_another_status_than_0(name, tmp_path):
    assert FOUND[name](tmp_path) == 1


def test_every_command_is_listed():
    ours = {name for name, app in get_commands().items() if str(app).startswith("kuangan.")}
    listed = {name.split()[0] for name in FOUND} | set(ELSEWHERE) | set(NO_CHECK)
    assert ours == listed


def test_translations_that_are_not_complete_end_with_a_status():
    """The tools of the checkout too."""
    asked = [sys.executable, str(ROOT / "tools/messages.py"), "check", "no_such_room"]
    assert subprocess.run(asked, check=False, capture_output=True).returncode
