"""A real installation: Django's own deployment check is silent, and half a setting is refused at start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import identity

ROOT = Path(__file__).parents[2]
REAL = {
    "KUANGAN_SECRET_KEY": "Zq7-very-long-and-random-xK29-mN4p-81hs-0sLw-77dj-PqX3-aVt5-9Yb2",
    "KUANGAN_HOSTS": "kuangan.example.gov.cn",
}


def test_deployment_check_of_django_finds_nothing(tmp_path: Path) -> None:
    ours = ("KUANGAN_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    told = {**kept, **REAL, "KUANGAN_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and "no issues" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"SERVER": "http://sso.example.gov.cn"}, "https"),
        ({"SERVER": "https://sso.example.gov.cn", "CLIENT_ID": "kuangan"}, "SECRET"),
        ({"SERVER": "https://sso.example.gov.cn", "CLIENT_ID": "k", "SECRET": "s", "FIELD": "name"}, "FIELD"),
    ],
)
def test_half_an_identity_provider_is_refused_at_start(
    told: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(f"KUANGAN_OIDC_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=why):
        identity.identity_provider()


def test_secret_of_the_identity_provider_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity.identity_provider() is None
    for name, value in {"SERVER": "https://sso.example.gov.cn/", "CLIENT_ID": "k", "SECRET": "geheim"}.items():
        monkeypatch.setenv(f"KUANGAN_OIDC_{name}", value)
    found = identity.identity_provider()
    assert found is not None and found.issuer == "https://sso.example.gov.cn" and "geheim" not in repr(found)
