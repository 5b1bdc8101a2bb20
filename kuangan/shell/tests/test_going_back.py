"""What takes data away asks first: migrations taken back, and a backup that takes the place of something newer."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kuangan.foundation.integrity.tests import ledgers
from kuangan.shell.backup.manifest import Manifest, Table
from kuangan.shell.backup.newer import how_much_newer
from kuangan.shell.backup.stores import Present
from kuangan.shell.management.commands import migrate
from kuangan.shell.serving.backwards import losses

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What the framework was asked to do in earnest."""
    found = []
    monkeypatch.setattr(
        "django.core.management.commands.migrate.Command.handle",
        lambda self, *args, **options: found.append(options["migration_name"]),
    )
    return found


def answered(monkeypatch, words):
    monkeypatch.setattr("builtins.input", lambda _question: words)


@pytest.mark.parametrize("name", ["zero", "0001", "0001_initial"])
def test_migrations_are_not_taken_back_where_nobody_can_be_asked(done, name):
    said = io.StringIO()
    with pytest.raises(CommandError, match="backup"):
        call_command("migrate", "integrity", name, interactive=False, stderr=said)
    assert done == []
    assert "integrity.0003_seals is taken back: drops " in said.getvalue()
    assert "table integrity_seal (0 rows)" in said.getvalue()


def test_what_would_be_dropped_is_counted(done):
    ledgers.ledger(batches=2, each=3)
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("migrate", "integrity", "zero", interactive=False, stderr=said)
    assert "table integrity_auditevent (6 rows)" in said.getvalue()
    assert "table integrity_seal (2 rows)" in said.getvalue()


@pytest.mark.parametrize(("words", "is_done"), [("lose data", True), ("y", False), ("", False)])
def test_somebody_who_is_there_is_asked(done, monkeypatch, words, is_done):
    answered(monkeypatch, words)
    if is_done:
        call_command("migrate", "integrity", "zero", stderr=io.StringIO())
    else:
        with pytest.raises(CommandError, match="Nothing was done"):
            call_command("migrate", "integrity", "zero", stderr=io.StringIO())
    assert done == (["zero"] if is_done else [])


def test_the_flag_says_so_for_scripts(done):
    call_command("migrate", "integrity", "zero", interactive=False, lose_data=True, stderr=io.StringIO())
    assert done == ["zero"]


def test_forwards_nobody_is_asked(done):
    call_command("migrate", interactive=False)
    call_command("migrate", "integrity", interactive=False)
    call_command("migrate", "integrity", "zero", plan=True, interactive=False)
    assert len(done) == 3
    assert losses(MigrationExecutor(connection), "integrity", "none-such") == []
    assert isinstance(migrate.ANSWER, str)


def manifest(**rows):
    tables = {name: Table(count, "") for name, count in rows.items()}
    return Manifest("2023-07-20T10:00:00+08:00", "0.1.0", "sqlite", "3", [], tables, {})


def test_it_is_said_how_much_newer_the_present_data_is():
    present = Present(
        {"integrity_auditevent": 1300, "hazards_hazard": 12, "django_session": 90}, 1304, "2023-07-22 09:15:00"
    )
    said = "\n".join(how_much_newer(manifest(integrity_auditevent=1200, hazards_hazard=10), present))
    assert "of 2023-07-20T10:00:00+08:00, with 1,200 records" in said
    assert "end with record 1304 of 2023-07-22 09:15:00, 1,300 records" in said
    assert "not in the backup: 102 rows (integrity_auditevent 100, hazards_hazard 2)" in said


def test_a_backup_that_has_everything_says_so():
    said = how_much_newer(manifest(integrity_auditevent=5), Present({"integrity_auditevent": 5}, 5, "2023-07-20"))
    assert "nothing in the present data is missing" in said[-1]
