"""Every sort of tampering, at random places: all of it is found, and the first bad record is named.

KUANGAN_TAMPERINGS raises the number of rounds of each sort (default 6).
"""

import json
import os
import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kuangan.foundation.integrity import canonical, guards, sealing, verify_audit, verifying
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.integrity.tests import ledgers
from kuangan.foundation.integrity.tests.ledgers import SYSTEM, Files
from kuangan.foundation.kernel import clock

pytestmark = pytest.mark.django_db
ROUNDS = int(os.environ.get("KUANGAN_TAMPERINGS", "6"))
SEED = 20230720


def number_of(line: str) -> int:
    return json.loads(line)["id"]


def edit_field(files: Files, at: int, dice: random.Random) -> int:
    """Another value in one field of a record; returns the number of the first bad record."""
    entry = json.loads(files["events"][at])
    name = dice.choice(sorted(entry["event"]))
    entry["event"][name] = f"{entry['event'][name]}x"
    files["events"][at] = verify_audit.canonical(entry).decode()
    return entry["id"]


def edit_byte(files: Files, at: int, dice: random.Random) -> int:
    number, line = number_of(files["events"][at]), files["events"][at]
    place = dice.randrange(10, line.rindex(',"id"') - 1)
    files["events"][at] = line[:place] + ("~" if line[place] != "~" else "!") + line[place + 1 :]
    return number


def edit_rehashed(files: Files, at: int, dice: random.Random) -> int:
    """The digest in the leaf is made anew too: the batch does not add up."""
    number = edit_field(files, at, dice)
    digest = verify_audit.sha256(verify_audit.canonical(json.loads(files["events"][at])["event"]))
    for entry in files["seals"]:
        for leaf in entry["leaves"]:
            if leaf[1] == number:
                leaf[2] = digest
                return min(entry["seal"]["first"], entry["leaves"][0][1])
    raise AssertionError


def insert(files: Files, at: int, dice: random.Random) -> int:
    entry = json.loads(files["events"][at])
    entry["id"] += 100_000
    files["events"].insert(at, verify_audit.canonical(entry).decode())
    return entry["id"]


def repeat(files: Files, at: int, dice: random.Random) -> int:
    files["events"].insert(at, files["events"][at])
    return number_of(files["events"][at])


def delete(files: Files, at: int, dice: random.Random) -> int:
    return number_of(files["events"].pop(at))


def delete_with_leaf(files: Files, at: int, dice: random.Random) -> int:
    number = delete(files, at, dice)
    for entry in files["seals"]:
        if any(leaf[1] == number for leaf in entry["leaves"]):
            first = min(entry["seal"]["first"], *(leaf[1] for leaf in entry["leaves"]))
            entry["leaves"] = [leaf for leaf in entry["leaves"] if leaf[1] != number]
            return first
    raise AssertionError


def swap(files: Files, at: int, dice: random.Random) -> int:
    other = dice.choice([place for place in range(len(files["events"])) if place != at])
    numbers = [number_of(files["events"][place]) for place in (at, other)]
    files["events"][at], files["events"][other] = files["events"][other], files["events"][at]
    return min(numbers)


def renumber(files: Files, at: int, dice: random.Random) -> int:
    entry = json.loads(files["events"][at])
    number = entry["id"]
    entry["id"] += 100_000
    files["events"][at] = verify_audit.canonical(entry).decode()
    return number


def cut_records(files: Files, at: int, dice: random.Random) -> int:
    number = number_of(files["events"][at])
    del files["events"][at:]
    return number


def edit_seal(files: Files, at: int, dice: random.Random) -> int:
    seal = dice.choice(files["seals"])["seal"]
    name, first = dice.choice([*verify_audit.SEALED, "hash"]), seal["first"]
    seal[name] = seal[name] + 1 if isinstance(seal[name], int) else "0" * len(seal[name])
    return min(first, seal["first"])


def edit_seal_rehashed(files: Files, at: int, dice: random.Random) -> int:
    entry = dice.choice(files["seals"][:-1])
    entry["seal"]["sealed_at"] = "2001-01-01T00:00:00.000000Z"
    entry["seal"]["hash"] = verify_audit.seal_hash(entry["seal"])
    return files["seals"][files["seals"].index(entry) + 1]["seal"]["first"]


def delete_seal(files: Files, at: int, dice: random.Random) -> int:
    gone = files["seals"].pop(dice.randrange(len(files["seals"]) - 1))
    return gone["leaves"][0][1] if gone["leaves"] else 0


SORTS = [edit_field, edit_byte, edit_rehashed, insert, repeat, delete, delete_with_leaf, swap, renumber, cut_records,
         edit_seal, edit_seal_rehashed, delete_seal]  # fmt: skip


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 13)


@pytest.mark.parametrize("is_partial", [False, True], ids=["whole", "partial"])
def test_tampering_with_an_export_is_found_and_the_first_bad_record_named(small_batches, tmp_path, is_partial):
    ledgers.ledger()
    found = AuditEvent.rows.filter(mine_id__in=range(0, 13, 3)) if is_partial else None
    whole, dice = ledgers.exported(found), random.Random(SEED)
    assert verify_audit.check(ledgers.together(ledgers.apart(whole), tmp_path / "whole.zip")).problems == []
    for sort in SORTS:
        for number in range(ROUNDS):
            files = ledgers.apart(whole)
            bad = sort(files, dice.randrange(len(files["events"])), dice)
            result = verify_audit.check(ledgers.together(files, tmp_path / "forged.zip"))
            named = [problem.record for problem in result.problems]
            assert bad in named, (sort.__name__, number, bad, result.problems[:4])
            assert min(named) <= bad or sort is insert
            assert all(problem.words("zh") != problem.words("en") for problem in result.problems)


@pytest.mark.parametrize("kept", ["manifest", "anchor", "code"])
def test_a_cut_tail_is_found_with_anything_that_was_kept(small_batches, tmp_path, kept):
    ledgers.ledger()
    anchor, code = ledgers.anchor(), Seal.objects.order_by("-number")[0].code
    files = ledgers.apart(ledgers.exported())
    cut = files["seals"].pop()
    del files["events"][-cut["seal"]["count"] :]
    export = ledgers.together(files, tmp_path / "cut.zip", is_manifest_redone=kept != "manifest")
    told = {"anchor": {"anchor": anchor}, "code": {"code": code}}.get(kept, {})
    problems = verify_audit.check(export, **told).problems
    assert problems[0].record == files["seals"][-1]["seal"]["last"]
    assert {problem.kind for problem in problems} & {"cut", "code"}


def test_a_ledger_made_wholly_anew_is_found_with_an_anchor_only(small_batches, tmp_path):
    ledgers.ledger()
    files = ledgers.apart(ledgers.exported())
    previous = verify_audit.ZERO
    for entry in files["seals"]:
        entry["seal"] |= {"sealed_at": "2024-01-01T00:00:00.000000Z", "previous": previous}
        previous = entry["seal"]["hash"] = verify_audit.seal_hash(entry["seal"])
    export = ledgers.together(files, tmp_path / "anew.zip")
    assert verify_audit.check(export).problems == []
    assert [one.kind for one in verify_audit.check(export, ledgers.anchor()).problems] == ["anchor"]


DATABASE_EDITS = {
    **{name: f"{name} = 'x'" for name in ("kind", "actor_name", "actor_organisation", "actor_roles", "address", "uid",
                                          "object_type", "object_id", "object_label", "region_code", "digest")},
    **{name: f"{name} = 99999" for name in ("actor_id", "mine_id")},
    **{name: f"{name} = '2001-01-01 00:00:00'" for name in canonical.TIMES},
    **{name: f"""{name} = '{{"a": 1}}'""" for name in canonical.JSON},
}  # fmt: skip


@pytest.fixture
def open_ledger(small_batches):
    """A sealed ledger whose triggers somebody has taken away."""
    ledgers.ledger()
    guards.remove(connection)
    yield AuditEvent.rows.order_by("pk").values_list("pk", flat=True)
    guards.install(connection)


def problems_after(*statements: str) -> list[verify_audit.Problem]:
    """What is found after somebody was at the database, which is put back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        found = verifying.verify(SYSTEM).problems
        transaction.set_rollback(True)
    return [one for one in found if one.kind != "guards"]


def test_missing_guards_are_a_finding(open_ledger):
    assert [one.kind for one in verifying.verify(SYSTEM).problems] == ["guards"]
    guards.install(connection)
    assert verifying.verify(SYSTEM).problems == [] and guards.missing(connection) == []


def test_no_record_and_no_seal_is_put_in_anothers_place(small_batches):
    ledgers.ledger()
    if connection.vendor != "sqlite":
        return
    number = AuditEvent.rows.order_by("-pk").values_list("pk", flat=True)[0]
    for table, key in (("integrity_auditevent", f"id = {number}"), ("integrity_seal", "number = 2")):
        with pytest.raises(DatabaseError, match="never replaced"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key}")
    assert verifying.verify(SYSTEM).problems == []


def test_a_record_that_says_an_earlier_time_than_the_one_before_is_a_finding(small_batches, settings):
    settings.DEMO = False
    ledgers.ledger()
    with clock.at(clock.now() - timedelta(hours=2)):
        number = ledgers.write(1)[-1].pk
    sealing.seal_all(SYSTEM)
    assert [(one.kind, one.record) for one in verifying.verify(SYSTEM).problems] == [
        ("before", number),
        ("order", number),
    ]
    settings.DEMO = True
    assert verifying.verify(SYSTEM).problems == []


def test_what_waited_long_behind_full_batches_is_no_finding(settings, monkeypatch):
    settings.DEMO = False
    monkeypatch.setattr(sealing, "BATCH", 13)
    monkeypatch.setattr(verify_audit, "FULL", 13)
    with clock.at(clock.now() - timedelta(hours=3)):
        ledgers.write(40)
    sealing.seal_all(SYSTEM)
    assert Seal.objects.count() == 4 and verifying.verify(SYSTEM).problems == []


@pytest.mark.parametrize("column", DATABASE_EDITS)
def test_an_edit_in_the_database_is_found(open_ledger, column):
    number = random.Random(column).choice(open_ledger)
    found = problems_after(f"UPDATE integrity_auditevent SET {DATABASE_EDITS[column]} WHERE id = {number}")
    assert ("changed", number) in [(one.kind, one.record) for one in found]
    assert {one.kind for one in found} <= {"changed", "order"} and (len(found) == 1 or column == "entered_at")


def test_other_tampering_in_the_database_is_found(open_ledger):
    numbers, dice = list(open_ledger), random.Random(SEED)
    for _ in range(ROUNDS):
        one, other = sorted(dice.sample(numbers, 2))
        found = problems_after(f"DELETE FROM integrity_auditevent WHERE id = {one}")
        assert [(each.kind, each.record) for each in found] == [("missing", one)]
        found = problems_after(
            f"UPDATE integrity_auditevent SET id = -1 WHERE id = {one}",
            f"UPDATE integrity_auditevent SET id = {one} WHERE id = {other}",
            f"UPDATE integrity_auditevent SET id = {other} WHERE id = -1",
        )
        assert [each.record for each in found] == [one, other]
        found = problems_after(f"UPDATE integrity_auditevent SET id = {numbers[-1] + 50} WHERE id = {one}")
        assert found[0].record == one
    last = Seal.objects.order_by("-number")[0]
    found = problems_after(f"UPDATE integrity_seal SET root = '{'0' * 64}' WHERE number = {last.number}")
    assert {(each.kind, each.record) for each in found} == {("seal", last.first), ("batch", last.first)}
    found = problems_after("DELETE FROM integrity_seal WHERE number = 2")
    assert [(each.kind, each.seal) for each in found] == [("chain", 3)]


def test_an_inserted_record_is_found_while_unsealed_and_shows_its_age_afterwards(open_ledger):
    number = list(open_ledger)[-1] + 7
    columns = ", ".join(canonical.FIELDS)
    copied = f"INSERT INTO integrity_auditevent (id, digest, {columns}) SELECT {number}, digest, {columns}"
    copied += f" FROM integrity_auditevent WHERE id = {list(open_ledger)[3]}"
    aged = f"UPDATE integrity_auditevent SET entered_at = '2001-01-01 00:00:00' WHERE id = {number}"
    found = {(one.kind, one.record) for one in problems_after(copied, aged)}
    assert found == {("unsealed", number), ("order", number)}


def test_a_cut_tail_of_the_database_is_found_with_an_anchor(open_ledger):
    anchor, last = ledgers.anchor(), Seal.objects.order_by("-number")[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM integrity_seal WHERE number = {last.number}")
        cursor.execute(f"DELETE FROM integrity_auditevent WHERE id >= {last.first}")
        for told, expected in (({}, set()), ({"anchor": anchor}, {"cut"}), ({"code": last.code}, {"code"})):
            assert {one.kind for one in verifying.verify(SYSTEM, **told).problems} == {"guards"} | expected
        transaction.set_rollback(True)
