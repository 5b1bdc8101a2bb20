"""Row 15: from an empty database to the sign-in page."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from config.environment import BASE_DIR
from kuangan.shell.bench.report import Figures, Limit
from kuangan.shell.bench.server import serving, wait_for
from kuangan.shell.bench.timing import once

_PREPARE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from kuangan.shell.serving.preparing import prepare_database, prepare_static_files
prepare_database(lambda text: None)
prepare_static_files(lambda text: None)
"""
"""What the first start of a demo does before it serves."""
SIGN_IN = "/account/login/"
_BARE = """
import django
from django.conf import settings
settings.configure(
    SECRET_KEY="bare", USE_TZ=True, ROOT_URLCONF="django.contrib.auth.urls", ALLOWED_HOSTS=["testserver"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": %r}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [(
        "django.template.loaders.locmem.Loader", {"registration/login.html": "{{ form }}"})]}}],
)
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
assert Client().get("/login/").status_code == 200
"""


def measure(*, folder: str, **_options: Any) -> list[Figures]:
    """What a first start prepares (tables, cache, static files), then the server until it answers, on SQLite."""
    bare = [sys.executable, "-c", _BARE % str(Path(folder) / "bare.sqlite3")]
    floor = once(lambda: subprocess.run(bare, check=True, cwd=folder))
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3"}
    command = [sys.executable, "-c", _PREPARE]
    parts = {"preparing": once(partial(subprocess.run, command, check=True, env=environment, cwd=BASE_DIR))}
    os.environ["DATABASE_URL"] = environment["DATABASE_URL"]
    parts["server until 200"] = once(_first_answer)
    total = sum(parts.values())
    words = ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())
    return [
        Figures(
            "15", "empty database to sign-in page, SQLite",
            [("floor: bare Django, migrate and page", f"{floor:.1f} s"), ("ours", f"{total:.1f} s ({words})")],
            [Limit("seconds", total, 28, 10, " s")],
        )
    ]  # fmt: skip


def _first_answer() -> None:
    with serving() as (port, _process):
        wait_for(port, SIGN_IN)
