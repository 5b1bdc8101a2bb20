"""The page that checks an export in a browser finds what the single-file verifier finds, record by record."""

import json
import os
import random
import shutil
import subprocess

import pytest
from django.conf import settings

from kuangan.foundation.integrity import exporting, sealing, verify_audit
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.tests import ledgers
from kuangan.foundation.integrity.tests.test_tampering import SEED, SORTS

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
PROGRAM = settings.BASE_DIR / "kuangan/foundation/integrity/browser/verify_audit.js"
ASK = """
const { check, zipEntries } = require(process.argv[1]);
const fs = require("node:fs");
(async () => {
  for (const name of process.argv.slice(2)) {
    const [path, code] = name.split("#");
    const ledger = await check(await zipEntries(new Blob([fs.readFileSync(path)])), code || "");
    const found = ledger.problems.map(({ kind, record, seal }) => [kind, record, seal]);
    console.log(JSON.stringify({ found, records: ledger.records, seals: ledger.seals, total: ledger.total }));
  }
})();
"""


def node():
    beside = str(settings.BASE_DIR / ".venv/bin")
    found = shutil.which("node", path=f"{os.environ['PATH']}{os.pathsep}{beside}")
    assert found, "Node is missing: run make setup"
    return found


def checked(*paths):
    ran = subprocess.run([node(), "-e", ASK, PROGRAM, *paths], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def by_the_file(path, code=""):
    ledger = verify_audit.check(verify_audit.Export(str(path)), code=code)
    return {
        "found": [[one.kind, one.record, one.seal] for one in ledger.problems],
        "records": ledger.records, "seals": ledger.seals, "total": ledger.total,
    }  # fmt: skip


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 13)


@pytest.mark.parametrize("is_partial", [False, True], ids=["whole", "partial"])
def test_both_verifiers_say_the_same_of_an_export_and_of_every_sort_of_tampering(small_batches, tmp_path, is_partial):
    ledgers.ledger()
    found = AuditEvent.rows.filter(mine_id__in=range(0, 13, 3)) if is_partial else None
    whole, dice = ledgers.exported(found), random.Random(SEED)
    packed = tmp_path / "whole.zip"
    packed.write_bytes(whole)
    paths = [packed]
    for at, sort in enumerate(SORTS):
        files = ledgers.apart(whole)
        sort(files, dice.randrange(len(files["events"])), dice)
        paths.append(tmp_path / f"{at}.zip")
        ledgers.together(files, paths[-1])
    answers = checked(*paths)
    assert answers == [by_the_file(path) for path in paths]
    assert answers[0]["found"] == [] and all(answer["found"] for answer in answers[1:])


def test_a_short_code_that_no_seal_has_is_named(small_batches, tmp_path):
    ledgers.ledger()
    packed = tmp_path / "whole.zip"
    packed.write_bytes(ledgers.exported())
    kept = verify_audit.short_code(ledgers.anchor())
    right, wrong = checked(f"{packed}#{kept}", f"{packed}#0000-0000-0000-0000")
    assert right["found"] == [] and [one[0] for one in wrong["found"]] == ["code"]


def test_the_page_in_the_package_is_one_file_with_its_program_inside(small_batches):
    page = exporting.verifier_page().decode()
    assert "class Ledger" in page and "PROGRAM" not in page and "src=" not in page
