"""A backup comes back equal to the last byte, or is refused with what is wrong; nothing is ever written over."""

import re
import shutil
import tarfile
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.models import AuditEvent, StoredFile
from kuangan.shell.backup import postgres, restoring
from kuangan.shell.backup.making import back_up, verify
from kuangan.shell.backup.pruning import keep_newest
from kuangan.shell.backup.restoring import restore
from kuangan.shell.tests.backup_site import Site

pytestmark = pytest.mark.django_db
AUDIT = AuditEvent._meta.db_table


def silent(text: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    """A site with three acts and three kept files, as it was when its archive was made; the archive; its files."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "files"):
        site = Site("site", folder)
        for number in range(3):
            site.write(number, f"第{number}份材料\n".encode())
        archive, _manifest = back_up(folder / "site.tar", told=site.told, say=silent)
        yield site, archive, folder / "files"
        site.drop()


@pytest.fixture
def site(kept, settings):
    settings.MEDIA_ROOT = kept[2]
    return kept[0]


@pytest.fixture
def archive(kept, tmp_path):
    """A copy of the archive, to be spoilt at will."""
    return Path(shutil.copy(kept[1], tmp_path / "backup.tar"))


@pytest.fixture
def elsewhere(site, settings, tmp_path):
    """Another installation without anything."""
    settings.MEDIA_ROOT = tmp_path / "restored"
    other = Site("elsewhere", tmp_path, like=site)
    yield other
    other.drop()


def test_a_restored_site_is_equal_row_by_row_and_file_by_file(kept, elsewhere, archive, tmp_path):
    site = kept[0]
    manifest = restore(archive, told=elsewhere.told, say=silent)
    assert elsewhere.rows() == site.rows()
    assert manifest.tables[AUDIT].rows == 3
    stored = [f"{path.relative_to(kept[2])}" for path in kept[2].rglob("*") if path.is_file()]
    assert len(stored) == 3
    for name in stored:
        assert (tmp_path / "restored" / name).read_bytes() == (kept[2] / name).read_bytes()


def test_the_restored_audit_trail_cannot_be_changed(elsewhere, archive):
    restore(archive, told=elsewhere.told, say=silent)
    connection = elsewhere.connection()
    for statement in (f"UPDATE {AUDIT} SET actor_name = 'x'", f"DELETE FROM {AUDIT}"):
        with pytest.raises(DatabaseError, match="audit"), connection.cursor() as cursor:
            cursor.execute(statement)
    connection.close()


def test_a_backup_made_while_people_work_is_of_one_moment(kept, site, tmp_path, settings, django_db_blocker):
    over, begun = threading.Event(), threading.Event()
    wrong: list[BaseException] = []

    def work() -> None:
        number = 1000
        try:
            while not over.is_set():
                site.write(number, f"{number}".encode())
                number += 1
                begun.set()
        except BaseException as error:  # told below
            wrong.append(error)
            begun.set()

    writer = threading.Thread(target=work)
    writer.start()
    assert begun.wait(60)
    try:
        archive, manifest = back_up(tmp_path / "busy.tar", told=site.told, say=silent)
    finally:
        over.set()
        writer.join()
    assert not wrong
    assert manifest.missing == []
    assert manifest.tables[AUDIT].rows == manifest.tables[StoredFile._meta.db_table].rows > 3
    settings.MEDIA_ROOT = tmp_path / "restored"
    other = Site("quiet", tmp_path, like=site)
    restore(archive, told=other.told, say=silent)
    other.drop()


def test_a_place_that_holds_something_is_refused_and_with_replace_put_aside(elsewhere, archive):
    restore(archive, told=elsewhere.told, say=silent)
    before = elsewhere.rows()
    with pytest.raises(CommandError, match="--replace"):
        restore(archive, told=elsewhere.told, say=silent)
    assert elsewhere.rows() == before and elsewhere.put_aside() == []
    said: list[str] = []
    restore(archive, told=elsewhere.told, replace=True, say=said.append)
    (aside,) = elsewhere.put_aside()
    assert any(aside in line for line in said)
    assert elsewhere.rows(aside) == elsewhere.rows() == before


def test_what_is_newer_than_the_backup_is_told_before_it_is_put_aside(elsewhere, archive):
    restore(archive, told=elsewhere.told, say=silent)
    elsewhere.write(2000, b"later")
    before, said = elsewhere.rows(), []
    with pytest.raises(CommandError, match="as it was"):
        restore(archive, told=elsewhere.told, replace=True, say=said.append, agree=lambda: False)
    assert elsewhere.rows() == before and elsewhere.put_aside() == []
    words = "\n".join(said)
    assert "not in the backup: 2 rows" in words and f"{AUDIT} 1" in words
    assert re.search(r"the present data end with record \d+ of 20\d\d-.*, 4 records in its trail", words)


def test_a_database_in_use_is_not_replaced(elsewhere, archive):
    restore(archive, told=elsewhere.told, say=silent)
    connection = elsewhere.connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with pytest.raises(CommandError, match="stop"):
            restore(archive, told=elsewhere.told, replace=True, say=silent)
    connection.close()


@pytest.mark.embedded
@pytest.mark.parametrize("place", [0.02, 0.5, 0.98])
def test_a_changed_archive_is_refused_before_anything_is_written(elsewhere, archive, place, tmp_path):
    content = bytearray(archive.read_bytes())
    with tarfile.open(archive) as tar:
        parts = [member for member in tar.getmembers() if member.size]
        part = parts[min(int(place * len(parts)), len(parts) - 1)]
    content[part.offset_data + part.size // 2] ^= 0x40
    archive.write_bytes(content)
    with pytest.raises(CommandError):
        restore(archive, told=elsewhere.told, say=silent)
    assert elsewhere.rows() == {} and not (tmp_path / "restored").exists()


@pytest.mark.embedded
def test_a_cut_archive_is_refused(elsewhere, archive):
    archive.write_bytes(archive.read_bytes()[:-12_000])
    with pytest.raises(CommandError):
        restore(archive, told=elsewhere.told, say=silent)
    assert elsewhere.rows() == {}


def test_a_database_that_is_not_what_the_manifest_says_takes_no_place(elsewhere, archive, monkeypatch):
    true = restoring.verify

    def forged(path, **options):
        manifest = true(path, **options)
        manifest.tables[AUDIT] = manifest.tables["django_migrations"]
        return manifest

    monkeypatch.setattr(restoring, "verify", forged)
    restored = restoring.prove

    with pytest.raises(CommandError, match=f"table {AUDIT}"):
        restore(archive, told=elsewhere.told, say=silent)
    assert restored is restoring.prove and elsewhere.put_aside() == []


@pytest.mark.embedded
def test_an_archive_of_a_newer_version_is_refused(elsewhere, archive, monkeypatch):
    class Older:
        disk_migrations: dict = {}

        def __init__(self, connection: object) -> None: ...

    monkeypatch.setattr(restoring, "MigrationLoader", Older)
    with pytest.raises(CommandError, match="install that version"):
        restore(archive, told=elsewhere.told, say=silent)


@pytest.mark.embedded
def test_backups_of_a_folder_share_their_files_and_the_oldest_go(site, tmp_path, monkeypatch):
    moments = iter(["kuangan-20230601-010000", "kuangan-20230602-010000"])
    monkeypatch.setattr("kuangan.shell.backup.making.dated", lambda moment: next(moments))
    first, _ = back_up(tmp_path / "all", shared=True, told=site.told, say=silent)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "all" / "files").rglob("*") if path.is_file()}
    site.write(50, b"a later one")
    stray = tmp_path / "all" / "files" / "aa" / "stray"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"of a backup that is gone")
    second, _ = back_up(tmp_path / "all", shared=True, told=site.told, say=silent)
    assert all(path.stat().st_mtime_ns == moment for path, moment in written.items())
    assert keep_newest(tmp_path / "all", 1) == [first.name]
    assert not first.exists() and not stray.exists()
    assert len(verify(second, say=silent).parts) == len(written) + 2


@pytest.mark.embedded
def test_a_lost_file_is_named_and_stops_no_backup(kept, site, settings, tmp_path):
    copy = shutil.copytree(kept[2], tmp_path / "copy")
    settings.MEDIA_ROOT = copy
    lost = next(path for path in copy.rglob("*") if path.is_file())
    lost.unlink()
    path, manifest = back_up(tmp_path / "with-a-gap.tar", told=site.told, say=silent)
    assert manifest.missing == [lost.name]
    assert verify(path, say=silent).missing == [lost.name]


@pytest.mark.embedded
def test_a_damaged_file_is_put_back_whole(kept, elsewhere, archive, tmp_path):
    with tarfile.open(archive) as tar:
        name = next(path.rpartition("/")[2] for path in tar.getnames() if path.startswith("files/"))
    place = tmp_path / "restored" / shelves.name_of(name)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"damaged")
    said: list[str] = []
    restore(archive, told=elsewhere.told, say=said.append)
    assert place.read_bytes() == (kept[2] / shelves.name_of(name)).read_bytes()
    assert any("1 put back whole" in line for line in said)


@pytest.mark.embedded
def test_a_backup_overwrites_nothing_and_names_a_wrong_place(site, tmp_path):
    (tmp_path / "there").write_text("something")
    with pytest.raises(CommandError, match="overwrites nothing"):
        back_up(tmp_path / "there", told=site.told, say=silent)
    with pytest.raises(CommandError, match="does not exist"):
        back_up(tmp_path / "no" / "where", told=site.told, say=silent)
    assert (tmp_path / "there").read_text() == "something"


@pytest.mark.embedded
def test_the_commands_check_an_archive_and_say_what_is_not_in_it(archive, capsys):
    call_command("restore", str(archive), "--check")
    said = capsys.readouterr().out
    assert "verified" in said
    with pytest.raises(CommandError, match="does not exist"):
        call_command("restore", str(archive.with_name("none.tar")), "--check")


def test_a_missing_or_older_pg_dump_is_named_with_the_mend(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "HOMES", tmp_path)
    with pytest.raises(CommandError, match="install the PostgreSQL client, version 15"):
        postgres.program_for("pg_dump", 15)
    stand_in = tmp_path / "pg_dump"
    stand_in.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 13.4 (Debian 13.4-1)'\n")
    stand_in.chmod(0o755)
    with pytest.raises(CommandError, match="version 13, older than the server: install the client of version 15"):
        postgres.program_for("pg_dump", 15)
    assert postgres.program_for("pg_dump", 13) == str(stand_in)
