"""The export proves itself with its own single file, without the system, and tells nothing that is not asked for."""

import json
import subprocess
import sys
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kuangan.foundation.integrity import exporting, kinds, sealing
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.integrity.tests import ledgers

pytestmark = pytest.mark.django_db


def run(folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier that lies in a folder with a bare Python: no packages, no environment."""
    command = [sys.executable, "-I", "-S", "verify_audit.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 13)
    ledgers.ledger(batches=2)
    (tmp_path / "audit.zip").write_bytes(ledgers.exported())
    with zipfile.ZipFile(tmp_path / "audit.zip") as book:
        book.extractall(tmp_path)
    return tmp_path


def test_the_file_inside_checks_the_export_without_the_system(unpacked):
    names = {"events.jsonl", "seals.jsonl", "manifest.json", "verify_audit.py", "verify_audit.html", "README.txt"}
    assert names <= {path.name for path in unpacked.iterdir()}
    folder, packed = run(unpacked), run(unpacked, "audit.zip", "--language", "en")
    assert (folder.returncode, folder.stdout.splitlines()[-1]) == (0, "一致")
    assert (packed.returncode, packed.stdout.splitlines()[-1]) == (0, "IN ORDER")
    assert "cannot be known" in packed.stdout


def test_the_file_inside_compares_with_what_was_kept(unpacked):
    last = Seal.objects.order_by("-number")[0]
    (unpacked / "anchor.json").write_text(exporting.anchor_text(last))
    found = run(unpacked, "audit.zip", "--anchor", "anchor.json", "--code", last.code, "--language", "en")
    assert (found.returncode, "cannot be known" in found.stdout) == (0, False)
    assert run(unpacked, "audit.zip", "--code", "AAAA-AAAA-AAAA-AAAA").returncode == 1


def test_the_file_inside_names_the_bad_record_and_says_what_it_cannot_read(unpacked):
    lines = (unpacked / "events.jsonl").read_text(encoding="utf-8").splitlines()
    number = int(lines[9].rpartition(":")[2][:-1])
    lines[9] = lines[9].replace("陈主任", "陈科长")
    (unpacked / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = run(unpacked)
    assert (found.returncode, found.stdout.splitlines()[0]) == (1, f"异常：第{number}号记录被改动")
    assert run(unpacked, "README.txt").returncode == 2
    (unpacked / "seals.jsonl").write_bytes(b"\0\xff{")
    assert run(unpacked).returncode == 1


def test_a_partial_export_tells_nothing_of_the_rest(unpacked):
    kept = AuditEvent.rows.filter(mine_id=5)
    files = ledgers.apart(ledgers.exported(kept))
    assert [line for line in files["events"] if '"mine_id":5' not in line] == []
    shown = {leaf[1] for entry in files["seals"] for leaf in entry["leaves"]}
    assert shown == set(kept.values_list("pk", flat=True))
    hidden = AuditEvent.rows.exclude(mine_id=5).values_list("digest", flat=True)
    assert not any(digest in str(files) for digest in hidden)
    (unpacked / "part.zip").write_bytes(ledgers.exported(kept))
    found = run(unpacked, "part.zip", "--language", "en")
    assert (found.returncode, "2 records checked, 24 not shown, 2 seals" in found.stdout) == (0, True)


def say(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", "--language", "en", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_seals_verifies_anchors_and_exports(tmp_path, settings, mailoutbox):
    ledgers.write(5)
    assert "Sealed 5 records." in say("seal")
    assert say("anchor", "--out", str(tmp_path / "anchor.json")).startswith("Seal 1 ")
    assert "Seal 1 of the audit trail" in say("anchor", "--letter")
    settings.EMAIL_HOST = "mail.example.org"
    assert say("anchor", "--mail", "proof@example.org").startswith("Seal 1 ")
    assert json.loads("{" + mailoutbox[0].body.partition("{")[2])["seal"]["number"] == 1
    assert "Seal 1" in mailoutbox[0].subject
    assert "IN ORDER" in say("verify", "--anchor", str(tmp_path / "anchor.json"))
    assert AuditEvent.rows.get(kind=kinds.VERIFIED.name).details["findings"] == 0
    path = str(tmp_path / "all.zip")
    assert "Exported 6 records." in say("export", path)
    assert AuditEvent.rows.filter(kind=kinds.TRAIL_EXPORTED.name).count() == 1
    assert "IN ORDER" in say("verify", "--export", path, "--anchor", str(tmp_path / "anchor.json"))


def test_the_command_leaves_with_a_status_that_says_what_is_wrong(tmp_path):
    ledgers.ledger(batches=1)
    with pytest.raises(SystemExit) as left:
        say("verify", "--code", "AAAA-AAAA-AAAA-AAAA")
    assert left.value.code == 1
    for wrong in (["--export", "none.zip"], ["--anchor", "none.json"]):
        with pytest.raises(CommandError) as refused:
            say("verify", *wrong)
        assert refused.value.returncode == 2
