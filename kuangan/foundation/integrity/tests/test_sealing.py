"""Sealing: every committed record is in exactly one batch of an unbroken chain, whenever it was committed."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity import letters, sealing, verify_audit, verifying
from kuangan.foundation.integrity.actions import build, record
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.integrity.tests.ledgers import SYSTEM, TRIED, exported, ledger, write
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden
from tests import cast

pytestmark = pytest.mark.django_db
# Of RFC 9162's tree hash over the first leaves of the examples that Certificate Transparency tests itself with.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def sealed() -> list[int]:
    return [number for seal in Seal.objects.all() for number, _digest in seal.unpacked()]


def late(number: int) -> AuditEvent:
    """A record that is committed now with a number given out long ago."""
    event = build(SYSTEM, TRIED)
    event.pk = number
    event.save(force_insert=True)
    return event


@pytest.mark.parametrize("count", ROOTS)
def test_roots_are_those_of_the_standard(count):
    import hashlib

    row = [hashlib.sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in LEAVES[:count]]
    assert verify_audit.tree_root(row).hex() == ROOTS[count]
    for shown in ({0}, {count - 1}, set(range(count)), {0, count - 1}, {count // 2}):
        rest = iter(list(verify_audit.branches(row, shown)))
        assert verify_audit.root_from(count, {at: row[at] for at in shown}, rest).hex() == ROOTS[count]
        assert next(rest, None) is None


def test_everything_committed_is_sealed_once_in_a_chain():
    ledger(batches=3, each=5)
    assert sealed() == list(AuditEvent.rows.order_by("pk").values_list("pk", flat=True))
    one, two, three = Seal.objects.all()
    assert (one.previous, two.previous, three.previous) == (verify_audit.ZERO, one.hash, two.hash)
    assert (one.total, two.total, three.total) == (5, 10, 15)
    assert verifying.verify(SYSTEM).problems == []


def test_sealing_again_changes_nothing():
    ledger(batches=1)
    assert sealing.seal_all(SYSTEM) == []
    assert Seal.objects.count() == 1


def test_a_record_committed_late_with_a_lower_number_stands_in_the_next_batch():
    first = write(1)[0].pk
    late(first + 20)
    sealing.seal_all(SYSTEM)
    late(first + 10)
    late(first + 21)
    sealing.seal_all(SYSTEM)
    assert sealed() == [first, first + 20, first + 10, first + 21]
    assert verifying.verify(SYSTEM).problems == []


def test_a_record_committed_many_hours_late_is_found_by_the_first_round_of_a_day():
    begin = clock.start_of_day(clock.today())
    with clock.at(begin + timedelta(hours=1)):
        first = write(1)[0].pk
        late(first + 20)
        waiting = build(SYSTEM, TRIED)
        waiting.pk = first + 10
        sealing.seal_all(SYSTEM)
    with clock.at(begin + timedelta(hours=9)):
        late(first + 30)
        sealing.seal_all(SYSTEM)
    with clock.at(begin + timedelta(hours=10)):
        waiting.save(force_insert=True)
        assert sealing.seal_all(SYSTEM) == []
    with clock.at(begin + timedelta(hours=11)):
        assert "unsealed" in [problem.kind for problem in verifying.verify(SYSTEM).problems]
    with clock.at(begin + timedelta(hours=25)):
        sealing.seal_all(SYSTEM)
        assert first + 10 in sealed()
        found = verifying.verify(SYSTEM)
    assert {one.kind for one in found.problems} <= {"before", "order"}, (
        "numbers given by hand are ahead of those of PostgreSQL"
    )
    assert found.late == 2, "the late record and that of the check, which the night sealed"


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_still_open_is_sealed_when_it_has_committed():
    if connection.vendor == "sqlite":
        pytest.skip("one transaction writes at a time: none is open while another commits")
    written, sealed_first = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record(SYSTEM, TRIED, who="slow")
            written.set()
            sealed_first.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    fast = record(SYSTEM, TRIED, who="fast")
    sealing.seal_all(SYSTEM)
    assert sealed() == [fast.pk]
    sealed_first.set()
    thread.join(20)
    sealing.seal_all(SYSTEM)
    assert sealed() == [fast.pk, AuditEvent.rows.order_by("pk")[0].pk]
    assert sealed()[1] < fast.pk
    assert verifying.verify(SYSTEM).problems == []


def test_a_round_that_was_cut_off_goes_on(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    write(10)
    save, calls = Seal.save, []

    def dying(self, *args, **kwargs):
        calls.append(self.number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        save(self, *args, **kwargs)

    monkeypatch.setattr(Seal, "save", dying)
    with pytest.raises(KeyboardInterrupt):
        sealing.seal_all(SYSTEM)
    assert [seal.count for seal in Seal.objects.all()] == [4]
    sealing.seal_all(SYSTEM)
    assert [seal.count for seal in Seal.objects.all()] == [4, 4, 2]
    assert verifying.verify(SYSTEM).problems == []


def test_whoever_comes_second_leaves_it_to_the_next_round(monkeypatch):
    write(3)
    pending = sealing._pending

    def overtaken(last):
        batches = list(pending(last))
        monkeypatch.setattr(sealing, "_pending", pending)
        assert len(sealing.seal_all(SYSTEM)) == 1
        return iter(batches)

    monkeypatch.setattr(sealing, "_pending", overtaken)
    assert sealing.seal_all(SYSTEM) == []
    assert len(sealed()) == 3


def test_a_chain_cannot_fork():
    ledger(batches=1)
    twin = Seal.objects.get()
    twin.number = 2
    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize("statement", ["UPDATE integrity_seal SET root = ''", "DELETE FROM integrity_seal"])
def test_database_refuses_to_change_a_seal(statement):
    ledger(batches=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Seal.objects.count() == 1


def test_only_the_system_seals():
    with pytest.raises(Forbidden):
        sealing.seal_all(cast.actor(Role.AUDIT_ADMIN, Scope.everywhere()))


def test_one_write_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        record(Actor.system("x"), TRIED, why="the digest goes with the row")


def test_a_code_is_short_and_cannot_be_misread():
    ledger(batches=1)
    seal = Seal.objects.get()
    assert len(seal.code.split("-")) == 4
    assert not set("ILOU") & set(seal.code)
    assert verify_audit.short_code({"hash": "f" * 64}) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    subject, body = letters.anchor_letter(seal)
    assert seal.code in subject
    assert seal.hash in body
    assert seal.code in letters.seal_line(seal)


def test_an_export_of_an_empty_ledger_is_in_order(tmp_path):
    (tmp_path / "a.zip").write_bytes(exported())
    assert verify_audit.check(verify_audit.Export(str(tmp_path / "a.zip"))).problems == []
