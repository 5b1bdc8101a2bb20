"""The installation text is followed word by word, on a PostgreSQL of its own: what it says works, and holds."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from config.environment import BASE_DIR
from tests.faults.sites import Cluster

HANDBOOK = (BASE_DIR / "docs/operations.md").read_text("utf-8")


def block(after: str) -> str:
    """The first shell block of the handbook after these words."""
    return re.search(r"```sh\n(.*?)```", HANDBOOK[HANDBOOK.index(after) :], re.DOTALL).group(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    if connection.vendor != "postgresql":
        pytest.skip("the embedded database has no roles")
    cluster = Cluster(empty=True)
    yield cluster
    cluster.close()


def run(script: str, server: Cluster, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run lines of the handbook, with what it leaves open filled in."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KUANGAN_", "DATABASE_", "PG"))}
    secret = {"KUANGAN_SECRET_KEY": "i" * 60, "KUANGAN_HOSTS": "127.0.0.1", "KUANGAN_DATA_DIR": str(folder)}
    script = re.sub(r":…@host/kuangan", f"@/kuangan?host={server.home}", script).replace("'…'", "'of-our-own'")
    return subprocess.run(
        ["bash", "-euc", script], cwd=BASE_DIR, check=False, capture_output=True, text=True,
        env={**kept, **secret, "PGHOST": str(server.home), "PGUSER": "postgres", **more},
    )  # fmt: skip


@pytest.mark.django_db
def test_the_text_makes_an_installation_whose_service_cannot_drop_the_guards(server: Cluster, tmp_path: Path) -> None:
    for words in ("On the server, as a superuser", "Then the tables, as their owner"):
        done = run(block(words), server, tmp_path)
        assert done.returncode == 0, f"{words}: {done.stdout[-800:]} {done.stderr[-1500:]}"
    steps = block("## Install").split("bin/kuangan prepare", 1)[1].partition("\n")[2]
    steps = steps[: steps.index("bin/kuangan serve")]
    url = f"postgres://kuangan@/kuangan?host={server.home}"
    done = run(steps, server, tmp_path, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr[-1500:]
    assert "wang.sys" in done.stdout

    told = run("bin/kuangan doctor --lang en", server, tmp_path, DATABASE_URL=url).stdout
    assert "postgresql" in told and "database role" not in told and "guards" not in told
    owner = run(
        "bin/kuangan doctor --lang en", server, tmp_path, DATABASE_URL=url.replace("kuangan@", "kuangan_owner@", 1)
    ).stdout
    assert "database role kuangan_owner owns the tables" in owner

    with psycopg.connect(host=str(server.home), user="kuangan", dbname="kuangan", autocommit=True) as opened:
        for statement in (
            "DROP TRIGGER audit_no_change ON integrity_auditevent",
            "ALTER TABLE integrity_auditevent DISABLE TRIGGER ALL",
            "DELETE FROM integrity_auditevent", "TRUNCATE integrity_auditevent",
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "SET session_replication_role = replica", "CREATE TABLE mine (id int)",
        ):  # fmt: skip
            with pytest.raises(psycopg.Error):
                opened.execute(statement)  # type: ignore[arg-type]
        assert opened.execute("SELECT count(*) FROM integrity_auditevent").fetchone()[0] > 0
