"""The production log: whoever speaks, every line is one JSON object, and nobody's data is in it."""

import json
import os
import subprocess
import sys

import pytest

from config.environment import BASE_DIR

pytestmark = pytest.mark.embedded
SECRETS = ("张三丰", "13800138000", "440785199001011234", "mine-of-zhang")
PROVOKED = """
import asyncio, logging, os, sys, threading, warnings
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

NAME, PHONE, CARD, HOST = sys.argv[1:]
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing has been collected
override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()
browser = Client(raise_request_exception=False)
browser.get(f"/mines/{NAME}?phone={PHONE}")                                   # django.request, kuangan.requests
browser.get("/", HTTP_HOST=f"{HOST}_@{NAME}")                              # django.security
browser.post("/account/login/", {"login": NAME, "password": PHONE})           # axes, allauth
for _again in range(7):
    browser.post("/account/login/", {"login": HOST, "password": CARD}, HTTP_USER_AGENT=NAME)
careless = Client(enforce_csrf_checks=True, raise_request_exception=False)
careless.post("/account/login/", {"login": NAME})                             # django.security.csrf
browser.get("/api/v1/mines", HTTP_AUTHORIZATION=f"Bearer {CARD}")             # ninja
connection.force_debug_cursor = True
with connection.cursor() as cursor:                                           # django.db.backends, with its statement
    cursor.execute("SELECT %s", [NAME])
    try:
        cursor.execute(f"SELECT '{PHONE}' FROM {HOST.replace('-', '_')}")
    except django.db.DatabaseError:
        logging.getLogger("kuangan.anywhere").exception("it did not work")
names = {
    "django", "django.request", "django.server", "django.security.DisallowedHost", "django.db.backends",
    "django.template", "django.dispatch", "axes", "axes.handlers.database", "allauth", "allauth.account",
    "django_tasks", "django_tasks_db", "granian.access", "py.warnings", "asyncio", "concurrent.futures",
    "multiprocessing", "botocore", "urllib3.connectionpool", "psycopg", "psycopg.pool", "PIL",
    "a.library.nobody.knows", "",
}
for name in sorted(names | set(logging.root.manager.loggerDict)):
    if name.startswith(("kuangan", "_granian")):
        continue  # their words are ours
    log = logging.getLogger(name)
    log.error("Not Found: %s", f"/mines/{NAME}", extra={"request": CARD, "sql": f"SELECT '{CARD}'", "params": (PHONE,)})
    log.error(f"Invalid HTTP_HOST header: '{HOST}' of {NAME}")
    log.critical({"phone": PHONE}, stack_info=True)
    try:
        raise ValueError(f"Key (phone)=({PHONE}) of {NAME}")
    except ValueError:
        log.exception("%s", NAME)
bare = logging.getLogger("bare")
bare.propagate = False
bare.error(f"through the last resort: {NAME}")
logging.getLogger("kuangan.x").error("%d rows", NAME)                         # words and value do not fit
warnings.simplefilter("always")
warnings.warn(f"about {NAME}")

def fails():
    raise RuntimeError(NAME)

thread = threading.Thread(target=fails)
thread.start()
thread.join()

class Dying:
    def __del__(self):
        raise RuntimeError(PHONE)

Dying()

async def forgotten():
    async def inner():
        raise RuntimeError(NAME)
    asyncio.get_running_loop().call_exception_handler({"message": NAME, "exception": RuntimeError(PHONE)})
    task = asyncio.ensure_future(inner())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
asyncio.run(forgotten())
raise RuntimeError(f"the end of {NAME}, {CARD}")
"""


def test_whatever_speaks_says_it_in_one_json_object_and_nothing_of_people(tmp_path):
    environment = {
        **{key: value for key, value in os.environ.items() if key not in {"KUANGAN_TESTING", "DATABASE_URL"}},
        "KUANGAN_SECRET_KEY": "s" * 60, "KUANGAN_DATA_DIR": str(tmp_path), "KUANGAN_LOG_FORMAT": "json",
        "KUANGAN_HTTPS": "0", "KUANGAN_LOG_LEVEL": "DEBUG", "PYTHONPATH": str(BASE_DIR),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROVOKED, *SECRETS], env=environment, cwd=BASE_DIR, capture_output=True, check=False
    )
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == 1, "the last provocation ends the process"
    lines = [json.loads(line) for line in text.splitlines()]  # fails on the first line that is no JSON
    assert not [secret for secret in SECRETS if secret in json.dumps(lines, ensure_ascii=False)]
    allowed = {
        "time",
        "level",
        "from",
        "message",
        "failure",
        "request",
        "method",
        "view",
        "status",
        "milliseconds",
        "actor",
    }
    assert all(
        isinstance(line, dict) and set(line) <= allowed and {"time", "level", "from"} <= set(line) for line in lines
    )
    spoke = {line["from"] for line in lines}
    libraries = {"django.db.backends", "django.security.DisallowedHost", "asyncio", "psycopg.pool", "bare", "root"}
    assert {"kuangan.requests", "kuangan.failures", "kuangan.warnings", "a.library.nobody.knows", *libraries} <= spoke
    ends = [line["failure"] for line in lines if line["from"] == "kuangan.failures"]
    assert any("builtins.RuntimeError" in failure for failure in ends)


@pytest.mark.parametrize("module", ["kuangan.shell.serving.standing", "kuangan.shell.serving.preloaded"])
def test_the_processes_around_the_application_keep_to_the_form(module, tmp_path):
    children = [{"name": "broken", "command": [sys.executable, "-c", ""]}]
    told = {
        "kuangan.shell.serving.standing": [json.dumps({"host": "127.0.0.1", "port": 9, "children": children})],
        "kuangan.shell.serving.preloaded": ["--interface", "wsgi", "--log-level", "info", "--port", "1", "--host",
                                            "192.0.2.1", "config.wsgi:application"],
    }[module]  # fmt: skip
    environment = {**os.environ, "KUANGAN_LOG_FORMAT": "json", "KUANGAN_DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *told], env=environment, cwd=BASE_DIR, stderr=subprocess.PIPE, text=True
    )
    line = process.stderr.readline()
    process.terminate()
    process.communicate(timeout=60)
    assert set(json.loads(line)) >= {"time", "level", "from", "message"}
