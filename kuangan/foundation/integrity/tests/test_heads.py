"""What is not sealed yet is guarded as what is, and its end cannot be cut off without a trace."""

import os

import pytest
from django.db import DatabaseError, connection, transaction

from kuangan.foundation.integrity import guards, heads, sealing, verifying
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.tests import ledgers
from kuangan.foundation.integrity.tests.ledgers import SYSTEM, TRIED
from kuangan.foundation.kernel import clock

pytestmark = pytest.mark.django_db
TABLE = "integrity_auditevent"


@pytest.fixture
def tail(settings, tmp_path, django_capture_on_commit_callbacks):
    """Sealed records, then three that are not sealed, all written by this process; the guards taken away."""
    settings.KUANGAN_HEADS = tmp_path / "heads"
    with django_capture_on_commit_callbacks(execute=True):
        ledgers.ledger(batches=1, each=5)
        numbers = [record(SYSTEM, TRIED, nr=at).pk for at in range(3)]
    guards.remove(connection)
    yield numbers
    guards.install(connection)


def found_after(*statements):
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        found = verifying.verify(SYSTEM).problems
        transaction.set_rollback(True)
    return [one for one in found if one.kind != "guards"]


@pytest.mark.parametrize("act", ["UPDATE {} SET kind = 'x' WHERE id = {}", "DELETE FROM {} WHERE id = {}"])
def test_a_record_that_is_not_sealed_is_guarded_as_one_that_is(act):
    ledgers.ledger(batches=1, each=2)
    waiting = record(SYSTEM, TRIED)
    assert not sealing.Seal.objects.filter(last__gte=waiting.pk).exists()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(TABLE, waiting.pk))


def test_the_trail_as_it_was_written_is_in_order(tail):
    assert len(heads.remembered()) == 8
    assert found_after() == []


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_an_end_that_is_cut_off_before_it_was_sealed_is_a_finding(tail, cut):
    (found,) = found_after(f"DELETE FROM {TABLE} WHERE id >= {tail[-cut]}")
    assert found.kind == "tail" and f"本机写入的{cut}条记录" in found.words("zh")


def test_one_taken_out_of_the_middle_too(tail):
    assert [one.kind for one in found_after(f"DELETE FROM {TABLE} WHERE id = {tail[0]}")] == ["tail"]


def test_one_written_anew_with_a_digest_of_its_own_too(tail):
    forged = AuditEvent.rows.get(pk=tail[-1])
    forged.actor_name, forged.uid = "别人", "0" * 32
    digest = ledgers.digest_of(forged)
    (found,) = found_after(
        f"UPDATE {TABLE} SET actor_name = '别人', uid = '{'0' * 32}', digest = '{digest}' WHERE id = {tail[-1]}"
    )
    assert found.kind == "tail"


def test_a_ledger_whose_sealed_end_was_cut_with_its_seal_is_found_without_an_anchor(tail):
    found = found_after(f"DELETE FROM {TABLE}", "DELETE FROM integrity_seal")
    assert [one.kind for one in found] == ["tail"]


def test_what_was_taken_back_leaves_no_head(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.KUANGAN_HEADS = tmp_path
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        record(SYSTEM, TRIED)
        raise RuntimeError
    assert heads.remembered() == {}


def test_a_folder_that_cannot_be_written_refuses_no_act(settings, tmp_path, django_capture_on_commit_callbacks):
    (tmp_path / "file").write_text("no folder")
    settings.KUANGAN_HEADS = tmp_path / "file"
    with django_capture_on_commit_callbacks(execute=True):
        assert record(SYSTEM, TRIED).pk


def test_the_ring_keeps_the_newest(settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    settings.KUANGAN_HEADS = tmp_path
    monkeypatch.setattr(heads, "KEPT", 4)
    with django_capture_on_commit_callbacks(execute=True):
        digests = [record(SYSTEM, TRIED, nr=at).digest for at in range(7)]
    assert set(heads.remembered()) == set(digests[-4:])


def test_only_heads_of_processes_long_ended_are_thrown_away(settings, tmp_path):
    settings.KUANGAN_HEADS = tmp_path
    place = heads.folder()
    place.mkdir()
    ended, living = place / "999999999.heads", place / f"{os.getpid()}.heads"
    long_ago = clock.real_now().timestamp() - heads.KEPT_SECONDS - 60
    for path in (ended, living):
        path.write_text("x")
        os.utime(path, (long_ago, long_ago))
    heads.forget_old()
    assert not ended.exists() and living.exists()


def test_a_restore_puts_the_heads_of_what_it_replaces_aside(settings, tmp_path, tail):
    heads.put_aside(settings.DATABASES["default"], "20230720-120000")
    assert heads.remembered() == {}
    assert len(list((tmp_path / "heads").glob("*.before-restore-20230720-120000/*.heads"))) == 1
